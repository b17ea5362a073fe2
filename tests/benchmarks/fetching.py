"""How long fetching takes: ``python tests/benchmarks/fetching.py [FEEDS] [WORKERS]``.

A server of its own on the loopback interface (Linux: each feed has a host in 127.1.0.0/16) answers
after 50 to 200 ms with the documents of ../shared, or with made ones. What is measured is
``fetch_all`` with real parsing, cold and with nothing new, beside a bare client on as many
connections that keeps nothing. "Nothing new" is to take at most 1.2 times the bare client's time.
"""

from __future__ import annotations

import asyncio
import http.client
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest.http import Http
from digest.model import Source
from digest.parsing import Parser
from digest.sources import WORKERS, Net, fetch_all

NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "feeds"
CUT = "cut short: the document ends before its end"
"""What some real documents are, as they were kept."""
ITEM = "<item><title>Nachricht %d</title><link>https://example.org/%d</link><guid>%d</guid></item>"


def documents() -> list[bytes]:
    """Return real feeds of 5 to 200 kB, or one of the usual size."""
    sizes = range(5_000, 200_000)
    real = [path for path in sorted(CORPUS.glob("*")) if path.stat().st_size in sizes]
    items = "".join(ITEM % (number, number, number) for number in range(200))
    made = f"<rss version='2.0'><channel><title>Zeitung</title>{items}</channel></rss>"
    return [path.read_bytes() for path in real] or [made.encode()]


def place(number: int) -> str:
    """Return the host of a feed."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def serve(count: int, ports: multiprocessing.Queue[int]) -> None:
    """Answer for all hosts until killed."""
    asyncio.run(_serve(count, ports))


async def _serve(count: int, ports: multiprocessing.Queue[int]) -> None:
    bodies, chance, port = documents(), random.Random(1), 0
    delays = [chance.uniform(0.05, 0.2) for _ in range(count)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        number = int(request.split(b" ")[1].strip(b"/"))
        await asyncio.sleep(delays[number])
        if b"if-none-match" in request.lower():
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nConnection: close\r\n\r\n')
        else:
            body = bodies[number % len(bodies)]
            head = 'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Type: application/rss+xml\r\n'
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    for number in range(count):
        server = await asyncio.start_server(answer, place(number), port, backlog=100)
        port = server.sockets[0].getsockname()[1]
    ports.put(port)
    await asyncio.Event().wait()


def bare(urls: list[str], workers: int, headers: Mapping[str, str]) -> int:
    """Fetch with the standard library's client and keep nothing."""

    def get(url: str) -> int:
        host, _, path = url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=10)
        connection.request("GET", f"/{path}", headers=dict(headers))
        size = len(connection.getresponse().read())
        connection.close()
        return size

    with ThreadPoolExecutor(workers) as pool:
        return len(list(pool.map(get, urls)))


def whole(urls: list[str], workers: int, checkpoints: dict[str, Mapping[str, str]]) -> int:
    """Fetch and parse as digest does; note where each resumes."""
    sources = [Source(kind="feed", target=url, section="") for url in urls]
    with Parser() as parser:
        net = Net(http=Http(agent="digest benchmark"), parser=parser)
        count = 0
        for fetched in fetch_all(sources, dict(checkpoints), net, NOW, workers=workers):
            assert fetched.problem in {"", CUT}, (fetched.source.target, fetched.problem)
            checkpoints[fetched.source.id] = fetched.checkpoint
            count += len(fetched.items) or fetched.unchanged
    return count


def measure(name: str, count: int, work: Callable[[], int]) -> float:
    """Do the work and print what it took; return its seconds."""
    start, before = time.perf_counter(), _processor()
    found = work()
    seconds, spent = time.perf_counter() - start, _processor() - before
    kilobytes = sum(resource.getrusage(who).ru_maxrss for who in _WHO)
    print(
        f"{name:24} {count / seconds:7.0f} feeds/s {seconds:6.2f} s {spent:6.2f} s CPU"
        f" {kilobytes / 1024:6.0f} MB {found:7} found"
    )
    return seconds


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _processor() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, _WHO))


def main(count: int = 1000, workers: int = WORKERS) -> None:
    """Measure and print."""
    ports: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(count, ports), daemon=True)
    server.start()
    try:
        port = ports.get(timeout=60)
        urls = [f"http://{place(number)}:{port}/{number}" for number in range(count)]
        checkpoints: dict[str, Mapping[str, str]] = {}
        print(f"{count} feeds, {workers} at a time; memory: largest process and largest child")
        measure("bare client, cold", count, lambda: bare(urls, workers, {}))
        floor = measure(
            "bare, nothing new", count, lambda: bare(urls, workers, {"If-None-Match": "1"})
        )
        measure("digest, cold", count, lambda: whole(urls, workers, checkpoints))
        taken = measure("digest, nothing new", count, lambda: whole(urls, workers, checkpoints))
        print(f"nothing new: {taken / floor:.2f} of the bare client's time")
    finally:
        server.kill()
        server.join()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
