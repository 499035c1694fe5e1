"""Made-up news for ``scale.py``: texts to be read like any other, with names and stories unevenly spread."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from growth import _FAMILY, _GIVEN, _TOWNS

_FOLDER = 1000
_GROUPS = ["Taliban", "Islamic State", "Hezbollah", "Hamas", "Boko Haram", "Kataib Hezbollah", "Al-Shabaab", "Houthi"]
_GROUPS += [f"{a} {b}" for a in ["Northern", "Red", "White", "Free", "Iron"] for b in ["Brigade", "Front", "Army"]]
_ROLES = ["police", "hospital officials", "a government spokesman", "residents", "the interior ministry", "witnesses"]
_DEEDS = [
    ("{group} fighters attacked a checkpoint in {town} on {day}, killing {n} soldiers", "attack"),
    ("A car bomb killed {n} people in {town} on {day}", "bombing"),
    ("Gunmen of the {group} shot dead {n} policemen near {town} on {day}", "shooting"),
    ("An air strike on a {group} camp outside {town} on {day} killed {n} militants", "strike"),
    ("The {group} abducted {n} aid workers in {town} on {day}", "abduction"),
]
_BACKGROUND = [
    "The price of bread in the market of {town} has doubled since the winter, and shopkeepers say that few can pay it.",
    "Farmers along the river wait for rain, and the canals that their grandfathers dug have been dry for a year.",
    "{who}, who once taught history at a school in {town}, has written three books about the region and its languages.",
    "Schools opened late this autumn because many of the buildings still need roofs, windows and water.",
    "Analysts compare the season with earlier years and point to the roads, which remain closed after every storm.",
    "The football club of {town} played for the first time before a full house, and the mayor handed out the cup.",
    "A new bridge is to be finished by the end of the year, engineers told reporters who visited the site.",
    "Doctors in the clinic treat forty patients a day, most of them children with coughs and fevers.",
    "{who} met {other} to talk about trade, visas and the railway between the two countries.",
]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]


def _skewed(choice: random.Random, things: list[str], shape: float = 0.7) -> str:
    return things[min(int(choice.paretovariate(shape)) - 1, len(things) - 1)]


@cache
def _names() -> list[str]:
    names = [f"{given} {family}" for family in _FAMILY for given in _GIVEN]
    random.Random(0).shuffle(names)
    return names


Length = Literal["article", "brief", "wire"]
"""Some 270 words, 60, or 18."""
LENGTHS: Final = get_args(Length)


def text(number: int, length: Length = "article") -> str:
    """The article with this number: two stories, each told elsewhere, too, and some sentences of background.

    A brief has one story and one such sentence; a wire a story's first sentence alone.
    """
    choice, names = random.Random(number), _names()
    day = f"{choice.randrange(1, 29)} {choice.choice(_MONTHS)} 2019"
    paragraphs = []
    for _ in range(2 if length == "article" else 1):
        story = random.Random(choice.randrange(1 + number * 2))  # stories are told again
        deed, kind = story.choice(_DEEDS)
        group, town = _skewed(story, _GROUPS), story.choice(_TOWNS)
        when = f"{story.randrange(1, 29)} {story.choice(_MONTHS)} 2019"
        said, who = choice.choice(_ROLES), _skewed(choice, names, 0.5)
        killed = story.randrange(2, 40) + choice.randrange(2)
        if length == "wire":
            return f"{deed.format(group=group, town=town, day=when, n=killed)}, {said} said. ({number})\n"
        paragraphs.append(
            f"{deed.format(group=group, town=town, day=when, n=killed)}, {said} said. "
            f"{who}, a spokesman for the governor, said the {kind} was the work of the {group}. "
            f"Nobody else has claimed responsibility."
        )
        background = choice.sample(_BACKGROUND, 5 if length == "article" else 1)
        filled = [
            b.format(town=choice.choice(_TOWNS), who=_skewed(choice, names, 0.5), other=_skewed(choice, names, 0.5))
            for b in background
        ]
        paragraphs.append(" ".join(filled))
    return f"Report {number} from {choice.choice(_TOWNS)}\n\n{day}\n\n" + "\n\n".join(paragraphs) + "\n"


def write(folder: Path, begin: int, end: int, length: Length = "article") -> int:
    """Writes the articles ``begin`` to ``end``, a thousand to a folder; gives their words."""
    words = 0
    for number in range(begin, end):
        content = text(number, length)
        place = folder / f"{number // _FOLDER:05}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:07}.txt").write_text(content, encoding="utf-8")
        words += len(content.split())
    return words
