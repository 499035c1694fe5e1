"""``kg ingest`` with a language model, against a server that replays answers: good, untrue, broken and late ones."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg.cli import program
from kg.vocabulary import KG, PREFIXES, PROV
from tests.extract.llm import fiction
from tests.extract.llm.server import NAME, Misdeed, Replay, serving

pytest.importorskip("openai")
pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-c", "from kg.cli import main; main()"]
KEY = "sk-never-to-be-seen-4711"
TOWNS = ("Karsk", "Lund", "Maren")


@pytest.fixture
def replay() -> Iterator[Replay]:
    with serving(Replay(say=fiction.saying(fiction.right))) as running:
        yield running


@pytest.fixture
def kg(replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs ``kg`` in a folder with three reports in ``in``, with the server as the model."""
    for name, value in environment(replay).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "in").mkdir()
    for number, town in enumerate(TOWNS):
        (tmp_path / "in" / f"{town}.txt").write_text(fiction.report(town, 4 + number))

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(program, [*map(str, arguments), "--workspace", str(tmp_path / "w")])

    return run


def environment(replay: Replay, **others: str) -> dict[str, str]:
    given = {"endpoint": replay.address, "model": NAME, "key": KEY, "retries": "1", "seconds": "10", **others}
    return {f"KG_LLM_{name.upper()}": value for name, value in given.items()}


def told(result: Result) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def graph(result: Result) -> ox.Store:
    store = ox.Store()
    store.bulk_load(result.stdout.encode(), format=ox.RdfFormat.N_QUADS)
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ GRAPH ?g {{ {pattern} }} }}", prefixes={**PREFIXES}))


