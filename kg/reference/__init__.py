"""Reference lists that ship with the package: states with demonyms and capitals, and well-known organisations.

The lists are ``states.toml`` and ``organisations.toml``; looking a name up is one dictionary access.
"""

from kg.reference.names import fold, slug
from kg.reference.openings import opens_name
from kg.reference.organisations import ReferenceOrganisation, folded, organisation, organisation_by_name, organisations
from kg.reference.states import (
    State,
    state,
    state_by_adjective,
    state_by_capital,
    state_by_inhabitant,
    state_by_name,
    states,
)

__all__ = [
    "ReferenceOrganisation",
    "State",
    "fold",
    "folded",
    "opens_name",
    "organisation",
    "organisation_by_name",
    "organisations",
    "slug",
    "state",
    "state_by_adjective",
    "state_by_capital",
    "state_by_inhabitant",
    "state_by_name",
    "states",
]
