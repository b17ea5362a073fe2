import json
from datetime import datetime

import pytest

from digest.store import Store
from tests.cli.conftest import rss
from tests.cli.queue.conftest import BREAKFAST, FIRST, QUEUE, TITLES, states

# Filling


def test_fill_makes_a_draft_of_each_story_and_the_contract_s_json_shows_it(paper, queue, drafts):
    paper()
    assert queue("fill").code == 0
    found = drafts()
    assert [draft["id"] for draft in found] == [1, 2, 3]
    first = found[0]
    assert set(first) == {
        *("id", "state", "network", "text", "length", "cost", "url", "story", "edition", "due"),
        *("posted", "problem"),
    }
    assert "(Beispielblatt)\nhttps://www.example.org/" in first["text"]
    assert (first["state"], first["network"], first["edition"]) == ("waiting", "x", 1)
    assert (first["cost"], first["due"], first["posted"], first["problem"]) == (
        0.2,
        None,
        None,
        None,
    )


def test_fill_without_an_edition_is_a_problem(queue, feeds_yaml):
    feeds_yaml("https://blatt.example/feed", more=QUEUE)
    done = queue("fill")
    assert done.code == 1
    assert done.err == "no edition has been printed yet\n  hint: run `digest today` first\n"


def test_fill_after_a_paper_without_news_says_why_it_makes_none(queue, run, web, feeds_yaml):
    web.page("/feed", rss())
    feeds_yaml(web.url("/feed"), more=QUEUE)
    assert run("today", now=BREAKFAST).code == 0
    assert queue("fill").err == "no new drafts: edition 1 has no stories\n"


def test_fill_says_what_the_format_tweets_prints(queue, drafts, run, web, feeds_yaml):
    web.page("/feed", rss(*TITLES, site="https://www.example.org"))
    feeds_yaml(web.url("/feed"), more=QUEUE)
    assert run("today", "--queue", now=BREAKFAST).code == 0
    assert len(drafts()) == 3
    printed = run("today", "--offline", "--peek", "--since", "24h", "--format", "tweets").out
    posts = printed.removesuffix("\n").split("\n---\n")
    assert posts == [draft["text"] for draft in drafts()]


def test_fill_makes_a_second_draft_of_no_story(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 2)
    assert queue("fill", "--stories", 2).err == "no new drafts: stories 1 to 2 had one\n"
    assert queue("fill", "--stories", 1).err == "no new drafts: story 1 had one\n"
    assert len(drafts()) == 2
    done = queue("fill")
    assert done.err == "1 new draft: 1 post, $0.20; `digest queue review` shows it\n"
    assert [draft["id"] for draft in drafts()] == [1, 2, 3]


def test_fill_makes_no_new_draft_of_a_story_that_was_dropped(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 1)
    assert queue("drop", 1).code == 0
    queue("fill", "--stories", 1)
    assert states(drafts()) == ["dropped"]


def test_automatic_approval_gives_slots_at_once(paper, queue, drafts):
    paper(more="  approve: automatic\n")
    done = queue("fill")
    assert done.err == "3 new drafts: 3 posts, $0.60; `digest queue list` shows them\n"
    assert [draft["due"] for draft in drafts()] == [
        "2026-11-21T07:30:00+01:00",
        "2026-11-21T08:15:00+01:00",
        "2026-11-21T12:00:00+01:00",
    ]


def test_automatic_approval_says_when_drafts_pile_up(paper, queue, drafts):
    paper(*(f"Meldung Nummer {number}" for number in range(5)), more="  approve: automatic\n")
    assert queue("fill").err.splitlines()[1:] == [
        "draft 5 goes as late as Sun 22 Nov 08:15: there are fewer slots than drafts"
    ]


def test_automatic_approval_leaves_one_that_cannot_go_and_says_so(paper, queue, drafts):
    more = '  approve: automatic\n  templates: {x: "{headline} > {link}"}\n'
    paper("Kolibri ändert die Bedingungen", "Wie x <y wirkt", "Tickets ab zehn", more=more)
    done = queue("fill")
    assert (done.code, done.err.splitlines()[1:]) == (
        0,
        ["draft 2 on x waits: there is an HTML tag in it, which would be shown as it is"],
    )
    assert states(drafts()) == ["approved", "waiting", "approved"]
    assert "HTML tag" in drafts()[1]["problem"]
    assert queue("edit", 2, "--text", "Wie x auf y wirkt").code == 0
    assert drafts()[1]["problem"] is None
    assert queue("approve", 2).code == 0
    assert drafts()[1]["due"] == "2026-11-21T12:00:00+01:00"


def test_without_links_a_post_costs_less(paper, queue, drafts):
    paper(more="  links: none\n")
    queue("fill", "--stories", 1)
    (draft,) = drafts()
    assert draft["cost"] == 0.015
    assert "http" not in draft["text"]
    assert draft["url"].startswith("https://")


