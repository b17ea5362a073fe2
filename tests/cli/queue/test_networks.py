"""One draft, one text and one state for each network."""

import io
import sys
from pathlib import Path

import pytest

from tests.cli.queue.conftest import FIRST, QUEUE, SECOND, states
from tests.fakes.mastodon_posting import TOKEN, PostingMastodon
from tests.fakes.server import Answered, as_json

TO = "  to: [x, mastodon, bluesky]\n"


@pytest.fixture
def ready(paper, queue):
    """Approve a draft for all three networks."""
    paper(more=TO)
    queue("fill", "--stories", 1)
    assert queue("approve", 1).code == 0


def test_a_draft_has_a_text_and_a_state_for_each_network(ready, drafts):
    found = drafts()
    assert [(draft["id"], draft["network"]) for draft in found] == [
        (1, "x"),
        (1, "mastodon"),
        (1, "bluesky"),
    ]
    assert len({draft["due"] for draft in found}) == 1
    assert [draft["cost"] for draft in found] == [0.2, 0, 0]
    assert found[0]["text"] == found[1]["text"]
    assert found[2]["text"] == found[0]["text"].partition("\n")[0]


def test_all_networks_get_it_at_its_slot(ready, queue, drafts, x, mastodon, bluesky):
    done = queue("post", now=FIRST)
    assert (done.code, len(done.err.splitlines())) == (0, 3)
    assert states(drafts()) == ["posted"] * 3
    assert len(x.wire) == len(mastodon.statuses) == len(bluesky.records) == 1
    (record,) = bluesky.records.values()
    assert record["embed"]["external"]["uri"] == drafts()[0]["url"]


def test_a_post_whose_address_the_server_does_not_say_is_told_without(ready, queue, x, mastodon):
    mastodon.fault(as_json(200, {"id": "7"}), at="/api/v1/statuses")
    told = queue("post", now=FIRST).err
    assert "draft 1 is on x: https://x.com/i/status/" in told
    assert "draft 1 is on mastodon ($0.00)\n" in told


GONE = "feeds.yaml does not post on mastodon any more"


def test_a_network_that_is_taken_out_of_feeds_yaml_gets_nothing_more(
    ready, queue, drafts, x, mastodon, bluesky, feeds_yaml
):
    feeds_yaml("https://www.example.org/feed", more=QUEUE + "  to: [x, bluesky]\n")
    assert f"not sent: {GONE}" in queue("post", "--dry-run", now=FIRST).out
    done = queue("post", now=FIRST)
    assert (done.code, len(mastodon.statuses)) == (1, 0)
    assert f"draft 1 on mastodon: not sent: {GONE}" in done.err
    assert states(drafts()) == ["posted", "approved", "posted"]


def test_only_the_networks_of_feeds_yaml_are_approved(paper, queue, drafts, feeds_yaml):
    paper(more="  to: [x, mastodon]\n")
    queue("fill", "--stories", 1)
    feeds_yaml("https://www.example.org/feed", more=QUEUE)
    assert queue("approve", 1).code == 0
    assert states(drafts()) == ["approved", "waiting"]
    feeds_yaml("https://www.example.org/feed", more=QUEUE + "  to: [bluesky]\n")
    queue("edit", 1, "--text", "nirgends mehr")
    done = queue("approve", 1)
    assert (done.code, states(drafts())) == (1, ["waiting", "waiting"])
    assert "draft 1: feeds.yaml does not post on x any more\n  hint: " in done.err


def test_what_stops_one_network_stops_no_other(ready, queue, drafts, x, mastodon, bluesky):
    x.fault(as_json(402, {"title": "CreditsDepleted"}))
    assert queue("post", now=FIRST).code == 1
    assert states(drafts()) == ["approved", "posted", "posted"]
    assert queue("post", now=FIRST).code == 0
    assert len(mastodon.statuses) == len(bluesky.records) == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_retry_is_safe_where_a_key_is_known(ready, queue, drafts, x, mastodon, bluesky, first):
    lost = Answered(silent=True, first=first)
    mastodon.fault(lost, at="/api/v1/statuses")
    bluesky.fault(lost, at="/xrpc/com.atproto.repo.putRecord")
    assert queue("post", now=FIRST).code == 1
    assert states(drafts()) == ["posted", "unclear", "unclear"]
    assert queue("post", now=FIRST).code == 0
    assert states(drafts()) == ["posted"] * 3
    assert len(mastodon.statuses) == len(bluesky.records) == 1


