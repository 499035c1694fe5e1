"""Addresses: every view of the network as an address that shows it again."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from kg.web.network.wish import FEW, Wish
from kg.web.place import Place

PAGE: Final = "/network"
DATA: Final = "/api/network"
EVIDENCE: Final = "/api/network/evidence"


def address(place: Place, wish: Wish, path: str = PAGE) -> str:
    """Where ``wish`` is shown, as seen from ``place``."""
    given = pairs(wish)
    return place.to(path) + ("?" + urlencode(given) if given else "")


def pairs(wish: Wish) -> list[tuple[str, str]]:
    """The parameters of a wish; those that go without saying are left out."""
    single = [("entity", wish.entity), ("other", wish.other), ("edge", wish.kind)]
    single += [
        ("depth", str(wish.depth) if wish.depth > 1 else ""),
        ("most", str(wish.most) if wish.most != FEW else ""),
    ]
    single += [("since", wish.first), ("until", wish.last)]
    many = [("kind", kind) for kind in wish.kinds]
    many += [("expand", f"{iri} {kind}".strip()) for iri, kind in wish.expanded]
    return [(name, value) for name, value in (*single, *many) if value]


def edge(place: Place, source: str, kind: str, target: str, path: str = PAGE) -> str:
    """Where the evidence for one link is shown."""
    return address(place, Wish(entity=source, other=target, kind=kind), path)


def expanded(wish: Wish, iri: str, kind: str = "") -> Wish:
    """The wish with the links of one more actor."""
    return replace(wish, expanded=tuple(dict.fromkeys((*wish.expanded, (iri, kind)))))


def toggled(wish: Wish, kind: str) -> Wish:
    """The wish with one kind more, or less where it has it."""
    kept = tuple(one for one in wish.kinds if one != kind)
    return replace(wish, kinds=kept if kind in wish.kinds else (*wish.kinds, kind))
