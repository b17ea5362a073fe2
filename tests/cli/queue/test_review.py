import io
import os
import sys
from pathlib import Path

import pytest

from tests.cli.queue.conftest import states


@pytest.fixture
def keys(monkeypatch):
    """Type these lines."""

    def keys(*lines):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return keys


def test_one_key_decides_on_each_draft(paper, queue, drafts, keys):
    paper()
    queue("fill")
    keys("a", "d", "s")
    done = queue("review")
    assert done.code == 0
    assert states(drafts()) == ["approved", "dropped", "waiting"]
    assert "1 of 3, 1 post, $0.20, would go Sat 21 Nov 07:30" in done.out
    assert "2 of 3, 1 post, $0.20, would go Sat 21 Nov 08:15" in done.out
    assert "[a]pprove  [e]dit  [c]omment  [s]kip  [d]rop  [q]uit  [u]rgent" in done.out
    assert "of 280 · $0.20" in done.out
    assert done.err == "approved: 1 post, $0.20\n"


def test_a_comment_is_asked_for_and_the_draft_shown_again(paper, queue, drafts, keys):
    paper()
    queue("fill", "--stories", 1)
    keys("c", "Bitte prüfen:", "a")
    done = queue("review")
    assert done.out.count("1 of 1") == 2
    assert drafts()[0]["text"].startswith("Bitte prüfen:\n")
    assert states(drafts()) == ["approved"]


def test_the_editor_opens(paper, queue, drafts, keys, monkeypatch, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'aus dem Editor\\n' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    paper()
    queue("fill", "--stories", 1)
    keys("e", "s")
    queue("review")
    assert drafts()[0]["text"] == "aus dem Editor"


@pytest.mark.parametrize("end", [["q"], []])
def test_what_was_decided_before_the_end_stays(paper, queue, drafts, keys, end):
    paper()
    queue("fill")
    keys("a", *end)
    assert queue("review").code == 0
    assert states(drafts()) == ["approved", "waiting", "waiting"]


def test_what_cannot_be_is_said_and_asked_again(paper, queue, drafts, keys):
    paper()
    queue("fill", "--stories", 1)
    keys("u", "x", "s")
    done = queue("review")
    assert "no must-see rule" in done.err
    assert done.out.count("1 of 1") == 3
    assert states(drafts()) == ["waiting"]


def test_nothing_to_review_says_how_to_get_something(paper, queue, keys):
    paper()
    keys()
    assert "queue fill" in queue("review").err


EDITOR = """#!/bin/sh
cat "$1" >> "$HOME/opened"
if [ -e "$HOME/again" ]; then printf 'kurz genug\\n' > "$1"; else printf '%0300d\\n' 0 > "$1"; fi
touch "$HOME/again"
"""


@pytest.mark.parametrize(("answer", "text"), [("", "kurz genug"), ("n", None)])
def test_on_a_terminal_a_text_that_is_too_long_is_not_lost(
    paper, queue, drafts, tmp_path, terminal, answer, text
):
    home = Path(os.environ["HOME"])
    (tmp_path / "editor").write_text(EDITOR)
    (tmp_path / "editor").chmod(0o755)
    paper()
    queue("fill", "--stories", 1)
    before = drafts()[0]["text"]
    typed = [("open it again?", f"{answer}\n")]
    code, shown = terminal("queue", "edit", "1", typed=typed, EDITOR=str(tmp_path / "editor"))
    assert "300 of 280 characters; open it again?" in shown
    assert (code, drafts()[0]["text"]) == ((1, before) if text is None else (0, text))
    if text:
        assert (home / "opened").read_text().endswith("0" * 300 + "\n")


MENU = "[q]uit"


def test_on_a_terminal_one_key_is_enough(paper, queue, drafts, terminal):
    paper()
    queue("fill")
    typed = [(MENU, "ä"), (MENU, "\x1b[A"), (MENU, "a"), (MENU, "c")]
    typed += [("your words", "Bitte lesen:\n"), (MENU, "A"), (MENU, "\x1b")]
    code, shown = terminal("queue", "review", typed=typed)
    assert code == 0
    assert states(drafts()) == ["approved", "approved", "waiting"]
    assert drafts()[1]["text"].startswith("Bitte lesen:\n")
    assert shown.count("1 of 3") == 3
    assert "approved: 2 posts, $0.40" in shown


def test_keys_that_are_pressed_too_early_count(paper, queue, drafts, terminal):
    paper()
    queue("fill")
    code, _ = terminal("queue", "review", typed=[(MENU, "ada")])
    assert (code, states(drafts())) == (0, ["approved", "dropped", "approved"])


def test_ctrl_c_ends_a_review_as_it_ends_everything(paper, queue, drafts, terminal):
    paper()
    queue("fill")
    code, _ = terminal("queue", "review", typed=[(MENU, "a"), (MENU, "\x03")])
    assert (code, states(drafts())) == (130, ["approved", "waiting", "waiting"])


def test_a_draft_that_finds_no_slot_says_so(paper, queue, keys):
    paper(more='  quiet: "07:00-13:00"\n')
    queue("fill", "--stories", 1)
    keys("a", "q")
    done = queue("review")
    assert "1 of 1, 1 post, $0.20, queue: no slot is free within 400 days" in done.out
    assert "add slots or raise per_day" in done.err
