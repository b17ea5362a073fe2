"""Follow-ups: what continues a story of an earlier paper, and what only repeats it.

A story is not printed on two days because another outlet joined late. It comes again when it grew:
when as many tell it anew as told it before, or when they tell what the earlier one did not hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from math import inf

from digest.model import NOTHING, Story
from digest.stories import headlines
from digest.stories.forms import shares
from digest.stories.growth import Growth
from digest.stories.joining import LIMIT
from digest.stories.lead import stems_of
from digest.stories.likeness import Space, near
from digest.stories.names import compatible
from digest.stories.novelty import (
    FRESH,
    brings_news,
    fresh,
    is_distant,
    names_of,
    telling,
    told_anew,
)
from digest.urls import is_home

_READ = 8
"""So many items of a story are compared; what the others say is much the same."""
_TOUCHING = 2
"""So many words a headline must share with earlier stories to be compared at all."""
_CLOSE = 1.05
"""The attraction, against what joins items of one day, from which on a story continues another."""
_CLOSER = 1.3
"""And from which on it may be set aside for saying nothing new."""
_FADED = 0.6
"""What the attraction counts where more lies between the two than within one story (``joining.LIMIT``)."""
_SURE = 10.0
"""The attraction of a story that holds an item or an address of the earlier one."""

Lead = Callable[[Story, Sequence[int]], Story]
"""Returns a story led by one of some of its items, by their places, if one of them may lead it."""
_Article = tuple[str, str]
"""A canonical address and a headline; home pages are no articles."""
_Past = tuple[int, Story]
_Found = dict[str, list[tuple[float, int, Story]]]
"""By the id of today's story: how closely it continues which edition's which stories, the closest first."""


def _as_it_is(story: Story, _places: Sequence[int]) -> Story:
    return story


def follow(
    merged: Sequence[Story],
    past: Sequence[_Past],
    earlier: Mapping[str, float] = NOTHING,
    lead: Lead = _as_it_is,
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Tell what continues an earlier paper's story.

    Args:
        merged: today's stories.
        past: stories of earlier papers, each with the number of its edition.
        earlier: in what share of earlier headlines each stem stands (``recurring``).
        lead: asked where a story that goes on is led by what was told before, and holds what was not.

    Returns:
        Today's stories in their order, those that continue an earlier one marked (``continues``)
        and the closest of them as its heir; and those set aside because they bring nothing new,
        marked in the same way.
    """
    found = _continued(merged, past, earlier) if past else {}
    often = shares(earlier)
    heirs = _heirs(found)
    kept: list[Story] = []
    aside: list[Story] = []
    for story in merged:
        if story.id not in found:
            kept.append(story)
            continue
        strength, edition, old = found[story.id][0]
        heir_of = old.lasting_id if heirs[old.id] == story.id else ""
        marked = replace(story, continues=edition, heir_of=heir_of)
        told = _as_one(found[story.id])
        if strength < _CLOSER or brings_news(story, told, often):
            anew = told_anew(story, told, often)
            kept.append(lead(marked, anew) if anew else marked)
        else:
            aside.append(marked)
    return tuple(kept), tuple(aside)


def printed_for(past: Iterable[Story]) -> dict[_Article, set[str]]:
    """Return for which rules the articles of earlier papers were printed, by address and headline."""
    rules: dict[_Article, set[str]] = defaultdict(set)
    for story in past:
        for item in story.items:
            if not is_home(item.page):
                rules[item.page, item.title].update(story.must_see)
    return rules


def is_read(story: Story, printed: Mapping[_Article, Set[str]]) -> bool:
    """Say whether each article of a story was printed before, and for the rules that fire on it now.

    Two feeds of one house show an article both, and often not on the same day.

    Args:
        story: of today.
        printed: what ``printed_for`` found.
    """
    rules = set(story.must_see)
    return all(rules <= printed.get((item.page, item.title), set()) for item in story.items)


def _heirs(found: _Found) -> dict[str, str]:
    """Return, by the id of each earlier story, the id of the one today that is closest to it."""
    closest: dict[str, tuple[float, str]] = {}
    for name, ((strength, _, old), *_) in found.items():
        closest[old.id] = max(closest.get(old.id, (0.0, "")), (strength, name))
    return {old: name for old, (_, name) in closest.items()}


