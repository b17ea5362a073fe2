"""Feeds give items, or the reason why they do not."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.credentials import Credentials, Secret
from digest.errors import SourceError, TooSlowError
from digest.http import Http
from digest.model import Source
from digest.sources import Net, feed
from digest.store import Store
from tests.web import Web

NOW = datetime(2025, 1, 6, 12, tzinfo=UTC)
RSS = '<rss version="2.0"><channel><title>The Feed</title>{}</channel></rss>'


def item(title, more="", **elements):
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in elements.items())
    return f"<item><title>{title}</title>{inside}{more}</item>"


def rss(*items):
    return RSS.format("".join(items)).encode()


@pytest.fixture
def source(web):
    return Source(kind="feed", target=web.url("/feed"), section="News")


def keys(fetched):
    return [item.key for item in fetched.items]


# ------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (" https://Example.org/feed ", "https://example.org/feed"),
        ("file:feeds/a.xml", "file:feeds/a.xml"),
        ("FILE:./a.xml", "file:a.xml"),
        ("https://example.org/my feed", "https://example.org/my%20feed"),
    ],
)
def test_an_address_has_one_form(text, target):
    assert feed.parse_target(text) == target


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://ann:secret@example.org/feed", "user and password"),
        ("ftp://example.org/feed", "ftp"),
        ("file:", "file beside feeds.yaml"),
        ("file:/etc/passwd", "file beside feeds.yaml"),
        ("file:\\x", "file beside feeds.yaml"),
        ("file:a%00.xml", "file beside feeds.yaml"),
        ("https://a.example/feed, https://b.example/", "more than one address"),
        ("https://a.example/feed https://ann:secret@b.example/", "more than one address"),
    ],
)
def test_other_addresses_are_refused(text, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        feed.parse_target(text)
    assert "secret" not in str(caught.value)


# -------------------------------------------------------------------------------------- over HTTP


def test_entries_become_items(web, net, source):
    web.page("/feed", rss(item(
        "One &amp;amp; all", link="/1?utm_source=rss", guid="g1", pubDate="Mon, 06 Jan 2025 10:00:00 GMT",
        description="Short &lt;a href='https://b.example/'&gt;text&lt;/a&gt;", author="a@b.example (Ann)",
    )), etag='"1"', modified="Mon, 06 Jan 2025 11:00:00 GMT")  # fmt: skip
    fetched = feed.fetch(source, {}, net, NOW)
    [one] = fetched.items
    assert (one.source, one.key, one.url) == (source.id, "g1", web.url("/1"))
    assert one.page == f"https://127.0.0.1:{web.port}/1"
    assert (one.title, one.summary, one.author) == ("One & all", "Short text", "Ann")
    assert (one.links, one.folded) == (("https://b.example",), "one all\nshort text")
    assert (one.published, one.seen) == (NOW - timedelta(hours=2), NOW)
    assert (fetched.title, fetched.problem, fetched.unchanged) == ("The Feed", "", False)
    assert fetched.checkpoint["etag"] == '"1"'
    assert fetched.checkpoint["modified"] == "Mon, 06 Jan 2025 11:00:00 GMT"


def test_the_future_and_no_date_are_now(web, net, source):
    web.page("/feed", rss(
        item("Future", pubDate="Mon, 06 Jan 2087 10:00:00 GMT"), item("Undated"),
    ))  # fmt: skip
    assert {item.published for item in feed.fetch(source, {}, net, NOW).items} == {NOW}


@pytest.mark.parametrize(
    "validators", [{"etag": 'W/"1"'}, {"modified": "Mon, 06 Jan 2025 11:00:00 GMT"}]
)
def test_a_server_can_say_that_nothing_is_new(web, net, source, validators):
    web.page("/feed", rss(item("One")), **validators)
    first = feed.fetch(source, {}, net, NOW)
    second = feed.fetch(source, first.checkpoint, net, NOW)
    assert (second.unchanged, second.items, second.checkpoint) == (True, (), first.checkpoint)


def test_the_same_bytes_are_not_parsed_again(web, source, net):
    page = web.page("/feed", rss(item("One")), etag='"1"')
    first = feed.fetch(source, {}, net, NOW)
    page.etag = '"2"'
    nobody = Net(http=net.http, parser=None)
    second = feed.fetch(source, first.checkpoint, nobody, NOW)
    assert (second.unchanged, second.checkpoint["etag"]) == (True, '"2"')


def test_new_bytes_are_parsed(web, net, source):
    page = web.page("/feed", rss(item("One")))
    first = feed.fetch(source, {}, net, NOW)
    page.body = rss(item("Two"), item("One"))
    second = feed.fetch(source, first.checkpoint, net, NOW)
    assert [item.title for item in second.items] == ["Two", "One"]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("204 No Content", "status 204"),
        ("304 Not Modified", "status 304"),
        ("401 Unauthorized", "status 401: needs a login"),
        ("404 Not Found", "status 404: not found"),
        ("407 Proxy Authentication Required", "status 407: the proxy needs a login"),
        ("410 Gone", "status 410: gone for good"),
        ("429 Too Many Requests", "status 429: asked too often"),
        ("500 Internal Server Error", "status 500: the server is in trouble"),
    ],
)
def test_another_status_is_a_failure_whatever_comes_with_it(web, net, source, status, problem):
    web.page("/feed", rss(item("One")), status=status)
    fetched = feed.fetch(source, {}, net, NOW)
    assert fetched.problem.startswith(problem)
    assert (fetched.items, fetched.checkpoint) == ((), {})
    assert fetched.gone == (status == "410 Gone")


@pytest.mark.parametrize("status", ["200 OK", "304 Not Modified"])
def test_how_long_an_answer_stays_as_it_is_is_told(web, net, source, status):
    rules = {"Cache-Control": "public, max-age=600"}
    web.page("/feed", rss(item("One")), status=status, headers=rules)
    assert feed.fetch(source, {"etag": "1"}, net, NOW).rest == timedelta(minutes=10)


@pytest.mark.parametrize("status", ["429 Slow Down", "503 Busy"])
def test_how_long_a_server_asks_to_be_left_alone_is_told(web, net, source, status):
    web.page("/feed", status=status, headers={"Retry-After": "7200"})
    fetched = feed.fetch(source, {}, net, NOW)
    assert fetched.rest == timedelta(hours=2)
    assert fetched.problem.endswith("; not before 2025-01-06 14:00 UTC")


# ----------------------------------------------------------------------------- moved and addressed


def test_a_feed_that_has_moved_is_asked_where_it_is_now(web, net, source):
    web.page("/new", rss(item("One")))
    web.redirect("/feed", "/new", status="301 Moved")
    first = feed.fetch(source, {}, net, NOW)
    assert first.moved == web.url("/new")
    second = feed.fetch(source, {**first.checkpoint, "moved": first.moved}, net, NOW)
    assert (second.moved, second.unchanged) == (web.url("/new"), True)
    assert "moved" not in second.checkpoint
    assert web.asked == ["/feed", "/new", "/new"]


def test_a_feed_that_moves_on_is_told_so(web, net, source):
    web.redirect("/new", "/newer", status="301 Moved")
    web.page("/newer", rss(item("One")))
    assert feed.fetch(source, {"moved": web.url("/new")}, net, NOW).moved == web.url("/newer")


@pytest.mark.parametrize("new", ["404 Not Found", "410 Gone", "200 OK", "nobody"])
def test_a_feed_that_came_back_is_found_at_its_old_address(web, net, source, new):
    web.page("/feed", rss(item("One")))
    web.page("/new", b"<html><title>This domain is for sale</title>", status=new)
    moved = "http://127.0.0.1:1/" if new == "nobody" else web.url("/new")
    fetched = feed.fetch(source, {"moved": moved}, net, NOW)
    assert (len(fetched.items), fetched.moved) == (1, "")


def test_a_feed_that_moved_to_a_page_fails_for_that(web, net, source):
    web.page("/new", b"<html><title>This domain is for sale</title>")
    web.redirect("/feed", "/new", status="301 Moved")
    assert "a web page" in feed.fetch(source, {"moved": web.url("/new")}, net, NOW).problem
    web.page("/new", status="410 Gone")
    assert feed.fetch(source, {"moved": web.url("/new")}, net, NOW).gone


def test_two_addresses_share_one_deadline(web, net, source):
    web.page("/new", status="404 Not Found", delay=0.3)
    web.page("/feed", rss(item("One")), delay=0.3)
    net = replace(net, http=net.http.within(0.5))
    with pytest.raises(TooSlowError):
        feed.fetch(source, {"moved": web.url("/new")}, net, NOW)
    web.page("/new", rss(item("One")), delay=0.7)
    with pytest.raises(TooSlowError):
        feed.fetch(source, {"moved": web.url("/new")}, net, NOW)
    assert web.asked == ["/new", "/feed", "/new"]


def test_a_feed_that_moved_is_not_asked_twice_when_its_server_asks_for_rest(web, net, source):
    web.page("/new", status="429 Slow Down")
    assert feed.fetch(source, {"moved": web.url("/new")}, net, NOW).problem.startswith("status 429")
    assert web.asked == ["/new"]


def test_where_a_feed_has_moved_to_gets_neither_trust_nor_secrets(web, net, source, monkeypatch):
    web.page("/feed", rss(item("One")))
    with Web() as inside:
        inside.page("/feed", rss(item("Inside")))
        fetched = feed.fetch(source, {"moved": inside.url("/feed")}, net, NOW)
        assert fetched.items[0].title == "One"
        assert inside.asked == []
        monkeypatch.setenv("http_proxy", inside.url())  # so that a public host can be played
        inside.page("http://feed.example/new", rss(item("One")))
        private = replace(source, headers=(("X-Key", "k"),), user_agent="Mine/1")
        net = replace(net, http=Http(agent="x"))
        feed.fetch(private, {"moved": "http://feed.example/new"}, net, NOW)
        assert inside.log[-1].headers["user-agent"] == "Mine/1"
        assert "x-key" not in inside.log[-1].headers


def test_a_server_is_told_what_feeds_yaml_says(web, net, source):
    web.page("/feed", rss(item("One")))
    private = replace(source, user_agent="Mine/1", headers=(("X-Key", "k"),), auth="FEED_EXAMPLE")
    net = replace(net, credentials=Credentials(values={"FEED_EXAMPLE": Secret("anna:geheim")}))
    assert not feed.fetch(private, {}, net, NOW).problem
    told = web.log[0].headers
    assert (told["user-agent"], told["x-key"]) == ("Mine/1", "k")
    assert told["authorization"] == "Basic YW5uYTpnZWhlaW0="
    assert "geheim" not in repr(net)


def test_a_feed_whose_login_is_missing_is_not_asked(web, net, source):
    private = replace(source, auth="FEED_EXAMPLE")
    with pytest.raises(SourceError, match="there is no FEED_EXAMPLE in credentials"):
        feed.fetch(private, {}, net, NOW)
    locked = replace(net, no_login="others can read it")
    with pytest.raises(SourceError, match="needs a login: others can read it"):
        feed.fetch(private, {}, locked, NOW)
    assert web.asked == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not a feed: the answer is empty"),
        (b"<!doctype html><title>Log in</title>", "not a feed: a web page"),
        (rss(item("One"))[:-10], "cut short"),
        (rss(item("One"))[:70], "cut short"),
    ],
)
def test_what_is_no_whole_feed_is_a_failure(web, net, source, body, problem):
    web.page("/feed", body, headers={"Cache-Control": "max-age=600"})
    failed = feed.fetch(source, {}, net, NOW)
    assert problem in failed.problem
    assert (failed.items, failed.checkpoint, failed.rest) == ((), {}, timedelta(0))


def test_the_same_bytes_are_not_read_in_vain_again_and_fail_each_time(web, net, source, tmp_path):
    page = web.page("/feed", b"<!doctype html><title>Log in</title>")
    nobody = Net(http=net.http, parser=None)
    with Store(tmp_path) as store:
        for hours, its in enumerate((net, nobody, nobody)):
            checkpoint = store.checkpoints().get(source.id, {})
            store.add(feed.fetch(source, checkpoint, its, NOW + timedelta(hours=hours)), NOW)
        health = store.health(NOW)[source.id]
        assert (health.problem, health.failures) == ("not a feed: a web page", 3)
        page.body = rss(item("One"))
        store.add(feed.fetch(source, store.checkpoints()[source.id], net, NOW), NOW)
        assert store.checkpoints()[source.id].keys() == {"hash"}


def test_bytes_that_could_not_be_read_are_tried_again_after_a_day_and_by_a_newer_reader(
    web, net, source
):
    web.page("/feed", b"no feed")
    unread = feed.fetch(source, {}, net, NOW).unread
    again = (
        ({"unread": unread}, NOW + timedelta(days=1)),
        ({"unread": unread}, NOW - timedelta(hours=1)),
        ({"unread": unread.replace(" 1:", " 0:")}, NOW),
        ({"unread": unread}, NOW + timedelta(hours=23)),
    )
    tried = [bool(feed.fetch(source, checkpoint, net, now).unread) for checkpoint, now in again]
    assert tried == [True, True, True, False]


def test_that_bytes_could_not_be_read_is_forgotten_when_the_old_ones_are_back(web, net, source):
    web.page("/feed", rss(item("One")), etag='"1"')
    first = feed.fetch(source, {}, net, NOW).checkpoint
    back = feed.fetch(source, {**first, "unread": "x"}, net, NOW)
    assert (back.unchanged, back.checkpoint) == (True, first)


def test_unchanged_since_bytes_that_could_not_be_read_is_no_answer(web, net, source):
    web.page("/feed", status="304 Not Modified")
    failed = feed.fetch(source, {"unread": f"{NOW.isoformat()} 1:00 not a feed"}, net, NOW)
    assert failed.problem == "status 304: not a feed"


def test_a_permanent_move_is_noted(web, net):
    web.page("/new", rss(item("One")), etag='"1"')
    web.page("/old", status="301 Moved Permanently", headers={"Location": "/new"})
    source = Source(kind="feed", target=web.url("/old"), section="News")
    first = feed.fetch(source, {}, net, NOW)
    assert first.moved == web.url("/new")
    assert feed.fetch(source, first.checkpoint, net, NOW).moved == web.url("/new")


def test_an_overlong_validator_is_not_kept(web, net, source):
    web.page("/feed", rss(item("One")), etag=f'"{"x" * 3000}"')
    assert "etag" not in feed.fetch(source, {}, net, NOW).checkpoint


def test_the_charset_of_the_answer_counts(web, net, source):
    body = rss(item("Größe")).decode().encode("windows-1252")
    web.page("/feed", body, type="application/xml; charset=windows-1252")
    assert feed.fetch(source, {}, net, NOW).items[0].title == "Größe"


def test_a_flood_is_bounded_and_counted(web, net, source):
    web.page("/feed", rss(*(item(f"Title {n}", guid=f"g{n}") for n in range(1_500))))
    fetched = feed.fetch(source, {}, net, NOW)
    assert (len(fetched.items), fetched.left_out) == (1_000, 500)


# --------------------------------------------------------------------------------- from a file


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "a.xml").write_bytes(rss(item("From a file", link="https://a.example/1")))
    (tmp_path / "outside.xml").write_bytes(rss(item("Outside")))
    return home


def from_file(name, folder, net, checkpoint=None):
    source = Source(kind="feed", target=f"file:{name}", section="News", folder=str(folder))
    return feed.fetch(source, checkpoint or {}, net, NOW)


def test_a_file_beside_feeds_yaml_is_read(folder, net):
    first = from_file("a.xml", folder, net)
    assert [item.title for item in first.items] == ["From a file"]
    assert from_file("a.xml", folder, net, first.checkpoint).unchanged


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../outside.xml", "outside the folder"),
        ("link.xml", "outside the folder"),
        ("way/outside.xml", "outside the folder"),
        ("missing.xml", "no file missing.xml"),
        (".", "no file"),
        ("nul\x00.xml", "cannot be read"),
        ("x" * 300, "cannot be read|no file x"),  # Python 3.14 does not tell the two apart
    ],
)
def test_nothing_else_is_read(folder, net, name, problem):
    (folder / "link.xml").symlink_to("../outside.xml")
    (folder / "way").symlink_to("..")
    with pytest.raises(SourceError, match=problem):
        from_file(name, folder, net)


def test_a_link_within_the_folder_is_followed(folder, net):
    (folder / "b.xml").symlink_to("a.xml")
    assert from_file("b.xml", folder, net).items


def test_a_pipe_is_no_file(folder, net):
    os.mkfifo(folder / "pipe")
    with pytest.raises(SourceError, match="no file pipe"):
        from_file("pipe", folder, net)


def test_a_file_over_the_limit_is_refused(folder, net):
    with (folder / "big.xml").open("wb") as big:
        big.truncate(10_000_001)
    with pytest.raises(SourceError, match="too large: over 10 MB"):
        from_file("big.xml", folder, net)


def test_the_first_of_january_1970_is_no_date(web, net, source):
    epoch = "Thu, 01 Jan 1970 00:00:00 GMT"
    web.page("/feed", rss(item("One", pubDate=epoch), item("Two", pubDate="3 Jan 1970 00:00 GMT")))
    items = feed.fetch(source, {}, net, NOW).items
    assert [i.published for i in items] == [NOW, datetime(1970, 1, 3, tzinfo=UTC)]


# ---------------------------------------------------------------------------------- identity


def test_an_entry_that_is_repeated_comes_once(web, net, source):
    web.page("/feed", rss(
        item("One", guid="g", link="/1"), item("One", guid="g", link="/1"),
    ))  # fmt: skip
    assert [(i.key, i.title) for i in feed.fetch(source, {}, net, NOW).items] == [("g", "One")]


def test_entries_that_link_to_one_page_under_different_headlines_all_come(web, net, source):
    web.page("/feed", rss(*(item(title, link="/news") for title in ("Plan", "Tickets", "Dank"))))
    titles = [i.title for i in feed.fetch(source, {}, net, NOW).items]
    assert titles == ["Plan", "Tickets", "Dank"]


def test_different_entries_of_one_key_are_all_kept_and_told_apart(web, net, source):
    items = [item(f"Title {n}", guid="same", link=f"/{n}") for n in range(50)]
    web.page("/feed", rss(*items))
    first = feed.fetch(source, {}, net, NOW)
    assert len(set(keys(first))) == 50
    web.page("/feed", rss(*reversed(items)))
    assert sorted(keys(feed.fetch(source, {}, net, NOW))) == sorted(keys(first))


def test_entries_without_link_are_told_apart_by_their_titles(web, net, source):
    flag = '<guid isPermaLink="false">same</guid>'
    web.page("/feed", rss(item("A", flag), item("B", flag)))
    assert len(set(keys(feed.fetch(source, {}, net, NOW)))) == 2


def test_a_feed_without_keys_has_the_same_ones_every_time(web, net, source):
    web.page("/feed", rss(item("A"), item("B"), item("C", link="/c")))
    first, second = (keys(feed.fetch(source, {}, net, NOW)) for _ in range(2))
    assert first == second
    assert len(set(first)) == 3


@pytest.mark.timeout(30)
def test_five_thousand_entries_of_one_key_are_told_apart(web, net, source):
    web.page("/feed", rss(*(item(f"T{n}", guid="same", link=f"/{n}") for n in range(5_000))))
    fetched = feed.fetch(source, {}, net, NOW)
    assert len(fetched.items) == 1_000


@pytest.mark.parametrize(
    ("there", "other"),
    [
        (
            "https://news.google.com/rss?q=a&hl=de&gl=DE",
            "https://news.google.com/rss?q=a&hl=en&gl=US",
        ),
        ("https://a.example/feed", "https://a.example/amp/feed"),
        ("https://a.example/feed", "https://web.archive.org/web/2026/https://a.example/feed"),
    ],
)
def test_what_makes_no_other_article_may_make_another_feed(there, other):
    assert feed.spelling(there) != feed.spelling(other)
