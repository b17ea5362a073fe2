"""Accounts, lists and custom feeds on Bluesky, read from a fake."""

from datetime import timedelta

import pytest

from digest.errors import SourceError
from digest.sources.bluesky import PAGE, PAGES, parse_target
from tests.fakes.bluesky import NOW, FakeBluesky
from tests.fakes.server import Answered, as_json
from tests.sources.reading import fetch, net_of, source

HOUR = timedelta(hours=1)
PAGE_OF = "https://bsky.app/profile"
DID = "did:plc:z72i7hdynmk6r22z27h6tvur"


@pytest.mark.parametrize(
    "text", ["bsky.app", "@Bsky.App", " https://bsky.app/profile/bsky.app ", "bsky.app/"]
)
def test_a_handle_has_one_form(text):
    assert parse_target(text) == "bsky.app"


def test_a_did_is_kept_as_it_is():
    assert parse_target(f"{PAGE_OF}/{DID}") == DID


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (f"{PAGE_OF}/Bsky.app/lists/3kAbc", "at://bsky.app/app.bsky.graph.list/3kAbc"),
        (f"{PAGE_OF}/{DID}/feed/whats-hot/", f"at://{DID}/app.bsky.feed.generator/whats-hot"),
        (f"at://{DID}/app.bsky.graph.list/3kAbc", f"at://{DID}/app.bsky.graph.list/3kAbc"),
        ("at://bsky.app/app.bsky.feed.generator/x", "at://bsky.app/app.bsky.feed.generator/x"),
    ],
)
def test_a_list_or_feed_has_one_form(text, target):
    assert parse_target(text) == target
    assert parse_target(target) == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "bsky",
        "a b.example",
        "-a.example",
        "https://bsky.app/profile/a.example/post/3k",
        "https://a.example/b",
        f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 63}.example",
        "at://bsky.app/app.bsky.feed.post/3k",
    ],
)
def test_what_is_no_account_is_refused(text):
    with pytest.raises(ValueError, match="expected an account of Bluesky"):
        parse_target(text)


@pytest.fixture
def server():
    with FakeBluesky() as server:
        server.join("anna.example")
        yield server


@pytest.fixture
def run(server, store):
    def run(target="anna.example", now=NOW):
        net = net_of(store, seconds=2, bluesky=server.address)
        return fetch(net, store, source(target, kind="bluesky"), now)[1]

    return run


