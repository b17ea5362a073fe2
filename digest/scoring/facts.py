"""What stands behind a signal, in a few English words for ``digest why``."""

from __future__ import annotations

from collections.abc import Mapping

from digest.model import Source, Story
from digest.scoring import signals
from digest.scoring.columns import Columns
from digest.scoring.learning import Taught
from digest.text import counted

_MUCH = 0.1
"""From twice as many reposts and likes as always, or half as many."""
_EXACT = 1e-3
"""Minutes that a number of hours may lack of the full minute that it stands for."""


def facts(
    story: Story,
    columns: Columns,
    number: int,
    sources: Mapping[str, Source],
    *,
    taught: Taught,
    items_per_source: Mapping[str, int],
    beat: str,
    faults: tuple[str, ...],
) -> dict[str, str]:
    """Return the fact behind each signal of the story in row *number* of *columns*."""
    tellers = [sources[item.source] for item in story.items if item.source in sources]
    voices, first = columns.voices[number], columns.first[number]
    told = 1 - 0.5 ** (first / signals.LAG)
    middle = " by its middle item" if len(story.items) > 2 else ""
    return {
        "chorus": counted(voices, "independent voice"),
        "trust": _trusted(tellers, taught),
        "variety": "unlike what stands above",
        "freshness": f"{_span(columns.hours[number])} old{middle}, "
        f"half-life {_span(columns.half_life[number])}",
        "beat": beat or "no preferred word",
        "growth": f"{counted(voices, 'voice')} in {_span(first)}, "
        f"{signals.coming(voices, told):.1f} more to come",
        "rarity": _rare(tellers, items_per_source),
        "headline": ", ".join(faults) or "plain",
        "echo": _received(story, columns.echo[number]),
    }


def _trusted(tellers: list[Source], taught: Taught) -> str:
    if not tellers:
        return "no source of this paper"
    best = max(tellers, key=taught.weight)
    factor = taught.factor(best.id)
    learned = f", learned × {factor:.2f}" if factor != 1 else ""
    return f"{best.label}, weight {best.weight:g}{learned}"


def _rare(tellers: list[Source], items_per_source: Mapping[str, int]) -> str:
    known = [source for source in tellers if source.id in items_per_source]
    if not known:
        return "rhythm not known"
    rarest = min(known, key=lambda source: items_per_source[source.id])
    return f"{rarest.label}, {counted(items_per_source[rarest.id], 'item')} in 7 days"


def _received(story: Story, echo: float) -> str:
    if not any(item.share and item.share.echo is not None for item in story.items):
        return "no post whose account's habit is known"
    if abs(echo - 0.5) < _MUCH:
        return "received as posts of these accounts always are"
    return f"received {'better' if echo > 0.5 else 'less'} than posts of these accounts usually are"


def _span(hours: float) -> str:
    """Return a length of time in what is full of it, as the paper tells the age of a story."""
    minutes = int(hours * 60 + _EXACT)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // (24 * 60)} days"
