"""A document that was taken out is gone, and is said to be; what never was is not found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.linked.visitor import BASE, Visitor
from tests.api.service import Service


def kg(workspace: Path, *words: str) -> None:
    program = [sys.executable, "-c", "from kg.cli import main; main()", *words]
    environment = {"KG_WORKSPACE": str(workspace), "KG_BASE_IRI": BASE, "PATH": "/usr/bin:/bin"}
    subprocess.run(program, env=environment, cwd=workspace.parent, capture_output=True, check=True, timeout=120)


@pytest.fixture(scope="module")
def bereft(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A workspace that one document was taken out of, with the IRIs of that and of a claim of it."""
    copy = tmp_path_factory.mktemp("bereft") / "workspace"
    shutil.copytree(seeds, copy)
    with Service(copy, base_iri=BASE) as service:
        visitor = Visitor(service)
        document = visitor.values('?x <https://w3id.org/herodotus/ns#fileName> "us-strikes-al-qaim.txt"')[0]
        claim = visitor.values(f"?x <https://w3id.org/herodotus/ns#statedIn> <{document}>")[0]
        assert visitor.follow(claim).answer.status == 200
    kg(copy, "retract", "us-strikes-al-qaim.txt")
    return copy, document, claim


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_was_taken_out_is_gone_and_what_never_was_is_not_found(bereft: tuple[Path, str, str], accept: str) -> None:
    workspace, document, claim = bereft
    with Service(workspace, base_iri=BASE) as service:
        visitor = Visitor(service)
        for iri in (document, claim, document.replace("/document/", "/page/document/")):
            answer = visitor.follow(iri, accept).answer
            assert answer.status == 410, iri
            assert b"taken out" in answer.body
        for name in ("document/00000000000000000000", "id/claim/00000000000000000000-c1", "id/person/nobody"):
            assert visitor.follow(f"{BASE}{name}", accept).answer.status == 404, name


def test_what_comes_back_is_there_again(bereft: tuple[Path, str, str]) -> None:
    workspace, document, _ = bereft
    kg(workspace, "ingest", str(Path(__file__).parents[3] / "seeds" / "us-strikes-al-qaim.txt"))
    with Service(workspace, base_iri=BASE) as service:
        assert Visitor(service).follow(document).answer.status == 200
