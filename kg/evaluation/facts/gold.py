"""Gold files: the JSON in which facts about a document are written by hand.

Within one fact every key that is given must hold; a key that is left out does not matter. ``null`` asks for an empty
cell. Names are regular expressions, searched without regard to case; ``!`` in front turns one round; a list is any of.
``claimant`` may also be ``@document``, the document's own voice, or ``!@document``. Words such as ``type`` or
``effect`` may be joined by ``|``; a class takes its subclasses in.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from kg.errors import ResourceError


def _expression(text: str) -> str:
    re.compile(text.removeprefix("!"))
    return text


Expression = Annotated[str, AfterValidator(_expression)]
Names = Expression | None | list[Expression | None]
Words = str | None | list[str]


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def lacking(self, **holds: bool) -> tuple[str, ...]:
        """Of the keys that were written down (``null`` counts, a default does not) those that do not hold."""
        return tuple(key for key, held in holds.items() if key in self.model_fields_set and not held)


class _Stance(_Keys):
    """How a statement is made; ``negate`` asks for a denied one."""

    certainty: Words = None
    polarity: Words = None
    negate: bool = False
    claimant: Names = None

    @property
    def stance(self) -> Words:
        """The polarity that is wanted; ``None`` where any will do."""
        return "Denied" if self.negate else self.polarity


class _Fact(_Keys):
    id: str | None = None
    note: str | None = None


class EventKeys(_Stance):
    """What can be asked of an event, as a fact of its own or in another fact."""

    type: Words = None
    agent: Names = None
    target: Names = None
    victim: Names = None
    participant: Names = None
    instrument: Names = None
    filler: Names = None
    place: Names = None
    date: Names = None
    realis: Words = None


class EventFact(_Fact, EventKeys):
    """An event; the roles, the date and the place are looked for among the rows whose claim fits."""

    kind: Literal["event"]


class TollFact(_Fact):
    """A toll; ``event`` is a class, or the keys of an event."""

    kind: Literal["toll"]
    event: str | EventKeys | None = None
    effect: Words = None
    group: Names = None
    min: int | None = None
    max: int | None = None
    claimant: Names = None


class RelationshipFact(_Fact, _Stance):
    """A claim that relates two actors; ``symmetric`` lets them change places."""

    kind: Literal["relationship"]
    subject: Names = None
    predicate: Words = None
    object: Names = None
    evidence: Names = None
    symmetric: bool = False


class DesignationFact(_Fact):
    """A claim about a designation."""

    kind: Literal["designation"]
    designee: Names = None
    authority: Names = None
    label: Names = None
    date: Names = None


class TenureFact(_Fact):
    """A claim about a tenure."""

    kind: Literal["tenure"]
    holder: Names = None
    post: Names = None
    organisation: Names = None
    date: Names = None


class AttributionFact(_Fact):
    """An attribution; source, cue and content are searched in the words that the spans cut out."""

    kind: Literal["attribution"]
    claimant: Names = None
    source: Names = None
    cue: Names = None
    content: Names = None


class EntityFact(_Fact):
    """An entity that the document mentions; ``mention`` is searched in the mentions' words."""

    kind: Literal["entity"]
    label: Names = None
    mention: Names = None
    type: Words = None


class PlaceFact(_Fact):
    """A place that the document mentions, within ``km`` kilometres of a point."""

    kind: Literal["place"]
    label: Names = None
    text: Names = None
    latitude: float | None = None
    longitude: float | None = None
    km: float = 50
    geonames: int | str | None = None


class PairFact(_Fact):
    """Whether mentions with the words ``a`` and ``b`` denote one entity or two."""

    kind: Literal["same", "different"]
    a: Names
    b: Names


Fact = (
    EventFact
    | TollFact
    | RelationshipFact
    | DesignationFact
    | TenureFact
    | AttributionFact
    | EntityFact
    | PlaceFact
    | PairFact
)


class Gold(BaseModel):
    """The facts about one document; ``*`` stands for any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    facts: list[Annotated[Fact, Field(discriminator="kind")]] = []
    forbidden: list[Annotated[Fact, Field(discriminator="kind")]] = []


def load(path: Path) -> Gold:
    """The gold file ``path``. Raises ``ResourceError`` where it cannot be read or is not one."""
    try:
        return Gold.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ResourceError(f"{path}: the gold facts cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ResourceError(f"{path}: these are not gold facts: {where}: {first['msg']}.") from error
    except re.error as error:
        raise ResourceError(f"{path}: a name is not a regular expression: {error}.") from error
