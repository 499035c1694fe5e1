"""``/quality``: made from the truth, which knows of what is not in the graph."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.views.show import Shower
from kg.errors import WorkspaceError
from kg.settings import Settings
from kg.web import Page, Place, Select
from kg.web.quality import quality_page
from kg.workspace.record import State
from kg.workspace.review import ReviewReader

_REPORTS: Final = 200
"""Reports that are counted."""


class Quality:
    """The page about how far the data can be trusted."""

    def __init__(self, shower: Shower, settings: Settings) -> None:
        self._shower = shower
        self._reader = ReviewReader(settings.workspace, settings.base_iri)

    def routes(self) -> APIRouter:
        """The operation."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/quality", self.look, methods=["GET", "HEAD"])
        return router

    async def look(self, request: Request) -> Response:
        """Shows the page."""
        states = await asyncio.to_thread(self._states)

        async def make(_: Select, place: Place) -> Page:
            return await asyncio.to_thread(self._made, place, states)

        return await self._shower.show(request, make, state=tuple(states.items()))

    def _states(self) -> dict[State, int]:
        """How many documents are in each state, which may change while the data do not."""
        try:
            return self._reader.states()
        except WorkspaceError:  # a store that nobody keeps a truth for
            return {}

    def _made(self, place: Place, states: Mapping[State, int]) -> Page:
        documents = self._reader.quarantined(_REPORTS) if states else ()
        faults: Counter[str] = Counter()
        for document in documents:
            report = self._reader.report(document.id or "")
            faults.update(result.shape for result in (report.results if report else ()) if result.shape)
        counted = {f"documents {state}": number for state, number in states.items()}
        return quality_page(place, counted, faults, len(documents))
