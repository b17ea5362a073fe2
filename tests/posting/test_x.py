from dataclasses import replace
from datetime import timedelta

import pytest

from digest.credentials import Credentials, Secret
from digest.posting import NETWORKS, Result, Sight
from digest.queue.drafts import Draft
from tests.fakes.server import as_json
from tests.fakes.x import KEYS, NOW
from tests.fakes.x_posting import PostingX, refusal

DRAFT = Draft(network="x", text="Ein Text & <3", story="s1", attempted=NOW)


@pytest.fixture
def x():
    with PostingX() as server:
        yield server


def network(x, keys=KEYS):
    secrets = {name: Secret(value) for name, value in keys.items()}
    return NETWORKS["x"](Credentials(values=secrets), {"DIGEST_X_API": x.address})


def test_a_post_s_text_is_sent_as_it_is(x):
    outcome = network(x).post(DRAFT)
    assert outcome.result is Result.POSTED
    assert x.wire == ["Ein Text & <3"]
    assert outcome.url == f"https://x.com/i/status/{outcome.id}"
    assert not network(x).repeatable


def test_a_post_of_another_draft_is_not_taken_for_this_one(x):
    tweet = x.keep(DRAFT.text)
    assert network(x).look(DRAFT, ()).id == tweet.id
    assert network(x).look(DRAFT, {tweet.id}).sight is Sight.ABSENT


def test_a_post_with_a_bare_domain_is_seen(x):
    draft = replace(DRAFT, text="Tickets (ab 10 Uhr) & mehr auf barcamp.de/tickets")
    tweet = x.keep(draft.text)
    assert network(x).look(draft, ()).id == tweet.id
    x.keep(draft.text.replace("tickets", "preise"))
    assert network(x).look(draft, {tweet.id}).sight is Sight.ABSENT


def test_the_timeline_is_read_once_between_two_posts(x):
    account = network(x)
    looks = [account.look(DRAFT, ()).sight for _ in range(3)]
    assert looks == [Sight.ABSENT] * 3
    assert x.asked.count("/2/users/7/tweets") == 1
    account.post(DRAFT)
    assert account.look(DRAFT, ()).sight is Sight.FOUND
    assert x.asked.count("/2/users/7/tweets") == 2


def test_what_cannot_be_seen_is_asked_for_once(x):
    x.fault(as_json(503, {}), at="/2/users/7/tweets")
    account = network(x)
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN
    assert x.asked.count("/2/users/7/tweets") == 1


@pytest.mark.parametrize(
    ("minutes", "sight"), [(-60, Sight.ABSENT), (-5, Sight.UNKNOWN), (60, Sight.UNKNOWN)]
)
def test_a_page_proves_absence_only_when_it_surely_reaches_back(x, minutes, sight):
    for number in range(120):
        x.keep(f"Nummer {number}", NOW + timedelta(minutes=minutes, seconds=number))
    assert network(x).look(DRAFT, ()).sight is sight


def test_times_that_are_none_prove_nothing(x):
    for number in range(120):
        x.keep(f"Nummer {number}", NOW + timedelta(hours=1)).extra["created_at"] = "soon"
    assert network(x).look(DRAFT, ()).sight is Sight.UNKNOWN


@pytest.mark.parametrize("status", [301, 404, 405, 410])
def test_a_refusal_that_is_not_about_the_text_stops_the_queue(x, status):
    x.fault(refusal(status))
    outcome = network(x).post(DRAFT)
    assert outcome.result is Result.STOPPED
    assert ("digest login x" if status == 404 else "digest queue post") in outcome.hint


def test_an_own_account_that_is_suspended_is_no_source_to_take_out_of_the_feeds(x):
    x.accounts["7"].suspended = True
    look = network(x).look(DRAFT, ())
    assert (look.sight, look.reason) == (Sight.UNKNOWN, "X: the account is suspended")
    assert "feeds" not in look.hint


def test_without_keys_nothing_is_asked(x):
    account = network(x, {})
    assert account.post(DRAFT).result is Result.STOPPED
    assert account.look(replace(DRAFT), ()).sight is Sight.UNKNOWN
    assert x.log == []


@pytest.mark.parametrize(("later", "reads"), [(0, 1), (50, 2)])
def test_the_latest_posts_are_read_first_and_more_where_they_do_not_reach_back(x, later, reads):
    tweet = x.keep(DRAFT.text, NOW)
    for number in range(later):
        x.keep(f"Später {number}", NOW + timedelta(minutes=number))
    account = network(x)
    for _ in range(2):
        assert account.look(DRAFT, ()).id == tweet.id
    asked = [one.query["max_results"] for one in x.log if one.path == "/2/users/7/tweets"]
    assert asked == ["10", "100"][:reads]
    assert x.reads("own") == later + 2


def test_ten_posts_that_reach_back_prove_absence(x):
    for number in range(40):
        x.keep(f"Früher {number}", NOW - timedelta(hours=1 + number))
    assert network(x).look(DRAFT, ()).sight is Sight.ABSENT
    assert x.reads("own") == 11
