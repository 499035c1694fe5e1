"""The pages in words: what they show, and how it reads. Where the data come from is for the caller to say.

``overview`` gathers what is in the graph through a function that answers SPARQL; ``render_…`` make HTML of it.
"""

from kg.web.answer import Answer, Table
from kg.web.claims import ShownClaim, show_claims
from kg.web.dataset import ShownCount, ShownDataset
from kg.web.operations import show_operations
from kg.web.overview import Overview, overview
from kg.web.questions import ShownField, ShownQuestion, ShownRows
from kg.web.render import (
    render_dataset,
    render_operations,
    render_overview,
    render_problem,
    render_question,
    render_questions,
    render_sparql,
    render_thing,
    render_vocabulary,
    static_folder,
)
from kg.web.select import Row, Select
from kg.web.terms import Term, Terms, show_terms
from kg.web.thing import Leaf, ShownThing, Statement, Value, name_of, shortened, show_facts, term_address
from kg.web.words import title

__all__ = [
    "Answer",
    "Leaf",
    "Overview",
    "Row",
    "Select",
    "ShownClaim",
    "ShownCount",
    "ShownDataset",
    "ShownField",
    "ShownQuestion",
    "ShownRows",
    "ShownThing",
    "Statement",
    "Table",
    "Term",
    "Terms",
    "Value",
    "name_of",
    "overview",
    "render_dataset",
    "render_operations",
    "render_overview",
    "render_problem",
    "render_question",
    "render_questions",
    "render_sparql",
    "render_thing",
    "render_vocabulary",
    "shortened",
    "show_claims",
    "show_facts",
    "show_operations",
    "show_terms",
    "static_folder",
    "term_address",
    "title",
]
