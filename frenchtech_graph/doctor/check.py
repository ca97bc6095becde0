"""A check: ok, warning or fault, in both languages."""

from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)
STATES = ("ok", "warning", "fault")


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a check: `state` is ok, warning or fault.

    `code` is a table of `doctor.toml`, filled with `facts`.
    """

    state: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """Return the result and the remedy, in `lang`."""
        said = {
            k: v.message(lang) if isinstance(v, BilingualError) else v
            for k, v in self.facts.items()
        }
        return _WORDS.text(self.code, lang, **said)

    def as_row(self, lang: str) -> dict[str, Any]:
        """Return the check as a row: check, state, message."""
        return {
            "check": self.code.partition("-")[0],
            "code": self.code,
            "state": self.state,
            "message": self.message(lang),
        }


def worst(checks: list[Check]) -> int:
    """Return 0 if all is well, 1 if there are warnings, 2 if there are faults."""
    return max((STATES.index(c.state) for c in checks), default=0)
