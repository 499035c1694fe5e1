"""What is given of events, as JSON has it and OpenAPI describes it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from kg.web.explorer.accounts import Told
from kg.web.explorer.explored import Explored
from kg.web.explorer.tables import event_title
from kg.web.explorer.when import When
from kg.web.explorer.whereabouts import Where
from kg.web.place import Place


class DateModel(BaseModel):
    """A date of an event, with the days that it may mean: none where the year is not known or that side is open."""

    text: str = Field(description="The date as EDTF")
    known: str = Field(description="How exactly it is known, such as day, month or year")
    earliest: str | None = None
    latest: str | None = None


class PlaceModel(BaseModel):
    """A place. Its degrees (WGS 84) are those of the larger place ``by`` where its own are not known."""

    iri: str
    label: str
    kind: str = Field(description="The class's local name, such as Settlement")
    latitude: float | None = None
    longitude: float | None = None
    exactness: Literal["point", "area", "unknown"] = Field(
        description="Whether the degrees are those of a settlement or facility, of something larger, or not known"
    )
    by: str = ""
    within: list[str] = Field(default_factory=list, description="IRIs of what it lies in")


class PartyModel(BaseModel):
    """Somebody with a part in an event; ``affirmed`` is false where accounts only deny the part."""

    iri: str
    label: str
    affirmed: bool = True
    denied_by: list[str] = Field(default_factory=list)


class FiguresModel(BaseModel):
    """All accounts of how many people suffered one effect, and what they span where they are several."""

    summary: str = ""
    accounts: list[str]
    claims: list[str]


class SpeakerModel(BaseModel):
    """Somebody, or a document, who claims something of an event."""

    iri: str
    label: str


class AccountsModel(BaseModel):
    """What is told of an event, by whom, and the words that show that somebody tells of it."""

    by: list[PartyModel]
    against: list[PartyModel]
    figures: list[FiguresModel]
    standing: list[str] = Field(description="Any of happened, planned, possible, denied: what accounts say of it")
    probable: bool = Field(description="Whether no account that affirms it is certain")
    disputed: bool = Field(description="Whether some accounts cannot all be right")
    claimants: list[SpeakerModel]
    claim: str = ""
    quote: str = ""
    span: str = ""


class EventModel(BaseModel):
    """One event that is said to have happened, or is planned, possible or denied."""

    iri: str
    page: str = Field(description="The path of its page, from the root of the service")
    title: str
    classes: list[str] = Field(description="Local names of its classes, the most special first")
    dates: list[DateModel]
    places: list[str] = Field(description="IRIs of its places, which are listed once for all events")
    told: AccountsModel | None = None


class EventsModel(BaseModel):
    """Events in order. All counts are of the whole selection, not of the events that are listed here."""

    summary: list[str] = Field(description="The counts in sentences")
    found: int
    undated: int = Field(description="Events without a date that has a year")
    unplaced: int = Field(description="Events of which nobody says where they were")
    unlocated: int = Field(description="Events at a place of which nobody knows where it is")
    rough: int = Field(description="Events at a place that is known only as a large one")
    outside: int = Field(description="Undated events that a period leaves out")
    incomplete: bool = Field(description="Whether the graph holds more than was looked through")
    offset: int
    more: bool = Field(description="Whether there are events after these")
    events: list[EventModel]
    places: list[PlaceModel]


def events_model(found: Explored, place: Place, *, details: bool) -> EventsModel:
    """The events of an answer."""
    chosen = found.selection
    places = {where.iri: where for told in found.told for where in told.found.places}
    return EventsModel(
        summary=list(found.summary),
        found=len(chosen.events),
        undated=chosen.undated,
        unplaced=chosen.unplaced,
        unlocated=chosen.unlocated,
        rough=chosen.rough,
        outside=chosen.outside,
        incomplete=chosen.cut,
        offset=found.offset,
        more=found.more,
        events=[_event(told, place, details=details) for told in found.told],
        places=[_place(where) for where in places.values()],
    )


def geojson(found: Explored, place: Place) -> dict[str, Any]:
    """The events as a GeoJSON feature collection (RFC 7946): one feature each, without a geometry where nobody knows.

    ``exactness`` of a feature says whether its points are places or stand for large ones.
    """
    return {
        "type": "FeatureCollection",
        "summary": list(found.summary),
        "more": found.more,
        "features": [_feature(told, place) for told in found.told],
    }


def _feature(told: Told, place: Place) -> dict[str, Any]:
    event = _event(told, place, details=True).model_dump(exclude_none=True)
    points = [
        (where.long, where.lat) for where in told.found.places if where.long is not None and where.lat is not None
    ]
    geometry: dict[str, Any] | None = None
    if points:
        single = len(points) == 1
        geometry = {"type": "Point" if single else "MultiPoint", "coordinates": points[0] if single else points}
    properties = {
        **event,
        "exactness": told.found.exactness or "unplaced",
        "places": [_place(where).model_dump(exclude_none=True) for where in told.found.places],
    }
    return {"type": "Feature", "id": told.found.iri, "geometry": geometry, "properties": properties}


def _event(told: Told, place: Place, *, details: bool) -> EventModel:
    event = told.found
    return EventModel(
        iri=event.iri,
        page=place.leads(event.iri).removeprefix(place.root).removeprefix("./"),
        title=event_title(event),
        classes=[cls.value for cls in event.classes],
        dates=[_date(one) for one in event.dates],
        places=[where.iri for where in event.places],
        told=_told(told) if details else None,
    )


def _told(told: Told) -> AccountsModel:
    return AccountsModel(
        by=[_party(one.iri, one.label, one.affirmed, one.denied_by) for one in told.by],
        against=[_party(one.iri, one.label, one.affirmed, one.denied_by) for one in told.against],
        figures=[
            FiguresModel(summary=one.summary, accounts=list(one.accounts), claims=list(one.claims))
            for one in told.figures
        ],
        standing=list(told.standings),
        probable=told.probable,
        disputed=told.disputed,
        claimants=[SpeakerModel(iri=iri, label=label) for iri, label in told.speakers],
        claim=told.claim,
        quote=told.quote,
        span=told.span,
    )


def _party(iri: str, label: str, affirmed: bool, denied_by: tuple[str, ...]) -> PartyModel:
    return PartyModel(iri=iri, label=label, affirmed=affirmed, denied_by=list(denied_by))


def _date(one: When) -> DateModel:
    earliest, latest = (day.isoformat() if day else None for day in (one.earliest, one.latest))
    return DateModel(text=one.text, known=one.known, earliest=earliest, latest=latest)


def _place(where: Where) -> PlaceModel:
    return PlaceModel(
        iri=where.iri,
        label=where.label,
        kind=where.cls,
        latitude=where.lat,
        longitude=where.long,
        exactness=where.exactness,
        by=where.by,
        within=list(where.within),
    )
