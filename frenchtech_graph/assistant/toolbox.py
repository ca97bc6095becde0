"""All tools of the assistant over one graph: listed, and called with arguments that are checked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from frenchtech_graph.assistant.finding_tools import finding_tools
from frenchtech_graph.assistant.graph_tools import graph_tools
from frenchtech_graph.assistant.question_tools import question_tools
from frenchtech_graph.assistant.tools import Answer, Arguments, Tool, checked
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.names import nearest

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph


class Toolbox:
    """The tools over one graph.

    Calls run one after the other, because findings share a network.
    """

    def __init__(self, graph: EcosystemGraph) -> None:
        self._graph = graph
        self._turn = Lock()

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """The tools by name: first tools of the graph, then findings, then questions."""
        found: dict[str, Tool] = {}
        for tool in (*graph_tools(), *finding_tools(), *question_tools()):
            found.setdefault(tool.name, tool)
        return found

    @cached_property
    def date(self) -> str:
        """The date of the newest data set that the graph was built from."""
        return max((d["issued"] for d in self._graph.manifest["datasets"]), default="")

    @cached_property
    def data_sets(self) -> list[str]:
        """The data sets of the graph with their dates: the source of counts."""
        return [f"{d['titles']['fr']} ({d['issued']})" for d in self._graph.manifest["datasets"]]

    def call(self, name: str, arguments: Arguments) -> Answer:
        """Return the answer of a tool.

        Raises:
            BilingualError: there is no such tool, or an argument is wrong.
        """
        tool = self.tools.get(name)
        if tool is None:
            near = nearest(name, self.tools)
            raise BilingualError("no-such-tool", value=name, suggestions=near)
        given = checked(tool, arguments)
        with self._turn:
            answer = tool.run(self._graph, given)
        return self.dated(answer)

    def dated(self, answer: Answer) -> dict[str, Any]:
        """Return an answer with the date of the data and the data sets that it was counted in."""
        return {**answer, "data_as_of": self.date, "data_sets": self.data_sets}
