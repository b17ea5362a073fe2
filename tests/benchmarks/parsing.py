"""How fast feeds are read, beside feedparser: ``python -m tests.benchmarks.parsing [FOLDER]``.

Reads every eighth feed of a day (or of FOLDER): in this process, so that processor times compare, and
through ``Parser`` as a run of digest does. "A tenth new" is a day later: nine of ten bodies have not
changed and are told by their hash.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import resource
import sys
import tarfile
import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from digest.errors import SourceError
from digest.parsing import Parser, reading
from digest.parsing.encoding import utf8

DAY = Path(__file__).parents[3] / "shared/corpus/one-day-2008-12-12.tar.xz"
NOW = datetime(2008, 12, 12, 18, tzinfo=UTC)
UNIT = 50_000


def bodies(folder: Path | None, step: int = 8) -> list[bytes]:
    """Return the documents to read."""
    if folder:
        return [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()][::step]
    with tarfile.open(DAY) as archive:
        files = [member for member in archive if member.isfile()][::step]
        return [file.read() for file in map(archive.extractfile, files) if file]


def seconds(read: Callable[[bytes], object], documents: Iterable[bytes]) -> float:
    """Return the processor time that reading takes in this process."""
    begun = time.process_time()
    for body in documents:
        with suppress(SourceError):
            read(body)
    return time.process_time() - begun


def by_feedparser(body: bytes) -> None:
    """Read as feedparser comes."""
    import feedparser

    feedparser.parse(io.BytesIO(body))


def as_they_stand(body: bytes) -> None:
    """Read the entries of a document without making text, addresses and words of them."""
    reading._raw(utf8(body))


def cold(body: bytes) -> None:
    """Read all of a document: a first fetch, with the day before the capture as horizon."""
    reading.read(body, since=NOW.replace(day=11))


def through_the_pool(documents: list[bytes]) -> tuple[float, float]:
    """Return wall seconds and the children's processor seconds of a run."""
    begun = time.monotonic()
    with Parser() as parser, ThreadPoolExecutor(8) as threads:

        def read(body: bytes) -> None:
            with suppress(SourceError):
                parser.parse(body, since=NOW.replace(day=11))

        list(threads.map(read, documents))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begun, used.ru_utime + used.ru_stime


def main() -> None:
    """Print milliseconds per 50 kB and what they are of feedparser's."""
    documents = bodies(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    units = sum(map(len, documents)) / UNIT
    print(f"{len(documents)} documents, {units * UNIT / 1e6:.1f} MB, {os.cpu_count()} processors")
    warnings.simplefilter("ignore")
    cold(documents[0])
    by_feedparser(documents[0])
    gc.disable()  # as the children do
    reference = seconds(by_feedparser, documents)
    rows = {
        "feedparser as it comes": reference,
        "digest, entries as they stand": seconds(as_they_stand, documents),
        "digest, all recent": seconds(reading.read, documents),
        "digest, cold": seconds(cold, documents),
    }
    known = seconds(lambda body: hashlib.sha256(body).digest(), documents)
    rows["digest, a tenth new"] = known + seconds(cold, documents[::10])
    wall, used = through_the_pool(documents)
    rows["digest, cold, in children: wall"] = wall
    rows["digest, cold, in children: processor"] = used
    for name, took in rows.items():
        print(f"{name:38}{1000 * took / units:8.2f} ms / 50 kB{reference / took:8.1f} x")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"largest child {peak} MB")


if __name__ == "__main__":
    main()
