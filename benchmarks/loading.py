"""How fast graphs that are made and checked enter the store: our way of writing beside ``oxigraph load``, in turns.

    python benchmarks/loading.py FILE.nq [--copies 4] [--rounds 3] [--batch 80000] [--folder DIR] [--json FILE]

FILE holds the N-Quads of a workspace (``kg export --format nquads -o FILE.nq``). Each copy has names of its own, so the
quads of all copies are different ones. Both sides begin with N-Quads: the other one with a file, ours with the bytes of
one graph after the other, as workers hand them on. Ours is measured at once, as a store is made again, and in batches
as ``kg ingest`` commits them: each on the disk and shown as a snapshot, with its changes recorded and without.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.changes import Chain, difference
from kg.store import Change, Snapshots, Writer

_PEER = Path(sys.executable).with_name("oxigraph")


def copies(source: Path, times: int, folder: Path) -> tuple[Path, list[bytes]]:
    """The file with all copies, and the quads of each of its graphs apart."""
    graphs: dict[bytes, list[bytes]] = {}
    for line in source.read_bytes().splitlines(keepends=True):
        graphs.setdefault(line.rstrip(b" .\n").rsplit(b" ", 1)[-1], []).append(line)
    whole, parts = folder / "all.nq", []
    with whole.open("wb") as file:
        for number in range(times):
            for lines in graphs.values():
                part = b"".join(lines).replace(b"/document/", b"/document/%d-" % number)
                part = part.replace(b"/id/", b"/id/%d-" % number)
                parts.append(part)
                file.write(part)
    return whole, parts


def batches(parts: list[bytes], size: int) -> Iterator[list[ox.Quad]]:
    """The quads of some graphs at a time."""
    batch: list[ox.Quad] = []
    for part in parts:
        batch += ox.parse(part, format=ox.RdfFormat.N_QUADS)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def loaded(whole: Path, folder: Path) -> None:
    """What the other one does."""
    subprocess.run([_PEER, "load", "--location", folder, "--file", whole], check=True, capture_output=True)


def at_once(parts: list[bytes], folder: Path) -> None:
    """Everything in one piece, as a store is made again."""
    with Writer(folder / "store", create=True) as writer:
        writer.load(quad for part in parts for quad in ox.parse(part, format=ox.RdfFormat.N_QUADS))
        writer.flush()
        Snapshots(folder / "snapshots").publish(1, writer.checkpoint)


def in_batches(parts: list[bytes], folder: Path, size: int, *, recorded: bool) -> None:
    """Batch by batch: on the disk, and shown, before the next."""
    snapshots, chain = Snapshots(folder / "snapshots"), Chain(folder / "changes", sync=True)
    Writer(folder / "store", create=True).close()
    for version, quads in enumerate(batches(parts, size), 1):
        with Writer(folder / "store") as writer:
            change = Change(quads=tuple(quads))
            if recorded:
                found = difference(change, writer)
                with chain.writing(version) as patch:
                    patch.remove(found.removed)
                    patch.add(found.added)
                change = found.to_change()
            writer.apply(change)
            writer.flush()
            if recorded:
                chain.name(version)
            snapshots.publish(version, writer.checkpoint)


def measured(work: Callable[[Path], None], scratch: Path) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, children included."""
    folder = Path(tempfile.mkdtemp(dir=scratch))

    def spent() -> float:
        return sum(
            usage.ru_utime + usage.ru_stime
            for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        )

    clock, processor = time.perf_counter(), spent()
    work(folder)
    taken = time.perf_counter() - clock, spent() - processor
    shutil.rmtree(folder)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, default=80_000, help="quads (64 articles have about 75,000)")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="loading-", dir=arguments.folder))
    try:
        whole, parts = copies(arguments.file, arguments.copies, scratch)
        quads = sum(part.count(b"\n") for part in parts)
        ways: dict[str, Callable[[Path], None]] = {
            "oxigraph load": lambda folder: loaded(whole, folder / "store"),
            "at once": lambda folder: at_once(parts, folder),
            "in batches": lambda folder: in_batches(parts, folder, arguments.batch, recorded=False),
            "in batches, recorded": lambda folder: in_batches(parts, folder, arguments.batch, recorded=True),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(arguments.rounds):
            for name, work in ways.items():
                found[name].append(measured(work, scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    peer = statistics.median(clock for clock, _ in found["oxigraph load"])
    figures: dict[str, object] = {"quads": quads, "rounds": arguments.rounds}
    for name, taken in found.items():
        clock, processor = (statistics.median(values) for values in zip(*taken, strict=True))
        figures[name] = {
            "quads a second": round(quads / clock),
            "processor, s": round(processor, 2),
            "rate to the peer's": round(peer / clock, 2),
        }
        rate = f"{quads / clock:10,.0f} quads/s   processor {processor:6.2f} s   {peer / clock:5.2f} times the peer"
        print(f"{name:22} {rate}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
