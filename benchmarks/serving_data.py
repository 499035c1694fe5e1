"""A million quads about people who do not exist, and the queries that the serving benchmark asks about them.

    python benchmarks/serving_data.py FILE [--people N]

writes them as N-Triples: the same for the same number of people, twenty triples for each.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PEOPLE: Final = 50_000
CITIES: Final = 500
BASE: Final = "http://example.org/"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_INTEGER: Final = "http://www.w3.org/2001/XMLSchema#integer"
_PREFIX: Final = f"PREFIX : <{BASE}>\n"


def triples(people: int = PEOPLE) -> Iterator[str]:
    """The lines of the data."""
    chance = random.Random(1)
    for number in range(people):
        subject = f"<{BASE}person/{number}>"
        yield f"{subject} <{_TYPE}> <{BASE}Person> ."
        yield f'{subject} <{BASE}name> "Person number {number}" .'
        yield f'{subject} <{BASE}motto> "{_words(chance, 12)}"@en .'
        yield f'{subject} <{BASE}age> "{chance.randrange(18, 90)}"^^<{_INTEGER}> .'
        yield f'{subject} <{BASE}income> "{chance.randrange(10_000, 1_000_000)}"^^<{_INTEGER}> .'
        yield f"{subject} <{BASE}livesIn> <{BASE}city/{number % CITIES}> ."
        yield f"{subject} <{BASE}worksFor> <{BASE}firm/{chance.randrange(people // 50 or 1)}> ."
        yield f"{subject} <{BASE}chief> <{BASE}person/{number // 3}> ."
        for _ in range(4):
            yield f"{subject} <{BASE}knows> <{BASE}person/{chance.randrange(people)}> ."
        for _ in range(8):
            yield f'{subject} <{BASE}note> "{_words(chance, 6)}" .'


def _words(chance: random.Random, count: int) -> str:
    return " ".join(
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randrange(2, 10))) for _ in range(count)
    )


@dataclass(frozen=True)
class Workload:
    """One kind of query: ``text`` gives the query of a number.

    The number stands in the name of a variable too, so that no two queries are the same and no cache answers them.
    """

    name: str
    text: Callable[[int], str]
    accept: str = "application/sparql-results+json"
    light: bool = False
    """Whether the engine needs under a millisecond or so for it."""
    whole: bool = False
    """Whether its result is all of the data."""


WORKLOADS: Final = (
    Workload(
        "lookup of 10 rows",
        lambda n: f"SELECT ?p{n} ?o {{ <{BASE}person/{n * 7919 % PEOPLE}> ?p{n} ?o }} LIMIT 10",
        light=True,
    ),
    Workload(
        "join",
        lambda n: (
            f"{_PREFIX}SELECT ?a{n} ?b ?firm {{ ?a{n} :livesIn <{BASE}city/{n % CITIES}> ; :knows ?b ; "
            f":worksFor ?firm . ?b :age ?age ; :livesIn ?city . FILTER (?age > {20 + n % 40}) }}"
        ),
    ),
    Workload(
        "aggregation",
        lambda n: (
            f"{_PREFIX}SELECT ?firm (COUNT(?a) AS ?n{n}) (AVG(?age) AS ?mean) {{ ?a :worksFor ?firm ; :age ?age "
            f"FILTER (?age > {18 + n % 30}) }} GROUP BY ?firm"
        ),
    ),
    Workload(
        "path",
        lambda n: f"{_PREFIX}SELECT (COUNT(*) AS ?n{n}) {{ <{BASE}person/{n % 50}> ^:chief+ ?x }}",
    ),
    Workload(
        "sorted page",
        lambda n: (
            f"{_PREFIX}SELECT ?a{n} ?income {{ ?a{n} :livesIn ?c ; :income ?income }} ORDER BY DESC(?income) ?a{n} "
            f"LIMIT 50 OFFSET {n % 20 * 50}"
        ),
    ),
    Workload(
        "construct of everything",
        lambda n: f"CONSTRUCT WHERE {{ ?s{n} ?p ?o }}",
        "application/n-triples",
        whole=True,
    ),
)
"""What is asked: from a tenth of a millisecond of the engine's time to seconds."""


def write(file: Path, people: int) -> int:
    """Writes the data and returns how many triples there are."""
    count = 0
    with file.open("w", encoding="utf-8") as output:
        for line in triples(people):
            output.write(line + "\n")
            count += 1
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--people", type=int, default=PEOPLE)
    given = parser.parse_args()
    print(f"{write(given.file, given.people)} triples")
