"""The page of an entity: who it is, under which names, what it did and what was done to it, and who says so.

``entity_page`` makes it, whole or one section of it. A section is a ``Part``: what it needs to be written, and how.
"""

from kg.web.entity.page import entity_page

__all__ = ["entity_page"]
