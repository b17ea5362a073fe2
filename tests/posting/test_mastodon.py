"""Posting on Mastodon, against mastodon_mock from PyPI and against answers of no server."""

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.credentials import Credentials, Secret
from digest.errors import CredentialError
from digest.model import Room
from digest.posting import NETWORKS, Result, Sight, mastodon
from digest.posting.web import server
from digest.queue.drafts import Draft
from tests.fakes.server import Answered, as_json
from tests.fakes.server import Server as Fake

TOKEN = "mock_token"  # noqa: S105
DRAFT = Draft(
    network="mastodon",
    text="Grüße & mehr\nhttps://example.org/ein/langer/pfad/der/gekuerzt/wird?a=1&b=2",
    story="s1",
    key="3kabcdefghijk",
)


def network(address, token=TOKEN):
    keys = {"MASTODON_SERVER": Secret(address), "MASTODON_ACCESS_TOKEN": Secret(token)}
    return NETWORKS["mastodon"](Credentials(values=keys), {})


@pytest.fixture(scope="module")
def mock():
    if importlib.util.find_spec("mastodon_mock") is None:
        pytest.skip("mastodon_mock is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--in-memory", "--port", str(port), "--log-level", "error"]
    process = subprocess.Popen([sys.executable, "-m", "mastodon_mock", *words])
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait(address):
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api/v1/instance", timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def test_a_post_is_made_once_however_often_it_is_sent(mock):
    account = network(mock)
    first, second = account.post(DRAFT), account.post(DRAFT)
    assert first.result is Result.POSTED
    assert (first.id, first.url) == (second.id, second.url)
    assert first.url.startswith("http")
    assert account.repeatable


def test_a_post_is_found_on_the_own_timeline(mock):
    account = network(mock)
    text = "Nur einmal: https://example.org/" + "x" * 60 + " & <nichts> sonst"
    draft = replace(DRAFT, text=text, key="3kabcdefghijl")
    assert account.look(draft, ()).sight is Sight.ABSENT
    posted = account.post(draft)
    found = account.look(draft, ())
    assert (found.sight, found.id) == (Sight.FOUND, posted.id)
    assert account.look(draft, {posted.id}).sight is Sight.ABSENT


def test_a_wrong_token_stops_the_queue(mock):
    outcome = network(mock, "wrong").post(DRAFT)
    assert outcome.result is Result.STOPPED
    assert "login mastodon" in outcome.hint
    assert network(mock, "wrong").look(DRAFT, ()).sight is Sight.UNKNOWN


class Broken(Fake):
    def answer(self, asked):
        return as_json(200, [])


@pytest.fixture
def broken():
    with Broken() as server:
        yield server


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (as_json(422, {"error": "Text is too long"}), Result.REFUSED),
        (as_json(401, {"error": "The access token is invalid"}), Result.STOPPED),
        (as_json(429, {"error": "Too many requests"}), Result.STOPPED),
        (as_json(409, {"error": "Conflict"}), Result.OPEN),
        (as_json(503, {}), Result.OPEN),
        (as_json(200, {}), Result.OPEN),
        (Answered(status=200, body=b"<html>"), Result.OPEN),
        (Answered(silent=True), Result.OPEN),
        (Answered(status=200, body=b'{"id": "12345678901234567890"}', cut=True), Result.OPEN),
    ],
)
def test_every_answer_has_one_meaning(broken, answer, result):
    broken.fault(answer)
    outcome = network(broken.address).post(DRAFT)
    assert outcome.result is result
    assert outcome.reason.startswith("Mastodon: ")


def test_a_server_that_has_moved_is_said_to_have_and_nobody_is_asked_in_its_place(broken):
    broken.fault(as_json(301, {}, Location="https://elsewhere.example/api/v1/statuses"))
    outcome = network(broken.address).post(DRAFT)
    assert outcome.result is Result.STOPPED
    assert outcome.hint.startswith("the server has another address")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://user:pw@a.example/1\x1b"])
def test_the_address_of_a_post_is_one_of_a_page(broken, url):
    broken.fault(as_json(200, {"id": "1\x1b", "url": url}))
    outcome = network(broken.address).post(DRAFT)
    assert (outcome.id, outcome.url) == ("1", "https://a.example/1" if "a.ex" in url else "")


def test_a_limit_says_until_when(broken):
    reset = {"X_RateLimit_Reset": "2026-11-21T07:05:00.000000Z"}
    broken.fault(as_json(429, {"error": "Too many requests"}, **reset), times=2)
    outcome, look = network(broken.address).post(DRAFT), network(broken.address).look(DRAFT, ())
    assert outcome.until.isoformat() == "2026-11-21T07:05:00+00:00"
    assert (look.sight, look.until) == (Sight.UNKNOWN, outcome.until)


def test_no_good_answer_proves_no_absence(broken):
    account = network(broken.address)
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN
    broken.fault(as_json(200, {"id": "1"}))
    broken.fault(as_json(200, {"what": 1}))
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN


def timeline(broken, *posts):
    broken.fault(as_json(200, {"id": "1"}))
    broken.fault(as_json(200, posts))
    return network(broken.address)


@pytest.mark.parametrize("odd", [None, 5, "text", [], {}, {"content": DRAFT.text}, {"id": None}])
def test_what_is_no_post_is_passed_over(broken, odd):
    shown = DRAFT.text.replace("&", "&amp;").replace("\n", "<br>")
    post = {"id": "9\ud800", "content": f"<p>{shown}</p>", "url": "https://m.example/\ud800"}
    look = timeline(broken, odd, post).look(DRAFT, ())
    assert (look.sight, look.id, look.url) == (Sight.FOUND, "9", "https://m.example/")
    assert timeline(broken, odd).look(DRAFT, ()).sight is Sight.ABSENT


