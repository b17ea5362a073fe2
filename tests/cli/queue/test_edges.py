"""Commands in wrong hands, and at the wrong moment."""

import pytest

from digest.queue.drafts import APPROVED, POSTED
from digest.store import Store
from tests.cli.queue.conftest import FIRST, QUEUE, states


def test_another_digest_that_posts_is_left_alone(paper, queue, drafts, run, x, tmp_path):
    paper(more="  approve: automatic\n")
    queue("fill")
    with Store(tmp_path / "data") as store, store.lock("posting"):
        done = queue("post", now=FIRST)
        assert (done.code, done.out, done.err) == (0, "", "")
        assert "another digest is posting" in run("-v", "queue", "post", now=FIRST).err
    assert x.log == []


@pytest.mark.parametrize(
    "words", [("approve",), ("approve", "eins"), ("approve", 1, "--all"), ("drop",), ("drop", "-")]
)
def test_drafts_are_named_by_their_ids(paper, queue, words):
    paper()
    queue("fill")
    assert queue(*words).code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("show", "{}"),
        ("approve", "{}"),
        ("drop", "{}"),
        ("edit", "{}", "--text", "a"),
        ("comment", "{}", "a"),
        ("move", "{}", "12:00"),
    ],
)
@pytest.mark.parametrize("number", ["7", "9" * 20, str(2**63)])
def test_a_number_that_no_draft_has_is_one_line_with_a_hint(paper, queue, words, number):
    paper()
    queue("fill")
    done = queue(*(word.format(number) for word in words))
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        f"draft {number}: there is none of that number\n  hint: `digest queue list` shows them\n"
    )


@pytest.mark.parametrize("words", ["approve", "drop", "show"])
def test_more_digits_than_a_number_has_are_no_number(paper, queue, words):
    paper()
    assert queue(words, "9" * 5000).code == 2


def test_drop_all_gives_up_what_waits(paper, queue, drafts):
    paper()
    queue("fill")
    queue("approve", 1)
    done = queue("drop", "all")
    assert (done.code, done.err) == (0, "dropped: 2 drafts; still approved: 1 post, $0.20\n")
    assert states(drafts()) == ["approved", "dropped", "dropped"]
    assert queue("drop", "all").err == "dropped: 0 drafts; still approved: 1 post, $0.20\n"


def test_what_may_not_be_sent_any_more_is_not_approved(paper, queue, drafts, feeds_yaml):
    paper(more='  allow: ["@jemand"]\n')
    queue("fill", "--stories", 1)
    queue("edit", 1, "--text", "Danke @jemand")
    feeds_yaml("https://www.example.org/feed", more=QUEUE)
    assert "@jemand would be notified" in queue("approve", 1).err
    assert states(drafts()) == ["waiting"]


def test_what_is_posted_is_final(paper, queue, drafts, x):
    paper()
    queue("fill", "--stories", 1)
    queue("approve", 1)
    queue("post", now=FIRST)
    for words in (("approve", 1), ("drop", 1), ("edit", 1, "--text", "a"), ("move", 1, "12:00")):
        assert queue(*words).code == 1
    assert states(drafts()) == [POSTED]
    assert "posted" not in queue("list").out
    assert "posted" in queue("list", "--all").out


def test_a_slot_that_was_used_or_a_day_that_is_full_takes_no_other(paper, queue, drafts, x):
    paper(more="  per_day: 2\n")
    queue("fill", "--stories", "all")
    queue("approve", "all")
    queue("post", now=FIRST)
    assert "draft 1 has that slot" in queue("move", 2, "2026-11-21T07:30", now=FIRST).err
    done = queue("move", 3, "2026-11-21T12:00", now=FIRST)
    assert "2 posts planned for that day already" in done.err
    assert states(drafts()) == [POSTED, APPROVED, APPROVED]


def test_an_editor_that_changes_nothing_changes_nothing(paper, queue, drafts, monkeypatch):
    monkeypatch.setenv("EDITOR", "true")
    paper()
    queue("fill", "--stories", 1)
    queue("approve", 1)
    before = drafts()
    assert queue("edit", 1).code == 0
    assert drafts() == before


def test_no_editor_is_opened_where_nobody_can_type(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 1)
    done = queue("edit", 1)
    assert (done.code, states(drafts())) == (1, ["waiting"])
    assert "draft 1: nobody can type here\n  hint: `digest queue edit 1 --text" in done.err
