"""How a paper leaves the program: in which form, and onto the terminal, through a pager, or into a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from digest.cli.context import Context
from digest.errors import DigestError
from digest.model import Edition, Page

FORMATS = ("terminal", "markdown", "html", "json", "tweets")
"""The keys of ``outputs.FORMATS``; a test keeps them equal, so that help need not load it."""
FRONT_MATTER = ("plain", "hugo", "jekyll", "pelican")
"""The keys of ``outputs.frontmatter.KINDS``; a test keeps them equal."""
_SUFFIXES = {"terminal": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}
_FORMS = {suffix: form for form, suffix in _SUFFIXES.items()} | {".htm": "html"}
_TEMPLATES = ("markdown", "html")
"""The formats that are made of a template."""
_LARGEST = 1_000_000
"""Bytes of a template."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def destination(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """Return the file that ``--output`` names; None for a dash, which is stdout as it is elsewhere."""
    return None if path == Path("-") else path


_OPTIONS = (
    click.option(
        "--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True
    ),
    click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        callback=destination,
        help="Write the paper to a file, whole or not at all.",
    ),
    click.option(
        "--dated",
        is_flag=True,
        help="--output is a folder; name the file after day and title. No file is overwritten.",
    ),
    click.option(
        "--front-matter",
        type=click.Choice(FRONT_MATTER),
        help="What stands before the Markdown, for which blog.",
    ),
    click.option(
        "--excerpts",
        is_flag=True,
        help="Markdown, HTML: print first lines of articles too. Their publishers may object.",
    ),
    click.option(
        "--template",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Markdown, HTML: a Jinja2 template in the place of digest's own.",
    ),
    click.option("--no-pager", is_flag=True, help="Print past the end of the screen."),
)


def options(command: _Command) -> _Command:
    """Give a command the options that say how a paper is printed; they make a ``Printing``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What the options say."""

    form: str
    output: Path | None
    dated: bool
    front_matter: str | None
    excerpts: bool
    template: Path | None
    no_pager: bool

    def check(self) -> None:
        """Refuse options that do not go together.

        Raises:
            click.UsageError: they do not.
        """
        if self.front_matter and self.form != "markdown":
            raise click.UsageError("--front-matter is for --format markdown")
        for name, given in (("--template", self.template), ("--excerpts", self.excerpts)):
            if given and self.form not in _TEMPLATES:
                raise click.UsageError(f"{name} is for --format markdown and --format html")
        if self.dated and self.output is None:
            raise click.UsageError("--dated names a file in a folder: --output FOLDER")
        if self.dated and self.output and not self.output.is_dir():
            raise click.UsageError(f"--output {self.output} is no folder; make it first")
        if not self.dated and self.output is not None and self.output.is_dir():
            raise click.UsageError(
                f"--output {self.output} is a folder: --dated names a file in it"
            )

    def page(self, context: Context) -> Page:
        """Return what the paper is printed on.

        Raises:
            DigestError: the template cannot be read.
        """
        page = context.page() if self.output is None else Page()
        return replace(
            page,
            excerpts=self.excerpts,
            front_matter=self.front_matter or FRONT_MATTER[0],
            template=_read(self.template) if self.template else "",
            template_name=str(self.template or ""),
        )

    def deliver(self, context: Context, paper: Edition, page: Page) -> Callable[[], None]:
        """Print a paper whole, or raise; return what waits until it has been read.

        Raises:
            DigestError: not all of it could be written, or the template has a mistake.
            BrokenPipeError: nobody reads stdout any more.
        """
        from digest.outputs import FORMATS

        path = self._dated(paper, self.output) if self.output and self.dated else self.output
        page = replace(page, name=path.stem) if path and self.dated else page
        encoding = page.encoding if self.form == "terminal" else "utf-8"
        printed = FORMATS[self.form].render(paper, page).encode(encoding, "replace")
        if path is not None:
            from digest.files import write_whole

            write_whole(path, printed)
            if self.dated:
                context.say(f"{path}: written")
            elif (
                _is_default() and (meant := _FORMS.get(path.suffix.lower(), self.form)) != self.form
            ):
                context.say(f"{path}: written as for a terminal; --format {meant} writes {meant}")
        elif self.form == "terminal" and page.links and not self.no_pager:
            from digest.cli.pager import show

            return show(printed, write)
        else:
            write(printed)
        return lambda: None

    def _dated(self, paper: Edition, folder: Path) -> Path:
        """Return a path for the paper that is not taken: day, title, and a number if there must be one."""
        day = paper.window.end.astimezone(ZoneInfo(paper.timezone)).date()
        stem = f"{day}-{slug(f'{paper.title} {paper.name}')}"
        suffix = _SUFFIXES.get(self.form, ".txt")
        path, number = folder / f"{stem}{suffix}", 2
        while path.exists():
            path, number = folder / f"{stem}-{number}{suffix}", number + 1
        return path


def slug(text: str) -> str:
    """Return what stands for *text* in the name of a file or the address of a page."""
    from digest.words import fold

    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:80].rstrip("-") or "newspaper"


def write(paper: bytes) -> None:
    """Write a paper to stdout, whole, or raise.

    Raises:
        DigestError: not all of it could be written.
        BrokenPipeError: nobody reads stdout any more.
    """
    try:
        sys.stdout.buffer.write(paper)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        hint = "make room, or print elsewhere; no edition was counted as printed"
        raise DigestError(f"stdout: {error.strerror or error}", hint=hint) from error


def _read(template: Path) -> str:
    try:
        with template.open(encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not a text in UTF-8"
        raise DigestError(f"{template}: {reason}", hint="is this the right file?") from error
    if len(text) > _LARGEST:
        raise DigestError(f"{template}: larger than 1 MB", hint="is this really a template?")
    if not text:
        raise DigestError(f"{template}: it is empty", hint="is this the right file?")
    return text


def _is_default() -> bool:
    """Tell whether no form was named; who names one for a file knows what she does, day by day."""
    source = click.get_current_context().get_parameter_source("form")
    return source is ParameterSource.DEFAULT
