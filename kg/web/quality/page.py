"""The quality page: can it be trusted?"""

from __future__ import annotations

from collections.abc import Mapping

from kg.web.page import Page
from kg.web.place import Place
from kg.web.quality.measured import measured
from kg.web.quality.shapes import Shape, shapes
from kg.web.table import Cell, Column, Row, Table


def quality_page(place: Place, states: Mapping[str, int], faults: Mapping[str, int], looked_at: int) -> Page:
    """The page, from how many documents are in each state, and how many results a shape has in ``looked_at`` reports.

    Raises ``ResourceError`` where the installation lacks its shapes or figures.
    """
    every = shapes()
    table = Table(
        "shapes",
        f"{len(every)} shapes, those that turned something away first",
        (Column("about", "About", "name"), Column("message", "What must hold"), Column("results", "Failed", "number")),
        tuple(_row(shape, faults, place) for shape in sorted(every, key=lambda one: -faults.get(one.iri, 0))),
    )
    return Page(
        "quality.html",
        "Quality",
        "quality",
        "What every statement had to fit, and how well texts are read.",
        values={"states": states, "shapes": table, "measured": measured(), "looked_at": looked_at},
        tables=(table,),
    )


def _row(shape: Shape, faults: Mapping[str, int], place: Place) -> Row:
    name = shape.iri.partition("#")[2]
    return Row(
        (
            (Cell(shape.about, shape.iri, place.to("/shapes") + f"#{name}"),),
            (Cell(shape.message),),
            (Cell(f"{faults.get(shape.iri, 0):,}"),),
        ),
        shape.iri,
    )
