"""All sources at once: every one is heard of, none holds up the others."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest import sources
from digest.errors import SourceError
from digest.http import Http
from digest.model import Source
from digest.parsing import Document, Entry
from digest.sources import KINDS, Net, fetch_all, parse_target
from tests.web import answer

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)


class Reader:
    """Reads a document of one line as a feed with one entry."""

    def parse(self, body, content_type="", base="", **_):
        if b"<html" in body:
            raise SourceError("not a feed: a web page")
        if body == b"bug":
            raise ZeroDivisionError("a bug")
        line = body.decode()
        return Document(title=line, entries=(Entry(key=line, link=base, title=line),))


@pytest.fixture
def net():
    return Net(http=Http(agent="digest/1", deadline=2.0), parser=Reader())


@pytest.fixture
def still_there():
    """Return which threads are still at work that were not before the test, where need be after a while."""
    before = set(threading.enumerate())

    def still_there():
        for _ in range(100):
            new = {each for each in threading.enumerate() if "work" in each.name} - before
            if not new:
                break
            time.sleep(0.05)
        return new

    return still_there


def feed(url):
    return Source(kind="feed", target=url, section="News")


def by_path(fetched):
    return {found.source.target.rpartition("/")[2]: found for found in fetched}


def hang(seconds=30):
    return lambda *_: time.sleep(seconds)


def test_what_every_source_gave_is_a_value(web, net):
    web.page("/good", "Zeitung", etag='"1"')
    web.page("/known", "Alt", etag='"k"')
    web.page("/page", "<html>")
    wanted = [feed(web.url(path)) for path in ("/good", "/known", "/page", "/none")]
    wanted.append(Source(kind="x", target="@anna", section="News"))
    checkpoints = {wanted[1].id: {"etag": '"k"', "hash": "h"}}
    found = by_path(fetch_all(wanted, checkpoints, net, NOW))
    assert found["good"].items[0].title == "Zeitung"
    assert found["good"].items[0].seen == NOW
    assert found["good"].problem == ""
    assert found["known"].unchanged
    assert found["page"].problem == "not a feed: a web page"
    assert found["none"].problem == "status 404: not found"
    assert found["@anna"].problem
    assert len(found) == 5


def test_the_table_of_kinds_is_closed():
    assert tuple(KINDS) == ("feed", "x", "mastodon", "bluesky")
    assert len(KINDS) == 4
    with pytest.raises(KeyError):
        KINDS["os"]


def test_a_paper_of_feeds_loads_no_other_kind():
    program = "import sys; from digest.sources import KINDS; KINDS['feed']; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    loaded = run.stdout.split()
    assert "digest.sources.feed" in loaded
    assert not {"digest.sources.x", "digest.sources.bluesky"} & set(loaded)


def test_no_sources_are_no_work(net):
    assert list(fetch_all([], {}, net, NOW)) == []


def test_a_source_that_is_named_twice_is_asked_once(web, net):
    web.page("/one", "eins")
    assert len(list(fetch_all([feed(web.url("/one"))] * 2, {}, net, NOW))) == 1
    assert web.asked == ["/one"]


def test_they_come_in_the_order_they_answer_while_others_are_still_asked(web, net):
    web.page("/0", "0")
    go = {number: threading.Event() for number in (1, 2)}
    for number, event in go.items():
        web.raw(f"/{number}", lambda *_, event=event, number=number: _later(event, number, *_))
    wanted = [feed(web.url(f"/{number}", host=f"{number}.localhost")) for number in (2, 1, 0)]
    arriving = fetch_all(wanted, {}, net, NOW)
    assert next(arriving).title == "0"
    for number, event in go.items():
        event.set()
        assert next(arriving).title == str(number)


def _later(event, number, _, connection):
    """Answer when the one who asked wants it."""
    event.wait(20)
    connection.sendall(answer("200 OK", {}, str(number).encode()))


def test_a_host_sees_two_connections_at_a_time(web, net):
    for number in range(8):
        web.page(f"/{number}", "x", delay=0.05)
    wanted = [feed(web.url(f"/{number}")) for number in range(8)]
    assert len(list(fetch_all(wanted, {}, net, NOW))) == 8
    assert web.most == 2


def test_a_slow_host_holds_up_no_other(web, net):
    for number in range(20):
        web.page(f"/slow{number}", "slow", delay=0.2)
        web.page(f"/quick{number}", "quick")
    slow = [feed(web.url(f"/slow{number}", host="slow.localhost")) for number in range(20)]
    quick = [feed(web.url(f"/quick{n}", host=f"{n}.localhost")) for n in range(20)]
    found = [found.title for found in fetch_all([*slow, *quick], {}, net, NOW, workers=4)]
    assert found.index("quick") < 3
    assert len(found) - found[::-1].index("quick") < 25  # the last of the quick ones


def test_a_dead_host_is_given_up_after_four_requests(web, net):
    for number in range(20):
        web.raw(f"/{number}", hang())
    wanted = [feed(web.url(f"/{number}")) for number in range(20)]
    found = list(fetch_all(wanted, {}, net, NOW))
    assert len(web.log) == 4
    assert len(found) == 20
    assert {item.problem for item in found} == {
        "too slow: no whole answer within 2 s",
        "too slow: no whole answer within 1.5 s",
        f"too slow: 127.0.0.1:{web.port} let several requests wait in vain, so not asked",
    }


def test_one_slow_feed_takes_no_other_of_its_host_with_it(web, net):
    for number in range(10):
        web.page(f"/{number}", "x")
    web.raw("/3", hang())
    web.raw("/6", hang())
    wanted = [feed(web.url(f"/{number}")) for number in range(10)]
    found = by_path(fetch_all(wanted, {}, net, NOW))
    assert {path for path, item in found.items() if item.problem} == {"3", "6"}


def test_five_hostile_feeds_take_nothing_from_195_good_ones(web, net):
    wanted = []
    for number in range(195):
        web.page(f"/{number}", str(number), delay=0.05)
        wanted.append(feed(web.url(f"/{number}", host=f"h{number}.localhost")))
    for name, reply in {
        "hang": hang(),
        "mute": lambda *_: time.sleep(30),
        "endless": _endless,
        "cut": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf",
        "junk": b"\x00" * 999,
    }.items():
        web.raw(f"/{name}", reply)
        wanted.insert(0, feed(web.url(f"/{name}")))
    found = by_path(fetch_all(wanted, {}, net, NOW))
    bad = {path: item.problem for path, item in found.items() if item.problem}
    assert bad.keys() == {"hang", "mute", "endless", "cut", "junk"}
    assert "too large" in bad["endless"]
    assert all(found[str(number)].title == str(number) for number in range(195))


def _endless(_, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b" " * 65_536)


# ---------------------------------------------------------------------------------------- the end


def test_when_the_budget_is_spent_the_rest_is_named(web, net):
    for number in range(6):
        web.raw(f"/{number}", hang())
    web.page("/0", "x")
    wanted = [feed(web.url(f"/{number}")) for number in range(6)]
    found = by_path(fetch_all(wanted, {}, net, NOW, budget=1.0))
    assert not found.pop("0").problem
    assert len(found) == 5
    problems = {item.problem for item in found.values()}
    assert problems == {"too slow: no time left of the 1 s for all sources"}


def test_a_host_is_not_called_silent_when_the_time_of_the_run_is_over(web, net):
    for number in range(30):
        web.page(f"/{number}", "x").delay = 0.4
    wanted = [feed(web.url(f"/{number}")) for number in range(30)]
    found = list(fetch_all(wanted, {}, net, NOW, budget=1.0))
    problems = {item.problem for item in found}
    assert problems == {"", "too slow: no time left of the 1 s for all sources"}


def test_what_hangs_beyond_all_limits_is_left_behind(web, net):
    released, ended = threading.Event(), []

    class Stuck:
        def parse(self, *_, **__):
            ended.append(released.wait(60))
            return Document()

    web.page("/one", "x")
    web.page("/two", "x")
    wanted = [feed(web.url("/one")), feed(web.url("/two"))]
    net = Net(http=net.http, parser=Stuck())
    found = list(fetch_all(wanted, {}, net, NOW, budget=0.3, workers=1))
    assert not ended
    assert ["no time left" in item.problem for item in found] == [True, True]
    released.set()


def test_a_bug_is_not_a_failed_source(web, net, still_there):
    web.page("/bug", "bug")
    for number in range(5):
        web.page(f"/{number}", "x")
    wanted = [feed(web.url(f"/{path}")) for path in ("bug", *range(5))]
    with pytest.raises(ZeroDivisionError, match="a bug"):
        list(fetch_all(wanted, {}, net, NOW))
    assert still_there() == set()


def test_an_interrupt_ends_the_process_at_once(web):
    arrived = threading.Event()
    web.raw("/hang", lambda *_: (arrived.set(), time.sleep(30)))
    script = (
        "from datetime import UTC, datetime\n"
        "from digest.http import Http\n"
        "from digest.model import Source\n"
        "from digest.sources import Net, fetch_all\n"
        f"source = Source(kind='feed', target={web.url('/hang')!r}, section='')\n"
        "net = Net(http=Http(agent='x'), parser=None)\n"
        "list(fetch_all([source], {}, net, datetime.now(UTC)))\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stderr=subprocess.PIPE)
    with run:
        assert arrived.wait(20)
        run.send_signal(signal.SIGINT)
        _, words = run.communicate(timeout=20)  # the server would take thirty seconds
    assert b"KeyboardInterrupt" in words
    assert run.returncode


def test_who_stops_listening_stops_the_asking(web, net, still_there):
    for number in range(30):
        web.page(f"/{number}", "x", delay=0.02)
    wanted = [feed(web.url(f"/{number}", host=f"{number}.localhost")) for number in range(30)]
    rounds = fetch_all(wanted, {}, net, NOW, workers=4)
    next(rounds)
    time.sleep(0.3)  # the threads wait to hand over what they have
    rounds.close()
    assert still_there() == set()
    assert len(web.log) < 30


def test_who_stores_slowly_does_not_fill_the_memory(web, net):
    for number in range(60):
        web.page(f"/{number}", "x")
    wanted = [feed(web.url(f"/{number}", host=f"{number}.localhost")) for number in range(60)]
    rounds = fetch_all(wanted, {}, net, NOW, workers=4)
    next(rounds)
    time.sleep(0.5)
    assert len(web.log) <= 1 + 4 + 4 + 1  # yielded, waiting, in the hands of four threads
    assert len(list(rounds)) == 59


def test_reasons_are_one_clean_line(web, net, monkeypatch):
    class Chatty:
        def parse(self, *_, **__):
            raise SourceError("not a feed: \x1b[31mred\u202e\n" + "word " * 200)

    web.page("/one", "x")
    net = Net(http=net.http, parser=Chatty())
    (found,) = fetch_all([feed(web.url("/one"))], {}, net, NOW)
    assert found.problem.startswith("not a feed: ")
    assert found.problem.isprintable()
    assert len(found.problem) <= 300


def test_every_kind_knows_its_targets():
    assert set(KINDS) == {"feed", "x", "mastodon", "bluesky"}
    assert parse_target("feed", "HTTP://Example.org") == "http://example.org/"
    with pytest.raises(ValueError, match="expected an account"):
        parse_target("x", "not a handle")
    assert sources.WORKERS * 2 <= 150
