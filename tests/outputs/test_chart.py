from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.model import Receipt, Tally, Window
from digest.outputs.chart import WIDTH, draw
from digest.outputs.wording import ENGLISH, GERMAN
from tests.outputs.samples import CLOCK, NOW, edition, morning


def paper(*tallies, clock=CLOCK, **more):
    return edition(receipt=Receipt(clock=clock, tallies=tallies), **more)


def tally(source="feed:a", printed=0, merged=(), **items):
    """Make a tally of the named slots: ``s3=2`` are two items in the fourth."""
    found, joined = [0] * 25, [0] * 25
    for slot, count in items.items():
        found[int(slot[1:])] = count
    for slot in merged:
        joined[slot] = found[slot]
    return Tally(source=source, items=tuple(found), merged=tuple(joined), printed=printed)


def test_a_paper_without_counts_has_no_chart():
    assert draw(edition(), GERMAN) is None
    assert draw(paper(), GERMAN) is None
    assert draw(paper(tally()), GERMAN) is None


def test_the_tallest_bar_is_the_busiest_hour_and_says_how_many():
    chart = draw(paper(tally(s3=2, s5=4), tally("feed:b", s5=4, merged=(5,))), GERMAN)
    first, second = chart.bars
    assert (first.own + first.merged) * 4 == pytest.approx(second.own + second.merged)
    assert second.own == second.merged
    assert (first.merged, chart.peak.text) == (0, "8")
    assert second.x < chart.peak.x < second.x + second.width


def test_the_chart_is_told_in_words():
    chart = draw(paper(tally(s3=2, s5=4, merged=(3,))), GERMAN)
    assert chart.summary == (
        "6 Meldungen, davon 2 zusammengelegt. Am meisten kam um diese Zeit: Freitag, 12:00 (4)."
    )
    english = draw(paper(tally(s5=1), language="en"), ENGLISH)
    assert english.summary == "1 item, 0 merged. The busiest time was Friday, 12:00 (1)."


def test_where_a_bar_is_a_day_the_words_name_no_hour():
    start = datetime(2026, 11, 1, 23, tzinfo=UTC)
    days = tuple(start + timedelta(days=number) for number in range(25))
    german, english = (draw(paper(tally(s3=4), clock=days), words) for words in (GERMAN, ENGLISH))
    assert german.summary.endswith("Am meisten kam um diese Zeit: 5. November (4).")
    assert english.summary.endswith("The busiest time was 5 November (4).")


def test_a_day_has_ticks_every_six_hours():
    assert [tick.text for tick in draw(paper(tally(s3=1)), GERMAN).ticks] == [
        "12:00",
        "18:00",
        "00:00",
        "06:00",
    ]


def test_two_hours_are_no_day_in_the_night_that_the_clock_changes():
    start = datetime(
        2026, 3, 28, 23, tzinfo=UTC
    )  # midnight in Berlin; the next slot begins at 03:00
    clock = tuple(start + timedelta(hours=2) * number for number in range(25))
    ticks = [tick.text for tick in draw(paper(tally(s3=1), clock=clock), GERMAN).ticks]
    assert ticks[:2] == ["07:00", "19:00"]


def test_a_longer_time_has_days_as_ticks_and_few_of_them():
    start = datetime(2026, 11, 1, 23, tzinfo=UTC)
    clock = tuple(start + timedelta(hours=12) * number for number in range(25))
    one = tally(s3=1)
    texts = [tick.text for tick in draw(paper(one, clock=clock), GERMAN).ticks]
    assert texts == ["3. Nov", "6. Nov", "9. Nov", "12. Nov"]
    weeks = tuple(start + timedelta(weeks=number) for number in range(25))
    assert len(draw(paper(one, clock=weeks), GERMAN).ticks) <= 5


def test_a_window_of_one_slot_has_no_ticks():
    one = Tally(source="feed:a", items=(3,), merged=(0,))
    chart = draw(paper(one, clock=(NOW,), window=Window(start=NOW, end=NOW)), GERMAN)
    assert (chart.ticks, len(chart.bars)) == ((), 1)


def test_sources_with_stories_in_the_paper_come_first_then_the_busiest():
    chart = draw(
        paper(tally("feed:a", s1=9), tally("feed:b", s1=1, printed=1), tally("feed:c", s1=5)),
        GERMAN,
    )
    assert [row.name for row in chart.rows] == ["b", "a", "c"]
    assert [row.items for row in chart.rows] == ["1 Meldung", "9 Meldungen", "5 Meldungen"]


def test_a_dozen_sources_have_rows_and_the_others_one_together():
    many = [tally(f"feed:{n:02}", s1=1, merged=(1,)) for n in range(20)]
    rows = draw(paper(*many), GERMAN).rows
    assert len(rows) == 13
    assert (rows[-1].name, rows[-1].items) == ("8 weitere Quellen", "8 Meldungen")
    assert [row.name for row in draw(paper(*many[:13]), GERMAN).rows][-1] == "12"


def test_a_row_has_a_square_for_each_story_or_their_number():
    few, many = draw(paper(tally(s1=9, printed=4), tally("feed:b", s1=9, printed=5)), GERMAN).rows[
        ::-1
    ]
    assert (len(few.squares), few.printed) == (4, 4)
    assert (many.squares, many.printed) == ((), 5)


def test_a_dot_tells_how_many_and_how_many_of_them_were_new():
    (row,) = draw(paper(tally(s1=1, s2=4, s3=2, merged=(3,))), GERMAN).rows
    one, four, merged = row.dots
    assert one.all < four.all
    assert (one.all, merged.own) == (one.own, 0)


def test_everything_stands_within_the_chart():
    for receipt in (morning().receipt, replace(morning().receipt, tallies=(tally(s24=10_000),))):
        chart = draw(replace(morning(), receipt=receipt), GERMAN)
        assert all(chart.left <= bar.x <= chart.right - bar.width + 1 for bar in chart.bars)
        assert all(0 <= bar.own + bar.merged <= chart.foot for bar in chart.bars)
        for row in chart.rows:
            assert 0 < row.y < chart.height
            assert all(x + 6 <= WIDTH for x in row.squares)
            assert all(chart.left < dot.x < chart.right for dot in row.dots)


def test_a_long_name_is_cut_and_cleaned():
    (row,) = draw(
        paper(tally(s1=1), sources={"feed:a": "Ein \x1bsehr langer Name für ein Blatt"}), GERMAN
    ).rows
    assert row.name == "Ein sehr langer…"
