"""The follower: takes all data once, and then what comes and goes, version by version."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.changes import Patch, Patches, quads_of_rows
from kg.changes.reading import lines_of
from kg.errors import FollowError
from kg.following.copy import Copy, State
from kg.following.source import WAIT, GoneError, Source, UnreachableError

ATTEMPTS: Final = 5
"""How often in a row it may fail where it is to end once everything is there."""

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 60.0
_AT_ONCE: Final = 2_000


def follow(
    source: Source,
    copy: Copy,
    *,
    once: bool = False,
    say: Callable[[str], None] = lambda _: None,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Keeps ``copy`` at the newest version of ``source``, for ever, or until it has got there ``once``.

    ``say`` is told what happens, ``pause`` waits for so many seconds where the source, or the copy, cannot be reached.
    Raises ``FollowError`` for what trying again does not mend. It may be ended at any moment.
    """
    follower = _Follower(source, copy, say)
    failures = 0
    while True:
        try:
            is_there = follower.step(0 if once or failures else WAIT)
        except UnreachableError as error:
            failures += 1
            if once and failures == ATTEMPTS:
                raise
            seconds = min(_FIRST_PAUSE * 2**failures, _LONGEST_PAUSE) * random.uniform(0.5, 1)  # noqa: S311 - no secret
            say(f"{error} Trying again in {seconds:.0f} seconds.")
            pause(seconds)
            continue
        failures = 0
        if is_there and once:
            return


class _Follower:
    def __init__(self, source: Source, copy: Copy, say: Callable[[str], None]) -> None:
        self._source = source
        self._copy = copy
        self._say = say
        self._fresh = False
        """Whether all data were just taken: they must not lead nowhere again and again."""

    def step(self, wait: int) -> bool:
        """Goes on as far as one answer leads; says whether there was nothing more."""
        state = self._copy.state
        if state is None:
            self._start()
            return False
        try:
            is_there = self._go_on(state, wait)
        except GoneError as error:
            if self._fresh:
                raise UnreachableError(f"{error} That is so right after its dump was taken.") from error
            self._say(f"{error} Starting anew.")
            self._start()
            return False
        self._fresh = False
        return is_there

    def _start(self) -> None:
        with self._source.dump() as answer:
            self._say(f"Taking all data of version {answer.version}.")
            self._copy.start(answer.version, _quads(answer.chunks))
        self._fresh = True
        self._say(f"At version {answer.version}.")

    def _go_on(self, state: State, wait: int) -> bool:
        begun = state.version
        with self._source.changes(state.version, state.id, wait=wait) as answer:
            try:
                for patch in Patches(answer.chunks):
                    with patch:
                        _check(patch, state)
                        self._copy.apply(patch)
                        state = State(state.source, patch.head.version, patch.head.id)
            finally:
                self._copy.keep()
        if state.version > begun:
            self._say(f"At version {state.version}.")
        elif state.version < answer.version:
            raise UnreachableError(f"{self._source.address} is at version {answer.version}, and gives nothing newer.")
        return state.version >= answer.version


def _check(patch: Patch, state: State) -> None:
    """Raises ``FollowError`` or ``GoneError`` unless a patch leads on from where the copy is."""
    head = patch.head
    if head.version != state.version + 1:
        raise FollowError(f"a patch leads to version {head.version}, and the copy is at {state.version}.")
    if patch.begins or (state.id is not None and head.previous != state.id):
        raise GoneError(f"The patch of version {head.version} does not go on from the version that the copy has.")


def _quads(chunks: Iterable[bytes]) -> Iterator[ox.Quad]:
    lines = lines_of(chunks)
    while some := list(islice(lines, _AT_ONCE)):
        yield from quads_of_rows(some)
