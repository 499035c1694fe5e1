"""A small annotated text, and rows that tell what it says."""

from __future__ import annotations

from typing import Any

TEXT = "Norland bombed Karsk on Friday. The Norlanders killed 12 people, Sudland said. Later they shelled Lund."
ID = "http://127.0.0.1:8000/id/"
DOCUMENT = "http://127.0.0.1:8000/document/0"


def at(words: str, start: int = 0) -> tuple[int, int]:
    begin = TEXT.index(words, start)
    return begin, begin + len(words)


def entity(name: str, words: str, cls: str) -> dict[str, Any]:
    begin, end = at(words)
    return {"id": name, "type": cls, "begin": begin, "end": end, "text": words}


def gold() -> dict[str, Any]:
    """The annotation, in our own classes and roles."""
    return {
        "file": "a.txt",
        "entities": [
            entity("n1", "Norland", "State"),
            entity("n2", "The Norlanders", "State"),
            entity("n3", "they", "State"),
            entity("k1", "Karsk", "Settlement"),
            entity("s1", "Sudland", "State"),
            entity("l1", "Lund", "Settlement"),
        ],
        "clusters": [["n1", "n2", "n3"]],
        "events": [
            entity("e1", "bombed", "Attack")
            | {"arguments": [{"role": "agent", "entity": "n2"}, {"role": "target", "entity": "k1"}]},
            entity("e2", "shelled", "Shelling") | {"arguments": [{"role": "agent", "entity": "n3"}]},
        ],
        "tolls": [{"event": at("bombed"), "effect": "Killed", "min": 12, "max": 12, "claimant": "Sudland"}],
    }


def mention(thing: str, label: str, words: str, cls: str) -> dict[str, str]:
    begin, end = at(words)
    return {
        "file": "in/a.txt", "entity": ID + thing, "label": label, "type": cls, "begin": str(begin), "end": str(end),
        "text": words,
    }  # fmt: skip


def event(thing: str, words: str, cls: str, role: str = "", filler: str = "", filled: str = "") -> dict[str, str]:
    (begin, end), (b, e) = at(words), at(filled) if filled else ("", "")
    return {
        "file": "in/a.txt", "event": ID + thing, "type": cls, "begin": str(begin), "end": str(end), "role": role,
        "filler": ID + filler if filler else "", "label": "", "fillerBegin": str(b), "fillerEnd": str(e), "date": "",
        "place": "", "certainty": "Certain", "realis": "Actual", "polarity": "Affirmed", "claimant": DOCUMENT,
    }  # fmt: skip


def rows() -> dict[str, list[dict[str, str]]]:
    """Rows that are as the annotation has it."""
    return {
        "mentions": [
            mention("norland", "Norland", "Norland", "State"),
            mention("norland", "Norland", "The Norlanders", "State"),
            mention("norland", "Norland", "they", "State"),
            mention("karsk", "Karsk", "Karsk", "Settlement"),
            mention("sudland", "Sudland", "Sudland", "State"),
            mention("lund", "Lund", "Lund", "Settlement"),
        ],
        "events": [
            event("e1", "bombed", "Bombing", "agent", "norland", "Norland"),
            event("e1", "bombed", "Bombing", "target", "karsk", "Karsk"),
            event("e2", "shelled", "Shelling", "agent", "norland"),
        ],
        "tolls": [
            {
                "file": "in/a.txt", "event": ID + "e1", "toll": ID + "t1", "effect": "Killed", "group": "", "min": "12",
                "max": "12", "claimant": ID + "sudland", "label": "Sudland", "begin": "32", "end": "77",
            }
        ],
    }  # fmt: skip
