"""What one document more costs, in a workspace of a thousand and of many thousands.

Reading is left out: extracts are made up, with names, events and figures that overlap as they do in the news (few names
are in many documents, most in few; names are spelt in several ways; events are reported more than once). What is
measured is everything after reading: identity, graph, gate, sets of entities and events that move, store, snapshot.

    python benchmarks/growth.py --sizes 1000 3000 10000
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import tempfile
import time
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from kg.identity import identify
from kg.model import (
    Block,
    BlockKind,
    Claim,
    ClassObject,
    DateObject,
    Document,
    Effect,
    Entity,
    EntityClass,
    Event,
    EventClass,
    Extract,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Predicate,
    Span,
    Toll,
)
from kg.settings import Settings
from kg.workspace import Arrival, Reading, Workspace

_GIVEN = [
    "Ahmed",
    "Hassan",
    "Omar",
    "Yusuf",
    "Karim",
    "Tariq",
    "Nabil",
    "Samir",
    "Ivan",
    "Oleg",
    "Dmitri",
    "Pavel",
    "Maria",
    "Elena",
    "John",
    "Peter",
    "Anna",
    "Paul",
    "Rosa",
    "Luis",
]
_FAMILY = [
    a + b
    for a in [
        "Al",
        "Bar",
        "Cor",
        "Dar",
        "El",
        "Far",
        "Gor",
        "Han",
        "Ish",
        "Jan",
        "Kor",
        "Lam",
        "Mor",
        "Nas",
        "Or",
        "Per",
        "Qar",
        "Ros",
        "Sal",
        "Tor",
    ]
    for b in [
        "adi",
        "anov",
        "berg",
        "cic",
        "dani",
        "ehri",
        "fari",
        "gham",
        "hadi",
        "iri",
        "jani",
        "khan",
        "lami",
        "mari",
        "nouri",
    ]
]
_GROUPS = [
    f"{a} {b}"
    for a in ["Northern", "Southern", "Red", "White", "Free", "United", "Eastern", "Popular", "Iron", "Silent"]
    for b in ["Brigade", "Column", "Shield", "Banner", "Guard", "Lions", "Hawks", "Wolves", "Dawn", "Path"]
]
_TOWNS = [
    "Mosul",
    "Kirkuk",
    "Fallujah",
    "Basra",
    "Baghdad",
    "Aleppo",
    "Homs",
    "Idlib",
    "Kabul",
    "Kandahar",
    "Herat",
    "Sanaa",
    "Aden",
    "Tripoli",
    "Benghazi",
    "Mogadishu",
]
_CLASSES = [EventClass.BOMBING, EventClass.SHOOTING, EventClass.AIRSTRIKE, EventClass.RAID, EventClass.ABDUCTION]


def _skewed(choice: random.Random, things: list[str]) -> str:
    return things[min(int(choice.paretovariate(0.7)) - 1, len(things) - 1)]


def _person(choice: random.Random, names: list[str]) -> str:
    name = _skewed(choice, names)
    return name.replace("Yusuf", "Youssef").replace("Karim", "Kareem") if choice.random() < 0.2 else name


def make(number: int) -> Arrival:
    """A document, read: four events, with who, whom, where, when and how many."""
    choice = random.Random(number)
    names = [f"{g} {f}" for f in _FAMILY for g in _GIVEN]
    random.Random(0).shuffle(names)
    lines, entities, events, mentions, claims, tolls = [], [], [], [], [], []
    known: dict[str, NodeId] = {}
    at = 0

    def entity(name: str, cls: EntityClass) -> NodeId:
        if name not in known:
            known[name] = NodeId(f"n{len(entities) + 1}")
            entities.append(Entity(known[name], cls, name, proper=True))
        return known[name]

    def claim(subject: NodeId, predicate: Predicate, thing: object, span: Span, claimant: NodeId | None) -> None:
        found = Claim(
            NodeId(f"c{len(claims) + 1}"), subject, predicate, thing, (span,), "growth", 0.9, claimant=claimant
        )
        claims.append(found)

    for _ in range(4):
        story = random.Random(choice.randrange(1 + number * 2))  # stories are told again
        cls, town = story.choice(_CLASSES), story.choice(_TOWNS)
        day = f"2019-{story.randrange(1, 13):02}-{story.randrange(1, 29):02}"
        group, killed = _skewed(story, _GROUPS), story.randrange(2, 40) + choice.randrange(2)
        who = _person(choice, names)
        line = f"{group} struck {town} on {day}, killing {killed}, {who} said."
        span = Span(at, at + len(line))
        event = Event(NodeId(f"e{len(events) + 1}"), cls)
        events.append(event)
        mentions.append(Mention(Span(at + len(group) + 1, at + len(group) + 7), event.id, MentionKind.TRIGGER))
        for name, kind in ((group, EntityClass.ARMED_GROUP), (town, EntityClass.SETTLEMENT), (who, EntityClass.PERSON)):
            begin = at + line.index(name)
            mentions.append(Mention(Span(begin, begin + len(name)), entity(name, kind), MentionKind.NAME))
        said = entity(who, EntityClass.PERSON)
        toll = Toll(NodeId(f"t{len(tolls) + 1}"), Effect.KILLED, minimum=killed, maximum=killed)
        tolls.append(toll)
        claim(event.id, Predicate.TYPE, ClassObject(cls), span, said)
        claim(event.id, Predicate.AGENT, NodeObject(entity(group, EntityClass.ARMED_GROUP)), span, said)
        claim(event.id, Predicate.PLACE, NodeObject(entity(town, EntityClass.SETTLEMENT)), span, said)
        claim(event.id, Predicate.DATE, DateObject(day), span, said)
        claim(event.id, Predicate.TOLL, NodeObject(toll.id), span, said)
        lines.append(line)
        at += len(line) + 1
    text = "\n".join(lines) + f"\n{number}"
    digest = sha256(text.encode()).hexdigest()
    name = f"{number}.txt"
    published = (date(2019, 1, 1) + timedelta(minutes=number % 10**9)).isoformat()
    document = Document(
        Document.id_for(digest),
        name,
        digest,
        "text/plain",
        text,
        (Block(Span(0, len(text)), BlockKind.PARAGRAPH),),
        name,
        published,
    )
    extract = Extract(
        document=document.id,
        extractor="growth",
        entities=tuple(entities),
        events=tuple(events),
        mentions=tuple(mentions),
        claims=tuple(claims),
        tolls=tuple(tolls),
    )
    reading = Reading(document, extract, identify(extract, document))
    return Arrival(f"/made/{name}", name, digest, text.encode(), "{}", "growth", reading=reading)


def main() -> None:
    """Grows a workspace and prints what a document costs at each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--probe", type=int, default=10, help="documents added one by one at each size")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="growth-"))
    figures = []
    try:
        with Workspace.open(Settings(workspace=folder / "w", durability="process"), create=True) as workspace:
            done = 0
            for size in sorted(arguments.sizes):
                began, first = time.process_time(), done
                while done < size:
                    arrivals = [make(number) for number in range(done, min(done + arguments.batch, size))]
                    workspace.take(arrivals)
                    done += len(arrivals)
                batched = (time.process_time() - began) / max(done - first, 1)
                singles = []
                for number in range(10**9 + done, 10**9 + done + arguments.probe):
                    arrival = make(number)
                    moment = time.process_time()
                    workspace.take([arrival])
                    singles.append(time.process_time() - moment)
                used = sum(
                    f.stat().st_size for f in (folder / "w").rglob("*") if f.is_file() and f.stat().st_nlink == 1
                )
                figure = {
                    "documents": size,
                    "batched_ms": round(batched * 1000, 1),
                    "one_more_ms": round(sorted(singles)[len(singles) // 2] * 1000, 1),
                    "kilobytes_a_document": round(used / done / 1024, 1),
                    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
                    "entities_moved": len(workspace.identities.moved("entity")),
                    "events_moved": len(workspace.identities.moved("event")),
                }
                figures.append(figure)
                print(figure, flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
