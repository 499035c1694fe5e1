"""Addresses: one spelling for one IRI, and links that hold from wherever the reader stands."""

from urllib.parse import quote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.linked.address import normalised
from kg.api.linked.formats import SUFFIXES, split_suffix
from kg.web.place import relative

PATHS = st.lists(st.text("abc-._~1", min_size=1, max_size=5).filter(lambda s: s.strip(".")), min_size=1, max_size=5)


@given(
    PATHS, PATHS, st.sampled_from(["http://127.0.0.1:8000/", "https://example.org/graph/", "https://example.org/a/b/"])
)
def test_a_relative_link_leads_to_its_path_below_whatever_base(here: list[str], there: list[str], base: str) -> None:
    source, target = "/" + "/".join(here), "/" + "/".join(there)
    assert urljoin(base + source[1:], relative(source, target)) == base + target[1:]


@given(PATHS, st.sampled_from(["https://example.org/", "https://example.org/graph/"]))
def test_the_root_is_reached_from_everywhere(here: list[str], base: str) -> None:
    source = "/" + "/".join(here)
    assert urljoin(base + source[1:], relative(source, "/")) == base


@given(st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1))
def test_a_name_minted_with_percent_encoding_has_one_spelling(name: str) -> None:
    minted = quote(name, safe="")
    loose = "".join(f"%{byte:02x}" for byte in name.encode())
    assert normalised(loose) == normalised(minted) == minted


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_suffix_is_told_from_the_name(suffix: str) -> None:
    assert split_suffix(f"/id/place/kirkuk{suffix}") == ("/id/place/kirkuk", suffix)
