"""The page of a claim: the words in their context, by whom, how surely, who contradicts it, and how to cite it."""

import json
import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import build, describe, rejection_quads
from kg.model import NodeId, NodeKey, Polarity, Predicate, Rejection
from kg.vocabulary import KG, RDF
from kg.web.claim import claim_page
from kg.web.claim.context import passage
from tests.graph.fiction import BASE, karsk
from tests.queries.world import world
from tests.web.reading import check_whole, copy_of, read, scripts_of, text_of

KARSK = karsk().document.id
TEXT = karsk().document.text


def path_of(predicate: Predicate, number: int = 0, polarity: Polarity = Polarity.AFFIRMED) -> str:
    """The path of the claim of the strike with this predicate."""
    told = [c for c in karsk().extract.claims if c.predicate is predicate and c.polarity is polarity]
    return f"id/claim/{KARSK}-{told[number].id}"


@pytest.fixture(scope="module")
def toll():
    return read(claim_page, path_of(Predicate.TOLL), world())


def test_the_statement_stands_in_words_with_who_makes_it(toll):
    page, html = toll
    assert page.title == "Iron Brigade: The airstrike left 25 killed (25 of its fighters)"
    check_whole(html)
    assert "according to Iron Brigade, in Strike on Karsk 🜂, 2021-03-15" in text_of(html)
    assert "named as The Brigade, reported by said" in text_of(html)


def test_a_denial_reads_as_one_wherever_it_stands():
    page, html = read(claim_page, path_of(Predicate.AGENT, polarity=Polarity.DENIED), world())
    assert page.title == "Norland: Norland carried out the airstrike (denied)"
    assert re.search(r'<h1><span class="statement denied">.*<span class="stance denied">denied</span></h1>', html)
    assert "Polarity denied – The claimant says that it is not so." in text_of(html)
    assert "(denied)" in page.values["citation"].text(1)


def test_the_words_stand_in_their_context_and_are_marked(toll):
    _, html = toll
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", html)[:-1])
    plain = re.sub(r"<sup.*?</sup>|<[^>]+>", "", marked)
    assert plain == "the airstrike killed 25 of its fighters"
    assert re.search(r'<span class="part part-source">The Brigade</span><sup class="part-name">source</sup>', html)
    assert re.search(r'<span class="part part-cue">said</span><sup class="part-name">cue</sup>', html)
    context = text_of(html)
    assert "Norland bombed the Iron Brigade in Karsk" in context, "the sentence before"
    assert "Norland denied the raid" in context, "the sentence after"
    assert "“Read it in the text" not in context


def test_evidence_in_several_places_is_shown_in_each(toll):
    page, _ = read(claim_page, path_of(Predicate.TOLL, 1), world())
    (shown,) = page.values["passages"]
    marked = [run for run in shown.runs if run.evidence]
    assert ["".join(piece.text for piece in run.pieces) for run in marked] == ["15 fighters were killed"]


def test_each_trait_is_explained(toll):
    _, html = toll
    said = text_of(html)
    assert "Certainty certain – The claimant leaves no doubt." in said
    assert "Realis actual – It is or was so" in said
    assert "It says nothing of whether the claimant is right." in said
    assert 'href="../../../ontology#Certain"' in html


def test_who_contradicts_it_stands_beside_it(toll):
    page, _ = toll
    (conflict,) = page.values["conflicts"]
    assert {side.claimant for side in conflict.sides} == {"Iron Brigade", "Estmark’s government"}


def test_others_of_the_same_words_and_the_same_statement_are_told():
    page, _ = read(claim_page, path_of(Predicate.AGENT), world())
    tables = {table.name: table for table in page.tables}
    assert [row.cells[3][0].text for row in tables["same"].rows] == ["denied"]
    first = [c for c in karsk().extract.claims if c.evidence[0].begin == TEXT.index("Norland bombed")]
    assert len(tables["same-words"].rows) == len(first) - 1


