"""The citation: a claim so that others find the words again – as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.web.claim.record import Origin
from kg.web.claims import ShownClaim
from kg.web.dates import date_words
from kg.web.page import File
from kg.web.sentence import sentence

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_BIBTEX: Final[Mapping[str, str]] = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\n": " ", "\r": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """Everything that a citation of a claim names; the version of the data comes with the answer."""

    claim: ShownClaim
    origin: Origin

    @property
    def title(self) -> str:
        """What the document is called."""
        return self.origin.title or self.origin.file or self.claim.document

    @property
    def url(self) -> str:
        """The address that the document came from; empty where it is none of the web's."""
        return self.origin.url if self.origin.url.startswith(("http://", "https://")) else ""

    def text(self, version: int) -> str:
        """The citation as one line of text."""
        return " ".join(self._parts(version))

    def statement(self) -> str:
        """Who states what, in words."""
        claim = self.claim
        who = "The document itself" if claim.is_own_voice else claim.claimant
        stance = f" ({claim.stance})" if claim.stance else ""
        rejected = f" (rejected by {claim.rejected_by})" if claim.rejected_by else ""
        return f"{who}: {sentence(claim)}{stance}{rejected}."

    def place(self, version: int) -> str:
        """Where the words stand, and in which version of the data the claim is found."""
        claim = self.claim
        return f"Characters {claim.begin}–{claim.end}. {claim.iri}, version {version} of the data."

    def _parts(self, version: int) -> Iterator[str]:
        yield self.statement()
        yield f"“{_line(self.claim.quote)}”."
        origin = self.origin
        named = [f"“{_line(self.title)}”", origin.author, origin.publisher]
        named += [date_words(origin.date) if origin.date else "undated", self.url or origin.file]
        yield ", ".join(part for part in map(_line, named) if part) + "."
        yield self.place(version)

    def files(self) -> Mapping[str, File]:
        """The citation for programs that keep references."""
        name = self._key()
        return {
            "bibtex": File(f"{name}.bib", "application/x-bibtex", self.bibtex),
            "csl": File(f"{name}.json", "application/vnd.citationstyles.csl+json", self.csl),
        }

    def bibtex(self, version: int) -> bytes:
        """The citation as an entry of BibTeX."""
        fields = {
            "author": "{" + _escaped(self.origin.author) + "}" if self.origin.author else "",
            "title": "{" + _escaped(self.title) + "}",
            "publisher": _escaped(self.origin.publisher),
            "year": "",
            "month": "",
            "url": self.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
            "note": _escaped(self._note(version)),
        }
        if found := _DATE.fullmatch(self.origin.date):
            fields["year"] = found[1]
            fields["month"] = str(int(found[2])) if found[2] else ""
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self._key()},", *lines, "}", ""]).encode()

    def csl(self, version: int) -> bytes:
        """The citation as CSL-JSON (schema of the Citation Style Language, 1.0.2)."""
        item: dict[str, Any] = {
            "id": self.claim.iri,
            "type": "webpage" if self.url else "document",
            "title": self.title,
            "note": self._note(version),
            "version": str(version),
            "archive": "Herodotus",
            "archive_location": self.claim.iri,
        }
        if self.origin.author:
            item["author"] = [{"literal": self.origin.author}]
        if self.origin.publisher:
            item["publisher"] = self.origin.publisher
        if self.url:
            item["URL"] = self.url
        if found := _DATE.fullmatch(self.origin.date):
            item["issued"] = {"date-parts": [[int(part) for part in found.groups() if part]]}
        elif self.origin.date:
            item["issued"] = {"literal": date_words(self.origin.date)}
        return json.dumps([item], ensure_ascii=False, indent=1).encode() + b"\n"

    def _note(self, version: int) -> str:
        return f"{self.statement()} “{_line(self.claim.quote)}”. {self.place(version)}"

    def _key(self) -> str:
        return "claim-" + re.sub(r"[^A-Za-z0-9-]", "-", self.claim.iri.rpartition("/")[2])


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in text)
