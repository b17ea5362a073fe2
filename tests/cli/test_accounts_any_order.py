"""Whatever happens in whatever order: no post of a followed account is lost or kept twice, no cent unseen.

Hypothesis makes up the days: accounts, a list and a home timeline that are read while they post, share
and delete, an X that breaks off, answers nonsense, refuses or forgets its pages, a budget and sources
that come and go. ``-m month`` plays many more of them.
"""

import re
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from digest.store import Store
from tests.cli.lives import Life, live
from tests.fakes.server import Answered, as_json
from tests.fakes.x import KEYS, PRICE, FakeX

SHOWN = {
    "@anna": {"anna"},
    "@ben": {"ben"},
    "list/11": {"carl", "dora"},
    "home": {"anna", "dora"},
}
"""Whose posts a source shows."""
PLACES = ["/2/users/by", "/2/users/me", "/2/users/7/timelines", "/2/users", "/2/lists", "/2"]
FAULTS = [
    Answered(silent=True),
    Answered(silent=True, first=False),
    Answered(status=503, body=b"<html>"),
    Answered(body=b"{}", first=False),
    Answered(body=b'{"data": [{"id": "1"}]}' * 9, cut=True, first=False),
    Answered(body=b"<html>"),
    as_json(400, {"errors": [{"message": "no"}]}),
    as_json(401, {"title": "Unauthorized"}),
    as_json(402, {"title": "CreditsDepleted"}),
    as_json(403, {"title": "Forbidden"}),
    as_json(404, {"title": "Not Found"}),
    as_json(429, {"title": "Too Many Requests"}),
]
ACCOUNTS = st.sampled_from(["anna", "ben", "carl", "dora"])


class Days(Life):
    environment = None
    """Sets a variable of the environment."""
    dialect = ""

    def __init__(self):
        super().__init__()
        self.servers = ExitStack()
        self.x = self.servers.enter_context(FakeX(self.dialect))
        self.environment("DIGEST_X_API", self.x.address)
        ids = {name: self.x.join(name).id for name in ("anna", "ben", "carl", "dora")}
        self.x.lists["11"] = [ids[name] for name in SHOWN["list/11"]]
        self.x.following = [ids[name] for name in SHOWN["home"]]
        self.listed = set(SHOWN)
        self.read = set(SHOWN)
        """The sources of which nothing may be missing in the end."""
        self.said = []
        self.budget = "1000"
        self.lost = False
        """An answer that was paid for may not have come: what it cost is not known to a cent."""

    def teardown(self):
        """Read on in good weather until everything that is left behind is there."""
        with self.servers:
            self.mend()
            self.listed, self.budget = set(SHOWN), "1000"
            self.cron(10 + len(self.said) // 40)
            have = {(item.source, number(item.title)) for item in self.items()}
            missing = {
                (f"x:{source}", number(post.text))
                for name, post in self.said
                for source in self.read
                if name in SHOWN[source] and post.id in self.x.tweets
                if post.when > self.now - timedelta(days=6)
            }
            assert missing <= have

    # What the world does

    @rule(name=ACCOUNTS, posts=st.sampled_from([1, 2, 5, 30, 60, 130]))
    def say(self, name, posts):
        for _ in range(posts):
            self.now += timedelta(seconds=1)
            post = self.x.say(name, f"Meldung {len(self.said)} vom Tage", self.now)
            self.said.append((name, post))

    @rule(name=ACCOUNTS, back=st.integers(1, 20), how=st.sampled_from(["retweeted", "quoted"]))
    def share(self, name, back, how):
        for _, other in self.said[-back:][:1]:
            self.now += timedelta(seconds=1)
            self.x.say(name, "Sehr lesenswert", self.now, refers=((how, other.id),))

    @rule(back=st.integers(1, 20))
    def delete(self, back):
        for _, post in self.said[-back:][:1]:
            self.x.tweets.pop(post.id, None)

    @rule(place=st.sampled_from(PLACES), fault=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def fail(self, place, fault, times):
        self.lost |= not fault.first
        self.x.fault(fault, at=place, times=times)

    @rule()
    def forget_pages(self):
        """Forget the pages of lists, which have no other way to go on where a run stopped."""
        self.x.forgets = True
        self.read.discard("list/11")

    @rule()
    def mend(self):
        self.x.forgets = False
        self.x.mend()

    @rule(hours=st.sampled_from([0.2, 1, 6, 24, 50]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    # What she and her cron do

    @rule(name=st.sampled_from(list(SHOWN)))
    def leave_or_return(self, name):
        self.listed = (self.listed ^ {name}) or {name}

    @rule(budget=st.sampled_from(["0.30", "1.00", "3.00", "1000"]))
    def change_budget(self, budget):
        self.budget = budget

    @initialize(times=st.just(1))
    def begin(self, times):
        self.cron(times)

    @rule(times=st.integers(1, 3))
    def cron(self, times):
        for _ in range(times):
            self.fetch()
            self.now += timedelta(hours=1)

    def fetch(self):
        self.x.now = self.now
        before = self.spent()
        self.digest("fetch")
        with Store(self.data) as store:
            counted = store.accounts.spending("x", self.now, self.now).month
        assert self.lost or self.spent() <= counted
        assert self.lost or self.spent() <= max(before, float(self.budget) * 1_000_000)
        assert max(Counter((it.source, it.key) for it in self.items()).values(), default=0) <= 1

    def spent(self):
        """Return what X has charged for reading this month, in millionths of a US dollar."""
        month = f"{self.now:%Y-%m}"
        return sum(PRICE[kind] for day, kind, _ in self.x.paid if day.startswith(month))

    def items(self):
        with Store(self.data) as store:
            return store.recent(datetime(1, 1, 1, tzinfo=UTC))

    def feeds_yaml(self):
        lines = [f"    - {{x: '{source}'}}\n" for source in sorted(self.listed)]
        settings = f"x: {{budget: {self.budget} USD per month}}\nsections:\n  News:\n"
        return settings + "".join(lines)


def number(text):
    """Return the number that a post says; -1 where it says none."""
    found = re.search(r"Meldung (\d+)", text)
    return int(found[1]) if found else -1


@pytest.mark.parametrize(
    ("days", "steps", "dialect"),
    [
        (4, 20, "posts"),
        *(pytest.param(40, 40, name, marks=pytest.mark.month) for name in ("tweets", "posts")),
    ],
)
def test_no_post_is_lost_or_kept_twice_and_no_cent_is_unseen(days, steps, dialect, monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    here = type(
        "Here", (Days,), {"environment": staticmethod(monkeypatch.setenv), "dialect": dialect}
    )
    live(here, days, steps)
