"""Accounts on X, lists and the home timeline, read from a fake X."""

from datetime import timedelta
from decimal import Decimal

import pytest

from digest.errors import SourceError, TooSlowError
from digest.sources import KINDS, fetch_all
from digest.sources.x import MOST, parse_target
from tests.fakes.server import Answered, as_json
from tests.fakes.x import NOW, FakeX
from tests.sources.reading import fetch, net_of, reader_of, source

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "@XDevelopers",
        "xdevelopers",
        " @xDevelopers ",
        "https://x.com/XDevelopers",
        "https://x.com/XDevelopers?s=20",
        "https://twitter.com/XDevelopers/",
    ],
)
def test_a_handle_has_one_form(text):
    assert parse_target(text) == "@xdevelopers"


@pytest.mark.parametrize("text", ["list/12", "lists/12", "https://x.com/i/lists/12/"])
def test_a_list_has_one_form(text):
    assert parse_target(text) == "list/12"


@pytest.mark.parametrize("text", ["home", "Home", "https://x.com/home"])
def test_home_is_the_own_timeline(text):
    assert parse_target(text) == "home"


@pytest.mark.parametrize("handle", ["@home", "@search"])
def test_an_account_may_be_called_as_a_page_is(handle):
    assert parse_target(handle) == handle


@pytest.mark.parametrize(
    "text",
    [
        *("", "@", "a b", "@sixteencharacter", "@ä", "https://x.com/a/status/1"),
        *("https://x.example/a", "https://x.com/search?q=barcamp", "https://twitter.com/explore"),
    ],
)
def test_what_is_no_handle_is_refused(text):
    with pytest.raises(ValueError, match="expected an account of X"):
        parse_target(text)


@pytest.fixture
def x():
    with FakeX() as server:
        server.join("anna", "Anna")
        server.join("ben", "Ben")
        yield server


class Desk:
    """A fake X, an archive and the way between them, run after run."""

    def __init__(self, x, store):
        self.x, self.store = x, store
        self.budget = None

    def run(self, target="@anna", now=NOW, **details):
        """Fetch once with a reader of its own, as each run of digest has."""
        self.x.now = now
        reader = reader_of(self.x, self.store, budget=self.budget)
        return fetch(net_of(self.store, reader=reader), self.store, source(target, **details), now)

    def titles(self, target="@anna", now=NOW):
        return [item.title for item in self.run(target, now)[1]]


@pytest.fixture
def desk(x, store):
    return Desk(x, store)


