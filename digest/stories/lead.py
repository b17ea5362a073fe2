"""The lead: which item of a story is shown, and how many voices really tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from digest.model import Item, Source, Story

_AGENCY = re.compile(
    r"\b(?:dpa(?:-\w+)?|apa|afp|ap|reuters|sda|keystone-sda|kna|epd|sid|pti|ani|efe|ansa|xinhua|associated press"
    r"|agence france-presse)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\A\W*(?:[SFZ]\s?\+|[SF]\+|\((?:S|F|Z)\+\)|(?:SZ|FAZ|heise|SPIEGEL|Tsp|WELT|BILD|t3n|NZZ|KURIER)\s?(?:\+|Plus)|Z\+)"
    r"|\[(?:paid|plus|premium|abo|subscribers? only|\$)\]|\((?:paid|plus|premium|abo|subscribers? only|paywall)\)"
    r"|\bsubscribers? only\b|\babopflichtig",
    re.IGNORECASE,
)
_PAID_PLACE = re.compile(
    r"[/.](?:plus|premium|paid|abo|subscriber|bezahlartikel|heiseplus|bildplus)[./]|[?&](?:reduced=true|paywall=|premium=)"
    r"|/plus\d|\+\.html",
    re.IGNORECASE,
)
_BAIT = re.compile(
    r"\.\.\.\W*\Z|…\W*\Z|\?\W*\Z|!!|\byou won.t believe\b|\bwhat happen(?:s|ed) next\b|\bthis is (?:why|what|how)\b"
    r"|\bhere.s (?:why|what|how)\b|\bthe reason is\b|\bdas steckt dahinter\b|\bdarum\b|\bso reagier|\bdieser? (?:trick|grund)\b"
    r"|\bdas m[uü]ssen sie\b|\bsie werden nicht glauben\b|\bwas dann (?:passiert|geschah)\b|\bschock\b|\bunfassbar\b|\bjetzt ist klar\b",
    re.IGNORECASE,
)
_SAME = 0.75
"""The share of words from which on two texts are one."""
_ENOUGH = 8


def ordered(items: Sequence[Item], sources: Mapping[str, Source], language: str) -> list[Item]:
    """Put the items of a story in order: the lead, then the others, oldest first.

    Args:
        items: of one story.
        sources: by ``Source.id``.
        language: of the paper; its items are preferred.
    """
    by_age = sorted(items, key=age)
    originals = {group[0].key: group for group in grouped(by_age, sources)}
    lead = min(
        by_age, key=lambda item: _standing(item, sources, language, item.key not in originals)
    )
    return [lead, *(item for item in by_age if item is not lead)]


def age(item: Item) -> tuple[object, ...]:
    """Return what items are put in order by: their time, and what decides a tie the same way each time."""
    return item.published, item.source, item.key, item.url, item.title, item.id


def _standing(
    item: Item, sources: Mapping[str, Source], language: str, is_copy: bool
) -> tuple[object, ...]:
    """Return what speaks against an item as the lead, the weightiest first; smaller is better."""
    source = sources.get(item.source)
    weight = source.weight if source else 1.0
    return (
        weight <= 0,
        bool(item.language) and item.language != language,
        -round(weight, 2),
        _is_paid(item),
        _is_bait(item.title),
        is_copy or _is_wire(item),
        -min(len(item.summary) // 80, 2),
        age(item),
    )


def _is_paid(item: Item) -> bool:
    return bool(_PAID.search(item.title) or _PAID_PLACE.search(item.url))


def _is_bait(title: str) -> bool:
    """Say whether a headline shouts or holds back what happened."""
    letters = [letter for letter in title if letter.isalpha()]
    shouting = len(letters) > 12 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
    return shouting or len(title) < 20 or bool(_BAIT.search(title))


def _is_wire(item: Item) -> bool:
    """Say whether an item names the agency that its text is from."""
    beginning, end = item.summary[:60], item.summary[-40:]
    return any(_AGENCY.search(text) for text in (item.author, beginning, end))


def voices(story: Story, sources: Mapping[str, Source]) -> tuple[tuple[Item, ...], ...]:
    """Group the items of a story by who really speaks.

    Sources of one owner, items of one address and copies of one wire text are one voice.

    Args:
        story: whose items are grouped.
        sources: by ``Source.id``.

    Returns:
        The voices, the one that spoke first leading, each with its items oldest first.
    """
    return tuple(tuple(group) for group in grouped(sorted(story.items, key=age), sources))


def grouped(items: Sequence[Item], sources: Mapping[str, Source]) -> list[list[Item]]:
    """Group items, oldest first, by voice."""
    groups: list[list[Item]] = []
    known: list[tuple[set[str], set[str]]] = []
    for item in items:
        texts = _texts(item)
        home = next(
            (
                group
                for group, others in zip(groups, known, strict=True)
                if _one_voice(item, group, sources) or _copied(texts, others)
            ),
            None,
        )
        if home is None:
            groups.append([item])
            known.append(texts)
        else:
            home.append(item)
    return groups


def is_copy(item: Item, others: Iterable[Item]) -> bool:
    """Say whether an item's text is nearly that of one of some others."""
    texts = _texts(item)
    return any(_copied(texts, _texts(other)) for other in others)


def _one_voice(item: Item, group: Sequence[Item], sources: Mapping[str, Source]) -> bool:
    owner = _owner(item, sources)
    return any(
        _owner(other, sources) == owner or (item.page and item.page == other.page)
        for other in group
    )


def _owner(item: Item, sources: Mapping[str, Source]) -> str:
    source = sources.get(item.source)
    return source.owner if source and source.owner else item.source


def _texts(item: Item) -> tuple[set[str], set[str]]:
    headline, _, summary = item.folded.partition("\n")
    return set(headline.split()), set(summary.split())


def _copied(texts: tuple[set[str], set[str]], others: tuple[set[str], set[str]]) -> bool:
    (headline, summary), (its_headline, its_summary) = texts, others
    if min(len(summary), len(its_summary)) >= _ENOUGH:
        return _share(summary, its_summary) >= _SAME
    return _share(headline, its_headline) >= _SAME


def _share(one: set[str], other: set[str]) -> float:
    """Return the share of words that two texts have in common (Jaccard 1901)."""
    return len(one & other) / len(one | other) if one or other else 0.0
