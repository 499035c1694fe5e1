"""The consolidated list of the United Nations Security Council, as XML.

Entities are not expanded and nothing is fetched: a file that brings a document type of its own is refused. Layout:
``consolidated.xsd`` of the Security Council's subsidiary organs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from kg.errors import ListError
from kg.lists.capitals import group, uncapped
from kg.lists.dates import edtf
from kg.lists.entries import BadEntryError, countries, names, tidy
from kg.lists.entry import ListedDesignation, ListedEntry
from kg.lists.lines import unreadable
from kg.lists.skipped import Skipped
from kg.model import EntityClass

TITLE: Final = "United Nations Security Council Consolidated List"
PUBLISHER: Final = "United Nations Security Council"

_ROOT: Final = "CONSOLIDATED_LIST"
_KINDS: Final = {"INDIVIDUAL": EntityClass.PERSON, "ENTITY": EntityClass.ORGANISATION}
_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_WEAK: Final = frozenset({"low"})
_LABEL: Final = "Subject of United Nations sanctions"


def read(path: Path, list_name: str, skipped: Skipped) -> Iterator[ListedEntry]:
    """The entries of the file. Raises ``ListError`` where it is no such list or its XML breaks off."""
    for element in _elements(path):
        cls = _KINDS[element.tag]
        try:
            yield _entry(element, cls, list_name)
        except BadEntryError as error:
            where = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
            skipped.add(f"{path.name}, line {element.sourceline}" + (f" ({where})" if where else ""), str(error))


def recognises(sample: str) -> bool:
    """Whether the beginning of a file looks like the list."""
    return f"<{_ROOT}" in sample


def date(path: Path) -> str | None:
    """The day on which the list was made, as it says itself."""
    for root in _events(path, ("start",)):
        return edtf(root.get("dateGenerated") or "")
    return None


def _elements(path: Path) -> Iterator[Any]:
    """Each entry, complete; what was read is forgotten."""
    for element in _events(path, ("start", "end")):
        parent = element.getparent()
        if element.tag in _KINDS and parent is not None and parent.tag in {"INDIVIDUALS", "ENTITIES"}:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


def _events(path: Path, wanted: tuple[str, ...]) -> Iterator[Any]:
    """The root as soon as it begins, then elements as they end."""
    begun = False
    try:
        with path.open("rb") as file:
            options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
            for event, element in etree.iterparse(file, events=wanted, remove_comments=True, **options):
                if not begun:
                    _check(path, element)
                    begun = True
                    yield element
                elif event == "end":
                    yield element
    except OSError as error:
        raise unreadable(path, error) from error
    except etree.XMLSyntaxError as error:
        line, _ = error.position
        raise ListError(
            path.name, f"the XML is broken: {error.msg}.", line=line, remedy="Download the list again."
        ) from error


def _check(path: Path, root: Any) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise ListError(
            path.name,
            "it brings a document type (DOCTYPE), which could name other files.",
            remedy="Remove its DOCTYPE.",
        )
    if root.tag != _ROOT:
        raise ListError(
            path.name,
            f"its root is <{root.tag}>, not <{_ROOT}>.",
            remedy="Choose another format with --format.",
        )


def _entry(element: Any, cls: EntityClass, list_name: str) -> ListedEntry:
    reference = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
    if not reference:
        raise BadEntryError("it has neither a reference number nor a data id")
    written = uncapped if cls is EntityClass.PERSON else group
    primary = tidy(" ".join(_text(element, part) for part in _NAMES))
    strong = [primary]
    weak: list[str] = []
    for alias in element.iterfind(f"{element.tag}_ALIAS"):
        quality, name = _text(alias, "QUALITY").lower(), _text(alias, "ALIAS_NAME")
        (weak if quality in _WEAK else strong).append(name)
    if not primary:
        raise BadEntryError("it has no name")
    states = _values(element, "NATIONALITY")
    if cls is not EntityClass.PERSON:
        states += [_text(a, "COUNTRY") for a in element.iterfind(f"{element.tag}_ADDRESS")]
    return ListedEntry(
        list_name,
        reference,
        cls,
        names([*map(written, strong), _text(element, "NAME_ORIGINAL_SCRIPT")], map(written, weak)),
        countries=countries(states),
        born=tuple(dict.fromkeys(d for b in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH") if (d := _born(b)))),
        birthplaces=tuple(dict.fromkeys(p for b in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH") if (p := _place(b)))),
        posts=tuple(dict.fromkeys(_values(element, "DESIGNATION"))),
        designations=(
            ListedDesignation(
                _LABEL,
                PUBLISHER,
                ("United Nations",),
                _text(element, "UN_LIST_TYPE") or None,
                edtf(_text(element, "LISTED_ON")),
            ),
        ),
    )


def _text(element: Any, child: str) -> str:
    return tidy(element.findtext(child) or "")


def _values(element: Any, child: str) -> list[str]:
    return [text for value in element.iterfind(f"{child}/VALUE") if (text := tidy(value.text or ""))]


def _born(element: Any) -> str | None:
    kind = _text(element, "TYPE_OF_DATE").upper()
    if kind == "BETWEEN":
        return edtf(f"{_text(element, 'FROM_YEAR')} to {_text(element, 'TO_YEAR')}")
    return edtf(_text(element, "DATE") or _text(element, "YEAR"), approximate=kind == "APPROXIMATELY")


def _place(element: Any) -> str:
    return ", ".join(text for part in ("CITY", "STATE_PROVINCE", "COUNTRY") if (text := _text(element, part)))
