"""Prints a sample of the claims that documents give, as TOML to be judged by a reader.

    python tools/judging.py --sample 100 --seed 1 texts/*.txt > tests/evaluation/judgements/june.toml

Each claim waits for its ``verdict`` (``right`` or ``wrong``) and, where it is wrong, the ``reason``; the format stands
in ``kg/evaluation/judgement.py``. With ``--judged FILE`` claims that were judged before keep their verdicts, so that
after a change of the rules only what is new has to be read again.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import click

from kg.documents import read
from kg.evaluation.judgement import Judgement, load_judgements
from kg.extract.rules import RuleExtractor
from kg.model import Claim, Document, Extract, MentionKind, NodeId, NodeObject, Predicate, Span, Toll

PLAIN = ("Affirmed", "Certain", "Actual")


def in_words(document: Document, extract: Extract) -> Iterator[Judgement]:
    """Every claim of a document in words, in the order of the extract, not yet judged."""
    words = _Words(document, extract)
    for claim in extract.claims:
        status = (str(claim.polarity), str(claim.certainty), str(claim.realis))
        yield Judgement(
            document=document.name,
            subject=words.node(claim.subject, claim),
            predicate=claim.predicate,
            object=words.node(claim.object.node, claim) if isinstance(claim.object, NodeObject) else claim.object.value,
            claimant=words.node(claim.claimant, claim) if claim.claimant else "the document",
            status=", ".join(word.lower() for word in status if word not in PLAIN),
            quote=words.quote(claim.evidence),
        )


class _Words:
    """What the nodes of one extract are called."""

    def __init__(self, document: Document, extract: Extract) -> None:
        self._text = document.text
        self._extract = extract
        self._names = {e.id: e.name for e in extract.entities} | {p.id: p.label for p in extract.posts}
        self._events = {e.id: e.cls for e in extract.events}
        self._tolls = {t.id: t for t in extract.tolls}
        self._labels = {d.id: d.label for d in extract.designations}

    def quote(self, spans: tuple[Span, ...]) -> str:
        return " … ".join(" ".join(span.of(self._text).split()) for span in spans)

    def node(self, node: NodeId, claim: Claim) -> str:
        """A node in words; of an event's triggers the one that stands in the claim's evidence."""
        if node in self._events:
            return f"{self._events[node]} “{self._trigger(node, claim)}”"
        if node in self._tolls:
            return self._toll(self._tolls[node])
        if node in self._names:
            return self._names[node]
        if node in self._labels:
            designee = self._other(node, Predicate.DESIGNEE)
            return f"designation of {designee} as “{self._labels[node]}”"
        holder, post, organisation = (
            self._other(node, p) for p in (Predicate.HOLDER, Predicate.POST, Predicate.ORGANISATION)
        )
        return f"office of {holder} as {post}" + (f" of {organisation}" if organisation else "")

    def _trigger(self, event: NodeId, claim: Claim) -> str:
        triggers = [m.span for m in self._extract.mentions if m.node == event and m.kind is MentionKind.TRIGGER]
        here = [t for t in triggers if any(span.overlaps(t) for span in claim.evidence)]
        return self.quote(tuple((here or triggers)[:1]))

    def _toll(self, toll: Toll) -> str:
        low, high = toll.minimum, toll.maximum
        number = f"{low} to {high}"
        if low is None or high is None:
            number = f"up to {high}" if low is None else f"{low} or more"
        elif low == high:
            number = str(low)
        group = f" ({self._names[toll.group]})" if toll.group else ""
        return f"{number} {toll.effect.lower()}{group}"

    def _other(self, subject: NodeId, predicate: Predicate) -> str:
        """The object of another claim about a tenure or designation."""
        found = (
            self._names[c.object.node]
            for c in self._extract.claims
            if c.subject == subject and c.predicate is predicate and isinstance(c.object, NodeObject)
        )
        return next(found, "")


def text(value: str) -> str:
    """A TOML string on one line."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def table(claim: Judgement) -> str:
    """A claim as a TOML table, without its status where it is plain fact."""
    cells = {key: value for key, value in claim.model_dump(mode="json").items() if value or key != "status"}
    return "[[claim]]\n" + "".join(f"{key} = {text(value)}\n" for key, value in cells.items())


def with_verdicts(claims: list[Judgement], judged: list[Judgement]) -> list[Judgement]:
    """The claims with the verdicts that the same claims were given before."""
    known = {_unjudged(claim): claim for claim in judged}
    return [known.get(claim, claim) for claim in claims]


def _unjudged(claim: Judgement) -> Judgement:
    return claim.model_copy(update={"verdict": "", "reason": ""})


@click.command()
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--sample", type=int, help="How many claims, drawn at random from all.  [default: all]")
@click.option("--seed", default=1, show_default=True, help="Start of the random numbers.")
@click.option("--judged", multiple=True, type=click.Path(path_type=Path), help="Judgements to take verdicts from.")
def judging(documents: tuple[Path, ...], sample: int | None, seed: int, judged: tuple[Path, ...]) -> None:
    """Print claims of DOCUMENTS to be judged."""
    extractor = RuleExtractor()
    claims: list[Judgement] = []
    for path in documents:
        document = read(path.read_bytes(), path.name)
        claims += in_words(document, extractor.extract(document))
    drawn = claims
    if sample is not None and sample < len(claims):
        drawn = [claims[i] for i in sorted(random.Random(seed).sample(range(len(claims)), sample))]  # noqa: S311
    drawn = with_verdicts(drawn, [claim for path in judged for claim in load_judgements(path).claims])
    note = f"{len(drawn)} of the {len(claims)} claims of {len(documents)} documents, seed {seed}"
    head = {"extractor": extractor.name, "judge": "", "note": note}
    click.echo("".join(f"{key} = {text(value)}\n" for key, value in head.items()))
    click.echo("\n".join(map(table, drawn)), nl=False)


if __name__ == "__main__":
    judging()
