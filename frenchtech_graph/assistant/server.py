"""The server of the Model Context Protocol, over the official SDK: stdio, or HTTP on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import mcp.types as protocol
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from frenchtech_graph.assistant import resources
from frenchtech_graph.assistant.sparql import Sparql, sparql_tool
from frenchtech_graph.assistant.toolbox import Toolbox
from frenchtech_graph.assistant.tools import WORDS, Tool, checked
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.version import __version__

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph

NAME = "frenchtech-graph"
_READ_ONLY = protocol.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
Context = ServerRequestContext[Any, Any]


def create(graph: EcosystemGraph) -> Server[Any]:
    """Return the server of a graph. Call it before any thread is started: it forks workers."""
    box, engine = Toolbox(graph), Sparql(graph.store)
    tool = sparql_tool()

    async def list_tools(
        _: Context, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListToolsResult:
        shown = [_shown(t) for t in (tool, *box.tools.values())]
        return protocol.ListToolsResult(tools=shown)

    async def call_tool(
        _: Context, params: protocol.CallToolRequestParams
    ) -> protocol.CallToolResult:
        given = params.arguments or {}
        try:
            # SPARQL runs in a worker process that can be stopped. Other tools run in a thread,
            # which keeps the event loop free.
            if params.name == tool.name:
                answer = box.dated(await engine.ask(checked(tool, given)))
            else:
                answer = await anyio.to_thread.run_sync(box.call, params.name, given)
        except BilingualError as error:
            return _refused(error.message(_language(given)))
        return _answered(answer)

    async def list_resources(
        _: Context, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListResourcesResult:
        return protocol.ListResourcesResult(resources=resources.listed())

    async def list_templates(
        _: Context, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListResourceTemplatesResult:
        return protocol.ListResourceTemplatesResult(resource_templates=resources.templates())

    async def read_resource(
        _: Context, params: protocol.ReadResourceRequestParams
    ) -> protocol.ReadResourceResult:
        text = await anyio.to_thread.run_sync(resources.read, graph, box, str(params.uri))
        return protocol.ReadResourceResult(
            contents=[protocol.TextResourceContents(uri=params.uri, text=text)]
        )

    async def list_prompts(
        _: Context, __: protocol.PaginatedRequestParams | None
    ) -> protocol.ListPromptsResult:
        return protocol.ListPromptsResult(prompts=resources.prompts())

    async def get_prompt(
        _: Context, params: protocol.GetPromptRequestParams
    ) -> protocol.GetPromptResult:
        return resources.prompt(params.name, params.arguments or {})

    @asynccontextmanager
    async def life(_: Server[Any]) -> AsyncIterator[Mapping[str, Any]]:
        async with engine.running():
            yield {}

    said = "\n".join(WORDS.text("instructions", lang) for lang in reversed(LANGUAGES))
    return Server(
        NAME,
        version=__version__,
        instructions=said,
        lifespan=life,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def run(graph: EcosystemGraph, port: int | None) -> None:
    """Serve over HTTP on a port of this machine, or over standard input and output."""
    if port is None:
        run_stdio(graph)
    else:
        run_http(graph, port)


def run_stdio(graph: EcosystemGraph) -> None:
    """Serve one client over standard input and output, until it leaves."""
    server = create(graph)

    async def serve() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


def run_http(graph: EcosystemGraph, port: int) -> None:
    """Serve over streamable HTTP on this machine only, until stopped."""
    import uvicorn

    app = create(graph).streamable_http_app(host="127.0.0.1")
    print(f"http://127.0.0.1:{port}/mcp", flush=True)  # noqa: T201
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


def _shown(tool: Tool) -> protocol.Tool:
    return protocol.Tool(
        name=tool.name,
        title=tool.titles["en"],
        description=tool.description,
        input_schema=tool.schema,
        annotations=_READ_ONLY,
    )


def _answered(answer: Mapping[str, Any]) -> protocol.CallToolResult:
    text = json.dumps(answer, ensure_ascii=False)
    content: list[protocol.ContentBlock] = [protocol.TextContent(type="text", text=text)]
    return protocol.CallToolResult(content=content, structured_content=json.loads(text))


def _refused(message: str) -> protocol.CallToolResult:
    content: list[protocol.ContentBlock] = [protocol.TextContent(type="text", text=message)]
    return protocol.CallToolResult(content=content, is_error=True)


def _language(given: Mapping[str, Any]) -> str:
    stated = given.get("lang")
    return stated if stated in LANGUAGES else "en"
