"""Follow-ups: what continues a story of an earlier paper, and what only repeats it.

A story is not printed on two days because another outlet joined late. It comes again when it grew:
when as many tell it anew as told it before, or when they tell what the earlier one did not hold.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from functools import cache, lru_cache

from digest.model import Item, Story
from digest.stems import is_number, listed, stem, stop_words
from digest.stories import headlines
from digest.stories.forms import NOTHING, shares
from digest.stories.growth import Growth
from digest.stories.joining import LIMIT
from digest.stories.lead import age, counted, grouped, is_copy
from digest.stories.likeness import Space, near
from digest.stories.names import Names, compatible, named
from digest.urls import is_home

_READ = 8
"""So many items of a story are compared; what the others say is much the same."""
_TOUCHING = 2
"""So many words a headline must share with earlier stories to be compared at all."""
_FRESH = 0.5
"""The share of a headline's words that must be new for it to tell something new."""
_LATER = timedelta(hours=6)
"""Who tells it alone, so much later and in other words, tells what happened since."""
_NEXT_DAY = timedelta(hours=24)
_ANEW = 0.375
"""Who tells it so much later hardly repeats it: the share of a headline's words that must be in none of
the earlier headlines then, whatever their summaries said."""
_CLOSE = 1.05
"""The attraction, against what joins items of one day, from which on a story continues another."""
_CLOSER = 1.3
"""And from which on it may be set aside for saying nothing new."""
_LONG = 4
_COMMON = 0.002
"""A word of fewer letters, or one in more headlines than this, may be in two by chance."""
_SEVERAL = 3
"""So many other words that are new tell something new, however long the headline."""
_LEADING = 2
"""So many make a headline the one to show where the lead has none."""
_PLACES = {"platform", "city", "state", "country", "party", "event", "camp", "quarter"}
"""What two stories name different ones of when they tell of different events (``apart.DOUBTS``)."""
_SURE = 10.0
"""The attraction of a story that holds an item or an address of the earlier one."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
"""What parts the digits of a large number once it is folded."""

Lead = Callable[[Story, Sequence[int]], Story]
"""Returns a story led by one of some of its items, by their places, if one of them may lead it."""
_Article = tuple[str, str]
"""A canonical address and a headline; home pages are no articles."""
_Past = tuple[int, Story]
_Found = dict[str, tuple[float, int, Story]]
"""By the id of today's story: how closely it continues which edition's which story."""


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
        strength, edition, old = found[story.id]
        heir_of = old.lasting_id if heirs[old.id] == story.id else ""
        marked = replace(story, continues=edition, heir_of=heir_of)
        if strength < _CLOSER or _brings_news(story, old, often):
            anew = _told_anew(story, old, often)
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
    for name, (strength, _, old) in found.items():
        closest[old.id] = max(closest.get(old.id, (0.0, "")), (strength, name))
    return {old: name for old, (_, name) in closest.items()}


def _continued(
    merged: Sequence[Story], past: Sequence[_Past], earlier: Mapping[str, float]
) -> _Found:
    words = {word for _, old in past for item in old.items for word in counted(item)}
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
            if (
                strength >= _CLOSE
                and (strength, edition) > found.get(story.id, (0.0, 0, old))[:2]
                and (place in same or not _is_elsewhere(story, old))
            ):
                found[story.id] = strength, edition, old
    return found


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
        and (one.source != other.source or _fresh(one, _telling(other)) < _FRESH)
        for one in story.items
        for other in old.items
    )


def _touches(story: Story, words: set[str], pages: set[str]) -> bool:
    """Say whether a story may continue an earlier one, given all their words and addresses."""
    return any(
        item.page in pages or len(words.intersection(counted(item))) >= _TOUCHING
        for item in story.items
    )


def _telling(item: Item) -> frozenset[str]:
    """Return the words of a headline that tell something; "Back-and-forth" is three, and one more."""
    return _of_headline(item.folded.partition("\n")[0])


def _in_order(item: Item) -> frozenset[str]:
    """Return those words, joined ones as their parts only."""
    return _of_headline(item.folded.partition("\n")[0].partition("  ")[0])


@lru_cache(maxsize=1 << 12)
def _of_headline(folded: str) -> frozenset[str]:
    return frozenset(stem(word) for word in folded.split() if not is_number(word)) - stop_words()


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
    alike = near(space, news, times, days, LIMIT, listed=listed)
    every = [str(number) for number in range(len(items))]
    growth = Growth(alike, every, times, LIMIT, space.vector)
    return growth.gathered([(home - len(past)) % len(stories) for home in homes])


def _brings_news(story: Story, old: Story, often: Mapping[str, float]) -> bool:
    """Say whether a story tells more than the earlier one that it continues.

    It does when it grew: at least two voices, and as many as before, that are no copies of what was
    told. Or when its headlines say what the earlier one did not, be it a number: those of two voices,
    or that of one who tells it clearly later; or two voices say one word that it did not. Who passes
    it on brings nothing new.

    Args:
        story: of today.
        old: of an earlier paper.
        often: in what share of headlines each stem stands.
    """
    pages = {item.page for item in old.items if item.page}
    before = len(grouped(sorted(old.items, key=age), {}))
    items = [item for item in story.items if item.page not in pages and item.share is None]
    voices = grouped(sorted(items, key=age), {})
    new = [voice[0] for voice in voices if not is_copy(voice[0], old.items)]
    known, names = _known(old), _named(old.items, summaries=True)
    headlines = {word for item in old.items for word in _telling(item) | _figures(item)}
    fresh = [
        item
        for item in new
        if _figures(item) - known
        or _fresh(item, known) >= _FRESH
        or len(_uncommon(_in_order(item) - known, often)) >= _SEVERAL
        or _names_more(_named([item]), names)
    ]
    latest = max(item.published for item in old.items)
    return (
        len(new) >= max(2, before)
        or len(fresh) > 1
        or _agree(new, known, often)
        or any(item.published >= latest + _LATER for item in fresh)
        or any(
            item.published >= latest + _NEXT_DAY
            and _share(_telling(item) | _figures(item), headlines) >= _ANEW
            for item in new
        )
    )


def _told_anew(story: Story, old: Story, often: Mapping[str, float]) -> list[int]:
    """Return which items of a story tell what an earlier one did not, if the first does not.

    Those whose headlines have several new words or numbers; where none has, and the first was in the
    earlier story, those that were not. A copy of what was told has none.
    """
    known, items = _known(old), story.items
    said = [_uncommon(_in_order(item) - known, often) | (_figures(item) - known) for item in items]
    copies = [is_copy(item, old.items) for item in items]
    new = [0 if copy else len(words) for words, copy in zip(said, copies, strict=True)]
    alone = replace(story, items=items[:1])
    if new[0] >= _LEADING or (new[0] and _brings_news(alone, old, often)):
        return []
    several = [place for place, words in enumerate(new) if words >= _LEADING]
    return several or ([] if new[0] else _unread(items, old))


def _unread(items: Sequence[Item], old: Story) -> list[int]:
    """Return which of some items an earlier story did not hold, if it held the first."""
    pages = {item.page for item in old.items if not is_home(item.page)}
    titles = {item.title for item in old.items}
    new = [item.page not in pages and item.title not in titles for item in items]
    return [] if new[0] else [place for place, is_new in enumerate(new) if is_new]


def _known(old: Story) -> set[str]:
    words = (word for item in old.items for word in item.folded.split())
    figures = (number for item in old.items for number in _counts(item.folded))
    return {*map(stem, words), *figures}


def _agree(items: Sequence[Item], known: Set[str], often: Mapping[str, float]) -> bool:
    """Say whether two headlines hold one telling word, or one number, that is not known."""
    words = Counter(
        word
        for item in items
        for word in _uncommon(_telling(item) - known, often) | (_figures(item) - known)
    )
    return max(words.values(), default=0) > 1


def _figures(item: Item) -> frozenset[str]:
    """Return the numbers of a headline that count people, euros, cases."""
    return frozenset(_counts(item.folded.partition("\n")[0]))


def _counts(folded: str) -> Iterator[str]:
    """Yield the numbers of a text from ten on, but for times, years, ages and instalments."""
    words = ["", *_THOUSANDS.sub("", folded).split(), ""]
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        large = len(word) > 1 or after in listed("number")
        if not (large and word.isdecimal()) or _YEAR.fullmatch(word):
            continue
        if not {before, after} & _dating() and not after.startswith("jaehrig"):
            yield word


@cache
def _dating() -> frozenset[str]:
    return listed("date") | listed("instalment")


def _uncommon(words: Set[str], often: Mapping[str, float]) -> Set[str]:
    """Return the words of some letters that stand in few headlines."""
    return {word for word in words if len(word) >= _LONG and often.get(word, 0.0) < _COMMON}


def _named(items: Iterable[Item], *, summaries: bool = False) -> dict[str, Names]:
    """Return the places, parties and platforms that headlines name, by kind, and summaries if wanted."""
    found: dict[str, Names] = {}
    for item in items:
        title = f"{item.title} {item.summary}" if summaries else item.title
        words = (item.folded if summaries else item.folded.partition("\n")[0]).split()
        for kind, names in named(title, words).items():
            if kind in _PLACES:
                found[kind] = found.get(kind, frozenset()) | names
    return found


def _is_elsewhere(story: Story, old: Story) -> bool:
    """Say whether a story names another country, city, party or platform, and none that the earlier one names."""
    mine, its = _named(story.items), _named(old.items, summaries=True)
    return any(not compatible(mine[kind], its[kind]) for kind in mine.keys() & its.keys())


def _names_more(mine: Mapping[str, Names], its: Mapping[str, Names]) -> bool:
    """Say whether a country, city, party or platform is named that was not."""
    return any(names - its.get(kind, frozenset()) for kind, names in mine.items())


def _fresh(item: Item, known: Set[str]) -> float:
    """Return the share of a headline's telling words that are not known."""
    return _share(_telling(item), known)


def _share(words: Set[str], known: Set[str]) -> float:
    return len(words - known) / len(words) if words else 0.0