class TestAccounts:
    def test_the_first_run_reads_a_day_and_the_next_what_is_new(self, x, desk):
        x.say("anna", "Vorgestern", NOW - 2 * DAY)
        x.say("anna", "Heute", NOW - HOUR)
        assert desk.titles() == ["Heute"]
        x.say("anna", "Danach", NOW + HOUR)
        assert desk.titles(now=NOW + 2 * HOUR) == ["Danach"]
        assert "start_time" not in x.log[-1].query

    def test_the_second_run_pays_for_nothing(self, x, desk):
        x.say("anna", "Heute", NOW - HOUR)
        desk.run()
        spent = x.spent
        fetched, new = desk.run(now=NOW + DAY)
        assert (new, fetched.unchanged) == ((), True)
        assert x.spent == spent == 5_000 + 10_000

    def test_a_quiet_account_is_read_from_where_it_was_left(self, x, desk):
        desk.run()
        x.say("anna", "Zwei Tage später", NOW + HOUR)
        assert desk.titles(now=NOW + 2 * DAY) == ["Zwei Tage später"]

    def test_a_name_is_looked_up_once(self, x, desk):
        desk.run()
        desk.run(now=NOW + DAY)
        assert x.asked.count("/2/users/by") == 1
        assert x.reads("user") == 1

    def test_unknown_names_are_looked_up_together(self, x, store):
        reader = reader_of(x, store, handles=("@anna", "@ben", "@nobody"))
        net = net_of(store, reader=reader)
        for target in ("@anna", "@ben"):
            fetch(net, store, source(target))
        with pytest.raises(SourceError, match="no such account"):
            fetch(net, store, source("@nobody"))
        assert x.asked.count("/2/users/by") == 1

    def test_what_reading_costs_is_what_x_charges(self, x, desk, store):
        first = x.say("ben", "Neues", NOW - 2 * HOUR)
        x.say("anna", "RT @ben: Neues", NOW - HOUR, refers=(("retweeted", first.id),))
        desk.run()
        desk.run("@ben")
        assert store.accounts.spending("x", NOW - DAY, NOW).cost == x.spent
        assert x.spent == 2 * 5_000 + 2 * 10_000

    def test_a_flood_is_read_in_the_next_runs_without_a_gap(self, x, desk):
        said = [
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(seconds=1))
            for n in range(2 * MOST + 7)
        ]
        first = desk.titles()
        later = x.say("anna", "Und noch eine", NOW + HOUR)
        second = desk.titles(now=NOW + 2 * HOUR)
        third = desk.titles(now=NOW + 3 * HOUR)
        fourth = desk.titles(now=NOW + 4 * HOUR)
        everything = [*first, *second, *third, *fourth]
        assert sorted(everything) == sorted(one.text for one in (*said, later))
        assert (len(first), len(second)) == (MOST, MOST)
        assert x.reads() == len(everything)

    def test_while_some_of_a_flood_is_unread_that_is_known(self, x, desk):
        for n in range(2 * MOST + 7):
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(seconds=1))
        more = [desk.run(now=NOW + n * HOUR)[0].more for n in range(4)]
        assert more == [True, True, False, False]

    @pytest.mark.parametrize("fault", [Answered(silent=True), Answered(status=503)])
    def test_a_run_that_breaks_off_leaves_nothing_out(self, x, desk, fault, monkeypatch):
        monkeypatch.setattr("digest.sources.x.MOST", 10)
        for n in range(10):
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(minutes=1))
        found = desk.titles()
        for n in range(10, 25):
            x.say("anna", f"Meldung Nummer {n}", NOW + n * timedelta(minutes=1))
        found += desk.titles(now=NOW + HOUR)
        x.fault(fault, at="/2/users/1001/tweets")
        with pytest.raises(SourceError):
            desk.run(now=NOW + 2 * HOUR)
        found += desk.titles(now=NOW + 3 * HOUR)
        found += desk.titles(now=NOW + 4 * HOUR)
        assert sorted(found) == sorted(f"Meldung Nummer {n}" for n in range(25))

    def test_what_is_new_is_read_before_the_rest_of_a_flood(self, x, desk):
        for day in range(3):
            for n in range(80):
                when = NOW + day * DAY - (80 - n) * timedelta(minutes=1)
                x.say("anna", f"Tag {day}, Meldung {n}", when)
            x.now = NOW + day * DAY
            found = desk.titles(now=NOW + day * DAY)
            assert found[-1] == f"Tag {day}, Meldung 79"
            assert len(found) == MOST
        x.say("anna", "Danach", NOW + 3 * DAY - HOUR)
        assert len(desk.titles(now=NOW + 3 * DAY)) == MOST
        rest = [title for hour in (1, 2) for title in desk.titles(now=NOW + 3 * DAY + hour * HOUR)]
        assert len(rest) == 3 * 80 - 4 * MOST + 1
        assert x.reads() == 3 * 80 + 1

    def test_what_is_too_old_for_any_paper_is_not_paid_for(self, x, desk):
        desk.run()
        for n in range(2 * MOST):
            x.say("anna", f"Meldung Nummer {n}", NOW + n * HOUR / 2)
        back = NOW + 21 * DAY
        assert len(desk.titles(now=back)) == MOST
        assert desk.titles(now=back + DAY) == []
        assert x.reads() == MOST

    def test_where_an_older_digest_left_off_is_understood(self, x, desk):
        said = [x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * HOUR / 10) for n in range(9)]
        old = {"user": "1001", "since_id": said[1].id, "until_id": said[5].id, "top": said[7].id}
        net = net_of(desk.store, reader=reader_of(x, desk.store))
        fetched = KINDS["x"].fetch(source("@anna"), old, net, NOW + HOUR)
        assert [item.title[-1] for item in fetched.items] == ["8", "4", "3", "2"]
        assert fetched.checkpoint == {"user": "1001", "since_id": said[8].id}

    def test_a_post_is_not_missed_where_the_clocks_differ(self, x, desk):
        desk.run(now=NOW + 6 * HOUR)
        x.say("anna", "Nach der Uhr von X", NOW + HOUR)
        assert desk.titles(now=NOW + 2 * HOUR) == ["Nach der Uhr von X"]

    @pytest.mark.parametrize("dialect", ["tweets", "posts"])
    def test_a_post_that_is_edited_stays_one_item(self, x, desk, dialect):
        x.dialect = dialect
        said = x.say("anna", "Ab Montg neue Regeln für alle", NOW - HOUR)
        (item,) = desk.run()[1]
        edited = x.edit(said, "Ab Montag neue Regeln für alle", NOW + HOUR / 2)
        again = x.edit(edited, "Ab Dienstag neue Regeln für alle", NOW + HOUR)
        assert desk.titles(now=NOW + 2 * HOUR) == []
        (kept,) = desk.store.recent(NOW - DAY)
        assert (kept.id, kept.published) == (item.id, item.published)
        assert kept.title == "Ab Dienstag neue Regeln für alle"
        assert kept.url == f"https://x.com/anna/status/{again.id}"

    def test_what_was_read_before_an_error_is_kept(self, x, desk, monkeypatch):
        monkeypatch.setattr("digest.sources.x.MOST", 10)
        for n in range(12):
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(minutes=1))
        found = desk.titles()
        x.say("anna", "Meldung Nummer 12", NOW + HOUR)
        x.fault(Answered(status=503), at="/2/nowhere")
        reader = reader_of(x, desk.store)
        ask, calls = reader.client.posts_of, []

        def second_fails(*args, **more):
            calls.append(more)
            if len(calls) == 2:
                x.fault(Answered(status=503))
            return ask(*args, **more)

        reader.client.posts_of = second_fails
        net = net_of(desk.store, reader=reader)
        found += [item.title for item in fetch(net, desk.store, source("@anna"), NOW + HOUR)[1]]
        assert len(found) == 11
        found += desk.titles(now=NOW + 2 * HOUR)
        assert sorted(found) == sorted(f"Meldung Nummer {n}" for n in range(13))

    def test_a_gap_that_x_refuses_to_read_is_not_forgotten(self, x, desk, monkeypatch):
        monkeypatch.setattr("digest.sources.x.MOST", 5)
        for n in range(8):
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(minutes=1))
        desk.run()
        x.fault(as_json(400, {"errors": [{"message": "until_id"}]}), at="/2/users/1001")
        with pytest.raises(SourceError, match="it refused the request"):
            desk.run(now=NOW + HOUR)
        assert len(desk.titles(now=NOW + 2 * HOUR)) == 3


