from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import StoreError
from digest.model import Item, Share
from digest.words import folded
from tests.store.samples import DAY, HOUR, NOW, answer, edition, feed, item, source, window

ALL = [source("a").id, source("b").id]
LATER = NOW + HOUR


def keys(items):
    return [it.key for it in items]


def test_what_goes_in_comes_out(store):
    links = ("https://b.example/1", "https://c.example/2")
    given_ = item("1", author="Ada", language="de", links=links, folded="headline 1\nwhat it is")
    (new,) = store.add(answer(given_), NOW)
    assert new == replace(given_, id=1, backlog=True)
    assert store.items(window(), ALL) == (new,)


def test_every_field_of_an_item_is_kept(store):
    (new,) = store.add(answer(item("1")), NOW)
    (kept,) = store.items(window(), ALL)
    assert type(kept) is Item
    assert [getattr(kept, field.name) for field in fields(Item)] == [
        getattr(new, field.name) for field in fields(Item)
    ]


def test_what_only_posts_have_is_kept(store):
    share = Share(account="x:@ada", words="Worth reading", echo=0.75)
    (new,) = store.add(answer(item("1", share=share)), NOW)
    assert new.share == share
    assert store.items(window(), ALL) == (new,)


def test_what_is_compared_of_an_item_is_worked_out_when_it_comes_in_and_when_it_changes(store):
    before, after = folded("Möwen stehlen Eis", "Am Hafen"), folded("Möwen stehlen Fische")
    store.add(answer(item("1", folded=before)), NOW)
    assert [it.terms for it in store.items(window(), ALL)] == ["mowe stehl eis\nhafe"]
    store.add(answer(item("1", title="Möwen stehlen Fische", folded=after)), LATER)
    assert [it.terms for it in store.items(window(), ALL)] == ["mowe stehl fisch\n"]


def test_nothing_is_worked_out_to_compare_of_what_is_too_old_for_a_paper(store):
    words = folded("Möwen stehlen Eis")
    shown = [item(str(days), ago=timedelta(days=days), folded=words) for days in (8, 2, 0)]
    store.add(answer(*shown), NOW)
    kept = {it.key: it.terms for it in store.recent(NOW - timedelta(days=9))}
    assert kept == {"8": "", "2": "", "0": "mowe stehl eis\n"}
    later = [item(f"{days} later", ago=timedelta(days=days), folded=words) for days in (8, 2, 0)]
    store.add(answer(*later), NOW)
    kept = {it.key: bool(it.terms) for it in store.recent(NOW - timedelta(days=9))}
    assert [kept[it.key] for it in later] == [False, True, True]


def test_the_words_of_a_back_catalogue_are_read_with_its_items(store):
    old = item("1", title="Möwen stehlen Eis", summary="Am Hafen", ago=40 * DAY, folded="")
    (new,) = store.add(answer(old), NOW)
    assert new.folded == ""
    (kept,) = store.items(window(NOW - 50 * DAY), ALL)
    assert kept.folded == "moewen stehlen eis\nam hafen"


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    when=st.timedeltas(max_value=timedelta(0), min_value=timedelta(days=-700_000)),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
def test_any_text_and_any_time_survives(store, text, when):
    of = f"source{store.last_item()}"
    one = item(text, of=of, title=text, summary=text, author=text, published=NOW + when)
    (new,) = store.add(answer(one, of=of), NOW)
    (kept,) = (it for it in store.recent(NOW + when) if it.id == new.id)
    assert kept == new


def test_items_are_numbered_from_the_oldest_on(store):
    new = store.add(answer(item("3"), item("2", ago=2 * HOUR), item("1", ago=3 * HOUR)), NOW)
    assert [(it.id, it.key) for it in new] == [(1, "1"), (2, "2"), (3, "3")]


def test_of_two_at_the_same_time_the_lower_one_came_first(store):
    assert keys(store.add(answer(item("2"), item("1")), NOW)) == ["1", "2"]


def test_only_what_is_new_comes_back(store):
    store.add(answer(item("1")), NOW)
    (new,) = store.add(answer(item("2"), item("1")), LATER)
    assert (new.id, new.key, new.backlog) == (2, "2", False)


