"""The budgets: how many requests, and how many seconds of queries, each client may have in a minute."""

from __future__ import annotations

import math
import time
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from kg.api.access.exposure import is_exposed
from kg.api.client import Client
from kg.api.register import Register, Work
from kg.errors import QueryLimitError
from kg.settings import Settings

_REQUESTS_ELSEWHERE: Final = 600
_SECONDS_ELSEWHERE: Final = 120.0
_THOUSANDTHS: Final = 1000


class BudgetError(QueryLimitError):
    """A client has used up a budget; ``retry`` is the number of seconds until it may come again."""

    def __init__(self, message: str, *, limit: str, value: float, retry: int) -> None:
        super().__init__(message, limit=limit, value=value, remedy=f"Wait {retry} seconds.")
        self.retry = retry


class Budgets:
    """What each client has used in the minute that runs.

    Where the settings name no budget, there is none for a service on loopback, and 600 requests and 120 query-seconds a
    minute elsewhere. ``share`` is the part of each budget that falls to this process, where several serve one port.
    """

    def __init__(self, settings: Settings, register: Register, share: float = 1.0) -> None:
        exposed = is_exposed(settings)
        requests = settings.requests_per_minute or (_REQUESTS_ELSEWHERE if exposed else None)
        seconds = settings.query_seconds_per_minute or (_SECONDS_ELSEWHERE if exposed else None)
        self._requests = None if requests is None else RateLimitItemPerMinute(max(1, round(requests * share)))
        self._seconds = (
            None if seconds is None else RateLimitItemPerMinute(max(1, round(seconds * share * _THOUSANDTHS)))
        )
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._register = register
        if self._seconds is not None:
            register.listen(self._charge)

    def admit(self, client: Client) -> None:
        """Counts a request. Raises ``BudgetError`` where the client has none left, of requests or of query-seconds."""
        if self._requests is not None and not self._limiter.hit(self._requests, "requests", client.key):
            retry = self._wait(self._requests, "requests", client)
            raise BudgetError(
                f"More than {self._requests.amount} requests in a minute.",
                limit="requests_per_minute",
                value=self._requests.amount,
                retry=retry,
            )
        if self._seconds is None:
            return
        running = sum(work.busy for work in self._register.running() if work.client.key == client.key)
        left = self._limiter.get_window_stats(self._seconds, "seconds", client.key).remaining / _THOUSANDTHS
        if left - running <= 0:
            value = self._seconds.amount / _THOUSANDTHS
            raise BudgetError(
                f"Queries took more than {value:g} seconds in a minute.",
                limit="query_seconds_per_minute",
                value=value,
                retry=self._wait(self._seconds, "seconds", client),
            )

    def _charge(self, work: Work) -> None:
        if self._seconds is not None and work.busy > 0:
            self._limiter.hit(self._seconds, "seconds", work.client.key, cost=math.ceil(work.busy * _THOUSANDTHS))

    def _wait(self, item: RateLimitItemPerMinute, name: str, client: Client) -> int:
        return max(1, math.ceil(self._limiter.get_window_stats(item, name, client.key).reset_time - time.time()))
