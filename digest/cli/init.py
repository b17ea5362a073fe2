"""``digest init``: writes a first feeds.yaml."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator
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
@click.option("--yes", is_flag=True, help="Ask nothing, even on a terminal.")
@click.pass_obj
def command(context: Context, opml: Path | None, yes: bool) -> None:
    """Write a first feeds.yaml: a curated starter, or what an OPML file lists.

    On a terminal it asks for title, language, time zone and sections first. Nested folders of an OPML
    file become sections. Only public http and https addresses come in; what is left out is listed. A
    feeds.yaml that exists is never overwritten.

    \b
    Example: start from the starter, or from the feeds of another reader.
        digest init
        digest init --opml subscriptions.opml
    """
    path = context.config or Path("feeds.yaml")
    if path.exists() or path.is_symlink():
        raise DigestError(f"{path}: exists already", hint="edit it, or name another with --config")
    if not path.parent.is_dir():
        folder = shlex.quote(str(path.parent))
        raise DigestError(f"{path}: its folder is not there", hint=f"mkdir -p {folder}")
    asks = not yes and context.verbosity >= 0 and _is_watched()
    write_whole(path, _first(context, opml, asks=asks).encode("utf-8"))

    from digest import config
    from digest.text import counted

    count = counted(len(config.load(path).sources), "source")
    context.say(f"{path}: {count}. Next: `digest check`, then `digest today`.")


def _is_watched() -> bool:
    """Tell whether somebody sits there and can answer; a service may have no streams at all."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _first(context: Context, opml: Path | None, *, asks: bool) -> str:
    from digest.cli import asking
    from digest.config import writing

    feeds = tuple(_each_once(context, read_opml(context, opml))) if opml else None
    if not asks:
        return writing.starter() if feeds is None else writing.from_opml(feeds)
    settings = asking.settings()
    language = settings["language"]
    if feeds is None:
        return writing.with_settings(asking.sections(context, language), settings)
    return writing.with_settings(writing.from_opml(feeds, language), settings)


def _each_once(
    context: Context, feeds: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Yield the feeds of an OPML file, of two spellings of one address the first; say what is left out."""
    from digest.sources.feed import spelling

    seen: set[str] = set()
    for section, name, address in feeds:
        if (one := spelling(address)) in seen:
            context.say(f"left out: {address}: another spelling of a feed above")
        else:
            seen.add(one)
            yield section, name, address
