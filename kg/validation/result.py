"""The result: one thing that is wrong with data (SHACL, section 3.6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a result is. Violations keep a document out of the store; the others are reported and counted."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is wrong.

    ``focus`` is the node that does not fit, ``path`` the property it is about (``^`` before one read backwards, ``|``
    between alternatives), ``value`` the value that does not fit, ``shape`` the shape that says so. IRIs stand in full,
    literals by their words; what does not apply is ``None``. Where a validator failed there is only a message.
    """

    focus: str | None
    path: str | None
    value: str | None
    severity: Severity
    message: str
    shape: str | None

    @property
    def order(self) -> tuple[str, ...]:
        """Puts results in one order, whichever engine found them: by severity, then by what they are about."""
        parts = (self.severity.value, self.focus, self.shape, self.path, self.value, self.message)
        return tuple("" if part is None else part for part in parts)
