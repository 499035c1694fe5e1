"""``kg doctor``: versions, the language model, the workspace's health, every setting with where it came from."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from kg import __version__
from kg.cli.console import output, progress, say, styled, visible, write_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED
from kg.errors import HerodotusError

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.workspace import Finding
    from kg.workspace.repair import Repaired

_PACKAGES: Final = ("pyoxigraph", "rdflib", "pyshacl", "shacl", "spacy", "fastapi", "uvicorn")
_SECRET: Final = frozenset({"write_token", "store_password", "store_token", "llm_key"})


@dataclass(frozen=True, slots=True)
class _Trouble:
    severity: str
    message: str
    remedy: str


@click.command()
@configured("model")
@report_format
@click.option("--repair", is_flag=True, help="Mend what can be mended from the truth, then look again.")
@click.pass_context
def doctor(context: click.Context, configured: Configured, *, form: str, repair: bool) -> None:
    """Say what is wrong, and how to mend it.

    With the versions of what is installed and every setting with where it came from. Exit code 1 where something is
    wrong that loses or hides data, or where a repair had to give something up.

    --repair makes a store, snapshots and a search index that are missing, damaged or behind again, finishes what
    processes that died had begun, and removes what they left. Of a truth that is damaged it saves what can be read into
    a new file, says what was lost, and keeps the damaged one.

    \b
    Example:
      kg doctor
      kg doctor --repair
    """
    troubles: list[_Trouble] = []
    repairs = _repaired(configured) if repair else []
    model = _model(configured, troubles)
    documents = _workspace(configured, troubles)
    report = {
        "versions": _versions(),
        "model": model,
        "workspace": documents,
        "answers": _answers(configured),
        "repairs": [asdict(repaired) for repaired in repairs],
        "troubles": [asdict(trouble) for trouble in troubles],
        "settings": {
            name: {"value": _shown(configured, name), "origin": origin} for name, origin in configured.origins.items()
        },
    }
    if form == "json":
        write_json(report)
    else:
        _show(report)
    if any(trouble.severity == "error" for trouble in troubles) or any(repaired.lost for repaired in repairs):
        context.exit(FAILED)


def _repaired(configured: Configured) -> list[Repaired]:
    from kg.workspace.repair import repair

    with progress("repairing") as tell:
        return list(repair(configured.settings, waiting=say, progress=tell))


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {
        "herodotus": __version__,
        "python": platform.python_version(),
        **{package: version(package) for package in _PACKAGES},
    }


def _model(configured: Configured, troubles: list[_Trouble]) -> str | None:
    from kg.extract.rules.language import load

    try:
        nlp = load(configured.settings.model)
    except HerodotusError as error:
        troubles.append(_Trouble("error", str(error), ""))
        return None
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def _workspace(configured: Configured, troubles: list[_Trouble]) -> dict[str, Any]:
    from collections import Counter

    from kg.workspace import Workspace
    from kg.workspace.repair import inspect

    folder = configured.settings.workspace
    found: tuple[Finding, ...] = ()
    try:
        if folder.is_dir():
            found = inspect(configured.settings)
        if any(finding.severity == "error" for finding in found):  # which hides all else until it is mended
            troubles += [_Trouble(f.severity, f.message, f.remedy) for f in found]
            return {"folder": str(folder.absolute()), "version": None, "documents": {}}
        with Workspace.open(configured.settings, waiting=say) as workspace:
            states = Counter(str(record.state) for record in workspace.documents())
            findings = (*found, *workspace.doctor())
            version: int | None = workspace.version
    except HerodotusError as error:
        severity = "error" if (folder / "truth.sqlite").exists() else "warning"
        troubles.append(_Trouble(severity, str(error), ""))
        return {"folder": str(folder.absolute()), "version": None, "documents": {}}
    troubles += [_Trouble(f.severity, f.message, f.remedy) for f in findings]
    return {"folder": str(folder.absolute()), "version": version, "documents": dict(sorted(states.items()))}


def _answers(configured: Configured) -> int:
    """Bytes of the answers of a language model that are kept in the workspace."""
    from kg.extract.llm.cache import FILE

    return sum(path.stat().st_size for path in configured.settings.workspace.glob(f"{FILE}*") if path.is_file())


def _shown(configured: Configured, name: str) -> Any:
    value = getattr(configured.settings, name)
    if name in _SECRET and value is not None:
        return "set, not shown"
    return value if isinstance(value, int | float | None) else list(value) if isinstance(value, tuple) else str(value)


def _show(report: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = output()

    def table(title: str, rows: list[tuple[str, ...]]) -> None:
        console.print(Text(title, style="bold"))
        grid = Table.grid(padding=(0, 2))
        for row in rows:
            grid.add_row("", *(Text(cell) for cell in row))
        console.print(grid)
        console.print()

    table("Versions", list(report["versions"].items()))
    table("Language model", [(report["model"] or "none",)])
    workspace = report["workspace"]
    counts = ", ".join(f"{n} {state}" for state, n in workspace["documents"].items()) or "none"
    version = "–" if workspace["version"] is None else str(workspace["version"])
    rows: list[tuple[str, ...]] = [
        ("folder", workspace["folder"]),
        ("documents", counts),
        ("version of the data", version),
    ]
    if report["answers"]:
        rows.append(("answers of a language model", f"{report['answers'] / 1e6:,.1f} MB (llm.sqlite)"))
    table("Workspace", rows)
    table(
        "Settings",
        [
            (name, "none" if s["value"] in (None, []) else str(s["value"]), s["origin"])
            for name, s in report["settings"].items()
        ],
    )
    for repaired in report["repairs"]:
        console.print(Text("mended: ", style="green").append(visible(repaired["message"]), style="default"))
        for lost in repaired["lost"]:
            console.print(Text("lost: ", style="red").append(visible(lost), style="default"))
    if not report["troubles"]:
        console.print(Text("All is well.", style="green"))
    for trouble in report["troubles"]:
        head = Text(f"{trouble['severity']}: ", style=styled(trouble["severity"]))
        console.print(head.append(visible(f"{trouble['message']} {trouble['remedy']}".strip()), style="default"))
