"""What one run may use is never gone over, whatever runs at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ExtractionError
from kg.extract.llm import Answer, Question, Usage
from kg.extract.llm.client import Purse, Terms, estimated_tokens
from kg.extract.llm.client.purse import Budget, estimated_question

TERMS = Terms("http://127.0.0.1:9/v1", "m", answer_tokens=100)


def question(text: str = "") -> Question:
    return Question("1", "", text, {})


class Told:
    """A model whose answers are of a told length; ``Usage()`` for one that does not say how many tokens it used."""

    name = "m"

    def __init__(self, *usages: Usage, text: str = "{}") -> None:
        self._usages = list(usages)
        self._text = text
        self._lock = threading.Lock()

    def ask(self, _: Question) -> Answer:
        with self._lock:
            return Answer(self._text, self._usages.pop(0))


def ask_all(purse: Purse, number: int) -> int:
    """How many of so many questions, asked by four threads, were answered."""

    def asked(_: int) -> bool:
        try:
            purse.ask(question())
        except ExtractionError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(asked, range(number)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 100)), min_size=1, max_size=20),
    st.integers(1, 1500),
    st.one_of(st.none(), st.floats(0, 2)),
)
def test_a_budget_is_not_gone_over(answers: list[tuple[int, int]], tokens: int, money: float | None) -> None:
    asked = estimated_question(question(), TERMS)
    used = [Usage(min(a, asked), b) for a, b in answers]
    budget = Budget(tokens, money, price_in=1000, price_out=2000)
    purse = Purse(Told(*used), TERMS, budget)
    answered = ask_all(purse, len(used))
    assert purse.used.asked + purse.used.answered <= tokens
    assert money is None or purse.cost <= money
    assert purse.questions == answered
    assert purse.is_spent == (answered < len(used))
    if answered == len(used):
        assert purse.used == sum(used, Usage())


def test_the_refusal_names_the_setting_and_how_to_go_on() -> None:
    purse = Purse(Told(Usage(50, 30)), TERMS, Budget(tokens=estimated_question(question(), TERMS) + 100))
    purse.ask(question())
    with pytest.raises(ExtractionError, match=r"\(llm_tokens\).*80 of \d+ tokens are used.*same command again"):
        purse.ask(question())
    purse.budget = Budget(tokens=10**9)  # however much there is now: the run is over
    with pytest.raises(ExtractionError, match="leaves no room"):
        purse.ask(question())


def test_money_is_that_of_the_tokens_used() -> None:
    purse = Purse(Told(Usage(2_000_000, 500_000)), TERMS, Budget(price_in=0.15, price_out=0.6))
    purse.ask(question())
    assert purse.cost == pytest.approx(0.6)


def test_where_a_server_counts_no_tokens_they_are_estimated() -> None:
    purse = Purse(Told(Usage(), text="x" * 40), TERMS, Budget())
    purse.ask(question("y" * 400))
    assert purse.used == Usage(estimated_question(question("y" * 400), TERMS), 11)


def test_a_question_that_failed_uses_nothing() -> None:
    class Failing(Told):
        def ask(self, _: Question) -> Answer:
            raise ExtractionError("m", "no")

    purse = Purse(Failing(), TERMS, Budget(tokens=1000))
    for _ in range(20):
        with pytest.raises(ExtractionError, match="no"):
            purse.ask(question())
    assert (purse.used, purse.questions, purse.is_spent) == (Usage(), 0, False)


@given(st.text(max_size=200))
def test_an_estimate_grows_with_the_text(text: str) -> None:
    assert len(text) / 4 <= estimated_tokens(text) <= len(text) / 3 + 1
    assert estimated_tokens(text + "more") > estimated_tokens(text)
