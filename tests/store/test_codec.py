import json
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Edition, Failure, Item, Receipt, Story
from digest.store.codec import decode, encode
from digest.store.troubles import UnreadableError
from tests.store.samples import edition, item, story

TIMES = st.datetimes(timezones=st.just(UTC))
NUMBERS = st.floats(allow_nan=False)


def nouns(kind, **values):
    """Make dataclasses of a kind; what is not named follows from the types of its fields."""
    return st.builds(kind, **values)


ITEMS = nouns(Item, published=TIMES, seen=TIMES)
STORIES = nouns(Story, items=st.lists(ITEMS, max_size=3).map(tuple))
FAILURES = nouns(Failure, since=st.none() | TIMES)


@given(ITEMS)
def test_an_item_survives(noun):
    assert decode(Item, encode(noun)) == noun


@given(STORIES)
@settings(deadline=None)
def test_a_story_survives(noun):
    assert decode(Story, encode(noun)) == noun


@given(nouns(Receipt, failed=st.lists(FAILURES, max_size=3).map(tuple)))
def test_a_receipt_survives(noun):
    assert decode(Receipt, encode(noun)) == noun


def test_an_edition_survives():
    printed = edition(story(item("Ä\ud800 😀", id=3)), number=4, name="law", moves=False)
    assert decode(Edition, encode(printed)) == printed


def test_the_same_edition_is_the_same_bytes():
    assert encode(edition(story(item("1")))) == encode(edition(story(item("1"))))


def test_what_was_written_before_a_field_was_added_reads_with_its_default():
    old = {"sources": 3, "answered": 2, "a field of long ago": 1}
    assert decode(Receipt, packed(old)) == Receipt(sources=3, answered=2)


def packed(values):
    return zlib.compress(json.dumps(values).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        encode(item("1"))[:-3],
        zlib.compress(b"{"),
        zlib.compress(b"\xff"),
        packed([1]),
        packed({"source": "a"}),
        packed({"published": "yesterday"}),
        packed({"links": 1}),
    ],
)
def test_what_nobody_wrote_is_unreadable(data):
    with pytest.raises(UnreadableError):
        decode(Item, data)


def test_times_are_in_utc():
    assert decode(Item, encode(item("1"))).seen.tzinfo is UTC
    first = datetime(1, 1, 1, tzinfo=UTC)
    assert decode(Item, encode(item("1", now=first))).published == first
