"""Small extracts for the tests of identity."""

from kg.identity import identify
from kg.model import Document, Entity, EntityClass, Extract, Identification, Identity, NodeId

DOCUMENT = "0123456789abcdef0123"


def entity(
    name: str,
    cls: EntityClass = EntityClass.SETTLEMENT,
    *,
    proper: bool = True,
    country: str | None = None,
    reference: str | None = None,
    aliases: tuple[str, ...] = (),
) -> Entity:
    """An entity; ``identified`` numbers it."""
    return Entity(NodeId(name), cls, name, proper, aliases, country, reference)


def state(code: str, name: str, cls: EntityClass = EntityClass.STATE) -> Entity:
    """A state of the reference list, as actor or (``COUNTRY``) as place."""
    return entity(name, cls, country=code, reference=f"state/{code}")


def identified(*entities: Entity, document: str = DOCUMENT) -> Identity:
    """The identity of a document with these entities."""
    numbered = tuple(
        Entity(NodeId(f"n{i}"), e.cls, e.name, e.proper, e.aliases, e.country, e.reference)
        for i, e in enumerate(entities, 1)
    )
    source = Document(document, "a.txt", document * 3 + "0000", "text/plain", "text", ())
    return identify(Extract(document, "test", numbered), source)


def first(*entities: Entity) -> Identification:
    """What the first of ``entities`` is, the others being its context."""
    return identified(*entities).entities[0]
