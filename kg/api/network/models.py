"""The answers of ``/api/network``, as JSON has them; addresses are as seen from the answer's own."""

from __future__ import annotations

from pydantic import BaseModel, Field


class DrawnNode(BaseModel):
    """One actor or place."""

    iri: str
    label: str
    type: str = Field(description="Its class in words; empty where it has none.")
    shape: str = Field(description="person, state, armed, organisation, group, place or other.")
    linked: int = Field(description="With how many others somebody affirms a link of it.")
    root: bool = Field(description="Whether it is one of those that were asked for.")
    page: str = Field(description="The address of its page.")


class DrawnVoice(BaseModel):
    """One claim behind a link."""

    claimant: str
    quote: str
    page: str = Field(description="The address of the claim.")


class DrawnLink(BaseModel):
    """What is claimed of one ordered pair in one kind."""

    iri: str = Field(description="The relationship, or what else the link rests on.")
    source: str
    kind: str
    phrase: str = Field(description="The kind in words.")
    target: str
    standing: str = Field(description="said, disputed, denied, planned, possible or hypothetical.")
    stance: str = Field(description="The same in words; empty where all say it plainly.")
    claims: int
    claimants: int
    documents: int
    affirmed: int
    denied: int
    planned: int
    possible: int
    hypothetical: int
    first: str = Field(description="The first day that is known, or an empty string.")
    last: str
    voices: list[DrawnVoice] = Field(description="Some of the claims.")
    page: str = Field(description="The address of the evidence, as a page.")
    evidence: str = Field(description="The address of the evidence, as data.")


class DrawnKind(BaseModel):
    """How many links of a kind there are, and how many claims tell of them."""

    kind: str
    phrase: str
    links: int
    claims: int


class DrawnNetwork(BaseModel):
    """A network, or the paths between two."""

    version: int = 0
    entity: str
    other: str | None
    nodes: list[DrawnNode]
    links: list[DrawnLink]
    kinds: list[DrawnKind]
    paths: list[list[str]]
    notes: list[str] = Field(description="What is left out and why, in words.")
    page: str = Field(description="The address of the page that shows the same.")


class DrawnKinds(BaseModel):
    """The kinds of one actor's links."""

    version: int = 0
    node: DrawnNode
    kinds: list[DrawnKind]


class DrawnClaim(BaseModel):
    """One claim in words."""

    iri: str
    subject: str
    predicate: str
    object: str
    claimant: str
    stance: str
    manner: str
    rejected_by: str
    quote: str
    document: str
    date: str
    page: str


class DrawnConflict(BaseModel):
    """Claims of one matter that cannot all be right."""

    matter: str
    label: str
    claims: list[str] = Field(description="Their IRIs.")


class DrawnEvidence(BaseModel):
    """The claims behind one link. ``more``: there are others; ``selected``: only those that the graph lists for it."""

    version: int = 0
    source: DrawnNode
    kind: str
    phrase: str
    target: DrawnNode
    claims: list[DrawnClaim]
    conflicts: list[DrawnConflict]
    more: bool
    selected: bool
    page: str
