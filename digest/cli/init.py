"""``digest init``: writes a first feeds.yaml."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli.context import Context, read_opml
from digest.errors import DigestError
from digest.files import write_whole


@click.command("init")
@click.option(
    "--opml",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Make it of an OPML file, as feed readers export it; - is stdin.",
)
@click.pass_obj
def command(context: Context, opml: Path | None) -> None:
    """Write a first feeds.yaml: a curated starter, or what an OPML file lists.

    Nested folders become sections. Only public http and https addresses come in; what is left out
    is listed. A feeds.yaml that exists is never overwritten.

    \b
    Example: start from the starter, or from the feeds of another reader.
        digest init
        digest init --opml subscriptions.opml
    """
    path = context.config or Path("feeds.yaml")
    if path.exists() or path.is_symlink():
        raise DigestError(f"{path}: exists already", hint="edit it, or name another with --config")
    write_whole(path, _first(context, opml).encode("utf-8"))

    from digest import config

    count = len(config.load(path).sources)
    context.say(f"{path}: {count} sources. Next: `digest check`, then `digest today`.")


def _first(context: Context, opml: Path | None) -> str:
    from digest.config import writing

    if opml is None:
        return writing.starter()
    return writing.from_opml(read_opml(context, opml))
