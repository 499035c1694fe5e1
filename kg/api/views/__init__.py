"""The views: how pages are asked for and answered.

``Home``, ``Search``, ``Views``, ``ThingPages`` and ``SparqlPage`` have the addresses. What a page says is made in
``kg.web``; ``Shower`` turns it into an answer: whole, with its entity tag, or one of its tables as a file.
"""

from kg.api.views.home import Home
from kg.api.views.quality import Quality
from kg.api.views.review import Review
from kg.api.views.search import Search
from kg.api.views.show import Shower
from kg.api.views.signing import Signing
from kg.api.views.sparql import SparqlPage
from kg.api.views.things import ThingPages
from kg.api.views.views import Views
from kg.api.views.warming import Warming

__all__ = ["Home", "Quality", "Review", "Search", "Shower", "Signing", "SparqlPage", "ThingPages", "Views", "Warming"]
