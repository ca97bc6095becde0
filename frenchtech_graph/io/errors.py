"""Errors that explain the fault and the remedy in French and English."""

from collections.abc import Iterable

from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)


class BilingualError(ValueError):
    """An invalid call or input. `code` is a table of `errors.toml`, and `fields` fill its text.

    `suggestions` are similar names, best first.
    """

    def __init__(self, code: str, *, suggestions: Iterable[str] = (), **fields: object) -> None:
        self.code = code
        self.suggestions = list(suggestions)
        self.fields = fields
        super().__init__(self.message("en"))

    def message(self, lang: str) -> str:
        """Return the message in `lang` (`fr` or `en`)."""
        return _WORDS.text(self.code, lang, **self.fields, suggestion=self._hint(lang))

    def _hint(self, lang: str) -> str:
        if not self.suggestions:
            return ""
        names = ", ".join(self.suggestions)
        return " " + _WORDS.text("did-you-mean", lang, names=names)
