"""Whatever happens in whatever order: nothing is posted twice, unasked or at a wrong time, none is lost.

Hypothesis makes up the days: papers, a person who approves, edits, comments, drops, moves and changes
her mind about feeds.yaml, networks that break off, answer nonsense, refuse or show new posts late, an
archive that is put back from a copy. ``-m month`` plays many more of them.
"""

import json
import re
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.cli.lives import Life, live
from tests.cli.queue.conftest import keep
from tests.fakes import bluesky_posting
from tests.fakes.bluesky_posting import PostingBluesky
from tests.fakes.mastodon_posting import TOKEN, PostingMastodon
from tests.fakes.server import Answered, as_json
from tests.fakes.x import KEYS
from tests.fakes.x_posting import PostingX, refusal

ZONE = ZoneInfo("Europe/Berlin")
STEP = timedelta(minutes=15)
SLOTS = ("07:30", "08:15", "12:00", "21:30")
TERMS = {
    "per_day": ("3", "1", "4"),
    "spacing": ("0m", "30m"),
    "late": ("2h", "20m", "2d"),
    "quiet": ("20:00-07:00", "11:00-12:30"),
    "budget": ("10 USD per month", "0.03 USD per month"),
    "approve": ("by-hand", "automatic"),
    "links": ("always", "none"),
}
PLACES = {
    "x": ["/2/tweets", "/2/users/me", "/2/users/7"],
    "mastodon": ["/api/v1/statuses", "/api/v1/accounts/1", "/api/v2/instance", ""],
    "bluesky": ["/xrpc/com.atproto.repo.putRecord", "/xrpc/com.atproto.server", "/xrpc"],
}
FAULTS = [
    Answered(silent=True),
    Answered(silent=True, first=False),
    Answered(status=503, body=b"<html>"),
    Answered(status=503, body=b"<html>", first=False),
    Answered(body=b"{}", first=False),
    Answered(status=201, body=b'{"data": {"id": "1"}}' * 9, cut=True, first=False),
    Answered(body=b"<html>"),
    Answered(body=b"[]"),
    as_json(400, {"error": "InvalidRequest"}),
    as_json(401, {"title": "Unauthorized"}),
    as_json(402, {"title": "CreditsDepleted"}),
    refusal(403, detail="Reply to this conversation is not allowed."),
    as_json(404, {"error": "Not found"}),
    as_json(422, {"error": "Validation failed"}),
    as_json(429, {"title": "Too Many Requests"}),
    as_json(429, {"title": "Too Many Requests"}, retry_after="600"),
]
DRAFTS = st.integers(1, 12)
NETWORKS = st.sampled_from(list(PLACES))


