"""Forms that pages send: small, from our own pages alone, and stamped by the session that they were written for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from kg.api.access.sessions import Sessions, session_of
from kg.api.incoming import FORM, content_type, pairs, whole
from kg.api.problem import Problem
from kg.errors import QueryLimitError

STAMP: Final = "stamp"
"""The field that carries the stamp."""

_MOST_BYTES: Final = 64_000


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that one of our own pages sent. Raises ``Problem`` (400, 403, 413, 415)."""
    _check_origin(request)
    if content_type(request.scope).media_type != FORM:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"A form is sent as {FORM}.")
    text = f"The form has more than {_MOST_BYTES:,} bytes."
    too_long = QueryLimitError(text, limit="form_bytes", value=_MOST_BYTES, remedy="Use fewer words.")
    fields = pairs(await whole(request.scope, request.receive, _MOST_BYTES, too_long))
    return dict(fields)


async def stamped_form_of(request: Request, sessions: Sessions) -> dict[str, str]:
    """The fields of a form that was written for the session of its sender. Raises ``Problem`` as ``form_of`` does."""
    fields = await form_of(request)
    session = session_of(request.scope)
    if session is None or not sessions.is_stamp(session, fields.pop(STAMP, "")):
        raise Problem(HTTPStatus.FORBIDDEN, "This form is not of your session: open the page again and repeat it.")
    return fields


def _check_origin(request: Request) -> None:
    """Refuses what another site's page sent: browsers say where a form comes from."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = site not in (None, "same-origin", "none")
    if origin is not None and site is None:
        foreign = urlsplit(origin).netloc != request.headers.get("host")
    if foreign:
        raise Problem(HTTPStatus.FORBIDDEN, "Forms are taken from the pages of this service alone.")
