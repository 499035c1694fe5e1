"""The rows of claims: what the graph says of each, with the labels and quotes that pages show, in two flat queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.graph import Iris
from kg.vocabulary import DCTERMS, KG, NIF, RDF, SKOS
from kg.web.select import Select, Solution, iris, question

_SAID: Final = {
    KG + "statedIn": "document",
    RDF + "subject": "subject",
    RDF + "predicate": "predicate",
    RDF + "object": "object",
    KG + "claimant": "claimant",
    KG + "polarity": "polarity",
    KG + "certainty": "certainty",
    KG + "realis": "realis",
    KG + "confidence": "confidence",
}
"""The properties of a claim that have one value each, by the names of the cells."""

_EVIDENCE: Final = KG + "evidence"
_REVIEWER: Final = KG + "reviewer"
_LABEL: Final = SKOS + "prefLabel"
_ENTITY: Final = re.compile(r"id/(?:person|organisation|group|actor|place)/")

_Told = Mapping[str, str]
_Things = Mapping[tuple[str, str], _Told]


async def claim_rows(select: Select, base: str, claims: Sequence[str]) -> dict[str, Solution]:
    """For each claim that the graph has, its cells by their names. Raises what ``select`` does."""
    asked = question("claims", claims=iris(claims), reviews=Iris(base).reviews_graph)
    rows: defaultdict[str, Solution] = defaultdict(dict)
    spans: defaultdict[str, list[str]] = defaultdict(list)
    for found in await select(asked):
        row = rows[found["claim"]]
        if found["p"] == _REVIEWER:
            row["rejectedBy"] = found["o"]
            continue
        if found["p"] == _EVIDENCE:
            spans[found["claim"]].append(found["o"])
        elif found["p"] in _SAID:
            row["g"] = found["g"]
            row[_SAID[found["p"]]] = found["o"]
            if found["p"] == RDF + "object":
                row["isNode"] = found["isNode"]
    whole = {claim: row for claim, row in rows.items() if row.keys() >= _SAID_ALWAYS and spans[claim]}
    things = await _things(select, base, whole.values(), spans)
    described = Iris(base).entities_graph.value
    return {claim: _row(claim, row, spans[claim], things, described) for claim, row in whole.items()}


_SAID_ALWAYS: Final = frozenset(_SAID.values()) - {"confidence"}


async def _things(select: Select, base: str, rows: Iterable[Solution], spans: Mapping[str, Sequence[str]]) -> _Things:
    """What is said of everything that the claims mention, by graph and thing."""
    ends = {
        row[name]
        for row in rows
        for name in ("subject", "object", "claimant")
        if name != "object" or row.get("isNode") == "true"
    }
    entities = {end for end in ends if _ENTITY.match(end.removeprefix(base))}
    asked = question(
        "claims-things",
        spans=iris(sorted({span for found in spans.values() for span in found})),
        documents=iris(sorted({row["document"] for row in rows})),
        nodes=iris(sorted(end for end in ends - entities if end.startswith(f"{base}id/"))),
        entities=iris(sorted(entities)),
        described=Iris(base).entities_graph,
    )
    told: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for found in await select(asked):
        values = told[found["g"], found["thing"]]
        values[found["p"]] = min(values.get(found["p"], found["o"]), found["o"])
    return told


def _row(claim: str, row: Solution, spans: Sequence[str], things: _Things, described: str) -> Solution:
    graph = row["g"]

    def own(thing: str) -> _Told:
        return things.get((graph, thing), {})

    def label(thing: str) -> str | None:
        return things.get((described, thing), {}).get(_LABEL) or own(thing).get(_LABEL)

    span = min(spans, key=lambda one: (int(own(one).get(NIF + "beginIndex", "0")), one))
    document, subject = own(row["document"]), own(row["subject"])
    of_object = own(row["object"]) if row.get("isNode") == "true" else {}
    group = of_object.get(KG + "group", "")
    cells: dict[str, str | None] = {
        **row,
        "claim": claim,
        "span": span,
        "quote": own(span).get(NIF + "anchorOf"),
        "begin": own(span).get(NIF + "beginIndex"),
        "end": own(span).get(NIF + "endIndex"),
        "title": document.get(DCTERMS + "title"),
        "file": document.get(KG + "fileName"),
        "date": document.get(DCTERMS + "date"),
        "subjectLabel": label(row["subject"]),
        "subjectClass": subject.get(KG + "eventClass"),
        "objectLabel": label(row["object"]) if row.get("isNode") == "true" else None,
        "objectClass": of_object.get(KG + "eventClass"),
        "effect": of_object.get(KG + "effect"),
        "min": of_object.get(KG + "min"),
        "max": of_object.get(KG + "max"),
        "group": group or None,
        "groupLabel": things.get((described, group), {}).get(_LABEL),
        "claimantLabel": things.get((described, row["claimant"]), {}).get(_LABEL),
    }
    return {name: value for name, value in cells.items() if value is not None}
