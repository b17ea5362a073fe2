"""Who is asked next: fair to hosts, and no host holds up another."""

from __future__ import annotations

from collections import Counter
from queue import Empty, SimpleQueue
from threading import Thread

import pytest

from digest.model import Source
from digest.sources.agenda import MUTE, PATIENCE, SILENT, Agenda, place


def feeds(host, count):
    return [
        Source(kind="feed", target=f"http://{host}/{number}", section="News")
        for number in range(count)
    ]


def hosts(turns):
    return [turn.host for turn in turns]


@pytest.mark.parametrize(
    ("kind", "target", "name"),
    [
        ("feed", "https://Example.org:8443/feed", "example.org:8443"),
        ("feed", "http://anna@example.org/", "example.org"),
        ("feed", "file:feeds/one.xml", "feed:file:feeds/one.xml"),
        ("mastodon", "@anna@example.org", "example.org"),
    ],
)
def test_a_host_is_where_a_source_is_asked_for(kind, target, name):
    assert place(Source(kind=kind, target=target, section="")) == name


def test_a_source_that_has_moved_is_asked_at_its_new_host():
    (one,) = feeds("a", 1)
    agenda = Agenda([one], lanes=2, moved={one.id: "https://b.example/feed"})
    assert agenda.take().host == "b.example"


def test_the_host_with_most_sources_begins_and_gets_no_more_than_its_lanes():
    agenda = Agenda([*feeds("a", 1), *feeds("b", 4), *feeds("c", 1)], lanes=2)
    assert hosts(agenda.take() for _ in range(4)) == ["b", "b", "a", "c"]


def test_when_a_turn_ends_the_next_source_of_that_host_comes_first():
    agenda = Agenda([*feeds("b", 4), *feeds("a", 1)], lanes=1)
    first = agenda.take()
    assert agenda.done(first, silent=False) == ()
    assert agenda.take().source.target == "http://b/1"
    assert agenda.take().host == "a"


def test_nothing_is_left_when_all_were_taken():
    agenda = Agenda(feeds("a", 1), lanes=2)
    assert agenda.take().seconds == float("inf")
    assert agenda.take() is None


def test_who_finds_all_lanes_taken_waits_for_the_end_of_a_turn():
    agenda = Agenda(feeds("a", 9), lanes=1)
    turn = agenda.take()
    waiting = SimpleQueue()
    Thread(target=lambda: waiting.put(agenda.take()), daemon=True).start()
    with pytest.raises(Empty):
        waiting.get(timeout=0.05)
    agenda.done(turn, silent=False)
    assert waiting.get(timeout=1).source.target == "http://a/1"


def test_a_host_that_once_was_silent_gets_less_time_for_the_others():
    agenda = Agenda([*feeds("a", 9), *feeds("b", 1)], lanes=2)
    one, two = agenda.take(), agenda.take()
    assert (one.seconds, two.seconds) == (float("inf"), float("inf"))
    agenda.done(one, silent=True)
    assert agenda.take().seconds == PATIENCE
    agenda.done(two, silent=False)
    assert agenda.take().seconds == PATIENCE
    assert agenda.take().seconds == float("inf")


def test_a_host_that_was_silent_again_and_again_is_given_up():
    agenda = Agenda([*feeds("a", 9), *feeds("b", 1)], lanes=1)
    for _ in range(SILENT - 1):
        assert agenda.done(agenda.take(), silent=True) == ()
    assert [source.target for source in agenda.done(agenda.take(), silent=True)] == [
        f"http://a/{number}" for number in range(SILENT, 9)
    ]
    assert agenda.take().host == "b"
    assert agenda.take() is None


def test_a_host_that_has_answered_before_is_given_up_later():
    agenda = Agenda(feeds("a", 20), lanes=1)
    agenda.done(agenda.take(), silent=False)
    for _ in range(MUTE - 1):
        assert agenda.done(agenda.take(), silent=True) == ()
    assert len(agenda.done(agenda.take(), silent=True)) == 19 - MUTE


def test_x_keeps_its_time_after_one_silence_and_is_given_up_after_two():
    accounts = [Source(kind="x", target=f"@konto{n}", section="Leute") for n in range(9)]
    agenda = Agenda(accounts, lanes=1)
    for silent in (False, True, False, True):
        turn = agenda.take()
        assert turn.seconds == float("inf")
        assert agenda.done(turn, silent=silent) == ()
    assert len(agenda.done(agenda.take(), silent=True)) == 4


def test_nothing_begins_while_the_last_attempt_is_under_way():
    agenda = Agenda([*feeds("a", 9), *feeds("b", 1)], lanes=2)
    turns = [agenda.take(), agenda.take()]
    for turn in turns:
        agenda.done(turn, silent=True)
    turns = [agenda.take(), agenda.take()]
    assert agenda.done(turns[0], silent=True) == ()
    assert agenda.take().host == "b"
    assert len(agenda.done(turns[1], silent=True)) == 9 - SILENT


def test_any_answer_shows_that_a_host_is_alive():
    agenda = Agenda(feeds("a", 9), lanes=1)
    for silent in (True, True, True, False, True, True, True, False, True):
        assert agenda.done(agenda.take(), silent=silent) == ()


def test_after_the_close_nothing_begins_and_what_was_never_asked_is_known():
    agenda = Agenda(feeds("a", 3), lanes=1)
    turn = agenda.take()
    waiting = SimpleQueue()
    Thread(target=lambda: waiting.put(agenda.take()), daemon=True).start()
    assert [source.target for source in agenda.close()] == ["http://a/1", "http://a/2"]
    assert waiting.get(timeout=1) is None
    assert agenda.done(turn, silent=True) == ()
    assert agenda.close() == ()


def test_five_thousand_sources_of_many_hosts_are_each_taken_once():
    sources = [source for number in range(50) for source in feeds(f"h{number}", 100)]
    agenda = Agenda(sources, lanes=2)
    taken = SimpleQueue()

    def work():
        while turn := agenda.take():
            taken.put(turn.source.target)
            agenda.done(turn, silent=False)
        taken.put(None)

    threads = [Thread(target=work, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    counts = Counter(iter(lambda: taken.get(timeout=1), None))
    assert set(counts) <= {source.target for source in sources}
    assert set(counts.values()) == {1}
    assert taken.qsize() + len(counts) == 5000 + 8 - 1
