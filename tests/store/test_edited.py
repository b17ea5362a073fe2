import pytest

from tests.store.samples import DAY, HOUR, NOW, answer, edition, item, source, story, window

SOURCES = [source().id]


@pytest.fixture
def printed(store):
    """Two articles, of which the first edition printed one."""
    long_ago = NOW - 9 * DAY
    store.add(answer(item("1", now=long_ago), item("2", now=long_ago, ago=2 * HOUR)), long_ago)
    later = NOW - HOUR
    new, newer = store.add(answer(item("3", now=later), item("4", now=later, ago=2 * HOUR)), later)
    store.keep(edition(story(new), last=newer.id))
    return new, newer


def edited(store, **values):
    moved = window(start=NOW, end=NOW + DAY, **({"after": 4} | values))
    return [each.key for each in store.edited(moved, SOURCES)]


def change(store, key, at):
    store.add(answer(item(key, now=at, ago=3 * HOUR, title="Tickets sind da")), at)


def test_what_did_not_change_is_not_returned(store, printed):
    assert edited(store) == []


def test_what_changed_in_the_window_is_returned(store, printed):
    for key in ("3", "4"):
        change(store, key, NOW + HOUR)
    assert sorted(edited(store)) == ["3", "4"]


def test_what_changed_before_or_after_the_window_is_not_returned(store, printed):
    change(store, "4", NOW)
    assert edited(store) == []
    change(store, "4", NOW + 2 * DAY)
    assert edited(store) == []


def test_an_article_of_last_week_is_not_looked_at_again(store, printed):
    change(store, "2", NOW + HOUR)
    assert edited(store) == []


def test_without_an_edition_before_it_nothing_counts_as_changed(store, printed):
    change(store, "4", NOW + HOUR)
    assert edited(store, after=None) == []
