"""Groups of people that tolls count: whether two descriptions may speak of the same people."""

from __future__ import annotations

import re
from typing import Final

from kg.model import EntityClass, Party

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
_COUNT: Final = re.compile(
    r"^(?:(?:at least|at most|more than|fewer than|less than|up to|as many as|no fewer than|over|about|around|some"
    r"|nearly|almost|roughly|approximately|several|dozens|scores|hundreds|thousands|many|the|a|an|its|their|his|her|our|all|of"
    r"|\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand)\s+)*",
    re.IGNORECASE,
)
_EVERYONE: Final = re.compile(
    r"(?:people|persons?|individuals|human beings|lives|bodies|dead|deaths|fatalities|casualties|victims)?"
    r"(?: (?:in|at|on|aboard|inside|near)\b.*)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[\d,.]+|dozens|scores|hundreds|thousands", re.IGNORECASE)
_ARMED: Final = (EntityClass.ARMED_GROUP, EntityClass.ARMED_FORCE)


def may_share_members(one: Party, other: Party) -> bool:
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


def is_everyone(group: Party) -> bool:
    """Whether a description counts whoever was there, so that its toll is the whole: "25 people", "the dead"."""
    return not group.proper and _EVERYONE.fullmatch(described(group)) is not None


def described(group: Party) -> str:
    """The words of a description in lower case and without its count: "25 of its fighters" gives "fighters"."""
    words = _COUNT.sub("", " ".join(group.name.lower().split()) + " ").strip()
    return "" if _NUMBER.fullmatch(words) else words


def _side(group: Party) -> str | None:
    if group.proper:
        return "combatant" if group.cls in _ARMED else None
    if _CIVILIANS.search(group.name):
        return "civilian"
    return "combatant" if _COMBATANTS.search(group.name) else None
