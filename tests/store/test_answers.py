import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from digest.errors import StoreError
from digest.model import Fetched, Health, Latest, Lesson, Source, Yield
from digest.sources import FETCH, resting
from digest.store import Store
from tests.store.samples import (
    DAY,
    HOUR,
    NOW,
    answer,
    edition,
    failure,
    feed,
    item,
    source,
    story,
    unchanged,
    window,
)

A, B = source("a").id, source("b").id
LATER = NOW + HOUR
ETAG = {"etag": '"1"'}


def test_an_archive_knows_no_source_at_first(store):
    assert store.checkpoints() == {}
    assert store.health(NOW) == {}


def test_a_good_answer_is_remembered(store):
    store.add(answer(item("1"), item("2", ago=9 * DAY), title="The Times", checkpoint=ETAG), NOW)
    assert store.checkpoints() == {A: ETAG}
    assert store.health(NOW) == {A: Health(answered=NOW, title="The Times", items=1)}


def test_nothing_new_is_a_good_answer_and_may_move_the_checkpoint(store):
    store.add(answer(item("1"), title="The Times", checkpoint=ETAG), NOW)
    store.add(unchanged(checkpoint={"etag": '"2"'}), LATER)
    assert store.checkpoints() == {A: {"etag": '"2"'}}
    assert store.health(LATER)[A] == Health(answered=LATER, title="The Times", items=1)


def test_an_answer_without_checkpoint_and_title_keeps_the_old_ones(store):
    store.add(answer(item("1"), title="The Times", checkpoint=ETAG), NOW)
    store.add(unchanged(), LATER)
    store.add(answer(item("1")), LATER)
    assert store.checkpoints() == {A: ETAG}
    assert store.health(LATER)[A].title == "The Times"


def test_a_failure_changes_nothing_but_health(store):
    store.add(answer(item("1"), title="The Times", checkpoint=ETAG), NOW)
    failed = failure("answered 500", items=(item("2"),), checkpoint={"etag": "no"}, title="Error")
    assert store.add(failed, LATER) == ()
    store.add(failure("too slow"), LATER + HOUR)
    assert store.checkpoints() == {A: ETAG}
    assert len(store.items(window(), [A])) == 1
    assert store.health(LATER)[A] == Health(
        answered=NOW,
        failing_since=LATER,
        failed=LATER + HOUR,
        failures=2,
        problem="too slow",
        title="The Times",
        items=1,
    )


def test_a_source_that_never_answered_has_health_too(store):
    store.add(failure("refused"), NOW)
    assert store.health(NOW) == {
        A: Health(failing_since=NOW, failed=NOW, failures=1, problem="refused")
    }
    assert [it.backlog for it in store.add(answer(item("1")), LATER)] == [True]


def test_what_could_not_be_read_is_kept_beside_where_to_resume_until_a_good_answer(store):
    store.add(failure("not a feed", unread="1"), NOW)
    assert store.checkpoints() == {A: {"unread": "1"}}
    store.add(answer(item("1"), checkpoint=ETAG), NOW)
    store.add(failure("not a feed", unread="2"), NOW)
    store.add(failure("answered 500"), LATER)
    assert store.checkpoints() == {A: {**ETAG, "unread": "2"}}
    store.add(answer(item("1"), checkpoint=ETAG), LATER)
    assert store.checkpoints() == {A: ETAG}


def test_a_good_answer_ends_the_failures(store):
    store.add(failure(), NOW)
    store.add(answer(item("1")), LATER)
    assert store.health(LATER)[A] == Health(answered=LATER, items=1)


def test_a_move_is_believed_at_the_third_time_in_a_row(store):
    new = "https://new.example/feed"
    for moved in (new, new, "https://other.example", new, new, "", new, new):
        store.add(answer(moved=moved), NOW)
        assert store.health(NOW)[A].moved == ""
    store.add(unchanged(moved=new), NOW)
    assert store.health(NOW)[A].moved == new
    store.add(failure(), NOW)
    assert store.health(NOW)[A].moved == new


def test_where_a_source_has_moved_to_is_where_it_resumes(store):
    for _ in range(3):
        assert store.checkpoints() in ({}, {A: ETAG})
        store.add(answer(moved="https://new.example/feed", checkpoint=ETAG), NOW)
    assert store.checkpoints() == {A: {**ETAG, "moved": "https://new.example/feed"}}


def moved(store):
    for _ in range(3):
        store.add(answer(item("1"), moved="https://new.example/feed", checkpoint=ETAG), NOW)


def test_a_source_is_known_by_the_address_it_has_moved_to_once_feeds_yaml_has_it(store):
    moved(store)
    new = source("new")
    store.teach(Lesson(hand="more", source=A, at=NOW))
    store.add(failure(of="new"), NOW)
    store.follow([B, new.id])
    assert store.health(NOW).keys() == {new.id}
    assert store.checkpoints() == {new.id: ETAG}
    again = replace(item("1"), source=new.id)
    assert store.add(answer(again, item("2", of="new"), of="new"), NOW)[0].key == "2"
    assert store.lessons(NOW)[0].source == new.id


