"""The reasons for a rank: each signal is a small function from what is known to a number from 0 to 1.

They are weighed in one place, ``WEIGHTS``, by one measure: what a doubling of the voices is worth (0.05).
A source trusted twice as much counts nearly as much, a day of age a little more, a preferred word or
the same subject as a story above more than twice as much. Likes count against the habit of the very
account only, and for less than anything else; nothing here counts followers.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log2

WEIGHTS: Mapping[str, float] = {
    "chorus": 0.30,
    "trust": 0.18,
    "freshness": 0.12,
    "beat": 0.12,
    "variety": 0.12,
    "growth": 0.05,
    "rarity": 0.05,
    "headline": 0.04,
    "echo": 0.02,
}
"""What each signal counts for; together 1, so that a score lies between 0 and 1."""

CHORUS = 64
"""So many voices are as many as can be."""
LAG = 3.0
"""Hours in which half of those who will tell a story have told it."""
ONE_A_DAY = 7.0
"""Items a week of a source whose rhythm is not known."""
_FEWER, _SPREAD = 0.1, 0.3
_GROWN = 4.0


def chorus(voices: int) -> float:
    """Grow with the logarithm of the independent voices: one is 0, each doubling counts the same, 64 is 1."""
    return log2(voices) / 6 if voices < CHORUS else 1.0


def trust(weight: float) -> float:
    """Grow with the logarithm of the heaviest teller's weight: a quarter is 0, 1 is a half, 4 is 1."""
    return min(1.0, max(0.0, 0.5 + log2(weight) / 4)) if weight > 0 else 0.0


def variety(likeness: float) -> float:
    """Fall with the likeness to what stands above it in the paper.

    Maximal marginal relevance: Carbonell and Goldstein, The Use of MMR, SIGIR 1998.
    """
    return 1.0 - likeness


def freshness(hours: float, half_life: float) -> float:
    """Halve with every half-life: 0.5 ** (hours / half_life)."""
    return float(0.5 ** (hours / half_life))


def beat(match: float) -> float:
    """Say how near to the reader's beat: 1 in the headline, 0.5 in the summary, 0 when nothing matched."""
    return match


def growth(voices: int, hours: float) -> float:
    """Grow with the voices that are still to come, by the logarithm: as many as there are is a half.

    Of those who will tell a story half have done so after three hours (blogs follow news by 2.5 hours:
    Leskovec, Backstrom and Kleinberg, Meme-tracking, KDD 2009). What has gathered in that share of the
    time gathers in the rest: a gamma-Poisson estimate that begins at few, on the logarithmic scale of
    Szabo and Huberman, Predicting the Popularity of Online Content, CACM 53 (2010).
    """
    told = 1 - 0.5 ** (hours / LAG)
    grown = (voices + coming(voices, told)) / voices
    return log2(grown) / 2 if grown < _GROWN else 1.0


def coming(voices: int, told: float) -> float:
    """Estimate how many more voices there will be when the share *told* of the usual time is over."""
    return (1 - told) * (voices - 1 + _FEWER) / (told + _SPREAD)


def rarity(weekly: float) -> float:
    """Fall with the items a week of the quietest teller: one a day is a half, silence until now 1."""
    return ONE_A_DAY / (ONE_A_DAY + weekly)


def headline(faults: int) -> float:
    """Halve with each fault: bait, shouting, rows of exclamation marks."""
    return float(0.5**faults)


def echo(received: float) -> float:
    """Say how posts were received against their own accounts' habit: a half is as always, or unknown."""
    return received
