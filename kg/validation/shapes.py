"""The shapes as they lie in their folder."""

from __future__ import annotations

from pathlib import Path

from kg import resources
from kg.errors import ValidationError


def read(folder: Path | None = None, *, without: str | None = None) -> str:
    """All shapes of a folder in one piece of Turtle, our own by default; ``without`` names a file to leave out.

    Raises ``ValidationError`` where the folder holds no shapes or one cannot be read.
    """
    files = resources.files("shapes", ".ttl") if folder is None else tuple(sorted(folder.glob("*.ttl")))
    if not files:
        raise ValidationError(f"{folder} holds no shapes.", remedy="Shapes are files whose names end in .ttl.")
    try:
        return "\n".join(file.read_text(encoding="utf-8") for file in files if file.name != without)
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(f"The shapes cannot be read: {error}") from error
