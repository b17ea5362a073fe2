"""Real feeds give what feedparser gives (material beside the repository)."""

from __future__ import annotations

import csv
import io
import re
import tarfile
import warnings
from collections import Counter
from datetime import UTC, datetime

import pytest

from digest import urls
from digest.parsing import reading
from digest.text import clean, from_html

WORDS = re.compile(r"\w+")
HTML = {"text/html", "application/xhtml+xml"}
CAPTIONS = re.compile(rb"<(media:description|itunes:summary)")
NEEDED = {"title": 0.999, "link": 0.999, "time": 0.999, "key": 0.995, "summary": 0.995}


def captures(shared):
    """Yield the bytes of all documents that were captured from sites."""
    corpus = shared / "corpus"
    with (corpus / "feeds.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            if row["kind"].startswith("real") and row["path"].endswith(".xml"):
                yield (corpus / row["path"]).read_bytes()


def one_day(shared):
    """Yield the bytes of every fourth feed captured on one day."""
    with tarfile.open(shared / "corpus/one-day-2008-12-12.tar.xz") as archive:
        for member in [member for member in archive if member.isfile()][::4]:
            yield archive.extractfile(member).read()


def words(value, kind=""):
    """Return the words of a text; what the text is made of may differ in marks and spaces."""
    return WORDS.findall(from_html(value) if kind in HTML else clean(value)) if value else []


def theirs(entry):
    """Return what feedparser made of an entry."""
    types = {part.get("value"): part.get("type") for part in dict.get(entry, "content") or ()}
    kinds = {key: (entry.get(f"{key}_detail") or {}).get("type") for key in ("title", "summary")}
    summary, title = dict.get(entry, "summary"), dict.get(entry, "title")
    return {
        "title": words(title, kinds["title"]),
        "link": urls.printable(dict.get(entry, "link") or ""),
        "time": time(dict.get(entry, "published_parsed"))
        or time(dict.get(entry, "updated_parsed")),
        "key": clean(dict.get(entry, "id") or ""),
        "summary": words(summary, kinds["summary"] or types.get(summary)),
    }


def time(parts):
    try:
        found = datetime(*parts[:6], tzinfo=UTC) if parts else None
    except ValueError:
        return None
    return found if found and 1970 <= found.year < 2100 else None


def differences(body):
    """Count the entries of a document and what of them differs from feedparser's."""
    import feedparser

    with warnings.catch_warnings(action="ignore"):
        parsed = [theirs(entry) for entry in feedparser.parse(io.BytesIO(body)).entries]
    document = reading.read(body)
    if len(parsed) != len(document.entries) + document.left_out:
        return Counter(entries=len(parsed), lost=abs(len(parsed) - len(document.entries)))
    counts = Counter(entries=len(document.entries))
    if document.left_out:  # which of them is another matter
        return counts
    for entry, wanted in zip(document.entries, parsed, strict=True):
        given = {
            "title": WORDS.findall(entry.title) if wanted["title"] else [],
            "link": entry.link if wanted["link"] else "",  # ours are whole
            "time": entry.published,
            "key": entry.key if 0 < len(wanted["key"]) <= 200 else wanted["key"],
            "summary": WORDS.findall(entry.summary),
        }
        # For feedparser a caption may replace the description; see digest/parsing/elements.py.
        if CAPTIONS.search(body) or len(entry.summary) == 10_000:
            given["summary"] = wanted["summary"]
        counts.update(name for name, value in given.items() if value != wanted[name])
    return counts


def check(counts):
    assert counts["lost"] == 0
    shares = {name: 1 - counts[name] / counts["entries"] for name in NEEDED}
    assert all(shares[name] >= needed for name, needed in NEEDED.items()), (shares, counts)


def test_a_sample_of_real_feeds_is_read_as_feedparser_reads_them(shared):
    bodies = list(captures(shared))[::8]
    check(sum(map(differences, bodies), Counter()))


@pytest.mark.hostile
@pytest.mark.parametrize("source", [captures, one_day])
def test_all_real_feeds_are_read_as_feedparser_reads_them(shared, source):
    check(sum(map(differences, source(shared)), Counter()))
