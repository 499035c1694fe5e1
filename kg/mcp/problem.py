"""What went wrong with a call, as the assistant that made it reads it: what, and what to do."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from pydantic import ValidationError

from kg.errors import HerodotusError, ResourceError, StoreError, WorkspaceError

_LOG: Final = logging.getLogger(__name__)
_MOST_FAULTS: Final = 5
_LONGEST: Final = 1_000


class ToolError(HerodotusError):
    """A call that cannot be answered as it was made."""


def told(error: HerodotusError | ValidationError | TimeoutError | asyncio.TimeoutError, seconds: float) -> str:
    """The error in words for whoever called; what only an operator should read goes to the log."""
    match error:
        case ValidationError():
            text = _faults(error)
        case TimeoutError():
            text = (
                f"The call took longer than {seconds:g} seconds (query_seconds). "
                "Ask for less at a time: a lower limit, one section, or fewer things."
            )
        case WorkspaceError() | ResourceError():
            _LOG.warning("a call failed: %s", error)
            text = "The data cannot be read at the moment. Call again in a while."
        case StoreError():
            text = f"{error} Call again in a while."
        case _:
            text = str(error)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _faults(error: ValidationError) -> str:
    """Which arguments are wrong, and how."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    told = [f"'{'.'.join(map(str, fault['loc']))[:80] or 'arguments'}': {fault['msg']}" for fault in faults]
    more = f"; and {len(told) - _MOST_FAULTS} more" if len(told) > _MOST_FAULTS else ""
    return f"The arguments do not fit: {'; '.join(told[:_MOST_FAULTS])}{more}. The tool's input schema says what does."
