"""Items from posts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.sources.links import Links
from digest.sources.posts import (
    Link,
    Post,
    against_habit,
    items,
    says_something,
    without_addresses,
)
from tests.sources.reading import net_of, source

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
PAGE = Link(address="https://www.example.org/a?id=1&utm_source=x", title="Neue Regeln")


def post(text="Etwas", **details):
    given = {"key": "1", "account": "x:@anna", "handle": "@anna", "when": NOW}
    given |= {"url": f"https://x.com/anna/status/{details.get('key', '1')}", "text": text}
    return Post(**(given | details))


@pytest.fixture
def only(store):
    def only(one, **more):
        (item,) = items(source("@anna"), [one], net_of(store, **more), NOW)
        return item

    return only


class TestHeadlines:
    def test_a_post_is_its_own_headline(self, only):
        item = only(post("Neue Regeln für alle"))
        assert (item.title, item.summary) == ("Neue Regeln für alle", "")
        assert item.folded.startswith("neue regeln fuer alle")

    def test_addresses_are_no_part_of_it(self, only):
        item = only(post(f"Lesen: {PAGE.address}", links=(PAGE,)))
        assert item.title == "Lesen"

    def test_a_bare_link_is_called_as_its_page(self, only):
        assert only(post(PAGE.address, links=(PAGE,))).title == "Neue Regeln"
        untitled = replace(PAGE, title="")
        assert only(post(PAGE.address, links=(untitled,))).title == "www.example.org/a?id=1"
        odd = Link(address="ftp://a.example")
        assert only(post("", links=(odd, PAGE))).title == "Neue Regeln"

    def test_a_post_of_nothing_has_at_least_a_name(self, only):
        assert only(post("")).title == "@anna"

    def test_a_long_post_begins_with_its_first_sentence_and_is_whole(self, only):
        first = "Die Plattform ändert am Montag ihre Bedingungen für alle."
        text = f"{first} {'Das betrifft viele Betriebe. ' * 20}".strip()
        item = only(post(text))
        assert (item.title, item.summary) == (first, text)

    def test_a_long_sentence_is_cut_at_a_word(self, only):
        item = only(post("Wort " * 100))
        assert len(item.title) <= 140
        assert item.title.endswith("Wort…")
        assert item.summary == ("Wort " * 100).strip()


class TestVotes:
    def test_a_link_is_a_vote_for_its_page(self, only):
        item = only(post("Lesen", links=(PAGE,)))
        assert item.links == ("https://example.org/a?id=1",)
        assert item.share.link == "https://www.example.org/a?id=1"
        assert item.page == "https://x.com/i/status/1"
        assert item.share.words == "Lesen"

    def test_a_repost_is_credited_and_votes_for_the_original(self, only):
        first = post("Neues", account="x:@ben", handle="@ben", url="https://x.com/ben/status/2")
        item = only(post("", of=replace(first, links=(PAGE,))))
        assert (item.title, item.author) == ("Neues", "@anna")
        assert (item.share.first, item.share.words) == ("@ben", "")
        assert item.links == ("https://example.org/a?id=1",)
        assert only(post("", of=first)).links == ("https://x.com/i/status/2",)

    def test_a_quote_keeps_the_own_words_beside_the_news(self, only):
        first = post("Neues", account="x:@ben", handle="@ben", url="https://x.com/ben/status/2")
        item = only(post("Das ist wichtig", of=first))
        assert (item.title, item.summary) == ("Neues", "Das ist wichtig")
        assert item.share.words == "Das ist wichtig"

    def test_who_quotes_oneself_is_credited_nowhere(self, only):
        assert only(post("Noch einmal", of=post("Neues", key="0"))).share.first == ""

    def test_two_reposts_without_a_page_of_their_own_stay_two(self, store):
        first = post("Neues", account="x:@ben", handle="@ben", url="https://b.example/post/2")
        again = [
            post("", key=name, account=f"bluesky:@{name}", url=first.url, of=first)
            for name in ("a", "b")
        ]
        pages = {item.page for item in items(source("home"), again, net_of(store), NOW)}
        assert len(pages) == 2

    def test_replies_are_no_items(self, store):
        assert items(source("@anna"), [post(reply=True)], net_of(store), NOW) == ()

    def test_a_post_from_the_future_is_of_now(self, only):
        assert only(post(when=NOW + timedelta(days=1))).published == NOW


class TestChatter:
    @pytest.mark.parametrize(
        "text",
        [
            "Guten Morgen!",
            "😀😀😀",
            "@anna @ben @carl @dora @emil #spass #freude #liebe https://example.org/ja",
            "Ja, genau, das sehe ich so",
            "",
        ],
    )
    def test_what_says_little(self, text, only):
        assert not says_something(text)
        assert only(post(text)).share.chatter

    @pytest.mark.parametrize(
        "text",
        [
            "Die Tickets für das BarCamp gehen heute um zehn in den Verkauf",
            "Instagram changes its terms of service on Monday, for everyone",
        ],
    )
    def test_what_says_something(self, text, only):
        assert says_something(text)
        assert not only(post(text)).share.chatter

    def test_a_link_is_enough(self, only):
        assert not only(post("Ui", links=(PAGE,))).share.chatter


class TestHabits:
    @pytest.mark.parametrize(
        ("received", "habit", "expected"),
        [
            (10, 10, 0.5),
            (109, 10, 0.5 + 1 / 3),
            (0, 9, 0.5 - 1 / 3),
            (10**9, 0, 1.0),
            (0, 10**9, 0.0),
            (None, 10, None),
            (10, None, None),
        ],
    )
    def test_a_post_is_measured_by_its_account(self, received, habit, expected):
        found = against_habit(received, habit)
        assert found == (None if expected is None else pytest.approx(expected, abs=0.02))

    def test_the_habit_is_that_before_the_post(self, store):
        net = net_of(store)
        before = [post(key=str(n), received=9) for n in range(5)]
        assert {item.share.echo for item in items(source("@a"), before, net, NOW)} == {None}
        (item,) = items(source("@a"), [post(key="9", received=99)], net, NOW)
        assert item.share.echo == pytest.approx(0.5 + 1 / 3)

    def test_hidden_numbers_say_nothing(self, only):
        assert only(post(received=None)).share.echo is None

    def test_without_a_memory_nothing_is_known(self, store):
        net = replace(net_of(store), accounts=None, links=None)
        (item,) = items(source("@a"), [post(received=9)], net, NOW)
        assert item.share.echo is None


class TestShortLinks:
    def test_the_real_address_stands_in_text_and_links(self, web, store):
        short = web.url("/3xYz1", host="t.localhost")
        web.redirect("/3xYz1", web.url("/artikel?id=7", host="t.localhost"))
        web.page("/artikel", b"<html>")
        link = Link(address=short)
        first = post(f"Neues {short}", handle="@ben", account="x:@ben", links=(link,))
        links = Links(store.accounts, trusted=True, is_short=lambda address: address == short)
        net = replace(net_of(store), links=links)
        both = [
            post(f"Lesen {short} bitte", links=(link,)),
            post("Siehe unten", key="3", of=first),
        ]
        real = web.url("/artikel?id=7", host="t.localhost")
        for item in items(source("@a"), both, net, NOW):
            assert item.share.link == real
        assert len(web.log) == 2


def test_addresses_go_without_a_trace():
    assert without_addresses("Neues: https://example.org/a") == "Neues"
    assert without_addresses("Lest https://example.org/a heute") == "Lest heute"


@pytest.mark.timeout(30)
def test_five_thousand_posts_become_items(store):
    many = [
        post(f"Meldung Nummer {n} mit einigem Text dazu", key=str(n), received=n, links=(PAGE,))
        for n in range(5000)
    ]

    assert len(items(source("home"), many, net_of(store), NOW)) == 5000
