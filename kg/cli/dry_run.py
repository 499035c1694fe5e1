"""``kg ingest --dry-run``: what would be read, and what a language model would use for it; nobody is asked."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kg.cli.console import say, tell, write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.documents import Source
    from kg.extract import Extractor
    from kg.extract.llm.client.purse import Budget
    from kg.extract.llm.estimating import Estimating
    from kg.pipeline import Options
    from kg.settings import Settings


@dataclass(slots=True)
class _Foreseen:
    """Names of what would be read and of what could not be, with the reason; ``counts`` by what becomes of it."""

    read: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def foresee(settings: Settings, paths: Sequence[str], options: Options, extractor: str, form: str) -> None:
    """Prints what ``kg ingest`` would do. Nothing is written, and no model is asked."""
    from kg.cli.extractors import made
    from kg.extract.llm.connection import Shelf
    from kg.extract.llm.estimating import Estimating
    from kg.extract.rules import RuleExtractor

    with ExitStack() as opened:
        estimating, budget = None, None
        reader: Extractor = RuleExtractor(settings.model)
        if extractor != "rules":
            shelf = opened.enter_context(Shelf(settings, say))
            estimating, budget = Estimating(shelf.cache, shelf.terms), shelf.budget
            reader = made(extractor, settings, estimating)
        is_known = _looked_up(settings, options, reader.name, opened)
        found = _foreseen(paths, options, reader if estimating else None, is_known)
    if form == "json":
        report: dict[str, Any] = {"counts": dict(found.counts), "read": found.read, "failed": found.failed}
        write_json(report | ({"estimate": _as_json(estimating, budget)} if estimating and budget else {}))
        return
    for name in found.read:
        tell(f"read  {name}")
    for name, reason in found.failed.items():
        tell(f"failed  {name}: {reason.removeprefix(f'{name}: ')}")
    counts = ", ".join(f"{n} {what}" for what, n in found.counts.items()) or "nothing to read"
    tell(f"{counts}; nothing was read, asked or written.")
    if estimating and budget:
        _show(estimating, budget)


def _foreseen(
    paths: Sequence[str], options: Options, reader: Extractor | None, is_known: Callable[[str], bool]
) -> _Foreseen:
    from kg.documents import read
    from kg.errors import HerodotusError
    from kg.model import Document

    found, seen = _Foreseen(), set[str]()
    for source in _documents(paths, options):
        if source.skipped is not None:
            found.counts["skipped"] += 1
            continue
        try:
            content = source.load()
            document = Document.id_for(sha256(content).hexdigest())
            if is_known(document) or document in seen:
                found.counts["unchanged"] += 1
                continue
            seen.add(document)
            if reader is not None:
                whole = read(
                    content,
                    source.name,
                    media_type=source.media_type,
                    date=options.date,
                    url=source.url,
                    fields=options.fields,
                )
                reader.extract(whole)
        except HerodotusError as error:
            found.counts["that cannot be read"] += 1
            found.failed[source.name] = str(error)
            continue
        found.counts["to be read"] += 1
        found.read.append(source.name)
    return found


def _documents(paths: Sequence[str], options: Options) -> Iterator[Source]:
    from kg.documents import unpack
    from kg.errors import ShardError
    from kg.pipeline import gather, shard_of

    for source in gather(paths):
        try:
            if shard_of(source) is not None:
                say(f"{source.name} is a shard: what it holds has been read.")
                continue
        except ShardError as error:
            say(str(error))
            continue
        yield from unpack(source, options.fields)


def _looked_up(settings: Settings, options: Options, extractor: str, opened: ExitStack) -> Callable[[str], bool]:
    """Whether the workspace has a document as this extractor reads it; where there is no workspace it has none."""
    from kg.workspace.intake import is_read_as
    from kg.workspace.truth import Truth

    path = settings.workspace / "truth.sqlite"
    if not path.exists():
        return lambda _: False
    truth = opened.enter_context(closing(Truth.looking(path)))
    given = options.to_json()
    return lambda document: is_read_as(truth.held(document), given, extractor)


def _as_json(estimate: Estimating, budget: Budget) -> dict[str, Any]:
    return {
        "model": estimate.name,
        "passages": estimate.known + estimate.questions,
        "known": estimate.known,
        "questions": estimate.questions,
        "likely": {**asdict(estimate.likely), "cost": round(budget.cost(estimate.likely), 6)},
        "most": {**asdict(estimate.most), "cost": round(budget.cost(estimate.most), 6)},
        "exceeds": budget.exceeded_by(estimate.likely),
    }


def _show(estimate: Estimating, budget: Budget) -> None:
    passages = estimate.known + estimate.questions
    share = f" ({estimate.known / passages:.0%} of them known)" if estimate.known else ""
    likely, most = estimate.likely, estimate.most
    tell(
        f"{estimate.name}: {passages:,} passages{share}, {estimate.questions:,} questions;"
        f" about {likely.asked:,} tokens in and {likely.answered:,} out, {most.answered:,} out at most"
    )
    if budget.price_in or budget.price_out:
        tell(f"about {budget.cost(likely):,.4f} in money, {budget.cost(most):,.4f} at most")
    tell("An estimate: four characters are taken for a token, and an answer for twice as long as what it is about.")
    limit = budget.exceeded_by(likely)
    if limit:
        say(f"this is more than {limit} allows: the run would stop where that is used up.")
