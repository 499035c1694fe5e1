"""Groups of people that tolls count: whether two descriptions may speak of the same people."""

from __future__ import annotations

import re
from typing import Final

from kg.model import Entity, EntityClass

_CIVILIANS: Final = re.compile(
    r"\b(?:civilians?|bystanders?|child(?:ren)?|women|woman|villagers?|residents?|passengers?|pedestrians?|pilgrims?"
    r"|worshippers?|students?|pupils?|patients?|journalists?|medics?|doctors?|nurses?|aid workers?)\b",
    re.IGNORECASE,
)
_COMBATANTS: Final = re.compile(
    r"\b(?:fighters?|militants?|militia(?:men|man|s)?|insurgents?|rebels?|gunm[ae]n|terrorists?|soldiers?|troops?"
    r"|servicem[ae]n|service members?|commandos?|combatants?|guards?|paratroopers?|marines?|pilots?)\b",
    re.IGNORECASE,
)
_ARMED: Final = (EntityClass.ARMED_GROUP, EntityClass.ARMED_FORCE)


def may_share_members(one: Entity, other: Entity) -> bool:
    """Whether two different groups may overlap.

    Descriptions ("25 fighters", "its members") may overlap each other and the organisation they belong to, unless the
    one are combatants and the others civilians, or they belong to different countries. Two proper names are two groups.
    """
    if one.proper and other.proper:
        return False
    if one.country and other.country and one.country != other.country:
        return False
    sides = {_side(one), _side(other)}
    return sides != {"civilian", "combatant"}


def _side(group: Entity) -> str | None:
    if group.proper:
        return "combatant" if group.cls in _ARMED else None
    if _CIVILIANS.search(group.name):
        return "civilian"
    return "combatant" if _COMBATANTS.search(group.name) else None
