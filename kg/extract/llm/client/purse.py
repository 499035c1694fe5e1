"""The purse: what one run may use, and what it has used."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from kg.errors import ExtractionError
from kg.extract.llm.asking import Answer, Model, Question, Usage
from kg.extract.llm.client.dialect import Dialect
from kg.extract.llm.client.terms import Terms
from kg.settings import Settings


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has: one for four characters, and a tenth more. Models differ."""
    return -(-len(text) * 11 // 40)


def estimated_question(question: Question, terms: Terms) -> int:
    """About how many tokens a request has, its schema among them."""
    body = Dialect().request(question, terms)
    parts = (question.instructions, question.text, str(body["response_format"]))
    return sum(map(estimated_tokens, parts))


@dataclass(frozen=True, slots=True)
class Budget:
    """What one run may use; ``None`` sets no limit. Prices are for a million tokens."""

    tokens: int | None = None
    money: float | None = None
    price_in: float = 0.0
    price_out: float = 0.0

    @classmethod
    def of(cls, settings: Settings) -> Budget:
        """The budget that is set."""
        return cls(settings.llm_tokens, settings.llm_money, settings.llm_price_in, settings.llm_price_out)

    def cost(self, usage: Usage) -> float:
        """What it costs."""
        return (usage.asked * self.price_in + usage.answered * self.price_out) / 1_000_000

    def exceeded_by(self, usage: Usage) -> str | None:
        """The setting that forbids to use that much."""
        if self.tokens is not None and usage.asked + usage.answered > self.tokens:
            return "llm_tokens"
        if self.money is not None and self.cost(usage) > self.money:
            return "llm_money"
        return None


class Purse:
    """Satisfies ``Model``: asks another one as long as the budget lasts.

    Before a question is asked, as much as it may use is set aside, its longest answer among it; so a budget is not gone
    over by what runs at once. A question that does not fit waits while others may give something back. The first that
    finds no room ends the run's questions: those that follow are refused, however small.
    """

    def __init__(self, inner: Model, terms: Terms, budget: Budget) -> None:
        self._inner = inner
        self._terms = terms
        self.budget = budget
        self._changed = threading.Condition()
        self._aside = Usage()
        self._under_way = 0
        self.used = Usage()
        """Tokens of answers that came, as the server counted them; estimated where it does not say."""
        self.questions = 0
        """Questions that were answered."""
        self._spent: str | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self._inner.name

    @property
    def is_spent(self) -> bool:
        """Whether a question was refused because the budget did not suffice."""
        return self._spent is not None

    @property
    def cost(self) -> float:
        """What the tokens cost that were used."""
        return self.budget.cost(self.used)

    def ask(self, question: Question) -> Answer:
        """The other's answer. Raises ``ExtractionError`` where it does, or the budget is spent."""
        asked = estimated_question(question, self._terms)
        most = Usage(asked, self._terms.answer_tokens)
        self._take(most)
        used = Usage()
        try:
            answer = self._inner.ask(question)
            used = answer.usage
            if not used.asked and not used.answered:
                used = Usage(asked, estimated_tokens(answer.text))
        finally:
            self._give_back(most, used)
        return answer

    def _take(self, most: Usage) -> None:
        with self._changed:
            while (limit := self._lacking(most)) is not None and self._under_way and self._spent is None:
                self._changed.wait()
            if self._spent is None and limit is not None:
                self._spent = limit
                self._changed.notify_all()
            if self._spent is not None:
                raise self._refusal(self._spent)
            self._aside += most
            self._under_way += 1

    def _lacking(self, most: Usage) -> str | None:
        return self.budget.exceeded_by(self.used + self._aside + most)

    def _give_back(self, most: Usage, used: Usage) -> None:
        with self._changed:
            self._aside = Usage(self._aside.asked - most.asked, self._aside.answered - most.answered)
            self._under_way -= 1
            self.used += used
            self.questions += bool(used.asked or used.answered)
            self._changed.notify_all()

    def _refusal(self, limit: str) -> ExtractionError:
        if limit == "llm_tokens":
            told = f"{self.used.asked + self.used.answered:,} of {self.budget.tokens:,} tokens"
        else:
            told = f"{self.cost:.4f} of {self.budget.money:g}"
        return ExtractionError(
            self._terms.model,
            f"the budget of this run ({limit}) leaves no room for another question; {told} are used.",
            remedy=f"Run the same command again to go on, or raise {limit}; what was answered is not asked again.",
        )
