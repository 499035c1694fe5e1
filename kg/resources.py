"""Where the ontology, the shapes, the named queries and the measured figures lie: the only code that knows.

In a checkout they are top-level folders beside the package; in a wheel they lie inside it, under ``kg/_data/``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import ResourceError

_INSIDE = Path(__file__).resolve().parent / "_data"
_BESIDE = Path(__file__).resolve().parent.parent


@cache
def folder(name: str) -> Path:
    """The folder ``name`` (``ontology``, ``shapes``, ``queries``, or ``docs`` with the page of measured quality).

    Raises ``ResourceError`` where the installation lacks it.
    """
    for root in (_INSIDE, _BESIDE):
        if (root / name).is_dir():
            return root / name
    raise ResourceError(f"the folder '{name}' is missing from this installation.", remedy="Install herodotus again.")


def files(name: str, suffix: str) -> tuple[Path, ...]:
    """The files of the folder ``name`` that end in ``suffix``, sorted by name."""
    return tuple(sorted(folder(name).glob(f"*{suffix}")))
