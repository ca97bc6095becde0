"""Numbers as their format shows them: text, number shown, unit."""

from decimal import ROUND_HALF_UP, Decimal

from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.ingest.workbooks.number_formats import Section, Token, choose

_MOST_PLACES = 30
_SHOWN = frozenset(["percent", "text", "slash"])
_PARENTHESES = str.maketrans("()", "  ")


def show_number(value: float | int | Decimal, code: str) -> Cell:
    """Return the cell of a number in a format that shows no date.

    >>> cell = show_number(0.185, "0.0%")
    >>> cell.text, cell.number, cell.unit
    ('18.5%', Decimal('18.5'), '%')
    >>> show_number(1500, '#,##0 "k€"').text
    '1 500 k€'
    >>> show_number(1250000, '0.0,,"M€"').number
    Decimal('1.3')
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    section, minus = choose(code, exact)
    tokens = section.tokens
    if any(t.kind == "exponent" for t in tokens) or _is_fraction(section):
        return _plain(exact)
    if any(t.kind == "general" for t in tokens):
        return _with_texts(tokens, _general(abs(exact)), exact, minus)
    if not any(t.kind == "digits" for t in tokens):
        return Cell("".join(t.text for t in tokens if t.kind == "text").strip())
    return _counted(tokens, exact, minus)


def _plain(value: Decimal) -> Cell:
    text = _general(abs(value))
    return Cell("-" * (value < 0) + text, value)


def _general(value: Decimal) -> str:
    """Return a number as a cell without a format shows it: fifteen digits at most."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    return f"{Decimal(f'{value:.15g}'):f}".rstrip("0").rstrip(".")


def _is_fraction(section: Section) -> bool:
    kinds = [t.kind for t in section.tokens]
    return "slash" in kinds and "digits" in kinds[: kinds.index("slash")]


def _with_texts(tokens: tuple[Token, ...], shown: str, value: Decimal, minus: bool) -> Cell:
    before = "".join(t.text for t in tokens if t.kind != "general")
    text = "".join(shown if t.kind == "general" else t.text for t in tokens)
    number = Decimal(shown) * (-1 if value < 0 else 1)
    return Cell(("-" * minus + text).strip(), number, before.strip())


def _counted(tokens: tuple[Token, ...], value: Decimal, minus: bool) -> Cell:
    """Return a number laid out in places for figures."""
    last = max(i for i, t in enumerate(tokens) if t.kind == "digits")
    whole, places = _places(tokens)
    scaled = abs(value) * 100 ** sum(t.kind == "percent" for t in tokens)
    for token in tokens[last + 1 :]:
        if token.kind != "comma":
            break
        scaled /= 1000
    decimals = len(places)
    shown = scaled.quantize(Decimal(1).scaleb(-min(decimals, _MOST_PLACES)), ROUND_HALF_UP)
    integer, _, fraction = f"{shown:f}".partition(".")
    text, unit = _laid_out(tokens, last, _figures(integer, whole), _tail(fraction, places))
    text = ("-" * (minus and bool(shown)) + text).strip()
    if not any(c.isdigit() for c in text):
        return Cell(text)
    number = (-shown if value < 0 else shown) if shown else Decimal(0)
    return Cell(text, number, " ".join(unit.translate(_PARENTHESES).split()))


def _places(tokens: tuple[Token, ...]) -> tuple[str, str]:
    """Return the places for figures before the point and after it."""
    whole, fraction, after = "", "", False
    for token in tokens:
        after = after or token.kind == "point"
        if token.kind == "digits":
            whole, fraction = (whole, fraction + token.text) if after else (whole + token.text, "")
    return whole, fraction


def _figures(integer: str, places: str) -> str:
    """Return the figures before the point, with the zeros that the places ask for."""
    least = len(places.lstrip("#?").replace("#", "0").replace("?", "0"))
    return "" if integer == "0" and not least else integer.zfill(least)


def _tail(fraction: str, places: str) -> str:
    """Return the figures after the point, without the zeros that the places leave out."""
    figures = fraction
    while figures and places[len(figures) - 1] != "0" and figures.endswith("0"):
        figures = figures[:-1]
    return figures


def _laid_out(tokens: tuple[Token, ...], last: int, figures: str, tail: str) -> tuple[str, str]:
    """Return the text of a number, and its parts other than figures."""
    kinds = [t.kind for t in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    before = [i for i, kind in enumerate(kinds[:point]) if kind == "digits"]
    sizes = [len(tokens[i].text) for i in before]
    pieces = _shared_out(figures, sizes, "comma" in kinds[: last + 1])
    places = "".join(t.text for t in tokens[point:] if t.kind == "digits")
    text, unit = "", ""
    for i, token in enumerate(tokens):
        if i in before:
            text += pieces[before.index(i)]
        elif token.kind == "digits":
            size = len(token.text)
            text, tail = text + tail[:size], tail[size:]
        elif token.kind == "point":
            text += "." if tail or "0" in places else ""
        elif token.kind in _SHOWN:
            text += token.text
            unit += _beside(token, i, before, last)
    return text, unit


def _beside(token: Token, at: int, before: list[int], last: int) -> str:
    """Return the text of a token next to the figures, not among them."""
    return "" if before and before[0] < at < last else token.text


def _shared_out(figures: str, sizes: list[int], grouped: bool) -> list[str]:
    """Return the figures for each run of places, from the right.

    The first run takes the remaining figures.
    """
    if grouped:
        shown = f"{int(figures or 0):,}".replace(",", " ") if figures else ""
        zeros = len(figures) - len(str(int(figures or 0)))
        return ["0" * zeros + shown, *[""] * (len(sizes) - 1)] if sizes else []
    pieces: list[str] = []
    for size in reversed(sizes[1:]):
        figures, piece = figures[:-size], figures[-size:]
        pieces.append(piece)
    return [figures, *reversed(pieces)] if sizes else []
