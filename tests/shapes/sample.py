"""A document that conforms, and what is needed to break it: a fictional report on a rocket attack, ``harbour.ttl``.

The text has characters outside the Basic Multilingual Plane before most of its spans, so offsets in anything but code
points would miss their words. It holds a denied, a future, a probable, a possible and a hypothetical claim. Beside it
stands a reference list, ``register.ttl``, that has the brigade it tells of, and what is derived from accounts,
``derived.ttl``.
"""

from pathlib import Path

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

FILE = Path(__file__).with_name("harbour.ttl")
REGISTER = Path(__file__).with_name("register.ttl")
DERIVED = Path(__file__).with_name("derived.ttl")
BASE = "http://127.0.0.1:8000/"
DOCUMENT = f"{BASE}document/8b2016072cd3524deae9"

NAMES = {
    **PREFIXES,
    "span": f"{DOCUMENT}#char=",
    "person": f"{BASE}id/person/",
    "org": PREFIXES["org"],
    "body": f"{BASE}id/organisation/",
    "group": f"{BASE}id/group/",
    "place": f"{BASE}id/place/",
    "programme": f"{BASE}id/programme/",
    "list": f"{BASE}id/list/",
    "summary": f"{BASE}id/toll-summary/8b2016072cd3524deae9-",
    "step": f"{BASE}id/connection/organisation-",
    "rejection": f"{BASE}id/rejection/",
    "reading": f"{BASE}id/reading/8b2016072cd3524deae9-",
    "refusal": f"{BASE}id/refusal/8b2016072cd3524deae9-",
    "model": f"{BASE}id/model/",
    "tie": f"{BASE}id/relationship/organisation-",
    "listing": f"{BASE}id/listing/register/",
    "listed": f"{BASE}id/listing/register/17/designation/",
    **{
        short: f"{BASE}id/{kind}/8b2016072cd3524deae9-"
        for short, kind in {
            "a": "attribution",
            "c": "claim",
            "d": "designation",
            "e": "event",
            "p": "post",
            "o": "tenure",
            "t": "toll",
        }.items()
    },
}
"""Prefixes of the updates that break the sample; ``c:c2`` is claim c2 of the document."""


def triples() -> list[ox.Triple]:
    """The sample as it is."""
    files = (FILE, REGISTER, DERIVED)
    return [quad.triple for path in files for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def broken(update: str) -> list[ox.Triple]:
    """The sample after a SPARQL update, in which ``$doc`` and ``$text`` stand for the document and its context."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples())
    before = len(store), frozenset(store)
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMES.items())
    store.update(head + update.replace("$doc", f"<{DOCUMENT}>").replace("$text", f"<{DOCUMENT}#context>"))
    assert (len(store), frozenset(store)) != before, "the update changes nothing"
    return [quad.triple for quad in store]


def quads(triples: list[ox.Triple]) -> list[ox.Quad]:
    """The triples in the document's graph."""
    graph = ox.NamedNode(f"{BASE}graph/document/8b2016072cd3524deae9")
    return [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def iri(short: str) -> str:
    """The IRI that a prefixed name of the updates stands for."""
    if short in ("$doc", "$text"):
        return DOCUMENT + ("#context" if short == "$text" else "")
    prefix, _, local = short.partition(":")
    return NAMES[prefix] + local
