"""Accounts and hashtags on Mastodon, read from a fake server."""

from datetime import timedelta

import pytest

from digest.errors import SourceError, TooSlowError
from digest.sources.mastodon import MOST, PAGE, base, parse_target
from tests.fakes.mastodon import NOW, FakeMastodon
from tests.fakes.server import Answered, as_json
from tests.sources.reading import fetch, net_of, source

HOUR = timedelta(hours=1)
LINKED = (
    '<p>Neue Regeln: <a href="https://www.example.org/lang/neues?id=1" rel="nofollow">'
    '<span class="invisible">https://www.</span><span class="ellipsis">example.org/lang</span>'
    '<span class="invisible">/neues?id=1</span></a></p>'
)


@pytest.mark.parametrize(
    "text",
    [
        "@Mastodon@mastodon.social",
        "mastodon@Mastodon.Social",
        " https://mastodon.social/@Mastodon ",
        "https://mastodon.social/users/mastodon",
        "https://chaos.social/@Mastodon@mastodon.social",
    ],
)
def test_a_handle_has_one_form(text):
    assert parse_target(text) == "@mastodon@mastodon.social"


@pytest.mark.parametrize(
    "text", ["#SocialMedia@chaos.social", "https://chaos.social/tags/socialmedia"]
)
def test_a_hashtag_has_one_form(text):
    assert parse_target(text) == "#socialmedia@chaos.social"


def test_a_hashtag_may_have_umlauts():
    assert parse_target("#Köln@chaos.social") == "#köln@chaos.social"


def test_a_server_may_have_a_port():
    assert parse_target("@a@127.0.0.1:8080") == "@a@127.0.0.1:8080"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@a",
        "@a@",
        "@@b.example",
        "@a@b.example/c",
        "a b@c.example",
        "https://b.example/a",
        "#a",
    ],
)
def test_what_is_no_handle_is_refused(text):
    with pytest.raises(ValueError, match="expected an account of Mastodon"):
        parse_target(text)


@pytest.fixture
def server():
    with FakeMastodon() as server:
        server.join("anna")
        yield server


@pytest.fixture
def run(server, store):
    def run(target="@anna", now=NOW):
        there = source(f"{target}@{server.place}", kind="mastodon")
        return fetch(net_of(store, seconds=1), store, there, now)[1]

    return run


def test_posts_become_items_with_whole_links(server, run):
    server.say("anna", LINKED)
    (item,) = run()
    assert item.title == "Neue Regeln"
    assert item.links == ("https://example.org/lang/neues?id=1",)
    assert item.share.link == "https://www.example.org/lang/neues?id=1"
    assert item.author == f"@anna@{server.place}"
    assert item.share.account == f"mastodon:@anna@{server.place}"
    assert item.language == "de"


def test_plain_text_stays_whole(server, run):
    server.say("anna", "<p>Ein &lt;word&gt; &amp; mehr,<br>noch eine Zeile für dich und mich</p>")
    (item,) = run()
    assert item.title == "Ein <word> & mehr, noch eine Zeile für dich und mich"


def test_people_and_hashtags_are_words_not_links(server, run):
    named = (
        '<p><span class="h-card"><a href="https://b.example/@ben" class="u-url mention">@<span>ben'
        '</span></a></span> sagt etwas über <a href="https://b.example/tags/recht" class="mention '
        'hashtag">#<span>Recht</span></a> und die Folgen davon</p>'
    )
    server.say("anna", named)
    (item,) = run()
    assert item.title == "@ben sagt etwas über #Recht und die Folgen davon"
    assert item.links == ()


def test_a_card_names_a_page_that_the_text_does_not(server, run):
    card = {"card": {"url": "https://example.org/neues", "title": "Neues von heute"}}
    server.say("anna", "<p></p>", extra=card)
    (item,) = run()
    assert (item.title, item.share.link) == ("Neues von heute", "https://example.org/neues")


def test_a_warning_stands_before_the_text(server, run):
    server.say("anna", "<p>Der Text</p>", extra={"spoiler_text": "Politik"})
    (item,) = run()
    assert item.title == "Politik: Der Text"