class TestLists:
    def test_a_list_is_read_down_to_what_is_known(self, x, desk):
        x.lists["5"] = ["1001", "1002"]
        for n in range(8):
            x.say("anna", f"Meldung Nummer {n}", NOW - 8 * HOUR + n * HOUR)
        x.say("ben", "Von gestern", NOW - 3 * DAY)
        assert len(desk.titles("list/5")) == 8
        x.say("ben", "Neues von Ben", NOW + HOUR)
        x.now = NOW + DAY
        (item,) = desk.run("list/5", NOW + DAY)[1]
        assert (item.title, item.author) == ("Neues von Ben", "@ben")
        (asked,) = [request for request in x.log if request.path == "/2/lists/5/tweets"][1:]
        assert asked.query["max_results"] == "5"

    def test_a_list_without_news_costs_little(self, x, desk):
        x.lists["5"] = ["1001"]
        for n in range(30):
            x.say("anna", f"Meldung Nummer {n}", NOW - 20 * HOUR + n * timedelta(minutes=1))
        desk.run("list/5")
        before = x.reads()
        assert desk.titles("list/5", NOW + HOUR) == []
        assert x.reads() == before
        assert desk.titles("list/5", NOW + DAY) == []
        assert x.reads() == before + 5

    def test_a_long_list_is_read_on_in_the_next_run(self, x, desk, monkeypatch):
        monkeypatch.setattr("digest.sources.x.MOST_TOGETHER", 10)
        x.lists["5"] = ["1001"]
        for n in range(25):
            x.say("anna", f"Meldung Nummer {n}", NOW - 20 * HOUR + n * timedelta(minutes=1))
        found = [title for n in range(4) for title in desk.titles("list/5", NOW + n * HOUR)]
        assert sorted(found) == sorted(f"Meldung Nummer {n}" for n in range(25))

    def test_a_forgotten_place_in_a_list_does_not_stop_it(self, x, desk, monkeypatch):
        monkeypatch.setattr("digest.sources.x.MOST_TOGETHER", 10)
        x.lists["5"] = ["1001"]
        for n in range(15):
            x.say("anna", f"Meldung Nummer {n}", NOW - 20 * HOUR + n * timedelta(minutes=1))
        desk.run("list/5")
        x.say("anna", "Danach", NOW + HOUR)
        x.forgets = True
        assert desk.titles("list/5", NOW + 2 * HOUR) == ["Danach"]
        x.forgets = False
        assert desk.titles("list/5", NOW + 3 * HOUR) == []

    def test_a_list_that_is_not_there(self, desk):
        with pytest.raises(SourceError, match="no such account, list or post"):
            desk.run("list/404")


