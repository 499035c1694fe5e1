"""The pages in words: what they show, and how it reads. Where the data come from is for the caller to say.

``overview`` gathers what is in the graph through a function that answers SPARQL; ``render_…`` make HTML of it.
"""

from kg.web.answer import Answer, Table
from kg.web.overview import Overview, overview
from kg.web.render import render_overview, render_problem, render_sparql, static_folder
from kg.web.select import Row, Select

__all__ = [
    "Answer",
    "Overview",
    "Row",
    "Select",
    "Table",
    "overview",
    "render_overview",
    "render_problem",
    "render_sparql",
    "static_folder",
]
