"""The child answers one request after the other."""

import io
from datetime import UTC, datetime

import pytest

from digest.parsing import reading, worker
from digest.parsing.entries import unpacked
from tests.parsing.samples import rss


class Limits(list):
    """What the child was told to keep to."""

    def __call__(self, seconds):
        self.append(seconds)


def served(*requests, limit=lambda seconds: None):
    asked, answered = io.BytesIO(), io.BytesIO()
    for request in requests:
        worker.send(asked, request)
    asked.seek(0)
    worker.serve(asked, answered, limit)
    answered.seek(0)
    assert answered.read(1) == worker.READY
    return list(iter(lambda: worker.receive(answered), None))


def test_each_request_is_answered_in_turn():
    item = "<title>T</title><pubDate>2025-01-06T10:00:00Z</pubDate><guid>http://a.example/</guid>"
    good = (rss(item).encode(), "text/xml", "http://a.example/feed", None)
    empty = (b"", "", "", None, False, 2.0)
    answers = served((*good, False, 2.0), empty, (*good, False, 2.0))
    assert [problem for problem, _ in answers] == ["", "not a feed: the answer is empty", ""]
    document = unpacked(answers[0][1])
    assert document == reading.read(*good)
    assert document.entries[0].published == datetime(2025, 1, 6, 10, tzinfo=UTC)


def test_the_horizon_travels_along():
    item = "<title>T</title><pubDate>2025-01-06T10:00:00Z</pubDate><description>&lt;a href='http://b.example/'></description>"
    for horizon, links in ((0.0, ("https://b.example",)), (2e9, ())):
        [(_, values)] = served((rss(item).encode(), "", "", horizon, False, 2.0))
        assert unpacked(values).entries[0].links == links


def test_that_the_whole_text_is_wanted_travels_along():
    item = "<description>Short</description><content:encoded>All of it</content:encoded>"
    for whole, text in ((True, "all of it"), (False, None)):
        [(_, values)] = served((rss(item).encode(), "", "", None, whole, 2.0))
        assert unpacked(values).entries[0].whole == text


def test_every_document_gets_its_time_and_no_more():
    limits = Limits()
    good, empty = (rss().encode(), "", "", None, False, 2.5), (b"", "", "", None, False, 2.0)
    served(good, empty, limit=limits)
    assert limits == [2.5, 0, 2.0, 0]


def test_large_documents_may_take_longer():
    assert (
        worker.allowance(10_000) < worker.allowance(1_000_000) < worker.allowance(10_000_000) <= 5
    )


def test_after_two_that_were_lost_a_large_document_gets_no_more_than_a_small_one():
    assert worker.allowance(10_000_000, 1) == worker.allowance(10_000_000)
    assert worker.allowance(10_000_000, 2) == worker.allowance(0)


@pytest.mark.parametrize("part", [b"", b"\x00\x00", b"\x00\x00\x00\x09half"])
def test_a_request_that_breaks_off_ends_the_service(part):
    assert worker.receive(io.BytesIO(part)) is None
