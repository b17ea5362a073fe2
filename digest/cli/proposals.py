"""What ``digest check`` proposes: edits for feeds that have moved or are gone, and for odd patterns."""

from __future__ import annotations

import re
import shlex
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from digest.model import Desk, Fetched, Health, Item, Rule

if TYPE_CHECKING:
    from digest.config import Config

_PLAIN = re.compile(r"(?<!\S)(\+?)(\w[\w-]{3,})(?!\S)")
"""A word of a pattern that could have a ``*``; shorter ones are names, or begin too many others."""
_WIDER = (r"\1\2*", r"\1*\2", r"\1*\2*")
_SHOWN = 60
"""Characters of a headline that is shown as an example."""


def edits(answers: Iterable[Fetched], health: Mapping[str, Health]) -> Iterator[str]:
    """Yield a line for each source that feeds.yaml should have otherwise.

    Args:
        answers: what the sources gave just now.
        health: how they have been answering, by ``Source.id``.
    """
    for fetched in answers:
        target, label = fetched.source.target, fetched.source.label
        known = health.get(fetched.source.id, Health())
        if fetched.gone:
            yield f"{label} is gone for good: `digest feeds remove {shlex.quote(target)}` takes it out"
        elif known.gone and not fetched.problem:
            yield f"{label} was gone for good and answers now: it is asked again"
        elif known.moved:
            yield f"{label} has moved for good: write {known.moved} in the place of {target}"


def odd_patterns(config: Config) -> Iterator[str]:
    """Yield a line for each pattern that finds less or more than what it was written for, each once."""
    from digest.words import seems_several, without_signs

    every = (config.main, *config.editions.values())
    for place, text in dict.fromkeys(pair for desk in every for pair in _patterns(desk)):
        if seems_several(text):
            yield f"{place}: {text!r} finds only what holds all its words; several are a list: [one, another]"
        if left := without_signs(text):
            yield f"{place}: {text!r} finds every {left!r}, for signs are not compared; add a word that stands beside it"


def narrow_patterns(config: Config, items: Sequence[Item]) -> Iterator[str]:
    """Yield a line for each pattern of a must-see rule that finds nothing, and would with a ``*``.

    "abmahnung" is a word of its own, and no part of "Abmahnungen" or "Abmahnwelle".

    Args:
        config: whose rules are looked at.
        items: what came in lately, the latest last.
    """
    from digest import rules, words
    from digest.text import clean, counted, shorten

    asked: dict[Rule, Desk] = {}
    for desk in (config.main, *config.editions.values()):
        asked |= {rule: desk for rule in desk.must_see if rule not in asked}
    for rule, desk in asked.items():
        sources = rules.heeded(rule, desk.sources)
        seen = [item for item in items if item.source in sources]
        found = rules.find([words.parse(text, rule.where) for text in rule.patterns], seen)
        told = {number for numbers in found for number in numbers}
        for text, numbers in zip(rule.patterns, found, strict=True):
            if not numbers and (wider := _missed(text, rule.where, seen, told)):
                other, missed = wider
                title = shorten(clean(seen[missed[-1]].title), _SHOWN)
                yield (
                    f"must_see {rule.name}: {text!r} finds nothing in {counted(len(seen), 'item')}"
                    f" of late, {other!r} would find {len(missed)}: {title}"
                )


def _missed(
    text: str, where: str, items: Sequence[Item], told: Container[int]
) -> tuple[str, list[int]] | None:
    """Return the first wider pattern that finds items that are not told, and which those are."""
    from digest import rules, words

    wider = [words.parse(other, where) for other in _wider(text)]
    for pattern, numbers in zip(wider, rules.find(wider, items), strict=True):
        if missed := [number for number in numbers if number not in told]:
            return pattern.text, missed
    return None


def _wider(text: str) -> Iterable[str]:
    """Return a pattern with a ``*`` behind its words, before them, and on both sides; not a phrase."""
    others = (_PLAIN.sub(ends, text) for ends in _WIDER if '"' not in text)
    return [other for other in others if other != text]


def _patterns(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield each pattern of a paper, with what it is for."""
    for rule in desk.must_see:
        for text in rule.patterns:
            yield f"must_see {rule.name}", text
    for text in desk.prefer:
        yield "prefer", text
    for text in desk.mute:
        yield "mute", text
