"""Signing in and out: a token for a session."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from kg.api.access.sessions import COOKIE, SECONDS, Sessions, session_of
from kg.api.client import client_of
from kg.api.linked.answer import problem_page
from kg.api.problem import Problem
from kg.api.views.forms import form_of, stamped_form_of
from kg.api.views.fresh import fresh_page, fresh_way
from kg.errors import HerodotusError
from kg.web.environment import render
from kg.web.place import Place


class Signing:
    """``/sign-in`` and ``/sign-out``."""

    def __init__(self, sessions: Sessions, base: str) -> None:
        self._sessions = sessions
        self._base = base

    def routes(self) -> APIRouter:
        """The operations."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/sign-in", self.ask, methods=["GET", "HEAD"])
        router.add_api_route("/sign-in", self.begin, methods=["POST"])
        router.add_api_route("/sign-out", self.end, methods=["POST"])
        return router

    async def ask(self, request: Request) -> Response:
        """The form that asks for a token."""
        return self._page(request, request.query_params.get("to", ""), None)

    async def begin(self, request: Request) -> Response:
        """Begins a session, and leads to where its beginner wanted to go."""
        try:
            fields = await form_of(request)
        except (Problem, HerodotusError) as error:
            return problem_page(error, request)
        session = self._sessions.begin(fields.get("token", "").strip())
        if session is None:
            return self._page(request, fields.get("to", ""), "This token is not known here.")
        response = fresh_way(_inner(fields.get("to", "")))
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, session, max_age=SECONDS, httponly=True, samesite="strict", secure=secure)
        return response

    async def end(self, request: Request) -> Response:
        """Ends the session."""
        try:
            await stamped_form_of(request, self._sessions)
        except (Problem, HerodotusError) as error:
            return problem_page(error, request)
        response = fresh_way("./")
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    def _page(self, request: Request, to: str, problem: str | None) -> Response:
        place = Place(request.url.path, self._base)
        session = session_of(request.scope)
        body = render(
            "sign-in.html",
            place=place,
            root=place.root,
            section="review",
            to=_inner(to),
            problem=problem,
            name=client_of(request.scope).name if session else None,
            stamp=self._sessions.stamp(session) if session else "",
        ).encode()
        return fresh_page(body, HTTPStatus.UNAUTHORIZED if problem else HTTPStatus.OK)


def _inner(to: str) -> str:
    """Where to go on, if that is a plain address of the service itself; else its pages of review.

    >>> _inner("review?claim=1"), _inner("//evil.example/"), _inner("https://evil.example/")
    ('review?claim=1', 'review', 'review')
    """
    path = to.partition("?")[0]
    plain = path and path[0].isalnum() and ":" not in path and "\\" not in to and to.isascii() and to.isprintable()
    return to if plain else "review"
