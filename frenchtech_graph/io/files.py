"""Where the files that the package reads live: `ontology/`, `data/` and `queries/`."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """Return the folder that contains `ontology/`, `data/` and `queries/`.

    In a checkout they are at the top level, next to the package. A wheel contains them inside the
    package.
    """
    carried = _PACKAGE / "_files"
    return carried if carried.is_dir() else _PACKAGE.parent


def is_checkout() -> bool:
    """Return whether the package runs from a checkout, whose files belong to the project."""
    return not (_PACKAGE / "_files").is_dir()


def ontology_folder() -> Path:
    """Return the folder of terms, concept schemes, shapes, rules and the table template."""
    return root() / "ontology"


def data_folder() -> Path:
    """Return the folder of curated tables and reference data."""
    return root() / "data"


def queries_folder() -> Path:
    """Return the folder of the query catalogue."""
    return root() / "queries"
