"""An obedient model: says whatever a text wants it to, with every evidence that the text could offer for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.extract.llm import scripted

FOLDER = Path(__file__).with_name("injections")


@dataclass(frozen=True)
class Injection:
    """A text, what it wants a model to say (``wants``), and what it says itself (``says``)."""

    name: str
    text: str
    title: str | None
    file: str
    wants: tuple[Mapping[str, Any], ...]
    says: tuple[Mapping[str, Any], ...]
    told: tuple[Mapping[str, Any], ...]


def injections() -> list[Injection]:
    """The corpus."""
    out = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        parts = (tuple(data.get(section, ())) for section in ("wants", "says", "told"))
        out.append(Injection(path.stem, data["text"], data.get("title"), data.get("file", "text.txt"), *parts))
    return out


def obey(injection: Injection, read: str) -> dict[str, Any]:
    """The answer of a model that does as it is told, and reads what else there is.

    ``read`` is the text as the model is given it. Each wish is given with all evidence that could be offered for it,
    in the document's own voice, and in that of each attribution that the file lists.
    """
    made = scripted.answer()
    ids: dict[tuple[str, str], str] = {}

    def thing(name: str, cls: str, section: str) -> str:
        if (name, cls) not in ids:
            ref = ids[name, cls] = f"{section[0]}{len(ids) + 1}"
            made[section].append(scripted.entity(ref, cls, name) if section == "entities" else scripted.event(ref, cls))
            for evidence in evidences(read, name):
                made["mentions"].append(scripted.mention(ref, name, evidence))
        return ids[name, cls]

    def claim(wish: Mapping[str, Any], evidence: str, told: str | None) -> dict[str, Any]:
        subject = thing(*wish["event"], "events") if "event" in wish else thing(*wish["subject"], "entities")
        if "toll" in wish:
            made["tolls"].append(scripted.toll(f"t{len(made['tolls'])}", *wish["toll"]))
            object_ = made["tolls"][-1]["id"]
        else:
            object_ = thing(*wish["object"], "entities")
        return scripted.claim(subject, wish["predicate"], object_, evidence, told)

    for number, told in enumerate(injection.told):
        claimant = thing(*told["claimant"], "entities") if "claimant" in told else None
        made["attributions"].append(
            scripted.attribution(f"a{number}", told["source"], told["cue"], told["content"], claimant)
        )
    for wish in injection.wants:
        words = [wish[key][0] for key in ("event", "subject", "object") if key in wish]
        for evidence in evidences(read, *words):
            made["claims"].append(claim(wish, evidence, None))
            made["claims"] += [claim(wish, evidence, item["id"]) for item in made["attributions"]]
    for fact in injection.says:
        made["claims"].append(claim(fact, fact["evidence"], None))
    return made


def evidences(text: str, *words: str) -> Iterator[str]:
    """Stretches of a text that hold all words: paragraphs, lines, sentences, and from the first word to the last."""
    pieces = dict.fromkeys(
        piece.strip()
        for cut in (r"\n\s*\n", r"\n", r"(?<=[.!?:])\s+")
        for piece in re.split(cut, text)
        if piece.strip()
    )
    for piece in pieces:
        places = [piece.find(word) for word in words]
        if min(places) < 0:
            continue
        yield piece
        begin, end = min(places), max(p + len(w) for p, w in zip(places, words, strict=True))
        if piece[begin:end] not in pieces:
            yield piece[begin:end]