def test_the_first_good_answer_is_backlog_even_after_an_empty_one(store):
    assert store.add(answer(), NOW) == ()
    assert [it.backlog for it in store.add(answer(item("1")), NOW)] == [False]
    assert [it.backlog for it in store.add(answer(item("1", of="b"), of="b"), NOW)] == [True]


def test_one_feed_cannot_touch_the_items_of_another(store):
    store.add(answer(item("1")), NOW)
    stolen = replace(item("1", title="Mine now"), source=source("b").id)
    (new,) = store.add(answer(stolen, of="b"), NOW)
    assert new.source == source("b").id
    assert [it.title for it in store.items(window(), ALL)] == ["Headline 1", "Mine now"]


def test_the_source_of_an_item_is_the_one_that_brought_it(store):
    (new,) = store.add(answer(item("1", of="b"), of="a"), NOW)
    assert new.source == source("a").id


def test_an_edited_item_keeps_its_number_and_its_times(store):
    (old,) = store.add(answer(item("1")), NOW)
    edited = item("1", now=LATER, title="Corrected", summary="Better", folded="corrected\nbetter")
    assert store.add(answer(edited), LATER) == ()
    (kept,) = store.items(window(), ALL)
    assert kept == replace(old, title="Corrected", summary="Better", folded="corrected\nbetter")


def test_an_undated_item_gets_the_time_it_was_first_seen_once(store):
    store.add(answer(item("1", ago=None)), NOW)
    assert store.add(answer(item("1", ago=None, now=LATER)), LATER) == ()
    assert [it.published for it in store.recent(NOW - DAY)] == [NOW]


def test_a_number_is_never_used_again(store):
    store.add(answer(item("1", ago=100 * DAY, now=NOW - 100 * DAY)), NOW - 100 * DAY)
    store.prune(NOW)
    assert store.recent(NOW - 900 * DAY) == ()
    assert store.last_item() == 1
    assert [it.id for it in store.add(answer(item("2")), NOW)] == [2]


def test_there_is_no_last_item_before_the_first(store):
    assert store.last_item() == 0


class TestWindow:
    def test_without_an_edition_before_it_times_decide(self, store):
        store.add(answer(item("old", ago=DAY + HOUR), item("due", ago=DAY), item("new")), NOW)
        store.add(answer(item("late", now=LATER, ago=-HOUR)), LATER)
        assert keys(store.items(window(), ALL)) == ["due", "new"]

    def test_after_an_edition_numbers_decide(self, store):
        store.add(answer(item("printed")), NOW)
        store.add(answer(item("old", ago=6 * DAY), item("late", now=LATER, ago=-HOUR)), LATER)
        assert keys(store.items(window(end=NOW, after=1), ALL)) == ["old", "late"]

    def test_what_is_far_older_than_the_window_is_left_out(self, store):
        store.add(answer(item("1")), NOW)
        store.add(answer(item("far", ago=9 * DAY), item("old", ago=7 * DAY)), LATER)
        assert keys(store.items(window(after=1), ALL)) == ["old"]

    def test_what_came_by_a_clock_of_1970_is_of_the_time_of_the_last_edition(self, store):
        store.add(answer(item("printed")), NOW)
        early = datetime(1970, 1, 1, tzinfo=UTC)
        store.add(answer(item("lost", now=early)), early)
        (found,) = store.items(window(start=NOW, end=LATER, after=1), ALL)
        assert (found.key, found.published, found.seen) == ("lost", NOW, NOW)

    def test_what_came_by_a_clock_that_ran_ahead_is_not_of_the_future(self, store):
        store.add(answer(item("printed")), NOW)
        ahead = LATER + 900 * DAY
        store.add(answer(item("undated", now=ahead, ago=None), item("dated", now=ahead)), ahead)
        undated, dated = store.items(window(start=NOW, end=LATER, after=1), ALL)[::-1]
        assert (undated.key, undated.published, undated.seen) == ("undated", LATER, LATER)
        assert (dated.key, dated.published, dated.seen) == ("dated", NOW - HOUR, LATER)

    def test_the_first_answer_of_a_source_does_not_fill_the_paper(self, store):
        store.add(answer(item("old", ago=2 * DAY), item("new")), NOW)
        assert keys(store.items(window(after=0), ALL)) == ["new"]

    def test_the_first_answer_of_a_source_tells_of_its_last_day_though_a_paper_came_before(
        self, store
    ):
        store.add(answer(item("printed")), NOW)
        shown = [("of the night", 5 * HOUR), ("of yesterday", DAY - HOUR), ("older", DAY)]
        first = [item(key, of="b", now=LATER, ago=ago) for key, ago in shown]
        store.add(answer(*first, of="b"), LATER)
        covered = store.items(window(start=NOW, end=LATER, after=1), ALL)
        assert keys(covered) == ["of yesterday", "of the night"]

    @pytest.mark.parametrize("after", [None, 0])
    def test_only_the_sources_asked_for_count(self, store, after):
        store.add(feed("a", 2), NOW)
        store.add(feed("b", 2), NOW)
        assert keys(store.items(window(after=after), [ALL[1], "feed:unknown"])) == ["b1", "b0"]
        assert store.items(window(after=after), []) == ()

    @pytest.mark.parametrize("after", [None, 0])
    def test_items_come_in_the_order_of_their_numbers(self, store, after):
        store.add(answer(item("1")), NOW)
        store.add(answer(item("2", of="b", ago=5 * HOUR), of="b"), NOW)
        assert keys(store.items(window(after=after), ALL)) == ["1", "2"]


