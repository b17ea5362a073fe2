"""What X charges."""

from datetime import date
from decimal import Decimal

from digest.model import PAID
from digest.xapi import LOOKED_UP, PRICES, dollars, in_millionths, millionths


def test_there_is_a_price_for_all_that_is_paid_for():
    assert tuple(PRICES) == PAID


def test_the_table_is_dated_and_can_be_overridden():
    assert isinstance(LOOKED_UP, date)
    prices = in_millionths({"post": Decimal("0.01")})
    assert prices["post"] == 10_000
    assert prices["create_link"] == 200_000
    assert prices.keys() == PRICES.keys()


def test_a_sum_is_counted_in_millionths():
    assert millionths(Decimal(10)) == 10_000_000
    assert millionths(None) is None


def test_a_sum_is_written_in_cents_or_mills():
    assert dollars(10_000_000) == "$10.00"
    assert dollars(425_000) == "$0.425"
    assert dollars(200_000) == "$0.20"
    assert dollars(0) == "$0.00"
