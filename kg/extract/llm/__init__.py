"""Reads documents with a language model that the operator supplies; what the text does not say is refused.

``Model`` is what can be asked. ``reader`` holds the extractor, ``guard`` what stands between an answer and an extract.
"""

from kg.extract.llm.asking import Answer, Model, Question, Usage

__all__ = ["Answer", "Model", "Question", "Usage"]
