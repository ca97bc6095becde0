"""Other resources for an assistant: ontology, data cards, gap cards and ready prompts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

import mcp.types as protocol

from frenchtech_graph.assistant.toolbox import Toolbox
from frenchtech_graph.assistant.tools import WORDS
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.ontology import CORE_FILES

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph

_SCHEME = "frenchtech://"
_GAPS = f"{_SCHEME}gaps/"
_CARDS = f"{_SCHEME}data"
_PROMPTS: Mapping[str, tuple[str, ...]] = {
    "portrait": ("place",),
    "evidence": ("claim",),
    "funding": ("sector", "place"),
}


def listed() -> list[protocol.Resource]:
    """Return the resources: files of the ontology, and the data cards."""
    found = [
        protocol.Resource(uri=f"{_SCHEME}ontology/{name}", name=name, mime_type="text/turtle")
        for name in CORE_FILES
    ]
    card = protocol.Resource(uri=_CARDS, name="data cards", mime_type="application/json")
    return [*found, card]


def templates() -> list[protocol.ResourceTemplate]:
    """Return the resources that take a name: the gap cards of a place."""
    return [
        protocol.ResourceTemplate(
            uri_template=f"{_GAPS}{{place}}", name="gap cards", mime_type="application/json"
        )
    ]


def read(graph: EcosystemGraph, box: Toolbox, uri: str) -> str:
    """Return the text of a resource.

    Raises:
        BilingualError: there is no such resource.
    """
    for name in CORE_FILES:
        if uri == f"{_SCHEME}ontology/{name}":
            return (ontology_folder() / name).read_text(encoding="utf-8")
    if uri == _CARDS:
        return json.dumps(graph.manifest["datasets"], ensure_ascii=False, indent=1)
    if uri.startswith(_GAPS):
        place = unquote(uri.removeprefix(_GAPS))
        return json.dumps(box.call("gaps", {"where": place}), ensure_ascii=False, indent=1)
    raise BilingualError("no-such-tool", value=uri)


def prompts() -> list[protocol.Prompt]:
    """Return the ready prompts."""
    return [
        protocol.Prompt(
            name=name,
            title=WORDS.parts(f"prompt {name}", "en")[0],
            description=" / ".join(WORDS.parts(f"prompt {name}", lang)[0] for lang in ("en", "fr")),
            arguments=[
                *(protocol.PromptArgument(name=a, required=True) for a in arguments),
                protocol.PromptArgument(name="lang", required=False),
            ],
        )
        for name, arguments in _PROMPTS.items()
    ]


def prompt(name: str, arguments: Mapping[str, str]) -> protocol.GetPromptResult:
    """Return a prompt, its blanks filled.

    Raises:
        BilingualError: there is no such prompt, or an argument is missing.
    """
    if name not in _PROMPTS:
        raise BilingualError("no-such-tool", value=name, suggestions=list(_PROMPTS))
    for needed in _PROMPTS[name]:
        if not arguments.get(needed):
            raise BilingualError("argument-missing", query=name, parameter=needed)
    lang = "fr" if arguments.get("lang") == "fr" else "en"
    filled = {needed: arguments[needed] for needed in _PROMPTS[name]}
    text = WORDS.parts(f"prompt {name}", lang)[1].format(**filled)
    content = protocol.TextContent(type="text", text=text)
    return protocol.GetPromptResult(messages=[protocol.PromptMessage(role="user", content=content)])