def test_feeds_yaml_without_a_queue_is_named(run, feeds_yaml):
    feeds_yaml("https://blatt.example/feed")
    done = run("queue", "list")
    assert done.code == 1
    assert done.err.splitlines()[0].endswith("feeds.yaml: there is no 'queue:'")


# A person's hands


def test_approved_drafts_take_the_next_slots_in_the_order_named(paper, queue, drafts):
    paper()
    queue("fill")
    assert queue("approve", 3, 1, now=FIRST).code == 0
    due = {draft["id"]: draft["due"] for draft in drafts()}
    assert due == {3: "2026-11-21T07:30:00+01:00", 1: "2026-11-21T08:15:00+01:00", 2: None}


def test_approve_all_is_every_draft_that_waits(paper, queue, drafts):
    paper()
    queue("fill")
    queue("drop", 2)
    assert queue("approve", "all").code == 0
    assert states(drafts()) == ["approved", "dropped", "approved"]


def test_approving_what_is_approved_changes_nothing(paper, queue, drafts):
    paper()
    queue("fill")
    queue("approve", 1, 2)
    before = drafts()
    assert queue("approve", 2, 1).code == 0
    assert drafts() == before


def test_a_day_takes_per_day_and_the_rest_goes_on_the_next(paper, queue, drafts):
    paper(more="  per_day: 2\n")
    queue("fill", "--stories", "all")
    queue("approve", "all")
    assert [draft["due"][:16] for draft in drafts()] == [
        "2026-11-21T07:30",
        "2026-11-21T08:15",
        "2026-11-22T07:30",
    ]


@pytest.mark.parametrize(
    "words", [("approve", 1, 99), ("drop", 1, 99), ("edit", 99, "--text", "a")]
)
def test_an_unknown_id_changes_nothing(paper, queue, drafts, words):
    paper()
    queue("fill")
    before = drafts()
    done = queue(*words)
    assert done.code == 1
    assert done.err.startswith("draft 99: ")
    assert drafts() == before


def test_an_impossible_change_changes_nothing(paper, queue, drafts):
    paper()
    queue("fill")
    queue("drop", 2)
    before = drafts()
    assert queue("approve", 1, 2).code == 1
    assert queue("edit", 2, "--text", "anderes").code == 1
    assert drafts() == before
    assert queue("drop", 2).code == 0
    assert drafts() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the text is empty"),
        (" \n ", "the text is empty"),
        ("ä" * 281, "281 of 280 characters"),
        ("日" * 141, "282 of 280"),
        ("$ACME steigt, $ACNE fällt", "more than one cashtag"),
        ("Danke @jemand", "@jemand would be notified"),
        ("<b>fett</b>", "HTML"),
        ("Siehe https://x.com/jemand/status/123", "link of a post on X"),
    ],
)
def test_edit_refuses_what_cannot_be_posted_and_changes_nothing(paper, queue, drafts, text, reason):
    paper()
    queue("fill")
    before = drafts()
    done = queue("edit", 1, "--text", text)
    assert done.code == 1
    assert reason in done.err
    assert drafts() == before


def test_an_edited_draft_waits_again(paper, queue, drafts):
    paper()
    queue("fill")
    queue("approve", 1)
    text = "Ganz neu, auf\nzwei Zeilen: https://example.org/" + "a" * 400
    assert queue("edit", 1, "--text", text).code == 0
    draft = drafts()[0]
    assert (draft["state"], draft["due"], draft["text"]) == ("waiting", None, text)
    assert draft["length"] == len("Ganz neu, auf\nzwei Zeilen: ") + 23


def test_what_is_approved_already_is_said_to_go_as_before(paper, queue):
    paper()
    queue("fill")
    first = queue("approve", 2).err.splitlines()[0]
    assert first == "draft 2 goes on x Sat 21 Nov 07:30"
    again = queue("approve", "--urgent", 2)
    assert (again.code, again.err) == (0, f"{first}\napproved: 0 posts, $0.00\n")


