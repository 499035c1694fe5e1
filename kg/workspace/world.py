"""The world: which keys of all documents are one entity, and which of their events are one event.

Everything is a function of what the standing documents say and of the judgements in force. Use it inside a transaction
of the truth, under the writer's lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from kg.identity.comparison import CANDIDATE, SAME, blocks, compare, excludes
from kg.identity.events import ONE_EVENT, compare_events, event_blocks, events_exclude
from kg.identity.keys import is_local
from kg.model import Document, EntityKey, EventProfile, Extract, Identification, Identity, NodeId, Profile
from kg.workspace.codec import Codec
from kg.workspace.journal import Journal
from kg.workspace.resolver import Comparison, Resolver
from kg.workspace.shelf import Shelf
from kg.workspace.truth import Truth

Joint = Mapping[NodeId, tuple[str, NodeId]]
"""Events of a document that go by the name of an event of another: its document and node."""

EVENT: Final = "event/"
LIST: Final = "list/"
"""How the ids of events and of reference lists begin."""


def _lead(one: str, profile: Profile) -> tuple[object, ...]:
    return not profile.listed, not profile.proper, is_local(profile.key), -profile.key.name.count("-"), one


_KEYS: Final = Comparison[Profile](blocks, compare, excludes, SAME, CANDIDATE, _lead, cautious=True)
_EVENTS: Final = Comparison[EventProfile](
    event_blocks,
    compare_events,
    events_exclude,
    ONE_EVENT,
    ONE_EVENT - 0.15,
    lambda one, event: (event.published or "9999", one),
)


class World:
    """``profile`` puts a key's profile together, ``event_profiles`` those of a document's events."""

    def __init__(
        self,
        truth: Truth,
        profile: Callable[[EntityKey, Counter[Identification]], Profile | None],
        event_profiles: Callable[[Document, Extract, Identity], tuple[EventProfile, ...]],
    ) -> None:
        self._truth = truth
        self._profile = profile
        self._event_profiles = event_profiles
        self.shelf = Shelf(truth)
        self.journal = Journal(truth)
        self.keys = Resolver(truth, "entity", Codec(Profile), _KEYS)
        self.events = Resolver(truth, "event", Codec(EventProfile), _EVENTS)

    # Names

    def lead(self, key: EntityKey) -> EntityKey:
        """The key whose name the entity goes by."""
        return key_of(self.keys.lead(id_of(key)))

    def members(self, lead: EntityKey) -> tuple[EntityKey, ...]:
        """All keys of an entity."""
        return tuple(key_of(one) for one in self.keys.members(id_of(lead)))

    def resolved(self, identity: Identity) -> Identity:
        """The identity of a document with every key by the name that its entity goes by now."""
        leads: dict[EntityKey, EntityKey] = {}

        def now(key: EntityKey) -> EntityKey:
            if key not in leads:
                leads[key] = self.lead(key)
            return leads[key]

        return Identity(
            identity.document,
            tuple(renamed(i, now) for i in identity.entities),
            tuple(renamed(i, now) for i in identity.added),
        )

    def joint(self, document: str) -> dict[NodeId, tuple[str, NodeId]]:
        """The events of a document that go by the name of another document's."""
        rows = self._truth.run(
            "SELECT id, lead FROM leads WHERE sort = 'event' AND id >= ? AND id < ? ORDER BY id",
            *(f"{EVENT}{document}/", f"{EVENT}{document}0"),  # "0" follows "/"
        )
        return {event_of(one)[1]: event_of(lead) for one, lead in rows}

    def split(self, identity: Identity) -> Identity:
        """The identity of a document with keys of its own for what people took apart from what others call the same."""
        own = {
            pair.first if _is_local_to(pair.second, identity.document) else pair.second
            for pair in self.journal.judgements("entity").different
            if _is_local_to(pair.first, identity.document) or _is_local_to(pair.second, identity.document)
        }
        if not own:
            return identity

        def now(key: EntityKey) -> EntityKey:
            return local(key, identity.document) if id_of(key) in own else key

        return Identity(
            identity.document,
            tuple(replace(i, key=now(i.key)) for i in identity.entities),
            tuple(replace(i, key=now(i.key)) for i in identity.added),
        )

    def documents(self, keys: Iterable[EntityKey]) -> set[str]:
        """The standing documents that speak of any of the keys."""
        return {
            row[0]
            for key in keys
            for row in self._truth.run("SELECT document FROM speaks WHERE kind = ? AND name = ?", key.kind, key.name)
        }

    # Change

    def forget(self) -> None:
        """Forgets everything but the judgements."""
        self.keys.forget()
        self.events.forget()

    def touch(self, ids: Iterable[str]) -> None:
        """Notes keys and events about which something was decided, until they are settled."""
        self._truth.run_many("INSERT OR IGNORE INTO touched VALUES (?)", ((one,) for one in ids))

    def touched(self) -> tuple[str, ...]:
        """What was touched, sorted."""
        return tuple(row[0] for row in self._truth.run("SELECT id FROM touched ORDER BY id"))

    def untouch(self) -> None:
        """Notes that what was touched has been taken up."""
        self._truth.run("DELETE FROM touched")

    def settle_keys(self, keys: Iterable[EntityKey]) -> dict[EntityKey, tuple[EntityKey, EntityKey]]:
        """Takes up what is told of ``keys`` now, and what people decided; gives the keys that moved."""
        judged = [one for one in self.touched() if not one.startswith((EVENT, LIST))]
        known = {id_of(key): key for key in (*keys, *map(key_of, judged))}
        profiles = {
            one: self.shelf.profile(key, self._profile(key, self._truth.told(key))) for one, key in known.items()
        }
        moved = self.keys.update(profiles, self.journal.judgements("entity"), judged)
        return {key_of(one): (key_of(old), key_of(new)) for one, (old, new) in moved.items()}

    def settle_events(
        self, told: Mapping[str, tuple[Document, Extract, Identity] | None]
    ) -> dict[str, tuple[str, str]]:
        """Takes up what documents say of their events (``None``: the document is gone); gives the events that moved.

        The identities name entities as they are now.
        """
        judged = [one for one in self.touched() if one.startswith(EVENT)]
        profiles: dict[str, EventProfile | None] = {}
        for document, reading in told.items():
            profiles |= dict.fromkeys(self._known_events(document))
            if reading is not None:
                found = self._event_profiles(*reading)
                profiles |= {event_id(p.document, p.node): p for p in found if event_blocks(p)}
        return self.events.update(profiles, self.journal.judgements("event"), judged)

    def _known_events(self, document: str) -> list[str]:
        rows = self._truth.run(
            "SELECT id FROM profiles WHERE sort = 'event' AND id >= ? AND id < ?",
            *(f"{EVENT}{document}/", f"{EVENT}{document}0"),
        )
        return [row[0] for row in rows]


