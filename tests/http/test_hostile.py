"""The 59 behaviours of the hostile server: each ends in time, with its reason, in bounded memory.

Half a minute with `python -m pytest -m hostile tests/http`; the same behaviours in small are in
``test_answers`` and ``test_http``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.errors import SourceError
from digest.http import Http
from digest.model import Source
from digest.parsing import Parser
from digest.sources import Net, fetch_all

pytestmark = pytest.mark.hostile

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
GOOD = {
    "big-ok",
    "charset-codec",
    "charset-lie",
    "cookies",
    "etag-1MB",
    "etag-evil",
    "ok",
}
READ_FIRST = {"html", "long-body"}
"""What is known to be no whole feed only when it is read."""
REASONS = {
    "br-lie": "not asked for",
    "chunk-bad": "chunks without a size",
    "chunk-drip": "too slow",
    "chunk-huge": "too slow",
    "cl-huge": "too large",
    "cl-negative": "one length",
    "cl-two": "one length",
    "close-at-once": "cut short",
    "continue-flood": "too large",
    "deflate-bomb": "not asked for",
    "encoding-nonsense": "not asked for",
    "garbage": "not HTTP",
    "gzip-bomb": "too large",
    "gzip-corrupt": "cannot be unpacked",
    "gzip-lie": "cannot be unpacked",
    "gzip-many": "not asked for",
    "gzip-truncated": "cut short",
    "hang": "too slow",
    "html": "not a feed",
    "http09": "not HTTP",
    "infinite": "too large",
    "infinite-headers": "too large",
    "infinite-spaces": "too large",
    "long-body": "cut short",
    "one-endless-header": "too large",
    "redirect-bad": "redirect refused",
    "redirect-chain": "redirect: more than 5",
    "redirect-empty": "redirect without an address",
    "redirect-file": "redirect refused: file",
    "redirect-ftp": "redirect refused: ftp",
    "redirect-growing": "redirect: more than 5",
    "redirect-loop": "redirect: more than 5",
    "redirect-metadata": "redirect to a private address refused: 127.0.0.2",
    "redirect-none": "redirect without an address",
    "redirect-slow": "too slow",
    "reset-at-once": "cut short",
    "reset-mid": "cut short",
    "s204": "status 204",
    "s304-unasked": "status 304",
    "s401": "status 401",
    "s404": "status 404",
    "s410": "status 410",
    "s429": "status 429",
    "s429-date": "status 429",
    "s500": "status 500",
    "s503": "status 503",
    "short-body": "cut short",
    "slow-9s": "too slow",
    "slow-body": "too slow",
    "slow-headers": "too slow",
    "status-999": "status 999",
    "status-line-junk": "not HTTP",
}


@pytest.fixture(scope="module")
def server():
    """The address of a hostile server of its own."""
    script = SHARED / "corpus/hostile/own/hostile_server.py"
    if not script.is_file():
        pytest.skip("there is no ../shared here")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(script), str(port), "600"])
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait(port):
    for _ in range(1800):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the hostile server does not start")


@pytest.fixture
def http():
    return Http(agent="digest/1 (+https://example.org)")


def behaviours(server, http):
    """Return the names of all, without those of the server's own pages."""
    names = json.loads(http.get(f"{server}/list").body)
    return [name for name in names if name not in {"canary", "list-"}]


def megabytes():
    with open(f"/proc/{os.getpid()}/statm") as numbers:  # noqa: PTH123 - not a file of ours
        return int(numbers.read().split()[1]) * 4096 / 1e6


def test_each_ends_in_time_and_bounded_memory(server, http):
    def get(name):
        start = time.monotonic()
        try:
            why = f"status {http.get(f'{server}/{name}').status}"
        except SourceError as error:
            why = error.problem
        return name, why, time.monotonic() - start

    names = behaviours(server, http)
    assert set(names) == GOOD | REASONS.keys()
    before = megabytes()
    with ThreadPoolExecutor(max_workers=8) as pool:
        outcomes = list(pool.map(get, names))
    assert megabytes() - before < 100
    for name, why, seconds in outcomes:
        assert seconds < 11.5, name
        expected = "status 200" if name in GOOD | READ_FIRST else REASONS[name]
        assert expected in why, name
    hits = json.loads(http.get(f"{server}/hits").body)
    assert "canary" not in hits


def test_beside_good_feeds_each_is_named_with_its_reason(server, http, web):
    items = "".join(
        f"<item><title>Nachricht {number}</title><guid>{number}</guid></item>"
        for number in range(20)
    )
    body = f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>"
    urls = [f"{server}/{name}" for name in behaviours(server, http)]
    for number in range(40):
        web.page(f"/{number}", body)
        urls.append(web.url(f"/{number}", host=f"h{number}.localhost"))
    wanted = [Source(kind="feed", target=url, section="News") for url in urls]
    with Parser() as parser:
        start = time.monotonic()
        found = list(fetch_all(wanted, {}, Net(http=http, parser=parser), NOW))
    assert time.monotonic() - start < 61.5
    assert len(found) == len(wanted)
    for fetched in found:
        name = fetched.source.target.rpartition("/")[2]
        if fetched.source.target.startswith(server) and name not in GOOD:
            assert REASONS[name] in fetched.problem, name
        else:
            assert not fetched.problem, name
            assert len(fetched.items) >= (20 if name.isdigit() else 10)
