"""Which items the patterns of feeds.yaml speak of: what must be seen, what is muted, what is preferred.

A rule looks at items, not at stories, so that no merge can hide what it looks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digest import words
from digest.model import Item, Rule, Source


def must_see(
    rules: Iterable[Rule], items: Sequence[Item], sources: Iterable[Source]
) -> dict[int, tuple[str, ...]]:
    """Find the items that must be seen.

    Args:
        rules: in the order of feeds.yaml.
        items: any number.
        sources: those of this paper; an item of any other fires nothing.

    Returns:
        For the number of each item that fires, the names of its rules in their order.
    """
    rules, sources = tuple(rules), tuple(sources)
    wanted = [words.parse(text, rule.where) for rule in rules for text in rule.patterns]
    hits = iter(words.find(wanted, texts(items)))
    fired: dict[int, tuple[str, ...]] = {}
    for rule in rules:
        heeded = _heeded(rule, sources)
        for number in sorted(set().union(*(next(hits) for _ in rule.patterns))):
            if items[number].source in heeded:
                fired[number] = (*fired.get(number, ()), rule.name)
    return fired


def matching(
    patterns: Sequence[str], items: Sequence[Item], where: str = words.TEXT
) -> dict[int, str]:
    """Find the items that match; for the number of each, the first pattern that it matches."""
    found = words.find([words.parse(text, where) for text in patterns], texts(items))
    pairs = zip(reversed(patterns), reversed(found), strict=True)
    return {number: text for text, numbers in pairs for number in numbers}


def texts(items: Iterable[Item]) -> list[str]:
    """Return what ``words.folded`` makes of each item, read from the item where it is kept."""
    return [item.folded or words.folded(item.title, item.summary) for item in items]


def _heeded(rule: Rule, sources: Iterable[Source]) -> frozenset[str]:
    """The ids of the sources that a rule looks at; it names them as a person would."""
    names = frozenset(map(words.fold, rule.sources))
    sections = frozenset(map(words.fold, rule.sections))
    return frozenset(
        source.id
        for source in sources
        if (not names or not names.isdisjoint(map(words.fold, (source.label, source.target))))
        and (not sections or words.fold(source.section) in sections)
    )
