"""``kg gazetteer``: what it can be asked for."""

from __future__ import annotations

from click.testing import CliRunner

from kg.cli.gazetteer import FORMATS, gazetteer
from kg.lists import FORMATS as KNOWN


def test_every_format_can_be_chosen() -> None:
    assert set(FORMATS) == set(KNOWN)
    refused = CliRunner().invoke(gazetteer, ["import", "--format", "xlsx", "x"])
    assert refused.exit_code == 2
    assert all(name in refused.output for name in KNOWN)
