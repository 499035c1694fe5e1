"""Where the settings come from: defaults, a TOML file, the environment, options; the later over the earlier.

Unknown names are refused with the nearest known one, so that a misspelt limit is never silently without effect.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from kg.errors import SettingsError
from kg.settings import Settings

FILE_NAME: Final = "herodotus.toml"
"""The file that is read from the workspace where no other is named."""

_PREFIX: Final = "KG_"
_TYPES: Final[dict[str, Any]] = get_type_hints(Settings)
_NO_LIMIT: Final = frozenset({"", "none"})


@dataclass(frozen=True, slots=True)
class Configured:
    """The settings in force and where each came from.

    ``origins`` has one entry for each setting: ``default``, the path of a file, the name of an environment variable,
    or the name of an option.
    """

    settings: Settings
    origins: Mapping[str, str]


def names() -> tuple[str, ...]:
    """The names of all settings, in the order of ``Settings``."""
    return tuple(f.name for f in fields(Settings))


def variable(name: str) -> str:
    """The environment variable of a setting.

    >>> variable("query_rows")
    'KG_QUERY_ROWS'
    """
    return _PREFIX + name.upper()


def configure(options: Mapping[str, object], environment: Mapping[str, str], file: Path | None = None) -> Configured:
    """The settings from all four places.

    ``options`` maps names of settings to what was typed; ``None`` means that an option was not given. ``file`` is a
    TOML file; without one, ``herodotus.toml`` of the workspace is read where it exists.

    Raises ``SettingsError`` where a name is unknown, a value has the wrong type or lies out of range, or the file
    cannot be read.
    """
    given = {name: value for name, value in options.items() if value is not None}
    _refuse_unknown(given, "option")
    from_environment = _environment(environment)
    start = {**from_environment, **{n: (v, "--" + n.replace("_", "-")) for n, v in given.items()}}
    values = {**_file(file, start), **start}
    read = {name: _read(name, value, origin) for name, (value, origin) in values.items()}
    origins = {name: values[name][1] if name in values else "default" for name in names()}
    settings = Settings(**read)
    if settings.store is not None and settings.default_graph == "plain":
        raise SettingsError(
            "default_graph: over a store of another maker the default graph is the union of all graphs.",
            remedy="Set default_graph to union, or keep the graph in the workspace.",
        )
    return Configured(settings, origins)


def _environment(environment: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    own = {key.removeprefix(_PREFIX).lower(): key for key in environment if key.startswith(_PREFIX)}
    _refuse_unknown(own, "environment variable", shown=own)
    return {name: (environment[key], key) for name, key in own.items()}


def _file(file: Path | None, start: Mapping[str, tuple[object, str]]) -> dict[str, tuple[object, str]]:
    """The values of the file; ``start`` is what is known before it is read, among it perhaps the workspace."""
    path = file
    if path is None:
        workspace, origin = start.get("workspace", (Settings().workspace, "default"))
        path = Path(_read("workspace", workspace, origin)) / FILE_NAME
        if not path.exists():
            return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: this is not TOML: {error}.") from error
    _refuse_unknown(content, f"setting in {path}")
    if file is None and "workspace" in content:
        raise SettingsError(
            f"{path}: a workspace's own file cannot name another workspace.",
            remedy="Use --workspace or KG_WORKSPACE, or name the file with --config.",
        )
    return {name: (value, str(path)) for name, value in content.items()}


def _refuse_unknown(given: Mapping[str, object], what: str, shown: Mapping[str, str] | None = None) -> None:
    for name in given:
        if name in _TYPES:
            continue
        near = get_close_matches(name, _TYPES, n=1)
        form = variable if shown else str
        raise SettingsError(
            f"unknown {what} '{shown[name] if shown else name}'.",
            remedy=f"Did you mean '{form(near[0])}'?" if near else "docs/settings.md lists them all.",
        )


def _read(name: str, value: object, origin: str) -> Any:
    """``value`` as the type of the setting, checked; texts, as the environment gives them, are parsed."""
    try:
        result = _convert(_TYPES[name], value)
        _check(name, result)
        if name.startswith("store") and isinstance(result, str):
            _check_store(name, result)
        if name.startswith("llm_") and isinstance(result, str):
            _check_llm(name, result)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{name} ({origin}): {error}.", remedy="docs/settings.md says what it takes.") from error
    return result


def _convert(wanted: Any, value: object) -> object:
    if get_origin(wanted) is UnionType or NoneType in get_args(wanted):
        if value is None or (isinstance(value, str) and value.lower() in _NO_LIMIT):
            return None
        (wanted,) = (t for t in get_args(wanted) if t is not NoneType)
    if get_origin(wanted) is Literal:
        if value not in get_args(wanted):
            raise ValueError(f"'{value}' is not one of {', '.join(get_args(wanted))}")
        return value
    if get_origin(wanted) is tuple:
        return _texts(value)
    if wanted in (int, float):
        return _number(wanted, value)
    if not isinstance(value, str | Path):
        raise TypeError(f"{value!r} is not a text")
    return wanted(value)


def _number(wanted: type[int] | type[float], value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(f"{value!r} is not a number")
    if wanted is int and isinstance(value, float):
        raise TypeError(f"{value!r} is not a whole number")
    try:
        return wanted(value)
    except ValueError:
        raise ValueError(f"'{value}' is not a {'whole ' if wanted is int else ''}number") from None


def _texts(value: object) -> tuple[str, ...]:
    """A list of texts; in the environment they stand apart by commas or white space."""
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return tuple(value)
    raise TypeError(f"{value!r} is not a list of texts")


_RANGES: Final[dict[str, tuple[float, float]]] = {
    "query_seconds": (0.1, 86_400),
    "query_memory_mb": (64, 1_048_576),
    "query_rows": (1, 1_000_000_000),
    "result_bytes": (1, 1_000_000_000_000),
    "query_bytes": (1, 1_000_000_000),
    "body_bytes": (1, 1_000_000_000_000),
    "requests_per_minute": (1, 1_000_000_000),
    "query_seconds_per_minute": (0.1, 1_000_000_000),
    "llm_temperature": (0, 2),
    "llm_seed": (0, 2_147_483_647),
    "llm_seconds": (0.1, 86_400),
    "llm_retries": (0, 20),
    "llm_concurrency": (1, 256),
    "llm_answer_tokens": (64, 1_000_000),
    "llm_tokens": (1, 1_000_000_000_000),
    "llm_money": (0, 1_000_000_000),
    "llm_price_in": (0, 1_000_000),
    "llm_price_out": (0, 1_000_000),
    "document_seconds": (0.1, 86_400),
    "worker_memory_mb": (64, 1_048_576),
    "store_seconds": (0.1, 86_400),
    "slow_seconds": (0.001, 86_400),
    "port": (0, 65_535),
    "readers": (1, 256),
    "processes": (1, 64),
    "cache_mb": (0, 1_048_576),
    "changes_kept": (1, 1_000_000),
    "changes_mb": (1, 1_048_576),
}
"""Least and greatest value of each number, both included."""


def _check(name: str, value: object) -> None:
    """Raises ``ValueError`` where the value lies out of range or is malformed."""
    if name in _RANGES and isinstance(value, int | float):
        least, greatest = _RANGES[name]
        if not least <= value <= greatest:
            raise ValueError(f"{value} does not lie between {least:g} and {greatest:g}")
    # Spans are fragments of their documents: a base with a fragment or a query of its own leaves no room for them.
    if name == "base_iri" and not (_absolute(str(value)) and re.fullmatch(r"[^?#]*/", str(value))):
        raise ValueError(f"'{value}' is not an absolute http or https IRI that ends in / and has no # or ?")
    if name == "service_allow":
        for prefix in value if isinstance(value, tuple) else ():
            if not _absolute(prefix):
                raise ValueError(f"'{prefix}' is not the start of an absolute http or https IRI")
    if name == "traces" and value is not None and not _absolute(str(value)):
        raise ValueError(f"'{value}' is not an absolute http or https IRI")
    if name == "cors_origins":
        for origin in value if isinstance(value, tuple) else ():
            if origin != "*" and not re.fullmatch(r"https?://[^/\s]+", origin):
                raise ValueError(f"'{origin}' is not an origin such as https://example.org, nor *")
    if name == "proxies":
        for proxy in value if isinstance(value, tuple) else ():
            ip_network(proxy)
    if name == "write_token" and value is not None and (not str(value).isascii() or len(str(value).split()) != 1):
        raise ValueError("a token is one word of ASCII characters")
    if name == "host" and not value:
        raise ValueError("an address is needed")


def _check_llm(name: str, value: str) -> None:
    """Raises ``ValueError``, whose message has no secret in it."""
    if name == "llm_key":
        if not value.isascii() or not value.isprintable() or len(value.split()) != 1:
            raise ValueError("a key is one word of ASCII characters")
        return
    if name == "llm_model":
        if not value.strip() or not value.isprintable():
            raise ValueError("a name is needed")
        return
    _check_address(value, instead="llm_key")


def _check_store(name: str, value: str) -> None:
    """Raises ``ValueError``, whose message has no secret in it."""
    if name in ("store_user", "store_password", "store_token"):
        if not value.isprintable() or (name == "store_token" and not value.isascii()):
            raise ValueError("there is a character in it that cannot be sent")
        return
    _check_address(value, instead="store_user and store_password")


def _check_address(value: str, instead: str) -> None:
    """Raises ``ValueError``, whose message has no secret in it; ``instead`` is where an account goes."""
    parts = urlsplit(value)
    if "@" in parts.netloc:
        raise ValueError(f"an address holds no user and password; set {instead}")
    if not _absolute(value) or parts.fragment or parts.query:
        raise ValueError(f"'{value}' is not an absolute http or https address without ? and #")


def _absolute(iri: str) -> bool:
    if any(c.isspace() or c in '<>"{}|\\^`' for c in iri):
        return False
    parts = urlsplit(iri)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
