"""``kg follow``: a copy of another service's data, kept by its changes."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import say
from kg.cli.options import configured

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.following import Copy


@click.command()
@configured()
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="Keep an Oxigraph store in this folder.")
@click.option("--update", metavar="ADDRESS", help="Keep a dataset behind this address for SPARQL updates.")
@click.option("--output", "-o", type=click.Choice(["-"]), help="Print the patches, as RDF Patch.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --update: where the version is kept.",
)
@click.option("--clear", is_flag=True, help="With --update: everything there may be removed to start anew.")
@click.option(
    "--from",
    "start",
    type=click.IntRange(0),
    metavar="VERSION",
    help="With --output: the version to go on from.  [default: 0]",
)
@click.option("--once", is_flag=True, help="End when everything is there.")
@click.option(
    "--most-gb", type=click.FloatRange(min=0.001), default=64, show_default=True, help="GiB that the dump may have."
)
@click.argument("url")
def follow(
    configured: Configured,
    *,
    url: str,
    into: Path | None,
    update: str | None,
    output: str | None,
    state: Path | None,
    clear: bool,
    start: int | None,
    once: bool,
    most_gb: float,
) -> None:
    """Keep a copy of the data of the service at URL, version by version, until Ctrl-C.

    It begins with the dump, and goes on with what `kg serve` offers at /changes; whatever was interrupted goes on where
    it was. HERODOTUS_TOKEN in the environment is shown to the service, HERODOTUS_UPDATE_TOKEN to the store of
    --update, where these want tokens. Of the workspace only its settings are
    read (store_seconds: how long that store may be silent).

    \b
    Example:
      kg follow http://127.0.0.1:8000/ --into copy
      kg follow https://graph.example.org/ --update http://127.0.0.1:7878/update --state copy.json --once
      kg follow http://127.0.0.1:8000/ --output - --from 17
    """
    if sum(one is not None for one in (into, update, output)) != 1:
        raise click.UsageError("Give one of --into, --update and --output.")
    if (update is None) != (state is None) or (clear and update is None):
        raise click.UsageError("--update needs --state; --state and --clear go with --update alone.")
    if start is not None and output is None:
        raise click.UsageError("--from goes with --output alone.")

    from kg.following import EndpointCopy, FolderCopy, Printed, Source
    from kg.following import follow as go_on

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    token = os.environ.get("HERODOTUS_TOKEN")
    with closing(Source(url, token=token, most_bytes=int(most_gb * (1 << 30)))) as source:
        copy: Copy
        if into is not None:
            copy = FolderCopy(into, source.address)
        elif update is not None and state is not None:
            token = os.environ.get("HERODOTUS_UPDATE_TOKEN")
            seconds = configured.settings.store_seconds
            copy = EndpointCopy(update, state, source.address, token=token, clear=clear, seconds=seconds)
        else:
            copy = Printed(sys.stdout.buffer, source.address, start or 0)
        with closing(copy):
            try:
                go_on(source, copy, once=once, say=say)
            except KeyboardInterrupt:  # whatever was under way is done once more the next time
                say("Stopped.")