def test_items_are_found_by_their_page(store):
    store.add(feed("a", 3), NOW)
    store.add(answer(replace(item("a1"), source=source("b").id), of="b"), NOW)
    found = store.by_page("https://a.example/a1")
    assert [(it.source, it.key) for it in found] == [(ALL[0], "a1"), (ALL[1], "a1")]
    assert store.by_page("https://a.example/none") == ()


def test_posts_are_found_by_the_page_they_point_at_and_articles_are_not(store):
    links = ("https://b.example/x", "https://b.example/seite")
    post = replace(item("post"), links=links, share=Share(account="x:@anna"))
    store.add(answer(post, replace(item("article"), links=links)), NOW)
    assert keys(store.sharing("https://b.example/seite")) == ["post"]
    assert store.sharing("https://b.example/seit") == ()


def test_items_are_found_by_a_home_page_too(store):
    store.add(answer(item("1", page="https://a.example"), item("2", page="")), NOW)
    assert keys(store.by_page("https://a.example")) == ["1"]


class TestPrune:
    def test_old_items_go_and_are_still_known(self, store):
        store.add(feed("a", 3, now=NOW - 100 * DAY), NOW - 100 * DAY)
        store.prune(NOW)
        assert store.recent(NOW - 900 * DAY) == ()
        assert store.add(feed("a", 3, now=NOW - 100 * DAY), NOW) == ()

    def test_an_edit_of_a_pruned_item_changes_nothing(self, store):
        store.add(answer(item("1", now=NOW - 100 * DAY)), NOW - 100 * DAY)
        store.prune(NOW)
        assert store.add(answer(item("1", title="Edited")), NOW) == ()
        assert store.recent(NOW - 900 * DAY) == ()

    def test_an_old_article_seen_lately_stays(self, store):
        store.add(answer(item("1", ago=300 * DAY)), NOW)
        store.prune(NOW)
        assert keys(store.recent(NOW - 900 * DAY)) == ["1"]

    def test_how_long_items_stay_can_be_said(self, store):
        store.add(answer(item("1", ago=2 * DAY, now=NOW - 2 * DAY)), NOW - 2 * DAY)
        store.prune(NOW, DAY)
        assert store.recent(NOW - 900 * DAY) == ()

    def test_what_no_paper_has_covered_stays_for_a_year(self, store):
        ago = {"covered": 120, "law": 110, "unread": 100}
        for key, days in ago.items():
            store.add(answer(item(key, now=NOW - days * DAY, ago=days * DAY)), NOW - days * DAY)
        for name, last in ("", 2), ("law", 1):
            store.keep(replace(edition(last=last, end=NOW - 105 * DAY), name=name))
        store.prune(NOW)
        assert keys(store.recent(NOW - 900 * DAY)) == ["law", "unread"]
        store.keep(replace(edition(last=3, number=2, end=NOW - DAY), name="law"))
        store.prune(NOW)
        assert keys(store.recent(NOW - 900 * DAY)) == ["unread"]
        store.prune(NOW + 270 * DAY)
        assert store.recent(NOW - 900 * DAY) == ()

    def test_a_paper_that_is_no_more_keeps_nothing(self, store):
        store.add(answer(item("1", now=NOW - 100 * DAY, ago=100 * DAY)), NOW - 100 * DAY)
        for name, last in ("", 1), ("tried once", 0):
            store.keep(replace(edition(last=last, end=NOW - 99 * DAY), name=name))
        store.prune(NOW, papers={"", "tried once"})
        assert keys(store.recent(NOW - 900 * DAY)) == ["1"]
        store.prune(NOW, papers={""})
        assert store.recent(NOW - 900 * DAY) == ()

    def test_what_has_not_been_shown_for_two_years_is_forgotten(self, store):
        then = NOW - 800 * DAY
        store.add(answer(item("1", now=then, ago=800 * DAY)), then)
        store.add(answer(item("2")), NOW)
        store.prune(NOW)
        assert keys(store.add(answer(item("1"), item("2")), NOW)) == ["1"]

    def test_what_was_shown_less_than_two_years_ago_is_known(self, store):
        then = NOW - 700 * DAY
        store.add(answer(item("1", now=then, ago=700 * DAY)), then)
        store.add(answer(item("2")), NOW)
        store.prune(NOW)
        assert store.add(answer(item("1"), item("2")), NOW) == ()

    def test_what_its_source_still_shows_is_known_for_ever(self, store):
        then = NOW - 800 * DAY
        for now in (then, NOW - 400 * DAY, NOW):
            store.add(answer(item("1", now=then, ago=800 * DAY)), now)
        store.prune(NOW)
        assert store.add(answer(item("1", now=then, ago=800 * DAY)), NOW) == ()

    def test_a_feed_that_has_been_silent_for_years_brings_back_nothing(self, store):
        then = NOW - 800 * DAY
        store.add(answer(item("1", now=then, ago=None)), then)
        store.prune(NOW)
        assert keys(store.add(answer(item("2"), item("1", ago=None)), NOW)) == ["2"]


