"""Errors that say in French and English what is wrong and how to mend it."""

from collections.abc import Iterable

from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)


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
        return _WORDS.text(self.code, lang, **self.fields, suggestion=self._hint(lang))

    def _hint(self, lang: str) -> str:
        if not self.suggestions:
            return ""
        names = ", ".join(self.suggestions)
        return " " + _WORDS.text("did-you-mean", lang, names=names)
