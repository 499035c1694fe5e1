"""The sentence: one claim's statement as people would say it, without how sure anybody is of it."""

from __future__ import annotations

from typing import Final

from kg.vocabulary import KG, RDF
from kg.web.claims import ShownClaim
from kg.web.dates import date_words
from kg.web.words import local_name, words

_OF_EVENTS: Final = {
    "agent": "{object} carried out the {subject}",
    "target": "the {subject} was against {object}",
    "victim": "{object} suffered the {subject}",
    "participant": "{object} took part in the {subject}",
    "instrument": "the {subject} was done with {object}",
    "place": "the {subject} was in {object}",
    "date": "the {subject} was at this time: {object}",
    "toll": "the {subject} left {object}",
    "inResponseTo": "the {subject} was in response to this: {object}",
    "subEventOf": "the {subject} was part of this: {object}",
}
_OF_OTHERS: Final = {
    "leads": "{subject} leads {object}",
    "memberOf": "{subject} is a member of {object}",
    "partOf": "{subject} is part of {object}",
    "supports": "{subject} supports {object}",
    "arms": "{subject} arms {object}",
    "alliedWith": "{subject} is allied with {object}",
    "opposes": "{subject} opposes {object}",
    "affiliatedWith": "{subject} is affiliated with {object}",
    "basedIn": "{subject} is based in {object}",
    "activeIn": "{subject} is active in {object}",
    "nationality": "{subject} is of {object}",
    "holder": "{object} holds the post",
    "post": "the post is {object}",
    "organisation": "the post belongs to {object}",
    "designee": "{object} is designated “{subject}”",
    "authority": "{object} designates somebody “{subject}”",
    "programme": "the designation “{subject}” is under {object}",
}
_EVENTS: Final = "/id/event/"


def sentence(claim: ShownClaim) -> str:
    """What the claim states, in words. How the claimant puts it, and whether it is denied, is left to ``stance``."""
    name = local_name(claim.predicate_iri)
    about_event = _EVENTS in claim.subject_iri
    value = date_words(claim.object) if name == "date" else claim.object
    if claim.predicate_iri == RDF + "type":
        text = f"there was this: {value}" if about_event else f"{claim.subject} is {value}"
    elif about_event and name in _OF_EVENTS:
        text = _OF_EVENTS[name].format(subject=claim.subject, object=value)
    elif claim.predicate_iri.startswith(KG) and name in _OF_OTHERS:
        text = _OF_OTHERS[name].format(subject=claim.subject, object=value)
    else:
        text = f"{claim.subject}: {words(name)} {value}"
    return text[:1].upper() + text[1:]
