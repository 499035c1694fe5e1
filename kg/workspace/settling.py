"""The settling: what follows from documents that come and go and from judgements, as one change of the store.

Whatever moved – keys that became one entity or parted, events that became one – takes along the documents that speak of
it: their graphs are made again with the names of now, or, where that is all that changes, named anew in the store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

import pyoxigraph as ox

from kg.graph import DocumentGraph, Iris, describe_list, describe_listing
from kg.lists import ListedEntry
from kg.model import Document, EntityKey, Extract, Identification, Identity, NodeId, NodeKey
from kg.store import Change
from kg.vocabulary import DCTERMS, ONTOLOGY_GRAPH
from kg.workspace.derivation import Derivation, Verdict, identifications, judge, make_again
from kg.workspace.derived import Derived, Telling
from kg.workspace.record import Reading, State
from kg.workspace.renaming import Names, Standing, exchange, joint_before, named_anew, new_names
from kg.workspace.reviewing import Reviewing
from kg.workspace.truth import Truth
from kg.workspace.unindexed import of_documents, of_entities
from kg.workspace.world import EVENT, LIST, World, event_id, event_of, key_of, renamed
from kg.workspace.written import WrittenGraph

_ONTOLOGY = ox.NamedNode(ONTOLOGY_GRAPH)
_REPLACED_BY = ox.NamedNode(DCTERMS + "isReplacedBy")

Description = tuple[ox.Quad, ...]
Told = tuple[Document, Extract, Identity]


@dataclass(slots=True)
class _Scene:
    """What is at hand while one settling lasts."""

    readings: dict[str, Reading]
    """Documents by their id, with their own identities."""
    plain: dict[str, Verdict]
    """What the gate says of the documents that are pending, each by itself."""
    before: dict[str, Identity | None]
    """The identities that the documents that come or go stood with."""


class Settling:
    """Works out changes under the writer's lock, inside a transaction of the truth."""

    def __init__(self, truth: Truth, world: World, derivation: Derivation, base_iri: str) -> None:
        self._truth = truth
        self._world = world
        self._derivation = derivation
        self._base = base_iri
        self._iris = Iris(base_iri)
        self.derived = Derived(truth, base_iri)
        self.reviewing = Reviewing(truth, base_iri)

    def settle(
        self,
        pending: Iterable[str],
        retracting: Iterable[str],
        fresh: Mapping[str, Reading],
        standing: Standing | None,
        *,
        after_crash: bool,
    ) -> tuple[Change, Description]:
        """Brings the documents to rest; gives the change of the store, and the ontology where the store still lacks it.

        ``fresh`` holds readings that need not be fetched. After a crash the store may hold more than the truth knows;
        then, and where nobody can say what stands, nothing is taken as already done.
        """
        world = self._world
        with world.keys.remembering(), world.events.remembering(), world.shelf.remembering():
            return self._settle(
                tuple(pending), tuple(retracting), fresh, None if after_crash else standing, after_crash
            )

    def _settle(
        self,
        pending: tuple[str, ...],
        retracting: tuple[str, ...],
        fresh: Mapping[str, Reading],
        stands: Standing | None,
        after_crash: bool,
    ) -> tuple[Change, Description]:
        truth, world = self._truth, self._world
        had_some = truth.anything_stands()
        scene = self._scene(pending, retracting, fresh)
        spoken_of = {i.key for identity in scene.before.values() if identity for i in identifications(identity)}
        spoken_of |= {i.key for reading in scene.readings.values() for i in identifications(reading.identity)}
        touched = {key_of(one) for one in world.touched() if not one.startswith((EVENT, LIST))}
        spoken_of |= touched
        old_leads = {world.lead(key) for key in spoken_of}
        # Of what was touched, lists may say something else already: nobody knows how it was described.
        old = {key: self.describe(key) for key in (spoken_of | old_leads) - touched - {world.lead(k) for k in touched}}
        old_events = {document: world.joint(document) for document in (*pending, *retracting)}

        for document in pending:
            self._record(document, scene)
        for document in retracting:
            truth.fall(document, scene.before[document])
        lists = [one.removeprefix(LIST) for one in world.touched() if one.startswith(LIST)]
        moved = world.settle_keys(spoken_of)
        standing = [document for document in pending if scene.plain[document].graph]
        affected = sorted(world.documents(moved) - {*pending, *retracting})
        for document in affected:
            scene.readings[document] = self.reading(document)
        moved_events = world.settle_events(
            {
                **dict.fromkeys((*retracting, *(d for d in pending if d not in standing))),
                **{document: self._told(scene.readings[document]) for document in (*standing, *affected)},
            }
        )
        world.untouch()
        concerned = {event_of(one)[0] for one in moved_events} - {*pending, *retracting, *affected}
        for document in sorted(concerned):
            scene.readings[document] = self.reading(document)
        renamed_graphs = self._renamed_graphs(sorted(concerned), moved_events) if stands else {}
        anew = (*affected, *sorted(concerned - renamed_graphs.keys()))
        rewritten = (*standing, *affected, *sorted(concerned))
        made = {document: self._graph(document, scene) for document in (*standing, *anew)}
        graphs = [graph for graph in made.values() if graph is not None]
        for document in retracting:
            truth.remove(document)

        leads = {lead for pair in moved.values() for lead in pair} | {world.lead(key) for key in spoken_of}
        renamed_keys = spoken_of | old_leads | leads | set(moved) | self._referring(moved)
        new = {key: self.describe(key) for key in renamed_keys}
        stale = sorted(key for key in renamed_keys if after_crash or key not in old or old[key] != new[key])
        events = {event_id(d, node) for d, joint in old_events.items() for node in joint} | set(moved_events)

        gone = (*retracting, *(document for document in pending if document not in standing))
        come, go = self.derived.take(
            {
                **dict.fromkeys(gone),
                **{d: self.telling(scene.readings[d]) if graph else None for d, graph in made.items()},
                **{d: self.telling(scene.readings[d]) for d in renamed_graphs},
            }
        )
        if stands:
            coming, going = exchange(renamed_graphs, stands, self._iris)
            come, go = (*come, *coming), (*go, *going)
        truth.note_unindexed([*of_documents((*pending, *retracting, *rewritten)), *of_entities(stale)])
        relisted = tuple(self._relisted(moved, lists))
        has_some = truth.anything_stands()
        left = [d for d, identity in scene.before.items() if identity is not None or after_crash]
        change = Change(
            graphs=(
                *self._graphs((*left, *anew)),
                *(self._iris.list_graph(name) for name in lists),
                *(() if has_some else self._common(had_some or after_crash)),
            ),
            subjects=tuple(
                (self._iris.entities_graph, node)
                for node in (
                    *(self._iris.entity(key) for key in stale if after_crash or old.get(key, True)),
                    *(self._event(one) for one in sorted(events)),
                )
            )
            + tuple((self._iris.list_graph(entry.list), node) for entry, _, node in relisted)
            + tuple(self.reviewing.nodes({*pending, *retracting, *rewritten}))
            if has_some
            else (),
            quads=(
                *(quad for graph in graphs for quad in _quads(graph)),
                *(quad for key in stale for quad in new[key]),
                *(quad for one in sorted(events) for quad in self.describe_event(one)),
                *come,
                *(quad for name in lists for quad in self.describe_list(name)),
                *(quad for entry, lead, _ in relisted for quad in describe_listing(entry, lead, self._base)),
                *self.reviewing.quads(scene.readings[d] for d in rewritten if d in renamed_graphs or made[d]),
            ),
            removed=go if has_some else (),
        )
        needs_ontology = has_some and (not had_some or after_crash)
        return change, self._derivation.ontology() if needs_ontology else ()

    def record(self, document: str, reading: Reading, verdict: Verdict, before: Identity | None) -> None:
        """Notes what the gate says of a document by itself, and what that makes stand or fall."""
        if verdict.graph is None:
            self._truth.set_state(document, State.QUARANTINED, verdict.reason, verdict.report)
            self._truth.fall(document, before)
        else:
            self._truth.set_state(document, State.COMMITTED)
            self._truth.stand(document, before, reading.identity, *verdict.sizes)

    def final(self, document: str, reading: Reading, plain: Verdict | None) -> DocumentGraph | None:
        """The graph of a standing document with the names of now; ``None`` where they keep it from conforming.

        ``plain`` is what the gate said of it with its own names, which is not asked again where those are the same.
        """
        identity, joint = self._world.resolved(reading.identity), self._world.joint(document)
        own_names = identity == reading.identity
        if plain and plain.graph and own_names and (names := new_names(document, {}, joint, self._iris)) is not None:
            verdict = replace(plain, graph=named_anew(_read(plain.graph), names) if names else plain.graph)
        elif plain is None or joint or not own_names:
            # Where no two of its names became one, the graph is the same but for its names: the gate need not be asked.
            again = make_again if _as_many(identity, reading.identity) else judge
            named = replace(reading, identity=identity)
            verdict = again(self._derivation, named, self._base, self._truth.names(document), joint)
        else:
            verdict = plain
        if verdict.graph is None:
            self._truth.resize(document, 0, 0)
            self._truth.set_state(document, State.QUARANTINED, verdict.reason, verdict.report)
            return None
        self._truth.resize(document, *verdict.sizes)
        if plain is None:
            self._truth.set_state(document, State.COMMITTED)
        return _read(verdict.graph)

    def describe(self, key: EntityKey) -> Description:
        """The description of an entity by its leading key; for another key, where the entity is now."""
        lead = self._world.lead(key)
        if lead != key:
            here = self._iris.entity(key), _REPLACED_BY, self._iris.entity(lead), self._iris.entities_graph
            return (ox.Quad(*here),)
        return self._derivation.describe(self.told_of(key), self._base)

    def keys(self) -> tuple[EntityKey, ...]:
        """All keys that documents or lists speak of, sorted."""
        return tuple(sorted({*self._truth.entities(), *self._world.shelf.keys()}))

    def told_of(self, key: EntityKey) -> Counter[Identification]:
        """All that is told of an entity, with the names of now; nothing of a key that goes by another's name."""
        told: Counter[Identification] = Counter()
        if self._world.lead(key) != key:
            return told
        for member in self._world.members(key):
            for identification, times in self._truth.told(member).items():
                told[renamed(identification, self._world.lead)] += times
            for identification in self._world.shelf.told(member):
                told[renamed(identification, self._world.lead)] += 1
        return told

    def describe_list(self, name: str) -> Iterator[ox.Quad]:
        """What an imported list says, with the names of now; nothing where there is none of this name."""
        found = next((one for one in self._world.shelf.lists() if one.header.name == name), None)
        if found is not None:
            yield from describe_list(found.header, found.entries, self._base)
            for key, entry in self._world.shelf.entries(name):
                yield from describe_listing(entry, self._world.lead(key), self._base)

    def telling(self, reading: Reading) -> Telling:
        """What a standing document tells with the names of now."""
        joint = {node: NodeKey(*lead) for node, lead in self._world.joint(reading.document.id).items()}
        return *self._told(reading), joint

    def _relisted(
        self, moved: Iterable[EntityKey], lists: Iterable[str]
    ) -> Iterator[tuple[ListedEntry, EntityKey, ox.NamedNode]]:
        """The entries of other lists whose entities moved, with their keys of now and their nodes."""
        for key in sorted(moved):
            for entry in self._world.shelf.about(key):
                if entry.list not in lists:
                    node = self._iris.listing(entry.list, quote(entry.id, safe=""))
                    yield entry, self._world.lead(key), node

    def describe_event(self, one: str) -> Description:
        """Where an event that has become part of another is now; nothing for the others."""
        lead = self._world.events.lead(one)
        if lead == one:
            return ()
        return (ox.Quad(self._event(one), _REPLACED_BY, self._event(lead), self._iris.entities_graph),)

    def everything_moved(self) -> Iterator[ox.Quad]:
        """Where all events are now that have become part of others."""
        for one, _ in self._world.events.moved():
            yield from self.describe_event(one)

    def _scene(self, pending: tuple[str, ...], retracting: tuple[str, ...], fresh: Mapping[str, Reading]) -> _Scene:
        readings, plain = {}, {}
        for document in pending:
            reading = self.reviewing.with_rejections(fresh.get(document) or self._truth.reading(document))
            readings[document] = replace(reading, identity=self._world.split(reading.identity))
            plain[document] = self._judged(document, readings[document])
        before = {document: self._truth.standing(document) for document in (*pending, *retracting)}
        return _Scene(readings, plain, before)

    def _judged(self, document: str, reading: Reading) -> Verdict:
        names = self._truth.names(document)
        known = reading.prepared and reading.prepared.verdict(reading, self._base, names)
        return known or judge(self._derivation, reading, self._base, names)

    def _record(self, document: str, scene: _Scene) -> None:
        self.record(document, scene.readings[document], scene.plain[document], scene.before[document])

    def reading(self, document: str) -> Reading:
        """The reading of a standing document, with the identity that it stands with."""
        reading, identity = self.reviewing.reading(document), self._truth.standing(document)
        return reading if identity is None else replace(reading, identity=identity)

    def told(self, document: str) -> Told:
        """What a standing document says, with the names of now."""
        return self._told(self.reading(document))

    def _told(self, reading: Reading) -> Told:
        return reading.document, reading.upheld, self._world.resolved(reading.identity)

    def _graph(self, document: str, scene: _Scene) -> DocumentGraph | None:
        return self.final(document, scene.readings[document], scene.plain.get(document))

    def _renamed_graphs(
        self, documents: Iterable[str], moved_events: Mapping[str, tuple[str, str]]
    ) -> dict[str, Names]:
        """The standing documents whose graphs only need other names for these events, with the names."""
        moved: defaultdict[str, dict[NodeId, str]] = defaultdict(dict)
        for one, (old, _) in moved_events.items():
            document, node = event_of(one)
            moved[document][node] = old
        found = {}
        for document in documents:
            now, held = self._world.joint(document), self._truth.held(document)
            names = new_names(document, joint_before(document, now, moved[document]), now, self._iris)
            if names is not None and held is not None and held.state is State.COMMITTED:
                found[document] = names
        return found

    def _referring(self, moved: Iterable[EntityKey]) -> set[EntityKey]:
        """The keys whose descriptions name a place that moved: what lies in it, and what governs it."""
        places = [key for key in moved if key.kind == "place"]
        found = {key for place in places for key in self._truth.speaking_of(place)}
        return found | {self._world.lead(key) for key in found}

    def _event(self, one: str) -> ox.NamedNode:
        return self._iris.node("event", *event_of(one))

    def _graphs(self, documents: Iterable[str]) -> Iterator[ox.NamedNode]:
        for document in documents:
            yield self._iris.document_graph(document)
            yield self._iris.conflicts_graph(document)

    def _common(self, exist: bool) -> tuple[ox.NamedNode, ...]:
        iris = self._iris
        derived = (iris.tolls_graph, iris.relationships_graph, iris.reviews_graph)
        return (iris.entities_graph, *derived, _ONTOLOGY) if exist else ()


def _as_many(now: Identity, own: Identity) -> bool:
    return len({i.key for i in identifications(now)}) == len({i.key for i in identifications(own)})


def _read(graph: DocumentGraph | WrittenGraph) -> DocumentGraph:
    return graph.read() if isinstance(graph, WrittenGraph) else graph


def _quads(graph: DocumentGraph) -> Iterator[ox.Quad]:
    yield from graph.graph
    yield from graph.conflicts
