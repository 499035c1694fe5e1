"""Queries that nest, branch, multiply or grow more than anything may."""

from __future__ import annotations

from collections.abc import Iterator

from tests.api.hostile.probe import BOUNDED, LIMITS, Outcome, Probe, got, query

_BAD: frozenset[Outcome] = frozenset({400})
_LONG: frozenset[Outcome] = frozenset({400, 413})


def probes(canary: str) -> Iterator[Probe]:
    """All of them."""
    yield from _nesting()
    yield from _branching()
    yield from _products()
    yield from _paths()
    yield from _growth()
    yield from _functions()
    yield from _texts()
    yield from _elsewhere(canary)


def _nesting() -> Iterator[Probe]:
    for depth in (200, 10_000, 200_000):
        braces = "{" * depth + "}" * depth
        yield query("nesting", f"{depth} groups", f"SELECT * {braces}", _LONG)
        yield query("nesting", f"{depth} open groups", "SELECT * " + "{" * depth, _LONG)
        yield query("nesting", f"{depth} brackets", f"ASK {{ FILTER({'(' * depth}1{')' * depth}) }}", _LONG)
    for depth in (1_000, 50_000):
        yield query("nesting", f"{depth} nots", f"ASK {{ FILTER({'!' * depth}true) }}", LIMITS | {200})
        yield query("nesting", f"{depth} minus signs", f"ASK {{ FILTER({'-' * depth}1 > 0) }}", LIMITS | {200})
        yield query("nesting", f"{depth} blank nodes", f"ASK {{ {'[ <x:p> ' * depth}1{']' * depth} }}", _LONG)
        yield query("nesting", f"{depth} lists", f"ASK {{ ?s ?p {'(' * depth}{')' * depth} }}", _LONG)
        yield query(
            "nesting", f"{depth} triple terms", f"ASK {{ ?s ?p {'<<( ?a ?b ' * depth}1{' )>>' * depth} }}", _LONG
        )
        yield query("nesting", f"{depth} subqueries", "SELECT * { " * depth + "}" * depth, _LONG)
        yield query(
            "nesting", f"{depth} optionals", "ASK { " + "OPTIONAL { ?s ?p ?o " * depth + "}" * depth + "}", _LONG
        )
        yield query(
            "nesting", f"{depth} exists", "ASK { " + "FILTER EXISTS { ?s ?p ?o " * depth + "}" * depth + "}", _LONG
        )
        yield query("nesting", f"{depth} functions", f"ASK {{ FILTER({'STR(' * depth}1{')' * depth} = '1') }}", _LONG)
        yield query("nesting", f"{depth} ifs", f"ASK {{ FILTER({'IF(true,' * depth}1{',1)' * depth}) }}", _LONG)
    yield query("nesting", "below the limit", "SELECT * " + "{" * 100 + "}" * 100, frozenset({200}))


