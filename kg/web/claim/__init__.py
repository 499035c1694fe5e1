"""The page of a claim: according to whom, exactly?

The statement in words, who makes it and how, the words in their context, what others say, and how to cite it.
"""

from kg.web.claim.page import claim_page

__all__ = ["claim_page"]