def link(text, shown, address):
    """Return a facet over the part of a text that is shown for an address."""
    start = text.encode().index(shown.encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(shown.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": address}],
    }


def card(address, title=""):
    external = {"uri": address, "title": title, "description": ""}
    return {"$type": "app.bsky.embed.external#view", "external": external}


def test_links_are_written_out_whole(server, run):
    text = "Größere Änderung für alle: example.org/lan... lesen"
    facet = link(text, "example.org/lan...", "https://www.example.org/lang?id=1")
    server.say("anna.example", text, record={"facets": [facet]})
    (item,) = run()
    assert item.title == "Größere Änderung für alle: lesen"
    assert item.share.link == "https://www.example.org/lang?id=1"
    assert item.links == ("https://example.org/lang?id=1",)
    assert item.author == "@anna.example"
    assert item.url == "https://bsky.app/profile/anna.example/post/3l00000"


def test_plain_text_stays_whole(server, run):
    server.say("anna.example", "Das <word> & &amp; bleibt hier genau so stehen, ohne jede Änderung")
    (item,) = run()
    assert item.title == "Das <word> & &amp; bleibt hier genau so stehen, ohne jede Änderung"


def test_a_card_is_a_link(server, run):
    server.say("anna.example", "", view={"embed": card("https://example.org/neues", "Neues")})
    (item,) = run()
    assert (item.title, item.share.link) == ("Neues", "https://example.org/neues")


def test_a_card_beside_a_quote_is_a_link(server, run):
    media = {"record": {"record": {}}, "media": card("https://example.org/neues", "Neues")}
    server.say("anna.example", "Lest das", view={"embed": media})
    (item,) = run()
    assert item.share.link == "https://example.org/neues"


def test_a_repost_is_credited_to_who_said_it_first(server, run):
    said = server.say(
        "ben.example", "Neues aus Köln", view={"embed": card("https://example.org/n")}
    )
    server.repost("anna.example", said, NOW + HOUR)
    (item,) = run(now=NOW + HOUR)
    assert (item.title, item.share.first) == ("Neues aus Köln", "@ben.example")
    assert (item.share.account, item.share.words) == ("bluesky:@anna.example", "")
    assert item.published == NOW + HOUR
    assert item.links == ("https://example.org/n",)


def test_two_reposts_of_one_post_are_two_votes(server, run):
    said = server.say("ben.example", "Neues aus Köln")
    owner = server.join("list.example")
    address = f"at://{owner}/app.bsky.graph.list/1"
    server.feeds[address] = ["anna.example", "carl.example"]
    server.repost("anna.example", said, NOW + HOUR)
    server.repost("carl.example", said, NOW + HOUR)
    items = run(address, NOW + HOUR)
    assert {item.share.account for item in items} == {
        "bluesky:@anna.example",
        "bluesky:@carl.example",
    }


@pytest.mark.parametrize("beside", [False, True])
def test_a_quote_is_credited_and_keeps_the_own_words(server, run, beside):
    said = server.say("ben.example", "Neues aus Köln")
    record = said.pop("record")
    quoted = {**said, "value": record}
    embed = {"record": {"record": quoted}, "media": {}} if beside else {"record": quoted}
    server.say("anna.example", "Wichtig!", NOW + HOUR, view={"embed": embed})
    (item,) = run(now=NOW + HOUR)
    assert (item.title, item.share.first) == ("Neues aus Köln", "@ben.example")
    assert item.share.words == "Wichtig!"


def test_a_quote_that_cannot_be_seen_is_a_post_of_its_own(server, run):
    embed = {"record": {"uri": "at://x/y/z", "notFound": True}}
    server.say("anna.example", "Dazu fällt mir nichts mehr ein", view={"embed": embed})
    (item,) = run()
    assert item.share.first == ""


def test_replies_and_pinned_posts_are_no_items(server, run):
    reply = {"parent": {}, "root": {}}
    server.say("anna.example", "Genau!", entry={"reply": reply}, record={"reply": reply})
    server.say("anna.example", "Auch eine Antwort", record={"reply": reply})
    pin = {"reason": {"$type": "app.bsky.feed.defs#reasonPin"}}
    server.say("anna.example", "Willkommen auf meiner Seite", entry=pin)
    assert run() == ()


def test_the_next_run_takes_what_is_new(server, run):
    server.say("anna.example", "Das Erste")
    run()
    server.say("anna.example", "Das Zweite", NOW + HOUR)
    assert [item.title for item in run(now=NOW + 2 * HOUR)] == ["Das Zweite"]
    assert run(now=NOW + 3 * HOUR) == ()


def test_more_than_a_page_is_read_page_by_page(server, run, store):
    server.say("anna.example", "Das Erste")
    run()
    for n in range(PAGE + 10):
        server.say("anna.example", f"Meldung Nummer {n}", NOW + timedelta(minutes=n + 1))
    assert len(run(now=NOW + 2 * HOUR)) == PAGE + 10
    (health,) = store.health(NOW + 2 * HOUR).values()
    assert health.gap is None


@pytest.mark.parametrize(
    ("collection", "method"),
    [("app.bsky.graph.list", "getListFeed"), ("app.bsky.feed.generator", "getFeed")],
)
def test_lists_and_feeds_are_read_by_the_did_of_their_owner(server, run, collection, method):
    owner = server.join("list.example")
    server.feeds[f"at://{owner}/{collection}/1"] = ["anna.example"]
    server.say("anna.example", "Von Anna")
    assert [item.author for item in run(f"at://list.example/{collection}/1")] == ["@anna.example"]
    assert server.asked[-1].endswith(method)
    run(f"at://list.example/{collection}/1")
    assert server.asked.count("/xrpc/com.atproto.identity.resolveHandle") == 1


def test_what_gets_hot_later_than_something_newer_is_not_lost(server, run):
    address = f"at://{server.join('list.example')}/app.bsky.feed.generator/hot"
    late = server.say("anna.example", "Erst spät beliebt geworden", NOW)
    early = server.say("anna.example", "Schon früh beliebt", NOW + HOUR)
    server.ranked[address] = [early["uri"]]
    assert [item.title for item in run(address, NOW + 2 * HOUR)] == ["Schon früh beliebt"]
    server.ranked[address] = [late["uri"], early["uri"]]
    assert [item.title for item in run(address, NOW + 3 * HOUR)] == ["Erst spät beliebt geworden"]
    assert run(address, NOW + 4 * HOUR) == ()
    assert len(server.log) == 3


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (as_json(400, {"error": "InvalidRequest", "message": "Profile not found"}), "no such"),
        (as_json(401, {"error": "AuthMissing"}), "login only"),
        (as_json(429, {"error": "RateLimitExceeded"}), "asked too often"),
        (Answered(status=502, body=b"<html>", type="text/html"), "status 502"),
        (Answered(body=b"nothing"), "not JSON"),
        (Answered(silent=True), "cut short"),
    ],
)
def test_every_fault_is_one_line(server, run, fault, said):
    server.fault(fault)
    with pytest.raises(SourceError) as caught:
        run()
    assert said in caught.value.problem