class TestHome:
    def test_home_is_what_the_followed_accounts_say(self, x, desk):
        x.following = ["1001"]
        x.say("anna", "Von Anna", NOW - HOUR)
        x.say("ben", "Von Ben", NOW - HOUR)
        (item,) = desk.run("home")[1]
        assert (item.title, item.author, item.share.account) == ("Von Anna", "@anna", "x:@anna")
        assert desk.titles("home", NOW + DAY) == []
        assert x.reads("user") == 1

    def test_what_one_has_posted_oneself_is_no_news(self, x, desk):
        x.following = ["1001"]
        x.say("ich", "Mein eigener Post", NOW - HOUR)
        x.say("anna", "Von Anna", NOW - 2 * HOUR)
        assert desk.titles("home") == ["Von Anna"]
        x.say("ich", "Und noch einer", NOW + HOUR)
        assert desk.titles("home", NOW + DAY) == []
        before = x.reads()
        assert desk.titles("home", NOW + 2 * DAY) == []
        assert x.reads() == before

    def test_home_without_the_keys_of_an_account_says_so(self, x, store):
        keys = {"consumer_key": "", "access_token": ""}
        net = net_of(store, reader=reader_of(x, store, **keys))
        with pytest.raises(SourceError, match="X_CONSUMER_KEY"):
            fetch(net, store, source("home"))
        assert store.accounts.spending("x", NOW, NOW).month == 0

    def test_an_author_whose_name_cannot_be_paid_is_read_without_it(self, x, desk):
        x.following = ["1001"]
        x.say("anna", "Von Anna", NOW - HOUR)
        desk.budget = 10_000 + 4_999
        (item,) = desk.run("home")[1]
        assert (item.author, item.share.account) == ("", "x:1001")
        assert item.url.startswith("https://x.com/i/status/")