def test_only_what_the_text_says_comes_in_and_the_counts_add_up(
    kg: Any, replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay.say, replay.seconds = fiction.saying(fiction.lying), 0.2
    monkeypatch.setenv("KG_LLM_CONCURRENCY", "2")
    done = kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json")
    assert done.exit_code == 0, done.output
    report = told(done)
    assert report["counts"] == {"committed": 3}
    model = report["model"]
    assert (model["asked"], model["known"], model["tokens_in"], model["tokens_out"]) == (3, 0, 300, 30)
    assert sum(model["refused"].values()) == 3 * fiction.LIES
    assert replay.most_at_once <= 2

    store = graph(kg("export", "--format", "nquads"))
    assert ask(store, "?c rdf:subject ?e ; rdf:predicate kg:agent ; rdf:object ?who ; kg:rule 'llm' . ?e a kg:Bombing")
    assert ask(store, "?c rdf:predicate kg:date ; rdf:object '2021-05-03'^^edtf:EDTF")
    words = " ".join(quad.object.value for quad in store if isinstance(quad.object, ox.Literal))
    for untrue in ("Sudland", "4000", "2021-05-04", "flattened"):
        assert untrue not in words
    rows = store.query(
        "SELECT ?reason (SUM(?n) AS ?all) { GRAPH ?g { ?r a kg:Reading ; kg:refusal ?f . ?f kg:refusedFor ?reason ;"
        " kg:refusedCount ?n } } GROUP BY ?reason",
        prefixes={"kg": KG},
    )
    assert {row["reason"].value: int(row["all"].value) for row in rows} == model["refused"]
    claims = {row["c"] for row in store.query("SELECT ?c { GRAPH ?g { ?c a kg:Claim } }", prefixes={"kg": KG})}
    by_reading = store.query("SELECT ?c { GRAPH ?g { ?c prov:wasGeneratedBy ?r } }", prefixes={"prov": PROV})
    assert {row["c"] for row in by_reading} == claims
    assert ask(store, f"?r prov:wasAssociatedWith ?m ; kg:tokensAsked 100 . ?m skos:prefLabel '{NAME}'")

    replay.bodies.clear()
    again = kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json")
    assert told(again)["counts"] == {"unchanged": 3}
    kg("retract", *TOWNS_FILES)
    once_more = kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json")
    assert told(once_more)["counts"] == {"committed": 3}
    assert (told(once_more)["model"]["asked"], told(once_more)["model"]["known"]) == (0, 3)
    assert replay.bodies == []
    assert told(once_more)["model"]["refused"] == model["refused"]


TOWNS_FILES = tuple(f"{town}.txt" for town in TOWNS)


def test_a_document_whose_answers_fail_is_set_aside_and_the_key_is_nowhere(
    kg: Any, replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LLM_CONCURRENCY", "1")
    (tmp_path / "in" / "Vorm.txt").write_text(fiction.report("Vorm", 9))
    broken = json.dumps(fiction.right(json.dumps({"text": fiction.report("Maren", 6)})))[:230]
    refusing = Misdeed(500, {"Retry-After": "0.01"}, text=f'{{"error": "no {KEY} today"}}')
    cut, chatting = Misdeed(text=completion(broken)), Misdeed(text=completion("Hello!"))
    replay.misdeeds = deque([Misdeed(), refusing, refusing, cut, chatting])
    done = kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json")
    assert done.exit_code == 1
    report = told(done)
    assert report["counts"] == {"committed": 2, "failed": 2}
    assert report["model"]["refused"]["cut-off"] == 1
    reasons = [source["reason"] for source in report["sources"] if source["reason"]]
    assert any("could not answer (500, asked up to 2 times): " in reason and "…" in reason for reason in reasons)
    assert any("is a JSON object" in reason for reason in reasons)
    shown = [done.output, kg("doctor").output, kg("doctor", "--format", "json").output, kg("documents").output]
    shown += [kg("export", "--format", "nquads").output, kg("ingest", tmp_path / "gone", "--extractor", "llm").output]
    assert not any(KEY in text for text in shown)
    assert '"llm_key": {\n' in shown[2]
    files = [path for path in (tmp_path / "w").rglob("*") if path.is_file()]
    assert (tmp_path / "w" / "llm.sqlite") in files
    assert not any(KEY.encode() in path.read_bytes() for path in files)
    assert told(kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json"))["counts"] == {
        "committed": 2,
        "unchanged": 2,
    }


def test_a_dry_run_of_the_rules_lists_what_would_be_read(kg: Any, replay: Replay, tmp_path: Path) -> None:
    (tmp_path / "in" / "again.txt").write_text((tmp_path / "in" / "Lund.txt").read_text())
    (tmp_path / "in" / "empty.bin").write_bytes(b"\x00")
    shown = kg("ingest", "--dry-run", tmp_path / "in", tmp_path / "missing.txt").stdout
    assert [line for line in shown.splitlines() if line.startswith("read  ")] == [
        "read  Karsk.txt",
        "read  Lund.txt",
        "read  Maren.txt",
    ]
    assert "failed  missing.txt: there is no such file" in shown
    assert "3 to be read" in shown
    assert "1 unchanged" in shown
    assert not (tmp_path / "w").exists()
    assert replay.bodies == []


def completion(text: str) -> str:
    return json.dumps({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})


def test_a_budget_that_is_spent_sets_the_rest_aside_and_the_next_run_goes_on(
    kg: Any, replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LLM_PRICE_IN", "1")
    monkeypatch.setenv("KG_LLM_PRICE_OUT", "2")
    foreseen = told(kg("ingest", "--dry-run", "--extractor", "llm", tmp_path / "in", "--format", "json"))
    assert replay.bodies == []
    assert not (tmp_path / "w").exists()
    assert sorted(foreseen["read"]) == sorted(TOWNS_FILES)
    estimate = foreseen["estimate"]
    assert (estimate["passages"], estimate["known"], estimate["questions"]) == (3, 0, 3)
    most = estimate["most"]
    assert most["cost"] == pytest.approx((most["asked"] + 2 * most["answered"]) / 1e6)
    assert estimate["likely"]["answered"] < most["answered"] == 3 * 4096

    each = (most["asked"] + most["answered"]) // 3 + 1
    monkeypatch.setenv("KG_LLM_TOKENS", str(each + 150))
    done = kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json")
    report = told(done)
    assert report["counts"] == {"committed": 2, "failed": 1}
    (reason,) = (source["reason"] for source in report["sources"] if source["reason"])
    assert re.search(r"\(llm_tokens\).* 220 of .* Run the same command again to go on", reason)
    assert report["model"]["spent"] is True
    assert report["model"]["cost"] == pytest.approx((200 + 2 * 20) / 1e6)
    left = told(kg("ingest", "--dry-run", "--extractor", "llm", tmp_path / "in", "--format", "json"))
    assert (left["counts"], left["estimate"]["questions"]) == ({"unchanged": 2, "to be read": 1}, 1)
    assert told(kg("ingest", "--extractor", "llm", tmp_path / "in", "--format", "json"))["counts"] == {
        "committed": 1,
        "unchanged": 2,
    }
    assert len(replay.bodies) == 3


def test_rules_and_a_model_together_agree_and_the_model_is_asked_about_the_rest_alone(
    kg: Any, replay: Replay, tmp_path: Path
) -> None:
    replay.say = fiction.saying(fiction.unsure)
    file = tmp_path / "both.txt"
    sure = "Iran attacked Kirkuk on 3 May 2021.\n\nTurkey condemned the attack."
    file.write_text(f"{sure}\n\n{fiction.UNSURE}\n")
    done = kg("ingest", "--extractor", "rules+llm", file, "--explain", "--format", "json")
    assert done.exit_code == 0, done.output
    (message,) = replay.asked
    assert fiction.UNSURE in message
    assert "Iran attacked Kirkuk" not in json.loads(message)["text"]
    assert told(done)["model"]["asked"] == 1
    assert told(done)["explanation"]["extractor"].startswith("rules+llm/1 rules/")
    store = graph(kg("export", "--format", "nquads"))
    assert ask(store, "?c kg:rule 'event-place+llm' ; kg:confidence ?sure ; prov:wasGeneratedBy ?r FILTER(?sure > 0.8)")
    assert ask(store, "?c kg:rule 'role-verb' FILTER NOT EXISTS { ?c prov:wasGeneratedBy ?r }")

    replay.bodies.clear()
    before = (tmp_path / "w" / "llm.sqlite").read_bytes()
    listed = told(kg("differences", "both.txt", "--format", "json"))
    assert (replay.bodies, (tmp_path / "w" / "llm.sqlite").read_bytes()) == ([], before)
    (document,) = listed
    verdicts = {
        (row["verdict"], (row["rules"] or row["model"])["predicate"]): row["rules"] or row["model"]
        for row in document["differences"]
    }
    assert {key[1] for key in verdicts if key[0] == "agreed"} == {"type", "agent", "place"}
    assert {key[1] for key in verdicts if key[0] == "only rules"} >= {"toll", "victim"}
    assert verdicts["agreed", "place"]["evidence"][0]["text"] == fiction.UNSURE[:-1]
    shown = kg("differences", "both.txt").stdout
    assert f"“{fiction.UNSURE[:-1]}”" in shown
    assert "rules: Attack “killed” · place · Kirkuk" in shown
    (tmp_path / "other.txt").write_text(f"{fiction.UNSURE} It rained.\n")
    other = kg("differences", tmp_path / "other.txt")
    assert other.exit_code == 2
    assert "has not been read by this model" in other.stderr


def test_extractors_are_compared_on_the_same_gold(kg: Any, replay: Replay, tmp_path: Path) -> None:
    facts = [{"id": "bombed", "kind": "event", "agent": "Norland"}, {"id": "dead", "kind": "toll", "min": 4}]
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps({"document": "Karsk.txt", "facts": facts}))
    command = ("evaluate", gold, "--documents", tmp_path / "in", "--extractor", "rules", "--extractor", "llm")
    report = told(kg(*command, "--format", "json"))
    found = {one["extractor"]: {f["name"] for f in one["findings"] if f["found"]} for one in report["extractors"]}
    assert "dead" in found["rules"]
    assert found["llm"] == {"bombed"}
    assert [one.get("model", {}).get("asked") for one in report["extractors"]] == [None, 1]
    (difference,) = report["differences"]
    assert difference["extractors"] == ["rules", "llm"]
    assert difference["difference"] == round(difference["f1"][1] - difference["f1"][0], 4)
    low, high = difference["interval"]
    assert low <= difference["difference"] <= high
    assert not (tmp_path / "w" / "truth.sqlite").exists()
    shown = " ".join(kg(*command).stdout.split())
    assert "Karsk.txt toll dead: right with rules alone" in shown
    assert len(replay.bodies) == 1
    assert "Name their folder with --documents" in kg("evaluate", gold, "--extractor", "rules").stderr


@pytest.mark.parametrize("extractor", ["llm", "rules+llm"])
def test_what_is_missing_is_named(tmp_path: Path, extractor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*more: str) -> Result:
        arguments = ["ingest", "--extractor", extractor, str(tmp_path), "--workspace", str(tmp_path / "w"), *more]
        return CliRunner().invoke(program, arguments)

    for name in list(os.environ):
        if name.startswith("KG_"):
            monkeypatch.delenv(name)
    assert "llm_endpoint and llm_model are not set" in run().stderr
    assert "llm_endpoint and llm_model are not set" in run("--dry-run").stderr
    monkeypatch.setenv("KG_LLM_ENDPOINT", "http://127.0.0.1:9/v1")
    assert "llm_model is not set" in run().stderr
    assert "It takes no --workers" in run("--workers", "2").stderr
    assert not (tmp_path / "w").exists()


def test_who_is_killed_goes_on_where_it_was(replay: Replay, tmp_path: Path) -> None:
    """Two processes, one after the other; the answers of the first are not asked for again."""
    file = tmp_path / "reports.jsonl"
    texts = [fiction.report(f"Town{letter}", 3) for letter in "abcde"]
    file.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    replay.misdeeds = deque([Misdeed(), Misdeed(), Misdeed(), Misdeed(seconds=60)])
    command = [*PROGRAM, "ingest", "--extractor", "llm", str(file), "--format", "json"]
    env = {**os.environ, **environment(replay, concurrency="1"), "KG_WORKSPACE": str(tmp_path / "w")}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 120
        while len(replay.bodies) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert len(replay.bodies) == 4
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["model"]["asked"], json.loads(done.stdout)["model"]["known"]) == (2, 3)
    assert sum(json.loads(done.stdout)["counts"].values()) == 5
    asked = [re.findall(r"Town\w", message)[0] for message in replay.asked]
    assert sorted(asked) == ["Towna", "Townb", "Townc", "Townd", "Townd", "Towne"]


def test_without_the_extra_everything_else_works(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Norland bombed the town of Karsk on 3 May 2021.\n")
    code = f"""
        import sys

        class Blocked:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in ("openai", "httpx2"):
                    raise ModuleNotFoundError(f"no {{name}}", name=name)

        sys.meta_path.insert(0, Blocked())
        from click.testing import CliRunner
        from kg.cli import program

        def run(*arguments):
            return CliRunner().invoke(program, [*arguments, "--workspace", {str(tmp_path / "w")!r}])

        done = run("ingest", {str(file)!r})
        assert done.exit_code == 0, done.output
        assert run("ingest", "--help").exit_code == 0
        asked = run("ingest", "--extractor", "llm", {str(file)!r})
        assert asked.exit_code != 0
        print(asked.stderr)
    """
    env = {**os.environ, "KG_LLM_ENDPOINT": "http://127.0.0.1:9/v1", "KG_LLM_MODEL": NAME}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert "pip install 'herodotus[llm]'" in done.stdout
