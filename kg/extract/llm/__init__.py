"""Reads documents with a language model that the operator supplies; what the text does not say is refused.

``Model`` is what can be asked.
"""

from kg.extract.llm.asking import Answer, Model, Question, Usage

__all__ = ["Answer", "Model", "Question", "Usage"]
