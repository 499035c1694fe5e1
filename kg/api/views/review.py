"""The pages of reviewers: behind a session, never cached; what they decide goes through the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.access.layer import require
from kg.api.access.sessions import Sessions, session_of
from kg.api.client import Scope, client_of
from kg.api.desk.desk import Desk
from kg.api.desk.trail import trail
from kg.api.linked.address import page_of
from kg.api.linked.answer import problem_page
from kg.api.linked.lookup import Lookup
from kg.api.problem import Problem
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.views.forms import stamped_form_of
from kg.api.views.fresh import fresh_page, fresh_way
from kg.errors import HerodotusError
from kg.graph import Iris
from kg.settings import Settings
from kg.web import Page, Place, Table, render_page, to_csv
from kg.web.review import (
    judgement_table,
    rejection_table,
    reviewed_claim,
    shown_pairs,
    shown_quarantined,
    trail_table,
)
from kg.web.select import Select
from kg.workspace.acts import Act, Judge, Reject, Restore, Retry, Undo
from kg.workspace.directory import Sort
from kg.workspace.review import ReviewReader

_VIEWS: Final = {
    "identity": "Who is who",
    "claim": "Claims",
    "quarantine": "Quarantine",
    "log": "Decisions",
    "audit": "Audit",
}
_DONE: Final = {
    "judge": "It is noted, and the graph follows it.",
    "undo": "The judgement is taken back.",
    "reject": "The claim is marked as read wrongly, and no longer counts.",
    "restore": "The rejection is taken back.",
    "retry": "The document is in the graph now.",
    "kept": "The document still does not fit the shapes, and stays in quarantine.",
}
_SHOWN: Final = 20
_MOST_PAGES: Final = 10_000

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Which page of a view is wanted: from 1."""

    number: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * _SHOWN


_View = Callable[[Select, Place, _Leaf], Awaitable[Values]]
"""Gathers what a view shows. Raises ``HerodotusError``."""


