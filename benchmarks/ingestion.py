"""How fast ingestion is, end to end, against the bare spaCy pipeline on the same text in the same run.

    python benchmarks/ingestion.py [--documents N] [--rounds N] [--json FILE]

End to end means: files on disk → documents → text → extraction → identity → graph → shapes → store → snapshot, in one
process, with the default settings (an acknowledgement survives a power cut). The bare pipeline gets the same words in
one batch and does nothing with what it finds. Both use the same model, loaded and warmed before the clock starts.
Rounds alternate, so that a busy machine troubles both alike; the figures are medians.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.documents import collect, read
from kg.extract.rules import RuleExtractor
from kg.extract.rules.language import load
from kg.pipeline import ingest
from kg.settings import Settings
from kg.workspace import Workspace

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def paragraphs() -> list[str]:
    """The paragraphs of the seeds, as their readers see them."""
    found = []
    for path in sorted(p for p in SEEDS.iterdir() if p.is_file() and p.name != "README.md"):
        document = read(path.read_bytes(), path.name)
        found += [block.span.of(document.text) for block in document.blocks]
    return [p for p in found if len(p.split()) > 5]


def write_documents(folder: Path, number: int, chance: random.Random) -> list[str]:
    """Documents of six paragraphs each, drawn with a fixed seed; no two are the same."""
    texts = []
    every = paragraphs()
    for i in range(number):
        text = f"Report {i + 1}\n\n" + "\n\n".join(chance.sample(every, min(6, len(every)))) + "\n"
        (folder / f"report-{i + 1:04}.txt").write_text(text, encoding="utf-8")
        texts.append(text)
    return texts


def seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    a = parser.parse_args()
    nlp = load()
    extractor = RuleExtractor()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "documents"
        folder.mkdir()
        texts = write_documents(folder, a.documents, random.Random(20191227))
        words = sum(len(text.split()) for text in texts)

        def bare() -> None:
            for _ in nlp.pipe(texts):
                pass

        def end_to_end(round_: int) -> None:
            settings = Settings(workspace=Path(scratch) / f"workspace-{round_}")
            with Workspace.open(settings, create=True) as workspace:
                report = ingest(workspace, collect([folder]), extractor)
            assert len(report.sources) == len(texts), "not every document came in"

        bare()
        end_to_end(0)
        pairs = [(seconds(bare), seconds(lambda n=n: end_to_end(n))) for n in range(1, a.rounds + 1)]
    bare_rate = words / statistics.median(p[0] for p in pairs)
    rate = words / statistics.median(p[1] for p in pairs)
    ratio = statistics.median(b / e for b, e in pairs)
    figures = {
        "documents": len(texts),
        "words": words,
        "rounds": a.rounds,
        "cpus": os.cpu_count(),
        "spacy words per second": round(bare_rate),
        "herodotus words per second": round(rate),
        "ratio": round(ratio, 3),
    }
    for name, value in figures.items():
        print(f"{name:28} {value}")
    if a.json:
        a.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
