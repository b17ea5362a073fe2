"""``digest search``: finds words in the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli.context import Context, begin
from digest.model import Hit, Printing

if TYPE_CHECKING:
    from digest.config import Config
    from digest.store import Store
    from digest.words import Pattern

MOST = 20
"""Hits that are shown when nothing else is asked for."""
HEADLINE = 60
"""Characters of another story's headline."""

Zones = Mapping[str, tzinfo]
"""By the name of a paper; the main one's is "" and stands for one that is no more."""


@click.command("search")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option(
    "--since", metavar="WHEN", help="Only what came since an ISO time, 36h, 3d or yesterday."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=MOST, show_default=True, help="How many to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def command(
    context: Context, words: tuple[str, ...], since: str | None, limit: int, as_json: bool
) -> None:
    """Find words in headlines and summaries, the newest first.

    All words must occur, in any of their forms and either with umlauts or without. A * stands for any
    letters, "inner quotes" make a phrase, and what follows -- may also say which -word must not occur.
    Every hit says where it came from, and which edition carried it.

    \b
    Example: a word, a part of a word, a phrase, and one word without another.
        digest search Abmahnung
        digest search '*mahnung' --since 30d
        digest search '"terms of service"'
        digest search -- instagram -reels
    """
    config = context.load()
    zone = ZoneInfo(config.timezone)
    now = context.moment(zone)
    start = begin(since, now, zone)
    pattern = _pattern(" ".join(words))
    with context.open_store() as store:
        hits, count = _find(store, pattern, start, limit)
        labels = _labels(config, store, now)
    zones = {name: ZoneInfo(desk.timezone) for name, desk in config.editions.items()} | {"": zone}
    if as_json:
        rows = [_row(hit, labels, zones) for hit in hits]
        context.print_json({"found": count, "hits": rows})
        return
    if hits:
        context.print_lines(line for hit in hits for line in _lines(hit, labels, zones))
    context.say(_said(pattern, count, len(hits)))


def _pattern(text: str) -> Pattern:
    from digest.words import parse

    try:
        return parse(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r}: {error}", param_hint="'WORDS'") from None


def _find(
    store: Store, pattern: Pattern, since: datetime | None, most: int
) -> tuple[tuple[Hit, ...], int]:
    from digest.stems import stem

    try:
        return store.search(pattern, stem, since=since, most=most)
    except ValueError as error:
        raise click.BadParameter(f"{pattern.text!r}: {error}", param_hint="'WORDS'") from None


def _labels(config: Config, store: Store, now: datetime) -> Mapping[str, str]:
    """Return what the sources of feeds.yaml are called, by id."""
    from digest.pipeline.naming import named

    desk = named(config.main, store.health(now))
    return {source.id: source.label for source in desk.sources}


def _source(hit: Hit, labels: Mapping[str, str]) -> str:
    """Return what a hit's source is called: in feeds.yaml, or else when it was printed."""
    printed = [printing.source for printing in hit.printings if printing.source]
    target = hit.item.source.partition(":")[2]
    return labels.get(hit.item.source) or (printed[-1] if printed else target)


def _lines(hit: Hit, labels: Mapping[str, str], zones: Zones) -> Iterator[str]:
    from digest.dates import local
    from digest.text import clean

    item = hit.item
    yield f"{local(item.published, zones['']):%Y-%m-%d %H:%M}  {clean(item.title) or item.url}"
    yield f"    {clean(_source(hit, labels))}{'  ' * bool(item.url)}{clean(item.url)}"
    for printing in hit.printings:
        yield f"    {_place(printing, item.title, zones)}"


def _place(printing: Printing, title: str, zones: Zones) -> str:
    """Return where a hit was printed, and under which headline if that was another's."""
    from digest.text import clean, shorten

    name = f" of {clean(printing.name)}" if printing.name else ""
    day = f"{_at(printing, zones):%Y-%m-%d}"
    headline = shorten(clean(printing.headline), HEADLINE)
    told = f": {headline}" if printing.headline != title else ""
    return f"edition {printing.number}{name} of {day}, story {printing.place}{told}"


def _row(hit: Hit, labels: Mapping[str, str], zones: Zones) -> dict[str, Any]:
    from digest.dates import local

    item = hit.item
    return {
        "title": item.title,
        "summary": item.summary,
        "url": item.url,
        "source": _source(hit, labels),
        "published": local(item.published, zones[""]).isoformat(),
        "editions": [_printing(printing, zones) for printing in hit.printings],
    }


def _at(printing: Printing, zones: Zones) -> datetime:
    """Return when it was printed, in the paper's own zone, in which ``digest back`` knows its day."""
    return printing.at.astimezone(zones.get(printing.name, zones[""]))


def _printing(printing: Printing, zones: Zones) -> dict[str, Any]:
    return {
        "edition": printing.name,
        "number": printing.number,
        "date": _at(printing, zones).isoformat(),
        "story": printing.story,
        "rank": printing.place,
        "headline": printing.headline,
    }


def _said(pattern: Pattern, found: int, shown: int) -> str:
    if not found:
        return f"nothing found; try a part of a word, such as {_wider(pattern.text)!r}"
    return f"{found} found" if found == shown else f"{found} found, {shown} shown (--limit)"


def _wider(text: str) -> str:
    """Return the first word of what was looked for, a few letters shorter and open at the end."""
    bare = (word.strip("*\"'+") for word in text.split() if word[0] != "-")
    first = next(filter(None, bare), "word")
    return f"{first[: max(len(first) - 3, 4)]}*"
