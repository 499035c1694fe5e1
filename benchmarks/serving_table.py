"""What the serving benchmark measured, as tables in Markdown: ``python benchmarks/serving_table.py FILE.json``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

_BASE: Final = "oxigraph serve"
_MODES: Final = {"new": "", "same": ", asked again", "etag": ", with its ETag"}


def markdown(results: dict[str, Any]) -> str:
    """A table for each number of clients. Ratios are of the rate of Oxigraph's own server in the same measure."""
    lines = [
        f"{results['triples']:,} triples, {results['processors']} processors; the load generator alone reaches "
        f"{results['ceiling']:,.0f} answers a second.",
    ]
    for clients in sorted({measure["clients"] for measure in results["measures"]}):
        lines += [
            "",
            f"**{clients} client{'s' if clients > 1 else ''}**",
            "",
            "| query | server | answers/s | of Oxigraph's | p50 ms | p95 ms | p99 ms | processor ms |",
            "|---|---|--:|--:|--:|--:|--:|--:|",
        ]
        measures = [measure for measure in results["measures"] if measure["clients"] == clients]
        lines += [_row(measure, measures) for measure in measures]
    return "\n".join(lines) + "\n"


def _row(measure: dict[str, Any], others: list[dict[str, Any]]) -> str:
    base = [one for one in others if one["server"] == _BASE and one["workload"] == measure["workload"]]
    # An answer with an ETag or from a cache saves work that Oxigraph's server does each time.
    same = [one for one in base if one["mode"] == measure["mode"]] or [one for one in base if one["mode"] == "new"]
    ratio = f"{measure['per_second'] / same[0]['per_second']:.2f}" if same and same[0]["per_second"] else "–"
    wrong = measure["broken"] + sum(n for status, n in measure["statuses"].items() if status not in {"200", "304"})
    name = measure["workload"] + _MODES[measure["mode"]] + (f" ({wrong} not answered)" if wrong else "")
    times = " | ".join(_milliseconds(measure[part]) for part in ("p50", "p95", "p99"))
    return (
        f"| {name} | {measure['server']} | {measure['per_second']:,.4g} | {ratio} | {times} | "
        f"{_milliseconds(measure['processor'])} |"
    )


def _milliseconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:,.3g}"


if __name__ == "__main__":
    print(markdown(json.loads(Path(sys.argv[1]).read_text())), end="")
