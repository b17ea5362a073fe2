from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.credentials import Credentials, Secret
from digest.errors import CredentialError
from digest.posting import NETWORKS, Result, Sight
from digest.posting.bluesky import record
from digest.posting.keys import new_key
from digest.queue.drafts import Draft
from tests.fakes.bluesky_posting import KEYS, MAIL, PostingBluesky
from tests.fakes.server import Answered, as_json

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
DRAFT = Draft(
    network="bluesky",
    text="Grüße 👋 (Beispielblatt)",
    url="https://example.org/seite",
    card=True,
    story="s1",
    key=new_key(NOW, 1),
)


@pytest.fixture
def server():
    with PostingBluesky() as fake:
        yield fake


def network(address, keys=KEYS):
    secrets = {name: Secret(value) for name, value in keys.items()}
    return NETWORKS["bluesky"](Credentials(values=secrets), {"DIGEST_BLUESKY_API": address})


def test_a_post_is_made_once_however_often_it_is_sent(server):
    account = network(server.address)
    first, second = account.post(DRAFT), account.post(DRAFT)
    assert first == second
    assert first.result is Result.POSTED
    assert first.url == f"https://bsky.app/profile/ich.example/post/{DRAFT.key}"
    assert (len(server.records), server.writes) == (1, 2)
    assert server.asked.count("/xrpc/com.atproto.server.createSession") == 1
    assert account.repeatable


def test_who_logs_in_by_mail_address_gets_the_address_of_the_post(server):
    account = network(server.address, KEYS | {"BLUESKY_HANDLE": MAIL})
    assert account.post(DRAFT).url == f"https://bsky.app/profile/ich.example/post/{DRAFT.key}"


def test_the_story_s_link_is_a_card():
    made = record(DRAFT, {})
    assert made["embed"]["external"] == {
        "uri": "https://example.org/seite",
        "title": "Grüße 👋 (Beispielblatt)",
        "description": "",
    }
    assert made["createdAt"] == "2026-11-21T06:30:00.000Z"
    assert "facets" not in made
    assert "embed" not in record(replace(DRAFT, card=False), {})


def test_addresses_in_the_text_are_links_counted_in_bytes():
    made = record(replace(DRAFT, text="👋 ü https://example.org/a. Und (http://b.example)"), {})
    raw = made["text"].encode()
    spans = [facet["index"] for facet in made["facets"]]
    assert [raw[span["byteStart"] : span["byteEnd"]].decode() for span in spans] == [
        "https://example.org/a",
        "http://b.example",
    ]
    assert made["facets"][0]["features"][0]["uri"] == "https://example.org/a"


def test_a_record_is_there_or_it_is_not(server):
    account = network(server.address)
    assert account.look(DRAFT, ()).sight is Sight.ABSENT
    account.post(DRAFT)
    assert account.look(DRAFT, ()).sight is Sight.FOUND
    server.fault(as_json(502, {}))
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN
    server.fault(Answered(silent=True))
    assert account.look(DRAFT, ()).sight is Sight.UNKNOWN


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (as_json(400, {"error": "InvalidRequest", "message": "text too long"}), Result.REFUSED),
        (as_json(400, {"error": "ExpiredToken", "message": "Token has expired"}), Result.STOPPED),
        (
            as_json(429, {"error": "RateLimitExceeded"}, RateLimit_Reset="1795240000"),
            Result.STOPPED,
        ),
        (as_json(403, {"error": "AccountTakedown"}), Result.STOPPED),
        (as_json(500, {}), Result.OPEN),
        (as_json(200, {}), Result.OPEN),
        (Answered(silent=True), Result.OPEN),
    ],
)
def test_every_answer_has_one_meaning(server, answer, result):
    server.fault(answer, at="/xrpc/com.atproto.repo")
    outcome = network(server.address).post(DRAFT)
    assert outcome.result is result
    assert outcome.reason.startswith("Bluesky: ")
    assert (outcome.until is not None) == (answer.status == 429)


@pytest.mark.parametrize(
    "answer",
    [as_json(401, {"message": "no"}), as_json(500, {}), as_json(200, {}), Answered(silent=True)],
)
def test_without_a_session_nothing_is_sent(server, answer):
    server.fault(answer)
    outcome = network(server.address).post(DRAFT)
    assert outcome.result is Result.STOPPED
    assert server.writes == 0
    server.fault(answer)
    assert network(server.address).look(DRAFT, ()).sight is Sight.UNKNOWN