def test_a_post_that_was_refused_for_days_is_dated_when_it_is_sent(
    ready, queue, drafts, x, mastodon, bluesky
):
    bluesky.fault(as_json(401, {"error": "ExpiredToken"}), at="/xrpc/com.atproto.repo.putRecord")
    queue("post", now=FIRST)
    queue("post", now="2026-11-21T10:00+01:00")
    assert states(drafts()) == ["posted", "posted", "late"]
    queue("approve", 1, now="2026-11-25T07:00+01:00")
    assert queue("post", now="2026-11-25T07:30+01:00").code == 0
    (record,) = bluesky.records.values()
    assert record["createdAt"] == "2026-11-25T06:30:00.000Z"


@pytest.mark.parametrize("again", [False, True])
def test_a_post_that_was_lost_days_ago_is_dated_when_it_is_sent_again(
    ready, queue, drafts, x, mastodon, bluesky, again
):
    bluesky.fault(Answered(silent=True), at="/xrpc/com.atproto.repo.putRecord")
    queue("post", now=FIRST)
    if again:
        queue("approve", 1, now="2026-11-25T07:00+01:00")
    assert queue("post", now="2026-11-25T07:30+01:00").code == 0
    (record,) = bluesky.records.values()
    assert record["createdAt"] == "2026-11-25T06:30:00.000Z"


def test_long_after_an_attempt_the_timeline_decides(ready, queue, drafts, x, mastodon, bluesky):
    mastodon.fault(Answered(silent=True, first=False), at="/api/v1/statuses")
    queue("post", now=FIRST)
    mastodon.keys.clear()  # as the server does after an hour
    assert queue("post", now="2026-11-21T09:00+01:00").code == 0
    assert len(mastodon.statuses) == 1


def test_keys_that_are_missing_for_one_network_stop_that_one(ready, queue, drafts, x, bluesky):
    done = queue("post", now=FIRST)
    assert done.code == 1
    assert "MASTODON_SERVER" in done.err
    assert states(drafts()) == ["posted", "approved", "posted"]


def test_a_server_s_address_that_is_none_stops_its_network(
    ready, queue, drafts, x, mastodon, bluesky, monkeypatch
):
    monkeypatch.setenv("MASTODON_SERVER", "http://m.example")
    done = queue("post", now=FIRST)
    assert "MASTODON_SERVER: expected a server's address" in done.err
    assert states(drafts()) == ["posted", "approved", "posted"]


def test_one_network_s_text_is_edited_alone(ready, queue, drafts):
    assert queue("edit", 1, "--text", "nur hier", "--network", "bluesky").code == 0
    assert [draft["text"] == "nur hier" for draft in drafts()] == [False, False, True]
    assert states(drafts()) == ["approved", "approved", "waiting"]
    assert queue("edit", 1, "--text", "ä" * 290).code == 1
    assert queue("edit", 1, "--text", "a", "--network", "myspace").code == 1
    assert queue("approve", 1, now=SECOND).code == 0
    assert states(drafts()) == ["approved"] * 3


@pytest.fixture
def half(ready, queue, drafts, x, mastodon, bluesky):
    """Lose the answer of X, and write anew what Mastodon refused."""
    x.fault(Answered(silent=True), at="/2/tweets")
    mastodon.fault(as_json(422, {"error": "Text is too long"}), at="/api/v1/statuses")
    queue("post", now=FIRST)
    queue("edit", 1, "--text", "wartet hier")
    assert states(drafts()) == ["unclear", "waiting", "posted"]


@pytest.mark.parametrize(("hand", "state"), [("approve", "approved"), ("drop", "dropped")])
def test_all_is_what_waits_and_not_what_is_unclear_elsewhere(half, queue, drafts, hand, state):
    assert queue(hand, "all").code == 0
    assert states(drafts()) == ["unclear", state, "posted"]


@pytest.mark.parametrize(("key", "state"), [("a", "approved"), ("d", "dropped")])
def test_a_review_decides_on_what_it_shows(half, queue, drafts, monkeypatch, key, state):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{key}\n"))
    done = queue("review")
    assert "mastodon" in done.out
    assert "· x ·" not in done.out
    assert states(drafts()) == ["unclear", state, "posted"]


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """An editor that writes the same into each draft; return what it was opened with."""
    script, log = tmp_path / "editor", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\ncat "$1" >> {log}\nprintf \'aus dem Editor\\n\' > "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    return lambda: log.read_text() if log.exists() else ""


