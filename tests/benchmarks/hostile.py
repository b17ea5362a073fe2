"""How long five hostile feeds hold up 195 good ones: ``python -m tests.benchmarks.hostile``.

``digest fetch`` with its real deadlines, as a user runs it: two servers that never answer, one whose
answer never ends, one that drips, and a document that no parser should be given. It is to end within
12 seconds, with every good feed whole and every bad one named.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.web import Request, Web

GOOD = 195
ITEM = "<item><title>Meldung %d</title><link>https://blatt.example/%d</link><guid>%d</guid></item>"
FEED = "<rss version='2.0'><channel><title>Blatt</title>{}</channel></rss>"
WANTED = 12.0


def hang(_request: Request, _connection: socket.socket) -> None:
    """Never answer."""
    time.sleep(60)


def endless(_request: Request, connection: socket.socket) -> None:
    """Never end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
    with suppress(OSError):
        while True:
            connection.sendall(b"<item/>" * 10_000)


def drip(_request: Request, connection: socket.socket) -> None:
    """Send a byte of a body a second."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    with suppress(OSError):
        for _ in range(60):
            connection.sendall(b" ")
            time.sleep(1)


def bomb(_request: Request, connection: socket.socket) -> None:
    """Send an element with 100,000 attributes, on which feedparser hangs for a minute."""
    many = " ".join(f"a{number}='{number}'" for number in range(100_000))
    body = f"<rss><channel><item><title {many}>Titel</item></channel>".encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(head.encode() + body)


BAD: dict[str, Callable[[Request, socket.socket], None]] = {
    "hang": hang,
    "mute": hang,
    "endless": endless,
    "drip": drip,
    "bomb": bomb,
}


def main() -> None:
    """Measure and print."""
    with Web() as web, tempfile.TemporaryDirectory() as name:
        urls = [web.url(f"/{bad}", host=f"{bad}.localhost") for bad in BAD]
        for bad, reply in BAD.items():
            web.raw(f"/{bad}", reply)
        for number in range(GOOD):
            items = "".join(ITEM % (number, number * 100 + n, n) for n in range(20))
            web.page(f"/{number}", FEED.format(items), delay=0.1)
            urls.append(web.url(f"/{number}", host=f"h{number}.localhost"))
        listed = "".join(f"    - {url}\n" for url in urls)
        Path(name, "feeds.yaml").write_text(f"sections:\n  News:\n{listed}")
        digest = [sys.executable, "-m", "digest", "--config", f"{name}/feeds.yaml"]
        start = time.perf_counter()
        run = subprocess.run(
            [*digest, "--data", f"{name}/data", "--verbose", "fetch"],
            stderr=subprocess.PIPE,
            check=True,
            text=True,
        )
    print(run.stderr.strip())
    print(f"{time.perf_counter() - start:.1f} s, wanted: {WANTED:g}")


if __name__ == "__main__":
    main()
