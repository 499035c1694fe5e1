"""A client that follows links: IRIs of the graph's own base, relative redirects, ``Link`` headers and hyperlinks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox

from tests.api.service import Answer, Service

BASE = "https://graph.example.org/kg/"
"""A base that a proxy would stand for: the service itself never sees it."""

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}

_LINK = re.compile(r"<([^>]*)>;\s*rel=\"([^\"]*)\"")
_HREF = re.compile(r'(?:href|src|action)="([^"]*)"')


_OURS = re.compile(
    r'<script type="module" src="(?:\./|(?:\.\./)*|/)static/islands/[a-z-]+\.js"></script>'
    r'|<script type="application/ld\+json">([^<]*)</script>'
)


def bare(page: bytes) -> str:
    """A page without the scripts that are ours and the data blocks that are JSON; any other script stays."""
    text = page.decode()
    for block in _OURS.finditer(text):
        if block[1]:
            json.loads(block[1])
    return _OURS.sub("", text)


@dataclass(frozen=True)
class Visit:
    """Where a request ended, after how many redirects, and what it gave."""

    url: str
    hops: int
    answer: Answer

    @property
    def links(self) -> dict[str, set[str]]:
        """The addresses that ``Link`` leads to, by relation."""
        found: dict[str, set[str]] = {}
        for target, relation in _LINK.findall(self.answer.headers["link"] or ""):
            found.setdefault(relation, set()).add(urljoin(self.url, target))
        return found

    @property
    def hyperlinks(self) -> set[str]:
        """The addresses that a page leads to."""
        return {urljoin(self.url, unescape(target)) for target in _HREF.findall(self.answer.body.decode())}

    @property
    def quads(self) -> list[ox.Quad]:
        return list(ox.parse(self.answer.body, format=FORMATS[self.answer.media_type]))


class Visitor:
    """Asks a service as the proxy in front of it would, by addresses below the base."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def get(self, url: str, accept: str = "text/turtle", method: str = "GET", **headers: str) -> Answer:
        """The answer to one request."""
        assert url.startswith(BASE), url
        parts = urlsplit(url.partition("#")[0])
        path = parts.path.removeprefix(urlsplit(BASE).path.rstrip("/")) + (f"?{parts.query}" if parts.query else "")
        return self.service.request(method, path, {"Accept": accept, **headers})

    def follow(self, url: str, accept: str = "text/turtle") -> Visit:
        """The answer at the end of all redirects."""
        for hops in range(6):
            answer = self.get(url, accept)
            if answer.status not in (301, 303, 307, 308):
                return Visit(url, hops, answer)
            url = urljoin(url, answer.headers["location"])
        raise AssertionError(f"{url} leads in circles")

    def values(self, pattern: str) -> list[str]:
        """The first column of a query over all named graphs."""
        return self.service.values(f"SELECT DISTINCT ?x WHERE {{ GRAPH ?g {{ {pattern} }} }} ORDER BY ?x LIMIT 200")
