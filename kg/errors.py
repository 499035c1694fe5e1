"""Every error that Herodotus raises on purpose, in one tree.

::

    HerodotusError
    ├── SettingsError          a setting is unknown, malformed or contradicts another
    ├── ResourceError          ontology, shapes, queries or a language model cannot be found or used
    ├── DocumentError          one document cannot be read (the others go on)
    ├── ListError              a reference list cannot be read
    ├── ExtractionError        one document could not be extracted
    ├── ValidationError        shapes or data cannot be validated at all
    ├── WorkspaceError         the workspace cannot be opened, is locked, or is damaged
    │   ├── UnknownDocumentError
    │   ├── UnknownEntityError
    │   ├── UnknownClaimError
    │   ├── IdentityConflictError  judgements would contradict each other
    │   ├── DecisionError      what a reviewer wants to decide has been decided, or is not theirs to decide
    │   └── VersionError       the data have changed since the version that a write was meant for
    ├── StoreError             the store or a snapshot cannot be opened or written
    ├── QueryError             a query cannot be run as asked
    │   ├── UnknownQueryError
    │   ├── ParameterError
    │   ├── QuerySyntaxError
    │   ├── QueryLimitError    a query or write went over a limit
    │   ├── ProtectedGraphError  a write would touch a graph that is not its sender's to change
    │   └── UnknownGraphError  a graph that must exist does not
    ├── ExportError            an export could not be written whole
    ├── BackupError            a backup could not be made, or cannot be restored
    ├── ShardError             a shard of extracts cannot be read or written
    ├── ClusterError           a cluster cannot be reached, or cannot do what is asked
    └── FollowError            a service cannot be followed, or what it sends is no patch that can be applied

A message says what is wrong, where, and what to do about it, in one or two sentences. Which HTTP status or exit code
follows is decided at the edge alone.
"""

from __future__ import annotations


class HerodotusError(Exception):
    """The root of the tree. ``remedy`` says what the reader can do; it is part of the message."""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(f"{message} {remedy}" if remedy else message)
        self.remedy = remedy


class SettingsError(HerodotusError):
    """A setting is unknown, malformed or contradicts another."""


class ResourceError(HerodotusError):
    """Ontology, shapes, queries or a language model cannot be found or used."""


class DocumentError(HerodotusError):
    """One document cannot be read; ``name`` is its file."""

    def __init__(self, name: str, message: str, *, remedy: str | None = None) -> None:
        super().__init__(f"{name}: {message}", remedy=remedy)
        self.name = name


class ListError(HerodotusError):
    """A reference list cannot be read; ``file`` is its name, ``line`` counts from 1 where it is known."""

    def __init__(self, file: str, message: str, *, line: int | None = None, remedy: str | None = None) -> None:
        super().__init__(f"{file}, line {line}: {message}" if line else f"{file}: {message}", remedy=remedy)
        self.file = file
        self.line = line


class ExtractionError(HerodotusError):
    """One document could not be extracted; ``name`` is its file."""

    def __init__(self, name: str, message: str, *, remedy: str | None = None) -> None:
        super().__init__(f"{name}: {message}", remedy=remedy)
        self.name = name


class ValidationError(HerodotusError):
    """Shapes or data cannot be validated at all (which differs from data that do not conform)."""


class WorkspaceError(HerodotusError):
    """The workspace cannot be opened, is locked, or is damaged."""


class UnknownDocumentError(WorkspaceError):
    """No document of the workspace has this id or name."""


class UnknownEntityError(WorkspaceError):
    """No entity of the workspace has this id or name, or several have it."""


class UnknownClaimError(WorkspaceError):
    """No claim of the workspace has this IRI or id, or no rejection has this number."""


class IdentityConflictError(WorkspaceError):
    """A judgement would contradict others; ``pair`` is what would be one and two at once."""

    def __init__(self, message: str, *, pair: tuple[str, str], remedy: str | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.pair = pair


class DecisionError(WorkspaceError):
    """What a reviewer wants to decide has been decided already, or nothing of the kind can be decided."""


class VersionError(WorkspaceError):
    """The data have changed since the version that a write was meant for; nothing was written."""


class StoreError(HerodotusError):
    """The store or a snapshot cannot be opened or written."""


class QueryError(HerodotusError):
    """A query cannot be run as asked."""


class UnknownQueryError(QueryError):
    """No named query has this name."""


class ParameterError(QueryError):
    """A parameter of a named query is unknown, missing or malformed."""


class QuerySyntaxError(QueryError):
    """The query is not SPARQL; ``line`` and ``column`` count from 1 where they are known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryLimitError(QueryError):
    """A query went over a limit; ``limit`` names it, ``value`` is what was allowed."""

    def __init__(self, message: str, *, limit: str, value: float | int, remedy: str | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.limit = limit
        self.value = value


class ProtectedGraphError(QueryError):
    """A write would touch ``graph``, which is made from documents and changes with them alone; nothing was written."""

    def __init__(self, message: str, *, graph: str, remedy: str | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.graph = graph


class UnknownGraphError(QueryError):
    """A graph that must exist for what was asked does not."""


class ExportError(HerodotusError):
    """An export could not be written whole; nothing was left behind."""


class BackupError(HerodotusError):
    """A backup could not be made whole, or cannot be restored; nothing was replaced."""


class ShardError(HerodotusError):
    """A shard of extracts cannot be written, or is not whole; nothing of it was taken. ``place`` is where it lies."""

    def __init__(self, place: str, message: str, *, remedy: str | None = None) -> None:
        super().__init__(f"{place}: {message}", remedy=remedy)
        self.place = place


class ClusterError(HerodotusError):
    """A cluster cannot be reached, or cannot do what is asked; what has been committed stays."""


class FollowError(HerodotusError):
    """A service cannot be followed, or what it sends is no patch that can be applied; the copy is as it was."""
