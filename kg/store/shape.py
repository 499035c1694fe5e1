"""The shape of a query: how deep it nests and how often it branches, counted before the engine sees it.

The engine's parser and evaluator recurse, so ten thousand nested braces would overflow their stack and kill the
process. Counting is cheap and need not be exact: what slips through kills one reader, which the service survives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.errors import QueryLimitError

NESTING: Final = 128
"""Brackets that may be open at once."""

BRANCHES: Final = 5_000
"""Groups, filters, assignments and operators that one query may have together."""

TOKEN: Final = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<string> \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<word> [?$@]?[\w:](?:[\w:.%\-]*[\w:%\-])? )
  | (?P<open> [{(\[] )
  | (?P<close> [})\]] )
  | (?P<datatype> \^\^ )
  | (?P<branch> \|\| | && | [|&/^!*] | [+\-](?!\d) )
  | (?P<other> [^\x20\t\r\n] )
    """,
    re.VERBOSE | re.DOTALL,
)
"""The tokens of SPARQL, nearly: where ``<`` could start an IRI or compare, it starts an IRI."""

_WORDS: Final = frozenset({"FILTER", "BIND", "UNION", "VALUES", "HAVING"})


def tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a query without its comments; ``lastgroup`` is their kind."""
    return (match for match in TOKEN.finditer(text) if match.lastgroup != "comment")


def check_shape(text: str) -> None:
    """Raises ``QueryLimitError`` where the query nests or branches more than the engine bears."""
    if sum(map(text.count, "{([")) <= NESTING and len(text) <= BRANCHES:
        return
    depth = branches = 0
    for token in tokens(text):
        kind = token.lastgroup
        if kind in {"open", "iri"}:
            # An IRI may be a comparison followed by brackets; those of a real one are few and balanced.
            word = token[0]
            depth += sum(map(word.count, "{([")) - (0 if kind == "open" else sum(map(word.count, ")]")))
            branches += word == "{"
            if depth > NESTING:
                raise QueryLimitError(
                    f"The query nests more than {NESTING} brackets.",
                    limit="query_nesting",
                    value=NESTING,
                    remedy="Write it flatter.",
                )
        elif kind == "close":
            depth -= 1
        elif kind == "branch" or (kind == "word" and token[0].upper() in _WORDS):
            branches += 1
        if branches > BRANCHES:
            raise QueryLimitError(
                f"The query has more than {BRANCHES} groups, filters and operators.",
                limit="query_branches",
                value=BRANCHES,
                remedy="List values with VALUES or IN, or ask in several queries.",
            )
