"""What a cue does to its content."""

from __future__ import annotations

import pytest

from kg.extract.rules.attributions import CueKind
from kg.model import Certainty, Polarity, Realis

A, D = Polarity.AFFIRMED, Polarity.DENIED
CERTAIN, PROBABLE, POSSIBLE = Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE
ACTUAL, FUTURE, HYPOTHETICAL = Realis.ACTUAL, Realis.FUTURE, Realis.HYPOTHETICAL

EFFECTS = [
    ("The army said it had left the town.", CueKind.SAY, A, CERTAIN, ACTUAL),
    ("The army confirmed that it had left the town.", CueKind.CONFIRM, A, CERTAIN, ACTUAL),
    ("The army claims that it has left the town.", CueKind.CLAIM, A, PROBABLE, ACTUAL),
    ("The army denied that it had shelled the town.", CueKind.DENY, D, CERTAIN, ACTUAL),
    ("Analysts suspect that the fire was set on purpose.", CueKind.SUSPECT, A, POSSIBLE, ACTUAL),
    ("Analysts believe that the fire was set on purpose.", CueKind.THINK, A, PROBABLE, ACTUAL),
    ("Analysts do not believe that the fire was set on purpose.", CueKind.THINK, D, PROBABLE, ACTUAL),
    ("Critics doubt that the treaty will hold.", CueKind.DOUBT, D, PROBABLE, ACTUAL),
    ("The militia vowed to retake the port.", CueKind.PROMISE, A, CERTAIN, FUTURE),
    ("The militia threatened to retake the port.", CueKind.THREATEN, A, CERTAIN, HYPOTHETICAL),
    ("The council demanded that the army leave.", CueKind.DEMAND, A, CERTAIN, HYPOTHETICAL),
    ("The ministry did not say whether anyone had died.", CueKind.SAY, A, POSSIBLE, HYPOTHETICAL),
    ("The ministry did not know that the mine had closed.", CueKind.KNOW, A, CERTAIN, ACTUAL),
    ("It is not clear that the ship sank.", CueKind.KNOW, A, POSSIBLE, HYPOTHETICAL),
    ("Villagers are angry about the shelling.", CueKind.FEAR, A, CERTAIN, ACTUAL),
    ("The union opposed the invasion.", CueKind.OPPOSE, A, CERTAIN, ACTUAL),
    ("The agency warned that many were missing.", CueKind.WARN, A, PROBABLE, ACTUAL),
    ("No group claimed responsibility for the blast.", CueKind.CLAIM, A, POSSIBLE, HYPOTHETICAL),
    ("The rebels are said to hold the port.", CueKind.REPORT, A, PROBABLE, ACTUAL),
    ("It is understood that the rebels hold the port.", CueKind.KNOW, A, PROBABLE, ACTUAL),
    ("The court ruled that the arrest was unlawful.", CueKind.SAY, A, CERTAIN, ACTUAL),
]  # fmt: skip


@pytest.mark.parametrize(("text", "effect"), [(text, effect) for text, *effect in EFFECTS])
def test_the_cue_decides_polarity_certainty_and_realis(tell, text, effect):
    (told,) = tell(text)
    assert [told.by.kind, told.by.polarity, told.by.certainty, told.by.realis] == effect


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("The army did not say that the bridge had fallen.", True),
        ("The army could not confirm that the bridge had fallen.", True),
        ("No group claimed that the bridge had fallen.", True),
        ("The army said that the bridge had fallen.", False),
        ("The army did not know that the bridge had fallen.", False),
        ("The army does not believe that the bridge has fallen.", False),
    ],
)
def test_what_a_source_did_not_say_is_unsaid(tell, text, unsaid):
    (told,) = tell(text)
    assert told.by.unsaid is unsaid
