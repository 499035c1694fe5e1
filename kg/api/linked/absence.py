"""Absence: what is said of a name that the graph does not know: it never was, or its document was taken out."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from pathlib import Path
from typing import Final

from kg.api.linked.address import Address, nothing
from kg.api.problem import Problem
from kg.errors import WorkspaceError
from kg.workspace.review import ReviewReader

_OF_DOCUMENT: Final = re.compile(r"(?:document/|id/[a-z-]+/)([0-9a-f]{20})(?:-[a-z]+[0-9]+)?")


async def absence(folder: Path, base: str, address: Address) -> Problem:
    """The answer where there is nothing of a name: 410 where it was of a document that was taken out, else 404."""
    named = _OF_DOCUMENT.fullmatch(address.path)
    if named is None:
        return nothing()
    try:
        since = await asyncio.to_thread(ReviewReader(folder, base).retracted, named[1])
    except WorkspaceError:  # a store that nobody keeps a truth for
        since = None
    if since is None:
        return nothing()
    what = "This document" if address.path.startswith("document/") else "The document that this is of"
    return Problem(HTTPStatus.GONE, f"{what} was taken out on {since[:10]}, with everything that rested on it alone.")
