"""``digest why``: the score part by part, and what kept out what was not printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli.completing import edition_option, stories
from digest.cli.context import Context, unprinted
from digest.errors import DigestError
from digest.model import SIGNALS, Desk, Edition, Item

if TYPE_CHECKING:
    from digest.cli.fates import Fates
    from digest.store import Store

_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
"""An address as many browsers show it."""
MOST = 10
"""So many items that match words are named."""


class Weights(click.ParamType[Mapping[str, float]]):
    """Weights of signals, such as ``trust=2,chorus=1``."""

    name = "NAME=N,..."

    def convert(
        self,
        value: str,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Mapping[str, float]:
        """Return them by name; fail with exit 2 when one is no signal or no number."""
        return dict(self._weight(part.strip(), param, ctx) for part in value.split(","))

    def _weight(
        self, part: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        name, _, number = part.partition("=")
        if name not in SIGNALS:
            self.fail(f"{name!r} is no signal; there are {', '.join(SIGNALS)}", param, ctx)
        try:
            weight = float(number)
        except ValueError:
            weight = math.nan
        if not 0 <= weight <= 100:
            self.fail(f"expected {name}=NUMBER from 0 to 100, found {part!r}", param, ctx)
        return name, weight


@click.command("why")
@click.argument("wanted", metavar="STORY|URL|WORDS", nargs=-1, shell_complete=stories)
@click.option(
    "--weights",
    type=Weights(),
    metavar="NAME=N,...",
    help="Replay the last edition with other weights and show what would move.",
)
@edition_option
@click.pass_obj
def command(
    context: Context,
    wanted: tuple[str, ...],
    weights: Mapping[str, float] | None,
    edition: str,
) -> None:
    """Explain the place of a story in the last edition, or its absence.

    STORY is its number there or its id. For an address, or for words of its headline or summary, it
    says what kept an article out; for two addresses, why they are or are not one story.

    \b
    Example: a story, articles you miss, two that should be one, other weights.
        digest why 3
        digest why https://www.example.org/article
        digest why barcamp ticket*
        digest why https://www.example.org/one https://www.example.net/other
        digest why --weights trust=0.5,chorus=0.1
    """
    if bool(wanted) == (weights is not None):
        raise click.UsageError("name a story, an address or words; or --weights alone")
    desk = context.load().desk(edition)
    now = context.moment(ZoneInfo(desk.timezone))
    with context.open_store() as store:
        printed = store.last_edition(desk.name)
        if printed is None:
            raise unprinted(edition)
        lines = list(_answer(desk, store, printed, wanted, weights, now))
    context.print_lines(lines)


def _answer(
    desk: Desk,
    store: Store,
    printed: Edition,
    wanted: Sequence[str],
    weights: Mapping[str, float] | None,
    now: datetime,
) -> Iterator[str]:
    from digest.cli import hands, replay
    from digest.cli.explain import two_items, whole_story
    from digest.cli.fates import Fates

    if weights is not None:
        yield from replay.lines(desk, store, printed, weights)
        return
    wanted = [f"https://{each}" if _BARE.fullmatch(each) else each for each in wanted]
    urls = [each for each in wanted if re.match(r"(?i)https?://", each)]
    found = None if urls or len(wanted) > 1 else hands.story(printed, wanted[0], desk.name)
    fates = Fates(desk, store, now)
    if found:
        yield from whole_story(printed, *found)
    elif len(urls) == len(wanted) == 2:
        yield from two_items(desk, store, printed, *_pair(fates, *urls))
    elif len(urls) == len(wanted) == 1:
        yield from _address(fates, urls[0])
    elif urls or all(each.isdecimal() for each in wanted):
        raise click.UsageError("name one story, one address, two addresses, or words")
    else:
        yield from _words(fates, wanted)


def _address(fates: Fates, url: str) -> Iterator[str]:
    """Explain the item of an address, or the story that held it when it is kept no more.

    Raises:
        DigestError: it has never come in.
    """
    from digest import urls

    page = urls.canonical(url)
    told = [] if fates.store.by_page(page) else list(fates.once_printed(page))
    yield from told or fates.explain(_item(fates, url))


def _pair(fates: Fates, one: str, other: str) -> tuple[Item, Item]:
    """Return the items of two addresses, each that of its own feed where both lead to one page.

    Raises:
        DigestError: one has never come in, or there is but one item of both.
    """
    from digest import urls

    pairs = product(_items(fates, one), _items(fates, other))
    asked = (urls.printable(one), urls.printable(other))
    differing = [(mine, its) for mine, its in pairs if mine.id != its.id]
    if not differing:
        hint = "name the address of another article, or this one alone"
        raise DigestError(f"{other}: the same article as {one}", hint=hint)
    # the newest of those that are written as asked
    return max(
        reversed(differing),
        key=lambda pair: sum(item.url == url for item, url in zip(pair, asked, strict=True)),
    )


def _item(fates: Fates, url: str) -> Item:
    """Return the item of an address, the newest when several feeds have it, or who shares it.

    Raises:
        DigestError: it has never come in.
    """
    return _items(fates, url)[-1]


def _items(fates: Fates, url: str) -> Sequence[Item]:
    """Return the items of an address, or those that share it, the newest last.

    Raises:
        DigestError: it has never come in.
    """
    from digest import urls

    page = urls.canonical(url)
    found = fates.store.by_page(page) or fates.store.sharing(page)
    if not found:
        raise DigestError(f"{url}: not in the archive", hint=fates.silence(urls.host(url)))
    return found


def _words(fates: Fates, wanted: Sequence[str]) -> Iterator[str]:
    """Explain the item that words mean best, and say in a line what became of the others.

    What no item holds may be the id of a story.

    Raises:
        DigestError: nothing holds them.
    """
    from digest.words import fold

    text = " ".join(wanted)
    try:
        found = fates.search(text)
    except ValueError as error:
        hint = "name words of a headline; * stands for any letters, quotes hold a phrase"
        raise DigestError(f"{text}: {error}", hint=hint) from None
    if not found:
        if told := list(fates.earlier(text)):
            yield from told
            return
        problem = "nothing of the last two weeks holds these words"
        hint = fates.silence(fold(text), otherwise="`digest search` looks further back")
        raise DigestError(f"{text}: {problem}", hint=hint)
    (best, *others), left = fates.one_of_each(found, 1 + MOST)
    yield from fates.explain(best)
    if others:
        yield ""
        yield f"     {len(others) + left} more with these words:"
    for item in others:
        yield from fates.line(item)
    if left:
        yield f"     and {left} more"