def id_of(key: EntityKey) -> str:
    """The id of a key: ``person/qassem-soleimani``."""
    return f"{key.kind}/{key.name}"


def key_of(one: str) -> EntityKey:
    """The key with an id."""
    kind, _, name = one.partition("/")
    return EntityKey(kind, name)


def event_id(document: str, node: NodeId) -> str:
    """The id of a document's event: ``event/{document}/{node}``."""
    return f"{EVENT}{document}/{node}"


def event_of(one: str) -> tuple[str, NodeId]:
    """The document and node of an event's id."""
    _, document, node = one.split("/", 2)
    return document, NodeId(node)


def local(key: EntityKey, document: str) -> EntityKey:
    """The key of what a document alone means by a name that others use, too."""
    return EntityKey(key.kind, f"{key.name}-{document}")


def renamed(identification: Identification, now: Callable[[EntityKey], EntityKey]) -> Identification:
    """An identification with every key in it by another name."""
    key, territory = now(identification.key), identification.territory
    within = tuple(dict.fromkeys(place for part in identification.within if (place := now(part)) != key))
    new_territory = None if territory is None else now(territory)
    if (key, within, new_territory) == (identification.key, identification.within, territory):
        return identification
    return replace(identification, key=key, within=within, territory=new_territory)


def _is_local_to(one: str, document: str) -> bool:
    return one.endswith(f"-{document}")
