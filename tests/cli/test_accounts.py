"""A morning with feeds and accounts, from the command line, against fakes of all three networks."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.credentials import FILE
from tests.cli.conftest import rss
from tests.fakes.bluesky import FakeBluesky
from tests.fakes.mastodon import FakeMastodon
from tests.fakes.server import Answered, as_json
from tests.fakes.x import KEYS, FakeX

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MORNING, LATER = "2026-11-21T06:00:00Z", "2026-11-22T06:00:00Z"
NO_KEYS = "no keys for X; `digest login x` asks for them"


@pytest.fixture
def x(monkeypatch):
    with FakeX() as server:
        server.now = NOW
        for name in ("anna", "ben", "carl", "laut"):
            server.join(name, name.title())
        monkeypatch.setenv("DIGEST_X_API", server.address)
        yield server


@pytest.fixture
def keys(monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def mastodon():
    with FakeMastodon() as server:
        server.join("dora")
        yield server


@pytest.fixture
def bluesky(monkeypatch):
    with FakeBluesky() as server:
        server.join("emil.example")
        monkeypatch.setenv("DIGEST_BLUESKY_API", server.address)
        yield server


def link(address):
    """Return a t.co link as X wraps an address."""
    return ("https://t.co/" + format(abs(hash(address)) % 10**10, "010d"), address, "")


def share(x, name, text, address, when=NOW - HOUR, **more):
    short = link(address)
    return x.say(name, f"{text} {short[0]}", when, urls=(short,), **more)


def pages(run, *args, now=MORNING):
    return run("today", "--format", "json", *args, now=now)


class TestMorning:
    def test_what_trusted_accounts_share_outranks_what_is_loud(self, run, web, feeds_yaml, x, keys):
        web.page("/feed", rss("Neue Regeln für Werbung im Netz", "Lautes über nichts"))
        quiet = "https://blatt.example/0-31"
        for name, words in (("anna", "Endlich klare Regeln"), ("ben", "Uff."), ("carl", "Lesen!")):
            share(x, name, words, quiet)
        x.say("laut", "Seht her!", NOW - HOUR, likes=1_000_000, reposts=500_000)
        feeds_yaml(web.url("/feed"), 'x: "@anna"', 'x: "@ben"', 'x: "@carl"')
        done = pages(run)
        assert done.code == 0
        first, second = done.paper["items"][:2]
        assert first["title"] == "Neue Regeln für Werbung im Netz"
        assert first["_digest"]["signals"]["chorus"]["value"] > 0
        assert [one["shared"]["by"] for one in first["_digest"]["also"]] == [
            "@anna",
            "@ben",
            "@carl",
        ]
        assert first["_digest"]["also"][0]["shared"]["words"] == "Endlich klare Regeln"
        assert second["title"] == "Lautes über nichts"

    def test_the_paper_names_who_shared_it_with_their_words(self, run, web, feeds_yaml, x, keys):
        web.page("/feed", rss("Neue Regeln für Werbung im Netz"))
        share(x, "anna", "Endlich klare Regeln", "https://blatt.example/0-31")
        feeds_yaml(web.url("/feed"), 'x: "@anna"', more="language: de")
        out = run("today").out
        assert "@anna: „Endlich klare Regeln“" in out
        assert "auch bei @anna" in out
        assert "X: 0,015 $ für 2 Posts und Konten" in out

    def test_all_three_networks_vote_for_one_story(
        self, run, web, feeds_yaml, x, keys, mastodon, bluesky
    ):
        page = "https://blatt.example/0-31"
        web.page("/feed", rss("Neue Regeln für Werbung im Netz"))
        share(x, "anna", "Endlich", page)
        mastodon.say("dora", f'<p>Wichtig: <a href="{page}">…</a></p>', NOW - HOUR)
        card = {"external": {"uri": page, "title": "Neue Regeln"}}
        bluesky.say("emil.example", "Aha", NOW - HOUR, view={"embed": card})
        feeds_yaml(
            web.url("/feed"),
            'x: "@anna"',
            f'mastodon: "@dora@{mastodon.place}"',
            "bluesky: emil.example",
        )
        (story,) = pages(run).paper["items"]
        assert len(story["_digest"]["also"]) == 3
        assert story["url"] == page

    def test_a_post_without_an_article_leads_to_the_page(self, run, feeds_yaml, x, keys):
        page = "https://blatt.example/anderswo"
        share(x, "anna", "Das ändert sich für alle Betreiber von Seiten", page)
        feeds_yaml('x: "@anna"')
        (story,) = pages(run).paper["items"]
        assert story["title"] == "Das ändert sich für alle Betreiber von Seiten"
        assert story["url"].startswith("https://x.com/anna/status/")
        assert story["external_url"] == page
        assert page in run("today", "--since", "1d", "--offline", "--format", "markdown").out

    def test_the_second_run_reads_nothing_it_has_paid_for(self, run, feeds_yaml, x, keys):
        share(x, "anna", "Endlich", "https://blatt.example/1")
        feeds_yaml('x: "@anna"', "x: home")
        x.following = ["1001"]
        first = pages(run).paper["_digest"]["receipt"]
        spent = x.spent
        assert first["cost"]["usd"] * 1_000_000 == spent > 0
        x.now = NOW + 24 * HOUR
        again = pages(run, now=LATER).paper["_digest"]["receipt"]
        assert x.spent == spent
        assert again["cost"] == {"usd": 0.0, "things": 0, "month": spent / 1e6, "budget": None}

    def test_chatter_falls_through_unless_a_rule_wants_it(self, run, feeds_yaml, x, keys):
        x.say("anna", "Guten Morgen!", NOW - HOUR)
        x.say("anna", "Die Tickets sind da!", NOW - HOUR)
        x.say("ben", "Guten Abend!", NOW - HOUR)
        x.say("carl", "Ein Satz ohne Link, der trotzdem so lang ist, dass er zählt", NOW - HOUR)
        feeds_yaml(
            'x: "@anna"',
            '{x: "@ben", posts: all}',
            '{x: "@carl", posts: links}',
            more="must_see: {Tickets: [tickets]}",
        )
        assert sorted(pages(run).titles) == ["Die Tickets sind da!", "Guten Abend!"]

    def test_why_says_that_a_post_was_chatter(self, run, feeds_yaml, x, keys):
        little = x.say("anna", "Guten Morgen!", NOW - HOUR)
        much = x.say(
            "ben", "Ein Satz ohne Link, der trotzdem so lang ist, dass er zählt", NOW - HOUR
        )
        feeds_yaml('x: "@anna"', '{x: "@ben", posts: links}')
        run("today")
        said = run("why", f"https://x.com/anna/status/{little.id}").out
        assert "says little (fewer than 5 words or 40 letters); `posts: all` lets it in" in said
        said = run("why", f"https://x.com/ben/status/{much.id}").out
        assert "a post without a link, which `posts: links` keeps out" in said

    def test_why_names_posts_as_links(self, run, web, feeds_yaml, x, keys):
        web.page("/feed", rss("Neue Regeln für Werbung im Netz"))
        share(x, "anna", "Endlich", "https://blatt.example/0-31")
        feeds_yaml(web.url("/feed"), 'x: "@anna"')
        run("today")
        assert "points at the same page" in run("why", "1").out


class TestKeys:
    def test_without_keys_there_is_one_line_and_the_paper_comes(self, run, web, feeds_yaml, x):
        web.page("/feed", rss("Neue Regeln für Werbung im Netz"))
        feeds_yaml(web.url("/feed"), 'x: "@anna"', 'x: "@ben"', 'x: "@carl"')
        done = run("today")
        assert done.code == 0
        assert done.out.count("no keys for X") == 1
        assert "@anna, @ben and @carl" in done.out
        receipt = pages(run, "--since", "1d", "--offline").paper["_digest"]["receipt"]
        assert (receipt["sources"], receipt["answered"]) == (4, 1)
        assert {each["reason"] for each in receipt["failed"]} == {NO_KEYS}
        assert x.log == []

    def test_a_file_that_others_can_read_is_named_and_the_paper_comes(
        self, run, web, feeds_yaml, x, home
    ):
        web.page("/feed", rss("Neue Regeln für Werbung im Netz"))
        feeds_yaml(web.url("/feed"), 'x: "@anna"')
        home.mkdir(parents=True)
        (home / FILE).write_text(f"X_BEARER_TOKEN: {KEYS['X_BEARER_TOKEN']}\n")
        (home / FILE).chmod(0o644)
        done = pages(run)
        assert done.code == 0
        (failed,) = done.paper["_digest"]["receipt"]["failed"]
        assert failed["reason"] == (
            "credentials.yaml: others can read it (mode 0644); chmod 600 credentials.yaml"
        )
        assert x.log == []

    @pytest.mark.parametrize(
        "args",
        [
            ("today",),
            ("today", "--format", "json"),
            ("today", "--format", "markdown"),
            ("fetch",),
            ("fetch", "--estimate"),
            ("check",),
            ("feeds", "list"),
            ("feeds", "import", "x"),
            ("feeds", "add", "@dora"),
            ("why", "1"),
        ],
    )
    @pytest.mark.parametrize(
        "fault",
        [
            None,
            as_json(401, {"detail": f"bad token {KEYS['X_BEARER_TOKEN']}"}),
            as_json(403, {"detail": f"no {KEYS['X_CONSUMER_SECRET']}"}),
            Answered(status=503, body=KEYS["X_ACCESS_TOKEN"].encode(), type="text/html"),
            Answered(silent=True),
            Answered(body=b"<html>" + KEYS["X_ACCESS_TOKEN_SECRET"].encode()),
        ],
    )
    def test_no_key_is_ever_shown(self, run, feeds_yaml, x, keys, caplog, args, fault):
        caplog.set_level("DEBUG")
        share(x, "anna", "Endlich", "https://blatt.example/1")
        x.following = ["1001"]
        feeds_yaml('x: "@anna"', "x: home")
        run("fetch")
        if fault:
            x.fault(fault, times=10)
        done = run("-vv", *args)
        assert "SENTINEL" not in done.out + done.err + caplog.text
        data = b"".join(path.read_bytes() for path in Path("data").iterdir())
        assert b"SENTINEL" not in data


@pytest.fixture
def home():
    import platformdirs

    return platformdirs.user_config_path("digest", appauthor=False)


class TestMoney:
    def test_an_estimate_comes_before_a_cent_is_spent(self, run, feeds_yaml, x, keys):
        feeds_yaml('x: "@anna"', "x: list/5", more="x: {budget: 10 USD per month}")
        done = run("fetch", "--estimate")
        assert done.code == 0
        assert done.out == (
            "X: a run costs at most $2.511 for 2 accounts; $0.00 in the last 7 days, "
            "$0.00 of $10.00 this month; prices of 2026-08-01\n"
        )
        assert x.log == []

    def test_a_run_costs_no_more_than_was_said(self, run, feeds_yaml, x, keys):
        first = x.say("ben", "Neues", NOW - 2 * HOUR)
        for minutes in range(200):
            when = NOW - timedelta(minutes=minutes + 1)
            x.say("anna", f"RT @ben: {minutes}", when, refers=(("retweeted", first.id),))
        feeds_yaml('x: "@anna"')
        assert "at most $0.51 for 1 account;" in run("fetch", "--estimate").out
        run("fetch")
        assert x.spent <= 510_000

    def test_the_estimate_is_never_above_the_budget(self, run, feeds_yaml, x, keys):
        feeds_yaml('x: "@anna"', more="x: {budget: 0.25 USD per month}")
        assert "at most $0.25 for" in run("fetch", "--estimate").out

    def test_what_a_lost_answer_may_have_cost_can_be_spent_again(self, run, feeds_yaml, x, keys):
        x.say("anna", "Etwas", NOW - HOUR)
        feeds_yaml('x: "@anna"', more="x: {budget: 0.25 USD per month}")
        x.fault(Answered(silent=True), at="/2/users/1001/tweets")
        assert run("fetch").code == 1
        told = run("fetch", "--estimate").out
        assert "at most $0.24 for" in told
        assert "$0.25 of $0.25 this month; prices" in told
        assert "1 new item" in run("fetch").err

    def test_prices_can_be_overridden(self, run, feeds_yaml, x, keys):
        prices = "x: {prices: {post: 0.001 USD, user: 0}}"
        feeds_yaml('x: "@anna"', more=prices)
        told = run("fetch", "--estimate").out
        assert "at most $0.10 for" in told
        assert told.endswith("; prices of 2026-08-01 and feeds.yaml\n")

    def test_after_a_run_it_says_what_it_cost(self, run, feeds_yaml, x, keys):
        x.say("anna", "Etwas", NOW - HOUR)
        feeds_yaml('x: "@anna"')
        assert "X: $0.015 for 2 posts and accounts, $0.015 this month" in run("fetch").err

    def test_without_accounts_of_x_nothing_costs(self, run, web, feeds_yaml):
        feeds_yaml(web.url("/feed"))
        assert run("fetch", "--estimate").out == "nothing here costs money\n"

    def test_the_budget_stops_reading_and_says_so(self, run, feeds_yaml, web, x, keys):
        web.page("/feed", rss("Neue Regeln für Werbung im Netz"))
        for name in ("anna", "ben"):
            for minutes in range(30):
                x.say(name, f"Meldung {minutes}", NOW - timedelta(minutes=minutes + 1))
        budget = "x: {budget: 0.1 USD per month}"
        feeds_yaml(web.url("/feed"), 'x: "@anna"', 'x: "@ben"', more=budget)
        for now in (MORNING, "2026-11-21T07:00:00Z"):
            done = run("today", "--format", "json", now=now)
            assert done.code == 0
        assert x.spent <= 100_000
        receipt = done.paper["_digest"]["receipt"]
        assert all("the budget pays for no more" in each["reason"] for each in receipt["failed"])
        assert len(receipt["failed"]) == 2
        assert receipt["cost"]["budget"] == 0.1

    def test_a_run_that_the_budget_cuts_short_says_so(self, run, feeds_yaml, x, keys):
        for minutes in range(30):
            x.say("anna", f"Meldung {minutes}", NOW - timedelta(minutes=minutes + 1))
        feeds_yaml('x: "@anna"', more="language: de\nx: {budget: 0.1 USD per month}")
        assert "of $0.10 this month: the budget pays for no more\n" in run("fetch").err
        assert ": the budget pays for no more; prices of" in run("fetch", "--estimate").out
        paper = " ".join(run("today", "--offline").out.split())
        assert "0,10 $ in diesem Monat: das Budget reicht nicht mehr" in paper


class TestWhy:
    def test_an_address_that_only_an_account_shares_is_known(self, run, feeds_yaml, x, keys):
        share(
            x, "anna", "Endlich klare Regeln für alle", "https://www.blatt.example/regeln?utm_id=1"
        )
        feeds_yaml('x: "@anna"')
        (item,) = pages(run).paper["items"]
        told = run("why", "https://blatt.example/regeln")
        assert told.code == 0
        assert told.out == run("why", item["_digest"]["story"]).out
        assert "not in the archive" in run("why", "https://blatt.example/regel").err


class TestCheck:
    def test_it_says_what_a_run_costs_and_reads_no_post(self, run, feeds_yaml, x, keys):
        x.say("anna", "Etwas", NOW - HOUR)
        feeds_yaml('x: "@anna"', 'x: "@nobody"', "x: home")
        done = run("check")
        assert done.code == 1
        assert "X: a run costs at most $" in done.out
        assert "@nobody: no such account" in done.out
        assert "2 of 3 sources answer" in done.out
        assert (x.reads("post"), x.reads("user")) == (0, 1)
        paid = "X: $0.01 for 1 post or account, $0.01 this month\n"
        assert paid in done.out
        assert paid not in run("check", now=LATER).out, "who is known is not paid for again"

    def test_without_keys_it_says_so_once(self, run, feeds_yaml, x):
        feeds_yaml('x: "@anna"', 'x: "@ben"')
        done = run("check")
        assert done.out.count("no keys for X") == 1
        assert "2 accounts not read" in done.out

    def test_refused_keys_are_named_once(self, run, feeds_yaml, x, keys):
        x.fault(as_json(401, {}))
        feeds_yaml('x: "@anna"', 'x: "@ben"')
        done = run("check")
        assert "X: the keys are refused (401); `digest login x`" in done.out

    def test_an_account_that_was_gone_is_named_until_it_answers(self, run, feeds_yaml, x, keys):
        feeds_yaml('x: "@anna"', 'x: "@ben"')
        run("fetch")
        x.accounts["1001"].suspended = True
        run("fetch", now="2026-11-21T07:00:00Z")
        done = run("check", now=LATER)
        assert "@anna: the account is suspended" in done.out
        assert (done.code, "1 of 2 sources answers" in done.out) == (1, True)
        x.accounts["1001"].suspended = False
        run("fetch", now=LATER)
        assert "2 of 2 sources answer" in run("check", now=LATER).out

    def test_a_budget_that_is_used_up_is_named(self, run, feeds_yaml, x, keys):
        feeds_yaml('x: "@anna"', more="x: {budget: 0.06 USD per month}")
        run("fetch")
        x.say("anna", "Etwas", NOW - HOUR)
        assert run("check").code == 0
        run("fetch", now="2026-11-21T07:00:00Z")
        done = run("check")
        assert "X: the budget pays for no more: $0.015 of $0.06 this month" in done.out
        assert (done.code, "1 account not read" in done.out) == (1, True)

    def test_home_needs_the_keys_of_an_account(self, run, feeds_yaml, x, monkeypatch):
        monkeypatch.setenv("X_BEARER_TOKEN", KEYS["X_BEARER_TOKEN"])
        feeds_yaml("x: home")
        assert "home: needs the keys of an account" in run("check").out


class TestImport:
    def test_whom_one_follows_is_written_after_the_price(self, run, feeds_yaml, x, keys):
        x.following = ["1001", "1002"]
        path = feeds_yaml('x: "@anna"')
        done = run("feeds", "import", "x", "--section", "Leute")
        assert done.code == 0
        price, summary = done.err.splitlines()
        assert price.startswith("X charges $0.01 an account: at most $")
        assert summary.startswith("feeds.yaml: 1 added, 1 there already; $0.021 this month")
        assert '- x: "@ben"' in path.read_text(encoding="utf-8")
        assert x.reads("user") == 2
        run("fetch")
        assert x.asked.count("/2/users/by") == 0

    def test_a_list_can_be_followed_by_its_members(self, run, feeds_yaml, x, keys):
        x.lists["5"] = ["1001", "1002", "1003"]
        path = feeds_yaml("https://a.example/feed")
        run("feeds", "import", "x", "--list", "5", "--most", "2")
        text = path.read_text(encoding="utf-8")
        assert "@anna" in text
        assert "@carl" not in text

    def test_what_a_lost_answer_held_is_free_when_it_is_asked_for_again(
        self, run, feeds_yaml, x, keys
    ):
        x.lists["5"] = ["1001", "1002"]
        feeds_yaml("https://a.example/feed")
        x.fault(Answered(silent=True), at="/2/lists")
        assert run("feeds", "import", "x", "--list", "5").code == 1
        again = run("feeds", "import", "x", "--list", "5").err
        assert "at most $5.00 for 500, $1.00 this month\n" in again
        assert again.endswith("2 added, 0 there already; $0.02 this month\n")

    def test_who_follows_nobody_has_nobody_to_import(self, run, feeds_yaml, x, keys):
        feeds_yaml("https://a.example/feed")
        x.fault(as_json(200, {"data": {"id": "7", "public_metrics": {"following_count": 0}}}))
        done = run("feeds", "import", "x")
        assert (done.code, "you follow nobody" in done.err) == (1, True)

    def test_on_a_terminal_one_is_asked_first(self, run, feeds_yaml, x, keys, monkeypatch):
        from io import StringIO

        class Terminal(StringIO):
            def isatty(self):
                return True

        x.following = ["1001"]
        path = feeds_yaml("https://a.example/feed")
        monkeypatch.setattr("sys.stdin", Terminal("n\n"))
        run("feeds", "import", "x")
        assert x.reads("user") == 0
        monkeypatch.setattr("sys.stdin", Terminal(""))
        run("feeds", "import", "x", "--yes")
        assert "@anna" in path.read_text(encoding="utf-8")

    def test_the_budget_holds_here_too(self, run, feeds_yaml, x, keys):
        x.following = ["1001", "1002"]
        feeds_yaml("https://a.example/feed", more="x: {budget: 0.005 USD per month}")
        done = run("feeds", "import", "x")
        assert done.code == 1
        assert done.err.splitlines()[-1].startswith("X: the budget pays for no more: ")

    @pytest.mark.parametrize(
        ("budget", "forgets", "added", "why"),
        [
            ("1.50", False, 149, "X: the budget pays for no more: $1.491 of $1.50 this month"),
            ("9", True, 100, "X: it refused the request (400)"),
        ],
    )
    def test_what_is_paid_is_written_though_the_rest_does_not_come(
        self, run, feeds_yaml, x, keys, budget, forgets, added, why
    ):
        x.following = [x.join(f"reporter{number}").id for number in range(180)]
        x.forgets = forgets
        path = feeds_yaml("https://a.example/feed", more=f"x: {{budget: {budget} USD per month}}")
        done = run("feeds", "import", "x")
        _, summary, trouble, *_ = done.err.splitlines()
        assert done.code == 1
        assert f": {added} added, 0 there already; " in summary
        assert trouble.startswith(why)
        assert path.read_text(encoding="utf-8").count('- x: "@reporter') == added

    def test_without_keys_nothing_is_asked(self, run, feeds_yaml, x):
        feeds_yaml("https://a.example/feed")
        done = run("feeds", "import", "x")
        assert (done.code, x.log) == (1, [])
        assert "no keys for X" in done.err


class TestAdd:
    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("@Anna", 'x: "@anna"'),
            ("https://x.com/Anna", 'x: "@anna"'),
            ("https://twitter.com/anna?s=20", 'x: "@anna"'),
            ("list/12", "x: list/12"),
            ("@Dora@m.example", 'mastodon: "@dora@m.example"'),
            ("https://m.example/@Dora", 'mastodon: "@dora@m.example"'),
            ("https://home.example/@Dora@m.example", 'mastodon: "@dora@m.example"'),
            ("#recht@m.example", 'mastodon: "#recht@m.example"'),
            ("@emil.bsky.social", "bluesky: emil.bsky.social"),
            ("https://bsky.app/profile/emil.example", "bluesky: emil.example"),
            (
                "https://bsky.app/profile/emil.example/lists/3k",
                "bluesky: at://emil.example/app.bsky.graph.list/3k",
            ),
        ],
    )
    def test_an_account_is_known_by_what_is_typed(self, run, feeds_yaml, typed, written):
        path = feeds_yaml("https://a.example/feed")
        assert run("feeds", "add", typed).code == 0
        assert written.replace('"', "") in path.read_text(encoding="utf-8").replace('"', "")

    def test_what_is_no_account_is_refused_in_one_line(self, run, feeds_yaml):
        feeds_yaml("https://a.example/feed")
        done = run("feeds", "add", "@sixteencharacters_")
        assert done.code == 1
        assert done.err.startswith("@sixteencharacters_: expected an account of X")

    @pytest.mark.parametrize("host", ["x.com", "bsky.app", "a.example"])
    @pytest.mark.parametrize("command", ["add", "try", "remove"])
    def test_what_is_refused_shows_no_password(self, run, feeds_yaml, command, host):
        feeds_yaml("https://b.example/feed")
        done = run("feeds", command, f"https://user:geheim@{host}/i/keins/davon")
        assert done.code == 1
        assert f"https://{host}/i/keins/davon" in done.err
        assert "geheim" not in done.err

    def test_people_of_other_sites_are_no_accounts_of_mastodon(self, run, web, feeds_yaml):
        feeds_yaml("https://a.example/feed")
        assert "mastodon" not in run("feeds", "add", "https://m.youtube.localhost/@name").out


class TestLogin:
    @pytest.fixture
    def type_(self, monkeypatch):
        def type_(*lines):
            from io import StringIO

            monkeypatch.setattr("sys.stdin", StringIO("".join(f"{line}\n" for line in lines)))

        return type_

    def test_keys_are_tested_and_written_for_nobody_else(self, run, x, home, type_):
        type_(*KEYS.values())
        done = run("login", "x")
        assert done.code == 0
        assert "the bearer token reads, the other keys are those of @ich" in done.out
        assert (home / FILE).stat().st_mode & 0o777 == 0o600
        assert "SENTINEL" not in done.out + done.err
        assert "SENTINEL" in (home / FILE).read_text()
        assert x.spent == 1_000

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ("X_BEARER_TOKEN", "X: the bearer token is refused (401)"),
            ("X_ACCESS_TOKEN_SECRET", "X: the other keys are refused (401)"),
        ],
    )
    def test_keys_that_are_refused_are_named_and_not_written(
        self, run, x, home, type_, wrong, said
    ):
        type_(*{**KEYS, wrong: "wrong-SENTINEL"}.values())
        done = run("login", "x")
        assert done.code == 1
        assert done.err.splitlines()[-2] == said
        assert "nothing was written; copy" in done.err
        assert not (home / FILE).exists()

    def test_too_few_keys_are_not_enough(self, run, x, type_):
        type_("", "a", "", "", "")
        done = run("login", "x")
        assert (done.code, x.log) == (1, [])
        assert "too few keys" in done.err

    def test_an_empty_answer_keeps_what_is_there(self, run, x, home, type_):
        type_(*KEYS.values())
        run("login", "x")
        type_("", "", "", "", "")
        assert run("login", "x").code == 0
        assert "X_CONSUMER_KEY" in (home / FILE).read_text()

    def test_some_of_the_keys_that_post_are_not_enough_to_post(self, run, x, type_):
        bearer, key, *_ = KEYS.values()
        type_(bearer, "", "", "", "")
        assert run("login", "x").out.startswith("X: the bearer token reads; ")
        type_("", key, "", "", "")
        assert run("login", "x").out.startswith(
            "X: the bearer token reads, nothing can post without "
            "X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET; "
        )

    def test_a_key_that_the_environment_overrides_is_named(self, run, x, type_, monkeypatch):
        monkeypatch.setenv("X_BEARER_TOKEN", "stale-SENTINEL")
        type_(*KEYS.values())
        done = run("login", "x")
        assert done.code == 0
        assert done.err.endswith(
            "X_BEARER_TOKEN also stands in the environment, which comes first\n"
        )

    def test_mastodon(self, run, mastodon, home, type_):
        type_(mastodon.address, "token-SENTINEL")
        mastodon.fault(as_json(200, {"acct": "ich"}))
        done = run("login", "mastodon")
        assert done.code == 0
        assert f"those of @ich at {mastodon.address}" in done.out
        assert mastodon.log[0].headers["authorization"] == "Bearer token-SENTINEL"
        type_("", "")
        mastodon.fault(as_json(401, {}))
        assert "the keys are refused (401)" in run("login", "mastodon").err

    def test_bluesky(self, run, bluesky, home, type_):
        type_("ich.example", "abcd-SENTINEL")
        bluesky.fault(as_json(200, {"did": "did:plc:1", "handle": "ich.example"}))
        done = run("login", "bluesky")
        assert done.code == 0
        assert "those of ich.example" in done.out
        assert b"abcd-SENTINEL" in bluesky.log[0].body

    def test_what_a_server_calls_itself_steers_no_terminal(self, run, mastodon, home, type_):
        type_(mastodon.address, "token")
        mastodon.fault(as_json(200, {"acct": "ich\x1b]0;x\x07\u202e\nzwei"}))
        done = run("login", "mastodon")
        assert done.out.startswith("Mastodon: the keys are those of @ich]0;x zwei at ")

    def test_a_network_needs_both_of_its_keys(self, run, type_):
        type_("", "token")
        assert "MASTODON_SERVER missing" in run("login", "mastodon").err

    def test_a_server_that_does_not_answer_is_one_line(self, run, type_):
        type_("http://127.0.0.1:1", "token")
        done = run("login", "mastodon")
        assert (done.code, "no connection" in done.err) == (1, True)

    @pytest.mark.parametrize(
        "fault", [as_json(503, {}), as_json(429, {}), as_json(404, {}), Answered(body=b"<html>")]
    )
    def test_keys_that_nobody_looked_at_are_not_called_refused(
        self, run, mastodon, home, type_, fault
    ):
        type_(mastodon.address, "token")
        mastodon.fault(fault)
        done = run("login", "mastodon")
        assert f"Mastodon: no good answer ({fault.status})\n" in done.err
        assert "nothing was written; is it the right server?" in done.err
        assert (done.code, "refused" in done.err) == (1, False)

    def test_the_keys_go_to_no_server_without_a_certificate(self, run, type_):
        type_("http://m.example", "token")
        assert "expected a server's address" in run("login", "mastodon").err


def test_the_environment_is_not_changed():
    assert "X_BEARER_TOKEN" not in os.environ
