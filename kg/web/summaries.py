"""Summaries: what relationships, steps between actors, toll summaries and tenures are called, by what they join."""

from __future__ import annotations

from collections.abc import Iterable

from kg.web.labels import labels
from kg.web.select import Select, iris, question
from kg.web.words import local_name, title, words


async def summary_labels(select: Select, base: str, nodes: Iterable[str]) -> dict[str, str]:
    """What those of the nodes are called that join others: two actors, the toll of an event, the holder of a post."""
    wanted = iris(nodes)
    rows = await select(question("summaries", nodes=wanted)) if wanted else []
    ends = (row[name] for row in rows for name in ("from", "to", "event", "holder") if name in row)
    names = await labels(select, base, sorted(set(ends)))
    found = {}
    for row in rows:
        if "event" in row:
            effect = title(local_name(row["effect"]))
            found[row["node"]] = f"{effect}, from {row['low']} to {row['high']}: {names[row['event']]}"
        elif "holder" in row:
            found[row["node"]] = names[row["holder"]]
        else:
            kind = f" – {words(row['kind'])} → " if "kind" in row else " – "
            found[row["node"]] = f"{names[row['from']]}{kind}{names[row['to']]}"
    return found
