"""A still picture of a network, for where a page cannot be shown."""

from __future__ import annotations

from io import BytesIO

import pandas as pd

from frenchtech_graph.views.map.payload import Model

_NAMED = 15


def network_picture(model: Model, lang: str) -> bytes:
    """Return a PNG of the network of a map with the same positions, and labels for the largest
    marks. It is empty if matplotlib is not installed.

    `model` is the data of the map page.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return b""
    marks = model["marks"]
    frame = pd.DataFrame(
        {name: marks[name][: len(marks["label"])] for name in ("x", "y", "r", "group")}
    )
    frame["label"] = marks["label"]
    figure = Figure(figsize=(9, 6), layout="constrained")
    FigureCanvasAgg(figure)
    ax = figure.subplots()
    ax.scatter(
        frame["x"], -frame["y"], s=frame["r"] ** 2, c=frame["group"] % 20, cmap="tab20", alpha=0.8
    )
    for row in frame.nlargest(_NAMED, "r").itertuples():
        ax.annotate(str(row.label), (float(str(row.x)), -float(str(row.y))), fontsize=7)
    ax.set_axis_off()
    ax.set_title((model["title"] or {}).get(lang, ""))
    made = BytesIO()
    figure.savefig(made, format="png", dpi=90, metadata={"Software": None})
    return made.getvalue()
