"""The grammar of updates, as far as it tells which graphs an operation may change.

Tokens cannot tell everything (where ``<`` could compare or start an IRI, the engine decides), so whatever is not
certain is ``Opaque``: an operation is never thought to change less than it does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from kg.store.shape import tokens
from kg.store.update.operation import Data, Load, Manage, Modify, Operation, Part, Transfer

Token = re.Match[str]
Resolve = Callable[[str, str], str | None]
"""Gives the IRI that a name (an IRI reference or a prefixed name) stands for after a prologue, if any."""

_TRICKY: Final = frozenset("'#")
"""What an IRI may hold that would start a string or a comment if it were no IRI."""

_NAME: Final = re.compile(r"[^?$@_:][^:]*:.*|:.*", re.DOTALL)


class _UnclearError(Exception):
    """The tokens are not those of an update, or the engine may read them in another way."""


@dataclass(slots=True)
class Parsed:
    """The operations; the text between prologues, each with all prologues before it; whether it says WITH or USING."""

    operations: list[Operation] = field(default_factory=list)
    bodies: list[tuple[str, str]] = field(default_factory=list)
    uses_dataset: bool = False


def parse(text: str, resolve: Resolve, is_wellformed: Callable[[str, str], bool]) -> Parsed | None:
    """The operations of an update; ``None`` where it is not understood.

    ``is_wellformed`` says whether the engine takes a prologue and what follows for an update.
    """
    try:
        parser = _Parser(text, resolve)
        parsed = parser.parse()
    except _UnclearError:
        return None
    if parser.is_tricky and not all(is_wellformed(*_masked(*body)) for body in parsed.bodies):
        return None
    return parsed


def _masked(*texts: str) -> list[str]:
    """The texts with another IRI in the place of each: what is still an update had IRIs there."""
    # Not to be guessed, so that no update can declare it as a prefix and compare with what it names.
    other = f"<{''.join(random.SystemRandom().choices('bcdfghjklmnpqrtvwxyz', k=16))}:>"
    masked = []
    for text in texts:
        pieces, end = [], 0
        for token in tokens(text):
            if token.lastgroup == "iri":
                pieces += [text[end : token.start()], other]
                end = token.end()
        masked.append("".join(pieces) + text[end:])
    return masked


class _Parser:
    def __init__(self, text: str, resolve: Resolve) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._resolve = resolve
        self._at = 0
        self._prologue = ""
        self._parsed = Parsed()
        self.is_tricky = False
        if any(token.lastgroup == "other" and token[0] in "\\\"'`" for token in self._tokens):
            raise _UnclearError

    def parse(self) -> Parsed:
        begin: int | None = None
        end = 0
        while True:
            prologue = self._prologue
            if self._prologues() or self._at == len(self._tokens):
                if begin is not None:
                    self._parsed.bodies.append((prologue, self._text[begin:end]))
                begin = None
            if self._at == len(self._tokens):
                return self._parsed
            if begin is None:
                begin = self._tokens[self._at].start()
            self._parsed.operations.append(self._operation())
            end = self._tokens[self._at - 1].end()
            if self._at < len(self._tokens):
                self._expect(";")

    def _prologues(self) -> bool:
        begin = self._at
        while word := self._accept("BASE", "PREFIX", "VERSION"):
            if word == "VERSION":
                self._take("string")
                continue
            if word == "PREFIX" and not self._take("word")[0].endswith(":"):
                raise _UnclearError
            self._take("iri")
        if begin == self._at:
            return False
        self._prologue += self._text[self._tokens[begin].start() : self._tokens[self._at - 1].end()] + "\n"
        return True

    def _operation(self) -> Operation:
        begin = self._tokens[self._at].start()
        word = self._accept("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "COPY", "MOVE")
        match word:
            case "INSERT" | "DELETE":
                if self._accept("DATA"):
                    first, last = self._block()
                    block = self._text[self._tokens[first].start() : self._tokens[last].end()]
                    return Data(self._prologue, block, word == "INSERT")
                self._at -= 1
                return self._modify(begin, None)
            case "WITH":
                graph = self._name()
                self._parsed.uses_dataset = True
                return self._modify(begin, graph)
            case "LOAD":
                silent, source = bool(self._accept("SILENT")), self._name()
                target = self._name() if self._accept("INTO") and self._need("GRAPH") else None
                return Load(source, target, silent)
            case "CLEAR" | "DROP" | "CREATE":
                return self._manage(cast(Literal["clear", "drop", "create"], word.lower()))
            case "ADD" | "COPY" | "MOVE":
                silent, origin = bool(self._accept("SILENT")), self._default_or_graph()
                self._need("TO")
                verb = cast(Literal["add", "copy", "move"], word.lower())
                return Transfer(verb, origin, self._default_or_graph(), silent)
            case _:
                raise _UnclearError

    def _manage(self, verb: Literal["clear", "drop", "create"]) -> Manage:
        silent = bool(self._accept("SILENT"))
        if self._accept("GRAPH"):
            return Manage(verb, self._name(), "one", silent)
        word = None if verb == "create" else self._accept("DEFAULT", "NAMED", "ALL")
        if word is None:
            raise _UnclearError
        return Manage(verb, None, cast(Literal["default", "named", "all"], word.lower()), silent)

    def _default_or_graph(self) -> str | None:
        if self._accept("DEFAULT"):
            return None
        self._accept("GRAPH")
        return self._name()

    def _modify(self, begin: int, graph: str | None) -> Modify:
        first = self._tokens[self._at].start() if self._at < len(self._tokens) else begin
        deletes: tuple[Part, ...] = ()
        inserts: tuple[Part, ...] = ()
        if self._accept("DELETE"):
            if self._accept("WHERE"):
                if first != begin:
                    raise _UnclearError
                first, last = self._block()
                block = self._text[self._tokens[first].start() : self._tokens[last].end()]
                parts = self._parts(first, last, None)
                return Modify(self._prologue, "", f"DELETE {block}\n", f"WHERE {block}", parts, ())
            deletes = self._parts(*self._block(), graph)
        if self._accept("INSERT"):
            inserts = self._parts(*self._block(), graph)
        elif not deletes and self._tokens[self._at - 1][0] != "}":
            raise _UnclearError
        where = self._tokens[self._at].start() if self._at < len(self._tokens) else 0
        while self._accept("USING"):
            self._parsed.uses_dataset = True
            self._accept("NAMED")
            self._name()
        self._need("WHERE")
        self._block(expressions=True)
        tail = self._text[where : self._tokens[self._at - 1].end()]
        return Modify(self._prologue, self._text[begin:first], self._text[first:where], tail, deletes, inserts)

    def _block(self, *, expressions: bool = False) -> tuple[int, int]:
        """Goes past a block in braces; gives the numbers of the tokens of its braces."""
        first, depth = self._at, 0
        for number in range(first, len(self._tokens)):
            token = self._tokens[number]
            if token[0] == "{":
                depth += 1
            elif token[0] == "}":
                depth -= 1
            elif token.lastgroup == "iri" and expressions and not _TRICKY.isdisjoint(token[0]):
                self.is_tricky = True
            if depth == 0:
                if number == first:
                    break
                self._at = number + 1
                return first, number
        raise _UnclearError

    def _parts(self, first: int, last: int, graph: str | None) -> tuple[Part, ...]:
        """The parts of the template between two braces."""
        after = self._at
        parts: list[Part] = []
        self._at, begin = first + 1, first + 1
        while self._at < last:
            word = self._tokens[self._at]
            if word[0].upper() != "GRAPH" or word.lastgroup != "word":
                # Only annotations have braces of their own here; nothing in them may be taken for a part.
                self._at = self._block()[1] + 1 if word[0] == "{" else self._at + 1
                continue
            parts += self._part(begin, self._at, graph, None)
            self._at += 1
            token = self._tokens[self._at]
            variable = token[0] if token.lastgroup == "word" and token[0][0] in "?$" else None
            self._at += bool(variable)
            name = None if variable else self._name()
            opening, closing = self._block()
            parts += self._part(opening + 1, closing, name, variable)
            begin = self._at
        parts += self._part(begin, last, graph, None)
        self._at = after
        return tuple(parts)

    def _part(self, begin: int, end: int, graph: str | None, variable: str | None) -> Iterator[Part]:
        while begin < end and self._tokens[begin][0] == ".":
            begin += 1
        if begin < end:
            body = self._text[self._tokens[begin].start() : self._tokens[end - 1].end()]
            yield Part(graph, variable, body)

    def _name(self) -> str:
        token = self._peek()
        if token is None or not (token.lastgroup == "iri" or (token.lastgroup == "word" and _NAME.fullmatch(token[0]))):
            raise _UnclearError
        self._at += 1
        iri = self._resolve(self._prologue, token[0])
        if iri is None:
            raise _UnclearError
        return iri

    def _accept(self, *words: str) -> str | None:
        token = self._peek()
        if token is None or token.lastgroup != "word" or token[0].upper() not in words:
            return None
        self._at += 1
        return token[0].upper()

    def _need(self, word: str) -> str:
        if found := self._accept(word):
            return found
        raise _UnclearError

    def _take(self, kind: str) -> Token:
        token = self._peek()
        if token is None or token.lastgroup != kind:
            raise _UnclearError
        self._at += 1
        return token

    def _expect(self, text: str) -> None:
        token = self._peek()
        if token is None or token[0] != text:
            raise _UnclearError
        self._at += 1

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None
