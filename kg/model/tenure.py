"""The post and the tenure: an office, and one actor's time in it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.ids import NodeId


@dataclass(frozen=True, slots=True)
class Post:
    """An office by its title without the organisation ("Secretary of State", "Prime Minister")."""

    id: NodeId
    label: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """One actor's time in one post. Holder, post, organisation and date are claims about it."""

    id: NodeId
