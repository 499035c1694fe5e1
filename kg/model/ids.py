"""Identifiers of the nodes inside one extract."""

from __future__ import annotations

from typing import NewType

NodeId = NewType("NodeId", str)
"""Names one node inside one extract: a letter for its kind and a number counted from 1 in the order of the text
(``n3`` an entity, ``e1`` an event, ``a2`` an attribution, ``t1`` a toll, ``d1`` a designation, ``p1`` a post,
``o1`` a tenure, ``c7`` a claim)."""
