import json
import zlib
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.model import Edition, Item, Receipt, Score, Story
from digest.store.codec import decode, encode, with_texts
from digest.store.troubles import UnreadableError
from tests.store.samples import edition, item, story


def values(hint):
    """Make values of a type as ``model`` writes them, nouns with all their fields."""
    if is_dataclass(hint):
        return nouns(hint)
    if hint is datetime:
        return st.datetimes(timezones=st.just(UTC)).filter(lambda it: 500 <= it.year < 9500)
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if hint is int:
        return st.integers(-(2**63) + 1, 2**63 - 1)
    if isinstance(hint, UnionType):
        return st.none() | values(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=2).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(st.text(), values(get_args(hint)[1]), max_size=2)
    return st.from_type(hint)


@cache
def nouns(kind):
    return st.builds(kind, **{name: values(hint) for name, hint in get_type_hints(kind).items()})


@pytest.mark.parametrize("kind", [Item, Story, Receipt, Edition])
@given(data=st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_a_noun_survives_whatever_is_in_it(kind, data):
    noun = data.draw(nouns(kind))
    assert decode(kind, encode(noun)) == noun


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
        *(
            packed(json.loads(zlib.decompress(encode(item("1")))) | wrong)
            for wrong in (
                {"title": None},
                {"title": ["a"]},
                {"links": "https://a.example/"},
                {"links": [1]},
                {"id": "1"},
                {"id": 10**30},
                {"id": True},
                {"backlog": 1},
                {"seen": "2026-11-20T06:00:00"},
                {"seen": "0001-01-01T00:00:00+00:00"},
                {"share": {"account": "x:@a", "echo": float("nan")}},
                {"share": {"account": "x:@a", "echo": 10**400}},
            )
        ),
        zlib.compress(b"[" * 100_000),
    ],
)
def test_what_nobody_wrote_is_unreadable(data):
    with pytest.raises(UnreadableError):
        decode(Item, data)


def test_times_are_in_utc():
    assert decode(Item, encode(item("1"))).seen.tzinfo is UTC
    first = datetime(500, 1, 1, tzinfo=UTC)
    assert decode(Item, encode(item("1", now=first))).published == first


def test_what_nobody_looks_at_has_its_default():
    paper = edition(story(item()))
    found = decode(Edition, encode(paper), less=frozenset({"score", "receipt"}))
    assert found.stories == (replace(paper.stories[0], score=Score()),)
    assert found == replace(paper, sections=found.sections, receipt=Receipt())


def test_other_texts_stand_in_the_place_of_whole_ones():
    written = encode(story(item("1", of="a", title="Of feed:https://a.example/feed and ü")))
    others = {"feed:https://a.example/feed": 'feed:https://ü.example/"feed"'}
    changed = decode(Story, with_texts(written, others))
    assert changed.lead.source == 'feed:https://ü.example/"feed"'
    assert replace(changed.lead, source="") == replace(decode(Story, written).lead, source="")
    assert with_texts(written, {"feed:https://b.example/feed": "x"}) is None
    with pytest.raises(UnreadableError):
        with_texts(b"nonsense", others)
