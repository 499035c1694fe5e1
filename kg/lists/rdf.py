"""SKOS vocabularies and what Herodotus itself exports, in Turtle and its relatives.

An entry is a subject with a ``skos:prefLabel`` and a class that is known; a bare ``skos:Concept`` is an actor. Nothing
is fetched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import ListError
from kg.lists import classes
from kg.lists.entries import BadEntryError, coordinates, countries, names, tidy, wikidata
from kg.lists.entry import ListedEntry
from kg.lists.lines import unreadable
from kg.lists.shelf import Shelf
from kg.lists.skipped import Skipped
from kg.model import EntityClass

TITLE: Final = "Vocabulary"
PUBLISHER: Final = None

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_KG: Final = "https://w3id.org/herodotus/ns#"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMES: Final = {_SKOS + "prefLabel": "name", _SKOS + "altLabel": "alias", _SKOS + "hiddenLabel": "weak"}
_KEPT: Final = {
    **_NAMES,
    _TYPE: "type",
    _SKOS + "notation": "notation",
    _SKOS + "exactMatch": "match",
    _SKOS + "broader": "within",
    _KG + "within": "within",
    _KG + "geonames": "geonames",
    _KG + "nationality": "country",
    _KG + "weakAlias": "weak",
    _WGS84 + "lat": "latitude",
    _WGS84 + "long": "longitude",
}
_FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_SIGNS: Final = re.compile(r"^\s*(?:@prefix|PREFIX|@base|BASE|<[^>\s]+>\s+<[^>\s]+>\s)", re.M)
_GEONAMES: Final = re.compile(r"https?://(?:sws|www)\.geonames\.org/(\d+)(?:/.*)?")
_SAFE: Final = re.compile(r"[^\w.~-]+")

Said = Mapping[str, Sequence[tuple[str, str]]]
"""What is said of one subject: by kind, values with their languages."""


def read(path: Path, list_name: str, skipped: Skipped) -> Iterator[ListedEntry]:
    """The entries of the file. Raises ``ListError`` where it cannot be read or is no RDF."""
    with Shelf() as shelf:
        _lay_aside(path, shelf)
        for subject in shelf.keys():  # noqa: SIM118 (a shelf is no mapping)
            said: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for kind, value, language in shelf.get(subject):
                said[kind].append((value, language))
            if "name" not in said:
                continue  # a scheme, a span, an ontology's term
            try:
                yield _entry(subject, said, list_name)
            except BadEntryError as error:
                skipped.add(f"{path.name}, <{subject}>", str(error))


def recognises(sample: str) -> bool:
    """Whether the beginning of a file looks like Turtle, N-Triples or RDF/XML."""
    return _SIGNS.search(sample) is not None or "<rdf:RDF" in sample


def _lay_aside(path: Path, shelf: Shelf) -> None:
    form = _FORMATS.get(path.suffix.lower(), ox.RdfFormat.TURTLE)
    try:
        if form == ox.RdfFormat.RDF_XML:
            _refuse_entities(path)
        for quad in ox.parse(path=str(path), format=form, base_iri=path.resolve().as_uri()):
            kind = _KEPT.get(quad.predicate.value)
            if kind is None or not isinstance(quad.subject, ox.NamedNode):
                continue
            if isinstance(quad.object, ox.Literal):
                shelf.put(quad.subject.value, kind, quad.object.value, quad.object.language or "")
            elif isinstance(quad.object, ox.NamedNode):
                shelf.put(quad.subject.value, kind, quad.object.value, "")
    except SyntaxError as error:
        remedy = "Mend the file, or choose another format with --format."
        raise ListError(path.name, f"it is no RDF: {error.msg}.", line=error.lineno, remedy=remedy) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _refuse_entities(path: Path) -> None:
    """XML may define entities that swell to any size, and the parser expands them: such a file is refused."""
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if b"<!ENTITY" in before + chunk:
                remedy = "Remove its entities, or convert it to Turtle."
                raise ListError(path.name, "it defines XML entities, which could swell to any size.", remedy=remedy)
            before = chunk[-8:]


def _entry(subject: str, said: Said, list_name: str) -> ListedEntry:
    types = [value for value, _ in said.get("type", ())]
    cls = classes.most_specific(types)
    if cls is None:
        if not any(value == _SKOS + "Concept" for value in types):
            raise BadEntryError("its class is none that is known")
        cls = EntityClass.ACTOR
    notations = [value for value, _ in said.get("notation", ())]
    latitude, longitude = (next((v for v, _ in said.get(axis, ())), "") for axis in ("latitude", "longitude"))
    north, east = coordinates(latitude, longitude)
    labels = sorted(said["name"], key=lambda label: (label[1] not in ("", "en"), label[1], label[0]))
    return ListedEntry(
        list_name,
        _id(subject, notations),
        cls,
        names((text for text, _ in [*labels, *sorted(said.get("alias", ()))]), (v for v, _ in said.get("weak", ()))),
        identifiers=tuple(sorted({i for i in _identifiers(subject, said) if i})),
        countries=countries(v.rpartition("/")[2].replace("-", " ").title() for v, _ in said.get("country", ())),
        latitude=north,
        longitude=east,
        within=tuple(sorted({value for value, _ in said.get("within", ())})),
        source=subject,
    )


def _id(subject: str, notations: Sequence[str]) -> str:
    """The notation, where there is one; else what tells the IRI from others, in letters that an IRI may hold."""
    if len(notations) == 1 and tidy(notations[0]):
        return tidy(notations[0])
    tail = subject.split("/id/", 1)[-1] if "/id/" in subject else re.split(r"[/#]", subject.rstrip("/#"))[-1]
    return _SAFE.sub("-", tail).strip("-") or "entry"


def _identifiers(subject: str, said: Said) -> Iterator[str | None]:
    for iri in (subject, *(value for value, _ in said.get("match", ()))):
        if "wikidata.org/" in iri:
            yield wikidata(iri)
        elif found := _GEONAMES.fullmatch(iri):
            yield f"geonames:{found[1]}"
    for value, _ in said.get("geonames", ()):
        yield f"geonames:{value}"
