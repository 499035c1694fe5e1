"""A model that says what a test has it say, and short ways to write that down."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from kg.documents import read
from kg.extract.llm.asking import Answer, Question, Usage
from kg.model import Document

Reply = Mapping[str, Any] | str


@dataclass
class Scripted:
    """Answers as ``reply`` does for the data of a question; remembers the questions."""

    reply: Callable[[Mapping[str, Any]], Reply]
    name: str = "scripted"
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        reply = self.reply(json.loads(question.text))
        return Answer(reply if isinstance(reply, str) else json.dumps(reply), Usage(100, 10))


def saying(reply: Reply) -> Scripted:
    """A model that gives the same answer to everything."""
    return Scripted(lambda _: reply)


def document(text: str, date: str | None = None, name: str = "text.txt", title: str | None = None) -> Document:
    content = f"{title}\n\n{text}".encode() if title else text.encode()
    made = read(content, name, date=date)
    assert made.id == sha256(content).hexdigest()[:20]
    return made


def entity(ref: str, cls: str, name: str) -> dict[str, Any]:
    return {"id": ref, "class": cls, "name": name}


def event(ref: str, cls: str) -> dict[str, Any]:
    return {"id": ref, "class": cls}


def mention(of: str, quote: str, where: str | None = None) -> dict[str, Any]:
    return {"of": of, "quote": quote, "where": where}


def attribution(
    ref: str, source: str | None, cue: str, content: str | Sequence[str], claimant: str | None, where: str | None = None
) -> dict[str, Any]:
    parts = [content] if isinstance(content, str) else list(content)
    return {"id": ref, "source": source, "cue": cue, "content": parts, "claimant": claimant, "where": where}


def toll(ref: str, effect: str, minimum: int | None, maximum: int | None, group: str | None = None) -> dict[str, Any]:
    return {"id": ref, "effect": effect, "minimum": minimum, "maximum": maximum, "group": group}


def claim(
    subject: str, predicate: str, object_: str, evidence: str, attribution: str | None = None, **held: str
) -> dict[str, Any]:
    return {
        "subject": subject,
        "predicate": predicate,
        "object": object_,
        "evidence": evidence,
        "attribution": attribution,
        "polarity": held.get("polarity", "Affirmed"),
        "certainty": held.get("certainty", "Certain"),
        "realis": held.get("realis", "Actual"),
    }


def answer(**sections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An answer with these lists, the others empty."""
    names = ("entities", "events", "mentions", "attributions", "tolls", "designations", "posts", "tenures", "claims")
    return {name: list(sections.get(name, ())) for name in names}
