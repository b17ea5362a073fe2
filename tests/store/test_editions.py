from dataclasses import replace

import pytest

from digest.errors import StoreError
from digest.model import Receipt, Section, Story, Tally
from tests.store.samples import DAY, HOUR, NOW, edition, feed, item, story


@pytest.fixture
def items(store):
    return store.add(feed("a", 4), NOW)


def test_there_is_no_edition_at_first(store):
    assert store.last_edition() is None
    assert store.edition("", 1) is None
    assert store.editions() == ()
    assert store.next_number() == 1
    assert store.window_base() is None
    assert store.past("", NOW - DAY) == ()
    assert store.printed(1) == ()


def test_an_edition_comes_back_as_it_was(store, items):
    printed = edition(story(*items[:2]), story(items[2]), last=4)
    store.keep(printed)
    assert store.last_edition() == printed
    assert store.edition("", 1) == printed
    assert store.edition("", 1).stories[0].evidence == printed.stories[0].evidence


def test_editions_are_counted_up_and_listed(store, items):
    for number in (1, 2):
        assert store.next_number() == number
        store.keep(edition(story(items[0]), number=number, end=NOW + number * DAY))
    assert store.editions() == ((1, NOW + DAY), (2, NOW + 2 * DAY))
    assert store.last_edition().number == 2


def test_the_next_window_begins_where_the_last_edition_ended(store, items):
    store.keep(edition(story(items[0]), last=3))
    assert store.window_base() == (NOW, 3)


def test_an_edition_of_a_time_of_its_own_does_not_move_the_window(store, items):
    store.keep(edition(story(items[0]), last=3))
    store.keep(edition(story(items[1]), number=2, end=NOW + DAY, last=4, moves=False))
    assert store.window_base() == (NOW, 3)
    assert store.last_edition().number == 2


def test_papers_are_apart(store, items):
    store.keep(edition(story(items[0]), last=3))
    store.keep(edition(story(items[0]), name="law", number=1, end=NOW + HOUR, last=4))
    assert store.window_base("law") == (NOW + HOUR, 4)
    assert store.window_base() == (NOW, 3)
    assert store.next_number("law") == 2
    assert store.editions("law") == ((1, NOW + HOUR),)
    assert store.printed(items[0].id) == (("", 1), ("law", 1))


def test_what_was_printed_can_be_asked(store, items):
    store.keep(edition(story(*items[:2]), number=7))
    assert store.printed(items[1].id) == (("", 7),)
    assert store.printed(items[2].id) == ()


def test_past_stories_are_those_of_editions_since_then(store, items):
    for number, it in enumerate(items[:3], start=1):
        store.keep(edition(story(it), number=number, end=NOW + number * DAY))
    found = store.past("", NOW + 2 * DAY)
    assert [(number, past.id) for number, past in found] == [(2, "s2"), (3, "s3")]


def test_a_number_is_not_given_twice(store, items):
    store.keep(edition(story(items[0])))
    with pytest.raises(StoreError):
        store.keep(edition(story(items[1])))
    assert store.last_edition().stories[0].lead == items[0]


def test_an_edition_that_means_nothing_is_damage(store, items):
    store.keep(edition(story(items[0])))
    with store._database.transaction() as db:
        db.execute("UPDATE editions SET body = x'00'")
    with pytest.raises(StoreError, match="damaged"):
        store.last_edition()


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Europa/Berlin"},
        {"timezone": ""},
        {"sections": (Section(name="News", stories=(Story(id="s1", items=()),)),)},
        {
            "sections": (
                Section(
                    name="News",
                    stories=(replace(story(item(), item()), evidence=story(item()).evidence),),
                ),
            )
        },
        {"receipt": Receipt(tallies=(Tally(source="a", items=(1,), merged=(0,)),))},
    ],
)
def test_an_edition_that_cannot_be_printed_again_is_told_of_as_damaged(store, wrong):
    store.keep(replace(edition(), **wrong))
    with pytest.raises(StoreError, match="damaged"):
        store.last_edition()
