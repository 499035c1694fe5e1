"""A visitor with a real browser, who notices what no page may do: fail, call elsewhere, or shut people out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

SHOTS = Path(os.environ.get("HERODOTUS_SCREENSHOTS", Path(__file__).parents[2] / "build" / "screenshots"))
"""Where screenshots are kept, to be looked at."""

_RULES: dict[str, dict[str, object]] = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "phone": {"type": "rule", "values": ["target-size", "meta-viewport", "scrollable-region-focusable"]},
}
"""What axe looks for; the rest is the same in every look. Where no script runs, axe cannot."""


@dataclass
class Visitor:
    """Walks about on one page of a browser. ``complaints`` are what went wrong on the way."""

    page: Page
    address: str
    look: str
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        here = urlsplit(self.address).netloc
        self.page.on("console", lambda m: self._complain(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._complain(f"a script failed: {error}"))
        self.page.on("response", self._look_at)

        def foreign(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != here:
                self._complain(f"a request to another host: {url}")

        self.page.on("request", lambda request: foreign(request.url))

    def _complain(self, text: str) -> None:
        if not any(part in text for part in self.expected):
            self.complaints.append(f"{self.page.url}: {text}")

    def _look_at(self, response: Response) -> None:
        if response.status >= 400:
            self._complain(f"{response.status} for {response.url}")

    def go(self, path: str) -> Page:
        """Opens a page of the service by its path, and returns it when it has settled."""
        self.page.goto(self.address.rstrip("/") + "/" + path.lstrip("/"))
        self.page.wait_for_load_state("networkidle")
        return self.page

    def check(self) -> None:
        """What axe finds, and whether the page is wider than the window: each is a complaint."""
        if self.look in _RULES:
            for found in Axe().run(self.page, options={"runOnly": _RULES[self.look]}).response["violations"]:
                where = "; ".join(" ".join(map(str, node["target"])) for node in found["nodes"][:3])
                self.complaints.append(f"{self.page.url}: axe: {found['id']}: {found['help']} at {where}")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            self.complaints.append(f"{self.page.url}: the page is {wide} pixels wider than the window")

    def shoot(self, name: str) -> Path:
        """Keeps a screenshot of the whole page."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}-{self.look}.png"
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        return path
