"""The ontology: two parsers read the same, a reasoner finds no contradiction, and it says what the code says."""

from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg import resources, vocabulary
from kg.model import EntityClass, EventClass

KG = rdflib.Namespace(vocabulary.KG)
SCHEMA = rdflib.Namespace(vocabulary.SCHEMA)
SAMPLE = Path(__file__).parents[1] / "shapes" / "harbour.ttl"
FILES = resources.files("ontology", ".ttl")
AIDA = (
    "https://raw.githubusercontent.com/NextCenturyCorporation/AIDA-Interchange-Format/master/java/src/main/resources/"
    "com/ncc/aif/ontologies/InterchangeOntology#"
)
CODEBOOKS = (KG.plover, KG.cameo, KG.acled)


def load(*paths: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in paths or FILES:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return load()


def ours(ontology: rdflib.Graph, kind: rdflib.URIRef) -> set[str]:
    """Local names of our own terms of a kind."""
    return {str(s).removeprefix(vocabulary.KG) for s in ontology.subjects(RDF.type, kind) if s in KG}


def defined(ontology: rdflib.Graph) -> set[rdflib.term.Node]:
    return {s for s in ontology.subjects() if s in KG}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_parsers_read_the_same_graph(path: Path) -> None:
    other = rdflib.Graph()
    triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    other.parse(data="".join(f"{quad.triple} .\n" for quad in triples), format="nt")
    assert isomorphic(load(path), other)


def test_there_are_no_blank_nodes_so_that_exports_are_stable(ontology: rdflib.Graph) -> None:
    assert not [node for triple in ontology for node in triple if isinstance(node, rdflib.BNode)]


def test_every_term_has_an_english_label_and_definition(ontology: rdflib.Graph) -> None:
    for term in defined(ontology):
        for annotation in (RDFS.label, SKOS.definition):
            texts = list(ontology.objects(term, annotation))
            assert [text.language for text in texts] == ["en"], f"{term} {annotation}"
            assert str(texts[0]).strip(), term


def test_every_term_that_is_used_is_defined(ontology: rdflib.Graph) -> None:
    used = {node for triple in ontology for node in triple if isinstance(node, rdflib.URIRef) and node in KG}
    assert used == defined(ontology)


def test_vocabulary_and_ontology_agree_in_both_directions(ontology: rdflib.Graph) -> None:
    assert ours(ontology, OWL.Class) == {*vocabulary.CLASSES, *vocabulary.INDIVIDUALS}
    assert ours(ontology, OWL.ObjectProperty) == set(vocabulary.OBJECT_PROPERTIES)
    assert ours(ontology, OWL.DatatypeProperty) == set(vocabulary.DATATYPE_PROPERTIES)
    for value_class, members in vocabulary.INDIVIDUALS.items():
        assert ours(ontology, KG[value_class]) == set(members)
    assert ours(ontology, OWL.NamedIndividual) == {m for members in vocabulary.INDIVIDUALS.values() for m in members}


@pytest.mark.parametrize("cls", [*EntityClass, *EventClass], ids=str)
def test_the_class_tree_is_that_of_the_model(ontology: rdflib.Graph, cls: EntityClass | EventClass) -> None:
    parents = {parent for parent in ontology.objects(KG[cls.value], RDFS.subClassOf) if parent in KG}
    assert parents == ({KG[cls.parent.value]} if cls.parent else set())


@pytest.mark.parametrize("cls", EventClass, ids=str)
def test_every_event_class_names_its_counterparts_in_the_codebooks(ontology: rdflib.Graph, cls: EventClass) -> None:
    for codebook in CODEBOOKS:
        values = {str(value) for value in ontology.objects(KG[cls.value], codebook)}
        assert values, f"{cls} has no {codebook}; where there is no counterpart it says 'none'"
        assert "none" not in values or len(values) == 1
    for code in ontology.objects(KG[cls.value], KG.cameo):
        assert str(code) == "none" or (str(code).isdigit() and 2 <= len(code) <= 4)


def test_no_class_but_those_of_events_has_counterparts_in_the_codebooks(ontology: rdflib.Graph) -> None:
    annotated = {s for codebook in CODEBOOKS for s in ontology.subjects(codebook)}
    assert annotated == {KG[cls.value] for cls in EventClass}


@pytest.mark.parametrize(
    "vocabulary_iri",
    [
        vocabulary.SEM, vocabulary.ORG, vocabulary.PROV, vocabulary.SCHEMA, vocabulary.FOAF, vocabulary.GEO,
        vocabulary.NIF,
        "http://groundedannotationframework.org/grasp#", "https://w3id.org/ftm#",
        AIDA,
    ],
)  # fmt: skip
def test_terms_are_aligned_to_each_vocabulary_by_subclass_or_subproperty(
    ontology: rdflib.Graph, vocabulary_iri: str
) -> None:
    aligned = [*ontology.subject_objects(RDFS.subClassOf), *ontology.subject_objects(RDFS.subPropertyOf)]
    assert any(str(o).startswith(vocabulary_iri) for _, o in aligned)


def test_every_property_says_what_it_joins(ontology: rdflib.Graph) -> None:
    for local in (*vocabulary.OBJECT_PROPERTIES, *vocabulary.DATATYPE_PROPERTIES):
        for strict, loose in ((RDFS.domain, SCHEMA.domainIncludes), (RDFS.range, SCHEMA.rangeIncludes)):
            strictly, loosely = (list(ontology.objects(KG[local], p)) for p in (strict, loose))
            assert len(strictly) == 1 or len(loosely) > 1, f"{local} {strict}"
            assert not (strictly and loosely), local


def test_the_header_says_version_licence_and_purpose(ontology: rdflib.Graph) -> None:
    header = ontology.value(predicate=RDF.type, object=OWL.Ontology)
    assert str(header) == vocabulary.ONTOLOGY_GRAPH
    for wanted in (OWL.versionInfo, OWL.versionIRI, rdflib.DCTERMS.license, rdflib.DCTERMS.description):
        assert ontology.value(header, wanted), wanted


class TestReasoning:
    """OWL 2 RL over the ontology and a document's graph."""

    @staticmethod
    def closure(graph: rdflib.Graph) -> owlrl.OWLRL_Semantics:
        reasoner = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
        reasoner.closure()
        return reasoner

    def test_the_ontology_alone_holds_no_contradiction(self) -> None:
        assert self.closure(load()).error_messages == []

    def test_a_document_holds_none_and_gains_no_type_or_statement_of_ours(self) -> None:
        graph = load(*FILES, SAMPLE)
        before = set(graph)
        assert self.closure(graph).error_messages == []
        gained = set(graph) - before
        assert any(o == rdflib.URIRef(vocabulary.SEM + "Event") for _, _, o in gained), (
            "the alignment entails something"
        )
        assert not [t for t in gained if t[1] in KG or (t[1] == RDF.type and t[2] in KG)]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Person", "Organisation"), ("Person", "Group"), ("Person", "Place"), ("Person", "Event"),
            ("Organisation", "Group"), ("State", "Country"), ("Group", "Place"), ("Airstrike", "Settlement"),
            ("Company", "Meeting"), ("Group", "Riot"),
        ],
    )  # fmt: skip
    def test_persons_organisations_groups_places_and_events_exclude_each_other(self, one: str, other: str) -> None:
        graph = load()
        thing = rdflib.URIRef("http://example.org/thing")
        graph.add((thing, RDF.type, KG[one]))
        graph.add((thing, RDF.type, KG[other]))
        assert self.closure(graph).error_messages

    def test_a_role_filled_by_a_place_or_an_event_is_no_contradiction(self) -> None:
        graph = load()
        event, place = rdflib.URIRef("http://example.org/e"), rdflib.URIRef("http://example.org/p")
        graph.add((event, RDF.type, KG.Attack))
        graph.add((event, KG.target, place))
        graph.add((place, RDF.type, KG.Facility))
        assert self.closure(graph).error_messages == []
        assert (place, RDF.type, KG.Actor) not in graph
