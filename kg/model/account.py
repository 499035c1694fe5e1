"""The account: what one claim says, with everything resolved that comparing it with other documents' claims needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model.claim import Certainty, ClassObject, DateObject, Polarity, Predicate, Realis, TextObject
from kg.model.classes import EntityClass, EventClass
from kg.model.identity import EntityKey
from kg.model.ids import NodeId
from kg.model.span import Span
from kg.model.toll import Effect


@dataclass(frozen=True, slots=True, order=True)
class NodeKey:
    """Names one node of one document in the whole graph; an event of several documents by its first member."""

    document: str
    node: NodeId


Key = EntityKey | NodeKey
"""What tells things apart across documents: entities by what they were identified as, all else by document and node."""


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or place that a claim names.

    ``cls``, ``name``, ``proper`` and ``country`` are the document's own reading of it. ``known`` is the class it was
    identified as, ``None`` where it was not; ``within`` names the places that contain it; ``related`` whom the same
    document joins with it by a relation.
    """

    key: Key
    cls: EntityClass
    name: str
    proper: bool
    country: str | None = None
    known: EntityClass | None = None
    within: tuple[EntityKey, ...] = ()
    related: tuple[Key, ...] = ()
    kind: Literal["party"] = "party"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a toll counts; bounds as in ``Toll``. ``group`` is ``None`` where nobody in particular is counted."""

    key: NodeKey
    effect: Effect
    minimum: int | None
    maximum: int | None
    group: Party | None = None
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class Other:
    """Any other node: an event, a post."""

    key: Key
    kind: Literal["other"] = "other"


AccountObject = Party | Figure | Other | ClassObject | DateObject | TextObject


@dataclass(frozen=True, slots=True)
class Account:
    """One claim of one document, made for comparison.

    ``event`` is the class that the document gives its subject where that is an event. ``claimant`` is ``None`` where
    the document speaks itself; ``named`` says whether the claimant has a name ("the health ministry", not "officials").
    ``published`` is the document's date (EDTF); ``order`` its place among the document's claims. ``revises`` says that
    its words present it as an update ("raised the toll to 27").
    """

    document: str
    claim: NodeId
    subject: Key
    predicate: Predicate
    object: AccountObject
    evidence: tuple[Span, ...]
    order: int
    claimant: Key | None = None
    named: bool = False
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL
    event: EventClass | None = None
    published: str | None = None
    publisher: str | None = None
    revises: bool = False

    @property
    def key(self) -> NodeKey:
        """The claim, among those of all documents."""
        return NodeKey(self.document, self.claim)

    @property
    def shared(self) -> bool:
        """Whether other documents can speak of the same subject: it is an event, an actor or a place."""
        return self.event is not None or isinstance(self.subject, EntityKey)

    @property
    def voice(self) -> str:
        """Who speaks, so that equal voices are one claimant wherever they speak.

        A document that speaks itself speaks for its publisher; claimants without a name are others in every document.
        """
        if self.claimant is None:
            return self.outlet
        who = "/".join((self.claimant.kind, self.claimant.name)) if isinstance(self.claimant, EntityKey) else "x"
        return who if self.named else f"{self.document}:{who}"

    @property
    def outlet(self) -> str:
        """Whose document it is: the publisher's, where it has one."""
        return f"publisher:{self.publisher.casefold()}" if self.publisher else f"document:{self.document}"

    @property
    def place(self) -> tuple[str, str, int]:
        """A place in one order over all accounts: by the document's date (undated last), document and text."""
        return self.published or "~", self.document, self.order


def object_key(account: Account) -> Key | None:
    """What the object is, where it is a thing."""
    match account.object:
        case Party(key=key) | Figure(key=key) | Other(key=key):
            return key
    return None
