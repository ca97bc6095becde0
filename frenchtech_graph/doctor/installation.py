"""Checks of Python, packages and extras."""

import sys
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from frenchtech_graph.doctor.check import Check
from frenchtech_graph.io.libraries import installed

DISTRIBUTION = "frenchtech-graph"


def environment() -> Iterator[Check]:
    """Yield the checks of Python, of the packages needed and of the extras."""
    about = metadata.metadata(DISTRIBUTION)
    yield _python(about["Requires-Python"] or "")
    needed = [Requirement(r) for r in metadata.requires(DISTRIBUTION) or ()]
    core = [r for r in needed if _is_needed(r, "")]
    wrong = [r for r in core if not _fits(r)]
    yield from (Check("fault", "packages-fault", _versions(r)) for r in wrong)
    if not wrong:
        yield Check("ok", "packages-ok", {"count": len(core)})
    for name in sorted(set(about.get_all("Provides-Extra") or ()) - {"dev"}):
        yield from _extra(name, [r for r in needed if r not in core and _is_needed(r, name)])


def _python(wanted: str) -> Check:
    python = ".".join(map(str, sys.version_info[:3]))
    facts = {"found": python, "needed": wanted}
    if SpecifierSet(wanted).contains(python):
        return Check("ok", "python-ok", facts)
    return Check("fault", "python-fault", facts)


def _is_needed(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _extra(name: str, needed: list[Requirement]) -> Iterator[Check]:
    absent = [r for r in needed if installed(r.name) is None]
    wrong = [r for r in needed if r not in absent and not _fits(r)]
    yield from (Check("fault", "packages-fault", _versions(r)) for r in wrong)
    if absent:
        yield Check("ok", "extra-absent", {"name": name})
    elif not wrong:
        yield Check(
            "ok",
            "extra-ok",
            {"name": name, "detail": ", ".join(f"{r.name} {installed(r.name)}" for r in needed)},
        )


def _fits(needed: Requirement) -> bool:
    found = installed(needed.name)
    return found is not None and needed.specifier.contains(found, prereleases=True)


def _versions(needed: Requirement) -> dict[str, str]:
    return {
        "name": needed.name,
        "found": installed(needed.name) or "–",
        "needed": str(needed.specifier),
    }
