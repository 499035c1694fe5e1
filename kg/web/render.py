"""Rendering: templates with every value escaped."""

from __future__ import annotations

from collections.abc import Sequence

from kg.web.answer import Answer, Solutions
from kg.web.dataset import ShownDataset
from kg.web.environment import render
from kg.web.leaf import Leaf
from kg.web.operations import ShownOperations
from kg.web.overview import Overview
from kg.web.questions import ShownQuestion, ShownRows
from kg.web.terms import Terms
from kg.web.thing import ShownThing

_SHOWN_ROWS = 1_000

_EXAMPLE = """PREFIX kg: <https://w3id.org/herodotus/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?agent ?target WHERE {
  ?event a kg:Attack ; kg:agent/skos:prefLabel ?agent ; kg:target/skos:prefLabel ?target
} LIMIT 20"""


def render_overview(shown: Overview, version: int) -> str:
    """The first page: what is in the graph of this version of the data."""
    return render("overview.html", overview=shown, version=version, section="overview", root="./")


def render_sparql(query: str | None, answer: Answer | None, problem: str | None, *, seconds: float) -> str:
    """The query form, with the answer to ``query`` or the problem with it where there is either."""
    return render(
        "sparql.html",
        query=_EXAMPLE if query is None else query,
        table=answer if isinstance(answer, Solutions) else None,
        boolean=answer if isinstance(answer, bool) else None,
        turtle=answer if isinstance(answer, str) else None,
        problem=problem,
        seconds=seconds,
        shown=_SHOWN_ROWS,
        section="sparql",
        root="./",
    )


def render_problem(problem: str, root: str = "/") -> str:
    """A page that says what went wrong."""
    return render("problem.html", problem=problem, root=root)


def render_thing(thing: ShownThing, root: str) -> str:
    """The page of a thing; ``root`` leads from the page to the root of the service, as it does in all that follow."""
    return render("thing.html", thing=thing, root=root)


def render_vocabulary(name: str, iri: str, groups: Sequence[Terms], formats: Sequence[Leaf], root: str) -> str:
    """The page of a vocabulary, with an anchor for every term."""
    return render("vocabulary.html", name=name, iri=iri, groups=groups, formats=formats, root=root, section="data")


def render_dataset(dataset: ShownDataset, root: str) -> str:
    """The page that says what there is, and how to take it away."""
    return render("dataset.html", dataset=dataset, root=root, section="data")


def render_questions(questions: Sequence[ShownQuestion], root: str) -> str:
    """The list of the named queries."""
    return render("questions.html", questions=questions, root=root, section="questions")


def render_question(question: ShownQuestion, answer: ShownRows | None, problem: str | None, root: str) -> str:
    """The form of a named query, with the answer or the problem with it where there is either."""
    return render("question.html", question=question, answer=answer, problem=problem, root=root, section="questions")


def render_operations(groups: Sequence[ShownOperations], description: str, root: str) -> str:
    """The interface; ``description`` leads to its description for programs."""
    return render("operations.html", groups=groups, description=description, root=root, section="data")
