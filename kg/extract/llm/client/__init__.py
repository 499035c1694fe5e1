"""A client of OpenAI-compatible servers, and what a good one needs: terms, a purse, the dialect that a server knows.

``server`` needs the packages of the extra ``llm``; nothing else here does.
"""

from kg.extract.llm.client.purse import Purse, estimated_tokens
from kg.extract.llm.client.terms import Terms, terms

__all__ = ["Purse", "Terms", "estimated_tokens", "terms"]
