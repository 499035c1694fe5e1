"""A crawler that starts at the description of the dataset and follows every link of the graph's own base."""

import json
from collections import deque
from urllib.parse import urlsplit

import pyoxigraph as ox

from tests.api.linked.visitor import BASE, FORMATS, Visit, Visitor, bare

MOST = 350


def iris(visit: Visit) -> set[str]:
    terms = {t for quad in visit.quads for t in (quad.subject, quad.predicate, quad.object)}
    return {term.value.partition("#")[0] for term in terms if isinstance(term, ox.NamedNode)}


def test_every_link_of_our_own_leads_to_rdf_that_can_be_read(linked: Visitor) -> None:
    wanted = deque([f"{BASE}.well-known/void"])
    known = set(wanted)
    kinds: set[str] = set()
    visited = 0
    while wanted and visited < MOST:
        url = wanted.popleft()
        accept = list(FORMATS)[visited % len(FORMATS)]
        visit = linked.follow(url, accept)
        visited += 1
        assert visit.answer.status == 200, (url, accept, visit.answer.body[:200])
        if visit.answer.media_type not in FORMATS:
            assert url.endswith((".html", ".jsonld")), url
            continue
        found = iris(visit) | {target for targets in visit.links.values() for target in targets}
        kinds.add("/".join(urlsplit(url).path.split("/")[:4]))
        # One of each kind first, so that a bounded walk sees all of them.
        new = sorted(link for link in found if link.startswith(BASE) and link not in known)
        pages = [link for link in new if link.startswith(f"{BASE}page/")]
        known.update(new)
        wanted.extend(link for link in new if link not in pages)
    assert visited == MOST or not wanted
    assert {"/kg/id/claim", "/kg/id/event", "/kg/id/person", "/kg/id/place", "/kg/data/dump.nq"} <= kinds | {
        f"/kg/{u.removeprefix(BASE)}" for u in known
    }


def test_every_link_of_the_pages_leads_somewhere(linked: Visitor) -> None:
    wanted = deque([BASE, f"{BASE}data", f"{BASE}queries", f"{BASE}api/docs"])
    known = set(wanted)
    visited = 0
    while wanted and visited < 120:
        url = wanted.popleft()
        visit = linked.follow(url, "text/html,application/xhtml+xml,*/*;q=0.1")
        visited += 1
        assert visit.answer.status == 200, (url, visit.answer.body[:300])
        if visit.answer.media_type != "text/html":
            continue
        assert visit.answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert "<script" not in bare(visit.answer.body)
        # Absolute links from the root are those of the pages that know of no other base yet.
        new = {link.partition("#")[0] for link in visit.hyperlinks} - known
        new = {link for link in new if link.startswith(BASE) and "sparql" not in link and "/dump" not in link}
        known |= new
        wanted.extend(sorted(new, key=lambda link: (link.count("/"), link))[:25])


def test_the_sitemap_lists_pages(linked: Visitor) -> None:
    robots = linked.get(f"{BASE}robots.txt").body.decode()
    assert f"Sitemap: {BASE}sitemap.xml" in robots
    index = linked.get(f"{BASE}sitemap.xml")
    assert (index.status, index.media_type) == (200, "application/xml")
    assert f"<loc>{BASE}sitemap-1.xml</loc>" in index.body.decode()
    pages = linked.get(f"{BASE}sitemap-1.xml").body.decode()
    assert f"<loc>{BASE}page/id/organisation/iran</loc>" in pages
    assert linked.get(f"{BASE}sitemap-2.xml").status == 404
    assert linked.get(f"{BASE}sitemap-0.xml").status == 404


def test_the_context_is_published(linked: Visitor) -> None:
    answer = linked.get(f"{BASE}context.jsonld")
    assert answer.media_type == "application/ld+json"
    assert json.loads(answer.body)["@context"]["claimant"]["@type"] == "@id"
