"""Renders an extract as lines that a person can write down as what a sentence says."""

from __future__ import annotations

from kg.model import Claim, Document, Extract, Predicate


def lines(extract: Extract, document: Document) -> set[str]:
    """One line for each thing that the extract says.

    ``event CLASS``, ``CLASS ROLE FILLER``, ``CLASS toll EFFECT MIN..MAX GROUP``, ``SUBJECT PREDICATE OBJECT``,
    ``HOLDER holds POST of ORGANISATION``, ``HOLDER as POST: DATE``, ``DESIGNEE designated LABEL by AUTHORITY``,
    ``NAME is CLASS``, and ``CLAIMANT [CUE] CONTENT`` for attributions. Claims end in `` @ CLAIMANT`` where
    a source speaks, and in ``not``, ``probable``, ``possible``, ``future``, ``hypothetical`` in brackets where they
    are not plain fact.
    """
    text = document.text
    names = {e.id: e.name for e in extract.entities}
    events = {e.id: e.cls.value for e in extract.events}
    tolls = {t.id: t for t in extract.tolls}
    posts = {p.id: p.label for p in extract.posts}
    tenures = {t.id for t in extract.tenures}
    labels = {d.id: d.label for d in extract.designations}
    out = {f"{e.name} is {e.cls.value}" for e in extract.entities}
    for a in extract.attributions:
        content = " … ".join(s.of(text) for s in a.content)
        out.add(f"{names.get(a.claimant, '?') if a.claimant else '?'} [{a.cue.of(text)}] {content}")
    for claim in extract.claims:
        value = claim.object.value if claim.object.kind != "node" else claim.object.node
        end = _end(claim, names)
        if claim.predicate is Predicate.TYPE:
            out.add(f"event {value}{end}")
        elif claim.predicate is Predicate.TOLL:
            toll = tolls[value]  # type: ignore[index]
            low = "" if toll.minimum is None else toll.minimum
            high = "" if toll.maximum is None else toll.maximum
            group = f" {names[toll.group]}" if toll.group else ""
            out.add(f"{events[claim.subject]} toll {toll.effect.value} {low}..{high}{group}{end}")
        elif claim.predicate is Predicate.HOLDER:
            post, organisation = _siblings(extract, claim, Predicate.POST, Predicate.ORGANISATION)
            tail = f" of {names[organisation]}" if organisation else ""  # type: ignore[index]
            out.add(f"{names[value]} holds {posts.get(post, '?')}{tail}{end}")  # type: ignore[index,arg-type]
        elif claim.predicate is Predicate.DATE and claim.subject in tenures:
            post, holder = _siblings(extract, claim, Predicate.POST, Predicate.HOLDER)
            out.add(f"{names[holder]} as {posts.get(post, '?')}: {value}{end}")  # type: ignore[index,arg-type]
        elif claim.predicate is Predicate.DESIGNEE:
            (authority,) = _siblings(extract, claim, Predicate.AUTHORITY)
            by = f" by {names[authority]}" if authority else ""  # type: ignore[index]
            out.add(f"{names[value]} designated {labels[claim.subject]}{by}{end}")  # type: ignore[index]
        elif claim.subject in events or claim.subject in names:
            subject = events.get(claim.subject) or names[claim.subject]
            object_ = names.get(value) or events.get(value) or value  # type: ignore[arg-type,call-overload]
            out.add(f"{subject} {claim.predicate.value} {object_}{end}")
    return out


def _siblings(extract: Extract, claim: Claim, *predicates: Predicate) -> list[object]:
    out: list[object] = []
    for predicate in predicates:
        found = [
            c.object.node
            for c in extract.claims
            if c.subject == claim.subject and c.predicate is predicate and c.object.kind == "node"
        ]
        out.append(found[0] if found else None)
    return out


def _end(claim: Claim, names: dict[str, str]) -> str:
    marks = []
    if claim.polarity.value == "Denied":
        marks.append("not")
    if claim.certainty.value != "Certain":
        marks.append(claim.certainty.value.lower())
    if claim.realis.value != "Actual":
        marks.append(claim.realis.value.lower())
    speaker = f" @ {names[claim.claimant]}" if claim.claimant else ""
    return speaker + (f" [{', '.join(marks)}]" if marks else "")
