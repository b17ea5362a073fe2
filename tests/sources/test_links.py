"""Where short links lead."""

import pytest

from digest.http import Http
from digest.sources.links import Links, is_short


@pytest.fixture
def http():
    return Http(agent="digest-tests", deadline=2)


def links_of(store, **more):
    return Links(store.accounts, **{"trusted": True, "is_short": lambda _: True} | more)


@pytest.mark.parametrize(
    "address",
    [
        "https://t.co/abcdef1234",
        "https://bit.ly/3xYz",
        "http://lnkd.in/eAbc",
        "https://www.buff.ly/4aB",
        "https://abc.de/Ab3dE",
        "https://dpaq.de/aBcDe",
    ],
)
def test_what_looks_short(address):
    assert is_short(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/2026/11/neue-regeln",
        "https://heise.de/security",
        "https://example.org/",
        "https://spiegel.de/a/b",
        "https://heise.de/-1234?x=1",
        "nothing",
    ],
)
def test_what_does_not(address):
    assert not is_short(address)


def test_a_link_is_followed_by_head_and_remembered_for_good(web, store, http):
    web.redirect("/a", "/b", "301 Moved Permanently")
    web.redirect("/b", "/artikel")
    web.page("/artikel", b"<html>")
    short, real = web.url("/a"), web.url("/artikel")
    assert links_of(store).real([short, short], http) == {short: real}
    assert [request.method for request in web.log] == ["HEAD"] * 3
    assert links_of(store).real([short], http) == {short: real}
    assert len(web.log) == 3


def test_a_server_that_refuses_head_is_asked_by_get(web, store, http):
    def by_get_only(request, connection):
        if request.method == "HEAD":
            connection.sendall(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
        else:
            connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")

    web.raw("/a", by_get_only)
    web.page("/b", b"<html>")
    assert links_of(store).real([web.url("/a")], http) == {web.url("/a"): web.url("/b")}


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops"])
def test_a_link_that_leads_nowhere_stays_as_it_is_and_is_asked_again(web, store, http, status):
    page = web.page("/a", b"", status=status)
    assert links_of(store).real([web.url("/a")], http) == {}
    page.status = "200 OK"
    web.redirect("/a", "/b")
    web.page("/b", b"")
    assert links_of(store).real([web.url("/a")], http) == {web.url("/a"): web.url("/b")}


def test_a_page_that_is_where_it_says_is_no_news(web, store, http):
    web.page("/a", b"")
    assert links_of(store).real([web.url("/a")], http) == {}


def test_a_link_into_the_own_network_is_refused(web, store, http):
    assert links_of(store, trusted=False).real([web.url("/a")], http) == {}
    assert web.log == []


def test_the_time_for_all_links_is_bounded(web, store, http):
    web.page("/a", b"", delay=0.3)
    links = links_of(store, seconds=0.1)
    assert links.real([web.url(f"/a?{n}") for n in range(50)], http) == {}
    assert len(web.log) <= 2


def test_what_is_not_short_is_not_asked(web, store, http):
    assert links_of(store, is_short=is_short).real([web.url("/2026/neue-regeln")], http) == {}
    assert web.log == []
