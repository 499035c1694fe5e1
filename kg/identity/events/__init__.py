"""Whether events of two documents are one, on structured evidence alone: class, dates, places, actors, figures.

``dates`` compares when, ``evidence`` everything together, ``blocks`` says which events are worth comparing.
"""

from kg.identity.events.blocks import event_blocks
from kg.identity.events.evidence import ONE_EVENT, compare_events, events_exclude
from kg.identity.events.profiles import event_profiles

__all__ = ["ONE_EVENT", "compare_events", "event_blocks", "event_profiles", "events_exclude"]
