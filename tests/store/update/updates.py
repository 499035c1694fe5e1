"""Random SPARQL updates over a few graphs, for tests of what they change."""

from __future__ import annotations

from hypothesis import strategies as st

PROLOGUE = "PREFIX e: <http://example.com/> PREFIX : <http://example.com/#>\n"
GRAPHS = ("e:g", "<http://example.com/h>", "<i>", ":k")

_NODES = st.sampled_from(["e:a", "e:b", ":c", "<http://example.com/d'#>", "<rel>"])
_PREDICATES = st.sampled_from(["e:p", ":q", "a"])
_OBJECTS = _NODES | st.sampled_from(["1", "01", "'x'@en", '"GRAPH e:g { # }"', "'''it's \" } ;'''", "true", "0.50"])
_VARIABLES = st.sampled_from(["?s", "?p", "?o", "?g", "$x"])
_GRAPHS = st.sampled_from(GRAPHS)
_SPACE = st.sampled_from([" ", "\n", " # } ; DROP ALL\n", "\t"])


def _triples(
    subject: st.SearchStrategy[str], predicate: st.SearchStrategy[str], term: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    one = st.builds("{} {} {}".format, subject, predicate, term)
    more = st.builds("{} {} {} ; {} {} , {}".format, subject, predicate, term, predicate, term, term)
    return st.lists(one | more, min_size=1, max_size=2).map(" . ".join)


_FACTS = _triples(_NODES, _PREDICATES, _OBJECTS)
_NEW_FACTS = _triples(_NODES | st.sampled_from(["_:n", "[]"]), _PREDICATES, _OBJECTS | st.just("( 1 _:n )"))
_PATTERN = _triples(_NODES | _VARIABLES, _PREDICATES | st.sampled_from(["?p"]), _OBJECTS | _VARIABLES)


@st.composite
def _quads(draw: st.DrawFn, triples: st.SearchStrategy[str], graphs: st.SearchStrategy[str]) -> str:
    """Triples and ``GRAPH`` blocks in any order, with and without the dots that may be left out."""
    blocks = st.builds("{} {} {{ {} }}".format, st.sampled_from(["GRAPH", "graph"]), graphs, triples | st.just(""))
    first, rest = draw(triples | st.just("")), ""
    for block in draw(st.lists(blocks, max_size=2)):
        rest += f"{draw(_SPACE)}{block}{draw(st.sampled_from(['', ' . ']))}{draw(triples | st.just(''))}"
    return f"{{{draw(_SPACE)}{first}{rest}{draw(_SPACE)}}}"


@st.composite
def _filters(draw: st.DrawFn) -> str:
    return draw(
        st.sampled_from(
            [
                "",
                "FILTER(?o<?s||?s>?o)",
                "FILTER(?o<STR('>')||true)",
                "FILTER(?o<1&&1>0 || ?s != e:a)",
                "FILTER(?p!=<http://example.com/#q>)",
                "OPTIONAL { ?s e:p $x }",
                "BIND('} INSERT' AS $x)",
            ]
        )
    )


@st.composite
def _modifications(draw: st.DrawFn) -> str:
    template = _quads(_PATTERN, _GRAPHS | st.just("?g"))
    new = _quads(_PATTERN | st.just("?s e:p [ e:p ?o ]"), _GRAPHS | st.just("?g"))
    clauses = draw(
        st.one_of(
            template.map("DELETE {}".format),
            new.map("INSERT {}".format),
            st.builds("DELETE {}{}INSERT {}".format, template, _SPACE, new),
        )
    )
    pattern = draw(st.sampled_from(["?s ?p ?o", "GRAPH ?g { ?s ?p ?o }", "GRAPH e:g { ?s ?p ?o } BIND(<i> AS ?g)"]))
    scope = draw(st.sampled_from(["", "", "WITH e:g ", "WITH <i>"]))
    using = draw(st.sampled_from(["", "", "USING e:g ", "USING <i> USING NAMED e:g "]))
    return f"{scope}{clauses}{draw(_SPACE)}{using}WHERE {{ {pattern} {draw(_filters())} }}"


_WHOLE = st.sampled_from(["DEFAULT", "NAMED", "ALL"]) | _GRAPHS.map("GRAPH {}".format)
_ENDS = st.just("DEFAULT") | _GRAPHS.map("GRAPH {}".format) | _GRAPHS

OPERATIONS = st.one_of(
    _quads(_NEW_FACTS, _GRAPHS).map("INSERT DATA {}".format),
    _quads(_FACTS, _GRAPHS).map("DELETE DATA {}".format),
    _quads(_PATTERN, _GRAPHS | st.just("?g")).map("DELETE WHERE {}".format),
    _modifications(),
    _modifications(),
    st.builds("{} SILENT {}".format, st.sampled_from(["CLEAR", "DROP"]), _WHOLE),
    _GRAPHS.map("CREATE SILENT GRAPH {}".format),
    st.builds("{} {} TO {}".format, st.sampled_from(["ADD", "COPY", "MOVE", "copy"]), _ENDS, _ENDS),
)


@st.composite
def updates(draw: st.DrawFn) -> str:
    """One request. Graphs that operations copy from exist, and blank nodes have a name of their own in each."""
    operations = draw(st.lists(OPERATIONS, min_size=1, max_size=3))
    texts = []
    for number, operation in enumerate(operations):
        if operation[:3].upper() in ("ADD", "COP", "MOV"):
            texts += [f"CREATE SILENT GRAPH {graph}" for graph in GRAPHS]
        texts.append(operation.replace("_:n", f"_:n{number}"))
    return PROLOGUE + f"{draw(_SPACE)};{draw(_SPACE)}".join(texts) + draw(st.sampled_from(["", " ;", " # end"]))