@pytest.mark.parametrize("way", ["edit", "review"])
def test_the_editor_opens_with_what_is_not_posted_yet(
    ready, queue, drafts, x, mastodon, bluesky, editor, monkeypatch, way
):
    mastodon.fault(as_json(422, {"error": "Text is too long"}), at="/api/v1/statuses")
    queue("post", now=FIRST)
    queue("edit", 1, "--text", "wartet hier")
    assert states(drafts()) == ["posted", "waiting", "posted"]
    if way == "edit":
        done = queue("edit", 1)
    else:
        monkeypatch.setattr(sys, "stdin", io.StringIO("e\ns\n"))
        done = queue("review")
    assert (done.code, editor()) == (0, "wartet hier\n")
    assert "hint" not in done.err
    assert [draft["text"] == "aus dem Editor" for draft in drafts()] == [False, True, False]


def test_a_review_opens_the_editor_with_what_it_shows(ready, queue, drafts, editor, monkeypatch):
    queue("edit", 1, "--text", "wartet hier", "--network", "mastodon")
    monkeypatch.setattr(sys, "stdin", io.StringIO("e\ns\n"))
    assert queue("review").code == 0
    assert editor() == "wartet hier\n"
    assert states(drafts()) == ["approved", "waiting", "approved"]


def test_a_draft_that_is_posted_everywhere_opens_no_editor(
    ready, queue, x, mastodon, bluesky, editor
):
    queue("post", now=FIRST)
    done = queue("edit", 1)
    assert (done.code, editor()) == (1, "")
    assert "draft 1: it is posted and cannot be edited" in done.err


def test_show_names_the_card(ready, queue, drafts):
    assert f"[{drafts()[0]['url']}]" in queue("show", 1).out


def test_a_draft_that_is_there_on_one_network_is_approved_for_the_others(
    ready, queue, drafts, x, mastodon, bluesky
):
    mastodon.fault(as_json(422, {"error": "Text is too long"}), at="/api/v1/statuses")
    queue("post", now=FIRST)
    assert states(drafts()) == ["posted", "failed", "posted"]
    assert queue("approve", 1, now=FIRST).code == 0
    assert queue("post", now=SECOND).code == 0
    assert states(drafts()) == ["posted"] * 3
    assert queue("approve", 1).code == 1
    assert queue("show", 1).out.count("posted: https://") == 3


def test_a_handle_that_feeds_yaml_allows_is_mentioned_on_bluesky(
    paper, queue, drafts, bluesky, x, mastodon
):
    bluesky.dids["anna.example"] = "did:plc:anna"
    allow = '  to: [bluesky]\n  allow: ["@anna.example"]\n'
    paper("👋 @anna.example und @berta.example gründen ein Netzwerk", more=allow)
    queue("fill")
    assert drafts()[0]["text"].startswith("👋 @anna.example und berta.example gründen")
    queue("approve", 1)
    assert queue("post", now=FIRST).code == 0
    (record,) = bluesky.records.values()
    (facet,) = record["facets"]
    assert facet["features"][0]["did"] == "did:plc:anna"
    span = facet["index"]
    words = record["text"].encode()[span["byteStart"] : span["byteEnd"]]
    assert words.decode() == "@anna.example"


def test_on_a_terminal_a_key_is_not_shown_while_it_is_typed(terminal):
    with PostingMastodon() as server:
        typed = [("MASTODON_SERVER", f"{server.address}\n"), ("ACCESS_TOKEN", f"{TOKEN}\n")]
        code, shown = terminal("login", "mastodon", typed=typed)
    assert (code, "those of @ich" in shown) == (0, True)
    assert server.address in shown
    assert TOKEN not in shown
    (written,) = Path.home().rglob("credentials.yaml")
    assert TOKEN in written.read_text(encoding="utf-8")


def test_who_drops_a_draft_is_told_where_it_is_out_already(
    ready, queue, drafts, x, mastodon, bluesky
):
    mastodon.fault(as_json(429, {}), at="/api/v1/statuses")
    queue("post", now=FIRST)
    dropped = "dropped: 1 draft; still approved: 0 posts, $0.00\n"
    said = "draft 1 is posted on x\ndraft 1 is posted on bluesky\n"
    assert queue("drop", 1, now=FIRST).err == dropped + said
    assert states(drafts()) == ["posted", "dropped", "posted"]
