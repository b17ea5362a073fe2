"""Which item of a story is shown, and whether the story is: must-see rules and muting, before any score.

A rule that fires in one of forty items raises the whole story and shows that item. A muted item is taken
out of its story; where half of the items or more are muted, the story is what the reader is tired of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from digest.model import Desk, Item, Story
from digest.rules import Marks

_Fired = Mapping[int, tuple[str, ...]]
_Muted = Mapping[int, str]


def ready(stories: Sequence[Story], desk: Desk, marks: Marks) -> list[Story]:
    """Return *stories* with the lead to show, what must be seen and what is muted.

    Args:
        stories: any number.
        desk: whose paper it is.
        marks: of all items of the stories, one after another.
    """
    starts = list(accumulate((len(story.items) for story in stories), initial=0))
    weights = {source.id: source.weight for source in desk.sources}
    fired, muted = marks.must_see, marks.muted
    touched = {bisect_right(starts, number) - 1 for number in (*fired, *muted)}
    touched |= {
        number
        for number, story in enumerate(stories)
        if len(story.items) > 1 and weights.get(story.items[0].source, 0.0) <= 0
    }
    done = list(stories)
    for number in touched:
        story, start = stories[number], starts[number]
        places = range(len(story.items))
        done[number] = _edited(
            story,
            {place: fired[start + place] for place in places if start + place in fired},
            {place: muted[start + place] for place in places if start + place in muted},
            weights,
            names=[rule.name for rule in desk.must_see],
        )
    return done


def lead(items: Sequence[Item], weights: Mapping[str, float], *, first: Sequence[int]) -> int:
    """Choose the item to show: of *first* if there are any, of a source that may be shown, in order."""
    return min(
        first or range(len(items)),
        key=lambda n: (weights.get(items[n].source, 0.0) <= 0, items[n].share is not None),
    )


def _telling(items: Sequence[Item], fired: _Fired) -> list[int]:
    """Return the items that fired and may lead: a post only where there is no article to show."""
    posts = all(item.share for item in items)
    return [number for number in sorted(fired) if posts or items[number].share is None]


def _edited(
    story: Story,
    fired: _Fired,
    muted: _Muted,
    weights: Mapping[str, float],
    *,
    names: Sequence[str],
) -> Story:
    if not fired and muted and 2 * len(muted) >= len(story.items):
        return replace(story, muted=muted[min(muted)])
    open_ = [place for place in range(len(story.items)) if place not in muted]
    led = story.led_by(lead(story.items, weights, first=_telling(story.items, fired) or open_))
    gone = {id(story.items[place]) for place in muted}
    return replace(
        led,
        items=tuple(item for item in led.items if id(item) not in gone),
        must_see=tuple(name for name in names if any(name in some for some in fired.values())),
    )
