"""Interruption: Ctrl-C ends long work at the next place where nothing is lost; once more ends it at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(asked: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Gives whether somebody wants the work to stop; ``asked`` is called when the first one does.

    The second request raises ``KeyboardInterrupt``, as every one would without this.
    """
    stopping = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal stopping
        if stopping:
            raise KeyboardInterrupt
        stopping = True
        asked()

    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's alone
        yield lambda: False
        return
    before = {one: signal.signal(one, stop) for one in _SIGNALS}
    try:
        yield lambda: stopping
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
