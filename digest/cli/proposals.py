"""What ``digest check`` proposes: edits for feeds that have moved or are gone, and for odd patterns."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from digest.model import Desk, Fetched, Health

if TYPE_CHECKING:
    from digest.config import Config


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


def _patterns(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield each pattern of a paper, with what it is for."""
    for rule in desk.must_see:
        for text in rule.patterns:
            yield f"must_see {rule.name}", text
    for text in desk.prefer:
        yield "prefer", text
    for text in desk.mute:
        yield "mute", text