def test_the_same_figure_for_another_group_is_the_same_statement():
    graph = copy_of(world())
    told = karsk()
    other = replace(told.document, id="f" * 20, title="Other")
    extract = replace(told.extract, document=other.id)
    graph.extend(build(other, extract, told.identity, BASE, ("other.txt",)).graph)
    for quad in list(
        graph.quads_for_pattern(None, ox.NamedNode(RDF + "subject"), ox.NamedNode(f"{BASE}id/event/{other.id}-e1"))
    ):
        graph.remove(quad)
        strike = ox.NamedNode(f"{BASE}id/event/{KARSK}-e1")
        graph.add(ox.Quad(quad.subject, quad.predicate, strike, quad.graph_name))
    page, _ = read(claim_page, path_of(Predicate.TOLL), graph)
    (same,) = [table for table in page.tables if table.name == "same"]
    assert [row.cells[2][0].text for row in same.rows] == ["25 killed (25 of its fighters)"]


def test_the_turtle_is_whole_and_says_what_the_graph_says(toll):
    page, html = toll
    triples = {quad.triple for quad in ox.parse(page.values["record"].turtle, format=ox.RdfFormat.TURTLE)}
    graph = {quad.triple for quad in world()}
    assert triples <= graph
    claim = ox.NamedNode(BASE + path_of(Predicate.TOLL))
    own = {quad.triple for quad in world().quads_for_pattern(claim, None, None) if "conflictsWith" not in str(quad)}
    assert own <= triples
    assert {str(t.predicate.value).rpartition("#")[2] for t in triples} >= {
        "anchorOf",
        "cue",
        "source",
        "effect",
        "max",
    }
    assert "kg:polarity kg:Affirmed" in html


@pytest.mark.parametrize("number", range(len(karsk().extract.claims)))
def test_the_offsets_of_every_citation_cut_the_quote_out_of_the_text(number):
    claim = karsk().extract.claims[number]
    page, _ = read(claim_page, f"id/claim/{KARSK}-{claim.id}", world())
    cited = page.values["citation"].text(7)
    begin, end = map(int, re.search(r"Characters (\d+)–(\d+)\.", cited).groups())
    assert f"“{' '.join(TEXT[begin:end].split())}”" in cited
    assert "http://news.example/karsk?id=1" in cited
    assert "The Example" in cited
    assert f"{BASE}id/claim/{KARSK}-{claim.id}, version 7 of the data." in cited


def test_the_citation_can_be_had_as_csl_and_bibtex(toll):
    page, html = toll
    (item,) = json.loads(page.files["csl"].write(7))
    assert item["type"] == "webpage"
    assert item["URL"] == "http://news.example/karsk?id=1"
    assert item["issued"] == {"date-parts": [[2021, 3, 15]]}
    assert item["version"] == "7"
    assert item["archive_location"] == BASE + path_of(Predicate.TOLL)
    entry = page.files["bibtex"].write(7).decode()
    assert entry.startswith(f"@misc{{claim-{KARSK}-")
    assert "  year = {2021},\n  month = {3},\n" in entry
    assert entry.count("{") == entry.count("}")
    for name in ("bibtex", "csl"):
        assert f'href="../../../page/{path_of(Predicate.TOLL)}?format={name}"' in html


def test_schema_org_has_the_claim_with_where_it_appears(toll):
    page, _ = toll
    assert page.schema["@type"] == "Claim"
    assert page.schema["text"] == "the airstrike killed 25 of its fighters"
    assert page.schema["author"]["name"] == "Iron Brigade"
    assert page.schema["appearance"]["url"] == "http://news.example/karsk?id=1"
    assert page.schema["appearance"]["datePublished"] == "2021-03-15"


def test_a_rejected_claim_says_by_whom_and_why():
    graph = copy_of(world())
    path = path_of(Predicate.TOLL)
    key = NodeKey(KARSK, NodeId(path.rpartition("-")[2]))
    graph.extend(rejection_quads([Rejection(1, key, "Ada <b>", "2026-01-02T03:04:05Z", "a misreading")], BASE))
    page, html = read(claim_page, path, graph)
    assert "Rejected by Ada <b> on 2026-01-02: “a misreading”." in text_of(html)
    assert '<span class="statement sure rejected">' in html
    assert "(rejected by Ada <b>)" in page.values["citation"].text(1)


def test_a_claim_leads_to_its_review(toll):
    _, html = toll
    assert re.search(r'href="../../../review\?claim=http%3A%2F%2Fexample.org%2Fid%2Fclaim%2F', html)


