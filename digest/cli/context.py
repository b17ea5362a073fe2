"""What every command needs of the world: files, the clock, the terminal."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest import __version__
from digest.errors import DigestError
from digest.files import is_there

if TYPE_CHECKING:
    from rich.console import Console

    from digest.config import Config
    from digest.model import Desk, Page
    from digest.sources import Net
    from digest.store import Store

AGENT = f"digest/{__version__} (+https://pypi.org/project/digest-newspaper/)"
"""What servers see; the address says who asks and why."""
WIDEST = 200
"""Longer lines are hard to read on any terminal."""
NARROWEST = 20
"""Nothing can be read in lines that are shorter."""
_STEERING = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Controls beyond ASCII, which JSON leaves as they are, and what changes the order of what is read."""
_TABLE = 40
"""A table in fewer cells is all ellipses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The global options, and the doors they open."""

    config: Path | None
    data: Path | None
    now: str | None
    verbosity: int
    no_colour: bool

    def config_path(self) -> Path:
        """Return where feeds.yaml lies: ``--config``, ``./feeds.yaml`` or the user's folder."""
        here = Path("feeds.yaml")
        if self.config is not None or is_there(here):
            return self.config or here
        return user_config_folder() / "feeds.yaml"

    def load(self) -> Config:
        """Read feeds.yaml.

        Raises:
            ConfigError: it is not there, or not in order.
        """
        from digest import config

        return config.load(self.config_path())

    def open_store(self) -> Store:
        """Open the archive in ``--data`` or the user's data folder.

        Raises:
            StoreError: it cannot be used.
        """
        from digest.store import Store

        return Store(self.data or user_data_folder())

    @contextmanager
    def kept_store(self) -> Iterator[Store | None]:
        """Open the archive if there is one already; who only looks something up makes none.

        Raises:
            StoreError: it cannot be used.
        """
        if not is_there((self.data or user_data_folder()) / "digest.sqlite3"):
            yield None
            return
        with self.open_store() as store:
            yield store

    @contextmanager
    def net(self, desk: Desk | None = None, store: Store | None = None) -> Iterator[Net]:
        """Open the ways to the network and to the reading of feeds, for a ``with`` block.

        Args:
            desk: whose accounts are to be read; None: feeds only.
            store: what is remembered about them; None: accounts of X are not read.
        """
        from digest.cli.accounts import with_accounts
        from digest.http import Http
        from digest.parsing import Parser
        from digest.sources import Net

        with Parser() as parser:
            net = Net(http=Http(agent=AGENT), parser=parser)
            if desk:
                net = _with_logins(net, desk)
                net = with_accounts(net, desk, store, user_config_folder())
            yield net

    def moment(self, zone: tzinfo = UTC) -> datetime:
        """Return the time, in UTC: ``--now`` (local to *zone* when it has no offset) or the clock.

        Raises:
            click.BadParameter: ``--now`` is no ISO time.
        """
        from digest.dates import parse_time

        if self.now is None:
            return datetime.now(UTC).replace(microsecond=0)
        try:
            return parse_time(self.now, zone)
        except ValueError:
            raise click.BadParameter(
                f"{self.now!r} is not an ISO time such as 2026-11-21T07:00+01:00",
                param_hint="'--now'",
            ) from None

    def say(self, words: str, *, verbose: bool = False) -> None:
        """Write words to stderr, unless ``-q``; with *verbose* only when ``-v`` asked for them."""
        from digest.text import clean

        if self.verbosity >= int(verbose):
            click.echo(clean(words), err=True)

    def print_lines(self, lines: Iterable[str]) -> None:
        """Write lines to stdout, on a terminal none that is wider."""
        from digest.cli.tables import fitted

        click.echo("\n".join(fitted(lines, self.page()) if sys.stdout.isatty() else lines))

    def print_json(self, content: object) -> None:
        """Write JSON to stdout; what it cannot carry, or steers a terminal, is escaped, not lost."""
        import json

        from digest.outputs.signs import carries_unicode

        escape = not carries_unicode(self.page().encoding)
        text = json.dumps(content, ensure_ascii=escape, indent=2)
        click.echo(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))

    def shows_progress(self) -> bool:
        """Tell whether somebody watches stderr."""
        return self.verbosity >= 0 and sys.stderr.isatty()

    def console(self) -> Console:
        """Return rich's way to stdout; give it tables and Text only, never bare strings."""
        from rich.console import Console

        page = self.page()
        return Console(
            width=max(_TABLE, page.width),
            force_terminal=page.links,  # rich would put colours into a pipe for FORCE_COLOR
            no_color=not page.colour,
            markup=False,
            highlight=False,
            emoji=False,
        )

    def page(self) -> Page:
        """Return what stdout can show."""
        import shutil

        from digest.model import Page

        terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        return Page(
            width=max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns)),
            colour=terminal and not self.no_colour and not os.environ.get("NO_COLOR"),
            links=terminal,
            encoding=sys.stdout.encoding or "utf-8",
        )


def _with_logins(net: Net, desk: Desk) -> Net:
    """Return the ways to the network with the logins of feeds, if one of them needs any."""
    from digest import credentials
    from digest.cli.accounts import public
    from digest.errors import CredentialError

    folder = user_config_folder()
    if not any(source.auth for source in desk.sources):
        return net
    try:
        return replace(net, credentials=credentials.load(os.environ, folder))
    except CredentialError as error:
        return replace(net, no_login=public(error.problem, folder))


def user_config_folder() -> Path:
    """Return the user's configuration folder for digest."""
    import platformdirs

    return platformdirs.user_config_path("digest", appauthor=False)


def begin(since: str | None, now: datetime, zone: tzinfo) -> datetime | None:
    """Return what ``--since`` means, in UTC; None when it was not given.

    Raises:
        click.BadParameter: it means no past time.
    """
    from digest.dates import parse_since

    if since is None:
        return None
    try:
        return parse_since(since, now, zone)
    except ValueError:
        raise click.BadParameter(
            f"{since!r} is not a past time such as 2026-11-20, 36h, 3d or yesterday",
            param_hint="'--since'",
        ) from None


def unprinted(edition: str = "") -> DigestError:
    """Return the error for a paper of which no edition has been printed; empty: the main one."""
    of = f" of {edition!r}" if edition else ""
    hint = f"run `digest today{for_edition(edition)}` first"
    return DigestError(f"no edition{of} has been printed yet", hint=hint)


def for_edition(edition: str) -> str:
    """Return what names a paper in a command to paste, with a blank before it; "" for the main one."""
    return f" --edition {shlex.quote(edition)}" if edition else ""


def user_data_folder() -> Path:
    """Return the user's data folder for digest."""
    import platformdirs

    return platformdirs.user_data_path("digest", appauthor=False)


def read_opml(context: Context, path: Path) -> tuple[tuple[str, str, str], ...]:
    """Return section, name and address of the feeds in an OPML file; say what is left out.

    Raises:
        DigestError: it cannot be read, or holds no feed that may come in.
    """
    from digest import opml

    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as file:
            data = file.read(opml.LARGEST + 1)
    except OSError as error:
        hint = "is this the file, and may you read it?"
        raise DigestError(f"{path}: {error.strerror or error}", hint=hint) from error
    try:
        found = opml.read(data)
    except DigestError as error:
        raise DigestError(f"{path}: {error.problem}", hint=error.hint) from error
    for what, reason in found.refused:
        context.say(f"left out: {what}: {reason}")
    if not found.feeds:
        raise DigestError(f"{path}: no feed in it that may come in", hint="is it an OPML file?")
    return found.feeds