def test_five_thousand_items_come_and_go_quickly(store):
    assert len(store.add(feed("a", 5_000), NOW)) == 5_000
    assert store.add(feed("a", 5_000), LATER) == ()
    assert len(store.items(window(start=NOW - 5 * DAY, after=0), ALL)) == 5_000
    assert len(store.items(window(start=NOW - 5 * DAY), ALL)) == 5_000


@pytest.mark.parametrize(
    "damage", ["UPDATE items SET published = 1 << 62", "UPDATE items SET source = 77"]
)
def test_an_item_that_means_nothing_is_damage(store, damage):
    store.add(answer(item("1")), NOW)
    with store._database.transaction() as db:
        db.execute(damage)
    with pytest.raises(StoreError, match="damaged"):
        store.by_page("https://a.example/1")


def test_earlier_headlines_are_those_of_some_sources_up_to_a_time_and_a_number(store):
    told = [item(str(days), ago=days * DAY, folded=folded(f"Nummer{days}")) for days in (1, 4, 29)]
    store.add(answer(*told, item("40", ago=40 * DAY, folded=folded("Alt"))), NOW)
    store.add(answer(item("1", of="b", ago=5 * DAY, folded=folded("Fremd")), of="b"), NOW)
    last, before = store.last_item(), NOW - 3 * DAY
    store.add(answer(item("5", ago=5 * DAY, folded=folded("Später"))), NOW)
    mine = [source("a").id]
    assert sorted(store.headlines(mine, before, last)) == ["nummer29\n", "nummer4\n"]
    assert sorted(store.headlines(ALL, before, last)) == ["fremd\n", "nummer29\n", "nummer4\n"]
    assert len(store.headlines(ALL, NOW, store.last_item())) == 5
    assert store.headlines([], before, last) == []


def test_of_many_earlier_headlines_the_latest_are_enough(store):
    shown = [
        item(str(number), ago=timedelta(minutes=number), folded=f"word{number % 7}\n")
        for number in range(2100)
    ]
    store.add(answer(*shown), NOW)
    kept = store.headlines([source("a").id], NOW, store.last_item())
    assert len(kept) == 2000
    (oldest,) = [it for it in store.recent(NOW - 2000 * timedelta(minutes=1)) if it.key == "2000"]
    assert len(store.headlines([source("a").id], oldest.published, store.last_item())) == 99
