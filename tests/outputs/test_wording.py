import re
import string
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.model import Receipt
from digest.outputs.wording import ENGLISH, GERMAN, WORDINGS, wording

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 7, 2, tzinfo=BERLIN)


def texts(words, name):
    """Return all texts of one field."""
    value = getattr(words, name)
    return (value,) if isinstance(value, str) else value


def holes(text):
    """Return the names of what is filled into a text."""
    return {name.split(":")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", [field.name for field in fields(GERMAN)])
@pytest.mark.parametrize("language", WORDINGS)
def test_no_string_is_missing_in_a_language(language, name):
    ours, german = texts(WORDINGS[language], name), texts(GERMAN, name)
    assert len(ours) == len(german)
    for text, other in zip(ours, german, strict=True):
        assert text.strip()
        assert holes(text) - {"n"} == holes(other) - {"n"}


def test_german_and_english_are_different_languages():
    same = {
        field.name
        for field in fields(GERMAN)
        if texts(GERMAN, field.name) == texts(ENGLISH, field.name)
    }
    assert same == {"clock", "moment", "lasting", "named", "failing"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("de", GERMAN),
        ("de-AT", GERMAN),
        ("DE", GERMAN),
        ("en", ENGLISH),
        ("fr", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_a_language_is_found_by_its_code_and_english_stands_for_the_others(code, words):
    assert wording(code) is words


def test_the_date_of_the_masthead_is_written_out():
    assert GERMAN.full_date(NOW) == "Samstag, 21. November 2026"
    assert ENGLISH.full_date(NOW) == "Saturday, 21 November 2026"


@pytest.mark.parametrize(
    ("past", "german", "english"),
    [
        (timedelta(seconds=-5), "gerade eben", "just now"),
        (timedelta(seconds=59), "gerade eben", "just now"),
        (timedelta(minutes=1), "vor 1 Min.", "1 min ago"),
        (timedelta(minutes=59), "vor 59 Min.", "59 min ago"),
        (timedelta(hours=1), "vor 1 Std.", "1 h ago"),
        (timedelta(hours=23, minutes=59), "vor 23 Std.", "23 h ago"),
        (timedelta(hours=24), "vor 1 Tag", "1 day ago"),
        (timedelta(days=6, hours=23), "vor 6 Tagen", "6 days ago"),
        (timedelta(days=7), "14. November", "14 November"),
        (timedelta(days=400), "17. Oktober 2025", "17 October 2025"),
    ],
)
def test_an_age_is_told_in_the_unit_that_fits(past, german, english):
    assert GERMAN.age(NOW - past, NOW) == german
    assert ENGLISH.age(NOW - past, NOW) == english


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (NOW.replace(hour=0, minute=5), "00:05"),
        (NOW - timedelta(days=1), "Freitag, 07:02"),
        (NOW - timedelta(days=6), "Sonntag, 07:02"),
        (NOW - timedelta(days=7), "14. November, 07:02"),
        (NOW + timedelta(days=1), "22. November, 07:02"),
        (NOW - timedelta(days=365), "21. November 2025, 07:02"),
    ],
)
def test_a_time_is_named_as_one_would_name_it_today(when, text):
    assert GERMAN.time(when, NOW) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(0), "0 Minuten"),
        (timedelta(hours=-1), "0 Minuten"),
        (timedelta(minutes=1), "1 Minute"),
        (timedelta(minutes=119), "119 Minuten"),
        (timedelta(hours=2), "2 Stunden"),
        (timedelta(hours=24), "24 Stunden"),
        (timedelta(hours=47, minutes=59), "48 Stunden"),
        (timedelta(days=2), "2 Tage"),
        (timedelta(days=1234), "1.234 Tage"),
    ],
)
def test_the_length_of_a_window_is_told_in_two_or_more(length, text):
    assert GERMAN.span(length) == text


def test_a_window_says_when_it_began_and_how_long_it_is():
    assert GERMAN.window(NOW - timedelta(days=1), NOW) == "seit Freitag, 07:02 (24 Stunden)"
    assert ENGLISH.window(NOW - timedelta(days=3), NOW) == "since Wednesday, 07:02 (3 days)"


