"""What a replayed "model" says of reports like ``report``: rightly, or with all kinds of untruth beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.extract.llm import scripted

Answer = dict[str, Any]

LIES = 7
"""Items that ``lying`` adds to what is right; all are to be refused."""


def report(town: str, killed: int) -> str:
    """A short report on a bombing."""
    return f"Norland bombed the town of {town} on 3 May 2021. The bombing killed {killed} soldiers.\n"


def right(message: str) -> Answer:
    """What a passage with reports says, claim by claim."""
    text = json.loads(message)["text"]
    made = scripted.answer()
    for number, match in enumerate(re.finditer(r"Norland bombed the town of (\w+) on 3 May 2021\.", text)):
        first, town, e = match.group()[:-1], match[1], f"e{number}"
        made["entities"] += [
            scripted.entity(f"n{number}", "State", "Norland"),
            scripted.entity(f"p{number}", "Settlement", town),
        ]
        made["events"].append(scripted.event(e, "Bombing"))
        made["mentions"] += [
            scripted.mention(f"n{number}", "Norland", first),
            scripted.mention(f"p{number}", town, first),
            scripted.mention(e, "bombed", first),
        ]
        made["claims"] += [
            scripted.claim(e, "type", "Bombing", first),
            scripted.claim(e, "agent", f"n{number}", first),
            scripted.claim(e, "target", f"p{number}", first),
            scripted.claim(e, "date", "2021-05-03", first),
        ]
    return made


UNSURE = "Militants killed three soldiers near Kirkuk."
"""A sentence that the rules read, and are unsure of one thing in."""


def unsure(message: str) -> Answer:
    """What ``UNSURE`` says, and a reading of its place that the rules do not have."""
    made = scripted.answer()
    if UNSURE in json.loads(message)["text"]:
        words = UNSURE[:-1]
        made["entities"] = [scripted.entity("n1", "Group", "Militants"), scripted.entity("n2", "Settlement", "Kirkuk")]
        made["events"] = [scripted.event("e1", "Attack")]
        made["mentions"] = [
            scripted.mention("n1", "Militants", words),
            scripted.mention("n2", "Kirkuk", words),
            scripted.mention("e1", "killed", words),
        ]
        made["claims"] = [
            scripted.claim("e1", "type", "Attack", words),
            scripted.claim("e1", "agent", "n1", words),
            scripted.claim("e1", "place", "n2", words),
        ]
    return made


def lying(message: str) -> Answer:
    """The same, and what the text does not say."""
    made = right(message)
    first = made["claims"][0]["evidence"] if made["claims"] else "nothing"
    made["entities"].append(scripted.entity("x1", "State", "Sudland"))  # nobody speaks of it
    made["mentions"].append(scripted.mention("x1", "Sudland"))  # words that are not there
    made["tolls"].append(scripted.toll("x2", "Killed", 4000, 4000))  # another number
    made["claims"] += [
        scripted.claim("e0", "agent", "x1", first),  # rests on what is not there
        scripted.claim("e0", "toll", "x2", first),
        scripted.claim("e0", "date", "2021-05-04", first),  # another day
        scripted.claim("e0", "agent", "n0", "Norland flattened the town"),  # an invented quote
    ]
    return made


def saying(say: Callable[[str], Answer]) -> Callable[[str], str]:
    """What a server replays to the message of a user."""
    return lambda message: json.dumps(say(message), ensure_ascii=False)