def test_a_handle_that_nobody_has(server, run):
    server.fault(as_json(200, {}))
    with pytest.raises(SourceError, match="who the account is"):
        run("at://nobody.example/app.bsky.graph.list/1")


def test_odd_entries_are_left_out(server, run):
    post = {
        "uri": "at://a/b/c",
        "author": {"handle": "anna.example"},
        "indexedAt": "2026-11-20T07:00:00Z",
        "record": {"text": "Hallo", "langs": "de", "facets": [{"index": {"byteStart": 9}}, 5]},
    }
    over = {"index": {"byteStart": 3, "byteEnd": 99}, "features": [{"$type": "x"}, LINK]}
    long = {**post, "uri": "at://a/b/d", "record": {"text": "Hallo Welt", "facets": [over]}}
    odd = [None, {}, {"post": {"uri": "x"}}, {"post": post}, {"post": long}]
    server.fault(as_json(200, {"feed": odd}))
    assert sorted(item.title for item in run()) == ["Hallo", "Hallo Welt"]


@pytest.mark.parametrize(
    "odd",
    [
        {"view": {"likeCount": 10**30}},
        {"view": {"author": {"handle": "anna.example\ud800"}}},
        {"view": {"uri": "at://a/b/c\ud800"}},
        {"view": {"embed": card("https://example.org/\ud800", "\ud800")}},
        {"record": {"langs": ["\ud800"]}},
        {"record": {"langs": [["de"]]}},
        {"record": {"text": "Eine \ud800Meldung"}},
    ],
)
def test_what_no_archive_can_keep_is_left_out(server, run, odd):
    server.say("anna.example", "Eine Meldung", **odd)
    server.say("anna.example", "Noch eine Meldung")
    assert {item.title for item in run()} == {"Eine Meldung", "Noch eine Meldung"}
    assert run() == ()


def test_quotes_of_quotes_are_read_to_a_depth(server, run):
    said = server.say("anna.example", "Nummer 0")
    for n in range(1, 5):
        record = said.pop("record")
        said = server.say(
            "anna.example",
            f"Nummer {n}",
            view={
                "embed": {"record": {**said, "value": record}},
                "record": {**record, "text": f"Nummer {n}", "facets": [leading(f"/{n}")]},
            },
        )
    server.entries = server.entries[-1:]
    (item,) = run()
    assert item.links == tuple(f"https://example.org/{n}" for n in (4, 3, 2))


def leading(path):
    return link("Nummer 0", "0", f"https://example.org{path}")


def test_facets_upon_facets_do_not_pile_up(server, run):
    text = "Lest das hier: example.org"
    facets = [link(text, text[start:], f"https://example.org/{start}") for start in range(20)]
    server.say("anna.example", text, record={"facets": facets})
    (item,) = run()
    assert item.links == ("https://example.org/0",)


LINK = {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/"}


def test_a_flood_is_read_to_a_limit_and_that_is_known(server, run, store):
    server.say("anna.example", "Das Erste")
    run()
    for n in range(PAGE * (PAGES + 1)):
        server.say("anna.example", f"Meldung Nummer {n}", NOW + timedelta(seconds=n + 1))
    assert len(run(now=NOW + 2 * HOUR)) == PAGE * PAGES
    (health,) = store.health(NOW + 2 * HOUR).values()
    assert health.gap == NOW + 2 * HOUR
