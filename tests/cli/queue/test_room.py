"""How much a post holds on Mastodon: the server is asked once a day, and never waited for long."""

import socket
from datetime import datetime, timedelta

import pytest

from digest.store import Store
from tests.cli.queue.conftest import BREAKFAST
from tests.fakes.mastodon_posting import TOKEN, PostingMastodon
from tests.fakes.server import as_json

TO = "  to: [mastodon]\n"
LONG = "Wort " * 150
ASKED = "/api/v2/instance"


@pytest.fixture
def mastodon(monkeypatch):
    with PostingMastodon() as server:
        server.most = 700
        monkeypatch.setenv("MASTODON_SERVER", server.address)
        monkeypatch.setenv("MASTODON_ACCESS_TOKEN", TOKEN)
        yield server


def later(**time):
    return (datetime.fromisoformat(BREAKFAST) + timedelta(**time)).isoformat()


def test_drafts_are_as_long_as_the_server_takes(paper, queue, drafts, mastodon):
    paper(LONG, more=TO)
    assert queue("fill").code == 0
    (draft,) = drafts()
    assert 500 < draft["length"] <= 700
    assert f"{draft['length']} of 700" in queue("show", 1).out
    assert mastodon.asked == [ASKED]


def test_the_server_is_asked_once_a_day(paper, queue, drafts, mastodon):
    paper(more=TO)
    queue("fill", "--stories", 1)
    queue("fill", now=later(hours=23))
    queue("edit", 1, "--text", "ä" * 650)
    assert mastodon.asked == [ASKED]
    assert drafts()[0]["length"] == 650
    mastodon.most = 600
    done = queue("edit", 2, "--text", "ä" * 650, now=later(hours=24))
    assert (done.code, "650 of 600 characters" in done.err) == (1, True)
    assert mastodon.asked == [ASKED] * 2


def test_what_is_known_holds_while_the_server_does_not_answer(paper, queue, drafts, mastodon):
    paper(more=TO)
    queue("fill", "--stories", 1)
    mastodon.fault(as_json(503, {}), at="/api/", times=2)
    assert queue("edit", 1, "--text", "ä" * 690, now=later(days=2)).code == 0
    assert drafts()[0]["length"] == 690
    assert queue("edit", 1, "--text", "ä" * 695, now=later(days=2, minutes=59)).code == 0
    assert len(mastodon.asked) == 3
    queue("edit", 1, "--text", "ä", now=later(days=2, hours=1))
    assert len(mastodon.asked) == 4


def test_nobody_there_means_five_hundred(paper, queue, drafts, monkeypatch):
    monkeypatch.setenv("MASTODON_SERVER", "http://127.0.0.1:9")
    paper(LONG, more=TO)
    assert queue("fill").code == 0
    assert 450 < drafts()[0]["length"] <= 500


@pytest.mark.timeout(60)
def test_a_server_that_never_answers_is_not_waited_for(paper, queue, drafts, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("MASTODON_SERVER", f"http://127.0.0.1:{silent.getsockname()[1]}")
        paper(LONG, more=TO)
        assert queue("fill").code == 0
        assert drafts()[0]["length"] <= 500


def test_commands_that_only_look_ask_nobody(paper, queue, run, mastodon, tmp_path):
    paper(LONG, more=TO)
    for words in (("list",), ("list", "--json"), ("post", "--dry-run"), ("approve", "all")):
        queue(*words)
    run("back", "1", "--format", "tweets")
    run("today", "--offline", "--peek", "--format", "tweets")
    assert mastodon.asked == []
    with Store(tmp_path / "data") as store:
        assert store.drafts.room(mastodon.address, datetime.fromisoformat(BREAKFAST)) == (
            None,
            True,
        )


def test_the_preview_is_the_draft(paper, queue, drafts, run, mastodon):
    paper(LONG, more=TO)
    queue("fill")
    done = run("back", "1", "--format", "tweets")
    assert done.out == drafts()[0]["text"] + "\n"
    assert run("back", "1", "--format", "tweets").out == done.out


def test_keys_that_cannot_be_used_leave_five_hundred(paper, queue, drafts, mastodon, monkeypatch):
    monkeypatch.setenv("MASTODON_SERVER", "http://m.example")
    paper(LONG, more=TO)
    assert queue("fill").code == 0
    assert drafts()[0]["length"] <= 500
    assert mastodon.asked == []


def test_a_long_draft_waits_for_keys_that_cron_does_not_find(
    paper, queue, drafts, mastodon, monkeypatch
):
    paper(LONG, more=TO)
    queue("fill")
    queue("approve", 1)
    monkeypatch.delenv("MASTODON_SERVER")
    done = queue("post", now=later(minutes=30))
    assert "MASTODON_SERVER missing" in done.err
    assert drafts()[0]["state"] == "approved"