ATTEMPT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def said(number, minutes=5):
    when = (ATTEMPT + timedelta(minutes=minutes)).isoformat()
    return {"id": str(number), "content": f"<p>Antwort {number}</p>", "created_at": when}


def test_a_post_under_a_weekend_of_others_is_found(broken):
    ours = {"id": "9", "content": f"<p>{DRAFT.text.replace('&', '&amp;')}</p>", "url": "u"}
    account = timeline(broken, *(said(number) for number in range(99, 59, -1)))
    broken.fault(as_json(200, [said(59), ours]))
    assert account.look(replace(DRAFT, attempted=ATTEMPT), ()).id == "9"
    assert broken.log[-1].query["max_id"] == "60"


@pytest.mark.parametrize(("minutes", "asked"), [(-11, 2), (-9, 3)])
def test_a_page_proves_absence_only_when_it_surely_reaches_back(broken, minutes, asked):
    account = timeline(broken, *(said(number) for number in range(99, 80, -1)), said(80, minutes))
    assert account.look(replace(DRAFT, attempted=ATTEMPT), ()).sight is Sight.ABSENT
    assert len(broken.log) == asked


def test_a_short_page_is_the_last(broken):
    account = timeline(broken, *(said(number) for number in range(19)))
    assert account.look(replace(DRAFT, attempted=ATTEMPT), ()).sight is Sight.ABSENT
    assert len(broken.log) == 2


def test_a_timeline_without_an_end_proves_nothing(broken):
    broken.fault(as_json(200, {"id": "1"}))
    broken.fault(as_json(200, [said(99)] * 20), times=99)
    look = network(broken.address).look(replace(DRAFT, attempted=ATTEMPT), ())
    assert (look.sight, look.reason) == (
        Sight.UNKNOWN,
        "Mastodon: the timeline did not come whole",
    )


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_shortened_addresses_are_read_whole_and_people_as_they_are_called(broken, quote):
    text = "Von @ben über #Recht: https://example.org/lang?a=1&b=2 & mehr"
    content = (
        '<p>Von <span class="h-card"><a href="https://b.example/@ben" class="u-url mention">@<span>'
        'ben</span></a></span> über <a href="https://m.example/tags/Recht">#<span>Recht</span></a>: '
        f"<a title='>' href={quote}https://example.org/lang?a=1&amp;b=2{quote}><span>example.org/lang"
        "</span></a> &amp; mehr</p>"
    )
    look = timeline(broken, {"id": "9", "content": content}).look(replace(DRAFT, text=text), ())
    assert look.sight is Sight.FOUND


def test_a_post_is_known_again_by_handles_that_are_shown_without_their_server(broken):
    text = "Danke an @jemand@chaos.social. Und an @ada, sagt post@example.org"
    content = (
        '<p>Danke an <span class="h-card"><a href="https://chaos.social/@jemand" class="u-url mention">'
        '@<span>jemand</span></a></span>. Und an <span class="h-card"><a href="https://m.example/@ada">'
        "@<span>ada</span></a></span>, sagt post@example.org</p>"
    )
    post, other = {"id": "9", "content": content}, text.replace("@jemand", "@niemand")
    assert timeline(broken, post).look(replace(DRAFT, text=text), ()).id == "9"
    assert timeline(broken, post).look(replace(DRAFT, text=other), ()).sight is Sight.ABSENT


def test_nobody_there_means_that_nothing_left():
    assert network("http://127.0.0.1:9").post(DRAFT).result is Result.STOPPED


@pytest.mark.parametrize(
    "address", ["http://example.org", "https://a@example.org", "x", "https://"]
)
def test_the_token_goes_to_no_server_without_encryption(address):
    with pytest.raises(CredentialError, match="MASTODON_SERVER"):
        network(address)


def test_missing_keys_are_named():
    account = NETWORKS["mastodon"](Credentials(), {})
    assert account.post(DRAFT).reason == (
        "Mastodon: MASTODON_SERVER and MASTODON_ACCESS_TOKEN missing"
    )
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN


def test_the_server_says_how_much_a_post_holds(mock):
    assert mastodon.room(mock) == Room(most=500, link=23)


def statuses(most, **more):
    return as_json(200, {"configuration": {"statuses": {"max_characters": most, **more}}})


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([statuses(5000, characters_reserved_per_url=30)], Room(most=5000, link=30)),
        ([statuses(1000)], Room(most=1000, link=23)),
        ([as_json(404, {}), statuses(700)], Room(most=700)),
        ([as_json(200, {}), as_json(200, {"max_toot_chars": 420})], Room(most=420)),
        ([as_json(500, {}), Answered(body=b"<html>")], None),
        ([statuses("viele"), statuses(0)], None),
        ([statuses(True), statuses(10**9)], None),
        ([statuses(500, characters_reserved_per_url=-1), as_json(200, [])], None),
        ([as_json(200, {"configuration": []}), as_json(200, {"configuration": None})], None),
        ([Answered(silent=True)], None),
    ],
)
def test_what_the_server_says_is_believed_where_it_can_be(broken, answers, found):
    for answer in answers:
        broken.fault(answer, at="/api/")
    assert mastodon.room(broken.address) == found
    assert broken.asked == ["/api/v2/instance", "/api/v1/instance"][: len(answers)]


def test_the_name_of_a_server_will_do():
    assert server("mastodon.social", "MASTODON_SERVER") == "https://mastodon.social"
    assert server("m.example:8443/", "MASTODON_SERVER") == "https://m.example:8443"