def _branching() -> Iterator[Probe]:
    for count in (3_000, 30_000):
        yield query(
            "branching", f"{count} unions", "SELECT * { " + " UNION ".join(["{ ?s ?p 1 }"] * count) + " }", BOUNDED
        )
        yield query("branching", f"{count} ors", "ASK { FILTER(" + "||".join(["?x = 1"] * count) + ") }", BOUNDED)
        yield query("branching", f"{count} ands", "ASK { FILTER(" + "&&".join(["?x = 1"] * count) + ") }", BOUNDED)
        yield query("branching", f"{count} sums", "SELECT (" + "+".join(["1"] * count) + " AS ?n) {}", BOUNDED)
        yield query("branching", f"{count} products", "SELECT (" + "*".join(["1"] * count) + " AS ?n) {}", BOUNDED)
        yield query("branching", f"{count} filters", "ASK { " + "FILTER(true) " * count + "}", BOUNDED)
        yield query("branching", f"{count} optionals", "ASK { " + "OPTIONAL { ?s <x:no> ?o } " * count + "}", BOUNDED)
        yield query("branching", f"{count} minuses", "ASK { " + "MINUS { ?s <x:no> ?o } " * count + "}", BOUNDED)
        yield query(
            "branching", f"{count} triples", "ASK { " + "".join(f"?a{i} ?b{i} ?c{i} . " for i in range(count)) + "}"
        )
        yield query(
            "branching", f"{count} prefixes", "".join(f"PREFIX p{i}: <x:{i}> " for i in range(count)) + "ASK {}"
        )
        yield query(
            "branching", f"{count} from", "ASK " + "".join(f"FROM <x:{i}> " for i in range(count)) + "{ ?s ?p ?o }"
        )
    for count in (1_000, 100_000):
        yield query(
            "branching", f"IN of {count}", f"ASK {{ ?s ?p ?o FILTER(?o IN ({','.join(['1'] * count)})) }}", BOUNDED
        )
        yield query(
            "branching", f"NOT IN of {count}", f"ASK {{ ?s ?p ?o FILTER(?o NOT IN ({','.join(['1'] * count)})) }}"
        )
        yield query("branching", f"VALUES of {count}", f"SELECT * {{ VALUES ?x {{ {'1 ' * count} }} }}", BOUNDED)
        yield query(
            "branching", f"COALESCE of {count}", f"ASK {{ FILTER(COALESCE({','.join(['?x'] * count)})) }}", BOUNDED
        )
        yield query(
            "branching", f"CONCAT of {count}", f"SELECT (CONCAT({','.join(['STR(1)'] * count)}) AS ?x) {{}}", BOUNDED
        )
        yield query(
            "branching", f"{count} variables", "SELECT " + " ".join(f"?v{i}" for i in range(count)) + " { ?s ?p ?o }"
        )


def _products() -> Iterator[Probe]:
    cross = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    yield query("products", "counted", f"SELECT (COUNT(*) AS ?n) {{ {cross} }}", frozenset({503}))
    yield query("products", "streamed", f"SELECT * {{ {cross} }}", BOUNDED)
    yield query("products", "sorted", f"SELECT * {{ {cross} }} ORDER BY ?a ?f ?i", LIMITS)
    yield query("products", "sorted with a limit", f"SELECT * {{ {cross} }} ORDER BY DESC(?i) LIMIT 1", LIMITS)
    yield query("products", "distinct", f"SELECT DISTINCT * {{ {cross} }}", BOUNDED)
    yield query("products", "grouped", f"SELECT ?a (COUNT(*) AS ?n) {{ {cross} }} GROUP BY ?a ?d ?g", LIMITS)
    yield query("products", "filtered away", f"SELECT * {{ {cross} FILTER(?a = <x:no> && ?d = <x:no>) }}", BOUNDED)
    yield query("products", "far offset", f"SELECT * {{ {cross} }} OFFSET 999999999999", BOUNDED)
    yield query("products", "constructed", f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {cross} }}", BOUNDED)
    yield query("products", "described", f"DESCRIBE * WHERE {{ {cross} }}", BOUNDED)
    yield query("products", "asked", f"ASK {{ {cross} FILTER(?a = <x:no> || ?i = <x:no>) }}", LIMITS | {200})
    for count, size in ((6, 30), (12, 10), (3, 2_000)):
        values = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(size)))} }}" for i in range(count))
        yield query("products", f"{count} VALUES of {size}", f"SELECT * {{ {values} }}", BOUNDED)
        yield query("products", f"{count} VALUES of {size}, counted", f"SELECT (COUNT(*) AS ?n) {{ {values} }}", LIMITS)
    deep = " ".join(f"{{ SELECT * {{ ?s{i} ?p{i} ?o{i} }} }}" for i in range(8))
    yield query("products", "of subqueries", f"SELECT (COUNT(*) AS ?n) {{ {deep} }}", LIMITS)
    yield query(
        "products", "a star", f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s ?p{i} ?o{i}' for i in range(30))} }}"
    )


