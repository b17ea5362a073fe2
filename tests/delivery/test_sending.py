"""What a run does with what it finds, where the command line cannot bring it about."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from digest.delivery.sending import Sender
from digest.model import Queue
from digest.posting import Look, Outcome, Result, Sight
from digest.queue.drafts import APPROVED, DROPPED, FAILED, POSTED, SENDING, UNCLEAR, WAITING, Draft
from digest.queue.terms import Terms
from digest.store import Store

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
QUEUE = Queue(slots=(time(8),), quiet=(time(20), time(7)))
PRICES = {"create": 15_000, "create_link": 200_000}


class Network:
    """A network that does what its test says."""

    repeatable = False

    def __init__(self):
        self.outcomes, self.looks, self.sent = [], [], []
        self.meanwhile = lambda: None

    def post(self, draft):
        self.sent.append(draft)
        self.meanwhile()
        return self.outcomes.pop(0) if self.outcomes else Outcome(result=Result.POSTED, id="9")

    def look(self, draft, taken):
        return self.looks.pop(0) if self.looks else Look(sight=Sight.ABSENT)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as store:
        yield store


@pytest.fixture
def network():
    return Network()


@pytest.fixture
def post(store, network):
    """Post at a time; return the problems."""

    def post(now=NOW, queue=QUEUE):
        sender = Sender(
            drafts=store.drafts,
            terms=Terms(queue=queue, zone=ZoneInfo("Europe/Berlin"), prices=PRICES),
            network=lambda name: network,
            clock=lambda: now,
            told=lambda draft: None,
        )
        sender.send()
        return [problem.what for problem in sender.problems]

    return post


def add(store, number=1, **more):
    made = {"network": "x", "state": APPROVED, "text": f"Text {number}", "due": NOW}
    with store.drafts.changing(NOW) as book:
        book.add([Draft(**{**made, "story": f"s{number}", "slot": f"a{number}", **more})], "test")


def only(store):
    (draft,) = store.drafts.every()
    return draft


def test_what_a_killed_run_left_is_unclear_and_looked_up(store, network, post):
    add(store, state=SENDING, attempted=NOW)
    network.looks = [Look(sight=Sight.FOUND, id="7", url="u")]
    assert post() == []
    draft = only(store)
    assert (draft.state, draft.posted.id, draft.posted.at) == (POSTED, "7", NOW)
    assert network.sent == []
    assert [state for _, _, state, _ in store.drafts.history(1)] == [SENDING, UNCLEAR, POSTED]


def test_the_claim_is_on_the_disk_before_the_first_byte_leaves(store, network, post):
    add(store)
    seen = []
    network.meanwhile = lambda: seen.append(only(store).state)
    post()
    assert seen == [SENDING]


def test_every_change_is_kept_with_its_time_and_reason(store, network, post):
    add(store)
    network.outcomes = [Outcome(result=Result.REFUSED, reason="X: too long", hint="")]
    post()
    assert store.drafts.history(1) == (
        (NOW, "x", "approved", "test"),
        (NOW, "x", "sending", "is being sent"),
        (NOW, "x", "failed", "X: too long"),
    )


def test_what_a_person_did_meanwhile_is_not_overwritten(store, network, post):
    add(store)

    def drop():
        with store.drafts.changing(NOW) as book:
            book.put(replace(only(store), state=DROPPED), "by hand")

    for outcome in (Result.POSTED, Result.OPEN, Result.STOPPED, Result.REFUSED):
        network.outcomes, network.meanwhile = [Outcome(result=outcome)], drop
        post()
        assert only(store).state == DROPPED
        with store.drafts.changing(NOW) as book:
            book.put(replace(only(store), state=APPROVED), "again")


def test_a_draft_that_was_changed_before_its_turn_is_not_sent(store, network, post):
    add(store, 1)
    add(store, 2)

    def edit():
        network.meanwhile = lambda: None
        with store.drafts.changing(NOW) as book:
            book.put(replace(book.of(2)[0], state=WAITING, text="anders"), "by hand")

    network.meanwhile = edit
    post()
    assert [draft.text for draft in network.sent] == ["Text 1"]
    assert [draft.state for draft in store.drafts.every()] == [POSTED, WAITING]


def test_an_unclear_draft_is_sent_again_only_outside_the_quiet_hours(store, network, post):
    add(store, state=UNCLEAR, attempted=NOW, problem="lost")
    night = NOW.replace(hour=23)
    assert post(night) == [
        "draft 1 on x: unclear whether it was posted: it is not on the timeline, and goes again later"
    ]
    assert network.sent == []
    assert post(NOW + timedelta(days=1)) == []
    assert [draft.text for draft in network.sent] == ["Text 1"]


def test_what_was_open_stays_open_when_the_network_stops(store, network, post):
    add(store, state=UNCLEAR, attempted=NOW, problem="lost")
    later = NOW + timedelta(hours=1)
    network.outcomes = [Outcome(result=Result.STOPPED, reason="X: asked too often", until=later)]
    post(NOW + timedelta(minutes=20))
    draft = only(store)
    assert (draft.state, draft.attempted) == (UNCLEAR, NOW)
    reason = f"X: asked too often, not again before {later:%Y-%m-%d %H:%M} UTC"
    assert store.drafts.pauses() == {"x": (later, reason)}
    assert post(NOW + timedelta(minutes=40)) == [reason]
    assert len(network.sent) == 1


def test_a_reset_in_another_century_does_not_stop_a_network_for_good(store, network, post):
    add(store)
    until = NOW.replace(year=2099)
    network.outcomes = [Outcome(result=Result.STOPPED, reason="X: asked too often", until=until)]
    wait = NOW + timedelta(hours=25)
    reason = f"X: asked too often, not again before {wait:%Y-%m-%d %H:%M} UTC"
    assert post() == [f"draft 1 was not sent: {reason}"]
    assert store.drafts.pauses()["x"] == (wait, reason)
    assert only(store).problem == reason


def test_a_reset_told_to_a_clock_that_ran_ahead_stops_no_network_when_it_is_right(
    store, network, post
):
    add(store)
    store.drafts.pause("x", NOW + timedelta(days=300), "X: asked too often")
    assert post() == []
    assert only(store).state == POSTED


def test_a_look_that_is_refused_for_a_time_pauses_the_network(store, network, post):
    add(store, 1, state=UNCLEAR, attempted=NOW)
    add(store, 2)
    until = NOW + timedelta(minutes=15)
    network.looks = [Look(sight=Sight.UNKNOWN, reason="X: asked too often", until=until)]
    assert len(post()) == 1
    assert network.sent == []
    assert store.drafts.pauses()["x"][0] == until


def test_a_network_that_is_left_alone_is_not_sent_a_repeatable_post_either(store, network, post):
    add(store, state=UNCLEAR, attempted=NOW)
    network.repeatable = True
    until = NOW + timedelta(minutes=30)
    network.looks = [Look(sight=Sight.UNKNOWN, reason="X: asked too often", until=until)]
    assert len(post(NOW + timedelta(minutes=15))) == 1
    assert network.sent == []


def test_an_unclear_draft_counts_as_sent_and_paid(store, network, post):
    add(store, 1, state=UNCLEAR, attempted=NOW, cost=15_000)
    add(store, 2)
    network.looks = [Look(sight=Sight.UNKNOWN)]
    problems = post(NOW + timedelta(minutes=1), replace(QUEUE, per_day=1))
    assert "per_day" in problems[1]
    assert network.sent == []


def test_what_the_budget_holds_back_holds_up_nothing_cheaper(store, network, post):
    add(store, text="Mehr: https://www.heise.de/x")
    add(store, 2)
    (problem,) = post(queue=replace(QUEUE, budget=Decimal("0.02")))
    assert problem.startswith("draft 1 on x: not sent: the month's budget of 0.02 USD")
    assert [draft.text for draft in network.sent] == ["Text 2"]


def test_what_is_found_on_the_timeline_holds_up_nothing_behind_it(store, network, post):
    add(store, attempted=NOW)
    add(store, 2)
    network.looks = [Look(sight=Sight.FOUND, id="7")]
    assert post() == []
    assert [draft.text for draft in network.sent] == ["Text 2"]


@pytest.mark.parametrize("there", [True, False])
def test_an_attempt_is_looked_for_before_its_text_is_judged(store, network, post, there):
    add(store, text="zu lang " * 50, attempted=NOW - timedelta(hours=1), cost=15_000)
    network.looks = [Look(sight=Sight.FOUND, id="7") if there else Look(sight=Sight.ABSENT)]
    problems = post()
    assert (only(store).state, network.sent) == (POSTED if there else FAILED, [])
    assert len(problems) == (0 if there else 1)


def test_two_drafts_with_one_text_are_not_both_sent(store, network, post):
    add(store, 1, text="gleich")
    add(store, 2, text="gleich")
    assert post() == ["draft 2 on x: failed: draft 1 posted the same text"]
    assert len(network.sent) == 1


def test_a_text_that_cannot_be_posted_fails_before_anything_is_sent(store, network, post):
    add(store, 1, due=NOW - timedelta(minutes=1))
    add(store, 2, text="@jemand und andere")
    network.meanwhile = lambda: states.append([d.state for d in store.drafts.every()])
    states = []
    assert "@jemand would be notified" in post()[0]
    assert states == [["sending", "failed"]]


@pytest.mark.parametrize(("minutes", "keys"), [(49, 1), (50, 2)])
def test_a_refused_draft_keeps_its_key_while_a_network_may_know_it(
    store, network, post, minutes, keys
):
    add(store)
    network.outcomes = [Outcome(result=Result.STOPPED, reason="no")]
    post()
    post(NOW + timedelta(minutes=minutes))
    assert len(network.sent) == 2
    assert len({draft.key for draft in network.sent}) == keys


def test_an_older_archive_forgets_no_attempt_that_it_knows_of(store, post, tmp_path):
    first, last = NOW - timedelta(days=9), NOW - timedelta(days=1)
    add(store, 1, attempted=first)
    add(store, 2, state=POSTED, attempted=last)
    (tmp_path / "posting.mark").write_text("99 2 x 1 sending")
    assert len(post()) == 1
    draft, _ = store.drafts.every()
    assert (draft.state, draft.attempted) == (WAITING, first)
