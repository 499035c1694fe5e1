"""The shelf keeps pages of one version, those that were asked for last, within its bound."""

from http import HTTPStatus

from kg.api.readers.version import Version
from kg.api.views.shelf import Made, Shelf

ONE, TWO = Version(1, "1:1"), Version(2, "2:2")


def page(size: int, version: Version = ONE) -> Made:
    return Made(b"x" * size, "text/html", version, HTTPStatus.OK, (), styles=False)


def test_a_page_is_given_again_until_the_data_change() -> None:
    shelf = Shelf(1_000)
    assert shelf.get(ONE, "a") is None
    shelf.put("a", page(10))
    assert shelf.get(ONE, "a") == page(10)
    assert shelf.get(TWO, "a") is None
    assert shelf.get(ONE, "a") is None, "what was forgotten is gone"


def test_a_page_of_another_version_is_not_kept() -> None:
    shelf = Shelf(1_000)
    shelf.get(ONE, "a")
    shelf.put("a", page(10, TWO))
    assert shelf.get(ONE, "a") is None


def test_those_that_were_asked_for_last_stay() -> None:
    shelf = Shelf(1_000)
    shelf.get(ONE, "")
    for name in "abcdefgh":
        shelf.put(name, page(120))
        shelf.get(ONE, "a")
    shelf.put("i", page(120))
    assert shelf.get(ONE, "a") is not None
    assert shelf.get(ONE, "b") is None
    assert sum(shelf.get(ONE, name) is not None for name in "abcdefghi") == 8


def test_a_page_that_would_take_the_place_of_many_is_not_kept() -> None:
    shelf = Shelf(1_000)
    shelf.get(ONE, "")
    shelf.put("large", page(200))
    assert shelf.get(ONE, "large") is None
