"""The page that finds things by name and text.

``wish`` reads what is asked for, ``facets`` says where, when and according to whom the best hits are, ``hits``
puts them into words, ``page`` makes the page. ``Find`` is how the index is asked.
"""

from kg.web.search.page import search_page
from kg.web.search.wish import Find, Wanted

__all__ = ["Find", "Wanted", "search_page"]
