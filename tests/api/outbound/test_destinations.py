"""Which targets may be reached: those on the list, at public addresses, and nothing that merely looks like them."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.outbound import Destinations
from kg.api.outbound.destinations import is_public
from kg.errors import QueryLimitError

_LIST = Destinations(("https://query.example.org/sparql", "http://data.example.com:8080/"))


@pytest.mark.parametrize(
    "iri",
    [
        "https://query.example.org/sparql",
        "https://query.example.org:443/sparql",
        "https://QUERY.example.org/sparql?default-graph-uri=x",
        "http://data.example.com:8080/",
        "http://data.example.com:8080",
        "http://data.example.com:8080/deep/er",
    ],
)
def test_what_the_list_covers_is_permitted(iri: str) -> None:
    assert _LIST.permit(iri).iri == iri


@pytest.mark.parametrize(
    "iri",
    [
        "http://query.example.org/sparql",
        "https://query.example.org.evil.example/sparql",
        "https://query.example.org@evil.example/sparql",
        "https://evil.example/https://query.example.org/sparql",
        "https://query.example.org/",
        "https://query.example.org:444/sparql",
        "https://query.example.org/sparql/../admin",
        "https://query.example.org/sparql/%2e%2e/admin",
        "https://query.example.org\\@evil.example/sparql",
        "https://query.example.org/sparql#x",
        "http://data.example.com/",
        "file:///etc/passwd",
        "gopher://data.example.com:8080/",
        "//data.example.com:8080/",
        "http://data.example.com:8080:80/",
        "http://data.example.com:99999/",
        "http://dаta.example.com:8080/",  # a Cyrillic letter
        "",
    ],
)
def test_what_only_looks_like_it_is_refused(iri: str) -> None:
    with pytest.raises(QueryLimitError, match="does not allow"):
        _LIST.permit(iri)


def _resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    async def getaddrinfo(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]

    loop = asyncio.new_event_loop()
    monkeypatch.setattr(type(loop), "getaddrinfo", lambda *a, **k: getaddrinfo())
    loop.close()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "255.255.255.255"),
    ],
)
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    _resolving(monkeypatch, "9.9.9.9", address)
    with pytest.raises(QueryLimitError):
        asyncio.run(_LIST.locate(_LIST.permit("https://query.example.org/sparql")))


def test_a_public_name_is_pinned_to_one_of_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, "9.9.9.9", "9.9.9.10")
    assert asyncio.run(_LIST.locate(_LIST.permit("https://query.example.org/sparql"))) == "9.9.9.9"


def test_an_operator_may_name_an_address_that_is_not_public() -> None:
    inside = Destinations(("http://127.0.0.1:9999/",))
    assert asyncio.run(inside.locate(inside.permit("http://127.0.0.1:9999/x"))) == "127.0.0.1"


def test_a_star_stands_for_any_port_and_nothing_else() -> None:
    inside = Destinations(("http://127.0.0.1:*/data/",))
    for port in ("", ":1", ":65535"):
        assert inside.permit(f"http://127.0.0.1{port}/data/x").private
    for iri in (
        "http://127.0.0.1:1/",
        "http://127.0.0.1:*/data/",
        "http://127.0.0.1:1.evil.example/data/",
        "http://x:1/data/",
    ):
        with pytest.raises(QueryLimitError):
            inside.permit(iri)


@given(st.one_of(st.ip_addresses(v=4, network="10.0.0.0/8"), st.ip_addresses(v=4, network="127.0.0.0/8")))
def test_no_form_of_an_inner_address_passes_for_a_public_one(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    forms = [address, f"::ffff:{address}", ipaddress.IPv6Address((0x64FF9B << 96) | number)]
    forms.append(ipaddress.IPv6Address((0x2002 << 112) | (number << 80)))
    assert not any(is_public(str(form)) for form in forms)