def test_what_replaces_a_claim_is_told_at_both():
    graph = copy_of(world())
    later, earlier = (ox.NamedNode(BASE + path_of(Predicate.TOLL, n)) for n in (0, 1))
    graph.add(ox.Quad(later, ox.NamedNode(KG + "supersedes"), earlier, ox.NamedNode(BASE + "graph/conflicts/x")))
    assert "what the claimant had said before" in text_of(read(claim_page, path_of(Predicate.TOLL, 0), graph)[1])
    assert "later put something else in its place" in text_of(read(claim_page, path_of(Predicate.TOLL, 1), graph)[1])


def test_who_reports_the_reporter_is_told():
    graph = copy_of(world())
    document = ox.NamedNode(f"{BASE}graph/document/{KARSK}")
    outer = ox.NamedNode(f"{BASE}id/attribution/{KARSK}-a99")
    content = ox.NamedNode(f"{BASE}document/{KARSK}#char=90,240")
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    graph.extend([
        ox.Quad(outer, ox.NamedNode(KG + "content"), content, document),
        ox.Quad(outer, ox.NamedNode(KG + "claimant"), ox.NamedNode(BASE + "id/person/ada-roe"), document),
        ox.Quad(content, ox.NamedNode(nif + "beginIndex"), ox.Literal("0", datatype=integer), document),
        ox.Quad(content, ox.NamedNode(nif + "endIndex"), ox.Literal(str(len(TEXT)), datatype=integer), document),
    ])  # fmt: skip
    page, html = read(claim_page, path_of(Predicate.TOLL), graph)
    assert [cell.text for cell in page.values["reporters"]] == ["Ada Roe"]
    assert "As reported by Ada Roe" in text_of(html)


def test_whatever_a_document_says_is_text():
    hostile = '<script>alert(1)</script> {{ 7 * 7 }} "quoted" \\input{x}'
    told = karsk()
    text = TEXT.replace("said the airstrike", "<b>id</b> airstrike")
    identity = replace(
        told.identity, entities=tuple(replace(i, label=i.label + hostile) for i in told.identity.entities)
    )
    document = replace(told.document, text=text, title=hostile, url="javascript:alert(1)")
    graph = ox.Store()
    graph.extend(build(document, told.extract, identity, BASE, told.names).graph)
    for one in identity.entities:
        graph.extend(describe([one], BASE))
    page, html = read(claim_page, path_of(Predicate.TOLL), graph)
    assert scripts_of(html) == []
    assert "{{ 7 * 7 }}" in html
    assert 'href="javascript:' not in html
    assert "<b>" not in html
    assert "javascript:" not in page.files["bibtex"].write(1).decode()
    assert "URL" not in json.loads(page.files["csl"].write(1))[0]
    assert r"\textbackslash{}input\{x\}" in page.files["bibtex"].write(1).decode()


@given(st.data())
def test_a_passage_holds_its_evidence_and_nothing_that_is_not_in_the_window(data):
    window = data.draw(st.text(alphabet="ab .!?\n🜂”", min_size=1, max_size=120))
    begin = data.draw(st.integers(0, 50))
    first = data.draw(st.integers(0, len(window) - 1))
    last = data.draw(st.integers(first + 1, len(window)))
    inner = data.draw(st.integers(first, last - 1))
    marks = [(begin + first, begin + last, "evidence"), (begin + inner, begin + inner + 1, "object")]
    shown = passage(window, begin, (begin + first, begin + last), marks, "span")
    text = "".join(piece.text for run in shown.runs for piece in run.pieces)
    assert window[shown.begin - begin :].startswith(text)
    marked = "".join(piece.text for run in shown.runs if run.evidence for piece in run.pieces)
    assert marked == window[first:last]
    parts = "".join(piece.text for run in shown.runs for piece in run.pieces if "object" in piece.roles)
    assert parts == window[inner]
    assert not (shown.before and shown.begin == 0)
    assert shown.before or shown.begin == 0 or _starts(window, shown.begin - begin)


def _starts(window, at):
    return bool(re.search(r"([.!?…][\"'”’»)\]]*\s+|\n\s*)\Z", window[:at]))
