"""Blocks: short strings that two keys share where they are worth comparing."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from kg import reference
from kg.identity import lexicon
from kg.identity.comparison.names import Name, parse
from kg.identity.comparison.spelling import skeleton
from kg.model import Profile

_WORDS: Final = 6
"""Words of a name that make blocks: its first ones."""


def blocks(profile: Profile) -> frozenset[str]:
    """The blocks of a profile: its identifiers, and for each proper name pairs of its words' skeletons.

    Two profiles that ``compare`` finds alike nearly always share one. A name of one word gives that word's skeleton,
    and so does the last word of a person's name, where the given name may be missing.
    """
    found = {f"#{identifier}" for identifier in profile.identifiers if not identifier.startswith("born:")}
    if profile.proper:
        for name in (*profile.names, *profile.weak):
            found |= _of(parse(name, profile.key.kind), profile.key.kind)
    return frozenset(found)


def _of(name: Name, kind: str) -> set[str]:
    family = "g" if kind in {"organisation", "group", "actor"} else kind[0]
    if name.acronym:
        return {f"{family}={name.acronym}"}
    heavy = [w for w in name.words if w not in lexicon.words("common")] or list(name.words)
    bones = [skeleton(word) or word for word in heavy][:_WORDS]
    found = {f"{family}:{' '.join(sorted(pair))}" for pair in combinations(bones, 2)}
    if len(bones) == 1 or kind == "person":
        found.add(f"{family}:{bones[-1]}")
    if family == "g" and len(name.words) <= 3:
        found.add(f"g:{skeleton(''.join(name.words))}")
    if family == "g" and len(name.words) > 1:
        folded = reference.fold(name.text).split()
        found.add(f"g={''.join(word[0] for word in folded)}")
        found.add(f"g={''.join(word[0] for word in folded if word not in lexicon.words('small'))}")
    return found
