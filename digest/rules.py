"""Which items the patterns of feeds.yaml speak of: what must be seen, what is muted, what is preferred.

A rule looks at items, not at stories, so that no merge can hide what it looks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest import words
from digest.model import Desk, Item, Rule, Source, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the patterns of a paper say of some items, by the number of each."""

    must_see: Mapping[int, tuple[str, ...]]
    """The names of the rules that fire, in their order."""
    muted: Mapping[int, str]
    """The pattern; a must-see rule wins over it."""
    preferred: Mapping[int, str]
    """The pattern, in the headline or the summary."""

    def moved(self, numbers: Sequence[int]) -> Marks:
        """Return the same of the same items in another order: *numbers* has the new number of each."""
        return Marks(
            must_see={numbers[n]: names for n, names in self.must_see.items()},
            muted={numbers[n]: text for n, text in self.muted.items()},
            preferred={numbers[n]: text for n, text in self.preferred.items()},
        )


def marks(desk: Desk, items: Sequence[Item]) -> Marks:
    """Read some items once for all patterns of a paper."""
    wanted = _patterns(desk.must_see)
    others = [words.parse(text) for text in (*desk.mute, *desk.prefer)]
    found = find([*wanted, *others], items)
    muted, preferred = found[len(wanted) :][: len(desk.mute)], found[len(wanted) + len(desk.mute) :]
    fired = _fired(desk.must_see, found, items, desk.sources)
    return Marks(
        must_see=fired,
        muted={n: text for n, text in _first(desk.mute, muted).items() if n not in fired},
        preferred=_first(desk.prefer, preferred),
    )


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
    rules = tuple(rules)
    return _fired(rules, find(_patterns(rules), items), items, tuple(sources))


def newly_fired(
    rules: Iterable[Rule],
    items: Sequence[Item],
    sources: Iterable[Source],
    printed: Iterable[Story],
) -> dict[int, tuple[str, ...]]:
    """Find the items that must be seen for what no paper has told of them yet.

    An article may be edited until a rule fires: what was printed of it says nothing of the tickets.

    Args:
        rules: in the order of feeds.yaml.
        items: any number, as they are now.
        sources: those of this paper.
        printed: the stories of earlier papers, with their items as they were then.

    Returns:
        As ``must_see``, less the items that were told for the same rules.
    """
    rules, sources = tuple(rules), tuple(sources)
    fired = must_see(rules, items, sources)
    told = told_for(rules, {items[place].id for place in fired}, sources, printed)
    return {
        place: names
        for place, names in fired.items()
        if items[place].id not in told or not told[items[place].id].issuperset(names)
    }


def told_for(
    rules: Iterable[Rule],
    numbers: Container[int],
    sources: Iterable[Source],
    printed: Iterable[Story],
    announced: Iterable[Item] = (),
) -> dict[int, set[str]]:
    """Find for which rules items were told.

    Args:
        rules: in the order of feeds.yaml.
        numbers: of the items.
        sources: those of this paper.
        printed: the stories of earlier papers, with their items as they were then.
        announced: items as they were when they were announced.

    Returns:
        By the number of each item that was told, the names of the rules that fired on it as it was
        then, or on the story in which it was.
    """
    then = [(item, story.must_see) for story in printed for item in story.items]
    then = [pair for pair in [*then, *((item, ()) for item in announced)] if pair[0].id in numbers]
    fired = must_see(rules, [item for item, _ in then], sources)
    told: dict[int, set[str]] = {}
    for place, (item, names) in enumerate(then):
        told.setdefault(item.id, set()).update(names, fired.get(place, ()))
    return told


def wanted(rules: Iterable[Rule], items: Sequence[Item]) -> set[str]:
    """Return the folded words that rules look for in the items that fire."""
    return words.looked_for(_patterns(rules), texts(items))


