"""``kg backup`` and ``kg restore``: a whole workspace in one file, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import progress, say, tell
from kg.cli.options import configured
from kg.cli.program import FAILED

if TYPE_CHECKING:
    from kg.configuration import Configured

_STANDARD = Path("-")


@click.command()
@configured()
@click.option("--force", is_flag=True, help="Replace the file where it is there already.")
@click.argument("file", type=click.Path(path_type=Path))
def backup(configured: Configured, *, file: Path, force: bool) -> None:
    """Keep the whole workspace in FILE, `-` for standard output.

    As it is at one moment, while it is served, ingested into and written to; nobody waits. In it are the documents,
    what was read out of them, judgements, lists and graphs that people wrote, the settings' file, the audit log and
    the hashes of tokens; not the store and the search index, which are made again from those. The file is a tar
    compressed with zstd, with checksums of everything; it appears when it is whole, readable for its owner alone.

    \b
    Example:
      kg backup herodotus-2026-03-01.tar.zst
      kg backup - | ssh elsewhere 'cat > herodotus.tar.zst'
    """
    from kg.backup import back_up

    made = back_up(configured.settings, sys.stdout.buffer if file == _STANDARD else file, force=force)
    known = made.manifest
    say(
        f"{known.documents} documents, version {known.version} of the data, {made.bytes:,} bytes;"
        f" {'' if file == _STANDARD else f'{file} is written. '}SHA-256 {made.sha256}"
    )


@click.command()
@configured()
@click.option("--force", is_flag=True, help="Replace the workspace that is there.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def restore(context: click.Context, configured: Configured, *, file: Path, force: bool) -> None:
    """Make the workspace what the backup FILE holds, `-` for standard input.

    Everything is verified, and the store and the search index are made, before anything is replaced; then all of it is
    replaced at once. A service goes on with what was restored; whoever ingests is told that the workspace was
    replaced. The audit log of a workspace that is replaced stays beside the new one. Exit code 1 where a document no
    longer conforms.

    \b
    Example:
      kg restore herodotus-2026-03-01.tar.zst --workspace restored
    """
    from kg.backup import restore as put_back

    settings = configured.settings
    source = sys.stdin.buffer if file == _STANDARD else file
    with progress("restoring") as bar:
        done = put_back(settings, source, force=force, progress=bar, waiting=say)
    known = done.manifest
    tell(f"{done.documents} documents as of {known.created}, version {done.version} of the data.")
    if known.base_iri != settings.base_iri and not done.settings:
        say(f"The base IRI is {known.base_iri}, and the setting {settings.base_iri}: set it, or run `kg rebuild`.")
    if done.quarantined:
        say(f"{done.quarantined} wait in quarantine: `kg quarantine` says why.")
        context.exit(FAILED)
