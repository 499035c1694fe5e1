"""A text, a good answer about it, and what the text says: what lies are held against."""

from __future__ import annotations

from typing import Any

from kg.model import Extract, NodeObject
from tests.extract.llm.scripted import answer, attribution, claim, entity, event, mention, toll

DATE = "2019-12-30"
TEXT = (
    "Police said on Monday that gunmen of the Red Lantern attacked a base near Kirkuk, killing 51 soldiers and"
    " wounding 15. Ahmad Karimi, who leads the Red Lantern, denied that his fighters attacked the base. Iraqi Prime"
    " Minister Adel Abdul-Mahdi condemned the attack on 29 December. Washington designated the Red Lantern as a"
    " “terrorist group” in 2009. Iran may arm the Red Lantern."
)
_SAID = "gunmen of the Red Lantern attacked a base near Kirkuk, killing 51 soldiers and wounding 15"
_DENIED = "his fighters attacked the base"
_CONDEMNED = "Iraqi Prime Minister Adel Abdul-Mahdi condemned the attack on 29 December"
_LISTED = "Washington designated the Red Lantern as a “terrorist group” in 2009"


def good() -> dict[str, Any]:
    """An answer of which the text bears out everything."""
    return answer(
        entities=[
            entity("n1", "GovernmentBody", "Police"),
            entity("n2", "Group", "gunmen of the Red Lantern"),
            entity("n3", "ArmedGroup", "Red Lantern"),
            entity("n4", "Facility", "a base"),
            entity("n5", "Settlement", "Kirkuk"),
            entity("n6", "Person", "Ahmad Karimi"),
            entity("n7", "Person", "Adel Abdul-Mahdi"),
            entity("n8", "State", "Iraqi"),
            entity("n9", "State", "Washington"),
            entity("n10", "Group", "51 soldiers"),
            entity("n11", "Group", "his fighters"),
            entity("n12", "State", "Iran"),
        ],
        events=[event("e1", "Attack"), event("e2", "Condemnation")],
        mentions=[
            mention("n1", "Police"),
            mention("n2", "gunmen"),
            mention("n3", "Red Lantern", "gunmen of the Red Lantern"),
            mention("n3", "Red Lantern", "who leads the Red Lantern"),
            mention("n3", "Red Lantern", "designated the Red Lantern"),
            mention("n3", "Red Lantern", "arm the Red Lantern"),
            mention("n4", "a base"),
            mention("n4", "the base"),
            mention("n5", "Kirkuk"),
            mention("n6", "Ahmad Karimi"),
            mention("n7", "Adel Abdul-Mahdi"),
            mention("n8", "Iraqi"),
            mention("n9", "Washington"),
            mention("n10", "51 soldiers"),
            mention("n11", "his fighters"),
            mention("n12", "Iran"),
            mention("e1", "attacked", "attacked a base"),
            mention("e1", "attacked", "his fighters attacked"),
            mention("e1", "attack", "condemned the attack"),
            mention("e2", "condemned"),
        ],
        attributions=[
            attribution("a1", "Police", "said", _SAID, "n1"),
            attribution("a2", "Ahmad Karimi", "denied", _DENIED, "n6"),
        ],
        tolls=[toll("t1", "Killed", 51, 51, "n10"), toll("t2", "Injured", 15, 15)],
        designations=[{"id": "d1", "label": "terrorist group"}],
        posts=[{"id": "p1", "label": "Prime Minister"}],
        tenures=[{"id": "o1"}],
        claims=[
            claim("e1", "type", "Attack", _SAID, "a1"),
            claim("e1", "agent", "n2", _SAID, "a1"),
            claim("e1", "target", "n4", _SAID, "a1"),
            claim("e1", "place", "n5", _SAID, "a1"),
            claim("e1", "toll", "t1", _SAID, "a1"),
            claim("e1", "toll", "t2", _SAID, "a1"),
            claim("e1", "agent", "n11", _DENIED, "a2", polarity="Denied"),
            claim("n6", "leads", "n3", "Ahmad Karimi, who leads the Red Lantern"),
            claim("e2", "type", "Condemnation", _CONDEMNED),
            claim("e2", "agent", "n7", _CONDEMNED),
            claim("e2", "target", "e1", _CONDEMNED),
            claim("e2", "date", "2019-12-29", _CONDEMNED),
            claim("o1", "holder", "n7", _CONDEMNED),
            claim("o1", "post", "p1", _CONDEMNED),
            claim("o1", "organisation", "n8", _CONDEMNED),
            claim("d1", "designee", "n3", _LISTED),
            claim("d1", "authority", "n9", _LISTED),
            claim("d1", "date", "2009", _LISTED),
            claim("n12", "arms", "n3", "Iran may arm the Red Lantern", certainty="Possible", realis="Future"),
        ],
    )


Fact = tuple[str, str, str, str, str, str, str]
"""Subject, predicate, object, claimant, polarity, certainty and realis, by names."""


def facts(extract: Extract) -> set[Fact]:
    """The claims of an extract, with nodes by what they are called."""
    names = {e.id: e.name for e in extract.entities} | {e.id: e.cls.value for e in extract.events}
    names |= {t.id: f"{t.effect} {t.minimum}-{t.maximum}" for t in extract.tolls}
    names |= {n.id: n.label for n in (*extract.posts, *extract.designations)} | {
        t.id: "tenure" for t in extract.tenures
    }
    return {
        (
            names[c.subject],
            c.predicate.value,
            names[c.object.node] if isinstance(c.object, NodeObject) else str(c.object.value),
            names[c.claimant] if c.claimant is not None else "",
            c.polarity.value,
            c.certainty.value,
            c.realis.value,
        )
        for c in extract.claims
    }
