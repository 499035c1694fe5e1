"""Rendering: templates with every value escaped."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from kg.web.dataset import ShownDataset
from kg.web.environment import render
from kg.web.leaf import Leaf
from kg.web.operations import ShownOperations
from kg.web.place import Place
from kg.web.questions import ShownQuestion, ShownRows
from kg.web.terms import Terms


def render_problem(problem: str, root: str = "/", status: int = HTTPStatus.SERVICE_UNAVAILABLE) -> str:
    """A page that says what went wrong; ``status`` is that of the answer."""
    return render("problem.html", problem=problem, heading=_heading(status), root=root)


def _heading(status: int) -> str:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return "There is nothing here"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "This is not for everybody"
    return "This cannot be done" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "This page cannot be made now"


def render_vocabulary(name: str, iri: str, groups: Sequence[Terms], formats: Sequence[Leaf], root: str) -> str:
    """The page of a vocabulary, with an anchor for every term."""
    return render("vocabulary.html", name=name, iri=iri, groups=groups, formats=formats, root=root, section="data")


def render_dataset(dataset: ShownDataset, root: str) -> str:
    """The page that says what there is, and how to take it away."""
    return render("dataset.html", dataset=dataset, root=root, section="data")


def render_questions(questions: Sequence[ShownQuestion], root: str) -> str:
    """The list of the named queries."""
    return render("questions.html", questions=questions, root=root, section="questions")


def render_question(question: ShownQuestion, answer: ShownRows | None, problem: str | None, place: Place) -> str:
    """The form of a named query, with the answer or the problem with it where there is either."""
    return render(
        "question.html",
        question=question,
        answer=answer,
        problem=problem,
        place=place,
        root=place.root,
        section="questions",
    )


def render_operations(groups: Sequence[ShownOperations], description: str, root: str) -> str:
    """The interface; ``description`` leads to its description for programs."""
    return render("operations.html", groups=groups, description=description, root=root, section="data")
