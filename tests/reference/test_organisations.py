"""Organisations are found under every spelling that news uses, and common words are not taken for them."""

import pytest

from kg.model import EntityClass
from kg.reference import organisation, organisation_by_name, organisations, state


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Pentagon", "us-department-of-defense"),
        ("the Pentagon", "us-department-of-defense"),
        ("the US Defence Department", "us-department-of-defense"),
        ("State Department", "us-department-of-state"),
        ("U.S. Department of State", "us-department-of-state"),
        ("United States Army", "us-army"),
        ("US Army", "us-army"),
        ("U.S. military", "us-armed-forces"),
        ("Kataib Hezbollah", "kataib-hezbollah"),
        ("Kata’ib Hizballah", "kataib-hezbollah"),
        ("Ketaib Hizbullah", "kataib-hezbollah"),
        ("Hizbullah", "hezbollah"),
        ("al Qaeda", "al-qaeda"),
        ("Al-Qaida", "al-qaeda"),
        ("al-Qa’ida", "al-qaeda"),
        ("al Qaeda in Iraq", "al-qaeda-in-iraq"),
        ("Quds Force", "quds-force"),
        ("Qods Force", "quds-force"),
        ("IRGC", "irgc"),
        ("Revolutionary Guards", "irgc"),
        ("Popular Mobilisation Forces", "popular-mobilization-forces"),
        ("Hashd al-Shaabi", "popular-mobilization-forces"),
        ("ISIS", "islamic-state"),
        ("Daesh", "islamic-state"),
        ("U.N.", "united-nations"),
        ("Nato", "nato"),
        ("WHO", "world-health-organization"),
        ("World Health Organisation", "world-health-organization"),
        ("10 Downing Street", "downing-street"),
        ("GOP", "republican-party-us"),
        ("AFP", "agence-france-presse"),
        ("The Associated Press", "associated-press"),
        ("al-Shabab", "al-shabaab"),
        ("HAMAS", "hamas"),
        ("Jabhat al Nusra", "nusra-front"),
    ],
)
def test_a_name_in_any_of_its_spellings_finds_its_organisation(text: str, slug: str) -> None:
    found = organisation_by_name(text)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize("text", ["who", "is", "ice", "pentagon", "congress", "fars", "", "The", "Some Other Front"])
def test_common_words_and_unknown_names_find_nothing(text: str) -> None:
    assert organisation_by_name(text) is None


def test_every_name_of_the_list_finds_its_own_entry_and_no_two_entries_share_one() -> None:
    for entry in organisations():
        for name in entry.names:
            assert organisation_by_name(name) is entry, name


def test_slugs_are_unique_and_countries_and_classes_exist() -> None:
    slugs = [o.slug for o in organisations()]
    assert len(slugs) == len(set(slugs)) >= 200
    for entry in organisations():
        assert entry.cls.is_a(EntityClass.ORGANISATION), entry
        assert entry.cls is not EntityClass.STATE
        assert entry.country is None or state(entry.country) is not None, entry
        assert organisation(entry.slug) is entry
    items = [o.wikidata for o in organisations() if o.wikidata]
    assert len(items) == len(set(items))


def test_the_reference_names_kind_and_slug() -> None:
    assert organisations()[0].reference == f"organisation/{organisations()[0].slug}"
    assert organisation("no-such-organisation") is None
