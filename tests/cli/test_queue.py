import json
from datetime import datetime

import pytest

from digest.store import Store
from tests.cli.conftest import rss
from tests.fakes.server import Answered, as_json
from tests.fakes.x import KEYS
from tests.fakes.x_posting import PostingX, refusal
from tests.outputs.samples import edition, story

BREAKFAST = "2026-11-21T07:00+01:00"
FIRST = "2026-11-21T07:30+01:00"
SECOND = "2026-11-21T08:15+01:00"
QUEUE = 'language: de\ntimezone: Europe/Berlin\nqueue:\n  slots: ["07:30", "08:15", "12:00"]\n'
TITLES = ("Kolibri ändert die Bedingungen", "Neue Abmahnwelle rollt an", "Tickets ab zehn Uhr")


@pytest.fixture
def x(monkeypatch):
    with PostingX() as server:
        monkeypatch.setenv("DIGEST_X_API", server.address)
        for name, value in KEYS.items():
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


def keep(folder, *titles, **more):
    """Count an edition with these headlines as printed, numbered like their items."""
    with Store(folder) as store:
        number = store.next_number()
        start = 100 * number
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
        store.keep(edition(("News", stories), number=number, sources=labels))


def states(found):
    return [draft["state"] for draft in found]


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
    assert (first["cost"], first["due"], first["posted"], first["problem"]) == (0.2, None, None, None)


def test_fill_without_an_edition_is_a_problem(queue, feeds_yaml):
    feeds_yaml("https://blatt.example/feed", more=QUEUE)
    done = queue("fill")
    assert done.code == 1
    assert "there is no edition yet" in done.err


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
    queue("fill", "--stories", 2)
    assert len(drafts()) == 2
    queue("fill")
    assert [draft["id"] for draft in drafts()] == [1, 2, 3]


def test_fill_makes_no_new_draft_of_a_story_that_was_dropped(paper, queue, drafts):
    paper()
    queue("fill", "--stories", 1)
    assert queue("drop", 1).code == 0
    queue("fill", "--stories", 1)
    assert states(drafts()) == ["dropped"]


def test_automatic_approval_gives_slots_at_once(paper, queue, drafts):
    paper(more="  approve: automatic\n")
    queue("fill")
    assert [draft["due"] for draft in drafts()] == [
        "2026-11-21T07:30:00+01:00",
        "2026-11-21T08:15:00+01:00",
        "2026-11-21T12:00:00+01:00",
    ]


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


@pytest.mark.parametrize("words", [("approve", 1, 99), ("drop", 1, 99), ("edit", 99, "--text", "a")])
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


