"""What is remembered about accounts."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from digest.errors import StoreError
from digest.model import Person, Spending
from digest.store import Store

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PRICES = {"post": 5_000, "user": 10_000}
ANNA = Person(id="1", handle="anna", name="Anna")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def store(folder):
    with Store(folder) as store:
        yield store


@pytest.fixture
def accounts(store):
    return store.accounts


def buy(accounts, *posts, now=NOW, budget=None, most=100_000):
    number, granted = accounts.set_aside("x", least=5_000, most=most, budget=budget, now=now)
    accounts.settle("x", number, {"post": posts}, PRICES, now)
    return granted


class TestPeople:
    def test_who_was_met_is_known_by_id_and_handle(self, accounts):
        accounts.meet("x", [ANNA, Person(id="2", handle="Ben")], NOW)
        assert accounts.people("x", ["1", "3"]) == {"1": ANNA}
        assert accounts.by_handle("x", ["BEN"])["ben"].id == "2"
        assert accounts.by_handle("mastodon", ["anna"]) == {}

    def test_a_new_name_replaces_the_old_one(self, accounts):
        accounts.meet("x", [ANNA], NOW)
        accounts.meet("x", [Person(id="1", handle="anna_neu")], NOW + DAY)
        assert accounts.people("x", ["1"])["1"].handle == "anna_neu"
        assert accounts.by_handle("x", ["anna"]) == {}

    def test_a_handle_that_went_to_another_is_that_ones(self, accounts):
        accounts.meet("x", [ANNA], NOW)
        accounts.meet("x", [Person(id="9", handle="anna")], NOW + DAY)
        assert accounts.by_handle("x", ["anna"])["anna"].id == "9"

    def test_it_lasts(self, store, folder):
        store.accounts.meet("x", [ANNA], NOW)
        with Store(folder) as again:
            assert again.accounts.people("x", ["1"]) == {"1": ANNA}


class TestMoney:
    def test_what_was_read_is_paid_once_a_day_of_utc(self, accounts):
        buy(accounts, "1", "2")
        buy(accounts, "2", "3")
        assert accounts.spending("x", NOW - DAY, NOW) == Spending(
            cost=15_000, things=3, month=15_000
        )
        buy(accounts, "1", now=NOW + DAY)
        assert accounts.spending("x", NOW - DAY, NOW + DAY).cost == 20_000

    def test_only_what_came_after_a_time_counts_as_spent(self, accounts):
        buy(accounts, "1")
        buy(accounts, "2", now=NOW + DAY)
        assert accounts.spending("x", NOW, NOW + DAY).things == 1
        assert accounts.spending("x", NOW - DAY, NOW).things == 1

    def test_a_month_is_one_of_utc(self, accounts):
        last = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
        buy(accounts, "1", now=last)
        assert accounts.spending("x", NOW, last).month == 5_000
        assert accounts.spending("x", NOW, last + timedelta(minutes=2)).month == 0
        december = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
        buy(accounts, "1", now=december)
        assert accounts.spending("x", NOW, december).month == 5_000

    def test_a_month_begins_and_ends_with_its_first_moment(self, accounts):
        tick = timedelta(microseconds=1)
        first, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
        paid = ((first - tick, 0), (first, 5_000), (end - tick, 10_000), (end, 10_000))
        for number, (moment, month) in enumerate(paid):
            buy(accounts, str(number), now=moment)
            assert self.month(accounts) == month

    def test_a_day_begins_with_its_first_moment(self, accounts):
        midnight, tick = NOW.replace(hour=0), timedelta(microseconds=1)
        for moment in (midnight, NOW):
            self.ask(accounts, "anna", now=moment)
        assert self.month(accounts) == 50_000
        for moment in (midnight - tick, NOW):
            self.ask(accounts, "ben", now=moment)
        assert self.month(accounts) == 150_000

    def test_what_is_set_aside_counts_until_it_is_settled(self, accounts):
        number, granted = accounts.set_aside("x", least=1, most=50_000, budget=60_000, now=NOW)
        assert granted == 50_000
        assert accounts.spending("x", NOW - DAY, NOW) == Spending(month=50_000)
        assert accounts.set_aside("x", least=1, most=50_000, budget=60_000, now=NOW)[1] == 10_000
        accounts.settle("x", number, {}, PRICES, NOW)
        assert accounts.spending("x", NOW - DAY, NOW).month == 10_000

    def ask(self, accounts, request="anna", now=NOW, budget=None):
        return accounts.set_aside(
            "x", least=5_000, most=50_000, budget=budget, now=now, request=request
        )

    def month(self, accounts):
        return accounts.spending("x", NOW - DAY, NOW).month

    def test_the_same_request_on_the_same_day_is_set_aside_for_once(self, accounts):
        for _ in range(3):
            assert self.ask(accounts, budget=60_000)[1] == 50_000
        assert self.month(accounts) == 50_000
        assert self.ask(accounts, "ben", budget=60_000)[1] == 10_000
        assert self.ask(accounts, "", budget=60_000) == (0, 0)
        assert self.ask(accounts, now=NOW + DAY, budget=60_000) == (0, 0)

    def test_a_failure_tells_nothing_of_what_was_lost(self, accounts):
        self.ask(accounts)
        accounts.settle("x", self.ask(accounts)[0], {}, PRICES, NOW)
        assert self.month(accounts) == 50_000

    def test_an_answer_tells_what_was_lost_before(self, accounts):
        self.ask(accounts, now=NOW - DAY)
        self.ask(accounts)
        self.ask(accounts, "ben")
        accounts.settle("x", self.ask(accounts)[0], {"post": ["1", "2"]}, PRICES, NOW)
        assert self.month(accounts) == 2 * 10_000 + 50_000

    def test_less_than_the_least_is_not_set_aside(self, accounts):
        assert accounts.set_aside("x", least=11, most=50, budget=10, now=NOW) == (0, 0)
        assert accounts.spending("x", NOW - DAY, NOW).month == 0

    def test_without_a_budget_everything_is_granted(self, accounts):
        assert buy(accounts, "1", most=10**9) == 10**9

    def test_two_threads_and_two_digests_never_spend_the_same_dollar(self, store, folder):
        granted = []

        def shop(accounts):
            for _ in range(20):
                _, sum_ = accounts.set_aside("x", least=9, most=1_000, budget=50_000, now=NOW)
                granted.append(sum_)

        with Store(folder) as other:
            shops = [store.accounts, store.accounts, other.accounts, other.accounts]
            threads = [threading.Thread(target=shop, args=(one,)) for one in shops]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert sum(granted) == 50_000

    def test_upkeep_forgets_what_no_counting_needs(self, store):
        buy(store.accounts, "1", now=NOW - 500 * DAY)
        buy(store.accounts, "2")
        store.prune(NOW)
        assert store.accounts.spending("x", NOW - 1000 * DAY, NOW).things == 1

    def test_upkeep_lets_nothing_of_the_day_be_paid_twice(self, store):
        buy(store.accounts, "1")
        store.prune(NOW)
        buy(store.accounts, "1")
        assert store.accounts.spending("x", NOW - DAY, NOW).things == 1


class TestLinks:
    def test_where_a_link_leads_is_kept(self, accounts):
        accounts.note_link("https://t.co/1", "https://example.org/a")
        accounts.note_link("https://t.co/1", "https://example.org/b")
        assert accounts.leads_to(["https://t.co/1", "https://t.co/2"]) == {
            "https://t.co/1": "https://example.org/b"
        }


class TestHabits:
    def test_a_few_posts_tell_no_habit(self, accounts):
        accounts.note_echoes("x:@anna", {str(n): n for n in range(4)}, NOW)
        assert accounts.habit("x:@anna") is None
        accounts.note_echoes("x:@anna", {"4": 4}, NOW)
        assert accounts.habit("x:@anna") == 2
        assert accounts.habit("x:@ben") is None

    def test_who_has_not_been_read_for_a_year_is_forgotten(self, store):
        for account, now in (("a", NOW - 401 * DAY), ("b", NOW - 399 * DAY)):
            store.accounts.note_echoes(account, {str(n): 7 for n in range(5)}, now)
        store.prune(NOW)
        assert (store.accounts.habit("a"), store.accounts.habit("b")) == (None, 7.0)

    def test_the_last_fifty_tell_it(self, accounts):
        for n in range(80):
            accounts.note_echoes("x:@anna", {f"{n:03}": n}, NOW + n * timedelta(minutes=1))
        assert accounts.habit("x:@anna") == 54.5


class TestTrouble:
    def test_a_write_that_fails_changes_nothing(self, accounts):
        with pytest.raises(AttributeError):
            accounts.meet("x", [ANNA, None], NOW)
        number, _ = accounts.set_aside("x", least=1, most=1, budget=None, now=NOW)
        with pytest.raises(KeyError):
            accounts.settle("x", number, {"odd": ["1"]}, PRICES, NOW)
        buy(accounts, "1")
        assert accounts.spending("x", NOW - DAY, NOW).things == 1

    def test_a_damaged_table_is_one_line(self, store, folder):
        store.accounts.meet("x", [ANNA], NOW)
        with sqlite3.connect(folder / "digest.sqlite3") as db:
            db.execute("DROP TABLE people")
        db.close()
        with pytest.raises(StoreError, match="damaged"):
            store.accounts.people("x", ["1"])

    def test_after_the_archive_is_closed_nothing_is_read(self, folder):
        with Store(folder) as store:
            accounts = store.accounts
            assert store.accounts is accounts
        with pytest.raises(StoreError):
            accounts.people("x", ["1"])
