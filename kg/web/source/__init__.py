"""The pages of sources: who claims how much, and what rests on one of them alone.

``sources_page`` lists claimants, documents in their own voice among them; ``source_page`` is about one.
"""

from kg.web.source.listing import sources_page
from kg.web.source.page import source_page

__all__ = ["source_page", "sources_page"]
