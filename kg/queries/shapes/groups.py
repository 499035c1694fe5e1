"""Words that go together: what a shape calls ``<who>`` or ``<attacked>``, in the language of shapes itself."""

from __future__ import annotations

from typing import Final

_SORT: Final = (
    "group|groups|militia|militias|actor|actors|organisation|organisations|organization|organizations|country|countries"
    "|state|states|government|governments|party|parties|force|forces|side|sides|person|people|company|companies"
    "|armed (group|groups)"
)

GROUPS: Final = {
    # who and what
    "who": f"who [else]|[exactly] who|(which|what) [other|of the] ({_SORT})",
    "whom": f"who|whom|who else|(which|what) [other] ({_SORT})",
    "sources": "sources|source|accounts|account|reports|report|documents|document|claims|claimants|articles|witnesses",
    # auxiliaries
    "did": "did|does|do|has|have|had|will|would|can|could|may|might",
    "is": "is|are|was|were|be|been|has been|have been|had been|being|got|gets",
    # where
    "in": "in|inside|within|at|across|throughout",
    # deeds
    "attack": (
        "attack|strike|hit|bomb|bombard|shell|target|raid|assault|ambush|fire (on|at|upon)|shoot [at]|launch [an] "
        "(attack|attacks|strike|strikes|airstrikes|rockets) (on|against|at)|carry out [an] "
        "(attack|attacks|strike|strikes|airstrikes) (on|against)"
    ),
    "attacked": (
        "attacked|attack|attacks|attacking|strike|strikes|struck|hit|hits|bomb|bombs|bombed|bombing|bombarded|shell"
        "|shells|shelled|shelling|target|targets|targeted|targetted|raid|raids|raided|assault|assaults|assaulted|ambushed"
        "|fired (on|at|upon|rockets at|missiles at)|shot at|shoots at|launched [an] "
        "(attack|attacks|strike|strikes|airstrikes|rockets|missiles) (on|against|at)|carried out [an] "
        "(attack|attacks|strike|strikes|airstrikes) (on|against)|conducted [an] "
        "(attack|attacks|strike|strikes|airstrikes) (on|against)"
    ),
    "attacks": "attack|attacks|strike|strikes|raid|raids|assault|assaults",
    "happened": (
        "happened|happen|happens|been happening|occurred|occur|occurs|took place|take place|takes place|taken place"
        "|went on|going on|transpired"
    ),
    # harm
    "people": "people|persons|person|victims|lives|human beings",
    "died": (
        "died|die|dies|(has|have|had) died"
        "|(was|were|got|are|have been|has been|had been|were reported|are reported|being) "
        "(killed|dead|slain|murdered)|killed|dead|deceased|lost their lives|lose their lives|perished|fell"
    ),
    "is-hurt": (
        "(was|were|got|are|have been|has been|had been|were reported) (injured|wounded|hurt|maimed)|injured|wounded"
    ),
    "is-missing": "(are|is|were|was|went|have gone|got|are still) missing|missing|disappeared|vanished",
    "is-detained": (
        "(was|were|got|are|have been|has been|had been) (detained|arrested|captured|imprisoned|jailed|taken prisoner)"
        "|detained|arrested"
    ),
    "is-displaced": (
        "(was|were|are|have been|has been|had been) (displaced|driven out|forced (to flee|to leave))"
        "|displaced|fled|had to flee"
    ),
    # relations
    "leads": "leads|lead|led|leading|head|heads|headed|command|commands|commanded|run|runs|ran|direct|directs|directed",
    "lead": "lead|head|command|run|direct",
    "leader": "leader|leaders|head|commander|commanders|chief|boss",
    "supports": (
        "supports|support|supported|supporting|back|backs|backed|backing|fund|funds|funded|funding|finance|finances"
        "|financed|sponsor|sponsors|sponsored|sponsoring"
    ),
    "arms": (
        "arms|arm|armed|arming|supply|supplies|supplied|supplying|equip|equips|equipped|(supply|supplies|supplied|"
        "provide|provides|provided|give|gives|gave|sell|sells|sold|send|sends|sent) "
        "(arms|weapons|rockets|missiles|drones) to"
    ),
    "opposes": "opposes|oppose|opposed|opposing",
    "threatens": "threatens|threaten|threatened|threatening",
    "meets": "met|meet|meets|meet with|meets with|met with",
    "allies": "ally|allies|partners|friends",
    "related": "related|connected|linked|tied|associated|affiliated|involved",
    "relationship": "relationship|relationships|relation|relations|connection|connections|link|links|ties|tie",
    # saying
    "disagree": (
        "disagree|disagrees|disagreed|differ|differs|differed|contradict|contradicts|contradicted|conflict|conflicts"
        "|contradict each other|contradict one another|diverge|vary"
    ),
    "about": "about|on|over|regarding|concerning|as to",
    # designations
    "designated": (
        "designated|designates|designate|sanctioned|sanctions|blacklisted|proscribed|banned|outlawed|labelled|labeled"
        "|listed|classified|branded|declared"
    ),
    "as-terrorist": (
        "as [a|an] [foreign|global|specially designated] (terrorist|terrorists|terror) "
        "[organisation|organization|organisations|organizations|group|groups|entity|entities]"
        "|[a] terrorist [organisation|organization|group|entity]|a (terrorist|criminal)|as terrorists|as what"
    ),
    # asking to be shown
    "show": "list|show|give|display|find",
}
"""The groups by name. One may contain no other."""

OPENING: Final = (
    "[so|and|but|well|ok|okay|hi|hello|hey|now|also|then|question] [please] "
    "[(can|could|would|will) you [please] (tell|show) me|(tell|show|remind) (me|us)|do (you|we) know"
    "|does (anyone|anybody) know|(i|we) (want|need|wish|would like|'d like|like) to know"
    "|i wonder|i am wondering|find out|please (tell|show) me] [please]"
)
"""What people say before they ask."""

FILLERS: Final = frozenset(
    {
        "the",
        "a",
        "an",
        "ever",
        "actually",
        "really",
        "exactly",
        "please",
        "currently",
        "already",
        "again",
        "then",
        "both",
    }
)
"""Words that may stand anywhere between the words of a shape and change nothing."""
