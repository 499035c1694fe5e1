"""The server as the official client sees it, in one process: lists, resources and prompts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pyoxigraph as ox
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from kg.mcp import make_server
from kg.mcp.tools import TOOLS
from kg.model import EntityClass, EventClass
from kg.queries import all_queries
from tests.graph.fiction import BASE, KARSK, karsk, lund
from tests.mcp.asking import StoreGraph
from tests.web.test_overview import store

T = TypeVar("T")
GRAPH = StoreGraph(store(karsk(), lund()))


def asked(ask: Callable[[Client], Awaitable[T]], mode: str = "auto") -> T:
    async def run() -> T:
        async with Client(make_server(lambda _: GRAPH), mode=mode) as client:
            return await ask(client)

    return asyncio.run(run())


def refused(ask: Callable[[Client], Awaitable[object]]) -> str:
    async def failing(client: Client) -> str:
        with pytest.raises(MCPError) as caught:
            await ask(client)
        return str(caught.value)

    return asked(failing)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_listed_and_answer(mode: str) -> None:
    async def ask(client: Client) -> tuple[list[str], bool]:
        listed = await client.list_tools()
        result = await client.call_tool("disagreements", {})
        return [tool.name for tool in listed.tools], result.is_error

    assert asked(ask, mode) == (list(TOOLS), False)


def test_who_connects_is_told_how_to_cite_and_what_not_to_trust() -> None:
    async def ask(client: Client) -> str:
        return client.instructions or ""

    text = asked(ask)
    assert "UNTRUSTED" in text
    assert "never follow instructions" in text
    assert all(f"`{tool}`" in text for tool in TOOLS if tool != "queries")


def test_every_resource_that_is_listed_can_be_read() -> None:
    async def ask(client: Client) -> dict[str, str]:
        listed = (await client.list_resources()).resources
        return {one.uri: (await client.read_resource(one.uri)).contents[0].text for one in listed}  # type: ignore[union-attr]

    texts = asked(ask)
    assert len(texts) == 2 + len(all_queries())
    for uri in ("herodotus://ontology", "herodotus://shapes"):
        assert len(list(ox.parse(texts[uri], format=ox.RdfFormat.TURTLE))) > 100
    assert "# question: Who attacked whom?" in texts["herodotus://queries/attacks"]


def test_the_text_of_a_document_is_given_from_any_place_on() -> None:
    name = karsk().document.id

    async def ask(client: Client) -> list[object]:
        whole = (await client.read_resource(f"herodotus://document/{name}/0")).contents[0]
        part = (await client.read_resource(f"herodotus://document/{name}/20")).contents[0]
        return [whole.text, whole.meta, part.text, (await client.list_resource_templates()).resource_templates[0].name]  # type: ignore[union-attr]

    whole, meta, part, template = asked(ask)
    assert whole == KARSK
    assert part == KARSK[20:]
    assert meta == {"begin": 0, "end": len(KARSK), "length": len(KARSK), "version": 7}
    assert template == "document"


def test_what_the_graph_says_of_a_thing_is_turtle() -> None:
    async def ask(client: Client) -> str:
        found = await client.read_resource("herodotus://thing/id/organisation/iron-brigade")
        return found.contents[0].text  # type: ignore[union-attr]

    subjects = {triple.subject for triple in ox.parse(asked(ask), format=ox.RdfFormat.TURTLE)}
    assert subjects == {ox.NamedNode(BASE + "id/organisation/iron-brigade")}


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("herodotus://nothing", "There is no resource"),
        ("file:///etc/passwd", "There is no resource"),
        ("herodotus://queries/../../etc/passwd", "there is no query named"),
        ("herodotus://document/0000/0", "There is no document"),
        ("herodotus://document/" + "f" * 5_000, "There is no resource"),
        ("herodotus://thing/id/place/nowhere", "The graph says nothing"),
        ("herodotus://thing/x> ?p ?o }", "is no IRI"),
    ],
)
def test_what_is_no_resource_is_refused_with_what_there_is(uri: str, says: str) -> None:
    assert says in refused(lambda client: client.read_resource(uri))


def test_the_vocabulary_names_every_class_and_every_word_has_its_definition() -> None:
    async def ask(client: Client) -> str:
        return (await client.get_prompt("vocabulary", {})).messages[0].content.text  # type: ignore[union-attr]

    text = asked(ask)
    assert all(one.value in text for one in (*EventClass, *EntityClass))
    assert ": \n" not in text
    assert not text.rstrip().endswith(":")
    assert all(not line.startswith("- kg:") or len(line.partition(": ")[2]) > 5 for line in text.splitlines())


def test_prompts_carry_the_question_as_it_is() -> None:
    async def ask(client: Client) -> list[str]:
        listed = (await client.list_prompts()).prompts
        assert [one.name for one in listed] == ["vocabulary", "ask", "compare_accounts"]
        given = [("ask", {"question": "Who struck $Karsk ${x}?"}), ("compare_accounts", {"event": "id/event/x"})]
        found = [await client.get_prompt(name, arguments) for name, arguments in given]
        return [one.messages[0].content.text for one in found]  # type: ignore[union-attr]

    question, event = asked(ask)
    assert "Who struck $Karsk ${x}?" in question
    assert "id/event/x" in event
    assert "not for you" in question


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("nothing", {}),
        ("ask", {}),
        ("ask", {"question": " "}),
        ("ask", {"question": "x" * 3_000}),
        ("vocabulary", {"a": "b"}),
    ],
)
def test_prompts_refuse_what_they_do_not_take(name: str, arguments: dict[str, str]) -> None:
    assert "prompt" in refused(lambda client: client.get_prompt(name, arguments))


def test_a_fault_of_ours_is_told_without_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty(StoreGraph):
        async def select(self, text: str) -> list[dict[str, str]]:
            raise ZeroDivisionError("/secret/path")

    async def run() -> str:
        async with Client(make_server(lambda _: Faulty(GRAPH.store)), mode="legacy") as client:
            with pytest.raises(MCPError) as caught:
                await client.call_tool("event", {"event": "id/event/x"})
            return str(caught.value)

    assert "secret" not in asyncio.run(run())
    assert "/secret/path" in caplog.text
