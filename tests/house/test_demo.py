"""What the README promises: two commands on a fresh machine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SEEDS = [f for f in (ROOT / "seeds").iterdir() if f.suffix in (".txt", ".md", ".html") and f.name != "README.md"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `make demo` prints before it serves."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "MAKE", "COLUMNS"))}
    done = subprocess.run(
        ["sh", "demo.sh"],
        check=False,
        cwd=ROOT,
        env=environment
        | {
            "KG_WORKSPACE": str(tmp_path_factory.mktemp("demo") / "workspace"),
            "DEMO_SERVE": "0",
            "PATH": f"{ROOT / '.venv' / 'bin'}:{environment['PATH']}",
        },
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


pytestmark = pytest.mark.slow


def test_the_demo_reads_the_three_documents(demo: str) -> None:
    assert "3 committed" in demo
    for seed in SEEDS:
        assert seed.name in demo


def test_the_demo_shows_who_attacked_whom(demo: str) -> None:
    assert re.search(r"Airstrike +United States", demo)
    assert re.search(r"DroneStrike +United States", demo)


def test_the_demo_shows_that_two_accounts_give_different_tolls_each_with_its_quote(demo: str) -> None:
    disagreements = demo.partition("Where do the accounts disagree?")[2]
    (pair,) = [
        block
        for block in re.split(r"\n\s*\n", disagreements)
        if re.search(r"Kataib Hezbollah +25\b", block) and re.search(r"Iraq\S*( .*)? +15\b", block)
    ]
    quotes = re.findall(r"“(.+?)”  us-strikes", " ".join(pair.split()).replace("” us-strikes", "”  us-strikes"))
    text = " ".join((ROOT / "seeds" / "us-strikes-al-qaim.txt").read_text(encoding="utf-8").split())
    assert len(quotes) == 2
    assert all(quote in text for quote in quotes)
    assert "25" in quotes[0]
    assert "15" in quotes[1]


def test_the_demo_shows_who_backs_whom(demo: str) -> None:
    assert re.search(r"Iran +arms +Kataib Hezbollah", demo)
    assert re.search(r"\w+ +leads +\w+", demo)
