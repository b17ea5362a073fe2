from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from digest.edition import clock, tally
from digest.model import Item, Section, Story, Window

BERLIN = ZoneInfo("Europe/Berlin")
END = datetime(2026, 11, 21, 6, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def window(length, end=END):
    return Window(start=end - length, end=end)


def item(number, hours, source="feed:a"):
    when = END - timedelta(hours=hours)
    return Item(id=number, source=source, key=str(number), title="T", published=when, seen=when)


def story(*items):
    return Story(id=f"s{items[0].id}", items=items)


@pytest.mark.parametrize(
    ("length", "step", "slots"),
    [
        (timedelta(0), HOUR, 1),
        (timedelta(minutes=30), HOUR, 2),
        (timedelta(hours=24), HOUR, 25),
        (timedelta(days=2), 2 * HOUR, 25),
        (timedelta(days=3), 3 * HOUR, 25),
        (timedelta(days=7), 6 * HOUR, 29),
        (timedelta(days=14), 12 * HOUR, 29),
        (timedelta(days=28), 24 * HOUR, 29),
        (timedelta(days=365), 336 * HOUR, 27),
    ],
)
def test_a_longer_window_has_longer_slots_and_never_more_than_thirty(length, step, slots):
    begins = clock(window(length), BERLIN)
    assert len(begins) == slots
    assert {after - before for before, after in pairwise(begins)} <= {step}
    assert begins[0] <= END - length
    assert begins[-1] <= END


def test_slots_begin_on_the_hour_or_at_midnight_of_the_zone():
    assert clock(window(24 * HOUR), ZoneInfo("Asia/Kolkata"))[0].minute == 30
    assert clock(window(timedelta(days=25)), BERLIN)[0].astimezone(BERLIN).hour == 0
    assert clock(window(timedelta(days=3)), BERLIN)[0].astimezone(BERLIN).hour % 3 == 0


def test_a_slot_that_begins_when_the_window_ends_is_none():
    on_the_hour = END.replace(minute=0)
    assert clock(window(24 * HOUR, on_the_hour), BERLIN)[-1] == on_the_hour - HOUR


def test_the_night_of_25_hours_has_equal_slots():
    end = datetime(2026, 10, 25, 6, tzinfo=UTC)
    begins = clock(window(24 * HOUR, end), BERLIN)
    assert len(begins) == 24
    assert begins[-1] == end - HOUR


def test_items_are_counted_by_source_and_slot_and_what_was_merged_apart():
    one, two, three, old = item(1, 0.5), item(2, 1.5), item(3, 1.6, "feed:b"), item(4, 99)
    stories = [story(one), story(two, three), story(old)]
    sections = [Section(name="", stories=(stories[1],))]
    slots = clock(window(3 * HOUR), BERLIN)
    first, second = tally([one, two, three, old], stories, sections, slots)
    assert (first.source, first.items, first.merged, first.printed) == (
        "feed:a",
        (1, 1, 1, 0),
        (0, 0, 0, 0),
        1,
    )
    assert (second.source, second.items, second.merged, second.printed) == (
        "feed:b",
        (0, 1, 0, 0),
        (0, 1, 0, 0),
        0,
    )


def test_the_busiest_source_comes_first_and_equal_ones_by_name():
    items = [item(1, 1, "feed:z"), item(2, 1, "feed:b"), item(3, 1, "feed:z"), item(4, 1, "feed:a")]
    found = tally(items, map(story, items), (), clock(window(HOUR), BERLIN))
    assert [each.source for each in found] == ["feed:z", "feed:a", "feed:b"]


def test_no_items_make_no_tallies():
    assert tally((), (), (), clock(window(HOUR), BERLIN)) == ()
