"""How fast names are found among a million: by people who search, and by the resolver that looks for candidates.

    python benchmarks/search.py [--names N] [--claims N] [--asked N] [--folder DIR] [--json FILE]

Fills a search index with made-up names and claims and asks it: names as they are, begun, mistyped, and words of texts.
Then fills the resolver's tables with the same names and adds others to them. Times are p50/p95, of the wall clock and
of the processor: on a busy machine the second says more.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from search_names import mistyped, names

from kg.identity.comparison import blocks
from kg.model import EntityClass, EntityKey, Profile
from kg.reference import slug
from kg.search import Entry, Kind, SearchReader, SearchWriter
from kg.workspace.resolver import CROWD, Judgements, Resolver
from kg.workspace.truth import Truth
from kg.workspace.world import _KEYS as COMPARISON  # the comparison that the workspace itself uses
from kg.workspace.world import Codec, id_of

VERBS = ["killed", "wounded", "attacked", "struck", "met", "accused", "threatened", "arrested", "armed", "supported"]
REST = ["on", "Friday", "near", "the", "border,", "officials", "said,", "in", "the", "latest", "violence", "of", "the"]
REST += ["war", "that", "began", "two", "years", "ago"]

FIGURES: dict[str, object] = {}


def told(name: str, value: object) -> None:
    FIGURES[name] = value
    print(f"{name:<58} {value}")


def timed(name: str, actions: Iterable[Callable[[], object]]) -> None:
    times, busy = [], []
    for action in actions:
        start, own = time.perf_counter(), time.process_time()
        action()
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - own) * 1000)
    wall, cpu = (f"{statistics.median(t):.1f}/{statistics.quantiles(t, n=20)[-1]:.1f}" for t in (times, busy))
    told(name, f"{wall} ms, processor {cpu} ms, worst {max(times):.0f} ms")


def fill(path: Path, world: Sequence[tuple[str, str, str]], claims: int) -> None:
    rng = random.Random(2)
    start, own = time.perf_counter(), time.process_time()
    with SearchWriter(path) as writer:
        writer.replace(
            Entry(
                f"id/{kind}/{slug(name)}-{at}",
                Kind.ENTITY,
                name,
                tuple(one.value for one in EntityClass(cls).lineage),
                (name, f"{name.split()[-1]} {name.split()[0]}") if rng.random() < 0.2 else (name,),
                prominence=int(rng.paretovariate(0.8)),
            )
            for at, (name, kind, cls) in enumerate(world)
        )
        writer.replace(
            Entry(
                f"id/claim/{at:020x}-c1",
                Kind.CLAIM,
                f"{(one := rng.choice(world)[0])} – agent – {(other := rng.choice(world)[0])}",
                text=f"{one} {rng.choice(VERBS)} {rng.randint(2, 90)} of {other} {' '.join(rng.sample(REST, 12))}",
                document=f"{at // 20:020x}",
                begin=at % 20 * 200,
            )
            for at in range(claims)
        )
        writer.commit(1)
        told("filling the index", f"{time.perf_counter() - start:.0f} s, processor {time.process_time() - own:.0f} s")
        writer.optimise()
    told("with compacting it", f"{time.perf_counter() - start:.0f} s")
    told("size of the index", f"{path.stat().st_size / 2**20:.0f} MiB")
    with SearchWriter(path) as writer:
        start = time.perf_counter()
        writer.replace_document(
            "f" * 20,
            [
                Entry(
                    f"id/claim/{'f' * 20}-c{n}",
                    Kind.CLAIM,
                    rng.choice(world)[0],
                    text=" ".join(REST),
                    document="f" * 20,
                )
                for n in range(60)
            ],
        )
        writer.commit(2)
        told("one document of 60 claims more", f"{(time.perf_counter() - start) * 1000:.0f} ms")


def ask(path: Path, world: Sequence[tuple[str, str, str]], asked: int) -> None:
    rng = random.Random(3)
    with SearchReader(path) as reader:
        sample = [rng.choice(world)[0] for _ in range(asked)]
        search = reader.search
        search("warm up")
        timed("a name as it is", (lambda q=q: search(q) for q in sample))
        timed("its first letters", (lambda q=q: search(q[: rng.randint(1, 6)]) for q in sample))
        wrong = [mistyped(q, rng) for q in sample]
        timed("a name mistyped", (lambda q=q: search(q) for q in wrong))
        words = [rng.choice(q.split()) for q in sample]
        timed("one word of a name", (lambda q=q: search(q) for q in words))
        texts = [f"killed {rng.choice(q.split())} border" for q in sample]
        timed("words of a text", (lambda q=q: search(q, kinds=[Kind.CLAIM]) for q in texts))
        first = [search(q, kinds=[Kind.ENTITY], limit=10).hits for q in wrong]
        right = sum(any(hit.label == q for hit in hits[:1]) for q, hits in zip(sample, first, strict=True))
        within = sum(any(hit.label == q for hit in hits) for q, hits in zip(sample, first, strict=True))
        told("mistyped names whose entity is the first hit", f"{right / asked:.1%}")
        told("mistyped names whose entity is among ten", f"{within / asked:.1%}")
        hostile = [
            "x" * 10_000,
            "* " * 5_000,
            '"' * 999,
            "a e i o u " * 1_000,
            "the of and in",
            "ma* al* th*",
            "officials said on friday",
        ]
        timed("hostile and broad requests", (lambda q=q: search(q) for q in hostile))


def profile(name: str, kind: str, cls: str, at: int) -> Profile:
    return Profile(EntityKey(kind, f"{slug(name)}-{at}"), (name,), (EntityClass(cls),))


def candidates(path: Path, world: Sequence[tuple[str, str, str]], asked: int) -> None:
    truth = Truth(path, "process")
    codec = Codec(Profile)
    resolver = Resolver(truth, "entity", codec, COMPARISON)
    start = time.perf_counter()
    with truth.transaction():
        made = [profile(*one, at) for at, one in enumerate(world)]
        truth.run_many(
            "INSERT INTO profiles VALUES ('entity', ?, ?)", sorted((id_of(p.key), codec.dump(p).decode()) for p in made)
        )
        truth.run_many(
            "INSERT INTO blocks VALUES ('entity', ?, ?)", sorted((b, id_of(p.key)) for p in made for b in blocks(p))
        )
    told("filling the resolver's tables", f"{time.perf_counter() - start:.0f} s")
    told("blocks", truth.run("SELECT count(*) FROM blocks")[0][0])
    crowded = "SELECT count(*), sum(n) FROM (SELECT count(*) n FROM blocks GROUP BY block HAVING n > ?)"
    many, inside = truth.run(crowded, CROWD)[0]
    told("crowded blocks, and what they hold", f"{many}, {inside}")
    rng = random.Random(4)
    met, passed, without = [], 0, 0
    new = []
    for at in range(asked):
        name, kind, cls = rng.choice(world)
        new.append(profile(mistyped(name, rng), kind, cls, -at - 1))
    new = list({p.key: p for p in new}.values())

    def look(p: Profile) -> set[str]:
        out: set[str] = set()
        for block in blocks(p):
            if resolver._size(block) <= CROWD:
                out |= resolver.sharing(block)
        return out

    timed("candidates of one name", (lambda p=p: met.append(len(look(p))) for p in new))
    for p in new:
        own = blocks(p)
        full = sum(resolver._size(block) > CROWD for block in own)
        passed += full
        without += full == len(own)
    told("candidates for each name", f"median {statistics.median(met)}, most {max(met)}")
    told("names all of whose blocks are crowded", f"{without / len(new):.1%}")
    with truth.transaction():
        timed(
            "a name added, compared and resolved",
            (lambda p=p: resolver.update({id_of(p.key): p}, Judgements()) for p in new[: asked // 4]),
        )
    truth.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--asked", type=int, default=400)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", choices=("search", "candidates"))
    given = parser.parse_args()
    world = list(names(given.names))
    told("names", f"{len(world):,}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        if given.only != "candidates":
            if not (folder / "search.sqlite").exists():
                fill(folder / "search.sqlite", world, given.claims)
            ask(folder / "search.sqlite", world, given.asked)
        if given.only != "search":
            candidates(folder / "truth.sqlite", world, given.asked)
    if given.json:
        given.json.write_text(json.dumps(FIGURES, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
