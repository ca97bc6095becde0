"""Names of sheets and columns of the template: their names or their titles."""

from functools import cache

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model.names import fold


@cache
def _tables() -> dict[str, str]:
    own = {fold(n): n for n in template.load()}
    titled = {fold(short(n, lang)): n for n in template.load() for lang in LANGUAGES}
    return titled | own


def short(table: str, lang: str) -> str:
    """Return the name of the sheet of a table in a language: its title up to the colon.

    >>> short("actors", "fr"), short("ties", "en")
    ('Acteurs', 'Ties')
    """
    title = template.load()[table].titles[lang]
    return title.partition(":")[0].strip().split(" et ")[0].split(" and ")[0]


def table_named(text: str) -> str | None:
    """Return the table of the template that a sheet or a file is named after, in any case.

    >>> table_named("ACTORS"), table_named("Liens"), table_named("Feuil1")
    ('actors', 'ties', None)
    """
    return _tables().get(fold(text))


@cache
def _columns(table: str) -> dict[str, str]:
    columns = template.load()[table].columns
    titled = {fold(c.titles[lang]): n for n, c in columns.items() for lang in LANGUAGES}
    return {fold(n): n for n in columns} | titled


def column_named(table: str, text: str) -> str:
    """Return the column with this name or title, or the header itself.

    >>> column_named("actors", "Nom"), column_named("ties", "Name"), column_named("ties", "Vers")
    ('name', 'Name', 'to')
    >>> column_named("events", "Type"), column_named("events", "type")
    ('kind', 'type')
    """
    if text in template.load()[table].columns:
        return text
    return _columns(table).get(fold(text), text)


def is_template(table: str, header: list[str]) -> bool:
    """Return whether a header belongs to the template: most of its columns do, including all
    columns that every row requires.

    >>> is_template("ties", ["De", "Vers", "Type de lien", "Date", "Source"])
    False
    >>> is_template("actors", ["id", "kind", "name", "source"])
    True
    """
    columns = template.load()[table].columns
    shown = [h for h in header if h]
    known = {c for c in (column_named(table, h) for h in shown) if c in columns}
    own = {h for h in shown if h in columns}
    required = {n for n, c in columns.items() if c.required}
    if len(own & {"id", "kind", "from", "to", "actor"}) >= 1 and len(own) * 2 >= len(shown):
        return True
    return required <= known and len(known) * 3 >= len(shown) * 2
