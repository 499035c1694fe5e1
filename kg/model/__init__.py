"""The words of the ontology as frozen values: what every stage shares. No I/O and no RDF here."""

from kg.model.account import Account, Figure, Key, NodeKey, Other, Party, object_key
from kg.model.attribution import Attribution
from kg.model.claim import (
    RELATIONS,
    ROLES,
    Certainty,
    Claim,
    ClaimObject,
    ClassObject,
    DateObject,
    NodeObject,
    Polarity,
    Predicate,
    Realis,
    TextObject,
)
from kg.model.classes import EntityClass, EventClass
from kg.model.designation import Designation
from kg.model.document import Block, BlockKind, Document
from kg.model.edtf import Edtf
from kg.model.entity import Entity
from kg.model.event import Event
from kg.model.extract import Extract
from kg.model.identity import EntityKey, Identification, Identity, prevailing_class, prevailing_label
from kg.model.ids import NodeId
from kg.model.mention import Mention, MentionKind
from kg.model.origin import Origin
from kg.model.profile import EventActor, EventPlace, EventProfile, EventToll, Likeness, Profile
from kg.model.rejection import Rejection
from kg.model.relationship import Relationship, Tie
from kg.model.span import Span
from kg.model.tenure import Post, Tenure
from kg.model.toll import Effect, Toll
from kg.model.toll_summary import TollSummary

__all__ = [
    "RELATIONS",
    "ROLES",
    "Account",
    "Attribution",
    "Block",
    "BlockKind",
    "Certainty",
    "Claim",
    "ClaimObject",
    "ClassObject",
    "DateObject",
    "Designation",
    "Document",
    "Edtf",
    "Effect",
    "Entity",
    "EntityClass",
    "EntityKey",
    "Event",
    "EventActor",
    "EventClass",
    "EventPlace",
    "EventProfile",
    "EventToll",
    "Extract",
    "Figure",
    "Identification",
    "Identity",
    "Key",
    "Likeness",
    "Mention",
    "MentionKind",
    "NodeId",
    "NodeKey",
    "NodeObject",
    "Origin",
    "Other",
    "Party",
    "Polarity",
    "Post",
    "Predicate",
    "Profile",
    "Realis",
    "Rejection",
    "Relationship",
    "Span",
    "Tenure",
    "TextObject",
    "Tie",
    "Toll",
    "TollSummary",
    "object_key",
    "prevailing_class",
    "prevailing_label",
]
