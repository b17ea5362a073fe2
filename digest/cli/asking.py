"""What ``digest init`` asks: four questions, each with an answer that Enter gives."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import click

from digest.cli.context import Context, read_opml
from digest.errors import DigestError
from digest.model import LANGUAGES

_PLACES = (Path("/etc/localtime"), Path("/etc/timezone"))
"""Where a system says in which zone it is: a link to the zone's file, or its name in a file."""

_Answer = TypeVar("_Answer")


def settings() -> dict[str, str]:
    """Ask for title, language and time zone."""
    from digest.config import read, writing

    usual = read(writing.starter(), Path("feeds.yaml"))
    click.echo("Four questions; Enter takes what stands in brackets.", err=True)
    zone = _zone_of_machine() or usual.timezone
    return {
        "title": _ask("What is your paper called?", usual.title, _title),
        "language": _ask("Its language, de or en?", _language(usual.language), _one_language),
        "timezone": _ask("Your time zone?", zone, _zone),
    }


def sections(context: Context, language: str) -> str:
    """Ask which sections to start with; return that feeds.yaml, or the one of an OPML file."""
    from digest.config import writing
    from digest.text import counted

    text = writing.starter(language)
    sizes, shipped = writing.section_sizes(text), writing.section_sizes(writing.starter())
    for number, (name, size) in enumerate(sizes.items(), start=1):
        click.echo(f"  {number}  {name}, {counted(size, 'source')}", err=True)

    def chosen(answer: str) -> str:
        wanted = _chosen(answer, list(sizes), list(shipped))
        if wanted is not None:
            return writing.with_sections(text, wanted)
        try:
            return writing.from_opml(read_opml(context, _file(answer)), language)
        except DigestError as error:
            raise click.UsageError(error.problem) from None

    return _ask("Which sections, as 1 3 4, or which OPML file?", "all", chosen)


def _ask(question: str, usual: str, reads: Callable[[str], _Answer]) -> _Answer:
    """Ask until there is an answer that means something."""
    answer: _Answer = click.prompt(
        question, default=usual, value_proc=lambda text: reads(text.strip()), err=True
    )
    return answer


def _title(text: str) -> str:
    from digest.text import clean

    if not clean(text):
        raise click.UsageError("a title has at least a letter")
    return clean(text)


def _one_language(text: str) -> str:
    if text.casefold() not in LANGUAGES:
        raise click.UsageError(f"{' or '.join(LANGUAGES)}")
    return text.casefold()


def _zone(text: str) -> str:
    if not _is_zone(text):
        from digest.config.values import near_zone

        raise click.UsageError(f"there is no time zone {text!r}; {near_zone(text)}")
    return text


def _is_zone(text: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return bool(text) and ZoneInfo(text).key == text
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


def _chosen(answer: str, names: list[str], shipped: list[str]) -> list[str] | None:
    """Return the sections that are meant, which may be called as *shipped*; None: it is something else."""
    if answer.casefold() == "all":
        return names
    by_name = {known.casefold(): name for known, name in zip(shipped, names, strict=True)}
    by_name |= {name.casefold(): name for name in names}
    by_name |= {str(number): name for number, name in enumerate(names, start=1)}
    wanted = [by_name.get(word.casefold()) for word in re.split(r"[\s,]+", answer) if word]
    found = [name for name in wanted if name]
    return found if found and len(found) == len(wanted) else None


def _file(answer: str) -> Path:
    """Return the file that is meant; a terminal writes quotes or backslashes around one that is dropped on it."""
    import shlex

    with suppress(ValueError, OSError):  # no words for a shell, no name for a file
        if not Path(answer).exists():
            words = shlex.split(answer)
            answer = words[0] if len(words) == 1 else answer
    with suppress(RuntimeError):  # nobody here is called so
        return Path(answer).expanduser()
    return Path(answer)


def _language(usual: str) -> str:
    """Return the language of the person's environment, if the paper speaks it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if code := os.environ.get(name, "")[:2].lower():
            return code if code in LANGUAGES else usual
    return usual


def _zone_of_machine() -> str:
    """Return the time zone that the system is set to; empty when it does not say."""
    told = [os.environ.get("TZ", "").removeprefix(":")]
    for place in _PLACES:
        try:
            is_link = place.is_symlink()
            text = str(place.readlink()) if is_link else place.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            continue
        told.append(text.rpartition("zoneinfo/")[2].strip())
    return next(filter(_is_zone, told), "")