def _as_one(found: Sequence[tuple[float, int, Story]]) -> Story:
    """Return all that was told of a story: by the closest of earlier ones, and by those nearly as close."""
    (_, _, closest), *others = found
    more = (item for strength, _, old in others if strength >= _CLOSER for item in old.items)
    return replace(closest, items=(*closest.items, *more))


def _continued(
    merged: Sequence[Story], past: Sequence[_Past], earlier: Mapping[str, float]
) -> _Found:
    words = {word for _, old in past for item in old.items for word in stems_of(item)}
    pages = {item.page for _, old in past for item in old.items if item.page}
    today = [story for story in merged if _touches(story, words, pages)]
    if not today:
        return {}
    growth = _compared(today, [old for _, old in past], earlier)
    places = _places(past)
    found: _Found = {}
    for number, story in enumerate(today):
        near = {
            place - len(today): growth.attraction(number, place) for place in growth.near(number)
        }
        same = {
            place
            for mark in _marks(story)
            for place in places.get(mark, ())
            if _is_tied(story, past[place][1])
        }
        for place, strength in sorted((near | dict.fromkeys(same, _SURE)).items()):
            edition, old = past[place]
            if place not in same and is_distant(story, old):
                strength *= 0.0 if _is_same_voice(story, old) else _FADED
            if strength >= _CLOSE and (place in same or not _is_elsewhere(story, old)):
                found.setdefault(story.id, []).append((strength, edition, old))
    for continued in found.values():
        continued.sort(key=lambda one: one[:2], reverse=True)
    return found


def _is_same_voice(story: Story, old: Story) -> bool:
    """Say whether one source of an earlier story tells another alone: what is alike may be a column then."""
    told = {item.source for item in story.items}
    return len(told) == 1 and told <= {item.source for item in old.items}


def _places(past: Sequence[_Past]) -> dict[int | str, list[int]]:
    """Return where in the past each item and each address stands."""
    places: dict[int | str, list[int]] = {}
    for place, (_, old) in enumerate(past):
        for mark in _marks(old):
            places.setdefault(mark, []).append(place)
    return places


def _marks(story: Story) -> set[int | str]:
    """Return the numbers and the addresses of a story's items."""
    return {mark for item in story.items for mark in (item.id, item.page) if mark}


def _is_tied(story: Story, old: Story) -> bool:
    """Say whether both hold one item, or one article's address.

    A home page is no article, and what one source shows at one address under quite another headline
    is another article: there are change logs, and feeds whose entries all link to one page.
    """
    if {item.id for item in story.items if item.id} & {item.id for item in old.items}:
        return True
    return any(
        one.page == other.page
        and not is_home(one.page)
        and (one.source != other.source or fresh(one, telling(other)) < FRESH)
        for one in story.items
        for other in old.items
    )


def _touches(story: Story, words: set[str], pages: set[str]) -> bool:
    """Say whether a story may continue an earlier one, given all their words and addresses."""
    return any(
        item.page in pages or len(words.intersection(stems_of(item))) >= _TOUCHING
        for item in story.items
    )


def _compared(
    today: Sequence[Story], past: Sequence[Story], earlier: Mapping[str, float]
) -> Growth:
    """Return the stories, first those of today, as groups, each with what attracts it.

    What two stories of one day have in common was decided when they were made, so only items of today
    and of the past are held against each other.
    """
    stories = (*past, *today)
    items = [item for story in stories for item in story.items[:_READ]]
    homes = [place for place, story in enumerate(stories) for _ in story.items[:_READ]]
    space = Space(items, headlines.read(items, {}), earlier)
    days = ["past" if home < len(past) else "today" for home in homes]
    times = [item.published.timestamp() for item in items]
    news = [number for number in range(len(items)) if number not in space.headlines.columns]
    listed = {number for number in news if days[number] == "past"}
    alike = near(space, news, times, days, inf, listed=listed)
    every = [str(number) for number in range(len(items))]
    growth = Growth(alike, every, times, LIMIT, space.vector)
    return growth.gathered([(home - len(past)) % len(stories) for home in homes])


def _is_elsewhere(story: Story, old: Story) -> bool:
    """Say whether a story names another country, city, party or platform, and none that the earlier one names."""
    mine, its = names_of(story.items), names_of(old.items, summaries=True)
    return any(not compatible(mine[kind], its[kind]) for kind in mine.keys() & its.keys())