def test_edit_opens_the_editor(paper, queue, drafts, monkeypatch, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'aus dem Editor\\n' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    paper()
    queue("fill", "--stories", 1)
    assert queue("edit", 1).code == 0
    assert drafts()[0]["text"] == "aus dem Editor"


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
    assert queue("move", 1, "08:15").code == 0
    assert [draft["due"][11:16] for draft in drafts()] == ["08:15", "07:30"]
    assert queue("move", 1, "2026-11-22T12:00").code == 0
    assert [draft["due"][:16] for draft in drafts()] == ["2026-11-22T12:00", "2026-11-21T07:30"]


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
    assert "approved: 2 posts, $0.400" in done.err


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


# Posting


def approved(paper, queue, count=1, more=""):
    paper(more=more)
    queue("fill", "--stories", count)
    assert queue("approve", "all").code == 0


def test_what_is_due_is_posted_once(paper, queue, drafts, x):
    approved(paper, queue, 2)
    assert queue("post").code == 0
    assert x.wire == []
    done = queue("post", now=FIRST)
    assert (done.code, done.out) == (0, "")
    assert x.wire == [drafts()[0]["text"]]
    posted = drafts()[0]["posted"]
    assert posted["url"] == f"https://x.com/i/status/{posted['id']}"
    assert datetime.fromisoformat(posted["at"]) == datetime.fromisoformat(FIRST)
    assert queue("post", now=FIRST).code == 0
    assert len(x.wire) == 1


def test_the_oldest_goes_first(paper, queue, drafts, x):
    approved(paper, queue, 2)
    queue("post", now="2026-11-21T08:20+01:00")
    assert x.wire == [draft["text"] for draft in drafts()]


def test_quiet_says_nothing_when_all_is_well(paper, queue, run, x):
    approved(paper, queue)
    done = run("-q", "queue", "post", now=FIRST)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_a_dry_run_says_what_would_be_sent_and_what_it_costs(paper, queue, drafts, x):
    approved(paper, queue, 2)
    done = queue("post", "--dry-run", now=SECOND)
    assert done.code == 0
    assert done.out.splitlines()[-1] == "due now: 2 posts, $0.400"
    assert done.out.startswith("draft 1 on x, Sat 21 Nov 07:30, $0.200: ")
    assert x.log == []
    assert states(drafts()) == ["approved", "approved"]


def test_what_was_missed_for_too_long_is_late(paper, queue, drafts, x):
    approved(paper, queue, 2)
    done = queue("post", now="2026-11-21T09:31+01:00")
    assert done.code == 1
    assert "draft 1 on x: late" in done.err
    assert states(drafts()) == ["late", "posted"]
    assert queue("edit", 1, "--text", "anderes").code == 1
    assert queue("approve", 1, now="2026-11-21T09:32+01:00").code == 0
    assert drafts()[0]["due"] == "2026-11-21T12:00:00+01:00"


def test_400_fails_the_draft_and_goes_on(paper, queue, drafts, x):
    approved(paper, queue, 2)
    x.fault(refusal(400, detail="bad text"), at="/2/tweets")
    done = queue("post", now=SECOND)
    assert done.code == 1
    assert "bad text" in done.err
    assert states(drafts()) == ["failed", "posted"]
    assert "bad text" in drafts()[0]["problem"]
    assert queue("edit", 1, "--text", "besser").code == 0
    assert states(drafts()) == ["waiting", "posted"]


STOPS = {
    "401": refusal(401, detail="Unauthorized"),
    "402 depleted": as_json(402, {"title": "CreditsDepleted", "detail": "no credits"}),
    "402 spaced": as_json(402, {"errors": [{"message": "credits depleted"}]}),
    "403 reply": refusal(403, detail="Reply to this conversation is not allowed."),
    "403 cap": refusal(403, reason="SpendCapReached"),
    "429": as_json(429, {"title": "Too Many Requests"}),
}


@pytest.mark.parametrize("fault", STOPS)
def test_a_refusal_of_everything_stops_the_queue_and_loses_nothing(paper, queue, drafts, x, fault):
    approved(paper, queue, 2)
    x.fault(STOPS[fault], at="/2/tweets")
    done = queue("post", now=SECOND)
    assert done.code == 1
    assert "hint: " in done.err
    assert "Traceback" not in done.err
    assert states(drafts()) == ["approved", "approved"]
    assert x.asked == ["/2/tweets"]
    assert queue("post", now=SECOND).code == 0
    assert len(x.wire) == 2


def test_429_is_waited_out_to_the_latest_reset_of_what_is_used_up(paper, queue, drafts, x):
    approved(paper, queue)
    soon = int(datetime.fromisoformat("2026-11-21T07:40+01:00").timestamp())
    later = int(datetime.fromisoformat("2026-11-21T08:00+01:00").timestamp())
    last = int(datetime.fromisoformat("2026-11-22T08:00+01:00").timestamp())
    headers = {
        **{"x_rate_limit_remaining": "0", "x_rate_limit_reset": str(soon)},
        **{"x_user_limit_24hour_remaining": "0", "x_user_limit_24hour_reset": str(later)},
        **{"x_app_limit_24hour_remaining": "5", "x_app_limit_24hour_reset": str(last)},
    }
    x.fault(as_json(429, {"title": "Too Many Requests"}, **headers), at="/2/tweets")
    assert queue("post", now=FIRST).code == 1
    done = queue("post", now="2026-11-21T07:59+01:00")
    assert done.code == 1
    assert "until 21 November 07:00 UTC" in done.err
    assert x.asked == ["/2/tweets"]
    assert queue("post", now="2026-11-21T08:00+01:00").code == 0
    assert len(x.wire) == 1


LOST = {
    "nothing came": Answered(silent=True, first=False),
    "503 in HTML": Answered(status=503, body=b"<html>", type="text/html", first=False),
    "500": as_json(500, {"title": "oops"}),
    "201 without an id": Answered(status=201, body=b"{}", first=False),
    "cut": Answered(status=201, body=b'{"data": {"id": "1"}}' * 9, cut=True, first=False),
    "200 in HTML": Answered(body=b"<html>hello</html>", type="text/html", first=False),
}


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_unclear_and_found_on_the_timeline(paper, queue, drafts, x, fault):
    approved(paper, queue)
    x.fault(LOST[fault], at="/2/tweets")
    done = queue("post", now=FIRST)
    assert done.code == 1
    assert "unclear" in done.err
    assert states(drafts()) == ["unclear"]
    queue("post", now="2026-11-21T07:45+01:00")
    assert states(drafts()) == ["posted"]
    assert len(x.wire) == 1
    assert drafts()[0]["posted"]["id"] in x.tweets


def test_a_look_before_ten_minutes_proves_no_absence(paper, queue, drafts, x):
    approved(paper, queue)
    x.fault(as_json(500, {}), at="/2/tweets")
    queue("post", now=FIRST)
    assert queue("post", now="2026-11-21T07:39+01:00").code == 1
    assert x.sent == []
    assert states(drafts()) == ["unclear"]
    assert queue("post", now="2026-11-21T07:40+01:00").code == 0
    assert states(drafts()) == ["posted"]
    assert len(x.wire) == 1


@pytest.mark.parametrize(
    "look",
    [
        as_json(500, {}),
        as_json(200, {}),
        as_json(200, {"data": [], "errors": [{"title": "partial"}]}),
        as_json(200, {"meta": {"result_count": 3}}),
        Answered(silent=True),
        Answered(body=b"<html>", type="text/html"),
    ],
)
def test_without_a_good_look_it_waits(paper, queue, drafts, x, look):
    approved(paper, queue)
    x.fault(as_json(500, {}), at="/2/tweets")
    queue("post", now=FIRST)
    x.fault(look, at="/2/users/7/tweets")
    done = queue("post", now="2026-11-21T07:45+01:00")
    assert done.code == 1
    assert states(drafts()) == ["unclear"]
    assert x.sent == []


def test_the_same_text_is_sent_again_and_a_lagging_timeline_makes_no_second_post(
    paper, queue, drafts, x
):
    approved(paper, queue)
    x.fault(Answered(silent=True, first=False), at="/2/tweets")
    queue("post", now=FIRST)
    x.lag = 1
    assert queue("post", now="2026-11-21T07:45+01:00").code == 0
    assert states(drafts()) == ["posted"]
    assert len(x.wire) == 1
    assert len(x.sent) == 2


def test_a_duplicate_without_a_match_is_unclear(paper, queue, drafts, x):
    approved(paper, queue)
    x.wire.append(drafts()[0]["text"])
    assert queue("post", now=FIRST).code == 1
    assert states(drafts()) == ["unclear"]


def test_a_duplicate_that_is_on_the_timeline_is_posted(paper, queue, drafts, x):
    approved(paper, queue)
    x.wire.append(drafts()[0]["text"])
    tweet = x.keep(drafts()[0]["text"])
    assert queue("post", now=FIRST).code == 0
    assert drafts()[0]["posted"]["id"] == tweet.id


def test_an_unclear_draft_is_approved_or_dropped_by_a_person(paper, queue, drafts, x):
    approved(paper, queue, 2)
    x.fault(as_json(500, {}), at="/2/tweets", times=2)
    queue("post", now=SECOND)
    assert states(drafts()) == ["unclear", "unclear"]
    assert queue("edit", 1, "--text", "anderes").code == 1
    assert queue("drop", 2).code == 0
    assert queue("approve", 1, now=SECOND).code == 0
    assert drafts()[0]["due"] == "2026-11-21T08:15:00+01:00"  # which was freed
    assert queue("post", now=SECOND).code == 0
    assert states(drafts()) == ["posted", "dropped"]
    assert len(x.wire) == 1


def test_an_approved_unclear_draft_is_looked_for_before_it_is_sent(paper, queue, drafts, x):
    approved(paper, queue)
    x.fault(Answered(silent=True, first=False), at="/2/tweets")
    queue("post", now=FIRST)
    queue("approve", 1, now=FIRST)
    assert queue("post", now=SECOND).code == 0
    assert states(drafts()) == ["posted"]
    assert len(x.sent) == 1


def test_no_connection_leaves_everything_approved(paper, queue, drafts, x, monkeypatch):
    approved(paper, queue)
    monkeypatch.setenv("DIGEST_X_API", "http://127.0.0.1:9")
    done = queue("post", now=FIRST)
    assert done.code == 1
    assert "no connection" in done.err
    assert states(drafts()) == ["approved"]


def test_missing_keys_are_named(paper, queue, drafts, x, monkeypatch):
    approved(paper, queue)
    monkeypatch.delenv("X_ACCESS_TOKEN")
    done = queue("post", now=FIRST)
    assert done.code == 1
    assert "X_ACCESS_TOKEN" in done.err
    assert states(drafts()) == ["approved"]


def test_no_key_is_ever_shown(paper, run, queue, x):
    approved(paper, queue, 2)
    x.fault(refusal(401, detail="token access-secret-SENTINEL"), at="/2/tweets")
    done = run("-v", "queue", "post", now=SECOND)
    assert "SENTINEL" not in done.out + done.err
    assert "SENTINEL" not in queue("list", "--json").out


def test_per_day_counts_what_was_sent_on_the_local_date(paper, queue, drafts, x, feeds_yaml):
    approved(paper, queue, 2)
    feeds_yaml("https://www.example.org/feed", more=QUEUE + "  per_day: 1\n")
    done = queue("post", now=SECOND)
    assert done.code == 1
    assert "per_day" in done.err
    assert states(drafts()) == ["posted", "approved"]


def test_the_budget_stops_before_it_is_passed(paper, queue, drafts, x):
    approved(paper, queue, 3, more="  budget: 0.40 USD per month\n")
    assert queue("post", now=SECOND).code == 0
    done = queue("post", now="2026-11-21T12:00+01:00")
    assert done.code == 1
    assert "budget of 0.4" in done.err
    assert states(drafts()) == ["posted", "posted", "approved"]


def test_a_new_month_has_a_new_budget(paper, queue, drafts, x):
    approved(paper, queue, 1, more="  budget: 0.20 USD per month\n")
    assert queue("post", now=FIRST).code == 0
    queue("fill", now=SECOND)
    queue("approve", 2, now="2026-11-30T12:01+01:00")
    assert queue("post", now="2026-12-01T07:30+01:00").code == 0
    assert states(drafts()) == ["posted", "posted", "waiting"]


def test_spacing_keeps_two_posts_apart(paper, queue, drafts, x):
    approved(paper, queue, 2, more="  spacing: 20m\n")
    assert queue("post", now=SECOND).code == 0
    assert len(x.wire) == 1
    assert drafts()[1]["due"] == "2026-11-21T08:35:00+01:00"
    assert queue("post", now="2026-11-21T08:35+01:00").code == 0
    assert len(x.wire) == 2


def test_nothing_is_sent_in_quiet_hours(paper, queue, drafts, x, feeds_yaml):
    approved(paper, queue)
    feeds_yaml("https://www.example.org/feed", more=QUEUE + '  quiet: "20:00-08:00"\n')
    assert queue("post", now=FIRST).code == 0
    assert x.wire == []
    assert queue("post", now="2026-11-21T08:00+01:00").code == 0
    assert len(x.wire) == 1


def test_the_same_text_is_not_posted_twice_as_two_drafts(paper, queue, drafts, x):
    approved(paper, queue, 2)
    queue("edit", 1, "--text", "ein Text")
    queue("edit", 2, "--text", "ein Text")
    queue("approve", 1, 2)
    assert queue("post", now=FIRST).code == 0
    done = queue("post", now=SECOND)
    assert done.code == 1
    assert "draft 1 posted the same text" in done.err
    assert states(drafts()) == ["posted", "failed"]
