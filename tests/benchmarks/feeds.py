"""How ``digest fetch`` compares: ``python -m tests.benchmarks.feeds [--feeds 1000] [--only PEER,...]``.

A server of its own on the loopback interface (Linux: each feed has a host in 127.1.0.0/16) answers
after 50 to 200 ms with the feeds of one real day, or with made ones. Three times it is asked: cold, an
hour later with nothing new, a day later when a third of the feeds have new entries. The peers are asked
the same in the same run:

    newsboat    Debian's package, 32 threads
    reader      from PyPI, 32 workers; READER_PYTHON names an interpreter that has it, else it is
                installed into a virtual environment for this run
    bare        a client on http.client with as many connections as digest, that keeps nothing

Wall and processor time, and the peak of memory of the whole process tree (proportional set size, so
that what forked processes share counts once). ``WANTED`` is what is to be reached.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest.sources import WORKERS
from tests.benchmarks.fetching import documents, place

DAY = Path(__file__).resolve().parents[3] / "shared/corpus/one-day-2008-12-12.tar.xz"
MOMENTS = ("2008-12-12T18:00Z", "2008-12-12T19:00Z", "2008-12-13T18:00Z")
STAGES = ("cold", "nothing new", "a day later")
ENTRY = re.compile(rb"<(item|entry)[ >].*?</\1>\s*", re.DOTALL)
READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
urls = open(sys.argv[2]).read().split()
if not list(reader.get_feeds(limit=1)):
    for url in urls:
        reader.add_feed(url)
reader.update_feeds(workers=32, scheduled=False)
"""
BARE = """
import http.client, sys
from concurrent.futures import ThreadPoolExecutor
headers = {"If-None-Match": "*"} if sys.argv[3] == "1" else {}
def get(url):
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", "/" + path, headers=headers)
    connection.getresponse().read()
    connection.close()
with ThreadPoolExecutor(int(sys.argv[2])) as pool:
    list(pool.map(get, open(sys.argv[1]).read().split()))
"""
WANTED = {
    ("newsboat", "cold", "wall"): 0.35,
    ("newsboat", "cold", "processor"): 0.35,
    ("newsboat", "a day later", "wall"): 0.15,
    ("reader", "cold", "wall"): 0.1,
    ("bare", "nothing new", "wall"): 1.2,
}
"""At most so much of what a peer takes; besides, 0.5 s of processor time when nothing is new in a
thousand feeds, and never more than 150 MB."""


def bodies(count: int) -> list[bytes]:
    """Return as many feeds as a day has, up to *count*."""
    if not DAY.is_file():
        return documents()
    found = []
    with tarfile.open(DAY) as archive:
        for member in archive:
            if member.isfile() and len(found) < count:
                file = archive.extractfile(member)
                found.append(file.read() if file else b"")
    return found


