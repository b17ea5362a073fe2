from collections import Counter
from datetime import timedelta

import pytest

from digest.model import Latest
from digest.report import DAYS, Merit, judge
from tests.news import NOW, item, source, source_id, story

DAY = timedelta(days=1)


def numbered(*stories):
    """The same stories with items that have numbers, as the archive gives them."""
    number = 0
    for told in stories:
        for each in told.items:
            number += 1
            object.__setattr__(each, "id", number)
    return stories


def merits(*stories, printed=(), drafted=None, latest=None, names="abc"):
    found = judge(
        numbered(*stories),
        [source(name) for name in names],
        NOW,
        voices=lambda told: [[each] for each in sorted(told.items, key=lambda it: it.published)],
        printed=printed,
        drafted=drafted or {},
        latest=latest or {},
    )
    return {merit.source.name.lower(): merit for merit in found}


def test_a_source_without_items_has_no_merit():
    assert merits()["a"] == Merit(source=source("a"), days=(0,) * DAYS)


def test_who_tells_first_what_others_carry_is_named_first():
    told = story(item("x", "b", hours=2), item("y", "a", hours=5), item("z", "c", hours=1))
    found = merits(told, story(item("allein", "c")))
    assert list(found) == ["a", "b", "c"]
    assert [merit.first for merit in found.values()] == [1, 0, 0]
    assert [merit.repeated for merit in found.values()] == [0, 1, 1]


def test_what_nobody_else_tells_is_no_first():
    assert merits(story(item("allein")))["a"].first == 0


def test_news_is_what_others_told_too_or_what_was_printed():
    shared = story(item("x"), item("y", "b"))
    printed, chatter = story(item("gedruckt")), story(item("Kaffee"))
    found = merits(shared, printed, chatter, printed=[printed])
    assert (found["a"].items, found["a"].news) == (3, 2)
    assert found["b"].news == 1


def test_a_story_that_two_papers_printed_counts_once():
    told = story(item("x"))
    assert merits(told, printed=[told, told])["a"].printed == 1


def test_copies_of_one_voice_are_repetitions():
    told = story(item("x", hours=3), item("x", "b", hours=2))
    (found,) = judge(
        numbered(told),
        [source("b")],
        NOW,
        voices=lambda story: [story.items],
        printed=(),
        drafted={source_id("b"): 2},
        latest={},
    )
    assert (found.repeated, found.first, found.news, found.drafted) == (1, 0, 0, 2)


def test_items_are_counted_by_the_day():
    found = merits(
        story(item("x", hours=1)), story(item("y", hours=23)), story(item("z", hours=25))
    )
    assert found["a"].days[-3:] == (0, 1, 2)
    assert len(found["a"].days) == DAYS


@pytest.mark.parametrize(
    ("rhythm", "pause", "silent"),
    [(1, 1, False), (1, 5, True), (1, 60, True), (7, 20, False), (14, 60, True), (28, 200, True)],
)
def test_silence_is_longer_than_a_source_usually_pauses(rhythm, pause, silent):
    last = Latest(at=NOW - pause * DAY, rhythm=rhythm * DAY)
    merit = Merit(source=source("a"), days=(0,) * DAYS, last=last)
    assert merit.silent(NOW) == (pause * DAY if silent else None)


def test_who_never_had_an_item_is_not_called_silent():
    assert Merit(source=source("a"), days=(0,) * DAYS).silent(NOW) is None


def test_five_thousand_items_are_judged_quickly():
    stories = [
        story(item(f"{n}", "abc"[n % 3], hours=n % 600), item(f"{n}!", "abc"[(n + 1) % 3], hours=1))
        for n in range(2500)
    ]
    found = merits(*stories)
    assert sum(merit.items for merit in found.values()) == 5000
    assert Counter(merit.first > 0 for merit in found.values()) == {True: 3}
