"""What a story tells that an earlier paper's did not: words, names and numbers of its headlines.

Who joins late tells the same in other words, and soon; what happened since comes later, is told by
several, or has a number that nobody had.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta
from functools import cache, lru_cache

from digest.model import Item, Story
from digest.stems import is_number, listed, stem, stop_words
from digest.stories.joining import LIMIT
from digest.stories.lead import age, grouped, is_copy, site_of
from digest.stories.names import Names, named
from digest.urls import is_home

FRESH = 0.5
"""The share of a headline's words that must be new for it to tell something new."""
_LATER = timedelta(hours=6)
"""Who tells it alone, so much later and in other words, tells what happened since."""
_NEXT_DAY = timedelta(hours=24)
"""So much later only what earlier headlines said counts as told: what their summaries mentioned is news now."""
_LONG = 4
_COMMON = 0.002
"""A word of fewer letters, or one in more headlines than this, may be in two by chance."""
_SEVERAL = 3
"""So many other words that are new tell something new, however long the headline."""
_LEADING = 2
"""So many make a headline the one to show where the lead has none."""
_TELLING_APART = {"platform", "city", "state", "country", "party", "event", "camp", "quarter"}
"""What two stories name different ones of when they tell of different events (``apart.DOUBTS``)."""
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
"""What parts the digits of a large number once it is folded."""
_WHEN = re.compile(r"\b(?:\d\d? [0-5]\d ?(?=(?:uhr|[ap] ?m)\b)|\d\d? \d\d? (?:19|20)\d\d\b|0\d*\b)")
"""Folded: "19:30 Uhr", "12.08.2026", the month of "12.08."."""
_LARGE = re.compile(r"(?<=\d)(?:bn|mn|m|k)\b")
"""What makes a number large and is written to its digits: "€500m", "$2bn"."""
_SPELLED = {"zehn": "10", "ten": "10", "elf": "11", "eleven": "11", "zwoelf": "12", "twelve": "12"}
"""From ten on, what headlines write in letters."""


def is_distant(story: Story, old: Story) -> bool:
    """Say whether more than a story's time lies between the last of an earlier story and the first of another."""
    first, last = min(i.published for i in story.items), max(i.published for i in old.items)
    return (first - last).total_seconds() > LIMIT


def brings_news(story: Story, old: Story, often: Mapping[str, float]) -> bool:
    """Say whether a story tells more than the earlier one that it continues.

    What was told before, its copies and posts that pass it on do not count. Of the rest one of these
    is enough:

    * at least two voices tell it, and as many as told the earlier one;
    * headlines of two voices are news: they have a number, a name or many words that it did not have;
    * one such headline came hours after the last item of the earlier one;
    * headlines of two voices have the same new word, or the same new number;
    * a day later, half of the words of a headline stood in no headline of it, whatever its summaries said;
    * who told the earlier one tells more of it hours later: a new word or number is enough;
    * later than one story lasts, a headline has any telling word that no headline of it had.

    Args:
        story: of today.
        old: all that earlier papers told of it.
        often: in what share of headlines each stem stands.
    """
    before = len(grouped(sorted(old.items, key=age), {}))
    voices = _new_voices(story, old)
    known, names = _known(old), names_of(old.items, summaries=True)
    headlines = {word for item in old.items for word in telling(item) | _figures(item)}

    def is_news(item: Item) -> bool:
        return (
            bool(_figures(item) - known)
            or fresh(item, known) >= FRESH
            or len(_uncommon(_in_order(item) - known, often)) >= _SEVERAL
            or _names_more(names_of([item]), names)
        )

    anew = [news for voice in voices if (news := list(filter(is_news, voice)))]
    new = [item for voice in voices for item in voice]
    latest = max(item.published for item in old.items)
    return (
        len(voices) >= max(2, before)
        or len(anew) > 1
        or _agree(voices, known, often)
        or any(_goes_on(item, old, known, headlines, often) for item in new)
        or any(item.published >= latest + _LATER for news in anew for item in news)
        or (is_distant(story, old) and any(_uncommon(telling(i) - headlines, {}) for i in new))
        or any(
            item.published >= latest + _NEXT_DAY
            and _share(telling(item) | _figures(item), headlines) >= FRESH
            for item in new
        )
    )


def _new_voices(story: Story, old: Story) -> list[list[Item]]:
    """Return, voice by voice, the items that were not told before, nor are copies or posts that pass it on."""
    items = [item for item in story.items if not _was_told(item, old) and item.share is None]
    said = [
        [item for item in voice if not is_copy(item, old.items)]
        for voice in grouped(sorted(items, key=age), {})
    ]
    return [voice for voice in said if voice]


