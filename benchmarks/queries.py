"""How long named queries take with their parameters given, in workspaces of two sizes: it should be nearly the same.

``python benchmarks/queries.py SMALL LARGE`` asks in the large workspace for what the small one has too (actors, places,
documents and claimants of middling frequency) and prints milliseconds of processor time, the rows, and the ratio. The
answers grow where the documents of the large one tell of the same things; the time should grow with them and no more.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pyoxigraph as ox

from kg.queries import NamedQuery, all_queries, run
from kg.queries.rows import Answering
from kg.settings import Settings
from kg.workspace import Workspace

PREFIXES = """PREFIX kg: <https://w3id.org/herodotus/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> """
THINGS = {
    "actor": "?claim rdf:object ?it . ?it a kg:Actor",
    "place": "?claim rdf:object ?it ; rdf:predicate kg:place",
    "document": "?it kg:fileName ?name",
    "claimant": "?claim kg:claimant ?it . ?it a kg:Actor",
    "event": "?claim rdf:subject ?it ; rdf:predicate kg:place",
}
FIXED = {"since": "2019-03-01", "until": "2019-03-02", "class": "Attack", "only": "Killed", "kind": "attacks"}


def things(store: Answering) -> dict[str, str]:
    """For each type of parameter, the thing of middling frequency."""
    found = {}
    for name, pattern in THINGS.items():
        text = f"{PREFIXES} SELECT ?it WHERE {{ {pattern} }} GROUP BY ?it ORDER BY DESC(COUNT(*)) ?it"
        results = store.query(text, use_default_graph_as_union=True)
        assert isinstance(results, ox.QuerySolutions)
        rows = [str(row["it"])[1:-1] for row in results]
        found[name] = rows[len(rows) // 8]
    return found


def parameters(query: NamedQuery, known: dict[str, str]) -> dict[str, str]:
    """What narrows the query: its required parameters, or else the first that names a thing."""
    given = {p.name: known.get(p.type.value) or FIXED.get(p.name, "") for p in query.parameters if p.required}
    if not given:
        given = {p.name: known[p.type.value] for p in query.parameters if p.type.value in known}
        given = dict(list(given.items())[:1])
    return given


def measured(store: Answering, query: NamedQuery, given: dict[str, str]) -> tuple[int, float]:
    """The rows, and the least processor time of three runs in milliseconds."""
    best, rows = float("inf"), 0
    for _ in range(3):
        begin = time.process_time()
        rows = len(run(store, query.name, given).rows)
        best = min(best, time.process_time() - begin)
    return rows, best * 1000


def main(small: Path, large: Path) -> None:
    """Prints a line for each query."""
    with (
        Workspace.open(Settings(workspace=small)) as one,
        Workspace.open(Settings(workspace=large)) as two,
        one.reader() as less,
        two.reader() as more,
    ):
        known = things(less.store)
        print(f"{'query':28}{'rows':>8}{'ms':>8}{'rows':>8}{'ms':>8}{'ratio':>8}")
        for query in all_queries():
            if given := parameters(query, known):
                (rows1, ms1), (rows2, ms2) = measured(less.store, query, given), measured(more.store, query, given)
                print(f"{query.name:28}{rows1:8}{ms1:8.1f}{rows2:8}{ms2:8.1f}{ms2 / ms1:8.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
