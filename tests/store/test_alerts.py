from dataclasses import replace
from datetime import UTC, datetime

from tests.store.samples import DAY, HOUR, NOW, answer, item


def test_an_item_is_announced_once(store):
    (new,) = store.add(answer(item("1")), NOW)
    store.announce([new], NOW)
    store.announce([new], NOW + HOUR)
    assert store.announced() == {new.id: ((new.folded, None),)}


def test_it_is_kept_as_what_an_item_was_announced(store):
    (new,) = store.add(answer(item("1")), NOW)
    store.announce([new], NOW)
    for folded, whole in (("tickets\n", None), ("tickets\n", ""), ("tickets\nda", "noch\nviele")):
        store.announce([replace(new, folded=folded, whole=whole)], NOW + HOUR)
    assert set(store.announced()[new.id]) == {
        *((new.folded, None), ("tickets\n", None)),
        *(("tickets\n", ""), ("tickets\nda", "noch\nviele")),
    }


def test_what_was_seen_before_a_time_ends_with_the_last_item_of_it(store):
    assert store.last_before(NOW) == 0
    (first,) = store.add(answer(item("1", now=NOW - DAY)), NOW - DAY)
    store.add(answer(item("2")), NOW)
    assert store.last_before(NOW) == first.id
    assert store.last_before(NOW - DAY) == 0


def test_what_came_by_a_clock_of_1970_came_not_before_all_that_came_earlier(store):
    store.add(answer(item("1")), NOW)
    early = datetime(1970, 1, 1, tzinfo=UTC)
    store.add(answer(item("2", now=early)), early)
    assert store.last_before(NOW) == 0


def test_an_announcement_goes_with_its_item(store):
    (old,) = store.add(answer(item("1", now=NOW - 100 * DAY)), NOW - 100 * DAY)
    (new,) = store.add(answer(item("2")), NOW)
    store.announce([old, new], NOW)
    store.prune(NOW)
    assert store.announced().keys() == {new.id}
