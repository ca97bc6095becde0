"""Errors that say in French and English what is wrong and how to mend it."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_TEXTS = Path(__file__).with_name("errors.toml")


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))


class BilingualError(ValueError):
    """A fault of the call or of its input; `code` is a table of `errors.toml`, `fields` fill its
    text.

    `suggestions` are names that may have been meant, best first.
    """

    def __init__(self, code: str, *, suggestions: Iterable[str] = (), **fields: object) -> None:
        self.code = code
        self.suggestions = list(suggestions)
        self.fields = fields
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """Return what is wrong, in `lang` (`fr` or `en`)."""
        return _texts()[self.code][lang].format(**self.fields, suggestion=self._hint(lang))

    def _hint(self, lang: str) -> str:
        if not self.suggestions:
            return ""
        names = ", ".join(self.suggestions)
        return {"fr": f" Vouliez-vous dire : {names} ?", "en": f" Did you mean: {names}?"}[lang]