class Days(Life):
    environment = None
    """Sets a variable of the environment."""

    def __init__(self):
        super().__init__()
        self.archive, self.copied = self.data / "digest.sqlite3", self.folder / "copy"
        self.papers = 0
        self.terms = {name: values[0] for name, values in TERMS.items()} | {"quiet": ""}
        self.to = list(PLACES)
        self.posted = {name: {} for name in PLACES}
        """When each headline went to a network, by its number."""
        self.reworded = set()
        self.servers = ExitStack()
        self.x = self.serve(PostingX(), "DIGEST_X_API")
        self.mastodon = self.serve(PostingMastodon(), "MASTODON_SERVER")
        self.bluesky = self.serve(PostingBluesky(), "DIGEST_BLUESKY_API")

    def serve(self, server, variable):
        self.environment(variable, server.address)
        return self.servers.enter_context(server)

    def teardown(self):
        """End in good weather, in which everything that is open settles."""
        with self.servers:
            self.terms |= {
                "quiet": "",
                "spacing": "0m",
                "per_day": "50",
                "budget": "10 USD per month",
            }
            self.to = list(PLACES)
            self.mend()
            self.cron(8)
            assert "unclear" not in {draft["state"] for draft in self.drafts()}

    # What the world does

    @rule(
        network=NETWORKS,
        fault=st.sampled_from(FAULTS),
        place=st.integers(0, 3),
        times=st.integers(1, 3),
    )
    def fail(self, network, fault, place, times):
        places = PLACES[network]
        getattr(self, network).fault(fault, at=places[place % len(places)], times=times)

    @rule(times=st.integers(1, 3))
    def lag(self, times):
        self.x.lag = times

    @rule()
    def mend(self):
        self.x.lag = 0
        for name in PLACES:
            getattr(self, name).mend()

    @rule(minutes=st.sampled_from([1, 11, 15, 45, 60, 180, 720]))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)
        if minutes >= 60:
            self.mastodon.keys.clear()

    @rule()
    def copy(self):
        if self.archive.exists():
            shutil.copyfile(self.archive, self.copied)

    @rule()
    def put_back(self):
        """Put the copy back; it does not know the words of her own, so nobody can find them again."""
        if self.copied.exists():
            shutil.copyfile(self.copied, self.archive)
            for posted in self.posted.values():
                for number in self.reworded & posted.keys():
                    del posted[number]

    # What she and her cron do

    @initialize()
    def begin(self):
        self.print(stories=2)

    @rule(stories=st.integers(1, 3), must_see=st.booleans())
    def print(self, stories, must_see=False):
        self.papers += 1
        numbers = range(100 * self.papers, 100 * self.papers + stories)
        rule = " Abmahnung" * must_see
        keep(self.data, *(f"Meldung {n}{rule}" for n in numbers), first=numbers[0])
        self.queue("fill")

    @rule(hour=st.sampled_from([6, 7, 11]), stories=st.integers(1, 3))
    def begin_a_day(self, hour, stories):
        local = self.now.astimezone(ZONE)
        then = local + timedelta(days=local.hour >= hour)
        self.now = then.replace(hour=hour, minute=20).astimezone(UTC)
        self.print(stories=stories)
        self.queue("approve", "all")
        self.cron(8)

    @rule(to=st.sets(NETWORKS, min_size=1))
    def choose_networks(self, to):
        self.to = sorted(to)

    @rule(change=st.sampled_from([(name, value) for name in TERMS for value in TERMS[name]]))
    def change_terms(self, change):
        self.terms |= dict([change])

    @rule(number=DRAFTS, options=st.sampled_from([[], ["--urgent"]]))
    def approve(self, number, options):
        self.queue("approve", number, *options)

    @rule(number=DRAFTS, network=NETWORKS, options=st.sampled_from([[], ["--network"]]))
    def edit(self, number, network, options):
        for headline in self.headline(number):
            text = f"Um {self.now:%d%H%M}: Meldung {headline}"
            self.queue("edit", number, "--text", text, *options, *[network] * len(options))

    @rule(number=DRAFTS)
    def comment(self, number):
        for _ in self.headline(number):
            self.queue("comment", number, f"Am {self.now:%d%H%M}:")

    def headline(self, number):
        """Return the number of the headline that she gives other words; none where no draft is."""
        found = {numbered(draft) for draft in self.drafts() if draft["id"] == number}
        self.reworded |= found
        return found

    @rule(number=DRAFTS)
    def drop(self, number):
        self.queue("drop", number)

    @rule(number=DRAFTS, slot=st.sampled_from(SLOTS))
    def move(self, number, slot):
        self.queue("move", number, slot)

    @rule(times=st.integers(1, 8))
    def cron(self, times):
        for _ in range(times):
            self.post()
            self.now += STEP

    def post(self):
        before = self.drafts()
        sent = {name: self.wire(name) for name in PLACES}
        self.x.now = self.now
        self.queue("post")
        after = self.drafts()
        for name in PLACES:
            wire = self.wire(name)
            for text in wire[len(sent[name]) :]:
                self.check(name, text, before, after)
            said = {draft["text"] for draft in after if is_of(draft, name, {"posted"})}
            assert said <= set(wire)

    def check(self, name, text, before, after):
        """Hold a new post on a network against what the queue said before and says now."""
        [draft] = [it for it in before if it["text"] == text and it["network"] == name]
        assert is_of(draft, name, {"approved", "unclear"})
        assert draft["state"] == "unclear" or datetime.fromisoformat(draft["due"]) <= self.now
        assert name in self.to
        assert not self.is_quiet()
        today = [when for when in self.posted[name].values() if day(when) == day(self.now)]
        assert len(today) < int(self.terms["per_day"]) or self.copied.exists()
        assert numbered(draft) not in self.posted[name]
        self.posted[name][numbered(draft)] = self.now
        assert any(
            it["id"] == draft["id"] and is_of(it, name, {"posted", "unclear"}) for it in after
        )

    def is_quiet(self):
        start, _, end = self.terms["quiet"].partition("-")
        clock = f"{self.now.astimezone(ZONE):%H:%M}"
        return start <= clock < end if start < end else bool(start) and not end <= clock < start

    def wire(self, name):
        """Return the texts that a network got, in order."""
        match name:
            case "x":
                return list(self.x.wire)
            case "mastodon":
                return [status["text"] for status in self.mastodon.statuses]
        return [record["text"] for record in self.bluesky.records.values()]

    def drafts(self):
        return json.loads(self.queue("list", "--json"))["drafts"]

    def queue(self, *args):
        return self.digest("queue", *args)

    def feeds_yaml(self):
        terms = "".join(f", {name}: {value}" for name, value in self.terms.items() if value)
        slots = ", ".join(f'"{slot}"' for slot in SLOTS)
        return (
            "timezone: Europe/Berlin\n"
            f"queue: {{slots: [{slots}], to: [{', '.join(self.to)}]{terms}}}\n"
            'sections: {News: ["https://www.example.org/feed"]}\n'
        )


def numbered(draft):
    """Return the number in the headline that a draft is of."""
    return re.search(r"Meldung (\d+)", draft["text"])[1]


def is_of(draft, network, states):
    return draft["network"] == network and draft["state"] in states


def day(when):
    return when.astimezone(ZONE).date()


@pytest.mark.parametrize(
    ("days", "steps"), [(8, 30), pytest.param(60, 50, marks=pytest.mark.month)]
)
def test_nothing_is_posted_twice_and_nothing_unasked(days, steps, monkeypatch):
    for name, value in {**KEYS, **bluesky_posting.KEYS, "MASTODON_ACCESS_TOKEN": TOKEN}.items():
        monkeypatch.setenv(name, value)
    here = type("Here", (Days,), {"environment": staticmethod(monkeypatch.setenv)})
    live(here, days, steps)
