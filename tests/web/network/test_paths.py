"""The shortest paths between two: as long as the graph makes them, all as short as each other, and honest where cut."""

from collections import defaultdict, deque

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.web.network.paths import MOST_STEPS
from tests.queries.world import world
from tests.web.network.reading import actor, gathered, linked, read
from tests.web.reading import text_of

CHAIN = [("a", "arms", "b", 1, 0), ("c", "leads", "b", 1, 0), ("c", "meets", "d", 1, 0), ("d", "attacks", "e", 1, 0)]


def names(path: tuple[str, ...]) -> list[str]:
    return [one.rpartition("/")[2] for one in path]


def test_a_path_follows_links_in_either_direction():
    made = gathered(linked(CHAIN), "entity=A&other=E")
    assert [names(path) for path in made.paths] == [["a", "b", "c", "d", "e"]]
    assert {(one.source.rpartition("/")[2], one.kind) for one in made.links} == {
        ("a", "arms"), ("c", "leads"), ("c", "meets"), ("d", "attacks"),
    }  # fmt: skip


def test_beyond_four_steps_nothing_is_found_and_that_is_said():
    made = gathered(linked([*CHAIN, ("e", "arms", "f", 1, 0)]), "entity=A&other=F")
    assert made.paths == ()
    assert made.notes[0] == "No path of up to 4 steps was found; 6 actors were looked at."


def test_a_link_that_all_deny_is_no_step():
    made = gathered(linked([("a", "arms", "b", 0, 3)]), "entity=A&other=B")
    assert made.paths == ()
    assert [one.standing for one in made.links] == ["denied"], "it is shown all the same"


def test_the_path_whose_weakest_step_is_told_of_most_comes_first():
    told = [("a", "arms", "m", 9, 0), ("m", "arms", "z", 1, 0), ("a", "arms", "n", 2, 0), ("n", "arms", "z", 2, 0)]
    made = gathered(linked(told), "entity=A&other=Z")
    assert [names(path) for path in made.paths] == [["a", "n", "z"], ["a", "m", "z"]]


def test_of_many_paths_ten_are_shown_and_that_is_said():
    told = [step for n in range(50) for step in (("a", "arms", f"m{n}", 1, 0), (f"m{n}", "arms", "z", 1, 0))]
    made = gathered(linked(told), "entity=A&other=Z")
    assert len(made.paths) == 10
    assert made.notes[0].startswith("There are more paths as short; these are the 10")


def test_one_actor_has_no_path_to_itself():
    assert gathered(linked(CHAIN), "entity=A&other=A").paths == ()


def test_the_page_tells_each_step_with_its_evidence():
    page, html = read(world(), "entity=Norland&other=Estmark")
    assert page.title == "From Norland to Estmark"
    table = next(table for table in page.tables if table.name == "paths")
    assert next([cell.text for cells in row.cells[:2] for cell in cells] for row in table.rows) == ["1", "1"]
    assert all(row.evidence and "edge=" in row.evidence.href for row in table.rows)
    assert "Norland attacks Iron Brigade" in text_of(html)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda ends: ends[0] != ends[1]), max_size=16))
def test_paths_are_as_short_as_any(ends: list[tuple[int, int]]):
    told = [(f"n{one}", "arms", f"n{other}", 1, 0) for one, other in dict.fromkeys(ends)]
    graph = linked([*told, ("n0", "opposes", "n1", 0, 1)])
    near = defaultdict(set)
    for one, other in ends:
        near[f"n{one}"].add(f"n{other}")
        near[f"n{other}"].add(f"n{one}")
    steps, queue = {"n0": 0}, deque(["n0"])
    while queue:
        here = queue.popleft()
        for there in near[here] - steps.keys():
            steps[there] = steps[here] + 1
            queue.append(there)
    made = gathered(graph, f"entity={actor('n0')}&other={actor('n1')}")
    wanted = steps.get("n1", MOST_STEPS + 1)
    assert {len(path) - 1 for path in made.paths} == ({wanted} if wanted <= MOST_STEPS else set())
    for path in made.paths:
        assert len(set(path)) == len(path)
        assert all(other in near[one] for one, other in zip(names(path), names(path)[1:], strict=False))