def _patterns(rules: Iterable[Rule]) -> list[words.Pattern]:
    return [words.parse(text, rule.where) for rule in rules for text in rule.patterns]


def _fired(
    rules: Iterable[Rule],
    found: Iterable[Sequence[int]],
    items: Sequence[Item],
    sources: Sequence[Source],
) -> dict[int, tuple[str, ...]]:
    hits = iter(found)
    fired: dict[int, tuple[str, ...]] = {}
    for rule in rules:
        looked_at = heeded(rule, sources)
        for number in sorted(set().union(*(next(hits) for _ in rule.patterns))):
            if items[number].source in looked_at:
                fired[number] = (*fired.get(number, ()), rule.name)
    return fired


def checked(
    rules: Iterable[Rule], items: Iterable[Item], sources: Sequence[Source]
) -> dict[str, int]:
    """Count the items that each rule looks at, by its name; only for rules that do not look at all."""
    narrow = [rule for rule in rules if rule.sources or rule.sections]
    count = Counter(item.source for item in items) if narrow else Counter[str]()
    return {rule.name: sum(count[name] for name in heeded(rule, sources)) for rule in narrow}


def matching(
    patterns: Sequence[str], items: Sequence[Item], where: str = words.BOTH
) -> dict[int, str]:
    """Find the items that match; for the number of each, the first pattern that it matches."""
    found = find([words.parse(text, where) for text in patterns], items)
    return _first(patterns, found)


def find(patterns: Sequence[words.Pattern], items: Sequence[Item]) -> list[list[int]]:
    """Find the items that match, as ``words.find`` does, each pattern in the texts that it looks at."""
    short = texts(items)
    many = [pattern for pattern in patterns if pattern.where == words.TEXT]
    if not many:
        return words.find(patterns, short)
    few = [pattern for pattern in patterns if pattern.where != words.TEXT]
    whole = [f"{text}\n{it.whole or ''}" for text, it in zip(short, items, strict=True)]
    in_few, in_many = iter(words.find(few, short)), iter(words.find(many, whole))
    return [next(in_many if each.where == words.TEXT else in_few) for each in patterns]


def _first(patterns: Sequence[str], found: Sequence[Sequence[int]]) -> dict[int, str]:
    pairs = zip(reversed(patterns), reversed(found), strict=True)
    return {number: text for text, numbers in pairs for number in numbers}


def worth_reading(
    items: Sequence[Item], rules: Iterable[Rule], sources: Sequence[Source]
) -> tuple[Item, ...]:
    """Leave out the posts that a source is not followed for, unless a rule fires on them.

    Without a word in feeds.yaml these are posts without a link that say little (``Share.chatter``);
    ``posts: links`` leaves out all without a link, ``posts: all`` none.
    """
    wanted = {source.id: source.posts for source in sources}
    quiet = [item for item in items if _is_quiet(item, wanted.get(item.source, ""))]
    if not quiet:
        return tuple(items)
    fired = must_see(rules, quiet, sources)
    gone = {id(item) for number, item in enumerate(quiet) if number not in fired}
    return tuple(item for item in items if id(item) not in gone)


def _is_quiet(item: Item, posts: str) -> bool:
    if item.share is None or posts == "all":
        return False
    return item.share.chatter or (posts == "links" and not item.share.link)


def texts(items: Iterable[Item]) -> list[str]:
    """Return what ``words.folded`` makes of each item, read from the item where it is kept."""
    return [item.folded or words.folded(item.title, item.summary) for item in items]


def heeded(rule: Rule, sources: Iterable[Source]) -> frozenset[str]:
    """The ids of the sources that a rule looks at; it names them as a person would."""
    names = frozenset(map(words.fold, rule.sources))
    sections = frozenset(map(words.fold, rule.sections))
    return frozenset(
        source.id
        for source in sources
        if (not names or not names.isdisjoint(map(words.fold, (source.label, source.target))))
        and (not sections or words.fold(source.section) in sections)
    )
