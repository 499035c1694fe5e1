"""The pages in words: what they show, and how it reads. Where the data come from is for the caller to say.

A maker makes a ``Page`` through a function that answers SPARQL; ``render_page`` makes HTML of it.
"""

from kg.web.claims import ShownClaim, show_claims
from kg.web.conflicts import Conflict, conflicts, conflicts_about
from kg.web.dataset import ShownCount, ShownDataset
from kg.web.environment import render_page, static_folder
from kg.web.labels import labels, name_of
from kg.web.leaf import Leaf
from kg.web.operations import show_operations
from kg.web.page import Maker, Page, ThingMaker
from kg.web.place import Place, relative, term_address
from kg.web.questions import ShownField, ShownQuestion, ShownRows
from kg.web.render import (
    render_dataset,
    render_operations,
    render_problem,
    render_question,
    render_questions,
    render_vocabulary,
)
from kg.web.select import Select, Solution
from kg.web.table import Cell, Column, Row, Table, to_csv
from kg.web.terms import Term, Terms, show_terms
from kg.web.thing import Statement, Value, shortened, show_facts
from kg.web.words import title

__all__ = [
    "Cell",
    "Column",
    "Conflict",
    "Leaf",
    "Maker",
    "Page",
    "Place",
    "Row",
    "Select",
    "ShownClaim",
    "ShownCount",
    "ShownDataset",
    "ShownField",
    "ShownQuestion",
    "ShownRows",
    "Solution",
    "Statement",
    "Table",
    "Term",
    "Terms",
    "ThingMaker",
    "Value",
    "conflicts",
    "conflicts_about",
    "labels",
    "name_of",
    "relative",
    "render_dataset",
    "render_operations",
    "render_page",
    "render_problem",
    "render_question",
    "render_questions",
    "render_vocabulary",
    "shortened",
    "show_claims",
    "show_facts",
    "show_operations",
    "show_terms",
    "static_folder",
    "term_address",
    "title",
    "to_csv",
]
