"""The language of shapes: what a header may say, and what is wrong in it."""

from __future__ import annotations

import pytest

from kg.errors import ResourceError
from kg.queries import Parameter, ParameterType
from kg.queries.header import parse_header
from kg.queries.shapes import Automaton, parse_shape, tokens
from kg.queries.shapes.groups import GROUPS, OPENING
from kg.queries.shapes.shape import parse_parts
from kg.queries.shapes.spans import readers

PARAMETERS = {
    name: Parameter(name, kind, required=False, default=None, meaning="x")
    for name, kind in {
        "on": ParameterType.ACTOR,
        "in": ParameterType.PLACE,
        "least": ParameterType.INTEGER,
        "kind": ParameterType.STRING,
        "since": ParameterType.DATE,
        "until": ParameterType.DATE,
    }.items()
}


def fits(shape: str, text: str) -> dict[str, str] | None:
    """What the slots of the shape take of the text; ``None`` where it has another shape."""
    words = tokens(text)
    types = {"period": "period", "since": "date", "until": "date", "least": "integer"}
    found = Automaton([parse_shape(shape, PARAMETERS, "x.rq")], [types]).matches(words, readers(words))
    if not found:
        return None
    return {
        taken.slot.name: taken.value or taken.problem or text[words[taken.begin].begin : words[taken.end - 1].end]
        for taken in found[0].taken
    }


def test_words_alternatives_and_options() -> None:
    shape = "who (bombed|has bombed) [all of] {on}"
    assert fits(shape, "Who bombed Karsk?") == {"on": "Karsk"}
    assert fits(shape, "who has bombed all of Port Lund") == {"on": "Port Lund"}
    assert fits(shape, "who has Karsk") is None
    assert fits(shape, "who bombed") is None


def test_little_words_may_stand_between_and_endings_are_words() -> None:
    assert fits("who is {on} 's leader", "who's the Brigade’s leader") == {"on": "Brigade"}
    assert fits("who is leader of {on}", "who’s actually the leader of the Brigade") == {"on": "Brigade"}
    assert fits("who is leader of {on}", "whos leader of Norland") == {"on": "Norland"}


def test_a_word_of_the_shape_goes_before_one_of_a_name() -> None:
    assert fits("who hit {on} [in {in}]", "who hit Norland in Karsk") == {"on": "Norland", "in": "Karsk"}
    assert fits("who hit {on} [{period}]", "who hit Norland in 2021") == {"on": "Norland", "period": "2021/2021"}


def test_numbers_and_dates_are_read_at_once() -> None:
    assert fits("more than {least} dead", "more than 1,000 dead") == {"least": "1000"}
    assert fits("more than {least} dead", "more than a dozen dead") == {"least": "12"}
    assert fits("more than {least} dead", "more than some dead") is None
    assert fits("from {since} on", "from March 2020 on") == {"since": "2020-03"}


def test_a_name_neither_begins_nor_ends_with_a_word_that_holds_a_question_together() -> None:
    for name in ("whom", "whom it may concern", "in Karsk", "the", "Norland and", "Norland of the"):
        assert fits("who hit {on}", f"who hit {name}") is None
    assert fits("who hit {on}", "who hit Norland and Estmark") == {"on": "Norland and Estmark"}


@pytest.mark.parametrize("prefix", ["please tell me", "do you know", "so can you tell me", "I would like to know"])
def test_what_people_say_before_they_ask_changes_nothing(prefix: str) -> None:
    assert fits("who hit {on}", f"{prefix} who hit Norland") == {"on": "Norland"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("who hit {nobody}", "has a place for 'nobody', which is no parameter"),
        ("who hit {on} -> sort=arms", "has a place for 'sort', which is no parameter"),
        ("who hit {on} -> on=Norland", "gives 'on' twice"),
        ("who hit {on} -> arms", "is not 'name=value'"),
        ("who hit {on} -> kind=a, kind=b", "is not 'name=value'"),
        ("who <beat> {on}", "there is no group '<beat>'"),
        ("who (hit {on}", "cannot be read"),
        ("who hit) {on}", "cannot be read"),
        ("who (hit|) {on}", "cannot be read"),
        ("who [hit) {on}", "cannot be read"),
        ("who hit {on} & run", "cannot be read"),
        ("{on}", "needs at least one word"),
        ("[who] {on}", "needs at least one word"),
        ("{least} dead -> since=soon", "is not a date"),
    ],
)
def test_a_wrong_shape_is_refused_when_the_query_is_read(line: str, message: str) -> None:
    parameters = "".join(f"# parameter: {p.name} ({p.type}, optional): x\n" for p in PARAMETERS.values())
    header = f"# question: q?\n# columns: a\n# view: table\n{parameters}# asks: {line}\n"
    with pytest.raises((ResourceError, Exception), match=message) as caught:
        parse_header(header, "x.rq")
    assert "x.rq" in str(caught.value) or "since" in str(caught.value)


def test_a_period_needs_both_bounds() -> None:
    without = {name: one for name, one in PARAMETERS.items() if name != "until"}
    with pytest.raises(ResourceError, match="has a place for 'until'"):
        parse_shape("what happened {period}", without, "x.rq")


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_every_group_is_in_the_language(name: str) -> None:
    assert parse_parts(GROUPS[name], name)
    assert parse_parts(OPENING, "opening")
