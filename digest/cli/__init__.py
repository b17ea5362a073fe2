"""The command line: one module per command, and the one place where errors become words.

A command's module is imported when it is run, so that ``digest --help`` is quick.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import click

from digest import __version__
from digest.cli.context import Context
from digest.errors import ConfigError, DigestError

COMMANDS = {
    "init": "Write a first feeds.yaml.",
    "today": "Fetch, rank and print the edition.",
    "fetch": "Bring in what is new; for cron.",
    "why": "Explain the place of a story, or its absence.",
    "open": "Show a story in the browser.",
    "more": "Ask for more of what a story or a source is like.",
    "less": "Ask for less of it.",
    "feeds": "List, add, remove, import, export and try feeds.",
    "check": "Check feeds.yaml, keys and sources.",
    "login": "Ask for the keys of a network and test them.",
    "queue": "Draft posts, approve them, send what is due.",
    "schedule": "Let cron or systemd send what is due.",
    "search": "Find words in what came in and what was printed.",
    "back": "Print an old edition again.",
    "syndicate": "Print the last editions as a feed.",
    "completion": "Let bash, zsh or fish complete what you type.",
}
_GROUPS = ("feeds", "queue", "schedule")
"""The commands that have commands."""
COMPLETION = "_DIGEST_COMPLETE"
"""The environment variable by which a shell asks what may be typed."""
_GARBAGE = 100_000
"""So many new objects Python waits for before it looks for garbage: with its 700 that takes a tenth
of a paper's time, and a paper makes little that is garbage before the process ends."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""Why stdout takes no more. Whatever else digest writes has a name, and errors of its own."""


class _Commands(click.Group):
    """The commands by name, each loaded from its module when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"digest.cli.{cmd_name}")
        command: click.Command = module.command
        command.short_help = COMMANDS[cmd_name]
        # click would cut what it says of each after 45 letters
        for each in command.commands.values() if isinstance(command, click.Group) else ():
            each.short_help = _first_sentence(each.help or "")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            name = error.command_name  # click looks for near ones among those that are loaded
            if found := list(self._within(ctx, name)):
                problem = f"{name} stands behind another command: {', or '.join(found)}"
                raise click.UsageError(problem, ctx=ctx) from None
            raise click.exceptions.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx) from None

    def _within(self, ctx: click.Context, name: str) -> Iterator[str]:
        """Yield how to call the commands of that name which stand behind others."""
        for first in _GROUPS:
            group = self.get_command(ctx, first)
            if isinstance(group, click.Group) and name in group.commands:
                yield f"digest {first} {name}"

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _first_sentence(text: str) -> str:
    first, stop, _ = " ".join(text.partition("\n\n")[0].split()).partition(". ")
    return first + stop.rstrip()


class _Place(click.Path):
    """A path; an empty one, as ``"$UNSET"`` is, names no place and not the folder where we are."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if not os.fspath(value):
            self.fail("it is empty", param, ctx)
        return super().convert(value, param, ctx)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=_Place(path_type=Path),
    envvar="DIGEST_CONFIG",
    metavar="FILE",
    help="Your feeds.yaml. Default: ./feeds.yaml, then your configuration folder.",
)
@click.option(
    "--data",
    type=_Place(path_type=Path),
    envvar="DIGEST_DATA",
    metavar="DIR",
    help="Where digest.sqlite3 lies. Default: your data folder.",
)
@click.option(
    "--now",
    envvar="DIGEST_NOW",
    metavar="TIME",
    help="An ISO time that stands for the clock, for replays and tests.",
)
@click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on stderr.")
@click.option("--no-color", is_flag=True, help="Print without colour, as NO_COLOR does.")
@click.version_option(__version__, "-V", "--version", prog_name="digest")
@click.pass_context
def cli(
    ctx: click.Context,
    config: Path | None,
    data: Path | None,
    now: str | None,
    verbose: bool,
    quiet: bool,
    no_color: bool,
) -> None:
    """Print a daily newspaper made of the feeds and accounts you follow.

    \b
    Example: write a first feeds.yaml, then read the paper at breakfast.
        digest init
        digest today
    """
    if verbose and quiet:
        raise click.UsageError("-v and -q exclude each other")
    ctx.obj = Context(
        config=config,
        data=data,
        now=now,
        verbosity=int(verbose) - int(quiet),
        no_colour=no_color,
    )


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code: 0, 1, 2, 10 or 130."""
    gc.set_threshold(_GARBAGE)
    _open_what_is_closed()
    _give_stdout_a_buffer()
    _replace_what_stdout_cannot_show()
    if COMPLETION in os.environ:
        from digest.cli import completing

        completing.answer_shells()
    try:
        code = cli.main(args, prog_name="digest", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _placed(error).show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(1)
    except DigestError as error:
        show(error)
        _flush_or_forget()
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename is not None:
            raise
        show(DigestError(f"stdout: {error.strerror}", hint="make room, or print elsewhere"))
        _flush_or_forget()
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _placed(error: click.ClickException) -> click.ClickException:
    """Return an error that tells of an option of all commands where it stands, or the error as it is."""
    if isinstance(error, click.NoSuchOption) and error.ctx and error.ctx.parent:
        name, place = error.option_name, error.ctx.command_path.removeprefix("digest ")
        for option in cli.params:
            if name in option.opts:
                value = f" {option.metavar}" if option.metavar else ""
                problem = f"{name} stands before the command: digest {name}{value} {place}"
                return click.UsageError(problem, ctx=error.ctx)
    return error


def show(error: DigestError) -> None:
    """Write an error to stderr: the problem in one line, the hint in the next."""
    from digest.text import clean

    problems = error.problems if isinstance(error, ConfigError) else [(error.problem, error.hint)]
    for problem, hint in problems:
        click.echo(clean(problem), err=True)
        if hint:
            click.echo(f"  hint: {clean(hint)}", err=True)


def _open_what_is_closed() -> None:
    """Put something in the place of a stream that was closed: what goes to stdout fails as it should."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _give_stdout_a_buffer() -> None:
    """Let what is printed go out whole or fail: under PYTHONUNBUFFERED stdout has no buffer.

    Without one Python leaves out, and does not say, what a disk or a pipe did not take
    (https://docs.python.org/3/library/io.html#io.RawIOBase.write).
    """
    import io

    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        sys.stdout = os.fdopen(
            sys.stdout.fileno(), "w", encoding=sys.stdout.encoding, closefd=False
        )


def _replace_what_stdout_cannot_show() -> None:
    """Let a headline with an umlaut end up as "?" on a terminal of 1990, and not in a traceback."""
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _flush_or_forget() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _forget_stdout()


def _forget_stdout() -> None:
    """Keep Python from writing what is left to where nobody reads it, or nothing fits any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
