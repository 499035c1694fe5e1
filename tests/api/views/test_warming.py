"""What everybody opens first is made once the data have settled down, once for each version that lasts."""

import asyncio
from typing import Any

import pytest

from kg.api.readers.version import Version
from kg.api.views import warming
from kg.errors import StoreError


class Stage:
    """A pool, a first page and a counter that note what is made of which version."""

    def __init__(self) -> None:
        self.newest = Version(1, "1:1")
        self.made: list[int] = []
        self.counted: list[int] = []
        self.fails = False

    async def make(self, _: Any) -> None:
        if self.fails:
            raise StoreError("no answer")
        self.made.append(self.newest.number)

    async def census(self, _: Any, version: Version) -> None:
        self.counted.append(version.number)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_LOOK_SECONDS", 0.01)


def test_each_version_that_lasts_is_made_once_and_those_that_pass_by_are_not() -> None:
    async def scene() -> Stage:
        stage = Stage()
        async with warming.Warming(stage, stage, stage):  # type: ignore[arg-type]
            while not stage.counted:
                await asyncio.sleep(0.01)
            for number in range(2, 30):  # while documents come in
                stage.newest = Version(number, f"{number}:{number}")
                await asyncio.sleep(0.01)
            while len(stage.counted) < 2 or stage.counted[-1] != 29:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
        return stage

    stage = asyncio.run(scene())
    assert stage.made == stage.counted
    assert (stage.made[0], stage.made[-1]) == (1, 29)
    assert len(stage.made) == len(set(stage.made)) < 15


def test_a_failure_is_not_repeated_until_the_data_change() -> None:
    async def scene() -> Stage:
        stage = Stage()
        stage.fails = True
        async with warming.Warming(stage, stage, stage):  # type: ignore[arg-type]
            await asyncio.sleep(0.2)
            stage.fails = False
            await asyncio.sleep(0.1)
            assert stage.made == []
            stage.newest = Version(2, "2:2")
            while not stage.counted:
                await asyncio.sleep(0.01)
        return stage

    assert asyncio.run(scene()).made == [2]