def _goes_on(
    item: Item, old: Story, known: Set[str], headlines: Set[str], often: Mapping[str, float]
) -> bool:
    """Say whether a source tells a story once more, clearly later, with a word or number that was not told.

    Of a source that brings what others write only the same site does so.

    Args:
        item: of today.
        old: an earlier story.
        known: its words.
        headlines: those of its headlines, which alone count a day later.
        often: in what share of headlines each stem stands; a day later that is no matter.
    """
    site = site_of(item.page)
    its = [other for other in old.items if other.source == item.source]
    told = [other.published for other in its if site and site_of(other.page) == site]
    if not told or item.published < max(told) + _LATER:
        return False
    if item.published >= max(told) + _NEXT_DAY:
        known, often = headlines, {}
    return bool(_uncommon(telling(item) - known, often) or _figures(item) - known)


def _was_told(item: Item, old: Story) -> bool:
    """Say whether an earlier story held an article.

    What a source shows at one address under another headline is another one: there are pages for
    whatever holds now, such as the state of a service.
    """
    return not is_home(item.page) and any(
        item.page == other.page and (item.source != other.source or item.title == other.title)
        for other in old.items
    )


def told_anew(story: Story, old: Story, often: Mapping[str, float]) -> list[int]:
    """Return which items of a story tell what an earlier one did not, if the first does not.

    Those whose headlines have several new words or numbers; where none has, and the first was in the
    earlier story, those that were not. A copy of what was told has none.
    """
    known, items = _known(old), story.items
    said = [_uncommon(_in_order(item) - known, often) | (_figures(item) - known) for item in items]
    copies = [is_copy(item, old.items) for item in items]
    new = [0 if copy else len(words) for words, copy in zip(said, copies, strict=True)]
    alone = replace(story, items=items[:1])
    if new[0] >= _LEADING or (new[0] and brings_news(alone, old, often)):
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


def _agree(voices: Iterable[Iterable[Item]], known: Set[str], often: Mapping[str, float]) -> bool:
    """Say whether headlines of two voices hold one telling word, or one number, that is not known."""
    said = Counter[str]()
    for voice in voices:
        items = [(telling(item) - known, _figures(item) - known) for item in voice]
        said.update(
            {word for words, figures in items for word in _uncommon(words, often) | figures}
        )
    return max(said.values(), default=0) > 1


def _figures(item: Item) -> frozenset[str]:
    """Return the numbers of a headline that count people, euros, cases."""
    return frozenset(_counts(item.folded.partition("\n")[0]))


def _counts(folded: str) -> Iterator[str]:
    """Yield the numbers of a text from ten on, but for times, days, years, ages and instalments.

    "1.2 billion" is "1,2", and what has a unit may be smaller than ten.
    """
    if _DIGIT.search(folded):
        folded = _WHEN.sub(" ", _THOUSANDS.sub("", _LARGE.sub(" million", folded)))
    elif _SPELLED.keys().isdisjoint(folded.split()):
        return
    words = ["", *(_SPELLED.get(word, word) for word in folded.split()), ""]
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        counted = after in listed("number")
        if not ((counted or len(word) > 1) and word.isdecimal()) or _YEAR.fullmatch(word):
            continue
        if {before, after} & _dating() or after.startswith("jaehrig"):
            continue
        is_fraction = counted and before.isdecimal() and not _YEAR.fullmatch(before)
        yield f"{before},{word}" if is_fraction else word


@cache
def _dating() -> frozenset[str]:
    return listed("date") | listed("instalment")


def _uncommon(words: Set[str], often: Mapping[str, float]) -> Set[str]:
    """Return the words of some letters that stand in few headlines."""
    return {word for word in words if len(word) >= _LONG and often.get(word, 0.0) < _COMMON}


def telling(item: Item) -> frozenset[str]:
    """Return the words of a headline that tell something; "Back-and-forth" is three, and one more."""
    return _of_headline(item.folded.partition("\n")[0])


def _in_order(item: Item) -> frozenset[str]:
    """Return those words, joined ones as their parts only."""
    return _of_headline(item.folded.partition("\n")[0].partition("  ")[0])


@lru_cache(maxsize=1 << 12)
def _of_headline(folded: str) -> frozenset[str]:
    return frozenset(stem(word) for word in folded.split() if not is_number(word)) - stop_words()


def names_of(items: Iterable[Item], *, summaries: bool = False) -> dict[str, Names]:
    """Return the places, parties, platforms and events that headlines name, by kind; summaries, too, if wanted."""
    found: dict[str, Names] = {}
    for item in items:
        title = f"{item.title} {item.summary}" if summaries else item.title
        words = (item.folded if summaries else item.folded.partition("\n")[0]).split()
        for kind, names in named(title, words).items():
            if kind in _TELLING_APART:
                found[kind] = found.get(kind, frozenset()) | names
    return found


def _names_more(mine: Mapping[str, Names], its: Mapping[str, Names]) -> bool:
    """Say whether a country, city, party or platform is named that was not."""
    return any(names - its.get(kind, frozenset()) for kind, names in mine.items())


def fresh(item: Item, known: Set[str]) -> float:
    """Return the share of a headline's telling words that are not known."""
    return _share(telling(item), known)


def _share(words: Set[str], known: Set[str]) -> float:
    return len(words - known) / len(words) if words else 0.0
