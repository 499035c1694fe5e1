"""The server: tools, resources and prompts as the SDK wants them, over whatever graph a request is given."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

import mcp_types as types
from mcp.server import Server, ServerRequestContext
from mcp.server.caching import CacheHint
from mcp.server.context import CallNext, HandlerResult
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from kg import __version__
from kg.errors import HerodotusError
from kg.mcp.graph import Graph
from kg.mcp.problem import told
from kg.mcp.prompts import PROMPTS, instructions
from kg.mcp.resources import listed, read, templates
from kg.mcp.tool import failed
from kg.mcp.tools import TOOLS

_LOG: Final = logging.getLogger(__name__)

Context = ServerRequestContext[Any, Any]

Open = Callable[[Context], Graph]
"""Gives the graph that answers a request."""

_HOUR: Final = 3_600_000
"""Milliseconds for which lists may be kept: they change with the program alone."""


def make_server(graph: Open) -> Server[Any]:
    """A server whose requests are answered by what ``graph`` gives for each of them."""

    async def call(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            return failed(f"There is no tool {params.name[:40]!r}. There are {', '.join(TOOLS)}.")
        return await tool.call(graph(context), params.arguments or {})

    async def resource(context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return types.ReadResourceResult(contents=[await read(graph(context), params.uri)])

    server: Server[Any] = Server(
        "herodotus",
        version=__version__,
        title="Herodotus",
        description="A knowledge graph in which every statement says who claims it, in which words.",
        instructions=instructions(),
        on_list_tools=_tools,
        on_call_tool=call,
        on_list_resources=_resources,
        on_list_resource_templates=_templates,
        on_read_resource=resource,
        on_list_prompts=_prompts,
        on_get_prompt=_prompt,
        cache_hints={
            name: CacheHint(ttl_ms=_HOUR, scope="public")
            for name in ("tools/list", "prompts/list", "resources/list", "resources/templates/list")
        },
        get_tool_input_schema=_SCHEMAS.get,
    )
    server.middleware.append(_refused)
    return server


_DEFINITIONS: Final = {name: tool.definition() for name, tool in TOOLS.items()}
_SCHEMAS: Final = {name: tool.input_schema for name, tool in _DEFINITIONS.items()}


async def _refused(ctx: Context, call_next: CallNext) -> HandlerResult:
    """What went wrong outside of a tool, as an error of the protocol that says what to do and nothing of the inside."""
    try:
        return await call_next(ctx)
    except (MCPError, ValidationError):
        raise
    except HerodotusError as error:
        raise MCPError(types.INVALID_PARAMS, told(error, 0)) from None
    except Exception as error:  # the SDK would tell the sender what a fault of ours says
        _LOG.exception("a request failed")
        raise MCPError(types.INTERNAL_ERROR, "Herodotus could not answer this request.") from error


async def _tools(_: Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    return types.ListToolsResult(tools=list(_DEFINITIONS.values()))


async def _resources(_: Context, __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
    return types.ListResourcesResult(resources=listed())


async def _templates(_: Context, __: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
    return types.ListResourceTemplatesResult(resource_templates=templates())


async def _prompts(_: Context, __: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
    return types.ListPromptsResult(prompts=[prompt.definition() for prompt in PROMPTS.values()])


async def _prompt(_: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
    prompt = PROMPTS.get(params.name)
    if prompt is None:
        raise MCPError(
            types.INVALID_PARAMS, f"There is no prompt {params.name[:40]!r}. There are {', '.join(PROMPTS)}."
        )
    return prompt.messages(params.arguments or {})
