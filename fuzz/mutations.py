"""Changes to an input that keep its form, so that they get past the parser and into the reader."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from frenchtech_graph.io import json_texts

Mutate = Callable[[bytes, Random], bytes]

TEXTS = (
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\u202eab\u2066",
    "\ufeff",
    "\u2028",
    "\U000e0041",
    "é",
    "e\u0301",
    "ﬁ",
    "İ",
    "ß",
    "\ud800",
    "x" * 300,
    "word " * 60,
    "|",
    "||",
    "a|b|",
    ";",
    ",",
    '"',
    '""',
    "'",
    "\\",
    "\\u0000",
    "%00",
    "%zz",
    "../../etc/passwd",
    "C:\\x",
    "<script>",
    "</script>",
    "&amp;",
    "<!DOCTYPE x>",
    "{}",
    "[]",
    "{0}",
    "{value.__class__}",
    "%s",
    "null",
    "None",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "1e-999",
    "0",
    "-0",
    "00",
    "１２",
    "²",
    "٣",
    "1,234,567",
    "1.234,5",
    "12 345",
    "0x1F",
    "1_000",
    "9" * 400,
    "true",
    "false",
    "TRUE",
    "2016",
    "2016-05",
    "2016-05-10",
    "2016-13-40",
    "0000",
    "9999-12-31",
    "31/02/2020",
    "2016-05-10T00:00:00Z",
    "+2016-00-00",
    "http://",
    "https://a.b",
    "https://[::1",
    "https://a.b:99999999/",
    "//x",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://é.fr",
    "http://a.b/\u202e",
    "mailto:a@b.c",
    "a@b.c",
    "552100554",
    "73282932000074",
    "02kzqn938",
    "https://ror.org/02kzqn938",
    "Q42",
    "200012345A",
    "FR",
    "Lille",
    "59350",
    "StartUp",
    "Person",
    "Investment",
    "exotec",
    "Ada Lenoir (lead), and several business angels",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    1.5,
    float("nan"),
    float("inf"),
    10**400,
    [],
    {},
    [[]],
    [{}],
    {"": ""},
    [None],
    ["a", None],
    [1, "a", {}],
    {"a": {"b": [1]}},
    [[["x"]]],
)


def text(data: bytes, chance: Random) -> bytes:
    """Change a text: put in, take out, double, swap or replace a piece, or damage its encoding."""
    whole = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(whole))
        end = min(len(whole), start + chance.choice((0, 0, 1, 2, 8, 40)))
        piece = chance.choice(
            (
                chance.choice(TEXTS),
                chance.choice(TEXTS),
                whole[start:end] * 2,
                whole[start:end][::-1],
                "",
            )
        )
        whole = whole[:start] + piece + whole[end:]
    return _encoded(whole, chance)


def _encoded(whole: str, chance: Random) -> bytes:
    codec = chance.choice(
        ("utf-8",) * 12 + ("utf-8-sig", "utf-16", "utf-16-le", "cp1252", "utf-32")
    )
    errors = "surrogatepass" if codec.startswith("utf") else "replace"
    return whole.encode(codec, errors)


def table(data: bytes, chance: Random) -> bytes:
    """Change a CSV: cells, columns, rows, delimiter, quoting, line ends."""
    whole = data.decode("utf-8", "replace")
    first = whole.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter))[:400]
    except csv.Error:
        return text(data, chance)
    if not rows:
        return text(data, chance)
    for _ in range(chance.randint(1, 5)):
        _change_table(rows, chance)
    out = io.StringIO()
    chosen = delimiter if chance.random() < 0.8 else chance.choice(",;\t|")
    writer = csv.writer(
        out,
        delimiter=chosen,
        lineterminator=chance.choice(("\n", "\r\n", "\r")),
        quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    )
    writer.writerows(rows)
    written = _encoded(out.getvalue(), chance)
    return text(written, chance) if chance.random() < 0.1 else written


def _change_table(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows)
    at = chance.randrange(len(row)) if row else 0
    match chance.randrange(9):
        case 0 | 1 | 2:
            row[at : at + 1] = [chance.choice(TEXTS)]
        case 3:
            other = chance.choice(rows)
            row[at : at + 1] = [chance.choice(other) if other else ""]
        case 4:
            row.append(chance.choice(TEXTS))
        case 5:
            del row[at : at + 1]
        case 6:
            rows.insert(chance.randint(0, len(rows)), list(row))
        case 7:
            rows[0][:] = [c if chance.random() < 0.9 else chance.choice(rows[0]) for c in rows[0]]
        case _:
            rows[0][:] = [*rows[0], chance.choice(TEXTS)] if chance.random() < 0.5 else rows[0][:-1]


def tree(data: bytes, chance: Random) -> bytes:
    """Change JSON, or JSON lines: a value anywhere, a key, the depth."""
    whole = data.decode("utf-8", "replace")
    lines = whole.splitlines() if whole.count("\n") and whole[:1] == "{" else [whole]
    at = chance.randrange(len(lines)) if lines else 0
    try:
        content = json_texts.loads(lines[at])
    except (ValueError, IndexError):
        try:
            content, lines, at = json_texts.loads(whole), [whole], 0
        except ValueError:
            return text(data, chance)
    for _ in range(chance.randint(1, 4)):
        content = _changed(content, chance)
    lines[at] = json.dumps(content, ensure_ascii=chance.random() < 0.3)
    if chance.random() < 0.02:
        deep = chance.choice((50, 500, 2000, 100_000))
        lines[at] = lines[at].replace('"', "[" * deep + '"', 1)
    written = _encoded("\n".join(lines), chance)
    return text(written, chance) if chance.random() < 0.1 else written


def _changed(content: Any, chance: Random) -> Any:
    places = list(_places(content))
    if not places:
        return chance.choice(VALUES)
    holder, key = chance.choice(places)
    value = holder[key]
    match chance.randrange(8):
        case 0 | 1:
            holder[key] = chance.choice(TEXTS)
        case 2 | 3:
            holder[key] = json.loads(json.dumps(chance.choice(VALUES)))
        case 4:
            other, name = chance.choice(places)
            holder[key] = json.loads(json.dumps(other[name]))
        case 5:
            if isinstance(holder, dict):
                holder[chance.choice(TEXTS)] = holder.pop(key)
            else:
                holder.insert(key, value)
        case 6:
            del holder[key]
        case _:
            holder[key] = [value] if chance.random() < 0.5 else {"value": value}
    return content


def _places(content: Any, left: int = 4000) -> Any:
    pending = [content]
    while pending and left:
        found = pending.pop()
        keys = (
            list(found)
            if isinstance(found, dict)
            else range(len(found))
            if isinstance(found, list)
            else ()
        )
        for key in keys:
            left -= 1
            yield found, key
            pending.append(found[key])


_TAG = re.compile(r"<[^<>]*>")


def markup(data: bytes, chance: Random) -> bytes:
    """Change XML: a tag, an attribute, a text, or entities declared before the root."""
    whole = data.decode("utf-8", "replace")
    tags = list(_TAG.finditer(whole))
    if not tags:
        return text(data, chance)
    for _ in range(chance.randint(1, 3)):
        found = chance.choice(tags)
        match chance.randrange(5):
            case 0:
                new = ""
            case 1:
                new = found[0] * 2
            case 2:
                new = re.sub(
                    r'"[^"]*"',
                    lambda m: f'"{_attribute(chance)}"' if chance.random() < 0.5 else m[0],
                    found[0],
                )
            case 3:
                new = found[0] + _attribute(chance)
            case _:
                new = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + found[0]
        whole = whole[: found.start()] + new + whole[found.end() :]
        tags = list(_TAG.finditer(whole)) or tags
    return whole.encode("utf-8", "replace")


def _attribute(chance: Random) -> str:
    found = chance.choice(
        (
            *TEXTS,
            "A1",
            "XFD1048576",
            "A1:XFD1048576",
            "A0",
            "s",
            "b",
            "e",
            "inlineStr",
            "d",
            "-5",
            "99999999999",
        )
    )
    return found.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def archive(data: bytes, chance: Random, inside: Mutate = text) -> bytes:
    """Change one file of a zip by `inside`, or the zip itself."""
    if chance.random() < 0.1:
        return raw(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            files = [(i.filename, old.read(i)) for i in old.infolist() if i.file_size < 1 << 20][
                :60
            ]
    except Exception:  # whatever a broken archive makes the reader raise
        return raw(data, chance)
    if not files:
        return raw(data, chance)
    at = chance.randrange(len(files))
    name, content = files[at]
    match chance.randrange(12):
        case 0:
            files[at] = (
                chance.choice(
                    ("", "../../x", "/etc/passwd", "a/" * 200, name.upper(), "C:\\x\\y.csv")
                ),
                content,
            )
        case 1:
            del files[at]
        case 2:
            files.append((name, content))
        case _:
            files[at] = (name, inside(content, chance))
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    ) as new:
        for name, content in files:
            new.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def workbook(data: bytes, chance: Random) -> bytes:
    """Change a part of an XLSX workbook."""
    return archive(data, chance, markup)


def packed(data: bytes, chance: Random, inside: Mutate) -> bytes:
    """Change what a gzipped file holds, or the gzip itself."""
    try:
        content = gzip.decompress(data)
    except (OSError, EOFError, ValueError, Exception):
        return raw(data, chance)
    return (
        raw(data, chance)
        if chance.random() < 0.1
        else gzip.compress(inside(content, chance), 1, mtime=0)
    )


def raw(data: bytes, chance: Random) -> bytes:
    """Change bytes: flip, cut, repeat."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(found))
        match chance.randrange(4):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + chance.choice((1, 2, 16, 200))]
            case 2:
                found[at:at] = found[at : at + 32]
            case _:
                found[at:at] = chance.choice(TEXTS).encode("utf-8", "surrogatepass")
    return bytes(found)


def of_form(data: bytes, chance: Random) -> bytes:
    """Change an input by the form it has: zip, gzip, JSON, XML, CSV, else text; now and then its
    bytes.
    """
    if chance.random() < 0.05:
        return raw(data, chance)
    start = data[:64].lstrip()
    if data.startswith(b"PK"):
        return archive(data, chance, of_form)
    if data.startswith(b"\x1f\x8b"):
        return packed(data, chance, of_form)
    if start.startswith((b"{", b"[")):
        return tree(data, chance)
    if start.startswith(b"<"):
        return markup(data, chance)
    return table(data, chance) if b"\n" in data else text(data, chance)
