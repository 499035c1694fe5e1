"""The account of one document for people: each sentence with its words marked, and under it what was found there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kg.cli.console import output, styled, visible
from kg.cli.table import short

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.explanation import (
        AttributionAccount,
        ClaimAccount,
        EntityAccount,
        EventAccount,
        Explanation,
        SentenceAccount,
        Words,
    )

_NAMED: Final = "bold"
_TOLD: Final = "bold magenta"
_SAID: Final = "bold cyan"
_QUIET: Final = "dim"

_LEGEND: Final = "[name n1]  {event e1}  ‹cue a1›"


def show(explanation: Explanation) -> None:
    """Writes the account to standard output; what documents say comes without control characters."""
    console = output()
    _head(explanation, console)
    events = {event.id: event for event in explanation.events}
    told: set[str] = set()
    for number, sentence in enumerate(explanation.sentences, start=1):
        console.print()
        _sentence(number, sentence, events, told, console)
        told.update(sentence.events)
    _entities(explanation.entities, console)
    _rules(explanation, console)
    _gate(explanation, console)


def _head(explanation: Explanation, console: Console) -> None:
    console.print(_text(", ".join(explanation.names), "bold"))
    rows = {
        "title": explanation.title,
        "document": f"{explanation.document}, {explanation.media_type}, {explanation.words:,} words",
        "date": explanation.date or "not known: dates without a year stay so",
        "language": explanation.language,
        "publisher": explanation.publisher,
        "authors": ", ".join(explanation.authors),
        "address": explanation.url,
        "read by": explanation.extractor,
        "note": "\n".join(explanation.notes),
        "marks": _LEGEND if explanation.sentences else None,
    }
    table = _grid()
    for what, value in rows.items():
        if value:
            table.add_row(_text(what, _QUIET), _text(value, lines=True))
    console.print(table)


def _sentence(
    number: int, sentence: SentenceAccount, events: dict[str, EventAccount], told: set[str], console: Console
) -> None:
    from rich.padding import Padding
    from rich.text import Text

    head = _grid()
    head.add_row(Text(f"{number:>3}", style=_QUIET), _marked(sentence))
    console.print(head)
    rows: list[tuple[str, Text]] = []
    rows += [("mention", _mention(kind, node, type_, label)) for kind, node, type_, label in _mentioned(sentence)]
    rows += [("attribution", _attribution(attribution)) for attribution in sentence.attributions]
    rows += [("event", _event(events[event], again=event in told)) for event in sentence.events]
    before: tuple[Words, ...] = (sentence.words,)
    for claim in sentence.claims:
        if claim.evidence != before:
            rows.append(("", _evidence(claim.evidence)))
            before = claim.evidence
        rows.append(("claim", _claim(claim)))
    for refusal in sentence.refusals:
        text = _text(f"“{refusal.words.text}”").append(visible(f" as {refusal.candidate}: {refusal.reason}"), _QUIET)
        rows.append(("turned down", text))
    table = _grid(11)
    last = ""
    for what, text in rows:
        table.add_row(Text("" if what == last else what, style=_QUIET), text)
        last = what or last
    if rows:
        console.print(Padding(table, (0, 0, 0, 5)))


def _marked(sentence: SentenceAccount) -> Text:
    """The sentence with brackets around what denotes something, and its id before the closing one."""
    begin, end = sentence.words.begin, sentence.words.end
    marks = [
        (m.words, m.node, ("{", "}", _TOLD) if m.kind == "trigger" else ("[", "]", _NAMED)) for m in sentence.mentions
    ]
    marks += [(a.cue, a.id, ("‹", "›", _SAID)) for a in sentence.attributions]
    opening: dict[int, list[tuple[int, str, str]]] = {}
    closing: dict[int, list[tuple[int, str, str]]] = {}
    for words, node, (left, right, style) in marks:
        last = min(words.end, end)  # a mention may reach over the end of its sentence
        opening.setdefault(words.begin, []).append((-last, left, style))
        closing.setdefault(last, []).append((-words.begin, f" {node}{right}", style))
    text = _text("")
    at = begin
    for place in sorted({*opening, *closing, end}):
        text.append(_line(sentence.words.text[at - begin : place - begin]))
        at = max(at, place)
        for _, mark, style in sorted(closing.get(place, ())):
            text.append(mark, style)
        for _, mark, style in sorted(opening.get(place, ())):
            text.append(mark, style)
    return text


def _mentioned(sentence: SentenceAccount) -> Iterable[tuple[str, str, str, str]]:
    """What the sentence mentions, triggers apart: each entity once, with the ways in which it is mentioned."""
    kinds: dict[tuple[str, str, str], Counter[str]] = {}
    for mention in sentence.mentions:
        if mention.kind != "trigger":
            key = (mention.node, mention.type, mention.label)
            kinds.setdefault(key, Counter())[f"{mention.kind} “{_line(mention.words.text)}”"] += 1
    for (node, type_, label), found in kinds.items():
        yield ", ".join(found), node, type_, label


def _mention(kind: str, node: str, type_: str, label: str) -> Text:
    return _node(node, label).append(f"  {type_}").append(f"  {visible(kind)}", _QUIET)


def _attribution(attribution: AttributionAccount) -> Text:
    text = _text(f"{attribution.id} ", _SAID)
    source = f"“{_line(attribution.source.text)}”" if attribution.source else "nobody named"
    text.append(f"{source} ‹{_line(attribution.cue.text)}› ")
    text.append(" … ".join(f"“{_line(content.text)}”" for content in attribution.content))
    who = f"  claimant {attribution.claimant} {_line(attribution.label or '')}" if attribution.claimant else ""
    return text.append(who or "  claimant not resolved", _QUIET)


def _event(event: EventAccount, *, again: bool) -> Text:
    text = _text(f"{event.id} ", _TOLD).append(event.type)
    if again:
        return text.append("  told above", _QUIET)
    for role in event.roles:
        if role.predicate != "type" or role.status:
            text.append(f"  {role.predicate} ", _QUIET).append(_line(role.label))
            text.append(f" ({', '.join(role.status)})" if role.status else "", "italic")
    others = [trigger.text for trigger in event.triggers[1:]]
    if others:
        text.append(f"  also told as {', '.join(f'“{_line(other)}”' for other in others)}", _QUIET)
    return text


def _evidence(evidence: tuple[Words, ...]) -> Text:
    return _text(" … ".join(f"“{words.text}”" for words in evidence), "italic")


def _claim(claim: ClaimAccount) -> Text:
    """The statement on a line, and under it the rule, how it is meant, and who says so."""
    text = _text(f"{claim.id} ", "bold").append(_line(claim.subject_label))
    text.append(f" · {claim.predicate} · ", _QUIET).append(_line(claim.object_label))
    status = ", ".join((claim.polarity, claim.certainty, claim.realis)).lower()
    speaker = "the document" if claim.claimant_label is None else _line(claim.claimant_label)
    by = f"{speaker} ({claim.attribution})" if claim.attribution else speaker
    text.append(f"\n{claim.rule} {claim.confidence:.2f} · ", _QUIET)
    text.append(status, "yellow" if not claim.holds else _QUIET)
    return text.append(f" · according to {by}", _QUIET)


def _entities(entities: tuple[EntityAccount, ...], console: Console) -> None:
    if not entities:
        return
    table = _table("Identity", ("", "who or where", "class", "mentions", "is, by"))
    for entity in entities:
        name = _text(entity.name)
        if entity.aliases:
            name.append(visible(f"\n{', '.join(entity.aliases)}"), _QUIET)
        placed = entity.latitude is not None and entity.longitude is not None
        more = [
            entity.basis,
            f"in {', '.join(entity.within)}" if entity.within else "",
            f"{entity.latitude:.2f}, {entity.longitude:.2f}" if placed else "",
            f"GeoNames {entity.geonames}" if entity.geonames else "",
            f"Wikidata {entity.wikidata}" if entity.wikidata else "",
        ]
        known = _text(short(entity.iri, entity.iri[: entity.iri.rindex("id/")]))
        known.append(visible("\n" + ", ".join(filter(None, more))), _QUIET)
        table.add_row(_text(entity.id, _NAMED), name, entity.type, f"{entity.mentions:,}", known)
    console.print(table)


def _rules(explanation: Explanation, console: Console) -> None:
    found = [
        (sum(len(s.mentions) for s in explanation.sentences), "mention"),
        (len(explanation.entities), "entity"),
        (len(explanation.events), "event"),
        (sum(len(s.attributions) for s in explanation.sentences), "attribution"),
        (sum(len(s.claims) for s in explanation.sentences), "claim"),
    ]
    if explanation.rules:
        table = _table("Rules", ("rule", "claims", "of these hold", "confidence"))
        for rule in explanation.rules:
            spread = f"{rule.lowest:.2f}" if rule.lowest == rule.highest else f"{rule.lowest:.2f}–{rule.highest:.2f}"
            table.add_row(rule.rule, str(rule.claims), str(rule.holding), spread)
        console.print(table)
    else:
        console.print()
    refused = Counter(refusal.kind for sentence in explanation.sentences for refusal in sentence.refusals)
    parts = [f"{len(explanation.sentences):,} sentences", *(_count(n, noun) for n, noun in found)]
    parts += [f"turned down: {', '.join(_count(n, kind) for kind, n in sorted(refused.items()))}"] if refused else []
    console.print(_text("; ".join(parts) + "."))


def _gate(explanation: Explanation, console: Console) -> None:
    gate = explanation.gate
    line = _text(gate.state, styled(gate.state))
    said = "The gate let it in: its graph conforms to the shapes." if gate.conforms else gate.reason or ""
    console.print(line.append(visible(f"  {said}"), "default"))
    for message in gate.messages:
        console.print(_text(f"  {message}"))


def _count(number: int, noun: str) -> str:
    plural = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def _node(node: str, label: str) -> Text:
    return _text(f"{node} ", _NAMED).append(_line(label))


def _line(text: str) -> str:
    """Words of a document on one line, without control characters."""
    return visible(re.sub(r"\s", " ", text))


def _text(words: str, style: str = "", *, lines: bool = False) -> Text:
    """Words with a style of their own, so that what is appended has its own."""
    from rich.text import Text

    return Text().append(visible(words) if lines else _line(words), style)


def _grid(first: int = 0) -> Table:
    """Two columns: what it is, and what there is to say."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=first, no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _table(title: str, columns: tuple[str, ...]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, title=title, title_justify="left")
    for column in columns:
        numeric = column in ("claims", "mentions", "of these hold")
        table.add_column(column, justify="right" if numeric else "left", overflow="fold", no_wrap=column == "class")
    return table
