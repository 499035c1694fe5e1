"""The classes of entities and events, and which is a kind of which."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class EntityClass(StrEnum):
    """Classes of actors and places; the value is the local name of the class in the ontology."""

    ACTOR = "Actor"
    PERSON = "Person"
    ORGANISATION = "Organisation"
    STATE = "State"
    GOVERNMENT_BODY = "GovernmentBody"
    ARMED_FORCE = "ArmedForce"
    ARMED_GROUP = "ArmedGroup"
    POLITICAL_PARTY = "PoliticalParty"
    INTERNATIONAL_ORGANISATION = "InternationalOrganisation"
    MEDIA_ORGANISATION = "MediaOrganisation"
    COMPANY = "Company"
    GROUP = "Group"
    PLACE = "Place"
    COUNTRY = "Country"
    ADMINISTRATIVE_AREA = "AdministrativeArea"
    SETTLEMENT = "Settlement"
    FACILITY = "Facility"
    REGION = "Region"

    @property
    def parent(self) -> EntityClass | None:
        """The direct superclass, ``None`` for the two roots."""
        return _ENTITY_PARENTS.get(self)

    @cached_property
    def lineage(self) -> tuple[EntityClass, ...]:
        """The class itself and its superclasses, most specific first."""
        return (self, *(self.parent.lineage if self.parent else ()))

    def is_a(self, other: EntityClass) -> bool:
        """Whether this class is ``other`` or a subclass of it."""
        return other in self.lineage


_ORGANISATIONS = (
    EntityClass.STATE,
    EntityClass.GOVERNMENT_BODY,
    EntityClass.ARMED_FORCE,
    EntityClass.ARMED_GROUP,
    EntityClass.POLITICAL_PARTY,
    EntityClass.INTERNATIONAL_ORGANISATION,
    EntityClass.MEDIA_ORGANISATION,
    EntityClass.COMPANY,
)
_PLACES = (
    EntityClass.COUNTRY,
    EntityClass.ADMINISTRATIVE_AREA,
    EntityClass.SETTLEMENT,
    EntityClass.FACILITY,
    EntityClass.REGION,
)
_ENTITY_PARENTS: dict[EntityClass, EntityClass] = {
    EntityClass.PERSON: EntityClass.ACTOR,
    EntityClass.ORGANISATION: EntityClass.ACTOR,
    EntityClass.GROUP: EntityClass.ACTOR,
    **dict.fromkeys(_ORGANISATIONS, EntityClass.ORGANISATION),
    **dict.fromkeys(_PLACES, EntityClass.PLACE),
}


class EventClass(StrEnum):
    """Classes of events; the value is the local name of the class in the ontology."""

    EVENT = "Event"
    ATTACK = "Attack"
    AIRSTRIKE = "Airstrike"
    DRONE_STRIKE = "DroneStrike"
    ROCKET_ATTACK = "RocketAttack"
    SHELLING = "Shelling"
    BOMBING = "Bombing"
    SHOOTING = "Shooting"
    ARSON = "Arson"
    RAID = "Raid"
    ARMED_CLASH = "ArmedClash"
    ASSASSINATION = "Assassination"
    SEXUAL_VIOLENCE = "SexualViolence"
    CYBERATTACK = "Cyberattack"
    MILITARY_OPERATION = "MilitaryOperation"
    INVASION = "Invasion"
    DEPLOYMENT = "Deployment"
    WITHDRAWAL = "Withdrawal"
    TERRITORIAL_CAPTURE = "TerritorialCapture"
    COERCION = "Coercion"
    ABDUCTION = "Abduction"
    DETENTION = "Detention"
    REPRESSION = "Repression"
    RELEASE = "Release"
    DEATH = "Death"
    INJURY = "Injury"
    PROTEST = "Protest"
    DEMONSTRATION = "Demonstration"
    RIOT = "Riot"
    LABOUR_STRIKE = "LabourStrike"
    POLITICAL_EVENT = "PoliticalEvent"
    ELECTION = "Election"
    RESIGNATION = "Resignation"
    APPOINTMENT = "Appointment"
    LEGISLATION = "Legislation"
    COUP = "Coup"
    DIPLOMATIC_EVENT = "DiplomaticEvent"
    MEETING = "Meeting"
    VISIT = "Visit"
    NEGOTIATION = "Negotiation"
    AGREEMENT = "Agreement"
    CEASEFIRE = "Ceasefire"
    COOPERATION = "Cooperation"
    AID = "Aid"
    COMMUNICATION = "Communication"
    ACCUSATION = "Accusation"
    CONDEMNATION = "Condemnation"
    THREAT = "Threat"
    DEMAND = "Demand"
    PROMISE = "Promise"
    DENIAL = "Denial"
    ENDORSEMENT = "Endorsement"
    SANCTIONING = "Sanctioning"
    LISTING_ACT = "ListingAct"
    EMBARGO = "Embargo"
    LEGAL_EVENT = "LegalEvent"
    TRIAL = "Trial"
    SENTENCING = "Sentencing"
    INVESTIGATION = "Investigation"
    MOVEMENT = "Movement"
    DISPLACEMENT = "Displacement"
    DISASTER = "Disaster"
    ACCIDENT = "Accident"

    @property
    def parent(self) -> EventClass | None:
        """The direct superclass, ``None`` for ``EVENT``."""
        return _EVENT_PARENTS.get(self)

    @cached_property
    def lineage(self) -> tuple[EventClass, ...]:
        """The class itself and its superclasses, most specific first."""
        return (self, *(self.parent.lineage if self.parent else ()))

    def is_a(self, other: EventClass) -> bool:
        """Whether this class is ``other`` or a subclass of it."""
        return other in self.lineage


_EVENT_CHILDREN: dict[EventClass, tuple[str, ...]] = {
    EventClass.EVENT: (
        "Attack", "MilitaryOperation", "Coercion", "Death", "Injury", "Protest", "PoliticalEvent", "DiplomaticEvent",
        "Communication", "Sanctioning", "LegalEvent", "Movement", "Displacement", "Disaster", "Accident",
    ),
    EventClass.ATTACK: (
        "Airstrike", "DroneStrike", "RocketAttack", "Shelling", "Bombing", "Shooting", "Arson", "Raid", "ArmedClash",
        "Assassination", "SexualViolence", "Cyberattack",
    ),
    EventClass.MILITARY_OPERATION: ("Invasion", "Deployment", "Withdrawal", "TerritorialCapture"),
    EventClass.COERCION: ("Abduction", "Detention", "Repression", "Release"),
    EventClass.PROTEST: ("Demonstration", "Riot", "LabourStrike"),
    EventClass.POLITICAL_EVENT: ("Election", "Resignation", "Appointment", "Legislation", "Coup"),
    EventClass.DIPLOMATIC_EVENT: (
        "Meeting", "Visit", "Negotiation", "Agreement", "Ceasefire", "Cooperation", "Aid",
    ),
    EventClass.COMMUNICATION: (
        "Accusation", "Condemnation", "Threat", "Demand", "Promise", "Denial", "Endorsement",
    ),
    EventClass.SANCTIONING: ("ListingAct", "Embargo"),
    EventClass.LEGAL_EVENT: ("Trial", "Sentencing", "Investigation"),
}  # fmt: skip
_EVENT_PARENTS: dict[EventClass, EventClass] = {
    EventClass(child): parent for parent, children in _EVENT_CHILDREN.items() for child in children
}
