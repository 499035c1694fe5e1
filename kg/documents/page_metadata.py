"""What a page says of itself: meta elements, JSON-LD, links and times."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from kg.documents.dates import edtf_of
from kg.documents.fields import is_language, is_web_address, one_line
from kg.documents.json_ld import article, names, strings

_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "citation_publication_date", "dcterms.created",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "date", "article.published",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "byl")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "publisher")

_LONGEST_LABEL = 80
"""Characters of the longest line that can be a label ("Published: 28 December 2019") and not running text."""
_DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""Without a fixed end the search would depend on the day it is made."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The metadata of a page; each field as in ``kg.model.Document``."""

    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


def page_metadata(tree: HtmlElement | None) -> PageMetadata:
    """The metadata of a page.

    What it declares in meta elements, links, JSON-LD and marked times comes first; date and authors that it only shows,
    in its address or beside the article, are looked for where it declares none.
    """
    if tree is None:
        return PageMetadata()
    metas = _metas(tree)
    about = article(tree)
    dates = [*_values(metas, _DATES), *strings(about.get("datePublished")), *_times(tree)]
    date = next((edtf for value in dates if (edtf := edtf_of(value))), None)
    authors = _authors(metas, about)
    notes = [f"The page's date {dates[0][:60]!r} was not understood."] if dates and not date else []
    if not date or not authors:
        shown = _shown(tree)
        authors = authors or shown.authors
        if shown.date and not date:
            date = shown.date
            notes.append(f"The page declares no date; {date} was taken from what it shows.")
    publisher = [*names(about.get("publisher")), *_values(metas, _PUBLISHERS)]
    urls = [*_links(tree, "canonical"), *_values(metas, ("og:url",)), *strings(about.get("url"))]
    languages = [
        tree.get("lang", ""),
        *_values(metas, ("og:locale", "content-language")),
        *strings(about.get("inLanguage")),
    ]
    return PageMetadata(
        title=_title(tree, metas, about, publisher),
        date=date,
        authors=authors,
        publisher=publisher[0] if publisher else None,
        url=next((url for url in urls if is_web_address(url)), None),
        language=next((tag for value in languages if is_language(tag := value.replace("_", "-"))), None),
        notes=tuple(notes),
    )


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of meta elements by their lower-case name, property, itemprop or http-equiv."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = one_line(meta.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and meta.get(attribute):
                metas.setdefault(meta.get(attribute).lower(), []).append(content)
    return metas


def _values(metas: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in metas.get(name, ())]


def _title(
    tree: HtmlElement, metas: dict[str, list[str]], about: dict[str, object], publishers: list[str]
) -> str | None:
    """The page's title, without the name of its publisher at the end."""
    named = tree.find(".//head/title")
    in_head = one_line("".join(named.itertext())) if named is not None else ""
    for title in [*_values(metas, _TITLES), *strings(about.get("headline")), in_head]:
        for publisher in publishers:
            for mark in (" - ", " | ", " – ", " — ", " · ", " :: "):
                title = title.removesuffix(mark + publisher)  # noqa: PLW2901 - the same title, shorter
        if title:
            return title
    return None


def _authors(metas: dict[str, list[str]], about: dict[str, object]) -> tuple[str, ...]:
    given = names(about.get("author")) or next((found for name in _AUTHORS if (found := metas.get(name))), [])
    plain = (name.removeprefix("By ").removeprefix("by ") for name in given if "://" not in name)
    return tuple(dict.fromkeys(name for name in plain if name))


def _links(tree: HtmlElement, relation: str) -> list[str]:
    return [
        link.get("href", "").strip() for link in tree.iter("link") if relation in link.get("rel", "").lower().split()
    ]


def _times(tree: HtmlElement) -> list[str]:
    """The dates of ``time`` elements that are marked as the publication's, else of the only one there is."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [
        time
        for time in times
        if time.get("pubdate") is not None
        or "datepublished" in time.get("itemprop", "").lower()
        or any(mark in time.get("class", "").lower() for mark in ("publish", "pubdate", "entry-date"))
    ]
    chosen = marked or (times if len({time.get("datetime") for time in times}) == 1 else [])
    return [time.get("datetime") for time in chosen]


def _shown(tree: HtmlElement) -> PageMetadata:
    """Date and authors that a page shows without declaring them.

    Running text and headings are left out before: the days they name are those of events.
    """
    rest = deepcopy(tree)
    for element in list(rest.iter("h1", "h2", "h3", "title", "p", "li", "blockquote", "nav", "aside", "footer")):
        prose = element.tag in ("p", "li") and len("".join(element.itertext())) <= _LONGEST_LABEL
        if not prose and element.getparent() is not None:
            element.drop_tree()
    try:
        found = trafilatura.extract_metadata(rest, date_config=dict(_DATE_SEARCH))
    except (etree.LxmlError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        return PageMetadata()  # what it does not foresee in broken pages
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return PageMetadata(date=edtf_of(found.date or ""), authors=authors)
