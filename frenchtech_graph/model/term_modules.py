"""Write the names of all terms of the ontology as constants, one class for each group of terms.

``python3 tasks.py regenerate`` rewrites the modules of ``model/terms/``. Code uses these constants,
so that a type checker finds a term that is misspelt or gone.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from frenchtech_graph.model import ontology

FOLDER = Path(__file__).with_name("terms")
_HEADER = '''"""{title}

Written from `ontology/` by ``python3 tasks.py regenerate``: do not edit.
"""

from typing import Final
'''


def constant(name: str) -> str:
    """Return the name of the constant of a term.

    >>> constant("FundingRound"), constant("amountEUR"), constant("seed-round")
    ('FUNDING_ROUND', 'AMOUNT_EUR', 'SEED_ROUND')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").upper()


def _group(name: str, about: str, terms: Iterable[str]) -> str:
    lines = "".join(f'    {constant(t)}: Final = "{t}"\n' for t in terms)
    return f'\n\nclass {name}:\n    """{about}"""\n\n{lines}'


def _schemes(known: ontology.Ontology) -> Mapping[str, str]:
    """Return the class with the concepts of a scheme, by scheme."""
    return {scheme: scheme.title().replace("-", "") for scheme in sorted(known.schemes)}


def _concepts(known: ontology.Ontology) -> str:
    return "".join(
        _group(name, f"Concepts of the scheme `{scheme}`.", known.schemes[scheme])
        for scheme, name in _schemes(known).items()
    )


def _init(known: ontology.Ontology) -> str:
    concepts = sorted([*_schemes(known).values()])
    names = sorted(["Class", "Property", *concepts])
    imports = "".join(f"    {name},\n" for name in concepts)
    listed = "".join(f'    "{name}",\n' for name in names)
    return (
        '"""The terms of the ontology as constants: classes, properties, concepts by scheme.\n\n'
        'Written from `ontology/` by ``python3 tasks.py regenerate``: do not edit.\n"""\n\n'
        "from frenchtech_graph.model.terms.classes import Class\n"
        f"from frenchtech_graph.model.terms.concepts import (\n{imports})\n"
        "from frenchtech_graph.model.terms.properties import Property\n\n"
        f"__all__ = [\n{listed}]\n"
    )


def files(known: ontology.Ontology | None = None) -> dict[Path, str]:
    """Return the text of each module of ``model/terms/``, by its path."""
    known = known or ontology.load()
    modules = {
        "classes": ("Classes of the ontology.", _group("Class", "Local names.", known.classes)),
        "properties": (
            "Properties of the ontology.",
            _group("Property", "Local names, those of annotations included.", known.properties),
        ),
        "concepts": ("Concepts of the ontology, by scheme.", _concepts(known)),
    }
    texts = {
        FOLDER / f"{name}.py": _HEADER.format(title=title) + body
        for name, (title, body) in modules.items()
    }
    return {FOLDER / "__init__.py": _init(known)} | texts
