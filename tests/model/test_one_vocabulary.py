"""No module spells a term of the ontology: code takes it from `model.terms`, or asks the ontology.

Looked for are the names that are terms and nothing else: classes, properties and concepts of
several words, contributions, and whatever stands after the prefix `fte:`. A word such as `date` or
`seed` is also the name of a column or of a number, and cannot be told apart.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from frenchtech_graph.model import ontology

PACKAGE = Path(ontology.__file__).parents[1]
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.parent != PACKAGE / "model" / "terms")
PREFIXED = re.compile(r"\b(?:fte:|class/|concept/)([\w-]+)")
OTHERS = {
    "exports/followthemoney.py": {
        *("Person", "Project", "startDate", "endDate", "dissolutionDate", "wikidataId")
    },
    "identity/": {"finance"},
    "views/site/linked_data.py": {"Organization", "foundingDate"},
}
"""What has the name of a term and is none: words of FollowTheMoney and schema.org, families of kinds, topics."""


def own_words(known: ontology.Ontology) -> set[str]:
    """Return the names that are terms of the ontology and nothing else."""
    concepts = {slug for scheme in known.schemes.values() for slug in scheme if "-" in slug}
    properties = {name for name in known.properties if re.search(r"[a-z][A-Z]", name)}
    return {*known.classes, *properties, *concepts, *known.schemes["contribution"]}


def all_words(known: ontology.Ontology) -> set[str]:
    """Return the names of all terms and lists, whatever else they may be."""
    return {*known.classes, *known.properties, *known.schemes}


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module, docstrings and `__all__` apart, with their lines; `FTE.term` is
    one, too.
    """
    silent = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            silent |= {id(name) for name in ast.walk(node.value)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in silent:
                yield node.lineno, node.value
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "FTE":
            yield node.lineno, node.attr


def spelt(source: str) -> list[tuple[int, str]]:
    """Return line and name of each term that a module spells."""
    own, anyhow = own_words(ontology.load()), all_words(ontology.load())
    found = []
    for line, text in literals(ast.parse(source)):
        prefixed = [name for name in PREFIXED.findall(text) if name in anyhow]
        found += [(line, name) for name in ([text] if text in own else prefixed)]
    return sorted(found)


def spelt_in_package() -> dict[str, list[tuple[int, str]]]:
    """Return what each module spells, by its path in the package."""
    names = {path.relative_to(PACKAGE).as_posix(): path for path in MODULES}
    return {name: spelt(path.read_text(encoding="utf-8")) for name, path in names.items()}


def test_no_module_spells_a_term() -> None:
    excused: dict[str, set[str]] = {start: set() for start in OTHERS}
    own = []
    for name, found in spelt_in_package().items():
        start = next((s for s in OTHERS if name.startswith(s)), "")
        for line, term in found:
            if term in OTHERS.get(start, ()):
                excused[start].add(term)
            else:
                own.append(f"{name}:{line}: {term}")
    assert own == [], "take them from frenchtech_graph.model.terms, or ask model.ontology"
    assert excused == OTHERS, "nothing is excused that is not there"


def test_a_term_is_found_wherever_it_stands() -> None:
    source = '"""StartUp"""\nx = {"StartUp": 1}\ny = f"fte:{x} fte:inRound"\nz = FTE.Tie, "date"\n'
    assert spelt(source) == [(2, "StartUp"), (3, "inRound"), (4, "Tie")]