def test_a_boost_is_credited_to_who_said_it_first(server, run):
    first = server.say("ben@b.example", LINKED, NOW - HOUR)
    server.say("anna", "", reblog=first)
    (item,) = run()
    assert (item.title, item.share.first) == ("Neue Regeln", "@ben@b.example")
    assert item.share.words == ""
    assert "https://example.org/lang/neues?id=1" in item.links


def test_a_boost_leads_to_the_post_and_not_to_the_record_of_the_boost(server, run):
    first = server.say(
        "ben@b.example", "<p>Neue Regeln für alle Firmenkonten ab Montag, sagt er</p>"
    )
    for name in ("anna", "cleo"):
        boost = server.say(name, "", reblog=first)
        record = f"https://fake.example/users/{name}/statuses/{boost.id}/activity"
        boost.extra = {"url": record, "uri": record}
    items = [*run(), *run("@cleo")]
    assert {item.url for item in items} == {f"https://fake.example/@ben@b.example/{first.id}"}
    assert len({item.page for item in items}) == 2


def test_a_quote_is_credited_and_keeps_the_own_words(server, run):
    first = server.say("ben@b.example", LINKED, NOW - HOUR)
    quote = {"quote": {"state": "accepted", "quoted_status": server.status(first)}}
    server.say("anna", "<p>Das ist wichtig!</p>", extra=quote)
    (item,) = run()
    assert (item.title, item.share.first) == ("Neue Regeln", "@ben@b.example")
    assert item.share.words == "Das ist wichtig!"


def test_the_address_that_stands_for_a_quote_on_older_servers_is_no_link_of_its_own(server, run):
    first = server.say("ben@b.example", LINKED, NOW - HOUR)
    quote = {"quote": {"state": "accepted", "quoted_status": server.status(first)}}
    shown = 'RE: <a href="https://b.example/@ben/1">https://b.example/@ben/1</a>'
    inline = f'<p class="quote-inline">{shown}</p><p>Das ist wichtig!</p>'
    server.say("anna", inline, extra=quote)
    (item,) = run()
    assert item.share.words == "Das ist wichtig!"
    assert item.share.link == "https://www.example.org/lang/neues?id=1"


def test_replies_and_private_posts_are_no_items(server, run):
    server.say("anna", "<p>@ben Ja!</p>", reply_to="ben")
    server.say("anna", "<p>Und noch etwas dazu</p>", reply_to="anna")
    server.say("anna", "<p>Nur für Freunde</p>", extra={"visibility": "private"})
    assert run() == ()


def test_the_next_run_asks_for_what_is_new(server, run):
    server.say("anna", "<p>Das Erste</p>")
    run()
    server.say("anna", "<p>Das Zweite</p>", NOW + HOUR)
    assert [item.title for item in run(now=NOW + 2 * HOUR)] == ["Das Zweite"]
    assert run(now=NOW + 3 * HOUR) == ()
    assert server.asked.count("/api/v1/accounts/lookup") == 1
    assert "since_id" in server.log[-1].query


@pytest.mark.parametrize("most", [PAGE, 30, 20])
def test_more_than_a_page_is_read_page_by_page(server, run, store, most):
    server.most = most
    server.say("anna", "<p>Das Erste</p>")
    run()
    for n in range(PAGE + 10):
        server.say("anna", f"<p>Meldung Nummer {n}</p>", NOW + timedelta(minutes=n))
    assert len(run(now=NOW + 2 * HOUR)) == PAGE + 10
    (health,) = store.health(NOW + 2 * HOUR).values()
    assert health.gap is None


def test_a_hashtag_is_read_across_accounts(server, run):
    server.say("anna", "<p>Von Anna</p>", tags=("recht",))
    server.say("ben@b.example", "<p>Von Ben</p>", NOW + HOUR, tags=("recht",))
    server.say("anna", "<p>Anderes</p>")
    items = run("#recht", NOW + HOUR)
    assert [item.title for item in items] == ["Von Anna", "Von Ben"]
    assert items[1].share.account == "mastodon:@ben@b.example"


