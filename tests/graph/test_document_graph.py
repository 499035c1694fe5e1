"""From an extract to a document's graph: what stands in it, word for word."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ExtractionError
from kg.graph import Iris, build, to_turtle
from kg.model import ClassObject, DateObject, Document, Extract, Identity, NodeId, Origin
from kg.vocabulary import EDTF, KG, NIF, PROV, RDF, SKOS, XSD
from tests.graph.fiction import BASE, Told, karsk, lund

GOLDEN = Path(__file__).parent / "karsk.ttl"
IRIS = Iris(BASE)


def graph(told: Told) -> tuple[ox.Quad, ...]:
    return build(told.document, told.extract, told.identity, BASE, told.names).graph


def store(quads) -> ox.Store:
    filled = ox.Store()
    filled.extend(quads)
    return filled


def ask(quads, pattern: str) -> bool:
    prefixes = {"kg": KG, "rdf": RDF, "nif": NIF, "xsd": XSD, "prov": PROV, "skos": SKOS, "id": BASE + "id/"}
    return bool(store(quads).query(f"ASK {{ GRAPH ?g {{ {pattern} }} }}", prefixes=prefixes))


def test_an_extract_becomes_this_turtle():
    """Where a change of the graph is meant, write the new text to the golden file and read the difference."""
    told = karsk()
    built = build(told.document, told.extract, told.identity, BASE, told.names)
    assert to_turtle(built.graph + built.conflicts, BASE) == GOLDEN.read_text(encoding="utf-8")


def test_the_same_extract_gives_the_same_quads_whatever_the_order_of_its_parts():
    told = karsk()
    extract = told.extract
    turned = replace(
        extract,
        **{f: tuple(reversed(getattr(extract, f))) for f in ("claims", "mentions", "events", "tolls", "entities")},
    )
    identity = replace(told.identity, entities=tuple(reversed(told.identity.entities)))
    assert graph(told) == graph(Told(told.document, turned, identity, told.names))


def test_every_literal_comes_out_of_the_store_as_it_went_in():
    quads = graph(karsk()) + graph(lund())
    assert {str(quad) for quad in store(quads)} == {str(quad) for quad in quads}


def test_all_quads_stand_in_the_documents_own_graph_without_blank_nodes():
    told = karsk()
    quads = graph(told)
    assert {quad.graph_name for quad in quads} == {IRIS.document_graph(told.document.id)}
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    assert list(quads) == sorted(quads, key=str)


def test_every_quote_is_that_slice_of_the_text_in_code_points():
    told = karsk()
    rows = store(graph(told)).query(
        "SELECT ?text ?begin ?end ?quote { GRAPH ?g { ?context nif:isString ?text . "
        "?span nif:referenceContext ?context ; nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?quote } }",
        prefixes={"nif": NIF},
    )
    quotes = [(row["text"].value[int(row["begin"].value) : int(row["end"].value)], row["quote"].value) for row in rows]
    assert len(quotes) > 40
    assert all(slice_ == quote for slice_, quote in quotes)
    assert ("airstrike", "airstrike") in quotes, "it comes after a character beyond the basic plane"


@pytest.mark.parametrize(
    ("event", "types"),
    [
        ("e1", {"Event", "Attack", "Airstrike"}),
        ("e2", {"Event"}),
        ("e3", {"Event"}),
        ("e4", {"Event", "DiplomaticEvent", "Meeting"}),
    ],
)
def test_only_an_event_that_someone_affirms_as_actual_has_its_class(event, types):
    """The aid is merely possible, the attack on Port Lund merely planned; to deny the airstrike takes nothing away."""
    told = karsk()
    node = IRIS.node("event", told.document.id, NodeId(event))
    given = {
        q.object.value.removeprefix(KG) for q in graph(told) if q.subject == node and q.predicate.value == RDF + "type"
    }
    assert given == types


def test_a_plain_triple_stands_exactly_where_a_claim_holds():
    told = karsk()
    quads = graph(told)
    said = {(q.subject, q.predicate, q.object) for q in quads}
    for claim in told.extract.claims:
        if isinstance(claim.object, ClassObject):
            continue  # see the test above: superclasses stand as well
        node = IRIS.node("claim", told.document.id, claim.id)
        parts = {q.predicate.value: q.object for q in quads if q.subject == node}
        triple = (parts[RDF + "subject"], parts[RDF + "predicate"], parts[RDF + "object"])
        others = [
            c
            for c in told.extract.claims
            if c.holds and (c.subject, c.predicate, c.object) == (claim.subject, claim.predicate, claim.object)
        ]
        assert (triple in said) == bool(others), claim.id


def test_the_document_itself_is_the_claimant_where_it_speaks_in_its_own_voice():
    told = karsk()
    claim, document = IRIS.node("claim", told.document.id, NodeId("c1")), IRIS.document(told.document.id)
    assert ask(graph(told), f"{claim} kg:claimant {document} ; kg:statedIn {document}")


def test_every_name_of_a_document_is_given_and_its_own_where_there_is_none():
    told = karsk()
    assert ask(graph(told), '?d kg:fileName "karsk.txt", "press/karsk.txt"')
    assert ask(graph(replace(told, names=())), '?d kg:fileName "karsk.txt"')


def test_an_address_that_is_no_iri_stays_text():
    told = karsk()
    odd = replace(told, document=replace(told.document, url="http://news example/|"))
    assert ask(graph(odd), '?d <http://purl.org/dc/terms/source> "http://news example/|"')


def test_dates_that_hold_have_first_and_last_days_where_the_year_is_known():
    told = lund()
    assert ask(graph(told), '?e kg:earliest "2021-03-01"^^xsd:date ; kg:latest "2021-03-31"^^xsd:date')
    for value in ("XXXX-03-14", "no date"):
        claims = tuple(
            replace(c, object=DateObject(value)) if isinstance(c.object, DateObject) else c for c in told.extract.claims
        )
        quads = graph(replace(told, extract=replace(told.extract, claims=claims)))
        assert ask(quads, f'?e kg:date "{value}"^^<{EDTF}>')
        assert not ask(quads, "?e kg:earliest|kg:latest ?day")


def test_an_extract_that_refers_to_what_it_does_not_hold_is_refused():
    told = karsk()
    with pytest.raises(ExtractionError, match=r"karsk\.txt: the extract refers to 'n1'"):
        build(
            told.document, told.extract, replace(told.identity, entities=told.identity.entities[1:]), BASE, told.names
        )


def test_a_document_without_content_has_its_metadata_and_text():
    document = Document("0" * 20, "empty.txt", "0" * 64, "text/plain", "", ())
    built = build(document, Extract(document.id, "x"), Identity(document.id, ()), BASE, ())
    assert len(built.graph) == 6
    assert built.conflicts == ()


def test_what_a_model_contributed_is_told_with_how_it_was_asked():
    told = karsk()
    origin = Origin("qwen3:8b", "1", 0.2, 3, asked=900, answered=80, refused=(("not-in-text", 2), ("polarity", 0)))
    rules = ("llm", "event-verb+llm", "event-verb", "llm/role")
    claims = tuple(replace(c, rule=rule) for c, rule in zip(told.extract.claims, rules, strict=False))
    plain = replace(told.extract, claims=(*claims, *told.extract.claims[4:]))
    before = build(told.document, plain, told.identity, BASE, told.names).graph
    read = build(told.document, replace(plain, origins=(origin,)), told.identity, BASE, told.names).graph
    added = {quad.triple for quad in read} - {quad.triple for quad in before}
    assert {quad.triple for quad in before} < {quad.triple for quad in read}
    generated = {t.subject.value[-3:] for t in added if t.predicate.value == PROV + "wasGeneratedBy"}
    assert generated == {"-" + claims[place].id for place in (0, 1, 3)}
    reading = f"<{BASE}id/reading/{told.document.id}-r1>"
    told_of_it = (
        f"{reading} a kg:Reading , prov:Activity ; prov:used <{BASE}document/{told.document.id}> ; kg:prompt '1' ;"
        " kg:temperature 0.2 ; kg:passages 3 ; kg:tokensAsked 900 ; kg:tokensAnswered 80 ; kg:refusal ?refusal ;"
        " prov:wasAssociatedWith ?model . ?refusal kg:refusedFor 'not-in-text' ; kg:refusedCount 2 ."
        " ?model a kg:LanguageModel , prov:SoftwareAgent ; skos:prefLabel 'qwen3:8b'"
    )
    assert ask(read, told_of_it)
    assert not ask(read, "?refusal kg:refusedFor 'polarity'")


def test_without_a_model_nothing_of_the_kind_is_told():
    told = karsk()
    claims = tuple(replace(claim, rule="llm") for claim in told.extract.claims)
    quads = build(told.document, replace(told.extract, claims=claims), told.identity, BASE, told.names).graph
    assert not any(PROV in str(quad) for quad in quads)