class TestMoney:
    def test_the_budget_is_never_passed(self, x, desk):
        for n in range(60):
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(seconds=1))
        desk.budget = 10_000 + 12 * 2 * 5_000
        found = desk.titles()
        assert 12 <= len(found) <= 24
        with pytest.raises(SourceError, match=r"the budget pays for no more: \$0.\d+ of \$0.13"):
            desk.run(now=NOW + HOUR)
        assert x.spent <= desk.budget
        found += desk.titles(now=NOW + 30 * DAY)
        assert len(found) == len(set(found))

    def test_money_that_other_requests_hold_is_waited_for(self, x, store):
        sources = [source(f"@konto{n}") for n in range(12)]
        for n, one in enumerate(sources):
            x.join(one.target[1:])
            x.say(one.target[1:], f"Meldung Nummer {n}", NOW - HOUR)
        handles = tuple(one.target for one in sources)
        budget = 12 * 10_000 + 12 * 5_000 + 5 * 2 * 5_000
        net = net_of(store, reader=reader_of(x, store, budget=budget, handles=handles))
        found = list(fetch_all(sources, {}, net, NOW))
        assert [one.problem for one in found if one.problem] == []
        assert x.spent == 12 * 15_000

    def test_without_money_for_a_name_nothing_is_asked(self, x, desk):
        desk.budget = 9_999
        with pytest.raises(SourceError, match="budget"):
            desk.run()
        assert x.log == []

    @pytest.mark.parametrize("budget", [None, 0])
    def test_what_costs_nothing_is_read_whatever_the_budget(self, x, store, budget):
        for n in range(9):
            x.say("anna", f"Meldung Nummer {n}", NOW - HOUR + n * timedelta(seconds=1))
        reader = reader_of(x, store, budget=budget, prices={"post": Decimal(0), "user": Decimal(0)})
        assert len(fetch(net_of(store, reader=reader), store, source("@anna"))[1]) == 9

    def test_a_new_month_has_a_new_budget(self, x, desk):
        x.say("anna", "Heute", NOW - HOUR)
        desk.budget = 10_000 + 5 * 2 * 5_000
        desk.run()
        x.say("anna", "Später", NOW + HOUR)
        desk.budget = 15_000
        with pytest.raises(SourceError, match="budget"):
            desk.run(now=NOW + DAY)
        desk.budget = 50_000
        assert desk.titles(now=NOW + 15 * DAY) == ["Später"]

    @pytest.mark.parametrize("status", [401, 429, 500, 503])
    def test_a_failed_request_is_free_and_a_lost_one_counts_until_it_is_known(
        self, x, desk, status
    ):
        desk.run()
        spent = desk.store.accounts.spending("x", NOW - DAY, NOW).month
        x.fault(as_json(status, {}))
        with pytest.raises(SourceError):
            desk.run()
        assert desk.store.accounts.spending("x", NOW - DAY, NOW).month == spent
        x.fault(Answered(silent=True))
        with pytest.raises(SourceError):
            desk.run()
        assert desk.store.accounts.spending("x", NOW - DAY, NOW).month > spent

    def test_what_a_lost_answer_cost_is_known_once_it_is_asked_for_again(self, x, desk):
        x.say("anna", "Heute", NOW - HOUR)
        desk.run()
        for _ in range(3):
            x.fault(Answered(silent=True))
            with pytest.raises(SourceError):
                desk.run(now=NOW + HOUR)
        x.say("anna", "Danach", NOW + HOUR)
        desk.run(now=NOW + 2 * HOUR)
        assert desk.store.accounts.spending("x", NOW - DAY, NOW).month == x.spent

    def test_what_a_lost_look_up_cost_is_known_as_well(self, x, desk):
        x.fault(Answered(silent=True), at="/2/users/by")
        with pytest.raises(SourceError):
            desk.run()
        desk.run(now=NOW + HOUR)
        assert desk.store.accounts.spending("x", NOW - DAY, NOW).month == x.spent

    def test_on_another_day_what_was_there_may_have_been_paid_twice(self, x, desk):
        x.say("anna", "Heute", NOW - HOUR)
        desk.run()
        x.say("anna", "Danach", NOW)
        x.fault(Answered(silent=True, first=False))
        with pytest.raises(SourceError):
            desk.run(now=NOW + HOUR)
        desk.run(now=NOW + DAY)
        assert desk.store.accounts.spending("x", NOW - DAY, NOW).month == x.spent == 25_000

    def test_a_lost_answer_does_not_keep_its_question_from_being_asked_again(self, x, desk):
        desk.budget = 10_000 + 50 * 2 * 5_000
        for hour in range(3):
            x.fault(Answered(silent=True), at="/2/users/10")
            with pytest.raises(TooSlowError):
                desk.run(now=NOW + hour * HOUR)
        x.say("anna", "Danach", NOW)
        assert desk.titles(now=NOW + 3 * HOUR) == ["Danach"]


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            (as_json(401, {"title": "Unauthorized"}), "the keys are refused (401); `digest login"),
            (as_json(402, {"title": "CreditsDepleted"}), "no credits are left"),
            (as_json(402, {"error": "credits depleted"}), "credits depleted"),
            (as_json(403, {"title": "SpendCapReached"}), "no credits are left"),
            (as_json(403, {"detail": "client-not-enrolled"}), "client-not-enrolled"),
            (as_json(404, {}), "no such account"),
            (as_json(429, {}), "asked too often (429)"),
            (
                as_json(429, {}, x_rate_limit_remaining="0", x_rate_limit_reset="1795176000"),
                "not again before 2026-11-20 12:00 UTC",
            ),
            (
                as_json(429, {}, x_rate_limit_remaining="0", x_rate_limit_reset="253402300000"),
                "asked too often (429); nothing is lost; try again later",
            ),
            (as_json(429, {"title": "UsageCapExceeded"}), "a cap is reached"),
            (Answered(status=503, body=b"<html>busy</html>", type="text/html"), "out of order"),
            (Answered(body=b'{"data": [', cut=True), "broke off"),
            (Answered(silent=True), "broke off"),
            (Answered(hangs=True), "no"),
            (as_json(200, {"errors": [{"detail": "User has been suspended: [1]."}]}), "suspended"),
            (as_json(200, {"data": [{"id": "12", "text": "?"}]}), "without the fields"),
        ],
    )
    def test_every_fault_is_one_line_and_nothing_is_lost(self, x, desk, fault, said):
        desk.run()
        x.say("anna", "Nicht verloren", NOW + HOUR)
        before = desk.store.checkpoints()
        x.fault(fault)
        with pytest.raises(SourceError) as caught:
            desk.run(now=NOW + 2 * HOUR)
        assert said in caught.value.problem
        assert "\n" not in caught.value.problem
        assert len(caught.value.problem) <= 300
        assert desk.store.checkpoints() == before
        assert desk.titles(now=NOW + 3 * HOUR) == ["Nicht verloren"]

    @pytest.mark.parametrize("status", [401, 402, 429])
    def test_a_refusal_of_all_is_asked_for_once(self, x, store, status):
        x.say("anna", "Heute", NOW - HOUR)
        store.accounts.meet("x", [], NOW)
        net = net_of(store, reader=reader_of(x, store, handles=("@anna", "@ben")))
        for target in ("@anna", "@ben"):
            fetch(net, store, source(target))
        x.fault(as_json(status, {}))
        asked = len(x.log)
        problems = []
        for target in ("@anna", "@ben"):
            with pytest.raises(SourceError) as caught:
                fetch(net, store, source(target))
            problems.append(caught.value.problem)
        assert len(x.log) == asked + 1
        assert problems[0] == problems[1]

    def test_an_answer_with_errors_beside_its_data_is_read(self, x, desk):
        tweet = x.say("anna", "Heute", NOW - HOUR)
        desk.run()
        raw = {**x._tweet(tweet), "id": str(int(tweet.id) + 1), "text": "Dazu"}
        x.fault(as_json(200, {"data": [raw], "errors": [{"title": "Not Found Error"}]}))
        assert desk.titles(now=NOW + HOUR) == ["Dazu"]

    def test_a_suspended_account_is_named_so(self, x, desk):
        x.join("gone", suspended=True)
        with pytest.raises(SourceError, match="the account is suspended"):
            desk.run("@gone")

    def test_who_lets_wait_is_told_apart(self, x, desk):
        desk.run()
        x.fault(Answered(hangs=True))
        with pytest.raises(TooSlowError):
            desk.run()

    def test_one_answer_that_is_lost_is_one_account_s(self, x, store):
        sources = [source(f"@konto{n}") for n in range(9)]
        for one in sources:
            x.join(one.target[1:])
        net = net_of(
            store, reader=reader_of(x, store, handles=tuple(one.target for one in sources))
        )
        fourth = next(one.id for one in x.accounts.values() if one.username == "konto3")
        x.fault(Answered(silent=True), at=f"/2/users/{fourth}/")
        problems = {one.source.target: one.problem for one in fetch_all(sources, {}, net, NOW)}
        assert [target for target, problem in problems.items() if problem] == ["@konto3"]

    def test_without_time_nothing_is_bought(self, x, store):
        net = net_of(store, reader=reader_of(x, store), seconds=1)
        with pytest.raises(TooSlowError, match="too slow"):
            fetch(net, store, source("@anna"))
        assert x.log == []

    def test_without_keys_it_says_what_to_do(self, store):
        with pytest.raises(SourceError, match="no keys for X; `digest login x`"):
            fetch(net_of(store), store, source("@anna"))
