"""How ingestion grows: documents a second, size, memory, one document more, snapshots and questions, at several sizes.

    python benchmarks/scale.py [--sizes 1000 10000] [--workers 1 2] [--length article] [--folder DIR] [--json FILE]

For each number of workers a workspace of its own is filled by the command ``kg ingest``, as an operator would run it,
with made-up articles of some 270 words (or briefs of 60, or wires of 18), and measured at each size. One document more
is measured in an empty workspace, too. The processor's time is that of the writer and of all its workers; on a busy
machine it says more than the clock, and so do ratios within one run. Memory is the most that the writer, and any one
worker, ever held; what workers share is counted for each.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scale_documents import LENGTHS, Length, text, write

from kg.documents import Source
from kg.extract.rules import RuleExtractor
from kg.pipeline import Options, Stages
from kg.pipeline.stages import load
from kg.queries import run
from kg.settings import Settings
from kg.store import Writer
from kg.workspace import Arrival, Workspace

QUESTIONS: dict[str, dict[str, str]] = {
    "events": {"document": "00000/0000007.txt"},
    "events-in-place": {"in": "Mosul", "since": "2019-03-01", "until": "2019-03-07"},
    "events-in-period": {"since": "2019-03-01", "until": "2019-03-02"},
    "actor": {"actor": "Taliban"},
    "timeline": {"actor": "Taliban", "since": "2019-03-01", "until": "2019-03-07"},
}
TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """What a process and those below it take, looked at twice a second."""

    def __init__(self, process: int) -> None:
        self._root = process
        self._cpu: dict[int, float] = {}
        self.peaks: dict[int, int] = {}

    def look(self) -> None:
        parents, taken = {}, {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            process = int(stat.parts[2])
            parents[process], taken[process] = int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS
        below, found = {self._root}, 0
        while len(below) > found:
            found = len(below)
            below |= {process for process, parent in parents.items() if parent in below}
        for process in below & taken.keys():
            self._cpu[process] = taken[process]
            try:
                peak = Path(f"/proc/{process}/status").read_text().partition("VmHWM:")[2].split(maxsplit=1)[0]
                self.peaks[process] = int(peak) >> 10
            except (OSError, IndexError):
                continue

    @property
    def writer_seconds(self) -> float:
        return self._cpu.get(self._root, 0.0)

    @property
    def seconds(self) -> float:
        return sum(self._cpu.values())

    @property
    def writer_peak(self) -> int:
        return self.peaks.get(self._root, 0)

    @property
    def worker_peak(self) -> int:
        return max((mb for process, mb in self.peaks.items() if process != self._root), default=0)


def ingest(folder: Path, workspace: Path, workers: int) -> tuple[float, Watch]:
    """Runs the command; gives the seconds that it took by the clock, and what it took."""
    command = [sys.executable, "-c", "from kg.cli import main; main()", "ingest", str(folder)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace), "--workers", str(workers)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    watch = Watch(process.pid)
    while process.poll() is None:
        watch.look()
        time.sleep(0.5)
    assert process.returncode == 0, "the ingestion failed"
    return time.perf_counter() - begin, watch


def median_ms(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return round(statistics.median(taken) * 1000, 1)


def one_more(settings: Settings, extractor: RuleExtractor, first: int, length: Length) -> tuple[float, float]:
    """Milliseconds of the writer for one document more, once read: by the clock and of the processor."""
    clock, processor = [], []
    with Workspace.open(settings, create=True) as workspace:
        stages = Stages(extractor, workspace.derivation, Options(), settings.base_iri)
        for number in range(first, first + 7):
            source = Source(f"{number}.txt", f"/more/{number}.txt", content=text(number, length).encode())
            arrival = load(workspace, source, Options(), extractor.name)
            assert isinstance(arrival, Arrival)
            read = stages.prepared(arrival)
            begin, spent = time.perf_counter(), time.process_time()
            workspace.take([read])
            clock.append(time.perf_counter() - begin)
            processor.append(time.process_time() - spent)
    return round(statistics.median(clock) * 1000, 1), round(statistics.median(processor) * 1000, 1)


def snapshot_ms(settings: Settings) -> float:
    folder = settings.workspace / "measured"
    with Writer(settings.workspace / "store") as writer:

        def make() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            writer.checkpoint(folder)

        found = median_ms(make, 5)
    shutil.rmtree(folder)
    return found


def measure(settings: Settings, extractor: RuleExtractor, size: int, length: Length) -> dict[str, object]:
    """What the workspace is like now."""
    used = sum(p.stat().st_blocks * 512 / p.stat().st_nlink for p in settings.workspace.rglob("*") if p.is_file())
    with Workspace.open(settings) as workspace, workspace.reader() as reader:
        quads = len(reader.store)
        asked = {n: median_ms(lambda n=n, p=p: list(run(reader.store, n, p).rows), 3) for n, p in QUESTIONS.items()}
    clock, processor = one_more(settings, extractor, 10**6 + size * 10, length)
    return {
        "quads": quads,
        "quads a document": round(quads / size),
        "bytes a document on disk": round(used / size),
        "one document more, ms": clock,
        "one document more, ms of the processor": processor,
        "snapshot, ms": snapshot_ms(settings),
        **{f"{name}, ms": value for name, value in asked.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--length", choices=LENGTHS, default="article", help="of the documents")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    arguments = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="scale-", dir=arguments.folder))
    extractor = RuleExtractor()
    figures: list[dict[str, object]] = []
    try:
        empty = one_more(Settings(workspace=scratch / "empty"), extractor, 10**6, arguments.length)
        print(f"one document more in an empty workspace: {empty[0]} ms, {empty[1]} ms of the processor\n", flush=True)
        for workers in arguments.workers:
            settings = Settings(workspace=scratch / f"workspace-{workers}")
            done = 0
            for size in sorted(arguments.sizes):
                words = write(scratch / f"documents-{workers}", done, size, arguments.length)
                seconds, watch = ingest(scratch / f"documents-{workers}", settings.workspace, workers)
                new = size - done
                figure: dict[str, object] = {
                    "workers": workers,
                    "documents": size,
                    "documents a second": round(new / seconds, 2),
                    "words a second": round(words / seconds),
                    "writer's ms of the processor a document": round(watch.writer_seconds / new * 1000, 1),
                    "all ms of the processor a document": round(watch.seconds / new * 1000, 1),
                    "peak MiB of the writer": watch.writer_peak,
                    "peak MiB of a worker": watch.worker_peak,
                    **measure(settings, extractor, size, arguments.length),
                }
                figure["one document more, times what it takes where there is none"] = round(
                    float(str(figure["one document more, ms"])) / empty[0], 2
                )
                figure["quads a second"] = round(new * int(str(figure["quads a document"])) / seconds)
                figures.append(figure)
                print("\n".join(f"{name:60} {value}" for name, value in figure.items()), flush=True)
                print(flush=True)
                done = size
            shutil.rmtree(scratch / f"documents-{workers}")
            shutil.rmtree(settings.workspace)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for size in sorted(arguments.sizes):
        rates = {int(str(f["workers"])): float(str(f["documents a second"])) for f in figures if f["documents"] == size}
        if 1 in rates and 2 in rates:
            print(f"{size} documents: two workers are {rates[2] / rates[1]:.2f} times as fast as one")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
