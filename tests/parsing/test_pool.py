"""No document can stop, slow or fill the process that asks."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from digest.errors import NoFeedError, SourceError
from digest.parsing import Parser, pool
from tests.parsing.samples import rss

GOOD = rss("<title>Good</title><link>http://a.example/1</link>").encode()
ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(40_000))
SLOW = rss(f"<x:a><title {ATTRIBUTES}>nested</title></x:a>").encode()
"""Keeps feedparser busy for more than a minute, and nothing else can read it."""
LARGE = rss(*["<title>Many</title>"] * 200_000).encode()


@pytest.fixture(scope="module")
def parser():
    with Parser(2) as shared:
        yield shared


def test_a_feed_is_read_in_a_child(parser):
    document = parser.parse(GOOD, "application/rss+xml", "http://a.example/feed")
    assert [entry.title for entry in document.entries] == ["Good"]


def test_what_is_no_feed_is_refused(parser):
    with pytest.raises(SourceError, match="not a feed"):
        parser.parse(b"<html></html>")


def test_many_threads_can_ask_at_once(parser):
    bodies = [rss(f"<title>{n}</title>").encode() for n in range(100)]
    with ThreadPoolExecutor(16) as threads:
        documents = list(threads.map(parser.parse, bodies))
    assert [document.entries[0].title for document in documents] == [str(n) for n in range(100)]


def test_a_slow_document_is_given_up_and_the_others_never_notice():
    with Parser(2, seconds=1) as parser, ThreadPoolExecutor(4) as threads:
        parser.parse(GOOD)
        slow = threads.submit(parser.parse, SLOW)
        good = list(threads.map(parser.parse, [GOOD] * 20))
        with pytest.raises(SourceError, match="too slow to read") as raised:
            slow.result()
        assert raised.type is SourceError  # another time it may be read
        assert all(document.entries for document in good)
        assert parser.parse(GOOD).entries


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on processor time there")
def test_processor_time_is_limited_too():
    with Parser(1, seconds=600) as parser, pytest.raises(NoFeedError, match="too slow to read"):
        parser.parse(SLOW)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on processor time there")
def test_several_slow_documents_do_not_hold_up_the_others_for_long():
    """Five that take all their time would keep two processors busy for longer than a paper may take."""
    large = SLOW + b" " * 3_000_000
    took = []
    with Parser(1, seconds=600) as parser:
        for _ in range(3):
            start = time.monotonic()
            with pytest.raises(SourceError, match="too slow to read") as raised:
                parser.parse(large)
            took.append(time.monotonic() - start)
    assert took[2] < took[0] / 1.5
    assert raised.type is SourceError  # in a run without the others it may be read


@pytest.mark.skipif(sys.platform != "linux", reason="no limit on memory elsewhere")
def test_a_document_that_needs_too_much_memory_is_given_up(monkeypatch):
    start, end = (
        "worker import main; main()",
        "import worker; worker.MOST_MEMORY = {}; worker.main()",
    )
    monkeypatch.setattr(
        pool, "_MAIN", pool._MAIN.replace(f".{start}", f" {end.format(60_000_000)}")
    )
    with Parser(1) as parser:
        with pytest.raises(NoFeedError, match="too large to read"):
            parser.parse(LARGE)
        assert parser.parse(GOOD).entries


def test_a_child_that_dies_is_replaced():
    with Parser(1) as parser:
        parser.parse(GOOD)
        [child] = parser._children
        child._process.kill()
        child._process.wait()
        assert parser.parse(GOOD).entries


@pytest.mark.parametrize(
    ("signal", "reason"), [(9, "too large to read"), (15, "the child process died")]
)
def test_a_child_that_dies_while_it_reads_is_named(signal, reason):
    with Parser(1) as parser, ThreadPoolExecutor(1) as threads:
        parser.parse(GOOD)
        [child] = parser._children
        answer = threads.submit(parser.parse, SLOW)
        time.sleep(0.3)
        child._process.send_signal(signal)
        with pytest.raises(SourceError, match=reason) as raised:
            answer.result()
        assert raised.type is SourceError


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be stopped there")
def test_a_child_that_dies_before_it_has_read_everything_is_named():
    with Parser(1) as parser, ThreadPoolExecutor(1) as threads:
        parser.parse(GOOD)
        [child] = parser._children
        child._process.send_signal(19)  # SIGSTOP: it reads nothing, so the pipe fills
        answer = threads.submit(parser.parse, GOOD + b" " * 1_000_000)
        time.sleep(0.3)
        child._process.kill()
        with pytest.raises(SourceError, match="too large to read"):
            answer.result()


def test_without_a_child_nothing_is_read(monkeypatch):
    monkeypatch.setattr(pool, "_MAIN", "raise SystemExit")
    with Parser(1) as parser, pytest.raises(SourceError, match="no child process"):
        parser.parse(GOOD)


def test_nothing_starts_before_it_is_needed():
    with Parser() as parser:
        assert all(child._process is None for child in parser._children)
        assert 1 <= len(parser._children) <= 2


def test_closing_ends_the_children():
    with Parser(1) as parser:
        parser.parse(GOOD)
        process = parser._children[0]._process
    assert process.poll() is not None


def test_closing_gives_up_what_is_being_read_and_what_waits():
    with ThreadPoolExecutor(3) as threads:
        with Parser(1) as parser:
            parser.parse(GOOD)
            answers = [threads.submit(parser.parse, SLOW) for _ in range(3)]
            time.sleep(0.3)
        for answer in answers:
            with pytest.raises(SourceError):
                answer.result()
        assert parser._children[0]._process is None
