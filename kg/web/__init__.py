"""The pages in words: what they show, and how it reads. Where the data come from is for the caller to say.

``overview`` gathers what is in the graph through a function that answers SPARQL; ``render_…`` make HTML of it.
"""

from kg.web.answer import Answer, Table
from kg.web.claims import ShownClaim, show_claims
from kg.web.overview import Overview, overview
from kg.web.render import render_overview, render_problem, render_sparql, render_thing, static_folder
from kg.web.select import Row, Select
from kg.web.thing import Leaf, ShownThing, name_of, shortened, show_facts, term_address
from kg.web.words import title

__all__ = [
    "Answer",
    "Leaf",
    "Overview",
    "Row",
    "Select",
    "ShownClaim",
    "ShownThing",
    "Table",
    "name_of",
    "overview",
    "render_overview",
    "render_problem",
    "render_sparql",
    "render_thing",
    "shortened",
    "show_claims",
    "show_facts",
    "static_folder",
    "term_address",
    "title",
]
