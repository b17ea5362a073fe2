"""Vectors of few words: what each term of an item, or of a group of them, counts."""

from __future__ import annotations

Vector = dict[int, float]
"""What each term counts; the others count nothing."""


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum([its * other[term] for term, its in one.items() if term in other])


def added(one: Vector, other: Vector) -> Vector:
    """Return the sum of two vectors."""
    if len(one) < len(other):
        one, other = other, one
    total = one.copy()
    already = total.get
    for term, its in other.items():
        total[term] = already(term, 0.0) + its
    return total
