"""Claims as pages show them: in words, with claimant, how sure, and the quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.vocabulary import KG
from kg.web.select import Row, Select, question
from kg.web.words import local_name, toll, words


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim in words. ``quote`` is the words of the document; ``begin`` is where they stand in its text."""

    iri: str
    subject: str
    predicate: str
    object: str
    claimant: str
    polarity: str
    certainty: str
    realis: str
    quote: str
    begin: int
    document: str

    @property
    def stance(self) -> str:
        """How the claimant puts it, in words: sure and affirmed of what is or was goes without saying."""
        parts = []
        if self.polarity == "Denied":
            parts.append("denied")
        if self.certainty != "Certain":
            parts.append(words(self.certainty))
        if self.realis == "Future":
            parts.append("planned")
        elif self.realis == "Hypothetical":
            parts.append("hypothetical")
        return ", ".join(parts)


async def show_claims(select: Select, entities: str, claims: Sequence[str]) -> dict[str, ShownClaim]:
    """The claims with these IRIs; ``entities`` is the graph of the descriptions of entities."""
    if not claims:
        return {}
    listed = " ".join(f"<{claim}>" for claim in claims)
    rows = await select(question("claims", claims=listed, entities=f"<{entities}>"))
    shown: dict[str, ShownClaim] = {}
    for row in sorted(rows, key=lambda row: int(row.get("begin", "0"))):
        shown.setdefault(row["claim"], _claim(row))
    return shown


def _claim(row: Row) -> ShownClaim:
    return ShownClaim(
        iri=row["claim"],
        subject=row.get("subjectLabel") or words(local_name(row.get("subjectClass") or row["subject"])),
        predicate=words(local_name(row["predicate"])),
        object=_object(row),
        claimant=row.get("claimantLabel") or "the document",
        polarity=local_name(row["polarity"]),
        certainty=local_name(row["certainty"]),
        realis=local_name(row["realis"]),
        quote=row.get("quote", ""),
        begin=int(row.get("begin", "0")),
        document=row.get("title") or row.get("file") or local_name(row["document"]),
    )


def _object(row: Row) -> str:
    if effect := row.get("effect"):
        return toll(local_name(effect), row.get("min"), row.get("max"), row.get("groupLabel"))
    if label := row.get("objectLabel"):
        return label
    if cls := row.get("objectClass"):
        return words(local_name(cls))
    value = row["object"]
    return words(local_name(value)) if value.startswith(KG) else value
