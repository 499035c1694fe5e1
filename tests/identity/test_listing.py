"""Entries of reference lists among the entities: their keys and profiles, and which names of texts link to them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.comparison import SAME, blocks, compare, excludes, unambiguous
from kg.identity.listing import listed_identification, listed_key, listed_profile
from kg.identity.resolution import Pair
from kg.lists import ListedEntry, ListedName
from kg.model import EntityClass, EntityKey, Profile

_LINKS = tomllib.loads(Path(__file__).with_name("links.toml").read_text(encoding="utf-8"))
_CLASSES = {"person": EntityClass.PERSON, "organisation": EntityClass.ORGANISATION}


def _entry(*names: str, cls: EntityClass = EntityClass.ORGANISATION, **more: Any) -> ListedEntry:
    weak = tuple(ListedName(name, weak=True) for name in more.pop("weak", ()))
    return ListedEntry("test", more.pop("id", "7"), cls, (*map(ListedName, names), *weak), **more)


def _listed() -> dict[str, Profile]:
    entries = [
        _entry(
            *row["names"],
            cls=_CLASSES[row["kind"]],
            id=row["id"],
            weak=row.get("weak", ()),
            countries=tuple(row["countries"]),
        )
        for row in _LINKS["entries"]
    ]
    return {entry.id: listed_profile(entry, listed_key(entry, shared=True)) for entry in entries}


def _link(text: dict[str, str], kind: str, listed: dict[str, Profile]) -> str:
    """The id of the entry that the machine takes a text's name for, or nothing."""
    countries = (text["country"],) if "country" in text else ()
    mine = Profile(EntityKey(kind, "mine"), (text["text"],), (_CLASSES[kind],), countries=countries)
    near = {id_: p for id_, p in listed.items() if blocks(p) & blocks(mine)}
    profiles = {"": mine, **near}
    scored = [Pair.of("", id_, compare(mine, profile).score) for id_, profile in near.items()]
    sure = unambiguous([p for p in scored if p.score >= SAME], lambda a, b: excludes(profiles[a], profiles[b]))
    best = max(sure, key=lambda pair: pair.score, default=None)
    return best.second if best else ""


def test_aliases_link_to_their_entry_and_nothing_else_does() -> None:
    listed = _listed()
    texts = [(kind, text) for kind in _CLASSES for text in _LINKS[kind]]
    found = [(text["text"], text.get("is", ""), _link(text, kind, listed)) for kind, text in texts]
    wrong = [row for row in found if row[2] and row[2] != row[1]]
    known = [row for row in found if row[1]]
    assert wrong == []
    assert sum(is_ == link for _, is_, link in known) / len(known) >= 0.9, [r for r in known if r[1] != r[2]]


@pytest.mark.parametrize(
    ("listed", "text", "kind"),
    [
        (_entry("Ilich Ramirez Sanchez", cls=EntityClass.PERSON, weak=["Carlos"]), "Carlos", "person"),
        (_entry("Kata'ib Hizballah", weak=["Hizballah Battalions"]), "Hizballah Battalions", "organisation"),
        (_entry("Sanchez", cls=EntityClass.PERSON), "Sanchez", "person"),
        (_entry("Abu Ali", cls=EntityClass.PERSON), "Abu Ali", "person"),
        (_entry("People's Army", "ABC"), "ABC", "organisation"),
        (_entry("National Front"), "National Front", "organisation"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_weak_aliases_single_names_short_acronyms_and_common_words_are_shown_and_never_link(
    listed: ListedEntry, text: str, kind: str
) -> None:
    profile = listed_profile(listed, listed_key(listed))
    likeness = compare(Profile(EntityKey(kind, "x"), (text,), (_CLASSES[kind],)), profile)
    assert 0.75 <= likeness.score < SAME
    assert len(likeness.reasons) > 1


def test_a_name_that_fits_two_entries_of_a_list_links_to_neither() -> None:
    pairs = [Pair.of("text", "one", 1.0), Pair.of("other", "text", 0.98)]
    rivals = {"one", "other"}
    assert unambiguous(pairs, lambda a, b: {a, b} == rivals) == ()
    assert unambiguous(pairs, lambda a, b: False) == tuple(pairs)
    assert unambiguous([pairs[0], Pair.of("other", "text", 0.95)], lambda a, b: {a, b} == rivals) == (pairs[0],)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.floats(0.95, 1)), max_size=8))
