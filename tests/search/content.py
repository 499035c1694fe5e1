"""Entries to search for, and the whole content of an index, for comparison."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kg.search import Entry, Kind, SearchReader, SearchWriter

GROUP = ("ArmedGroup", "Organisation", "Actor")
PERSON = ("Person", "Actor")
PLACE = ("Settlement", "Place")


def entity(name: str, *others: str, classes: tuple[str, ...] = GROUP, prominence: int = 1) -> Entry:
    path = f"id/entity/{name.lower().replace(' ', '-')}"
    return Entry(path, Kind.ENTITY, name, classes, (name, *others), prominence=prominence)


def document(one: str, title: str, text: str) -> Entry:
    return Entry(f"document/{one}", Kind.DOCUMENT, title, text=text, document=one, begin=0)


def claim(document: str, number: int, label: str, quote: str, begin: int | None = None) -> Entry:
    return Entry(f"id/claim/{document}-c{number}", Kind.CLAIM, label, text=quote, document=document, begin=begin)


def event(document: str, number: int, label: str, text: str, subject: str | None = None) -> Entry:
    path = f"id/event/{document}-e{number}"
    classes = ("Airstrike", "Attack", "Event")
    return Entry(path, Kind.EVENT, label, classes, text=text, document=document, subject=subject)


WORLD = (
    entity("Hezbollah", "Hizbullah", "Party of God", prominence=900),
    entity("Kataib Hezbollah", "Kata'ib Hizballah", "KH", prominence=400),
    entity("Qassem Soleimani", "Qasem Soleimani", classes=PERSON, prominence=500),
    entity("Soleimani Foundation"),
    entity("Hassan Nasrallah", classes=PERSON, prominence=200),
    entity("Hussein Nasrallah", classes=PERSON, prominence=2),
    entity("Recep Tayyip Erdoğan", classes=PERSON, prominence=100),
    entity("Islamic State", "ISIS", "Daesh", prominence=800),
    entity("Volodymyr Zelenskyy", classes=PERSON, prominence=300),
    entity("Kirkuk", "Karkuk", classes=PLACE, prominence=300),
    entity("Kirkuk Governorate", classes=PLACE, prominence=20),
    entity("Deir ez-Zor", classes=PLACE, prominence=50),
    entity("United States", "U.S.", "USA", prominence=5000),
    event("a", 1, "Airstrike, Kirkuk, 27 December 2019: Kataib Hezbollah", "rockets · K1 base"),
    event("b", 1, "Airstrike, Kirkuk, 27 December 2019: Kataib Hezbollah", "barrage", subject="id/event/a-e1"),
    claim("a", 1, "Airstrike – place – Kirkuk", "Rockets hit the K1 base near Kirkuk on Friday.", 0),
    claim("a", 2, "Airstrike – toll – 1 killed", "An American contractor was killed and soldiers were wounded.", 47),
    claim("a", 3, "Airstrike – type – airstrike", "Rockets hit the K1 base near Kirkuk on Friday.", 0),
    document(
        "a", "Contractor dies in Iraq", "Rockets hit the K1 base near Kirkuk on Friday.\n\nA U.S. contractor died."
    ),
    document("b", "Markets", "Oil rose by two per cent. Traders at the base of the recovery were wary of the K1 fund."),
)


def made(path: Path, entries: tuple[Entry, ...] = WORLD, version: int = 1) -> Path:
    with SearchWriter(path) as writer:
        writer.replace(entries)
        writer.commit(version)
    return path


def labels(path: Path, text: str, **options: object) -> list[str]:
    with SearchReader(path) as reader:
        return [hit.label for hit in reader.search(text, **options).hits]  # type: ignore[arg-type]


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, and every word of the full-text index with its places."""
    connection = sqlite3.connect(path)
    try:
        out = {"vocabulary": connection.execute("SELECT * FROM vocabulary ORDER BY word").fetchall()}
        for kind in Kind:
            out[kind.value] = connection.execute(f"SELECT * FROM {kind.value} ORDER BY row").fetchall()
            name = f"{kind.value}_all"
            connection.execute(
                f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab('main', '{kind.value}_words', 'instance')"
            )
            out[name] = sorted(connection.execute(f"SELECT * FROM temp.{name}").fetchall())
        return out
    finally:
        connection.close()
