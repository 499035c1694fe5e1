"""The quality page: every shape in words, failures first, and the measured figures as a page of their own makers."""

import re

from kg.resources import folder
from kg.web.environment import render_page
from kg.web.place import Place
from kg.web.quality import measured, quality_page, shapes

PLACE = Place("/quality", "http://example.org/")


def test_every_shape_with_a_message_is_told_once() -> None:
    said = sum(len(re.findall(r"sh:message", file.read_text())) for file in folder("shapes").glob("*.ttl"))
    assert len(shapes()) > 50
    assert len({shape.iri for shape in shapes()}) == len({(shape.iri, shape.message) for shape in shapes()})
    assert len(shapes()) <= said
    assert any("effect" in shape.message and shape.about == "Toll" for shape in shapes())


def test_what_failed_comes_first_with_its_number() -> None:
    worst = shapes()[-1].iri
    page = quality_page(PLACE, {"documents committed": 2}, {worst: 3}, 1)
    first = page.tables[0].rows[0]
    assert first.node == worst
    assert first.cells[2][0].text == "3"
    assert "<dd>2</dd>" in render_page(page, PLACE, 1)


def test_the_figures_are_those_of_the_documentation_without_links_to_files_that_are_not_there() -> None:
    told = str(measured())
    figure = re.search(r"\*\*all\*\* \| (\d+ of \d+)", (folder("docs") / "quality.md").read_text())
    assert figure is not None
    assert figure[1] in told
    assert "<table>" in told
    assert "<h1" not in told
    assert "href" not in told
    assert "measured:" not in told
