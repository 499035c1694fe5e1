"""What documents hold is shown as text, whatever it looks like."""

from urllib.parse import quote

import pytest

from kg.vocabulary import KG
from tests.api.linked.visitor import BASE, FORMATS, Visitor, bare

HTML = "text/html"
DANGERS = ("<script", "<img", "onerror=alert(3)>", "<b>Quds", "<!-- x", "49")


def hostile(linked: Visitor) -> str:
    (document,) = linked.values(f"?x <{KG}fileName> ?name FILTER(CONTAINS(?name, 'alert(4)'))")
    return document


def pages(linked: Visitor) -> list[str]:
    document = hostile(linked)
    said = linked.values(f"?x <{KG}statedIn> <{document}>")
    about = linked.values(f"?c <{KG}statedIn> <{document}> ; (<{KG}claimant>|!<{KG}statedIn>) ?x FILTER(isIRI(?x))")
    own = [iri for iri in (document, *said, *about) if iri.startswith(BASE)]
    return list(dict.fromkeys(iri.partition("#")[0] for iri in own))[:40]


def test_pages_of_a_hostile_document_hold_nothing_of_it_as_markup(linked: Visitor) -> None:
    shown = ""
    for iri in pages(linked):
        page = linked.follow(iri, HTML)
        assert page.answer.status == 200
        text = bare(page.answer.body)
        shown += text
        for danger in DANGERS[:-1]:
            assert danger not in text, iri
        assert 'href="javascript' not in text
        assert page.answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert page.answer.headers["x-content-type-options"] == "nosniff"
    assert "&lt;script&gt;alert(4)" in shown
    assert "{{ 7*7 }}" in shown, "templates are shown, not run"


@pytest.mark.parametrize("accept", FORMATS)
def test_its_data_can_be_read_in_every_format(linked: Visitor, accept: str) -> None:
    quads = linked.follow(hostile(linked), accept).quads
    assert any("{{ 7*7 }}" in str(quad.object) for quad in quads)


def test_what_visitors_send_is_shown_as_text(linked: Visitor) -> None:
    value = '"><script>alert(5)</script>{{7*7}}'
    page = linked.get(f"{BASE}queries/actor?actor={quote(value, safe='')}", HTML)
    assert page.status == 200
    assert "<script" not in bare(page.body)
    assert "{{7*7}}" in page.body.decode()
    for path in (
        f"page/id/x/{quote(value, safe='')}",
        f"id/x/{quote(value, safe='')}",
        f"page/document/{quote(value)}",
    ):
        answer = linked.get(BASE + path, HTML)
        assert answer.status == 404
        assert "<script" not in bare(answer.body)
