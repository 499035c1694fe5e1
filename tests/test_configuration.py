"""The settings and where they come from."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.configuration import configure, names, variable
from kg.errors import SettingsError
from kg.settings import Settings

NOWHERE = {"workspace": Path("/nowhere/at/all")}


def test_without_anything_the_defaults_hold() -> None:
    configured = configure({}, {}, None)
    assert configured.settings == Settings()
    assert set(configured.origins) == set(names())
    assert set(configured.origins.values()) == {"default"}


def test_the_later_place_wins_and_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "herodotus.toml").write_text(
        'port = 1\nquery_rows = 7\nreaders = 3\nservice_allow = ["http://a.example/"]\n'
    )
    configured = configure(
        {"workspace": str(tmp_path), "port": 3, "host": None}, {"KG_PORT": "2", "KG_QUERY_ROWS": "8", "HOME": "/"}
    )
    s, o = configured.settings, configured.origins
    assert (s.port, s.query_rows, s.readers, s.service_allow) == (3, 8, 3, ("http://a.example/",))
    assert s.workspace == tmp_path
    assert o["port"] == "--port"
    assert o["query_rows"] == "KG_QUERY_ROWS"
    assert o["readers"] == str(tmp_path / "herodotus.toml")
    assert o["host"] == "default"


def test_a_named_file_takes_the_place_of_the_workspaces_own(tmp_path: Path) -> None:
    (tmp_path / "herodotus.toml").write_text("port = 1\n")
    other = tmp_path / "other.toml"
    other.write_text(f'workspace = "{tmp_path}"\nreaders = 5\n')
    configured = configure({}, {}, other)
    assert (configured.settings.readers, configured.settings.port) == (5, 8000)
    assert configured.settings.workspace == tmp_path
    assert configured.origins["workspace"] == str(other)


def test_a_workspaces_own_file_cannot_name_another_workspace(tmp_path: Path) -> None:
    (tmp_path / "herodotus.toml").write_text('workspace = "elsewhere"\n')
    with pytest.raises(SettingsError, match="cannot name another workspace"):
        configure({"workspace": tmp_path}, {})


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"KG_QUERY_SECOND": "5"},
            r"unknown environment variable 'KG_QUERY_SECOND'. Did you mean 'KG_QUERY_SECONDS'\?",
        ),
        ({"KG_XYZZY": "5"}, r"unknown environment variable 'KG_XYZZY'. docs/settings.md lists them all"),
        ({"KG_PORT": "eighty"}, r"port \(KG_PORT\): 'eighty' is not a whole number"),
        ({"KG_PORT": "70000"}, r"port \(KG_PORT\): 70000 does not lie between 0 and 65535"),
        ({"KG_QUERY_SECONDS": "nan"}, "does not lie between"),
        ({"KG_QUERY_SECONDS": "-1"}, "does not lie between"),
        ({"KG_DEFAULT_GRAPH": "both"}, "'both' is not one of union, plain"),
        ({"KG_DURABILITY": ""}, "'' is not one of sync, process"),
        ({"KG_SERVICE_ALLOW": "ftp://a.example/"}, "absolute http or https IRI"),
        ({"KG_WRITE_TOKEN": "two words"}, "a token is one word"),
        ({"KG_HOST": ""}, "an address is needed"),
        ({"KG_LLM_ENDPOINT": "localhost:11434/v1"}, "not an absolute http or https address"),
        ({"KG_LLM_ENDPOINT": "http://me:word@a.example/v1"}, "set llm_key"),
        ({"KG_LLM_ANSWER_TOKENS": "5"}, "does not lie between"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        configure(NOWHERE, environment)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("prot = 5", r"unknown setting in .*settings.toml 'prot'. Did you mean 'port'\?"),
        ("port = true", "True is not a number"),
        ("port = 8.5", "8.5 is not a whole number"),
        ("host = 8", "8 is not a text"),
        ("service_allow = [1]", "not a list of texts"),
        ("port 8", "this is not TOML"),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, line: str, message: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(line)
    with pytest.raises(SettingsError, match=message):
        configure({}, {}, file)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        configure({}, {}, tmp_path / "missing.toml")


@pytest.mark.parametrize(
    "iri",
    [
        *("/", "a/", "ftp://a.example/", "http:///", "http://a.example", "http://a b/", "http://[/"),
        *("https://a.example/graph#", "http://a.example/#/", "http://a.example/?graph=/"),
    ],
)
def test_a_base_that_documents_and_spans_cannot_be_named_below_is_refused(iri: str) -> None:
    with pytest.raises(SettingsError, match="base_iri"):
        configure(NOWHERE, {"KG_BASE_IRI": iri})


@pytest.mark.parametrize("iri", ["http://a.example/", "https://a.example/graph/", "http://[::1]:80/x/"])
def test_a_base_that_is_one_is_taken(iri: str) -> None:
    assert configure(NOWHERE, {"KG_BASE_IRI": iri}).settings.base_iri == iri


def test_limits_can_be_lifted_by_none_and_lists_are_read_apart_by_commas_or_spaces() -> None:
    read = configure(
        NOWHERE, {"KG_QUERY_ROWS": "none", "KG_MODEL": "", "KG_SERVICE_ALLOW": "http://a.example/, http://b.example/"}
    ).settings
    assert read.query_rows is None
    assert read.model is None
    assert read.service_allow == ("http://a.example/", "http://b.example/")


@given(st.dictionaries(st.sampled_from(sorted(variable(n) for n in names())), st.text(max_size=12)))
def test_whatever_the_environment_says_it_is_read_or_refused(environment: dict[str, str]) -> None:
    """No text makes anything but settings of the right types or a message."""
    environment.pop("KG_WORKSPACE", None)
    try:
        settings = configure(NOWHERE, environment).settings
    except SettingsError:
        return
    assert isinstance(settings.port, int)
    assert isinstance(settings.query_seconds, float)
    assert settings.default_graph in ("union", "plain")


def test_a_key_that_is_refused_is_not_shown() -> None:
    with pytest.raises(SettingsError, match="one word") as refused:
        configure(NOWHERE, {"KG_LLM_KEY": "sk-very secret"})
    assert "sk-very" not in str(refused.value)
    assert "sk-42" not in repr(configure(NOWHERE, {"KG_LLM_KEY": "sk-42"}).settings)


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    text = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| `(KG_\w+)` \| (.*?) \|", text, flags=re.M)
    assert [name for name, _, _ in rows] == list(names())
    assert [var for _, var, _ in rows] == [variable(n) for n in names()]
    for (name, _, default), field in zip(rows, fields(Settings), strict=True):
        value = field.default
        shown = "none" if value is None or value == () else f"`{value}`"
        assert default == shown, name
