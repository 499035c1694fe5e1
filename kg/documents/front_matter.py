"""Front matter: the YAML mapping between ``---`` lines at the top of a text file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from kg.documents.dates import edtf_of
from kg.documents.fields import is_language, is_web_address, one_line

_FENCED = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?P<yaml>.{0,65536}?)(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)
_KEY = re.compile(r"[A-Za-z_][\w -]*:(?:\s|$)")
_MOST_LISTS = 1_000
"""Lists and mappings in brackets; the parser compares each with all that are open."""

_TITLE = ("title", "headline")
_DATE = ("date", "published", "pubdate", "date_published", "publishdate", "created")
_AUTHORS = ("author", "authors", "by", "byline")
_PUBLISHER = ("publisher", "publication", "site", "sitename", "site_name")
_URL = ("url", "source", "link", "canonical", "canonical_url", "permalink")
_LANGUAGE = ("language", "lang", "locale")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What front matter says of a document; ``end`` is the offset behind it, 0 where there is none."""

    end: int = 0
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = field(default=())


def front_matter(text: str) -> FrontMatter:
    """The front matter that ``text`` begins with.

    What is no mapping is not front matter, and stays text. Values that cannot be used are named in the notes; keys
    that no document has are passed over.
    """
    match = _FENCED.match(text)
    if not match:
        return FrontMatter()
    try:
        if sum(map(match["yaml"].count, "[{")) > _MOST_LISTS:
            raise yaml.YAMLError("too many lists")
        values = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but strings
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if not _KEY.match(match["yaml"].lstrip()):
            return FrontMatter()
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (line {line + 2})" if line is not None else ""
        return FrontMatter(
            match.end(), notes=(f"The front matter is not valid YAML{where}; its metadata were not read.",)
        )
    if not isinstance(values, dict):
        return FrontMatter()
    return _from_mapping({str(key).lower(): value for key, value in values.items()}, match.end())


def _from_mapping(values: dict[str, object], end: int) -> FrontMatter:
    notes: list[str] = []

    def first(keys: Iterable[str]) -> str | None:
        return next(
            (value for key in keys if isinstance(found := values.get(key), str) and (value := one_line(found))), None
        )

    def checked(keys: Iterable[str], value: str | None, written: str | None) -> str | None:
        if written and not value:
            notes.append(f"The front matter's {next(iter(keys))} {written[:60]!r} was not understood.")
        return value

    date, language = first(_DATE), first(_LANGUAGE)
    url = next((value for key in _URL if isinstance(value := values.get(key), str) and is_web_address(value)), None)
    publisher = first(_PUBLISHER) or (first(("source",)) if not is_web_address(first(("source",)) or "http:") else None)
    return FrontMatter(
        end,
        title=first(_TITLE),
        date=checked(_DATE, edtf_of(date) if date else None, date),
        authors=tuple(dict.fromkeys(name for key in _AUTHORS for name in _names(values.get(key)))),
        publisher=publisher,
        url=url,
        language=checked(_LANGUAGE, language if language and is_language(language) else None, language),
        notes=tuple(notes),
    )


def _names(value: object) -> list[str]:
    """Names as a string, a mapping with a name, or a list of these."""
    if isinstance(value, str):
        return [one_line(value)] if value.strip() else []
    if isinstance(value, dict):
        return _names(value.get("name")) if isinstance(value.get("name"), str) else []
    if isinstance(value, list):
        return [name for part in value if not isinstance(part, list) for name in _names(part)]
    return []
