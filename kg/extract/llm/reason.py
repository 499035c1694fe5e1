"""The reasons: why something that a model said is refused."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why an item of an answer is refused; the value is what the graph and the reports call it."""

    words: str

    def __new__(cls, value: str, words: str) -> Reason:
        """``words`` says the reason in plain words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    UNREADABLE = "unreadable", "the whole answer is no JSON object, and counts as one item"
    CUT_OFF = "cut-off", "the answer breaks off inside the item"
    MALFORMED = "malformed", "the item lacks a field or has one of the wrong kind"
    FOREIGN = "outside-ontology", "its class, predicate or value is none of the ontology's"
    DUPLICATE = "id-taken", "another item of the answer has its id already"
    DANGLING = "refers-to-nothing", "it refers to an id that the answer does not hold, or that is of the wrong kind"
    DEPENDENT = "rests-on-refused", "it rests on an item that was refused"
    UNCLAIMED = "unclaimed", "no claim about it was left"
    UNMENTIONED = "unmentioned", "no mention of it was left"
    NOT_FOUND = "not-in-text", "its words do not stand in the passage"
    AMBIGUOUS = "ambiguous", "its words stand in the passage more than once, and it does not say where"
    NAME = "name-not-in-text", "the name does not stand in the text, or none of its mentions has to do with it"
    OTHER_NAME = "name-of-another", "the words are a name, and not one of what they are said to denote"
    CLASS = "class-contradicted", "what the words mean is of another class"
    JOIN = "cannot-be-joined", "the ontology does not let the predicate join the two"
    SECOND = "second", "a tenure has one holder and one post, and the answer has given it another already"
    LONG = "evidence-too-long", "the evidence goes over more than three sentences or over a border of blocks"
    NOT_DENOTED = "not-denoted", "subject or object is not mentioned in the sentence of the evidence"
    DATE = "date-not-said", "the evidence says no such date, and none follows from it and the document's date"
    NUMBER = "number-not-said", "the evidence says no such number of people to whom that was done"
    WORDING = "words-not-said", "the label or the words of the object do not stand in the evidence"
    CUE = "no-cue", "the cue is no word that reports speech, thought or wish"
    SOURCE = "not-the-source", "the source is not who the cue's grammar says, or is not its claimant"
    UNCOVERED = "not-in-content", "the evidence lies outside what the attribution's source is reported to say"
    VOICE = "said-by-another", "somebody is reported to say it, and the claim has the document say so"
    PREDICATE = "other-predicate", "the words that join the two say something else of them"
    DIRECTION = "other-way-round", "the grammar has the two the other way round, or somebody else in that part"
    APART = "not-joined", "no clause of the sentence joins the two"
    INSTRUCTION = "instruction", "the words order, ask or address somebody; they do not say that it is so"
    CODE = "no-prose", "the evidence is markup, code or data and no sentence"
    QUOTED = "quoted", "the words stand in quotation marks, and nobody is said to have said them"
    POLARITY = "polarity", "the text denies what the claim affirms, or the other way round"
    CERTAINTY = "certainty", "the text leaves open what the claim takes for certain"
    REALIS = "realis", "the text speaks of what is to come or imagined, and the claim of what is"
