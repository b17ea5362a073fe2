"""No document breaks the reading of feeds (makers of documents beside the repository)."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from digest.errors import SourceError
from digest.parsing import Parser
from tests.parsing.samples import rss

GOOD = rss(
    *(f"<title>Good {n}</title><link>http://a.example/{n}</link>" for n in range(20))
).encode()
NO_FEEDS = {"empty", "space", "null", "list", "deep", "number", "html", "captcha", "binary", "pdf"}
BAD = {"Cc", "Cs", "Cf", "Zl", "Zp"}


def make(shared, maker, *arguments):
    """Run one of the makers of hostile documents."""
    script = shared / "corpus/hostile/own" / maker
    subprocess.run([sys.executable, script, *map(str, arguments)], check=True, capture_output=True)


def read(parser, path):
    """Return what came of a document, and the seconds it took."""
    begun = time.monotonic()
    try:
        answer = parser.parse(path.read_bytes(), "text/xml", "http://a.example/feed")
    except SourceError as error:
        answer = error
    return answer, time.monotonic() - begun


def check(answer):
    """Look at every entry of a document that was read."""
    for entry in () if isinstance(answer, SourceError) else answer.entries:
        for text in (entry.title, entry.summary, entry.author, entry.key):
            seen = {unicodedata.category(sign) for sign in text if sign not in "\u200d\U000e007f"}
            assert not seen & BAD, ascii(text[:200])
        assert entry.title
        assert entry.link == "" or entry.link.startswith(("http://", "https://"))
        assert len(entry.key) <= 200
        assert entry.published is None or 1970 <= entry.published.year < 2100


@pytest.mark.parametrize("count", [150, pytest.param(4_000, marks=pytest.mark.hostile)])
def test_mutated_feeds_are_read_or_refused(shared, tmp_path, count):
    make(shared, "mutate.py", count, 7, tmp_path / "mutations")
    paths = sorted(path for path in (tmp_path / "mutations").rglob("*") if path.is_file())
    with Parser(2) as parser, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda path: read(parser, path), paths))
        assert len(parser.parse(GOOD).entries) == 20
    assert len(answers) >= count
    for answer, _ in answers:
        check(answer)
    assert sum(not isinstance(answer, SourceError) for answer, _ in answers) > count / 2


@pytest.mark.hostile
def test_bombs_are_read_or_refused_beside_good_feeds(shared, tmp_path):
    make(shared, "make_bombs.py", tmp_path)
    paths = sorted(path for path in tmp_path.iterdir() if path.suffix != ".gz")
    with Parser(2) as parser, ThreadPoolExecutor(4) as threads:
        bombs = [threads.submit(read, parser, path) for path in paths]
        good = [threads.submit(parser.parse, GOOD) for _ in range(200)]
        answers = {path.stem: bomb.result() for path, bomb in zip(paths, bombs, strict=True)}
        assert all(len(document.result().entries) == 20 for document in good)
    for name, (answer, _) in answers.items():
        check(answer)
        refused = isinstance(answer, SourceError)
        assert refused or name not in NO_FEEDS, name
        if name.startswith(
            ("charref", "nul-", "control", "surrogate", "utf8-invalid", "date", "link")
        ):
            assert len(answer.entries) == 1, name
        if name.startswith("entity"):
            assert refused or sum(len(entry.title) for entry in answer.entries) < 100_000, name
    flood, _ = answers["items-20000"]
    assert (len(flood.entries), flood.left_out) == (1_000, 19_000)
    assert len(answers["guid-duplicate"][0].entries) == 50
    assert answers["date-13"][0].entries[0].published is None
    assert answers["date-08"][0].entries[0].published == datetime(1970, 1, 1, tzinfo=UTC)
