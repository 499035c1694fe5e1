"""Every page, in every way to look at it: nothing fails, nothing calls elsewhere, axe finds nothing."""

import pytest

from tests.browser.visitor import Visitor

PAGES = {
    "overview": "/",
    "explorer": "/explorer",
    "network": "/network",
    "questions": "/queries",
    "data": "/data",
    "ontology": "/ontology",
    "operations": "/api/docs",
    "answer": "/queries/conflicts?format=html",
    "shapes": "/shapes",
    "quality": "/quality",
    "sign-in": "/sign-in",
}
LONG = ("ontology", "operations", "shapes")
"""Pages of one pattern over and over, for which axe takes its time: it looks at them once."""


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_fit_to_be_looked_at(visitor: Visitor, name: str) -> None:
    visitor.go(PAGES[name])
    if name not in LONG or visitor.look in ("light", "plain"):
        visitor.check()
    visitor.shoot(name)