def yesterday(body: bytes) -> bytes:
    """Return a feed without its latest tenth."""
    found = list(ENTRY.finditer(body))
    new = found[: max(1, len(found) // 10)]
    return body[: new[0].start()] + body[new[-1].end() :] if new else body


# ------------------------------------------------------------------------------------- the server


@contextmanager
def served(count: int) -> Iterator[tuple[list[str], Callable[[], None]]]:
    """Serve so many feeds; yields their addresses, and what makes a day pass."""
    ports: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=_serve, args=(count, ports), daemon=True)
    server.start()
    try:
        port = ports.get(timeout=120)
        urls = [f"http://{place(number)}:{port}/{number}" for number in range(count)]
        yield urls, lambda: _get(f"http://{place(0)}:{port}/pass")
    finally:
        server.kill()
        server.join()


def _get(url: str) -> None:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
        answer.read()


def _serve(count: int, ports: multiprocessing.Queue[int]) -> None:
    asyncio.run(_Server(count).run(ports))


class _Server:
    """Answers for all hosts until killed."""

    def __init__(self, count: int) -> None:
        chance, today = random.Random(1), bodies(count)
        self._delays = [chance.uniform(0.05, 0.2) for _ in range(count)]
        self._today = [today[number % len(today)] for number in range(count)]
        self._now = [
            body if number % 3 else yesterday(body) for number, body in enumerate(self._today)
        ]

    async def run(self, ports: multiprocessing.Queue[int]) -> None:
        port = 0
        for number in range(len(self._now)):
            server = await asyncio.start_server(self._answer, place(number), port, backlog=100)
            port = server.sockets[0].getsockname()[1]
        ports.put(port)
        await asyncio.Event().wait()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            writer.write(await self._reply(request))
            await writer.drain()
        writer.close()

    async def _reply(self, request: bytes) -> bytes:
        path = request.split(b" ")[1].strip(b"/")
        if path == b"pass":
            self._now = self._today
            return b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
        number = int(path)
        await asyncio.sleep(self._delays[number])
        body = self._now[number]
        tag = b'"%d"' % len(body)
        head = b"ETag: %s\r\nConnection: close\r\n" % tag
        asked = request.lower()
        if b"if-none-match: " + tag in asked or b"if-none-match: *" in asked:
            return b"HTTP/1.1 304 Not Modified\r\n%s\r\n" % head
        kind = b"Content-Type: application/xml\r\nContent-Length: %d\r\n" % len(body)
        return b"HTTP/1.1 200 OK\r\n%s%s\r\n%s" % (head, kind, body)


# --------------------------------------------------------------------------------------- who asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a run took."""

    wall: float
    processor: float
    megabytes: float


Command = Callable[[int], list[str]]


def commands(folder: Path, urls: Sequence[str], wanted: Sequence[str] = ()) -> dict[str, Command]:
    """Return by name how each is asked at a stage; say which are left out because they are not there."""
    (folder / "urls").write_text("\n".join(urls))
    ways = {"digest": _digest, "bare": _bare, "newsboat": _newsboat, "reader": _reader}
    found = {}
    for name in wanted or ways:
        command = ways[name](folder, urls)
        if command:
            found[name] = command
        else:
            print(f"{name} is not here, so it is left out")
    return found


def _digest(folder: Path, urls: Sequence[str]) -> Command:
    listed = "".join(f"    - {url}\n" for url in urls)
    (folder / "feeds.yaml").write_text(f"sections:\n  News:\n{listed}")
    digest = [sys.executable, "-m", "digest", "--config", str(folder / "feeds.yaml")]
    digest += ["--data", str(folder / "data"), "--quiet"]
    return lambda stage: [*digest, "--now", MOMENTS[stage], "fetch"]


def _bare(folder: Path, _urls: Sequence[str]) -> Command:
    bare = [sys.executable, "-c", BARE, str(folder / "urls"), str(WORKERS)]
    return lambda stage: [*bare, str(stage)]


def _newsboat(folder: Path, _urls: Sequence[str]) -> Command | None:
    newsboat = shutil.which("newsboat")
    if not newsboat:
        return None
    (folder / "config").write_text("reload-threads 32\ndownload-timeout 10\n")
    boat = [newsboat, "-q", "-u", str(folder / "urls"), "-c", str(folder / "cache.db")]
    return lambda _: [*boat, "-C", str(folder / "config"), "-x", "reload"]


def _reader(folder: Path, _urls: Sequence[str]) -> Command | None:
    python = os.environ.get("READER_PYTHON") or _installed(folder / "reader")
    reader = [python, "-c", READER, str(folder / "reader.db"), str(folder / "urls")]
    return (lambda _: reader) if python else None


def _installed(folder: Path) -> str:
    """Return an interpreter that has ``reader``, or "" when there is no way to install it."""
    python = str(folder / "bin/python")
    # reader 3.26 carries a copy of feedparser, which needs sgmllib3k, but does not ask for it.
    pip = [python, "-m", "pip", "-q", "install", "reader", "sgmllib3k"]
    steps = [[sys.executable, "-m", "venv", str(folder)], pip]
    done = all(
        subprocess.run(step, stderr=subprocess.DEVNULL, check=False).returncode == 0
        for step in steps
    )
    return python if done else ""


def measure(command: list[str]) -> Taken:
    """Run a command and return what it and all its children took."""
    start, peak, over = time.perf_counter(), [0.0], Event()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    watch = Thread(target=_watch, args=(process.pid, peak, over))
    watch.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    over.set()
    watch.join()
    if process.returncode:
        raise SystemExit(f"{command[0]} left with {process.returncode}")
    return Taken(wall=wall, processor=usage.ru_utime + usage.ru_stime, megabytes=peak[0])


def _watch(root: int, peak: list[float], over: Event) -> None:
    while not over.wait(0.1):
        peak[0] = max(peak[0], sum(map(_megabytes, _tree(root))))


def _tree(root: int) -> Iterator[int]:
    yield root
    with suppress(OSError):
        for task in Path(f"/proc/{root}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _megabytes(process: int) -> float:
    with suppress(OSError):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(rollup.split("Pss:")[1].split()[0]) / 1024
    return 0.0


def main(count: int, chosen: Sequence[str]) -> None:
    """Measure and print."""
    taken: dict[str, list[Taken]] = {}
    with served(count) as (urls, passes), tempfile.TemporaryDirectory() as name:
        peers = commands(Path(name), urls, chosen)
        print(f"{count} feeds: wall s / processor s / MB; server: this machine")
        for stage, title in enumerate(STAGES):
            if stage == 2:
                passes()
            for peer in peers:
                took = measure(peers[peer](stage))
                taken.setdefault(peer, []).append(took)
                figures = f"{took.wall:7.2f} {took.processor:7.2f} {took.megabytes:6.0f}"
                print(f"{title:12} {peer:9} {figures}", flush=True)
    if ours := taken.pop("digest", None):
        for peer, theirs in taken.items():
            compare(peer, ours, theirs)


def compare(peer: str, ours: Sequence[Taken], theirs: Sequence[Taken]) -> None:
    """Print what digest takes of what a peer takes, and what it should."""
    for title, our, their in zip(STAGES, ours, theirs, strict=True):
        ratios = {"wall": our.wall / their.wall, "processor": our.processor / their.processor}
        for what, ratio in ratios.items():
            most = WANTED.get((peer, title, what))
            wanted = f"  wanted: {most}" if most else ""
            print(f"digest / {peer:9} {title:12} {what:9} {ratio:5.2f}{wanted}")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--feeds", type=int, default=1000)
    asked.add_argument("--only", default="", metavar="PEER,...", help="digest,bare,newsboat,reader")
    options = asked.parse_args()
    main(options.feeds, [name for name in options.only.split(",") if name])
