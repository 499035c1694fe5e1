"""The page that finds things by name and text.

``asked`` offers named queries for what is a question. ``wish`` reads what is asked for,
 ``facets`` says where, when and according to whom the best hits are, ``hits``
puts them into words, ``page`` makes the page. ``Find`` is how the index is asked.
"""

from kg.web.search.asked import Field, Offer, looks, offers
from kg.web.search.page import asked_for, search_page
from kg.web.search.wish import Find, Wanted

__all__ = ["Field", "Find", "Offer", "Wanted", "asked_for", "looks", "offers", "search_page"]
