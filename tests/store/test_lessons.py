from datetime import timedelta

import pytest

from digest.model import Lesson
from tests.store.samples import DAY, HOUR, NOW


def lesson(hand="more", of="feed:a", story="", at=NOW, folded=""):
    return Lesson(hand=hand, source=of, story=story, folded=folded, at=at)


def test_nothing_is_taught_at_first(store):
    assert store.lessons(NOW) == ()


def test_a_lesson_comes_back_as_it_was(store):
    taught = lesson(story="s1", folded="tickets weg\n")
    store.teach(taught)
    assert store.lessons(NOW) == (taught,)


def test_what_is_taught_later_is_not_known_yet(store):
    store.teach(lesson(at=NOW + HOUR))
    assert store.lessons(NOW) == ()


def test_a_source_may_be_praised_twice(store):
    store.teach(lesson())
    store.teach(lesson())
    assert len(store.lessons(NOW)) == 2


@pytest.mark.parametrize(
    ("first", "then"),
    [("more", "less"), ("less", "more"), ("open", "open"), ("draft", "drop"), ("drop", "draft")],
)
def test_of_a_story_the_last_word_holds(store, first, then):
    store.teach(lesson(first, story="s1"))
    store.teach(lesson(then, story="s1", at=NOW + HOUR))
    assert [each.hand for each in store.lessons(NOW + DAY)] == [then]


def test_opening_and_liking_a_story_are_two_things(store):
    store.teach(lesson("open", story="s1"))
    store.teach(lesson("more", story="s1"))
    assert [each.hand for each in store.lessons(NOW)] == ["open", "more"]


def test_one_source_or_all_can_be_forgotten(store):
    store.teach(lesson(of="feed:a"))
    store.teach(lesson(of="feed:b"))
    store.teach(lesson(of="feed:c"))
    assert store.forget("feed:a") == 1
    assert [each.source for each in store.lessons(NOW)] == ["feed:b", "feed:c"]
    assert store.forget() == 2
    assert store.lessons(NOW) == ()


def test_a_lesson_of_years_ago_goes(store):
    store.teach(lesson(at=NOW - timedelta(days=1200)))
    store.teach(lesson(at=NOW - timedelta(days=1000)))
    store.prune(NOW)
    assert len(store.lessons(NOW)) == 1