def test_edit_opens_the_editor(paper, queue, drafts, monkeypatch, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'aus dem Editor\\n' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    paper()
    queue("fill", "--stories", 1)
    assert queue("edit", 1).code == 0
    assert drafts()[0]["text"] == "aus dem Editor"


@pytest.mark.parametrize("editor", ["false", "/no/such/editor"])
def test_an_editor_that_fails_is_named_with_what_to_do(paper, queue, drafts, monkeypatch, editor):
    monkeypatch.setenv("EDITOR", editor)
    paper()
    queue("fill", "--stories", 1)
    before = drafts()
    problem, hint = (done := queue("edit", 1)).err.splitlines()
    assert (done.code, drafts()) == (1, before)
    assert problem.startswith(f"draft 1: {editor}: Editing failed")
    assert hint == "  hint: name another EDITOR, or write it: `digest queue edit 1 --text ...`"


def test_allowed_handles_may_be_mentioned(paper, queue, drafts):
    paper(more='  allow: ["@jemand"]\n')
    queue("fill", "--stories", 1)
    assert queue("edit", 1, "--text", "Danke @Jemand").code == 0
    assert drafts()[0]["text"] == "Danke @Jemand"


def test_a_comment_stands_before_the_headline_and_goes_again(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 1)
    before = drafts()[0]["text"]
    assert queue("comment", 1, "Bitte bis Freitag prüfen:").code == 0
    assert drafts()[0]["text"] == "Bitte bis Freitag prüfen:\n" + before
    queue("comment", 1, "")
    assert drafts()[0]["text"] == before


@pytest.mark.parametrize(
    "words", [("comment", 1, "Bitte bis Freitag prüfen:"), ("edit", 1, "--text", "von Hand")]
)
def test_who_changes_an_approved_draft_is_told_that_it_waits_again(paper, queue, drafts, words):
    paper()
    queue("fill", "--stories", 1)
    assert queue(*words).err == ""
    queue("approve", 1)
    assert queue(*words).err == "draft 1 waits for your approval again: `digest queue approve 1`\n"
    assert (drafts()[0]["state"], drafts()[0]["due"]) == ("waiting", None)


def test_an_editor_too_says_that_an_approved_draft_waits_again(paper, queue, tmp_path, monkeypatch):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho 'aus dem Editor' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    paper()
    queue("fill", "--stories", 1)
    queue("approve", 1)
    assert "draft 1 waits for your approval again" in queue("edit", 1).err


def test_a_comment_that_leaves_no_room_is_refused(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 1)
    before = drafts()
    done = queue("comment", 1, "viel " * 60)
    assert done.code == 1
    assert drafts() == before


def test_a_draft_written_by_hand_takes_no_comment(paper, queue):
    paper()
    queue("fill", "--stories", 1)
    queue("edit", 1, "--text", "von Hand")
    assert queue("comment", 1, "Oh:").code == 1


def test_drafts_trade_their_slots(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 2)
    queue("approve", "all")
    done = queue("move", 1, "8:15")
    assert done.err.splitlines() == [
        "draft 1 goes Sat 21 Nov 08:15",
        "draft 2 goes Sat 21 Nov 07:30",
    ]
    assert [draft["due"][11:16] for draft in drafts()] == ["08:15", "07:30"]
    assert queue("move", 1, "2026-11-22T12:00").code == 0
    assert [draft["due"][:16] for draft in drafts()] == ["2026-11-22T12:00", "2026-11-21T07:30"]


def test_nobody_gets_a_slot_that_is_past(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 2)
    queue("approve", "all")
    before = drafts()
    done = queue("move", 1, "08:15", now="2026-11-21T07:40+01:00")
    assert (done.code, drafts()) == (1, before)
    assert "draft 2 has that slot, and that of draft 1 is past" in done.err


@pytest.mark.parametrize("slot", ["08:16", "2026-11-20T08:15", "bald"])
def test_a_draft_moves_to_slots_only(paper, queue, drafts, slot):
    paper()
    queue("fill", "--stories", 1)
    queue("approve", 1)
    before = drafts()
    done = queue("move", 1, slot)
    assert done.code == 1
    assert "07:30, 08:15, 12:00" in done.err
    assert drafts() == before


def test_only_an_approved_draft_moves(paper, queue):
    paper()
    queue("fill", "--stories", 1)
    assert queue("move", 1, "08:15").code == 1


def test_who_only_looks_waits_for_nobody_who_writes(paper, queue, tmp_path):
    paper()
    queue("fill")
    with Store(tmp_path / "data") as store, store.drafts.changing(datetime.fromisoformat(FIRST)):
        assert queue("show", 1).code == 0


def test_show_tells_a_draft_s_story(paper, queue):
    paper()
    queue("fill", "--stories", 1)
    queue("approve", 1)
    done = queue("show", 1)
    assert done.code == 0
    assert "draft 1 · x · approved · " in done.out
    assert "waiting: of edition 1" in done.out
    assert "approved: approved" in done.out
    assert json.loads(queue("show", 1, "--json").out)["drafts"][0]["id"] == 1
    assert queue("show", 7).code == 1


def test_the_table_fits_its_page_and_sums_up(paper, queue):
    paper()
    queue("fill")
    queue("approve", 1, 2)
    done = queue("list")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "Sat 21 Nov 07:30" in done.out
    assert "approved: 2 posts, $0.40" in done.err


def test_an_empty_queue_says_how_to_fill_it(feeds_yaml, queue):
    feeds_yaml("https://blatt.example/feed", more=QUEUE)
    done = queue("list")
    assert (done.code, done.out) == (0, "")
    assert "queue fill" in done.err


def test_urgent_takes_the_next_moment_outside_the_quiet_hours(paper, queue, drafts):
    paper(more='  quiet: "20:00-07:15"\n')
    queue("fill")
    (number,) = (draft["id"] for draft in drafts() if "Abmahnwelle" in draft["text"])
    assert queue("approve", "--urgent", number).code == 0
    assert drafts()[number - 1]["due"] == "2026-11-21T07:15:00+01:00"
    other = 1 if number != 1 else 2
    done = queue("approve", "--urgent", other)
    assert done.code == 1
    assert "no must-see rule" in done.err
