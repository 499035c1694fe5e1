"""Accounts of one event, written as reports are read: ``"A 14 Norland: 25 fighters denied"``.

A document, a day of March 2021 (``?``: none), a claimant (``-``: the document itself; lower case: one without a name),
a figure (``25``, ``20+``, ``20-30``, ``-15``), who was counted, and what is said of the claim.
"""

import re

from kg.model import (
    Account,
    Certainty,
    Effect,
    EntityClass,
    EntityKey,
    EventClass,
    Figure,
    NodeId,
    NodeKey,
    Party,
    Polarity,
    Predicate,
    Realis,
    Span,
)

EVENT = NodeKey("a" * 20, NodeId("e1"))
_REPORT = re.compile(
    r"(?P<doc>\w+) (?P<day>\d+|\?) (?P<who>[^:]+): (?P<low>\d*)(?P<open>\+?)(?:-(?P<high>\d+))?(?P<rest>.*)"
)
_FLAGS = ("denied", "possible", "hypothetical", "future", "injured", "update")


def report(text: str, order: int = 0) -> Account:
    """One account of a toll."""
    found = _REPORT.fullmatch(text)
    assert found, text
    words = found["rest"].split()
    flags, group = [w for w in words if w in _FLAGS], " ".join(w for w in words if w not in _FLAGS)
    low = int(found["low"]) if found["low"] else None
    high = int(found["high"]) if found["high"] else (None if found["open"] else low)
    document = found["doc"].lower().rjust(20, "0")
    who = found["who"]
    return Account(
        document,
        NodeId(f"c{order}"),
        EVENT,
        Predicate.TOLL,
        Figure(
            NodeKey(document, NodeId(f"t{order}")),
            Effect.INJURED if "injured" in flags else Effect.KILLED,
            low,
            high,
            counted(group, document) if group else None,
        ),
        (Span(order * 10, order * 10 + 5),),
        order,
        None if who == "-" else EntityKey("organisation", who.lower() if who[0].isupper() else f"{who}-{document}"),
        who[0].isupper(),
        Polarity.DENIED if "denied" in flags else Polarity.AFFIRMED,
        Certainty.POSSIBLE if "possible" in flags else Certainty.CERTAIN,
        Realis.HYPOTHETICAL if "hypothetical" in flags else Realis.FUTURE if "future" in flags else Realis.ACTUAL,
        EventClass.ATTACK,
        None if found["day"] == "?" else f"2021-03-{int(found['day']):02}",
        None,
        "update" in flags,
    )


def counted(name: str, document: str) -> Party:
    """A group: an organisation where it is written with a capital, a description otherwise."""
    proper = name[0].isupper()
    slug = name.lower().replace(" ", "-")
    key = EntityKey("organisation", slug) if proper else EntityKey("group", f"{slug}-{document}")
    return Party(key, EntityClass.ARMED_GROUP if proper else EntityClass.GROUP, name, proper)


def reports(*texts: str) -> list[Account]:
    return [report(text, order) for order, text in enumerate(texts)]