def test_what_was_printed_of_a_source_that_has_moved_is_of_the_one_it_is_now(store):
    moved(store)
    (told,) = store.items(window(), [A])
    (other,) = store.add(feed("b", 1), NOW)
    store.keep(edition(story(told), story(other), last=2))
    new = source("new").id
    store.follow([B, new])
    last = store.last_edition()
    assert [each.lead.source for each in last.stories] == [new, B]
    assert [each.lead.source for each in store.printed_since(NOW - DAY)] == [new, B]
    assert last.sources == {new: "The a Times"}


def test_an_edition_that_cannot_be_read_holds_up_no_new_address(store, folder):
    moved(store)
    (told,) = store.items(window(), [A])
    store.keep(edition(story(told), last=1))
    with closing(sqlite3.connect(folder / "digest.sqlite3")) as db, db:
        db.execute("UPDATE editions SET body = x'00'")
    new = source("new").id
    store.follow([new])
    assert new in store.health(NOW)


@pytest.mark.parametrize("kept", [True, False])
def test_a_source_that_is_still_wanted_or_known_is_not_taken_for_another(store, kept):
    moved(store)
    new = source("new")
    store.add(feed("new", 1), NOW)
    before = store.health(NOW)
    store.follow([new.id, A] if kept else [new.id])
    assert store.health(NOW) == before


def at(address):
    return Source(kind="feed", target=address, section="News")


def heard(store, address, now=NOW, *items):
    store.add(Fetched(source=at(address), items=items, checkpoint=ETAG), now)


@pytest.mark.parametrize(
    "address", ["https://www.a.example/feed/", "http://a.example/feed/", "https://a.example/feed"]
)
def test_a_source_goes_on_when_feeds_yaml_spells_its_address_otherwise(store, address):
    old, new = at("http://a.example/feed"), at(address)
    heard(store, old.target, NOW, replace(item("1"), source=old.id))
    store.teach(Lesson(hand="more", source=old.id, at=NOW))
    store.follow([B, new.id])
    assert store.health(NOW).keys() == {new.id}
    assert store.checkpoints() == {new.id: ETAG}
    assert store.lessons(NOW)[0].source == new.id
    heard(store, new.target, NOW + DAY)
    store.follow([B, new.id])
    assert store.health(NOW)[new.id].answered == NOW + DAY


def test_a_new_spelling_is_asked_though_the_old_one_was_gone_or_asked_for_rest(store):
    old, new = at("http://a.example/feed"), at("https://a.example/feed")
    heard(store, old.target)
    for _ in range(9):
        gone = Fetched(source=old, problem="status 410: gone for good", gone=True, rest=HOUR)
        store.add(gone, NOW + DAY)
    assert resting([old], store.health(NOW), NOW + DAY, FETCH)
    store.follow([new.id])
    assert not resting([new], store.health(NOW), NOW + DAY, FETCH)
    assert store.health(NOW)[new.id].problem == "status 410: gone for good"


def test_of_several_spellings_the_one_that_answered_last_goes_on(store):
    for days, address in enumerate(("http://a.example/feed", "http://www.a.example/feed")):
        heard(store, address, NOW + days * DAY)
    store.follow(["feed:https://a.example/feed"])
    assert store.health(NOW).keys() == {
        "feed:http://a.example/feed",
        "feed:https://a.example/feed",
    }


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(["feed:https://a.example/feed", "feed:http://a.example/feed"], id="wanted"),
        pytest.param(["feed:https://a.example/feed?of=cats"], id="another address"),
        pytest.param(["feed:https://a.example/amp/feed"], id="for another reader"),
        pytest.param(["feed:file:a.example/feed", "x:@a"], id="no address"),
        pytest.param(["bluesky:https://a.example/feed"], id="another kind"),
    ],
)
def test_another_source_is_no_other_spelling(store, wanted):
    heard(store, "http://a.example/feed")
    store.follow(wanted)
    assert store.health(NOW).keys() == {"feed:http://a.example/feed"}


def test_what_a_source_asks_for_is_remembered(store):
    store.add(unchanged(rest=HOUR), NOW)
    assert store.health(NOW)[A].rest == LATER
    store.add(unchanged(), LATER)
    assert store.health(NOW)[A].rest is None
    store.add(failure("status 429", rest=HOUR), NOW)
    assert store.health(NOW)[A].rest == LATER


def test_a_source_is_gone_until_it_answers_or_is_woken(store):
    store.add(failure("status 410", gone=True), NOW)
    assert store.health(NOW)[A].gone
    store.wake(A)
    assert not store.health(NOW)[A].gone
    store.add(failure("status 410", gone=True), NOW)
    store.add(unchanged(), NOW)
    assert not store.health(NOW)[A].gone