class Review:
    """``/review`` and the acts below it."""

    def __init__(self, pool: Pool, register: Register, desk: Desk, sessions: Sessions, settings: Settings) -> None:
        self._pool = pool
        self._register = register
        self._desk = desk
        self._sessions = sessions
        self._base = settings.base_iri
        self._folder = settings.workspace
        self._reader = ReviewReader(settings.workspace, settings.base_iri)

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/review", self.look, methods=["GET", "HEAD"])
        router.add_api_route("/review/{act}", self.act, methods=["POST"])
        return router

    async def look(self, request: Request) -> Response:
        """Shows what there is to review."""
        place = Place(request.url.path, self._base, tuple(request.query_params.multi_items()))
        session = session_of(request.scope)
        if session is None:
            wanted = "review" + (f"?{request.url.query}" if request.url.query else "")
            location = place.to("/sign-in", to=wanted)
            return fresh_way(location)
        try:
            return await self._look(request, place, session)
        except (Problem, HerodotusError) as error:
            return problem_page(error, request)

    async def act(self, request: Request) -> Response:
        """Does what a reviewer decided, and leads back to where they were."""
        place = Place(request.url.path, self._base)
        try:
            fields = await stamped_form_of(request, self._sessions)
            client = require(request.scope, Scope.WRITE)
            done = request.path_params["act"]
            acted = await self._desk.act(client, _act(done, fields))
        except (Problem, HerodotusError) as error:
            return problem_page(error, request)
        if done == "retry" and acted.state != "committed":
            done = "kept"
        back = dict(pair.split("=", 1) for pair in fields.get("back", "").split("&") if "=" in pair)
        kept = {name: value for name, value in back.items() if name in ("view", "sort", "page")}
        if claim := fields.get("claim"):
            kept["claim"] = claim
        location = place.to("/review") + "?" + urlencode({**kept, "done": done})
        return fresh_way(location)

    async def _look(self, request: Request, place: Place, session: str) -> Response:
        lookup = Lookup(self._pool, self._register, client_of(request.scope))
        client = client_of(request.scope)
        view = place.parameter("view") or ("claim" if place.parameter("claim") else "identity")
        if view not in _VIEWS:
            raise Problem(HTTPStatus.BAD_REQUEST, f"'view' is one of {', '.join(_VIEWS)}.")
        leaf = _Leaf(page_of(request, _MOST_PAGES))
        made = await self._views()[view](lookup.texts, place, leaf)
        tables = tuple(value for value in made.values() if isinstance(value, Table))
        if name := place.parameter("table"):
            return _file(name, tables)
        more = bool(made.pop("more", False))
        page = Page(
            "review.html",
            f"Review: {_VIEWS[view].lower()}",
            "review",
            values={
                **_EMPTY,
                **made,
                "view": view,
                "views": tuple(_VIEWS.items()),
                "name": client.name,
                "writes": client.may(Scope.WRITE),
                "stamp": self._sessions.stamp(session),
                "back": urlencode([("view", view), ("sort", place.parameter("sort")), ("page", str(leaf.number))]),
                "done": _DONE.get(place.parameter("done"), ""),
            },
            tables=tables,
            previous=place.again(page=leaf.number - 1, done=None) if leaf.number > 1 else "",
            next=place.again(page=leaf.number + 1, done=None) if more else "",
        )
        version = (lookup.version or self._pool.newest).number
        return fresh_page((await asyncio.to_thread(render_page, page, place, version)).encode())

    def _views(self) -> Mapping[str, _View]:
        return {
            "identity": self._identity,
            "claim": self._claim,
            "quarantine": self._quarantine,
            "log": self._log,
            "audit": self._audit,
        }

    async def _identity(self, select: Select, place: Place, leaf: _Leaf) -> Values:
        wanted = place.parameter("of").strip() or None
        sort: Sort = "event" if place.parameter("sort") == "event" else "entity"
        values: Values = {"of": wanted or "", "sort": sort, "begin": leaf.offset}
        try:
            found = await asyncio.to_thread(self._reader.candidates, _SHOWN + 1, leaf.offset, wanted, sort)
        except HerodotusError as error:
            return {**values, "problem": str(error)}
        pairs = await shown_pairs(select, place, found[:_SHOWN])
        return {**values, "pairs": pairs, "more": len(found) > _SHOWN}

    async def _claim(self, select: Select, place: Place, _: _Leaf) -> Values:
        given = place.parameter("claim").strip()
        if not given:
            return {}
        iri = given if given.startswith(self._base) else f"{self._base}id/{given.removeprefix('id/')}"
        document, dash, node = iri.removeprefix(Iris(self._base).base + "id/claim/").partition("-")
        rejection = await asyncio.to_thread(self._reader.rejection_of, document, node) if dash else None
        reviewed = await reviewed_claim(select, self._base, iri, rejection)
        problem = "" if reviewed else "There is no such claim in the graph."
        return {"claim_given": given, "reviewed": reviewed, "problem": problem}

    async def _quarantine(self, _: Select, __: Place, leaf: _Leaf) -> Values:
        def read() -> tuple[list[object], bool]:
            records = self._reader.quarantined(_SHOWN + 1, leaf.offset)
            shown: list[object] = []
            for record in records[:_SHOWN]:
                report = self._reader.report(record.id or "")
                shown.append(shown_quarantined(record, () if report is None else report.results))
            return shown, len(records) > _SHOWN

        shown, more = await asyncio.to_thread(read)
        return {"quarantined": shown, "more": more}

    async def _log(self, _: Select, place: Place, leaf: _Leaf) -> Values:
        judgements = await asyncio.to_thread(self._reader.judgements, _SHOWN + 1, leaf.offset)
        rejections = await asyncio.to_thread(self._reader.rejections, _SHOWN + 1, leaf.offset)
        more = len(judgements) > _SHOWN or len(rejections) > _SHOWN
        judgements, rejections = judgements[:_SHOWN], rejections[:_SHOWN]
        return {
            "judgements": judgement_table(judgements, place),
            "rejections": rejection_table(rejections, place),
            "undoable": [(line.judgement.number, " – ".join(line.labels)) for line in judgements if line.holds],
            "restorable": [
                (line.review.number, " … ".join(line.quotes) or line.review.claim)
                for line in rejections
                if line.review.holds
            ],
            "more": more,
        }

    async def _audit(self, _: Select, __: Place, leaf: _Leaf) -> Values:
        try:
            lines = await asyncio.to_thread(trail, self._folder, _SHOWN + 1, leaf.offset)
        except OSError as error:
            return {"audit": trail_table(()), "problem": f"The log cannot be read: {error.strerror}."}
        rows = [
            (line.time, line.token or line.client, line.kind, line.outcome, _number(line.version), line.text)
            for line in lines[:_SHOWN]
        ]
        return {"audit": trail_table(rows), "more": len(lines) > _SHOWN}


_EMPTY: Final[Mapping[str, object]] = {
    "of": "",
    "sort": "entity",
    "pairs": (),
    "begin": 0,
    "claim_given": "",
    "reviewed": None,
    "quarantined": (),
    "problem": "",
}


def _act(name: str, fields: Mapping[str, str]) -> Act:
    """The act that a form asks for. Raises ``Problem`` (400, 404)."""
    reason = fields.get("reason", "").strip()
    match name:
        case "judge":
            one, other = _field(fields, "one"), _field(fields, "other")
            match fields.get("verdict"):
                case "same":
                    return Judge("same", one, other, reason)
                case "different":
                    return Judge("different", one, other, reason)
            raise Problem(HTTPStatus.BAD_REQUEST, "'verdict' is 'same' or 'different'.")
        case "undo":
            return Undo(_line(fields), reason)
        case "reject":
            return Reject(_field(fields, "claim"), reason)
        case "restore":
            return Restore(_field(fields, "claim") if "claim" in fields else _line(fields), reason)
        case "retry":
            return Retry(_field(fields, "document"))
        case _:
            raise Problem(HTTPStatus.NOT_FOUND, "There is no such act.")


def _field(fields: Mapping[str, str], name: str) -> str:
    if value := fields.get(name, "").strip():
        return value
    raise Problem(HTTPStatus.BAD_REQUEST, f"The form says nothing of '{name}'.")


def _line(fields: Mapping[str, str]) -> int:
    value = _field(fields, "number")
    if value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    raise Problem(HTTPStatus.BAD_REQUEST, "'number' is the number of a decision.")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _file(name: str, tables: tuple[Table, ...]) -> Response:
    found = next((table for table in tables if table.name == name), None)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "This page has no table of this name.")
    headers = {"content-disposition": f'attachment; filename="{name}.csv"', "cache-control": "no-store"}
    return Response(to_csv(found), media_type="text/csv", headers=headers)
