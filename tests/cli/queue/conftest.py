"""A person's queue: an edition to make drafts of, the command, and X to post them on."""

import json
import os
import select
import subprocess
import sys

import pytest

from digest.store import Store
from tests.fakes import bluesky_posting
from tests.fakes.bluesky_posting import PostingBluesky
from tests.fakes.mastodon_posting import TOKEN, PostingMastodon
from tests.fakes.x import KEYS
from tests.fakes.x_posting import PostingX
from tests.outputs.samples import edition, story
from tests.terminal import piece

BREAKFAST = "2026-11-21T07:00+01:00"
FIRST = "2026-11-21T07:30+01:00"
SECOND = "2026-11-21T08:15+01:00"
QUEUE = 'language: de\ntimezone: Europe/Berlin\nqueue:\n  slots: ["07:30", "08:15", "12:00"]\n'
TITLES = ("Kolibri ändert die Bedingungen", "Neue Abmahnwelle rollt an", "Tickets ab zehn Uhr")


@pytest.fixture
def x(monkeypatch):
    """X, and the keys for it."""
    with PostingX() as server:
        monkeypatch.setenv("DIGEST_X_API", server.address)
        for name, value in KEYS.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def mastodon(monkeypatch):
    with PostingMastodon() as server:
        monkeypatch.setenv("MASTODON_SERVER", server.address)
        monkeypatch.setenv("MASTODON_ACCESS_TOKEN", TOKEN)
        yield server


@pytest.fixture
def bluesky(monkeypatch):
    with PostingBluesky() as server:
        monkeypatch.setenv("DIGEST_BLUESKY_API", server.address)
        for name, value in bluesky_posting.KEYS.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def paper(feeds_yaml, tmp_path):
    """Print an edition of three stories; more keys of the queue as YAML text."""

    def paper(*titles, more=""):
        feeds_yaml("https://www.example.org/feed", more=QUEUE + more)
        keep(tmp_path / "data", *(titles or TITLES))

    return paper


@pytest.fixture
def queue(run):
    """Run ``digest queue`` at a time; at breakfast when none is named."""

    def queue(*args, now=BREAKFAST):
        return run("queue", *map(str, args), now=now)

    return queue


@pytest.fixture
def drafts(queue):
    def drafts():
        done = queue("list", "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)["drafts"]

    return drafts


@pytest.fixture
def terminal(tmp_path):
    """Run digest on a terminal of its own; return its exit code and all that was shown.

    ``typed`` holds pairs: what is waited for, and what is typed then.
    """
    pty = pytest.importorskip("pty", reason="no such terminals on this system")
    import fcntl
    import termios

    def terminal(*words, typed, **environment):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "digest", *_common(tmp_path), *words],
            **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
            env={**os.environ, **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        shown = ""
        for wanted, text in typed:
            new = ""
            while wanted not in new:
                new += _some(ours) or pytest.fail(f"{wanted!r} does not come after:\n{shown}{new}")
            shown += new
            os.write(ours, text.encode())
        while new := _some(ours):
            shown += new
        os.close(ours)
        return process.wait(60), shown

    return terminal


def _common(folder):
    return "--data", str(folder / "data"), "--now", BREAKFAST


def _some(place):
    """Return what comes next on a terminal; nothing when nobody holds its other end."""
    if not select.select([place], [], [], 60)[0]:
        return ""
    return piece(place).decode(errors="replace")


def keep(folder, *titles, name="", first=0, **more):
    """Count an edition with these headlines as printed, numbered like their items."""
    with Store(folder) as store:
        number = store.next_number(name)
        start = first or 100 * number
        stories = [
            story(
                title,
                number=start + place,
                source="feed:https://www.example.org/feed",
                url=f"https://www.example.org/{start + place}",
                must_see=("Abmahnung",) if "Abmahn" in title else (),
                **more,
            )
            for place, title in enumerate(titles)
        ]
        labels = {"feed:https://www.example.org/feed": "Beispielblatt"}
        store.keep(edition(("News", stories), name=name, number=number, sources=labels))


def states(found):
    return [draft["state"] for draft in found]
