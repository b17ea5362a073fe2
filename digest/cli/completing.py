"""What the shell offers after a TAB: stories, sources, sections, editions, drafts.

A shell waits for the answer at every key, and shows whatever goes to the screen in the middle of what
is typed. So nothing is fetched and no file is made here, and a feeds.yaml or an archive that is not in
order offers nothing and says nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    add_completion_class,
    split_arg_string,
)

from digest.cli.context import Context
from digest.errors import DigestError

if TYPE_CHECKING:
    from digest.config import Config

_LENGTH = 60
"""Of what stands beside an offer."""

Offer = tuple[str, str]
"""A word and what it means."""
_Offers = Callable[[click.Context, Context], Iterable[Offer]]
_Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[Any] | str]"]


def _completer(offers: _Offers) -> _Completer:
    """Return what click asks: the offers that begin with what is typed; none when there is trouble."""

    def complete(
        ctx: click.Context, _: click.Parameter, incomplete: str
    ) -> list[CompletionItem[Any] | str]:
        try:
            found = list(offers(ctx, _context(ctx)))
        except (DigestError, click.ClickException, OSError):
            return []
        return [_item(*offer) for offer in found if _begins(offer[0], incomplete)]

    return complete


def _item(word: str, meaning: str) -> CompletionItem[Any]:
    from digest.text import clean, shorten

    return CompletionItem(clean(word), help=shorten(clean(meaning), _LENGTH))


def _begins(word: str, typed: str) -> bool:
    return word.casefold().startswith(typed.casefold())


def _context(ctx: click.Context) -> Context:
    """Return the global options as far as they have been typed."""
    given = ctx.find_root().params
    return Context(
        config=given.get("config"),
        data=given.get("data"),
        now=given.get("now"),
        verbosity=-1,
        no_colour=True,
    )


def _load(context: Context) -> Config | None:
    return context.load() if context.config_path().is_file() else None


def _edition(ctx: click.Context) -> str:
    return str(ctx.params.get("edition") or "")


def _stories(ctx: click.Context, context: Context) -> Iterator[Offer]:
    """Offer the numbers of the last edition's stories."""
    with context.kept_store() as store:
        paper = store.last_edition(_edition(ctx)) if store else None
    for number, story in enumerate(paper.stories if paper else (), start=1):
        yield str(number), story.lead.title


def _sources(_: click.Context, context: Context) -> Iterator[Offer]:
    """Offer the sources by their names, and by their addresses where they have none."""
    config = _load(context)
    for source in config.sources if config else ():
        yield source.name or source.target, source.target if source.name else source.section


stories = _completer(_stories)
sources = _completer(_sources)
stories_and_sources = _completer(lambda *known: chain(_stories(*known), _sources(*known)))


@_completer
def sections(_: click.Context, context: Context) -> Iterator[Offer]:
    """Offer the sections of feeds.yaml."""
    config = _load(context)
    for name in config.main.sections if config else ():
        yield name, ""


@_completer
def edition_names(_: click.Context, context: Context) -> Iterator[Offer]:
    """Offer the editions of feeds.yaml."""
    config = _load(context)
    for name, desk in config.editions.items() if config else ():
        yield name, desk.title


edition_option = click.option(
    "--edition",
    default="",
    metavar="NAME",
    help="One of the editions in feeds.yaml.",
    shell_complete=edition_names,
)


@_completer
def edition_numbers(ctx: click.Context, context: Context) -> Iterator[Offer]:
    """Offer the numbers of the editions that were printed, the last one first."""
    with context.kept_store() as store:
        printed = store.editions(_edition(ctx)) if store else ()
    for number, end in reversed(printed):
        yield str(number), f"{end:%Y-%m-%d}"


@_completer
def drafts(ctx: click.Context, context: Context) -> Iterator[Offer]:
    """Offer the ids of drafts; those that are done for only where they can still be shown."""
    from digest.queue.drafts import DROPPED, POSTED

    with context.kept_store() as store:
        found = store.drafts.every() if store else ()
    done = set() if ctx.info_name == "show" else {POSTED, DROPPED}
    yield from {
        str(draft.id): f"{draft.state}: {draft.text}" for draft in found if draft.state not in done
    }.items()


_BASH = """\
%(complete_func)s() {
    local IFS=, type value
    COMPREPLY=()
    while read -r type value; do
        case "$type" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:$COMP_POINT}" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_SPECIAL = {
    "": (re.compile(r"([^\w@%+=:,./~-])"), r"\\\1"),
    '"': (re.compile(r'(["$`\\])'), r"\\\1"),
    "'": (re.compile("'"), r"'\\''"),
}
"""What means something to bash, and how it is written so that it means itself, by the open quote."""


class Bash(BashComplete):
    """Bash's completion, with names that hold blanks and addresses that hold colons.

    Readline cuts a word at the colons and equals signs in it (COMP_WORDBREAKS) and replaces only what
    follows the last one, and takes what is offered as it would have been typed; of ``--format=html``
    click offers ``html`` alone
    (https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html).
    """

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and what there is of that."""
        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)[1:]
        typed = "" if re.search(r"(?<!\\)\s$", line) or not words else words.pop()
        self._quote = next((sign for sign in "\"'" if line.count(sign) % 2), "")
        offered = typed.partition("=")[2] if typed.startswith("--") else typed
        self._cut = 0 if self._quote else max(offered.rfind(sign) for sign in ":=") + 1
        return words, typed

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return an offer as bash takes it."""
        special, instead = _SPECIAL[self._quote]
        return f"{item.type},{special.sub(instead, item.value[self._cut :])}"


class Fish(FishComplete):
    """Fish's completion, with names and meanings that hold commas: click's ends at the first."""

    source_template = FishComplete.source_template.replace("string split ", "string split --max 1 ")


def answer_shells() -> None:
    """Let click answer bash by ``Bash`` and fish by ``Fish``."""
    add_completion_class(Bash)
    add_completion_class(Fish)