def _paths() -> Iterator[Probe]:
    for path in ("(<x:p>|!<x:p>)*", "(<x:p>|!<x:p>)+", "(!<x:p>|^!<x:p>)*", "((<x:p>|!<x:p>)*)*", "(!<x:p>/!<x:p>)*"):
        yield query("property paths", path, f"SELECT (COUNT(*) AS ?n) {{ ?a {path} ?b . ?c {path} ?d }}", BOUNDED)
    yield query(
        "property paths", "from everywhere", "SELECT * { ?a (<x:p>|!<x:p>)* ?b . ?b (<x:p>|!<x:p>)* ?c } ORDER BY ?c"
    )
    for depth in (1_000, 20_000):
        yield query("property paths", f"sequence of {depth}", f"ASK {{ ?a {'/'.join(['<x:p>'] * depth)} ?b }}", BOUNDED)
        yield query("property paths", f"choice of {depth}", f"ASK {{ ?a {'|'.join(['<x:p>'] * depth)} ?b }}", BOUNDED)
        yield query("property paths", f"{depth} stars", f"ASK {{ ?a {'(' * depth}<x:p>{')*' * depth} ?b }}", _LONG)
        yield query("property paths", f"{depth} inverses", f"ASK {{ ?a {'^' * depth}<x:p> ?b }}", BOUNDED)
        yield query("property paths", f"negated {depth}", f"ASK {{ ?a !({'|'.join(['<x:p>'] * depth)}) ?b }}", BOUNDED)


def _growth() -> Iterator[Probe]:
    for count in (26, 40):
        binds = "".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1}) " for i in range(count))
        yield query("growth", f"{count} doublings", f"SELECT ?v{count} {{ BIND('xxxxxxxx' AS ?v0) {binds} }}", LIMITS)
        yield query(
            "growth",
            f"{count} doublings, its length",
            f"SELECT (STRLEN(?v{count}) AS ?n) {{ BIND('xx' AS ?v0) {binds} }}",
        )
        encodes = "".join(f"BIND(ENCODE_FOR_URI(?v{i}) AS ?v{i + 1}) " for i in range(count))
        yield query("growth", f"{count} encodings", f"SELECT * {{ BIND('%%%%%%%%' AS ?v0) {encodes} }}", BOUNDED)
        replaces = "".join(f"BIND(REPLACE(?v{i}, '.', '$0$0$0') AS ?v{i + 1}) " for i in range(count))
        yield query(
            "growth", f"{count} replacements", f"SELECT ?v{count} {{ BIND('xxxx' AS ?v0) {replaces} }}", BOUNDED
        )
    yield query(
        "growth",
        "GROUP_CONCAT",
        "SELECT (GROUP_CONCAT(CONCAT(STR(?a),STR(?d),STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        LIMITS,
    )
    yield query(
        "growth",
        "GROUP_CONCAT with a long separator",
        "SELECT (GROUP_CONCAT(?o; SEPARATOR='" + "x" * 100_000 + "') AS ?x) { ?s ?p ?o . ?a ?b ?c }",
    )
    yield query("growth", "one long literal", f"SELECT ('{'x' * 900_000}' AS ?x) {{}}", BOUNDED)
    yield query(
        "growth", "one long literal, many times", f"SELECT ('{'x' * 400_000}' AS ?x) {{ ?s ?p ?o . ?a ?b ?c }}", BOUNDED
    )
    yield query("growth", "one long IRI", f"ASK {{ <x:{'x' * 900_000}> ?p ?o }}", BOUNDED)
    yield query("growth", "one long name", f"SELECT ?{'x' * 900_000} {{}}", BOUNDED)
    yield query("growth", "one long number", f"SELECT ({'9' * 500_000} + 1 AS ?x) {{}}", BOUNDED)
    yield query("growth", "one long comment", f"ASK {{}} # {'x' * 900_000}", frozenset({200}))
    yield query("growth", "spaces", f"ASK {{ {' ' * 900_000} }}", frozenset({200}))
    yield query("growth", "too long", f"ASK {{}} # {'x' * 1_100_000}", frozenset({413}))


