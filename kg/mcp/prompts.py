"""The prompts: what an assistant must know to ask well, and to tell what it finds as what somebody claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

import mcp_types as types

from kg.mcp.problem import ToolError
from kg.model import RELATIONS, ROLES, Certainty, EntityClass, EventClass, Polarity, Realis
from kg.vocabulary import KG, PREFIXES
from kg.web.definitions import definition

_LONGEST: Final = 2_000
_ASPECTS: Final = ("type", "place", "date", "toll", "inResponseTo", "subEventOf")
_OF_NODES: Final = ("holder", "post", "organisation", "designee", "authority", "programme")
_DECLARED: Final = ("kg", "rdf", "skos", "dcterms", "nif", "itsrdf")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, whose text is ``texts/{name}.md``: its arguments with their meanings, all of them needed."""

    name: str
    title: str
    description: str
    takes: Mapping[str, str]

    def definition(self) -> types.Prompt:
        """The prompt as clients list it."""
        arguments = [
            types.PromptArgument(name=name, description=meaning, required=True) for name, meaning in self.takes.items()
        ]
        return types.Prompt(name=self.name, title=self.title, description=self.description, arguments=arguments)

    def messages(self, arguments: Mapping[str, str]) -> types.GetPromptResult:
        """The prompt, filled in. Raises ``ToolError`` where the arguments are not those that it takes."""
        if odd := sorted(arguments.keys() ^ self.takes.keys()):
            takes = ", ".join(self.takes) or "no arguments"
            raise ToolError(f"The prompt '{self.name}' takes {takes}: not so {odd[0][:40]!r}.")
        if any(len(value) > _LONGEST or not value.strip() for value in arguments.values()):
            raise ToolError(f"An argument of a prompt has from 1 to {_LONGEST:,} characters.")
        given = {name: value.strip() for name, value in arguments.items()}
        text = _template(self.name).substitute(given if self.takes else _vocabulary())
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(description=self.title, messages=[message])


PROMPTS: Final[dict[str, Prompt]] = {
    prompt.name: prompt
    for prompt in (
        Prompt("vocabulary", "The words of the graph", "Classes, properties, and how claims are meant.", {}),
        Prompt(
            "ask",
            "Who did what to whom, according to whom?",
            "Answers a question from the graph, with a citation for every statement.",
            {"question": "The question, in plain words."},
        ),
        Prompt(
            "compare_accounts",
            "Compare accounts of an event",
            "Sets side by side what each claimant says of one event.",
            {"event": "The IRI of an event, or words that find it."},
        ),
    )
}
"""The prompts by their names."""


def instructions() -> str:
    """What every assistant is told when it connects."""
    return _template("instructions").template


@cache
def _template(name: str) -> Template:
    return Template((Path(__file__).resolve().parent / "texts" / f"{name}.md").read_text(encoding="utf-8"))


@cache
def _vocabulary() -> Mapping[str, str]:
    """The words of the ontology, in its own words."""
    actors = [cls.value for cls in EntityClass if cls.is_a(EntityClass.ACTOR)]
    places = [cls.value for cls in EntityClass if cls.is_a(EntityClass.PLACE)]
    return {
        "namespace": KG,
        "polarity": _defined(one.value for one in Polarity),
        "certainty": _defined(one.value for one in Certainty),
        "realis": _defined(one.value for one in Realis),
        "roles": _defined(sorted(one.value for one in ROLES)),
        "aspects": _defined(_ASPECTS),
        "relations": _defined(sorted(one.value for one in RELATIONS)),
        "nodes": _defined(_OF_NODES),
        "events": ", ".join(one.value for one in EventClass),
        "actors": ", ".join(actors),
        "places": ", ".join(places),
        "prefixes": "\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in _DECLARED),
    }


def _defined(names: Iterable[str]) -> str:
    return "\n".join(
        "- rdf:type: which class it is" if name == "type" else f"- kg:{name}: {definition(KG + name)}" for name in names
    )
