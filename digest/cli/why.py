"""``digest why``: the score part by part, and what kept out what was not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from digest.cli.context import Context
from digest.errors import DigestError
from digest.model import Desk, Edition, Evidence, Item, Score, Story

if TYPE_CHECKING:
    from digest.pipeline import Proof
    from digest.store import Store

BAR = 10
"""Cells of a signal's bar."""


@click.command("why")
@click.argument("wanted", metavar="STORY|URL", nargs=-1, required=True)
@click.option("--edition", default="", metavar="NAME", help="One of the editions in feeds.yaml.")
@click.pass_obj
def command(context: Context, wanted: tuple[str, ...], edition: str) -> None:
    """Explain the place of a story in the last edition, or its absence.

    STORY is its number there or its id. For an address that was not printed, it says what kept it
    out; for two addresses, why they are or are not one story.

    \b
    Example: the third story, an article you miss, and two that should have been one.
        digest why 3
        digest why https://www.example.org/article
        digest why https://www.example.org/one https://www.example.net/other
    """
    if len(wanted) > 2:
        raise click.UsageError("name one story, one address, or two addresses")
    desk = context.load().desk(edition)
    with context.open_store() as store:
        printed = store.last_edition(desk.name)
        if printed is None:
            raise DigestError("no edition has been printed yet", hint="run `digest today` first")
        lines = list(_answer(desk, store, printed, wanted))
    click.echo("\n".join(lines))


def _answer(desk: Desk, store: Store, printed: Edition, wanted: Sequence[str]) -> Iterator[str]:
    if len(wanted) == 2:
        yield from _two(desk, store, printed, *wanted)
    elif re.match(r"https?://", wanted[0]):
        yield from _address(desk, store, printed, wanted[0])
    else:
        number, story = _story(printed, wanted[0])
        yield from _printed(printed, number, story)


def _story(printed: Edition, wanted: str) -> tuple[int, Story]:
    for number, story in enumerate(printed.stories, start=1):
        if wanted in {str(number), story.id}:
            return number, story
    count = len(printed.stories)
    hint = f"the last edition has the stories 1 to {count}; or name an address"
    raise DigestError(f"{wanted}: no such story in edition {printed.number}", hint=hint)


def _printed(printed: Edition, number: int, story: Story) -> Iterator[str]:
    yield f"{number:>3}  {_clean(story.lead.title)}"
    yield f"     {story.id}, {_clean(story.section)}, score {story.score.total:.3f}"
    if story.must_see:
        yield f"     must be seen: {_clean(', '.join(story.must_see))}; outside all limits"
    if story.continues:
        yield f"     continues a story of edition {story.continues}"
    yield from _signals(story.score)
    yield from _members(printed, story)


def _signals(score: Score) -> Iterator[str]:
    if not score.signals:
        return
    yield ""
    for signal in sorted(score.signals, key=lambda each: -each.value * each.weight):
        full = round(signal.value * BAR)
        bar = "━" * full + "─" * (BAR - full)
        part = f"{signal.value:4.2f} × {signal.weight:4.2f} = {signal.value * signal.weight:5.3f}"
        yield f"     {signal.name:<10} {bar} {part}  {_clean(signal.fact)}"


def _members(printed: Edition, story: Story) -> Iterator[str]:
    yield ""
    for item, evidence in zip(story.items, story.evidence, strict=True):
        label = printed.sources.get(item.source, item.source)
        yield f"     {_clean(label)}: {_clean(item.title)}"
        yield f"         {_because(evidence)}{'; ' + item.url if item.url else ''}"


def _because(evidence: Evidence) -> str:
    if evidence.kind != "words":
        return {
            "lead": "the one that is shown",
            "address": "the same address",
            "link": "points at the same page",
            "headline": "the same headline",
        }[evidence.kind]
    shared = f": {_clean(', '.join(evidence.words))}" if evidence.words else ""
    return f"likeness {evidence.likeness:.2f}{shared}"


def _address(desk: Desk, store: Store, printed: Edition, url: str) -> Iterator[str]:
    from digest import pipeline

    item = _item(store, url)
    for number, story in enumerate(printed.stories, start=1):
        if item.id in {member.id for member in story.items}:
            yield from _printed(printed, number, story)
            return
    yield f"     {_clean(item.title)}"
    for name, number in store.printed(item.id):
        yield f"     was printed in edition {number}{' of ' + _clean(name) if name else ''}"
    yield from _kept_out(pipeline.recompose(desk, store, printed), item)


def _kept_out(proof: Proof, item: Item) -> Iterator[str]:
    """Say what kept an item out of the last edition."""
    window = proof.edition.window
    if item.id not in {each.id for each in proof.items}:
        if item.id > proof.edition.last:
            yield "     came in after the last edition; the next one covers it"
        else:
            yield f"     is not in its window, which begins {window.start:%Y-%m-%d %H:%M} UTC"
        return
    for story in proof.aside:
        if item.id in {member.id for member in story.items}:
            yield f"     continues a story of edition {story.continues} and brings nothing new"
            return
    story = next(
        story for story in proof.ranked.stories if item.id in {member.id for member in story.items}
    )
    yield f"     {_verdict(proof, story)}"
    explained = proof.ranked.explain(story)
    yield from _signals(explained.score)
    if len(story.items) > 1:
        yield from _members(proof.edition, story)


def _verdict(proof: Proof, story: Story) -> str:
    verdict = proof.composition.verdict(story)
    fact = _clean(verdict.fact)
    return {
        "printed": f"would be printed today as number {verdict.number}; feeds.yaml has changed",
        "muted": f"muted by {fact!r}",
        "weight": f"{fact} has the weight 0: it counts for a story and is never shown itself",
        "source": f"{fact} leads as many stories as it may (per_source)",
        "section": f"the section {fact} has its share",
        "family": f"too like {fact!r}",
        "floor": f"below the floor by {verdict.short:.3f}",
        "below": f"below the last story printed by {verdict.short:.3f}",
    }[verdict.kind]


def _two(desk: Desk, store: Store, printed: Edition, one: str, other: str) -> Iterator[str]:
    from digest import pipeline, stories

    first, second = _item(store, one), _item(store, other)
    yield f"     {_clean(first.title)}"
    yield f"     {_clean(second.title)}"
    proof = pipeline.recompose(desk, store, printed)
    items = {item.id: item for item in (*proof.items, first, second)}
    by_id = {source.id: source for source in proof.ranked.desk.sources}
    found = stories.explain(tuple(items.values()), by_id, first, second)
    yield f"     {'one story' if found.together else 'two stories'}: {_because(found.evidence)}"
    if not found.together:
        wanting = f"two items need a likeness of {found.needed:.2f}"
        yield f"     {_clean(found.against) or wanting}"


def _item(store: Store, url: str) -> Item:
    """Return the item of an address, the newest when several feeds have it.

    Raises:
        DigestError: it has never come in.
    """
    from digest import urls

    found = store.by_page(urls.canonical(url))
    if not found:
        hint = "no source of yours has shown it; `digest feeds list` says which answered"
        raise DigestError(f"{url}: not in the archive", hint=hint)
    return found[-1]


def _clean(text: str) -> str:
    from digest.text import clean

    return clean(text)