def test_answers_without_news_wait_and_are_written_at_the_end(folder):
    with Store(folder) as store:
        store.add(unchanged(), NOW)
        store.add(failure(of="b"), NOW)
        with Store(folder) as other:
            assert other.health(NOW) == {}
    with Store(folder) as store:
        assert set(store.health(NOW)) == {A, B}


def test_answers_that_wait_are_written_with_the_next_items(folder):
    with Store(folder) as store, Store(folder) as other:
        store.add(unchanged(), NOW)
        store.add(feed("b", 1), NOW)
        assert set(other.health(NOW)) == {A, B}


def test_many_answers_do_not_wait_for_the_end(folder):
    with Store(folder) as store, Store(folder) as other:
        for number in range(1000):
            store.add(unchanged(of=f"s{number}"), NOW)
        assert len(other.health(NOW)) == 1000


def test_answers_that_wait_go_with_a_run_that_fails(folder):
    def interrupted():
        with Store(folder) as store:
            store.add(unchanged(), NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with Store(folder) as store:
        assert store.health(NOW) == {}


def test_a_checkpoint_that_means_nothing_is_damage(store):
    store.add(answer(checkpoint=ETAG), NOW)
    with store._database.transaction() as db:
        db.execute("UPDATE sources SET checkpoint = '{'")
    with pytest.raises(StoreError, match="damaged"):
        store.checkpoints()


def test_what_a_source_brought_and_how_much_of_it_reached_a_paper(store):
    store.add(feed("a", 2), NOW - HOUR)
    store.add(feed("b", 1), NOW)
    new = store.add(answer(item("1", ago=0 * HOUR), item("2"), item("3", ago=9 * DAY)), NOW)
    store.keep(edition(story(new[-1]), number=1))
    store.keep(edition(story(new[-1]), number=2, end=NOW + HOUR))
    assert store.yields(NOW - DAY, NOW) == {
        A: Yield(new=2, printed=1),
        B: Yield(),
    }


def test_the_latest_item_of_a_source_is_known_when_it_has_long_been_thrown_away(store):
    then = NOW - 200 * DAY
    store.add(answer(item("1", now=then, ago=300 * DAY), item("2", now=then, ago=290 * DAY)), then)
    store.add(answer(item("3", now=then, ago=None), of="b"), then)
    store.add(answer(of="c"), then)
    late = Latest(at=NOW - 290 * DAY, rhythm=14 * DAY)
    assert store.latest() == {A: late, B: Latest(at=then, rhythm=28 * DAY)}
    store.prune(NOW)
    assert store.recent(NOW - 900 * DAY) == ()
    assert store.latest() == {A: late}


def test_the_rhythm_of_a_source_is_that_before_its_latest_item(store):
    store.add(
        answer(item("0", ago=40 * DAY), *(item(f"{n}", ago=n * DAY) for n in range(1, 8))), NOW
    )
    undated = [item(f"b{n}", of="b", ago=None) for n in range(20)]
    store.add(answer(*undated, of="b"), NOW)
    assert store.latest() == {
        A: Latest(at=NOW - DAY, rhythm=4 * DAY),
        B: Latest(at=NOW, rhythm=28 * DAY),
    }
    for days in (50, 80):
        store.prune(NOW + days * DAY, 60 * DAY)
        assert store.latest()[A].rhythm == 4 * DAY


EVENING = NOW + 3 * HOUR
FIVE = [item(key, now=EVENING, ago=-2 * HOUR) for key in "34567"]


def test_a_feed_of_which_all_is_new_and_late_may_have_shown_more(store):
    store.add(feed("a", 5), NOW)
    store.add(answer(*FIVE), EVENING)
    assert store.health(EVENING)[A].gap == EVENING
    store.add(answer(*FIVE, item("8", now=EVENING)), EVENING + HOUR)
    assert store.health(EVENING)[A].gap == EVENING


@pytest.mark.parametrize(
    ("shown", "known"),
    [
        (FIVE, []),
        (FIVE, [item("3")]),
        (FIVE[1:], [item("1")]),
        ([*FIVE, item("8", now=EVENING)], [item("1")]),
    ],
    ids=["first answer", "one is known", "few", "one came before"],
)
def test_one_that_shows_all_or_does_not_tell_has_no_gap(store, shown, known):
    if known:
        store.add(answer(*known), NOW)
    store.add(answer(*shown), EVENING)
    assert store.health(EVENING)[A].gap is None


def test_posts_are_read_from_where_they_were_left_and_have_no_gap(store):
    list_ = Source(kind="mastodon", target="@a@b.example", section="News")
    store.add(Fetched(source=list_, items=(item("1"),)), NOW)
    store.add(Fetched(source=list_, items=tuple(FIVE)), EVENING)
    assert store.health(EVENING)[list_.id].gap is None
