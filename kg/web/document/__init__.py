"""The page of a document: its text with the words that claims rest on, and the claims beside it, linked both ways.

``window`` cuts long texts into pages, ``marks`` finds what is marked in one of them, ``layout`` writes marks that
overlap as marks that nest, ``page`` puts the page together.
"""

from kg.web.document.page import document_page

__all__ = ["document_page"]
