"""What X charges, as it was looked up on a day; feeds.yaml can say otherwise under ``x: prices:``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

LOOKED_UP = date(2026, 8, 1)
"""When the prices were looked up (https://docs.x.com/x-api/getting-started/pricing)."""

PRICES: Mapping[str, Decimal] = MappingProxyType(
    {
        "post": Decimal("0.005"),
        "user": Decimal("0.010"),
        "own": Decimal("0.001"),
        "create": Decimal("0.015"),
        "create_link": Decimal("0.200"),
    }
)
"""US dollars for one thing: a post read, an account read, something of one's own read, a post
created, a post with a link created. Failed requests are free; the same thing on the same day of UTC
is paid once."""

_MILLION = 1_000_000


def in_millionths(prices: Mapping[str, Decimal]) -> dict[str, int]:
    """Return the prices in millionths of a US dollar, with *prices* before the table's."""
    return {kind: int(price * _MILLION) for kind, price in {**PRICES, **prices}.items()}


def millionths(dollars: Decimal | None) -> int | None:
    """Return a sum in millionths of a US dollar; None stays None."""
    return None if dollars is None else int(dollars * _MILLION)


def dollars(cost: int) -> str:
    """Write millionths of a US dollar for people: whole cents, and mills where there are any."""
    return f"${cost / _MILLION:.2f}" if cost % 10_000 == 0 else f"${cost / _MILLION:.3f}"
