"""Rendering: templates with every value escaped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.web.answer import Answer, Table
from kg.web.dataset import ShownDataset
from kg.web.operations import ShownOperations
from kg.web.overview import Overview
from kg.web.questions import ShownQuestion, ShownRows
from kg.web.terms import Terms
from kg.web.thing import Leaf, ShownThing

_HERE = Path(__file__).resolve().parent
_SHOWN_ROWS = 1_000

_EXAMPLE = """PREFIX kg: <https://w3id.org/herodotus/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?agent ?target WHERE {
  ?event a kg:Attack ; kg:agent/skos:prefLabel ?agent ; kg:target/skos:prefLabel ?target
} LIMIT 20"""


def static_folder() -> Path:
    """The folder of the style sheet and the icon."""
    return _HERE / "static"


def render_overview(shown: Overview, version: int) -> str:
    """The first page: what is in the graph of this version of the data."""
    return _environment().get_template("overview.html").render(overview=shown, version=version)


def render_sparql(query: str | None, answer: Answer | None, problem: str | None, *, seconds: float) -> str:
    """The query form, with the answer to ``query`` or the problem with it where there is either."""
    return (
        _environment()
        .get_template("sparql.html")
        .render(
            query=_EXAMPLE if query is None else query,
            table=answer if isinstance(answer, Table) else None,
            boolean=answer if isinstance(answer, bool) else None,
            turtle=answer if isinstance(answer, str) else None,
            problem=problem,
            seconds=seconds,
            shown=_SHOWN_ROWS,
        )
    )


def render_problem(problem: str, root: str = "/") -> str:
    """A page that says what went wrong."""
    return _environment().get_template("problem.html").render(problem=problem, root=root)


def render_thing(thing: ShownThing, root: str) -> str:
    """The page of a thing; ``root`` leads from the page to the root of the service, as it does in all that follow."""
    return _environment().get_template("thing.html").render(thing=thing, root=root)


def render_vocabulary(name: str, iri: str, groups: Sequence[Terms], formats: Sequence[Leaf], root: str) -> str:
    """The page of a vocabulary, with an anchor for every term."""
    template = _environment().get_template("vocabulary.html")
    return template.render(name=name, iri=iri, groups=groups, formats=formats, root=root)


def render_dataset(dataset: ShownDataset, root: str) -> str:
    """The page that says what there is, and how to take it away."""
    return _environment().get_template("dataset.html").render(dataset=dataset, root=root)


def render_questions(questions: Sequence[ShownQuestion], root: str) -> str:
    """The list of the named queries."""
    return _environment().get_template("questions.html").render(questions=questions, root=root)


def render_question(question: ShownQuestion, answer: ShownRows | None, problem: str | None, root: str) -> str:
    """The form of a named query, with the answer or the problem with it where there is either."""
    template = _environment().get_template("question.html")
    return template.render(question=question, answer=answer, problem=problem, root=root)


def render_operations(groups: Sequence[ShownOperations], description: str, root: str) -> str:
    """The interface; ``description`` leads to its description for programs."""
    return _environment().get_template("operations.html").render(groups=groups, description=description, root=root)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