def _functions() -> Iterator[Probe]:
    for pattern in (
        "(a+)+$",
        "(a|a)*$",
        "(.*)*x",
        "(x+x+)+y",
        "a{1000}{1000}",
        "(a{1000}){1000}",
        "((a{100}){100}){100}",
        "[",
        "(" * 500,
        "\\\\",
    ):
        text = f"ASK {{ ?s ?p ?o FILTER REGEX('{'a' * 5_000}', '{pattern}') }}"
        yield query("functions", f"regular expression {pattern[:20]}", text, BOUNDED)
    yield query(
        "functions",
        "regular expression of each row",
        "ASK { ?a ?b ?c . ?d ?e ?f FILTER REGEX(STR(?a), CONCAT('(', STR(?f), ')+$')) FILTER(?a = <x:no>) }",
    )
    yield query("functions", "unknown", "SELECT (<x:no>(1) AS ?x) {}", _BAD)
    yield query(
        "functions",
        "hashes",
        "SELECT (SHA512(CONCAT(STR(?a),STR(?d))) AS ?h) { ?a ?b ?c . ?d ?e ?f } ORDER BY ?h",
        LIMITS,
    )
    yield query("functions", "random order", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY RAND() LIMIT 3", BOUNDED)
    yield query(
        "functions", "wrong dates", "SELECT (YEAR('9'^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {}", BOUNDED
    )
    yield query(
        "functions",
        "overflow",
        "SELECT (9223372036854775807 * 9223372036854775807 AS ?x) (1/0 AS ?y) {}",
        frozenset({200}),
    )
    yield query("functions", "great limits", "SELECT * {} LIMIT 99999999999999999999999", BOUNDED)


def _texts() -> Iterator[Probe]:
    for name, text in {
        "empty": "",
        "spaces only": "   ",
        "a comment only": "# nothing",
        "not SPARQL": "hello world",
        "cut short": "SELECT * { ?s ?p",
        "two queries": "ASK {} ASK {}",
        "an update": "DROP ALL",
        "a NUL": "ASK { ?s ?p '\0' } \0",
        "controls": "ASK { \x01\x02\x1b[2J }",
        "an open string": "ASK { ?s ?p '''",
        "an open IRI": "ASK { ?s ?p <x:",
        "a lone surrogate": r"ASK { ?s ?p '\uD800' }",
        "a code point that is none": r"ASK { ?s ?p '\UFFFFFFFF' }",
        "an undeclared prefix": "ASK { a:b ?p ?o }",
        "no such keyword": "EXPLAIN SELECT * {}",
        "markup": "<script>alert(1)</script>",
        "a path of a file": "SELECT * FROM <file:///etc/passwd> WHERE",
    }.items():
        yield query("texts", name, text, _BAD)
    yield query("texts", "a file as a graph", "ASK FROM <file:///etc/passwd> { ?s ?p ?o }", frozenset({200}))
    yield query("texts", "right to left", "SELECT * { ?s ?p '\u202egnirts\u202c' }", frozenset({200}))


def _elsewhere(canary: str) -> Iterator[Probe]:
    for name, text in {
        "SERVICE": f"ASK {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        "SERVICE SILENT": f"ASK {{ SERVICE SILENT <{canary}/ok> {{ ?s ?p ?o }} }}",
        "SERVICE of a variable": f"ASK {{ VALUES ?x {{ <{canary}/ok> }} SERVICE ?x {{ ?s ?p ?o }} }}",
        "SERVICE in EXISTS": f"ASK {{ FILTER EXISTS {{ SERVICE <{canary}/ok> {{ ?s ?p ?o }} }} }}",
        "SERVICE by a prefix": f"PREFIX a: <{canary}/> ASK {{ SERVICE a:ok {{ ?s ?p ?o }} }}",
        "SERVICE after a string": f"ASK {{ ?s ?p '\\'' SERVICE <{canary}/ok> {{ ?s ?p ?o }} }}",
        "SERVICE after a comment": f"ASK {{ # '\n SERVICE # \n <{canary}/ok> {{ ?s ?p ?o }} }}",
        "SERVICE with escapes": f"ASK {{ SERVICE <{canary.replace(':', chr(92) + 'u003A')}/ok> {{ ?s ?p ?o }} }}",
    }.items():
        yield query("elsewhere", name, text, _BAD)
        yield got("elsewhere", f"{name}, in the address", text, _BAD)
    yield query("elsewhere", "FROM", f"ASK FROM <{canary}/data> {{ ?s ?p ?o }}", frozenset({200}))
    yield query(
        "elsewhere", "FROM NAMED", f"ASK FROM NAMED <{canary}/data> {{ GRAPH ?g {{ ?s ?p ?o }} }}", frozenset({200})
    )
