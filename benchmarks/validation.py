"""What validating one document's graph costs: beside its extraction, and as the store grows.

    python benchmarks/validation.py [FILE…] [--extraction-seconds S] [--triples N]

Takes the files (``seeds/`` by default) through reading, extraction and the graph, and validates each graph as the gate
does. Where extraction cannot run, ``--extraction-seconds`` gives its time for one document. Prints ratios, for machines
differ.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.validation import Gate

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "shapes" / "harbour.ttl"


def best(action: Callable[[], object], repeats: int = 7) -> float:
    """The median of several runs, in seconds of processor time on all threads, after one run that warms up."""
    action()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return statistics.median(times)


def sample() -> list[ox.Quad]:
    return list(ox.parse(path=str(SAMPLE), format=ox.RdfFormat.TURTLE))


def long_document(code_points: int) -> list[ox.Quad]:
    """A document of many short quotes: the worst case of the proof that quotes are verbatim."""
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    text = "The brigade fired a rocket at the harbour. " * (code_points // 43)
    document = "http://127.0.0.1:8000/document/00000000000000000000"
    context = ox.NamedNode(document + "#context")
    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [
        ox.Quad(context, a, ox.NamedNode(nif + "Context")),
        ox.Quad(context, ox.NamedNode(nif + "isString"), ox.Literal(text)),
    ]
    for begin in range(0, len(text) - 11, 43):
        span = ox.NamedNode(f"{document}#char={begin},{begin + 11}")
        quads += [
            ox.Quad(span, a, ox.NamedNode("https://w3id.org/herodotus/ns#Span")),
            ox.Quad(span, a, ox.NamedNode(nif + "Phrase")),
            ox.Quad(span, ox.NamedNode(nif + "beginIndex"), ox.Literal(begin)),
            ox.Quad(span, ox.NamedNode(nif + "endIndex"), ox.Literal(begin + 11)),
            ox.Quad(span, ox.NamedNode(nif + "anchorOf"), ox.Literal(text[begin : begin + 11])),
            ox.Quad(span, ox.NamedNode(nif + "referenceContext"), context),
        ]
    return quads


def fill(store: ox.Store, triples: int) -> None:
    """Loads copies of the sample's graph under other names, until the store holds that many triples."""
    lines = [f"{quad.triple}" for quad in sample()]
    copies = -(-triples // len(lines))
    for first in range(0, copies, 100):  # each load writes files of its own
        parts = []
        for number in range(first, min(first + 100, copies)):
            name = f"{number:020x}"
            graph = f"<http://127.0.0.1:8000/graph/document/{name}>"
            parts += [f"{line.replace('8b2016072cd3524deae9', name)} {graph} ." for line in lines]
        store.bulk_load("\n".join(parts).encode(), format=ox.RdfFormat.N_QUADS)


def growth(gate: Gate, triples: int) -> None:
    """Validates a document that is read out of an empty store, and out of one that holds a million triples."""
    with tempfile.TemporaryDirectory() as folder:
        store = ox.Store(folder)
        graph = ox.NamedNode("http://127.0.0.1:8000/graph/document/8b2016072cd3524deae9")
        store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in sample())

        def check() -> None:
            assert gate.check(store.quads_for_pattern(None, None, None, graph)).conforms

        empty = best(check)
        fill(store, triples)
        store.optimize()
        full = best(check)
    print(f"one document of {len(sample())} triples: {1000 * empty:.1f} ms, in a full store {1000 * full:.1f} ms")
    print(f"cost at {triples:,} triples / cost at an empty store: {full / empty:.2f}")


def length(gate: Gate) -> None:
    """Whether the cost of a triple grows with the length of the text."""
    costs = {}
    for code_points in (10_000, 90_000, 300_000, 1_000_000):
        quads = long_document(code_points)
        costs[code_points] = best(partial(gate.check, quads), repeats=1) / len(quads)
        print(
            f"text of {code_points:,} code points, {len(quads):,} triples: {costs[code_points] * 1e6:.1f} µs a triple"
        )
    print(f"cost of a triple at 1,000,000 / at 10,000 code points: {costs[1_000_000] / costs[10_000]:.2f}")


def share(gate: Gate, paths: list[Path], seconds: float | None) -> None:
    """Validation as a share of extraction, for each file."""
    if seconds is not None:
        print(f"validation / extraction (given: {seconds} s): {best(lambda: gate.check(sample())) / seconds:.3f}")
        return
    try:
        from kg.documents import read  # noqa: PLC0415 - the benchmark runs without an extractor as well
        from kg.extract.rules import RuleExtractor  # noqa: PLC0415
        from kg.graph import build, describe  # noqa: PLC0415
        from kg.identity import identify  # noqa: PLC0415
    except ImportError as error:
        print(f"no extraction to compare with ({error}); give its time by --extraction-seconds")
        return
    extractor = RuleExtractor()
    base = "http://127.0.0.1:8000/"
    for path in paths:
        document = read(path.read_bytes(), path.name)
        took = best(lambda d=document: extractor.extract(d), repeats=3)
        extract = extractor.extract(document)
        identity = identify(extract, document)
        quads = [*build(document, extract, identity, base, (path.name,)).graph]
        for told in (*identity.entities, *identity.added):
            quads += describe([told], base)
        cost = best(lambda q=quads: gate.check(q))
        verdict = "conforms" if gate.check(quads).conforms else "does not conform"
        print(f"{path.name} ({verdict}): {1000 * cost:.1f} ms of validation, {1000 * took:.0f} ms of extraction")
        print(f"validation / extraction: {cost / took:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--extraction-seconds", type=float)
    parser.add_argument("--triples", type=int, default=1_000_000)
    arguments = parser.parse_args()
    gate = Gate()
    seeds = [path for path in sorted((ROOT / "seeds").iterdir()) if path.suffix in {".txt", ".html", ".md"}]
    share(gate, arguments.files or [p for p in seeds if p.name != "README.md"], arguments.extraction_seconds)
    growth(gate, arguments.triples)
    length(gate)


if __name__ == "__main__":
    main()
