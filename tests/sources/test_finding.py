"""The feed behind an address that a person typed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.errors import SourceError
from digest.http import Response
from digest.sources.finding import find_feed
from tests.web import Web

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
RSS = b'<rss version="2.0"><channel><title>Blatt</title><item><title>Eins</title></item></channel></rss>'


def page(*links):
    """Return a page that points at feeds."""
    listed = "".join(f'<link rel="alternate" type="application/rss+xml" href="{u}">' for u in links)
    return f"<html><head>{listed}</head><body>Text</body></html>".encode()


def test_a_feed_is_the_feed(web, net):
    web.page("/feed", RSS)
    found = find_feed(web.url("/feed"), net, NOW)
    assert (found.title, found.source.target) == ("Blatt", web.url("/feed"))


def test_of_a_page_the_first_feed_that_answers_is_taken(web, net):
    web.page("/", page("/gone", "/feed"))
    web.page("/feed", RSS)
    assert find_feed(web.url("/"), net, NOW).source.target == web.url("/feed")


def test_a_page_leads_to_no_other_private_place(web, net):
    with Web() as other:
        other.page("/feed", RSS)
        web.page("/", page(other.url("/feed")))
        with pytest.raises(SourceError, match="not a feed"):
            find_feed(web.url("/"), net, NOW)
        assert other.asked == []


class Public:
    """A network of public hosts that remembers what it was asked for, and with which trust."""

    def __init__(self, http, pages):
        self.deadline, self.per_host = http.deadline, http.per_host
        self.pages, self.asked = pages, []

    def within(self, _seconds):
        return self

    def get(self, url, _headers=None, *, trusted=True, **_more):
        self.asked.append((url, trusted))
        return Response(status=200, url=url, headers={}, body=self.pages[url])


def test_only_the_place_that_was_typed_may_be_private(net):
    """A name may be resolved to something else when it is asked the next time."""
    pages = {
        "https://news.example/": page("https://cdn.example/a", "https://news.example/feed"),
        "https://cdn.example/a": b"no feed",
        "https://news.example/feed": RSS,
    }
    public = Public(net.http, pages)
    find_feed("https://news.example/", replace(net, http=public), NOW)
    assert dict(public.asked) == {
        "https://news.example/": True,
        "https://cdn.example/a": False,
        "https://news.example/feed": True,
    }


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        ("200 OK", "look on the page"),
        ("404 Not Found", "does a browser open it?"),
        ("401 Unauthorized", "write it into feeds.yaml as {url: ..., auth: FEED_NAME}"),
        ("407 Proxy Authentication Required", "does a browser open it?"),
    ],
)
def test_what_to_do_is_said_for_a_page_and_for_what_is_none(web, net, status, hint):
    web.page("/", page(), status=status)
    with pytest.raises(SourceError) as refused:
        find_feed(web.url("/"), net, NOW)
    assert refused.value.hint.startswith(hint)


def test_what_to_do_is_said_for_a_file_that_is_not_there(tmp_path, net):
    with pytest.raises(SourceError, match="no file none") as refused:
        find_feed("file:none.xml", net, NOW, str(tmp_path))
    assert refused.value.hint == "it is looked for in the folder of feeds.yaml"


@pytest.mark.parametrize("address", ["ftp://a.example/feed", "http://", "https://u:p@a.example/"])
def test_what_is_no_address_is_named(net, address):
    with pytest.raises(SourceError) as refused:
        find_feed(address, net, NOW)
    assert refused.value.problem.startswith(address.split("u:p")[0][:7])
    assert refused.value.hint


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://user:geheim@a.example/feed", "https://a.example/feed: "),
        ("user:geheim@a.example/feed", "a.example/feed: "),
        ("https://user:ge/heim@a.example/feed", "https://a.example/feed: "),
        ("https://user:ge@heim@a.example/feed", "https://a.example/feed: "),
        ("https://user:ge://heim@a.example/feed", "https://a.example/feed: "),
        ("user:geheim@://a.example/feed", "://a.example/feed: "),
        ("ftp://user:geheim@a.example/feed", "ftp://a.example/feed: "),
        ("a.example:0/feed", "a.example:0/feed: "),
    ],
)
def test_a_refusal_shows_no_password(net, address, shown):
    with pytest.raises(SourceError) as refused:
        find_feed(address, net, NOW)
    assert refused.value.problem.startswith(shown)
    assert "heim" not in str(refused.value)


def test_a_login_in_an_address_is_said_to_belong_into_the_credentials(net):
    with pytest.raises(SourceError) as refused:
        find_feed("https://user:geheim@a.example/feed", net, NOW)
    assert "credentials.yaml" in refused.value.hint


def test_a_server_that_gives_no_document_is_not_asked_for_a_page(web, net):
    web.page("/", page("/feed"), status="429 Too Many Requests")
    with pytest.raises(SourceError, match="asked too often"):
        find_feed(web.url("/"), net, NOW)
    assert web.asked == ["/"]


def test_a_page_that_does_not_answer_has_its_reason(web, net):
    with pytest.raises(SourceError, match="404") as refused:
        find_feed(web.url("/nothing"), net, NOW)
    assert refused.value.problem.startswith(web.url("/nothing"))
