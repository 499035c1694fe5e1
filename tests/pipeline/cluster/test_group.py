"""Groups are cut by what the documents are, so that a run that goes on makes those that were made before."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from kg.pipeline import Options, Stages
from kg.pipeline.cluster import group as groups
from kg.pipeline.cluster.group import Cutter, Group, Job
from kg.pipeline.workers import Limits
from kg.workspace import Arrival
from tests.workspace.toy import DERIVATION, ToyExtractor

STAGES = Stages(ToyExtractor(), DERIVATION, Options(), "http://e/")
JOB = Job.of(STAGES, Limits(), "toy 1", "/shards", "m.ingest")


def arrival(number: int, size: int = 10) -> Arrival:
    content = str(number).encode() * size
    return Arrival(f"/in/{number}", str(number), sha256(content).hexdigest(), content, "{}", "toy 1")


def parted(arrivals: list[Arrival]) -> list[list[Arrival]]:
    cutter, made, now = Cutter(), [], []
    for one in arrivals:
        if cutter.is_full_with(one):
            cutter.cut()
            made, now = [*made, now], []
        now.append(one)
        if cutter.ends_with(one):
            cutter.cut()
            made, now = [*made, now], []
    return [group for group in [*made, now] if group]


@given(st.lists(st.integers(0, 500), unique=True, max_size=120), st.integers(0, 60))
def test_what_comes_before_changes_few_groups(numbers: list[int], dropped: int) -> None:
    arrivals = [arrival(number) for number in numbers]
    whole, rest = parted(arrivals), parted(arrivals[dropped:])
    assert [one for group in whole for one in group] == arrivals
    assert all(len(group) <= groups.MOST for group in whole)
    ends = {group[-1].location for group in whole}
    again = [group for group in rest if group in whole]
    first_end = next((n for n, one in enumerate(arrivals[dropped:]) if one.sha256.startswith("0")), None)
    if first_end is not None:
        behind = arrivals[dropped:][first_end + 1 :]
        assert sum(map(len, again)) >= len(behind), "from the first cut on all is as it was"
    assert not ends or rest == [] or rest[-1][-1].location in ends


def test_a_group_has_no_more_bytes_than_a_task_may_carry() -> None:
    large = [replace(arrival(n), content=b"x" * 400_000) for n in range(20)]
    assert all(sum(len(one.content) for one in group) <= 1_000_000 for group in parted(large))
    huge = replace(arrival(1), content=b"x" * 5_000_000)
    assert [huge] in parted([arrival(2), huge, arrival(3)])


def test_everything_that_decides_what_is_in_a_shard_decides_its_name() -> None:
    one, two = arrival(1), arrival(2)
    group = Group(JOB, (one, two))
    others = [
        Group(JOB, (two, one)),
        Group(JOB, (one,)),
        Group(JOB, (one, replace(two, location="/in/3"))),
        Group(JOB, (one, replace(two, name="3"))),
        Group(JOB, (one, replace(two, sha256="0" * 64))),
        Group(JOB, (one, replace(two, media_type="text/html"))),
        Group(JOB, (one, replace(two, url="http://e/2"))),
        Group(replace(JOB, extractor="toy 2"), (one, two)),
        Group(replace(JOB, herodotus="9"), (one, two)),
        Group(replace(JOB, stages=replace(JOB.stages, options=Options("2021"))), (one, two)),
    ]
    assert len({group.name, *(other.name for other in others)}) == len(others) + 1
    assert Group(replace(JOB, place="/elsewhere", mark="x"), (one, two)).name == group.name
    assert [half.arrivals for half in group.halves()] == [(one,), (two,)]
