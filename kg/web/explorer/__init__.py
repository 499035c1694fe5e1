"""The explorer: where and when was what, according to whom? Filters, a timeline, a map, a table.

``explorer_page`` makes the page; ``explored`` finds what the page, its files and the JSON of programs are made from.
"""

from kg.web.explorer.explored import MOST, Explored, explored
from kg.web.explorer.page import explorer_page

__all__ = ["MOST", "Explored", "explored", "explorer_page"]
