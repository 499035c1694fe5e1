"""The items: what an answer is made of, as pydantic models. The answer's JSON Schema is made from them.

Everything is named by the document's exact words; nothing by an offset. Ids join the items of one answer.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from kg.model import Certainty, Effect, EntityClass, EventClass, Polarity, Predicate, Realis

Id = Annotated[str, Field(min_length=1, max_length=40, description="an id of your own, unique in the answer")]
Ref = Annotated[str, Field(min_length=1, max_length=40, description="the id of another item of this answer")]
Quote = Annotated[str, Field(min_length=1, max_length=4000, description="exact words of the text")]
Where = Annotated[
    str | None, Field(max_length=4000, description="exact words around the quote, where it stands more than once")
]


class Item(BaseModel):
    """One item. What it has besides its fields is ignored and counted.

    The schema asks for every field. Where leaving one out can mean but one thing, ``null``, an answer may do so;
    whether a claim has an attribution must be said.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    section: ClassVar[str]
    """The list of the answer that it stands in."""


class EntityItem(Item):
    """An actor or a place."""

    section: ClassVar[str] = "entities"
    id: Id
    cls: EntityClass = Field(alias="class")
    name: Quote


class EventItem(Item):
    """Something that is said to happen."""

    section: ClassVar[str] = "events"
    id: Id
    cls: EventClass = Field(alias="class")


class MentionItem(Item):
    """Words that denote an entity, or the trigger of an event."""

    section: ClassVar[str] = "mentions"
    of: Ref
    quote: Quote
    where: Where = None


class AttributionItem(Item):
    """Who is reported to say, think or want what."""

    section: ClassVar[str] = "attributions"
    id: Id
    source: Quote | None
    cue: Quote
    content: Annotated[list[Quote], Field(min_length=1, max_length=8)]
    claimant: Ref | None = None
    where: Where = None


class TollItem(Item):
    """How many people an event did something to."""

    section: ClassVar[str] = "tolls"
    id: Id
    effect: Effect
    minimum: int | None = None
    maximum: int | None = None
    group: Ref | None = None


class DesignationItem(Item):
    """A label that an authority formally puts on an actor."""

    section: ClassVar[str] = "designations"
    id: Id
    label: Quote


class PostItem(Item):
    """An office by its title, without the organisation."""

    section: ClassVar[str] = "posts"
    id: Id
    label: Quote


class TenureItem(Item):
    """One actor's time in one post."""

    section: ClassVar[str] = "tenures"
    id: Id


class ClaimItem(Item):
    """One statement: what it is about, what it says, and the words that say it."""

    section: ClassVar[str] = "claims"
    subject: Ref
    predicate: Predicate
    object: Annotated[
        str, Field(min_length=1, max_length=400, description="an id; for type a class, for date EDTF, else exact words")
    ]
    evidence: Quote
    attribution: Ref | None
    polarity: Polarity
    certainty: Certainty
    realis: Realis


SECTIONS: dict[str, type[Item]] = {
    item.section: item
    for item in (
        EntityItem,
        EventItem,
        MentionItem,
        AttributionItem,
        TollItem,
        DesignationItem,
        PostItem,
        TenureItem,
        ClaimItem,
    )
}
"""The lists of an answer, in the order in which they are asked for: what others refer to comes first."""
