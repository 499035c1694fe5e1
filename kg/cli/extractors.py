"""Who reads: the rules, a language model, or both; and what the model came to."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import click

from kg.cli.console import say, tell

if TYPE_CHECKING:
    from kg.extract import Extractor, Trace
    from kg.extract.combined import CombinedExtractor
    from kg.extract.llm import Model
    from kg.extract.llm.connection import Connection
    from kg.extract.llm.reader import LanguageModelExtractor
    from kg.model import Document, Extract
    from kg.pipeline import Spread
    from kg.settings import Settings

NAMES: Final = ("rules", "llm", "rules+llm")


def extractor_option(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command ``--extractor``."""
    return click.option(
        "--extractor",
        type=click.Choice(NAMES),
        default="rules",
        show_default=True,
        help="Who reads: the rules, the language model that llm_endpoint and llm_model name, or the rules and, where"
        " they are unsure or silent, the model.",
    )(command)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a language model came to in one run.

    ``asked`` counts questions that it answered, ``known`` those whose answer was kept from before. Tokens and cost are
    those of the former, in the currency of the prices that are set. ``refused`` counts, by reason, what it said and the
    text does not.
    """

    model: str
    documents: int
    asked: int
    known: int
    tokens_in: int
    tokens_out: int
    cost: float
    refused: dict[str, int]
    spent: bool


class Chosen:
    """The extractor of a name. Use it as a context manager: what a model needs is open that long.

    Raises ``SettingsError`` where a model is to read and none is set, ``ResourceError`` where something that it needs
    is not installed.
    """

    def __init__(self, name: str, settings: Settings) -> None:
        from kg.extract.rules import RuleExtractor

        self._opened = ExitStack()
        self._settings = settings
        self._rules = RuleExtractor(settings.model)
        self._connection: Connection | None = None
        self._tally: _Tally | None = None
        self._name = name
        self.extractor: Extractor = self._rules
        if name != "rules":
            from kg.extract.llm.connection import Connection

            self._connection = self._opened.enter_context(Connection(settings, say))
            self._tally = _Tally(made(name, settings, self._connection.model))
            self.extractor = self._tally

    @property
    def has_model(self) -> bool:
        """Whether a language model has a part in it."""
        return self._connection is not None

    def spread(self, stopping: Callable[[], bool]) -> Spread | None:
        """How several documents are read at once where a model reads; ``None`` where the rules do."""
        if self._connection is None:
            return None
        from kg.pipeline.threads import Threads

        return Threads(self._settings.llm_concurrency, stopping, self._connection.leave)

    def trace(self, document: Document) -> Trace:
        """How the rules went through a document; nothing where the model alone did."""
        from kg.extract import Trace

        return Trace() if self._name == "llm" else self._rules.trace(document)

    @property
    def summary(self) -> Summary | None:
        """What the model came to; ``None`` where none had a part."""
        if self._connection is None or self._tally is None:
            return None
        purse = self._connection.purse
        return Summary(
            purse.name,
            self._tally.documents,
            purse.questions,
            self._connection.remembered,
            purse.used.asked,
            purse.used.answered,
            round(purse.cost, 6),
            dict(sorted(self._tally.refused.items())),
            purse.is_spent,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()


def made(name: str, settings: Settings, model: Model) -> Extractor:
    """The extractor of a name that asks ``model``."""
    return combined(settings, model) if name == "rules+llm" else _reader(settings, model)


def combined(settings: Settings, model: Model) -> CombinedExtractor:
    """The rules and ``model`` together."""
    from kg.extract.combined import CombinedExtractor
    from kg.extract.rules import RuleExtractor

    return CombinedExtractor(RuleExtractor(settings.model), _reader(settings, model))


def _reader(settings: Settings, model: Model) -> LanguageModelExtractor:
    from kg.extract.llm.reader import LanguageModelExtractor

    return LanguageModelExtractor(model, temperature=settings.llm_temperature, pipeline=settings.model)


def refuse_company(extractor: str, *, alone: bool) -> None:
    """Raises ``UsageError`` where a model is to read together with workers or machines."""
    if extractor != "rules" and not alone:
        raise click.UsageError(
            f"--extractor {extractor} reads in this process, several documents at once: llm_concurrency says how many."
            " It takes no --workers and no --engine."
        )


def show_summary(summary: Summary) -> None:
    """What the model came to, on standard output."""
    tell(
        f"{summary.model}: {summary.asked:,} questions asked and {summary.known:,} known,"
        f" {summary.tokens_in:,} tokens in and {summary.tokens_out:,} out"
        + (f", cost {summary.cost:,.4f}" if summary.cost else "")
    )
    if summary.refused:
        counts = ", ".join(f"{reason} {count}" for reason, count in _by_count(summary.refused))
        tell(f"refused, since the text does not say it: {sum(summary.refused.values()):,} ({counts})")
    if summary.spent:
        say("the budget of this run is spent; what was answered is kept, and the same command goes on there.")


def summary_as_json(summary: Summary) -> dict[str, Any]:
    """The summary for programs."""
    return asdict(summary)


def _by_count(refused: dict[str, int]) -> Sequence[tuple[str, int]]:
    return sorted(refused.items(), key=lambda one: (-one[1], one[0]))


class _Tally:
    """Satisfies ``Extractor``: another one whose extracts are counted."""

    def __init__(self, inner: Extractor) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self.documents = 0
        self.refused: Counter[str] = Counter()

    @property
    def name(self) -> str:
        return self._inner.name

    def extract(self, document: Document) -> Extract:
        extract = self._inner.extract(document)
        with self._lock:
            self.documents += 1
            for origin in extract.origins:
                self.refused.update(dict(origin.refused))
        return extract
