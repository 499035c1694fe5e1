"""Which classes and roles of a gold set our classes and roles correspond to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from kg.errors import ResourceError
from kg.model import ROLES, EntityClass, EventClass, Predicate

_ROLES: Final = frozenset(map(str, ROLES | {Predicate.PLACE}))
_TABLES: Final = frozenset({"entity_types", "event_types", "roles"})


Types = Mapping[str, tuple[str, ...]]


def _known(classes: Collection[str], table: Types) -> Types:
    if unknown := sorted(cls for cls, types in table.items() if types and cls not in classes):
        raise ValueError(f"there is no class {unknown[0]} of this kind")
    return table


class Correspondence(BaseModel):
    """Which of our words may match which words of the gold.

    The gold may use our own classes and roles: a class is then matched by itself and its subclasses. Otherwise the
    tables say what corresponds. ``entity_types`` and ``event_types`` give for one of our classes the gold's types that
    it may match; a class that is not listed takes its superclass's line, an empty line leaves the class out of the
    measure. An event type is also matched by those that it begins (``Conflict.Attack`` takes ``Conflict.Attack.Bomb``
    in). ``roles`` gives for a role of the gold those of ours that may match it. Gold types outside
    ``gold_entity_types`` and ``scored_event_types``, and gold roles without a line, are left out; without these lists
    all types count.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    entity_types: Annotated[Types, AfterValidator(partial(_known, set(EntityClass)))] | None = None
    event_types: Annotated[Types, AfterValidator(partial(_known, set(EventClass)))] | None = None
    roles: Types | None = None
    gold_entity_types: tuple[str, ...] | None = None
    scored_event_types: tuple[str, ...] | None = None

    def entity(self, cls: EntityClass) -> tuple[str, ...]:
        """The gold's entity types that one of our classes may match."""
        if self.entity_types is None:
            return tuple(map(str, cls.lineage))
        return next((self.entity_types[c] for c in cls.lineage if c in self.entity_types), ())

    def event(self, cls: EventClass) -> tuple[str, ...]:
        """The gold's event types, or beginnings of them, that one of our classes may match."""
        if self.event_types is None:
            return tuple(map(str, cls.lineage))
        return next((self.event_types[c] for c in cls.lineage if c in self.event_types), ())

    def role(self, gold: str) -> tuple[str, ...]:
        """Our roles that may match a role of the gold; none where the role is left out."""
        if self.roles is None:
            return (gold,) if gold in _ROLES else ()
        return self.roles.get(gold, ())

    @property
    def our_roles(self) -> frozenset[str]:
        """Our roles that are measured at all."""
        return _ROLES if self.roles is None else frozenset(r for ours in self.roles.values() for r in ours)

    def counts_entity(self, gold: str) -> bool:
        """Whether a gold entity of this type is measured."""
        return self.gold_entity_types is None or gold in self.gold_entity_types

    def counts_event(self, gold: str) -> bool:
        """Whether a gold event of this type is measured."""
        return self.scored_event_types is None or is_a(gold, self.scored_event_types)


def is_a(kind: str, types: tuple[str, ...]) -> bool:
    """Whether a type of the gold is one of ``types`` or begins with one.

    >>> is_a("Life.Die.Unspecified", ("Life.Die",)), is_a("Life.Diet", ("Life.Die",))
    (True, False)
    """
    return any(kind == one or kind.startswith(one + ".") for one in types)


def load_correspondence(path: Path) -> Correspondence:
    """The correspondence in a JSON file, where its tables stand at the top or all below one key.

    Raises ``ResourceError`` where the file cannot be read or holds none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Correspondence.model_validate(next(t for t in _objects(content) if t.keys() >= _TABLES))
    except OSError as error:
        raise ResourceError(f"{path}: the mapping cannot be read: {error.strerror}.") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: this is no JSON: {error}.") from error
    except StopIteration as error:
        raise ResourceError(f"{path}: this is no mapping: it needs the tables {', '.join(sorted(_TABLES))}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise ResourceError(f"{path}: this is no mapping: {where}: {message}.") from error


def _objects(content: Any) -> Iterator[dict[str, Any]]:
    """A JSON object, and the objects directly inside it."""
    if isinstance(content, dict):
        yield content
        yield from (part for part in content.values() if isinstance(part, dict))
