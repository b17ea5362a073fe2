"""What would move in an edition if signals weighed otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.model import Desk, Edition, Story
from digest.text import clean

if TYPE_CHECKING:
    from digest.store import Store


def lines(
    desk: Desk, store: Store, printed: Edition, weights: Mapping[str, float]
) -> Iterator[str]:
    """Yield the stories that an edition would print with other weights, and those it would not.

    Raises:
        DigestError: the archive holds none of its articles any more.
    """
    from digest import scoring
    from digest.pipeline.composing import recompose

    replayed = recompose(desk, store, printed)
    if printed.stories and not replayed.items:
        raise DigestError(
            f"edition {printed.number}: none of its articles is in the archive any more",
            hint="they stay for as long as `keep` in feeds.yaml says; `digest why` explains what it printed",
        )
    was = replayed.edition.stories
    now = recompose(desk, store, printed, weights).edition.stories
    before = scoring.weighed(desk)
    yield f"edition {printed.number} with " + ", ".join(
        f"{name} {weight:g} (now {before[name]:g})" for name, weight in weights.items()
    )
    if [story.id for story in was] != [story.id for story in printed.stories]:
        yield "compared with what would be printed today: feeds.yaml or an article has changed since"
    yield ""
    yield from _moves(was, now)


def _moves(was: tuple[Story, ...], now: tuple[Story, ...]) -> Iterator[str]:
    old = {story.id: number for number, story in enumerate(was, start=1)}
    new = {story.id for story in now}
    for number, story in enumerate(now, start=1):
        yield f"{number:>3}  {_move(old.get(story.id), number):<8}  {clean(story.lead.title)}"
    for number, story in enumerate(was, start=1):
        if story.id not in new:
            yield f"  -  {f'out ({number})':<8}  {clean(story.lead.title)}"
    if [story.id for story in was] == [story.id for story in now]:
        yield "nothing would move"


def _move(old: int | None, new: int) -> str:
    if old is None:
        return "in"
    if old == new:
        return "="
    return f"up {old - new}" if new < old else f"down {new - old}"
