"""The connection: a language model as the settings have it, with its budget and the answers that are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from kg.errors import ResourceError
from kg.extract.llm.asking import Model
from kg.extract.llm.cache import FILE, AnswerCache, Known, Remembering
from kg.extract.llm.client import Purse, terms
from kg.extract.llm.client.purse import Budget
from kg.settings import Settings

if TYPE_CHECKING:
    from types import TracebackType


class Connection:
    """Asks ``cache``, then ``purse``, then the server. Use it as a context manager."""

    def __init__(self, settings: Settings, warn: Callable[[str], None]) -> None:
        """``warn`` is told once of a cache that cannot be used.

        Raises ``SettingsError`` where no model is set, ``ResourceError`` where the extra ``llm`` is not installed.
        """
        self.terms = terms(settings)
        try:
            from kg.extract.llm.client.server import Server  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ResourceError(
                f"a language model is asked with packages that are not installed ({error.name}).",
                remedy="Run `pip install 'herodotus[llm]'`.",
            ) from error
        self._server = Server(self.terms)
        self._cache = AnswerCache(settings.workspace / FILE, self.terms, warn)
        self.purse = Purse(self._server, self.terms, Budget.of(settings))
        self._remembering = Remembering(self.purse, self._cache)

    @property
    def model(self) -> Model:
        """What a reader asks."""
        return self._remembering

    @property
    def remembered(self) -> int:
        """Questions that were not asked, since their answer was known."""
        return self._remembering.remembered

    def leave(self) -> None:
        """Ends what is under way; nothing more is asked."""
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
        self._cache.close()


class Shelf:
    """The answers that are known; nobody is asked, and nothing is written. Use it as a context manager."""

    def __init__(self, settings: Settings, warn: Callable[[str], None]) -> None:
        """Raises ``SettingsError`` where no model is set."""
        self.terms = terms(settings)
        self.budget = Budget.of(settings)
        self.cache = AnswerCache(settings.workspace / FILE, self.terms, warn, looking=True)

    @property
    def model(self) -> Model:
        """Gives known answers, and fails where there is none."""
        return Known(self.cache, self.terms)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cache.close()
