"""The IRIs of our own terms and of the terms we reuse. A test holds this file against ``ontology/``."""

from __future__ import annotations

from typing import Final

from kg.model import EntityClass, EventClass, Predicate

KG: Final = "https://w3id.org/herodotus/ns#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF: Final = "http://www.w3.org/2005/11/its/rdf#"
ORG: Final = "http://www.w3.org/ns/org#"
PROV: Final = "http://www.w3.org/ns/prov#"
GEO: Final = "http://www.opengis.net/ont/geosparql#"
WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SCHEMA: Final = "https://schema.org/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SH: Final = "http://www.w3.org/ns/shacl#"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/EDTF"

PREFIXES: Final[dict[str, str]] = {
    "dcterms": DCTERMS,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": FOAF,
    "geo": GEO,
    "itsrdf": ITSRDF,
    "kg": KG,
    "nif": NIF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "sh": SH,
    "skos": SKOS,
    "wgs84": WGS84,
    "xsd": XSD,
}
"""Prefixes for every Turtle file and query that the product writes."""

ONTOLOGY_GRAPH: Final = "https://w3id.org/herodotus/ns"
"""The named graph that holds the ontology in every store."""


def term(local: str) -> str:
    """The IRI of one of our own terms.

    >>> term("claimant")
    'https://w3id.org/herodotus/ns#claimant'
    """
    return KG + local


CLASSES: Final[tuple[str, ...]] = (
    "Document", "Span", "Mention", "Attribution", "Claim", "Toll", "Designation", "Post", "Tenure",
    "ReferenceList", "Listing", "ListedDesignation", "TollSummary", "Relationship", "Connection", "Rejection",
    "Reading", "LanguageModel", "Refusal",
    *(c.value for c in EntityClass),
    *(c.value for c in EventClass),
)  # fmt: skip
"""Local names of all our classes."""

OBJECT_PROPERTIES: Final[tuple[str, ...]] = (
    "agent", "target", "victim", "participant", "eventClass", "place", "inResponseTo", "subEventOf",
    "leads", "memberOf", "partOf", "supports", "arms", "alliedWith", "opposes", "affiliatedWith",
    "basedIn", "activeIn", "nationality", "territory", "within",
    "holder", "post", "organisation", "designee", "authority", "programme",
    "toll", "effect", "group",
    "claimant", "polarity", "certainty", "realis", "evidence", "attribution", "statedIn", "objectMention",
    "conflictsWith", "supersedes", "source", "cue", "content",
    "event", "derivedFrom", "relationFrom", "relationTo", "connection", "connects", "rejects",
    "refusal",
    "listedIn", "listedEntity", "listedDesignation", "listedAuthority", "listedFor", "listedProgramme",
)  # fmt: skip
"""Local names of our properties whose values are nodes."""

DATATYPE_PROPERTIES: Final[tuple[str, ...]] = (
    "instrument", "date", "earliest", "latest", "min", "max", "confidence", "rule",
    "sha256", "fileName", "mentionKind", "geonames", "extractor",
    "listedOn", "weakAlias", "listedIdentifier", "countryCode", "entries",
    "best", "low", "high", "unbounded", "method", "relationKind", "links", "firstDay", "lastDay",
    "claimCount", "claimantCount", "documentCount", "eventCount", "affirmedCount", "deniedCount",
    "reviewer", "reason",
    "prompt", "temperature", "passages", "tokensAsked", "tokensAnswered", "refusedFor", "refusedCount",
)  # fmt: skip
"""Local names of our properties whose values are literals."""

INDIVIDUALS: Final[dict[str, tuple[str, ...]]] = {
    "Polarity": ("Affirmed", "Denied"),
    "Certainty": ("Certain", "Probable", "Possible"),
    "Realis": ("Actual", "Future", "Hypothetical"),
    "Effect": ("Killed", "Injured", "Missing", "Detained", "Displaced"),
}
"""Local names of our value classes and their members."""

_REUSED: Final = {Predicate.TYPE: RDF + "type"}


def predicate(p: Predicate) -> str:
    """The IRI that a claim's predicate stands for."""
    return _REUSED.get(p) or KG + p.value
