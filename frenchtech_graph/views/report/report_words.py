"""Words and numbers of the report in one language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frenchtech_graph.findings import wording
from frenchtech_graph.io.numbers import month_names
from frenchtech_graph.views.map.contents import Event
from frenchtech_graph.views.map.html_page import words

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Wording:
    """The language of a page: words of its own, names of terms from the ontology, forms of
    numbers.
    """

    lang: str
    labels: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, *values: Any) -> str:
        """Return the words under `key`, its {0}, {1} … filled in."""
        return words(TEMPLATES)[key][LANGUAGES.index(self.lang)].format(*values)

    def term(self, name: Any) -> str:
        """Return the name of a term with a capital first letter, or the term itself if it has no
        name.
        """
        if name is None:
            return self("unknown")
        found = self.labels.get(str(name), {})
        text = found.get(self.lang) or next(iter(found.values()), str(name))
        return text[:1].upper() + text[1:]

    def role(self, name: Any) -> str:
        """Return the name of a role in the form used in a sentence."""
        found = self.labels.get(str(name), {})
        return found.get(self.lang) or next(iter(found.values()), str(name))

    def number(self, value: Any, digits: int = 1) -> str:
        """Return a number as the language writes it, without needless decimals.

        >>> Wording("fr", {}).number(12345.67), Wording("en", {}).number(12.0), Wording("en", {}).number(float("nan"))
        ('12\u202f345,7', '12', '–')
        """
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return "–"
        return wording.number(float(value), self.lang, digits)

    def percent(self, share: Any, digits: int = 0) -> str:
        """Return a share between 0 and 1 in per cent."""
        if share is None or (isinstance(share, float) and not math.isfinite(share)):
            return "–"
        return self.number(100 * float(share), digits) + ("\u00a0%" if self.lang == "fr" else "%")

    def euros(self, amount: float) -> str:
        """Return an amount in euros, or in millions if it is large."""
        if amount >= 1e6:
            return (
                f"{self.number(amount / 1e6)}\u00a0M€"
                if self.lang == "fr"
                else f"€{self.number(amount / 1e6)}M"
            )
        return (
            f"{self.number(amount, 0)}\u00a0€"
            if self.lang == "fr"
            else f"€{self.number(amount, 0)}"
        )

    def day(self, date: str) -> str:
        """Return a date with its stated precision.

        >>> Wording("en", {}).day("2016-05-10"), Wording("fr", {}).day("2016-05"), Wording("fr", {}).day("2016")
        ('10 May 2016', 'mai 2016', '2016')
        """
        parts = date.split("-")
        if len(parts) == 1 or not all(p.isdigit() for p in parts) or not 1 <= int(parts[1]) <= 12:
            return date
        month = month_names(self.lang)[int(parts[1])]
        day = f"{int(parts[2])} " if len(parts) > 2 else ""
        return f"{day}{month} {parts[0]}"

    def ranks(self, low: float, high: float) -> str:
        """Return a rank interval in words."""
        return (
            self("rank", self.number(low))
            if low == high
            else self("ranks", self.number(low), self.number(high))
        )

    def grade(self, grade: str) -> str:
        """Return the grade of a gap in words."""
        return self(grade) if grade in words(TEMPLATES) else str(grade)

    def flow(self, flow: str) -> str:
        """Return the name of a flow, with a text for "none"."""
        return self("flow-none") if flow == "none" else self.term(flow)

    def when(self, event: Event) -> str:
        """Return the time of an event: its day, its years, or that neither is known."""
        if event.start is not None and event.end is not None and event.end != event.start:
            return f"{event.start} – {event.end}"
        if event.date:
            return self.day(event.date)
        if event.start is not None:
            return str(event.start)
        return self("until", event.end) if event.end is not None else self("noDate")

    def event(self, event: Event) -> str:
        """Return kind, name and amount of an event."""
        named = event.label if event.label not in (None, "", event.kind) else None
        amount = self.euros(event.amount_eur) if event.amount_eur else None
        return " · ".join(part for part in (self.term(event.kind), named, amount) if part)
