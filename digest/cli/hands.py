"""What ``digest more``, ``less`` and ``open`` have in common: what is meant, and what it teaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.cli.context import Context, for_edition, unprinted
from digest.errors import DigestError
from digest.model import Desk, Edition, Lesson, Source, Story
from digest.text import counted

if TYPE_CHECKING:
    from digest.store import Store


def teach(context: Context, hand: str, wanted: Sequence[str], edition: str) -> None:
    """Remember what she thinks of stories and sources, and say what follows from it.

    Raises:
        DigestError: one of them is not there; then nothing is remembered.
    """
    desk, now = _desk(context, edition)
    with context.open_store() as store:
        desk = _named(desk, store, now)
        lessons = [_lesson(desk, store, hand, each, now) for each in wanted]
        for lesson in lessons:
            store.teach(lesson)
        _say(context, desk, store, (lesson.source for lesson in lessons), now)


def forget(context: Context, wanted: Sequence[str], edition: str) -> None:
    """Forget what was taught of some sources, or of all.

    Raises:
        DigestError: one of them is not there; then nothing is forgotten.
    """
    desk, now = _desk(context, edition)
    with context.open_store() as store:
        desk = _named(desk, store, now)
        ids = ["" if each == "all" else _meant(desk, store, each)[0] for each in wanted]
        gone = sum(store.forget(source) for source in ids)
    context.say(f"{counted(gone, 'lesson')} forgotten")


def story(printed: Edition | None, wanted: str, edition: str = "") -> tuple[int, Story] | None:
    """Return a printed story and its number, by its number or its id; None: that is no name of one.

    Raises:
        DigestError: it names a story, and the last edition of that paper has none such.
    """
    stories = printed.stories if printed else ()
    for number, each in enumerate(stories, start=1):
        if wanted in {str(number), each.id, each.lasting_id}:
            return number, each
    if not wanted.isdecimal():
        return None
    if printed is None:
        raise unprinted(edition)
    hint = f"the last edition has {_numbers(len(stories), edition)}"
    raise DigestError(f"{wanted}: no such story in edition {printed.number}", hint=hint)


def _numbers(count: int, edition: str) -> str:
    """Say which stories the last edition has; it has none when it was printed twice in a row."""
    if count > 1:
        return f"the stories 1 to {count}"
    if count:
        return "the story 1 only"
    again = f"digest today --since 24h{for_edition(edition)}"
    return f"no story; `{again}` prints those of the last day once more"


def lesson(told: Story, hand: str, now: datetime) -> Lesson:
    """Return what a hand laid on a story teaches."""
    lead = told.lead
    return Lesson(hand=hand, source=lead.source, story=told.lasting_id, folded=lead.folded, at=now)


def _desk(context: Context, edition: str) -> tuple[Desk, datetime]:
    desk = context.load().desk(edition)
    return desk, context.moment(ZoneInfo(desk.timezone))


def _named(desk: Desk, store: Store, now: datetime) -> Desk:
    from digest.pipeline.naming import named

    return named(desk, store.health(now))


def _lesson(desk: Desk, store: Store, hand: str, wanted: str, now: datetime) -> Lesson:
    source, told = _meant(desk, store, wanted)
    return lesson(told, hand, now) if told else Lesson(hand=hand, source=source, at=now)


def _meant(desk: Desk, store: Store, wanted: str) -> tuple[str, Story | None]:
    """Return the id of the source that is meant, and the story if it is one."""
    found = story(store.last_edition(desk.name), wanted, desk.name)
    if found:
        return found[1].lead.source, found[1]
    return source(desk.sources, wanted).id, None


def source(sources: Iterable[Source], wanted: str) -> Source:
    """Return the source that a person means by its name, its address or a part of them.

    Raises:
        DigestError: none, or several, could be meant.
    """
    from digest.words import fold

    name = fold(wanted).strip()
    labels = [(each, (fold(each.label), fold(each.target))) for each in sources]
    exact = [each for each, known in labels if name in known]
    found = exact or [each for each, known in labels if name and any(name in it for it in known)]
    if len(found) == 1:
        return found[0]
    if found:
        hint = f"do you mean {' or '.join(each.label for each in found[:3])}?"
        raise DigestError(f"{wanted}: {len(found)} sources are called like that", hint=hint)
    hint = "name a story of the last edition or a source; `digest feeds list` has their names"
    raise DigestError(f"{wanted}: neither a story nor a source", hint=hint)


def _say(context: Context, desk: Desk, store: Store, sources: Iterable[str], now: datetime) -> None:
    """Say what follows for each source from all that was taught of it."""
    from digest.pipeline import judging

    learning = replace(desk, ranking=replace(desk.ranking, learn=True))
    taught = judging.taught(learning, store, now)
    titles = {name: known.title for name, known in store.health(now).items() if known.title}
    labels = titles | {each.id: each.label for each in desk.sources}
    for each in dict.fromkeys(sources):
        factor = f"{taught.factor(each):.2f} times the weight in feeds.yaml"
        context.say(f"{labels.get(each, each)}: trusted with {factor}")
    if not desk.ranking.learn:
        context.say("this does not count while feeds.yaml says `learn: off` under `ranking:`")
