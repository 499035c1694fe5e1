"""What only the engine's own parser can tell of a query: the keywords it uses, and where it goes wrong.

The engine gives no syntax tree, and its error positions lie some characters behind the mistake. But text followed by a
character that no query may hold is parsed and never run, and the parser then stops at that character if and only if
all before it could begin a query. Two questions follow from that one. *Does a query use a keyword?* Write another word
in all the places where its letters stand: if the parser then stops earlier, one of the places was a keyword, and
otherwise all were comments, strings, names or IRIs. *Where is the mistake?* At the first token that cannot follow those
before it.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from typing import Final, Literal

import pyoxigraph as ox

from kg.errors import QueryLimitError, QuerySyntaxError
from kg.store.shape import tokens

_MARGIN: Final = 40
"""Empty lines before the end, more than the characters that the parser looks ahead for any keyword."""

_LOCATED: Final = 20_000
"""Characters up to which a mistake is searched for; it takes the parser about ten runs."""

_NOWHERE: Final = ox.Store()
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.\-]*):", re.IGNORECASE)
_REASON: Final = re.compile(r"(?:^|, )([A-Z][A-Za-z]*(?: [A-Za-z?$_]+){2,})(?=$|, )")


Kind = Literal["query", "update"]
"""What a text is to be read as."""


def uses_keyword(text: str, keyword: str, base_iri: str | None, kind: Kind = "query") -> bool:
    """Whether a query or update uses ``keyword``, in any case, as a keyword. What is none may give either answer.

    >>> uses_keyword("ASK { SERVICE <http://example.com/> {} }", "SERVICE", "http://example.com/")
    True
    >>> uses_keyword("ASK { ?service ?p 'SERVICE' } # SERVICE", "SERVICE", "http://example.com/")
    False
    """
    letters = re.compile(re.escape(keyword), re.IGNORECASE | re.ASCII)
    if not letters.search(text):
        return False
    # Not to be guessed, so that no query can declare the word as a prefix; one case per case, so that names stay apart.
    word = "".join(random.SystemRandom().choices("bcdfghjklmnpqrtvwxyz", k=len(keyword)))
    other = letters.sub(lambda found: _in_case_of(found[0], word), text)
    return could_begin(text, base_iri, kind) and not could_begin(other, base_iri, kind)


def refuse_service(text: str, base_iri: str | None, kind: Kind = "query") -> None:
    """Raises ``QueryLimitError`` where a text asks another server: nothing may make this machine call others."""
    if uses_keyword(text, "SERVICE", base_iri, kind):
        raise QueryLimitError(
            f"The {kind} asks another server (SERVICE), which this one does not do.",
            limit="service_allow",
            value=0,
            remedy="Ask that server yourself and pass its answer on with VALUES.",
        )


def syntax_error(text: str, error: SyntaxError, base_iri: str | None, kind: Kind = "query") -> QuerySyntaxError:
    """The engine's error, with the place where it belongs."""
    message = str(error)
    place = re.match(r"error at (\d+):(\d+): ", message)
    reason = _REASON.search(message.partition("expected one of ")[2] or message.partition("expected ")[2])
    because = f": {reason[1]}" if reason and reason[1] != "Prefix not found" else ""
    if len(text) > _LOCATED:
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        return QuerySyntaxError(f"The {kind} is not SPARQL near line {line}{because}.", line=line, column=column)
    found = list(tokens(text))
    if could_begin(text, base_iri, kind):
        end = found[-1].end() if found else 0
        line, column = _position(text, end)
        why = because or (f": the {kind} ends too early" if found else ": it is empty")
        return _at(kind, line, column, why)
    wrong = bisect_right(found, False, key=lambda token: not could_begin(text[: token.end()], base_iri, kind))
    token = found[min(wrong, len(found) - 1)]
    line, column = _position(text, token.start())
    return _at(kind, line, column, because or _because(text, token))


def _at(kind: Kind, line: int, column: int, why: str) -> QuerySyntaxError:
    return QuerySyntaxError(f"The {kind} is not SPARQL (line {line}, column {column}){why}.", line=line, column=column)


def _in_case_of(model: str, word: str) -> str:
    return "".join(new.upper() if old.isupper() else new for old, new in zip(model, word, strict=True))


def _because(text: str, token: re.Match[str]) -> str:
    word = token[0]
    prefix, colon, _ = word.partition(":")
    if token.lastgroup == "word" and colon and word[0] not in "?$@_" and prefix not in _DECLARED.findall(text):
        return f": the prefix '{prefix}:' is not declared"
    return f": '{word if len(word) <= 40 else word[:40] + '…'}' cannot stand here"


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def could_begin(text: str, base_iri: str | None, kind: Kind) -> bool:
    """Whether ``text`` could begin a query or update, or is one, with the base that it will run with."""
    run = _NOWHERE.query if kind == "query" else _NOWHERE.update
    try:
        run(text + "\n" * _MARGIN + "\0", base_iri=base_iri)
    except SyntaxError as error:
        place = re.match(r"error at (\d+):", str(error))
        return place is not None and int(place[1]) > text.count("\n") + _MARGIN
    return True
