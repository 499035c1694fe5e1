"""A store that holds the two invented documents, their entities, their conflicts, a reference list and the ontology."""

from collections import defaultdict
from functools import cache

import pyoxigraph as ox

from kg.graph import (
    accounts,
    build,
    conflict_quads,
    describe,
    describe_list,
    describe_listing,
    ontology_quads,
    relationship_quads,
    relationships,
    summarise_tolls,
    ties,
    toll_quads,
)
from kg.lists import ListedDesignation, ListedEntry, ListedName, ListHeader
from kg.model import EntityClass, EntityKey
from tests.graph.fiction import BASE, karsk, lund

BRIGADE = EntityKey("organisation", "iron-brigade")
REGISTER = ListHeader("register", "Register of Norland", "Norland", "2020", "0" * 64, "register.tsv")


def entry(date: str | None, authority: str = "Norland", name: str = "Iron Brigade") -> ListedEntry:
    """An entry of the register that lists the brigade, or whatever goes by the name."""
    designation = ListedDesignation("Terrorist", authority, ("Estmark",), "Sanctions Act", date)
    names = (ListedName(name), ListedName("the Irons", weak=True))
    return ListedEntry("register", "N-7", EntityClass.ARMED_GROUP, names, designations=(designation,))


@cache
def world() -> ox.Store:
    store, told, spoken = ox.Store(), defaultdict(list), defaultdict(list)
    for one in (karsk(), lund()):
        built = build(one.document, one.extract, one.identity, BASE, one.names)
        store.extend(built.graph + built.conflicts)
        for account in accounts(one.document, one.extract, one.identity, {}):
            spoken[account.subject].append(account)
        for identification in one.identity.entities + one.identity.added:
            told[identification.key].append(identification)
    for identifications in told.values():
        store.extend(describe(identifications, BASE))
    store.extend(describe_list(REGISTER, 1, BASE))
    store.extend(describe_listing(entry("2016-05-01"), BRIGADE, BASE))
    made = [account for group in spoken.values() for account in group]
    store.extend(relationship_quads(relationships(ties(made)), BASE))
    for subject, group in spoken.items():
        store.extend(conflict_quads(subject, group, BASE) + toll_quads(summarise_tolls(group), BASE))
    store.extend(ontology_quads())
    return store


ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    *((name, {}) for name in ("mentions", "events", "attributions", "tolls", "places", "relationships")),
    *((name, {}) for name in ("designations", "tenures", "conflicts", "attacks", "backing", "designated", "actors")),
    *((name, {}) for name in ("casualties", "claimants", "denials", "disagreements", "documents", "plans", "timeline")),
    ("mentions", {"document": "lund"}),
    ("attacks", {"by": "norland", "on": "Iron Brigade"}),
    ("actor", {"actor": "roe"}),
    ("relations", {"one": "norland", "other": BASE + "id/organisation/iron-brigade"}),
    ("connections", {"from": "Norland", "to": "Estmark"}),
    ("statements", {"claimant": "Norland"}),
    ("statements", {"claimant": "lund.txt"}),
    ("single-source", {"claimant": "Ada Roe"}),
    ("events-in-place", {"in": "estmark"}),
    ("events-in-place", {"in": "estmark", "since": "2021-03-15"}),
    ("events-in-period", {"since": "2021-03-01", "until": "2021-03-10"}),
    ("events-in-period", {"since": "2021", "until": "2021", "class": "Airstrike"}),
    ("timeline", {"actor": "Iron Brigade"}),
    ("disagreements", {"about": "toll"}),
    ("attacks", {"in": "estmark", "since": "2021-03-14", "until": "2021-03-14"}),
    ("casualties", {"by": "norland", "in": "karsk", "only": "Killed", "whom": "FIGHTER", "class": "Attack"}),
    ("casualties", {"since": "2022"}),
    ("tenures", {"holder": "Ada Roe", "as": "minister", "at": "Norland"}),
    ("tenures", {"as": "president"}),
    ("events-in-place", {"in": "Port Lund", "class": "Meeting"}),
    ("event-places", {"class": "Airstrike", "actor": "Iron Brigade"}),
    ("event-places", {"since": "2021", "until": "2021-03"}),
    ("disagreements", {"actor": "Iron Brigade", "in": "Karsk", "class": "Airstrike"}),
    ("disagreements", {"actor": "Ada Roe"}),
    ("statements", {"claimant": "Norland", "about": "Estmark"}),
    ("network", {"actor": "Iron Brigade"}),
    ("toll-summaries", {}),
    ("toll-summaries", {"only": "Injured"}),
    ("relationship-summary", {}),
    ("relationship-summary", {"actor": "Norland", "kind": "attacks"}),
    ("paths", {"from": "Norland", "to": "Estmark"}),
    ("paths", {"from": "Norland", "to": "Iron Brigade"}),
    ("listed-designations", {}),
    ("listed-designations", {"by": "Estmark"}),
    ("designation-disagreements", {"designee": "Iron Brigade"}),
)
"""Every query, and what it was asked for the golden file."""