@pytest.mark.parametrize("at", ["com.atproto.server.createSession", "com.atproto.repo"])
@pytest.mark.parametrize("key", [DRAFT.key, ""])
def test_a_limit_says_until_when_wherever_it_is_met(server, at, key):
    limit = as_json(429, {"error": "RateLimitExceeded"}, RateLimit_Reset="1795240000")
    server.fault(limit, at=f"/xrpc/{at}", times=2)
    draft = replace(DRAFT, key=key)
    look, outcome = network(server.address).look(draft, ()), network(server.address).post(DRAFT)
    assert look.until == outcome.until == datetime(2026, 11, 21, 5, 46, 40, tzinfo=UTC)
    assert (look.sight, outcome.result) == (Sight.UNKNOWN, Result.STOPPED)


def test_what_the_server_says_is_kept_without_what_steers_a_terminal(server):
    steering = "\x1b]0;x\x07\u202ey\x9b31m\n"
    session = {"did": "did:plc:ich", "handle": f"../ich{steering}", "accessJwt": "jwt-SENTINEL\n"}
    server.fault(as_json(200, session), at="/xrpc/com.atproto.server")
    server.fault(as_json(200, {"uri": f"at://{steering}"}), at="/xrpc/com.atproto.repo")
    outcome = network(server.address).post(DRAFT)
    assert outcome.id == "at://]0;xy›31m"
    assert outcome.url.startswith("https://bsky.app/profile/..%2Fich%5D0%3Bxy%E2%80%BA31m/post/")


def test_a_session_that_no_header_can_name_is_none(server):
    session = {"did": "did:plc:ich", "accessJwt": "jwt-🙂"}
    server.fault(as_json(200, session), at="/xrpc/com.atproto.server")
    outcome = network(server.address).post(DRAFT)
    assert (outcome.result, outcome.reason) == (Result.STOPPED, "Bluesky: no good answer")


def test_nobody_there_means_that_nothing_left():
    assert network("http://127.0.0.1:9").post(DRAFT).result is Result.STOPPED


def test_missing_keys_are_named():
    assert network("", {}).post(DRAFT).reason == (
        "Bluesky: BLUESKY_HANDLE and BLUESKY_APP_PASSWORD missing"
    )


def test_the_password_goes_to_no_server_without_encryption():
    with pytest.raises(CredentialError, match="DIGEST_BLUESKY_API"):
        network("http://example.org")


