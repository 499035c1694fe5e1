"""Questions from the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import program
from kg.queries import NamedQuery, all_queries
from tests.cli.conftest import Kg

COLUMNS = ["file", "entity", "label", "type", "begin", "end", "text"]
COUNT = "PREFIX kg: <https://w3id.org/herodotus/ns#> SELECT (COUNT(*) AS ?n) WHERE { ?claim a kg:Claim }"


def test_csv_has_the_contracts_columns_and_raw_cells(kg: Kg) -> None:
    done = kg("query", "mentions", "--format", "csv")
    assert done.exit_code == 0
    rows = list(csv.reader(io.StringIO(done.stdout_bytes.decode(), newline="")))
    assert rows[0] == COLUMNS
    assert ["a.txt", "http://127.0.0.1:8000/id/organisation/alpha", "Alpha", "ArmedGroup", "0", "5", "Alpha"] in rows
    assert len(rows) == 1 + 6
    assert done.stdout_bytes.count(b"\r\n") == len(rows), "RFC 4180"


def test_the_same_data_give_the_same_rows_in_every_format(kg: Kg) -> None:
    formats = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV}
    formats |= {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
    answers = {}
    for form, known in formats.items():
        output = kg("query", "mentions", "--format", form).stdout_bytes
        assert output == kg("query", "mentions", "--format", form).stdout_bytes
        if form in ("json", "xml"):
            result = ox.parse_query_results(output, format=known)
            assert isinstance(result, ox.QuerySolutions)
            answers[form] = [tuple(str(cell) for cell in row) for row in result]
    assert answers["json"] == answers["xml"]


@pytest.mark.parametrize("named", all_queries(), ids=lambda q: q.name)
def test_an_empty_workspace_gives_an_empty_table_with_the_columns(tmp_path: Path, named: NamedQuery) -> None:
    name, columns, form = named.name, named.columns, named.form
    values = {"date": "2019", "integer": "1", "iri": "http://example.org/x"}
    given = [f"--param={p.name}={values.get(p.type, 'x')}" for p in named.parameters if p.required]
    done = CliRunner().invoke(program, ["query", name, *given, "--workspace", str(tmp_path / "new"), "--format=json"])
    if form == "construct":
        done = CliRunner().invoke(
            program, ["query", name, *given, "--workspace", str(tmp_path / "new"), "--format=ntriples"]
        )
        assert (done.exit_code, done.stdout) == (0, "")
        return
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer == {"head": {"vars": list(columns)}, "results": {"bindings": []}}
    assert not (tmp_path / "new").exists(), "reading makes no workspace"


def test_parameters_choose(kg: Kg) -> None:
    one = kg("query", "mentions", "--param", "document=b.txt", "--format", "csv").stdout.splitlines()[1:]
    assert {row.split(",")[0] for row in one} == {"b.txt"}


def test_sparql_comes_from_a_file_or_standard_input(kg: Kg, tmp_path: Path) -> None:
    file = tmp_path / "count.rq"
    file.write_text(COUNT)
    assert kg("query", file, "--format", "csv").stdout.split() == ["n", "9"]
    assert kg("query", "-", "--format", "csv", stdin=COUNT).stdout.split() == ["n", "9"]


def test_the_default_graph_is_the_setting(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DEFAULT_GRAPH", "plain")
    assert kg("query", "-", "--format", "csv", stdin=COUNT).stdout.split() == ["n", "0"]
    assert kg("query", "mentions", "--format", "csv").stdout.count("\n") == 7, "named queries are over the union"


def test_an_ask_is_answered_in_a_word_and_a_construct_in_rdf(kg: Kg) -> None:
    assert kg("query", "-", stdin="ASK { ?s ?p ?o }").stdout == "yes\n"
    construct = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }"
    turtle = kg("query", "-", "--format", "turtle", stdin=construct).stdout
    lines = kg("query", "-", "--format", "ntriples", stdin=construct).stdout
    assert set(ox.parse(turtle, format=ox.RdfFormat.TURTLE)) == set(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    assert "subject" in kg("query", "-", stdin=construct).stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["mentons"], None, "did you mean 'mentions'"),
        (["-"], "SELECT ?s WHERE { ?s ?p }", "not SPARQL (line 1, column 25)"),
        (["-"], "ASK { SERVICE <http://192.0.2.1/> {} }", "asks another server (SERVICE)"),
        (["-"], b"\xff", "not UTF-8"),
        (["-", "--param", "a=b"], "ASK {}", "only named queries take parameters"),
        (["missing.rq"], None, "missing.rq: the query cannot be read: No such file"),
        (["mentions", "--param", "document"], None, "'document' is not a parameter"),
        (["mentions", "--param", "document=a", "--param", "document=b"], None, "given twice"),
        (["mentions", "--param", "documnt=a"], None, "has no parameter 'documnt'"),
        (["mentions", "--format", "turtle"], None, "rows cannot be written as turtle"),
        (["-", "--format", "csv"], "CONSTRUCT WHERE { ?s ?p ?o }", "gives a graph, which cannot be written as csv"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    kg: Kg, arguments: list[str], stdin: str | bytes | None, message: str
) -> None:
    done = kg("query", *arguments, stdin=stdin)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stdout == ""


def test_a_workspace_without_its_snapshots_is_no_empty_one(kg: Kg, workspace: Path) -> None:
    (workspace / "snapshots").rename(workspace / "elsewhere")
    done = kg("query", "mentions", "--format", "csv")
    assert done.exit_code == 2
    assert "there is no snapshot" in done.stderr


def test_the_table_is_for_people(kg: Kg) -> None:
    done = kg("query", "mentions")
    assert "Alpha" in done.stdout
    assert "http://" not in done.stdout
    assert done.stderr == "6 rows\n"


def test_ctrl_c_stops_a_query_that_would_not_end(workspace: Path) -> None:
    cross = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(8)) + " }"
    code = "import sys; from kg.cli import main; sys.argv[0] = 'kg'; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "query", "-", "--workspace", str(workspace)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(cross.encode())
        process.stdin.close()
        deadline = time.monotonic() + 60
        while _cpu_seconds(process.pid) < 1.5 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert process.poll() is None, "the query ended by itself"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == -signal.SIGINT


def _cpu_seconds(pid: int) -> float:
    """Processor time that a process has used: once the query itself runs, it grows."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_queries_are_listed_with_parameters_and_columns(kg: Kg) -> None:
    listed = kg("queries").stdout
    for named in all_queries():
        assert named.name in listed
        assert named.question in listed
    described = {q["name"]: q for q in json.loads(kg("queries", "--format", "json").stdout)}
    assert described["mentions"]["columns"] == COLUMNS
    assert described["mentions"]["parameters"][0]["name"] == "document"
