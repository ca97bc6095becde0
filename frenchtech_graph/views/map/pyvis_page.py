"""The network page that pyvis writes, through its own template hook.

`Network.templateEnv` and `Network.path` are where pyvis lets a caller put a template. Ours draws
offline under a strict policy. The vis-network of pyvis controls the camera and the pointer. Ties
and marks are painted in a few batches, because drawing them one by one is slow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyvis
from pyvis.network import Network

from frenchtech_graph.views.map import html_page as page
from frenchtech_graph.views.map.payload import Model

PILLAR_OF_NONE = "other"


def pyvis_network(model: Model, library: str | None = None) -> Network:
    """Return a pyvis network of the page model: change its nodes, then write or show it as usual.

    `library` is the name of a file with vis-network next to the page (default: the page has it).

    Its lists are filled directly: `add_node` and `add_edge` search them at every call, which takes
    quadratic time. The label, position (`x`, `y`) and `size` of each node determine the drawing.
    """
    net = Network(heading=model["title"][model["lang"]], height="100%", cdn_resources="in_line")
    marks = model["marks"]
    groups = _groups(model)
    columns = zip(marks["x"], marks["y"], marks["r"], strict=True)
    net.nodes = [
        {"id": i, "label": label, "x": x, "y": y, "size": r, "shape": "dot", "group": group}
        for i, ((x, y, r), (label, group)) in enumerate(zip(columns, groups, strict=True))
    ]
    net.node_ids = list(range(len(net.nodes)))
    net.node_map = {n["id"]: n for n in net.nodes}
    net.edges = [{"from": a, "to": b} for a, b in _pairs(model)]
    net.options = {"physics": {"enabled": False}}
    net.templateEnv = _environment(model, library)
    net.path = "pyvis.html"
    return net


def html(model: Model, library: str | None = None) -> str:
    """Return the whole page."""
    text: str = pyvis_network(model, library).generate_html()
    return text


def _environment(model: Model, library: str | None) -> Any:
    env = page.environment()
    env.filters["marks"] = lambda nodes: _marks(nodes, model)
    style = (page.TEMPLATES / "map.css").read_text(encoding="utf-8")
    camera = page.Beside(library) if library else vis_network()
    scripts = [page.bundle("first.js"), camera, page.bundle("pyvis.js")]
    env.globals.update(page_model=model, words=page.words(), **page.sealed(scripts, style))
    return env


def vis_network() -> str:
    """Return the newest vis-network script that the installed pyvis ships, without its source map
    link.
    """
    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    script = max(folder.glob("vis-*/vis-network.min.js"), key=_version)
    text = script.read_text(encoding="utf-8")
    return text.rsplit("//# sourceMappingURL=", 1)[0].strip()


def _version(script: Path) -> list[int]:
    return [int(part) for part in script.parent.name.removeprefix("vis-").split(".")]


def _marks(nodes: list[dict[str, Any]], model: Model) -> dict[str, Any]:
    """Return the columns that the page draws from the nodes of pyvis."""
    actors = len(model["actors"]["kind"]["codes"])
    return {
        "label": [str(n["label"]) for n in nodes[:actors]],
        "x": [n["x"] for n in nodes],
        "y": [n["y"] for n in nodes],
        "r": [n["size"] for n in nodes],
        "group": model["marks"]["group"],
    }


def _groups(model: Model) -> list[tuple[str, str]]:
    """Return the label and the main pillar of each mark, events having neither."""
    pillars = model["actors"]["pillars"]
    main = [values[0] if values else PILLAR_OF_NONE for values in pillars["values"]]
    actors = [
        (label, main[code])
        for label, code in zip(model["marks"]["label"], pillars["codes"], strict=True)
    ]
    return actors + [("", "event")] * (len(model["marks"]["x"]) - len(actors))


def _pairs(model: Model) -> list[tuple[int, int]]:
    """Return the lines of the drawing as pairs of mark numbers."""
    found = []
    actors, sizes = model["events"]["actor"], model["events"]["size"]
    at, mark = 0, len(model["actors"]["kind"]["codes"])
    for size in sizes:
        members = actors[at : at + size]
        at += size
        if size == 2:
            found.append((members[0], members[1]))
        elif size > 2:
            found += [(m, mark) for m in members]
            mark += 1
    return found