def facets(text, people=()):
    """Return what leads somewhere: its words and what they mean."""
    made = record(replace(DRAFT, text=text), dict(people))
    raw = text.encode()
    spans = [(one["index"]["byteStart"], one["index"]["byteEnd"]) for one in made.get("facets", ())]
    assert spans == sorted(spans)
    features = [one["features"][0] for one in made.get("facets", ())]
    return [
        (raw[start:end].decode(), {**feature})
        for (start, end), feature in zip(spans, features, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://a.example/x_(y) ü", ["https://a.example/x_(y)"]),
        ("(siehe https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ("👋🏽 https://a.example/ä?b=1&c=2…", ["https://a.example/ä?b=1&c=2"]),
        (
            "[https://a.example/1], HTTPS://B.example/2!",
            ["https://a.example/1", "HTTPS://B.example/2"],
        ),
        ("https:// und http a.example", []),
        ("日本語https://a.example/日本?#x.", ["https://a.example/日本?#x"]),
    ],
)
def test_an_address_ends_where_a_reader_ends_it(text, links):
    found = facets(text)
    assert [words for words, _ in found] == links
    assert [feature["uri"] for _, feature in found] == links


def test_a_mention_is_one_only_where_its_account_was_found():
    people = {"anna.example": "did:plc:anna"}
    text = "🎉 Danke @Anna.example, (@anna.example) @fremd.example und info@anna.example"
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:anna"}
    assert facets(text, people) == [("@Anna.example", mention), ("@anna.example", mention)]


def test_hashtags_are_tags_and_none_within_an_address():
    text = "Grüße #Übung #2026 https://a.example/#oben (#Recht2)"
    found = [(words, feature.get("tag")) for words, feature in facets(text)]
    assert found == [("#Übung", "Übung"), ("https://a.example/#oben", None), ("#Recht2", "Recht2")]


def test_what_stands_in_brackets_in_an_address_is_no_mention_and_no_tag():
    text = "https://a.example/x_(#Recht) https://a.example/(@anna.example)"
    found = [words for words, _ in facets(text, {"anna.example": "did:plc:anna"})]
    assert found == text.split()


def test_the_card_is_called_as_the_headline_and_not_as_the_comment():
    draft = replace(DRAFT, comment="Bitte lesen:", text="Bitte lesen:\nTitel (Blatt)")
    assert record(draft, {})["embed"]["external"]["title"] == "Titel (Blatt)"
    alone = replace(DRAFT, comment="nur das", text="nur das")
    assert record(alone, {})["embed"]["external"]["title"] == "nur das"


MENTIONS = replace(DRAFT, text="Danke @anna.example und @anna.example und @fremd.example")


def test_allowed_handles_are_looked_up_once_each(server):
    server.dids["anna.example"] = "did:plc:anna"
    network(server.address).post(MENTIONS)
    (made,) = server.records.values()
    assert [one["features"][0]["did"] for one in made["facets"]] == ["did:plc:anna"] * 2
    assert server.asked.count("/xrpc/com.atproto.identity.resolveHandle") == 2


@pytest.mark.parametrize(
    "answer",
    [as_json(500, {}), as_json(200, []), as_json(200, {"did": "x"}), Answered(silent=True)],
)
def test_a_handle_that_cannot_be_looked_up_stays_text(server, answer):
    server.dids["anna.example"] = "did:plc:anna"
    server.fault(answer, at="/xrpc/com.atproto.identity", times=2)
    assert network(server.address).post(MENTIONS).result is Result.POSTED
    (made,) = server.records.values()
    assert (made["text"], "facets" in made) == (MENTIONS.text, False)


def test_a_tag_that_is_too_long_is_text():
    assert facets("#" + "ä" * 320) != []
    assert facets("#" + "ä" * 321) == []


def test_a_server_that_is_gone_after_the_session_was_made_got_nothing():
    with PostingBluesky() as server:
        account = network(server.address)
        account.look(DRAFT, ())
    assert account.post(DRAFT).result is Result.STOPPED


LOST = replace(DRAFT, key="", attempted=NOW)
"""A draft of an archive that does not know under which key it was sent."""


@pytest.mark.parametrize(
    ("text", "url", "card", "taken", "sight"),
    [
        (DRAFT.text, DRAFT.url, True, False, Sight.FOUND),
        (DRAFT.text, DRAFT.url, True, True, Sight.ABSENT),
        (DRAFT.text, DRAFT.url, False, False, Sight.ABSENT),
        (DRAFT.text, "https://example.org/andere", True, False, Sight.ABSENT),
        ("Anderes", DRAFT.url, True, False, Sight.ABSENT),
    ],
)
def test_a_post_whose_key_is_lost_is_known_by_its_text_and_card(
    server, text, url, card, taken, sight
):
    account = network(server.address)
    there = account.post(replace(DRAFT, text=text, url=url, card=card))
    look = account.look(LOST, {there.id} if taken else set())
    assert look.sight is sight
    if sight is Sight.FOUND:
        assert (look.id, look.url) == (there.id, there.url)


@pytest.mark.parametrize(
    ("minutes", "sight"), [(-5, Sight.ABSENT), (5, Sight.UNKNOWN), (None, Sight.UNKNOWN)]
)
def test_a_hundred_posts_since_the_attempt_hide_what_came_before(server, minutes, sight):
    account = network(server.address)
    account.post(DRAFT)
    (value,) = server.records.values()
    when = (NOW + timedelta(minutes=minutes)).isoformat() if minutes is not None else "?"
    server.records = {
        f"3zzzz{place}": value | {"text": "Anderes", "createdAt": when} for place in range(100)
    }
    assert account.look(LOST, set()).sight is sight


@pytest.mark.parametrize("answer", [{}, {"records": 1}, [], None])
def test_a_list_that_is_none_says_nothing(server, answer):
    server.fault(as_json(200, answer), at="/xrpc/com.atproto.repo.listRecords")
    assert network(server.address).look(LOST, set()).sight is Sight.UNKNOWN


@pytest.mark.parametrize(
    "record", [None, {}, {"value": 1}, {"value": {"text": LOST.text, "embed": 1}}]
)
def test_a_record_of_another_shape_is_no_post_of_ours(server, record):
    answer = as_json(200, {"records": [record]})
    server.fault(answer, at="/xrpc/com.atproto.repo.listRecords")
    assert network(server.address).look(LOST, set()).sight is Sight.ABSENT