def test_the_night_of_25_hours_begins_by_the_clock_on_the_wall_and_lasts_25_hours():
    start = datetime(2026, 10, 24, 5, tzinfo=UTC).astimezone(BERLIN)
    end = datetime(2026, 10, 25, 6, tzinfo=UTC).astimezone(BERLIN)
    assert GERMAN.start(start, end) == "seit Samstag, 07:00"
    assert GERMAN.window(start, end) == "seit Samstag, 07:00 (25 Stunden)"


@pytest.mark.parametrize("change", ["2026-10-25T00:40Z", "2026-03-29T00:50Z"])
def test_an_age_is_what_really_went_by_when_the_clock_changed(change):
    when = datetime.fromisoformat(change)
    now = when + timedelta(minutes=40)
    assert GERMAN.age(when.astimezone(BERLIN), now.astimezone(BERLIN)) == "vor 40 Min."


def test_an_edition_has_a_number_or_is_a_proof():
    assert GERMAN.edition(17, "") == "Nr. 17"
    assert GERMAN.edition(3, "recht") == "recht, Nr. 3"
    assert ENGLISH.edition(0, "") == "Proof"


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), ""),
        (("A",), "auch bei A"),
        (("A", "B"), "auch bei A und B"),
        (("A", "B", "C"), "auch bei A, B und C"),
        (("A", "B", "C", "D"), "auch bei A, B und 2 weiteren"),
    ],
)
def test_others_are_named_up_to_a_number_and_never_is_only_one_counted(names, text):
    assert GERMAN.carried_by(names, 2) == text


def test_the_receipt_counts_in_its_language():
    receipt = Receipt(
        sources=54, answered=52, items=1412, stories=1, printed=1, merged=38, muted=4, below=0
    )
    assert GERMAN.balance(receipt) == (
        "52 von 54 Quellen",
        "1.412 Meldungen",
        "1 von 1 Geschichte",
        "38 zusammengelegt",
        "4 stummgeschaltet",
    )
    assert ENGLISH.balance(receipt)[:3] == ("52 of 54 sources", "1,412 items", "1 of 1 story")


def test_rules_are_reported_with_what_they_found_and_over_how_many_items():
    assert GERMAN.rules({}, 412, {}) == ()
    assert GERMAN.rules({"Abmahnung": 0, "Tickets": 0}, 412, {}) == (
        "Nichts zu: Abmahnung, Tickets – 412 Meldungen geprüft",
    )
    assert ENGLISH.rules({"Terms": 2, "Tickets": 0}, 1, {}) == (
        "Found: Terms (2)",
        "Nothing on: Tickets — 1 item checked",
    )
    assert ENGLISH.rules({"Terms": 2}, 1, {}) == ("Found: Terms (2)",)


def test_a_rule_that_looks_at_some_sources_claims_no_more():
    assert ENGLISH.rules({"Terms": 0, "Law": 0, "Tickets": 0}, 90, {"Law": 7}) == (
        "Nothing on: Terms, Tickets — 90 items checked",
        "Nothing on: Law — 7 items checked",
    )


def test_a_failure_says_for_how_many_days():
    assert GERMAN.failure("Blatt", "zu langsam", 0) == "Blatt: zu langsam"
    assert GERMAN.failure("Blatt", "zu langsam", 1) == "Blatt, seit 1 Tag: zu langsam"
    assert ENGLISH.failure("{n}", "{reason}", 4) == "{n}, for 4 days: {reason}"


def test_an_empty_paper_says_whether_there_was_anything():
    start = NOW - timedelta(days=1)
    assert GERMAN.empty(Receipt(), start, NOW) == "Nichts Neues seit Freitag, 07:02."
    assert GERMAN.empty(Receipt(items=1), start, NOW) == "Die eine Meldung kam nicht ins Blatt."
    assert (
        ENGLISH.empty(Receipt(items=2000), start, NOW) == "None of the 2,000 items made the paper."
    )


def test_every_weekday_and_month_has_a_name():
    for words in WORDINGS.values():
        assert len(set(words.weekdays)) == 7
        assert len(set(words.months)) == 12
        assert all(re.fullmatch(r"\w+", name) for name in (*words.weekdays, *words.months))
