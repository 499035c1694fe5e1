"""The page of an event: who did what to whom, where, when – which claimant says which part, and where they disagree.

``aspects`` groups the accounts by what they say, ``tables`` lists them one by one, ``schema`` puts them into the words
of schema.org.
"""

from kg.web.event.page import event_page

__all__ = ["event_page"]