def test_what_is_ambiguous_does_not_depend_on_the_order(rows: list[tuple[str, str, float]]) -> None:
    pairs = [Pair.of(a, b, score) for a, b, score in rows if a != b]
    forth, back = (unambiguous(order, lambda a, b: (a < "d") == (b < "d")) for order in (pairs, pairs[::-1]))
    assert set(forth) == set(back)
    assert set(forth) <= set(pairs)


def test_people_born_in_different_years_are_left_to_people() -> None:
    one, other = (
        listed_profile(e, listed_key(e))
        for e in (
            _entry("Qasem Soleimani", cls=EntityClass.PERSON, id="1", born=("1957-03-11",)),
            ListedEntry("un", "2", EntityClass.PERSON, (ListedName("Qasem Soleimani"),), born=("1971",)),
        )
    )
    assert compare(one, other).score < SAME
    assert "born in different years" in compare(one, other).reasons
    about = ListedEntry("un", "2", EntityClass.PERSON, (ListedName("Qasem Soleimani"),), born=("1958~",))
    assert compare(one, listed_profile(about, listed_key(about))).score >= SAME


def test_entries_of_two_lists_meet_and_two_of_one_list_never_do() -> None:
    un = ListedEntry("un", "1", EntityClass.ORGANISATION, (ListedName("Boko Haram"),))
    one, two = _entry("Boko Haram", id="1"), _entry("Boko Haram", id="2")
    profiles = [listed_profile(e, listed_key(e, shared=True)) for e in (un, one, two)]
    assert compare(profiles[0], profiles[1]).score >= SAME
    assert excludes(profiles[1], profiles[2])


def test_keys_hold_the_name_alone_where_it_is_the_groups_own() -> None:
    assert listed_key(_entry("Kata'ib Hizballah")) == EntityKey("organisation", "kataib-hizballah")
    assert listed_key(_entry("Kata'ib Hizballah"), shared=True).name == "kataib-hizballah-test-7"
    assert listed_key(_entry("National Front")).name == "national-front-test-7"
    assert listed_key(_entry("Ali Hassan", cls=EntityClass.PERSON)) == EntityKey("person", "ali-hassan-test-7")
    mosul = _entry("Mosul", cls=EntityClass.SETTLEMENT, identifiers=("geonames:99072",), countries=("IQ",))
    assert listed_key(mosul) == EntityKey("place", "mosul-99072")
    iraq = _entry("Republic of Iraq", cls=EntityClass.COUNTRY, identifiers=("geonames:99237",), countries=("IQ",))
    assert listed_key(iraq) == EntityKey("place", "iraq-99237")
    assert listed_profile(mosul, listed_key(mosul)).within == (EntityKey("place", "iraq-99237"),)


def test_what_describes_an_entity_leaves_weak_names_out() -> None:
    entry = _entry("River Brigades", "Kataib al-Nahr", weak=["RB"], countries=("IQ",), identifiers=("wikidata:Q9",))
    told = listed_identification(entry, listed_key(entry))
    assert (told.label, told.aliases, told.wikidata, told.country) == (
        "River Brigades",
        ("Kataib al-Nahr",),
        "Q9",
        "IQ",
    )


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=12), st.sampled_from(list(EntityClass)))
def test_every_key_is_a_slug(name: str, number: str, cls: EntityClass) -> None:
    for shared in (True, False):
        key = listed_key(_entry(name, cls=cls, id=number), shared=shared)
        assert key.name.replace("-", "").isascii()
        assert key.name.replace("-", "").isalnum()
