"""The estimate: what reading would use, before anybody is asked."""

from __future__ import annotations

from typing import Final

from kg.extract.llm.asking import Answer, Question, Usage
from kg.extract.llm.cache import AnswerCache
from kg.extract.llm.client.purse import estimated_question, estimated_tokens
from kg.extract.llm.client.terms import Terms

_NOTHING: Final = "{}"
_FACTOR: Final = 2
"""How many times as long as what it is asked about an answer is taken to be. Models differ."""


class Estimating:
    """Satisfies ``Model``: gives the answers that are known, and counts what the others would use.

    Tokens are estimated: one for four characters and a tenth more. A question about a later passage also names what was
    found before it, which nobody knows yet where an earlier one has not been answered; such a document costs a little
    more than is counted here.
    """

    def __init__(self, cache: AnswerCache, terms: Terms) -> None:
        self.name = terms.name
        self._cache = cache
        self._terms = terms
        self.known = 0
        """Questions whose answer is known."""
        self.questions = 0
        """Questions that would be asked."""
        self.likely = Usage()
        """What they would use, with answers twice as long as what they are about."""
        self.most = Usage()
        """What they would use, with answers as long as they may be."""

    def ask(self, question: Question) -> Answer:
        """The known answer, or one that says nothing."""
        answer = self._cache.get(question)
        if answer is not None:
            self.known += 1
            return answer
        asked = estimated_question(question, self._terms)
        longest = self._terms.answer_tokens
        self.questions += 1
        self.likely += Usage(asked, min(longest, _FACTOR * estimated_tokens(question.text)))
        self.most += Usage(asked, longest)
        return Answer(_NOTHING, Usage())
