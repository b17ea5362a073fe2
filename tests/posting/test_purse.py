"""The money for looks at the own timeline on X, in a real archive."""

from datetime import timedelta

import pytest

from digest.credentials import Credentials
from digest.posting import NETWORKS, Purse, Sight
from digest.queue.drafts import Draft
from digest.store import Store
from digest.xapi import in_millionths
from tests.fakes.x import NOW

DRAFT = Draft(network="x", state="unclear", text="Ein Text", story="s1", attempted=NOW)


@pytest.fixture
def accounts(tmp_path):
    with Store(tmp_path / "data") as store:
        yield store.accounts


def test_looks_without_keys_leave_the_budget_whole(accounts):
    for number in range(3):
        now = NOW + number * timedelta(minutes=15)
        purse = Purse(
            memory=accounts, budget=1_000_000, prices=in_millionths({}), clock=lambda now=now: now
        )
        look = NETWORKS["x"](Credentials(), {}, purse).look(DRAFT, ())
        assert look.sight is Sight.UNKNOWN
        assert "X_CONSUMER_KEY" in look.reason
        assert accounts.spending("x", NOW, now).month == 0