def test_habits_are_learnt(server, run):
    for n in range(6):
        received = {"reblogs_count": 3, "favourites_count": 6}
        server.say(
            "anna", f"<p>Meldung {n}</p>", NOW - HOUR + n * timedelta(minutes=1), extra=received
        )
    assert {item.share.echo for item in run()} == {None}
    many = {"reblogs_count": 40, "favourites_count": 59}
    server.say("anna", "<p>Etwas, das viele weitersagen</p>", NOW + HOUR, extra=many)
    (item,) = run(now=NOW + HOUR)
    assert item.share.echo == pytest.approx(0.5 + 1 / 3, abs=0.01)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (as_json(401, {"error": "This method requires an authenticated user"}), "members only"),
        (as_json(404, {"error": "Record not found"}), "no such account"),
        (as_json(410, {}), "no such account"),
        (as_json(429, {}), "asked too often"),
        (Answered(status=503, body=b"<html>", type="text/html"), "status 503"),
        (Answered(body=b"<html>", type="text/html"), "not JSON"),
        (Answered(body=b"[", cut=True), "cut short"),
        (Answered(silent=True), "cut short"),
        (as_json(200, {}), "who the account is"),
    ],
)
def test_every_fault_is_one_line(server, run, fault, said):
    server.fault(fault)
    with pytest.raises(SourceError) as caught:
        run()
    assert said in caught.value.problem


def test_a_silent_server_is_too_slow(server, run):
    server.fault(Answered(hangs=True))
    with pytest.raises(TooSlowError):
        run()


def test_odd_statuses_are_left_out(server, run):
    run()
    odd = [None, 5, {}, {"id": "12"}, {"id": "13", "created_at": "yesterday", "content": 5}]
    server.fault(as_json(200, odd))
    assert run() == ()


@pytest.mark.parametrize(
    "odd",
    [
        {"favourites_count": 10**30},
        {"id": "12\ud800"},
        {"account": {"acct": "anna\ud800"}},
        {"language": "\ud800"},
        {"url": "https://fake.example/\udfff"},
        {"card": {"url": "https://example.org/\udfff", "title": "\ud800"}},
    ],
)
def test_what_no_archive_can_keep_is_left_out(server, run, odd):
    server.say("anna", "<p>Eine Meldung</p>", extra=odd)
    server.say("anna", "<p>Noch eine Meldung</p>")
    assert {item.title for item in run()} == {"Eine Meldung", "Noch eine Meldung"}
    assert run() == ()


def test_a_post_of_no_time_on_earth_is_left_out(server, run):
    server.say("anna", "<p>Eine Meldung</p>", extra={"created_at": "0001-01-01T00:00:00Z"})
    assert run() == ()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "part", ["<a ", "<![<", "<!--", "</", "<?", '<a href="', "<a b='\"", "&#9"]
)
def test_no_markup_of_a_server_ends_a_run_or_holds_it_up(server, run, part):
    server.say("anna", f"<p>Eine Meldung</p>{part * (100_000 // len(part))}")
    server.say("anna", f"<p>Noch eine Meldung</p>{part}")
    first, second = run()
    assert first.title.startswith("Eine Meldung")
    assert second.title.startswith("Noch eine Meldung")


def test_paragraphs_and_lists_part_words(server, run):
    server.say("anna", "<p>Zwei</p><p>Sätze</p><ul><li>eins</li><li>zwei</li></ul><br>E<b>n</b>de")
    (item,) = run()
    assert item.title == "Zwei Sätze eins zwei Ende"


def test_quotes_of_quotes_are_read_to_a_depth(server, run):
    inner = {}
    for n in range(5):
        link = f'<p><a href="https://example.org/{n}">Nummer</a></p>'
        quote = {"quote": {"state": "accepted", "quoted_status": inner}}
        inner = server.status(server.say("anna", link, extra=quote))
    server.statuses = server.statuses[-1:]
    (item,) = run()
    assert item.links == tuple(f"https://example.org/{n}" for n in (4, 3, 2))


def test_servers_elsewhere_are_asked_by_https(server):
    assert base("mastodon.social") == "https://mastodon.social"
    assert base(server.place) == server.address


@pytest.mark.parametrize("most", [PAGE, 20])
def test_a_flood_is_read_to_a_limit_and_that_is_known(server, run, store, most):
    server.most = most
    server.say("anna", "<p>Das Erste</p>")
    run()
    for n in range(MOST + PAGE):
        server.say("anna", f"<p>Meldung Nummer {n}</p>", NOW + timedelta(seconds=n))
    assert len(run(now=NOW + 2 * HOUR)) == MOST
    (health,) = store.health(NOW + 2 * HOUR).values()
    assert health.gap == NOW + 2 * HOUR
