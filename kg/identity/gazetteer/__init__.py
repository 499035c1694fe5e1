"""The gazetteer: settlements, provinces and continents of the world with coordinates, names and population.

Read from two packaged tables that are searched in place (``SOURCES.md`` says where they come from); nothing is loaded
before the first question.
"""

from kg.identity.gazetteer.place import GazetteerPlace, PlaceKind
from kg.identity.gazetteer.spelling import place_key
from kg.identity.gazetteer.tables import area, by_id, by_name

__all__ = ["GazetteerPlace", "PlaceKind", "area", "by_id", "by_name", "place_key"]
