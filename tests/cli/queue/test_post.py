from datetime import datetime

import pytest

from digest.store import Store
from tests.cli.queue.conftest import FIRST, QUEUE, SECOND, states
from tests.fakes.server import Answered, as_json
from tests.fakes.x_posting import refusal


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


@pytest.mark.parametrize("more", ["  per_day: 1\n", "  budget: 0.20 USD per month\n"])
def test_what_is_held_back_is_said_once_and_listed(paper, queue, run, drafts, x, more, feeds_yaml):
    approved(paper, queue, 2)
    feeds_yaml("https://www.example.org/feed", more=QUEUE + more)
    said = [run("-q", "queue", "post", now=SECOND) for _ in range(2)]
    assert [done.code for done in said] == [1, 1]
    assert [bool(done.err) for done in said] == [True, False]
    assert drafts()[1]["problem"]
    assert states(drafts()) == ["posted", "approved"]


def test_quiet_says_nothing_when_all_is_well(paper, queue, run, x):
    approved(paper, queue)
    done = run("-q", "queue", "post", now=FIRST)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_quiet_says_once_what_needs_a_person(paper, queue, run, x):
    approved(paper, queue, 2)
    x.fault(refusal(401, detail="Unauthorized"), at="/2/tweets", times=2)
    first = run("-q", "queue", "post", now=FIRST)
    assert (first.code, len(first.err.splitlines())) == (1, 2)
    again = run("-q", "queue", "post", now="2026-11-21T07:45+01:00")
    assert (again.code, again.err) == (1, "")


def test_a_dry_run_says_what_would_be_sent_and_what_it_costs(paper, queue, drafts, x):
    approved(paper, queue, 2)
    done = queue("post", "--dry-run", now=SECOND)
    assert done.code == 0
    assert done.out.splitlines()[-1] == "due now: 2 posts, $0.40"
    assert done.out.startswith("draft 1 on x, Sat 21 Nov 07:30, $0.20: ")
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


def test_what_is_late_says_what_kept_it(paper, queue, drafts, x):
    approved(paper, queue, 2)
    reset = str(int(datetime.fromisoformat("2026-11-22T07:00+01:00").timestamp()))
    limits = {"x_rate_limit_remaining": "0", "x_rate_limit_reset": reset}
    x.fault(as_json(429, {"title": "Too Many Requests"}, **limits), at="/2/tweets")
    queue("post", now=FIRST)
    queue("post", now=SECOND)
    done = queue("post", now="2026-11-21T11:00+01:00")
    kept = "late: its slot passed: X: asked too often (429), not again before 2026-11-22 06:00 UTC"
    assert [line for line in done.err.splitlines() if "late" in line] == [
        f"draft 1 on x: {kept}",
        f"draft 2 on x: {kept}",
    ]


def test_keys_that_others_can_read_are_named_once_in_the_mails_of_cron(
    paper, queue, run, drafts, x, tmp_path, monkeypatch
):
    approved(paper, queue)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "credentials.yaml").write_text("{}")
    (tmp_path / "digest" / "credentials.yaml").chmod(0o644)
    first, second = (run("-q", "queue", "post", now=when) for when in (FIRST, SECOND))
    assert "others can read it" in first.err
    assert (first.code, second.code, second.err) == (1, 1, "")


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
        "x_rate_limit_remaining": "0",
        "x_rate_limit_reset": str(soon),
        "x_user_limit_24hour_remaining": "0",
        "x_user_limit_24hour_reset": str(later),
        "x_app_limit_24hour_remaining": "5",
        "x_app_limit_24hour_reset": str(last),
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
    "408": Answered(status=408, body=b"{}", first=False),
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


def test_a_text_with_a_bare_domain_is_found_and_not_posted_twice(paper, queue, drafts, x):
    x.duplicates = False
    paper()
    queue("fill", "--stories", 1)
    queue("edit", 1, "--text", "Tickets ab 10 Uhr auf barcamp.de/tickets")
    queue("approve", 1)
    x.fault(LOST["503 in HTML"], at="/2/tweets")
    queue("post", now=FIRST)
    queue("post", now="2026-11-21T07:45+01:00")
    queue("post", now="2026-11-21T08:00+01:00")
    assert states(drafts()) == ["posted"]
    assert len(x.wire) == 1


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


def test_an_attempt_is_looked_for_though_its_text_was_written_once_more(paper, queue, drafts, x):
    x.duplicates = False
    approved(paper, queue)
    x.fault(Answered(silent=True, first=False), at="/2/tweets")
    queue("post", now=FIRST)
    queue("approve", 1, now=SECOND)
    assert queue("edit", 1, "--text", drafts()[0]["text"], now=SECOND).code == 0
    assert states(drafts()) == ["waiting"]
    queue("approve", 1, now=SECOND)
    assert queue("post", now=SECOND).code == 0
    assert (states(drafts()), len(x.wire)) == (["posted"], 1)


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


@pytest.mark.parametrize(("budget", "helps"), [("0.40", False), ("0.415", True)])
def test_the_budget_stops_before_it_is_passed(paper, queue, drafts, x, budget, helps):
    approved(paper, queue, 3, more=f"  budget: {budget} USD per month\n")
    assert queue("post", now=SECOND).code == 0
    done = queue("post", now="2026-11-21T12:00+01:00")
    assert done.code == 1
    assert "budget of 0.4" in done.err
    assert ("or take its link out: `digest queue edit 3`" in done.err) is helps
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


# What looking costs


def unclear(paper, queue, x, more="", **named):
    """Leave a draft unclear that X has."""
    approved(paper, queue, more=more)
    x.fault(Answered(silent=True, first=False), at="/2/tweets")
    assert queue("post", now=FIRST).code == 1


def test_a_look_is_paid_as_reading_is(paper, queue, run, x, tmp_path):
    x.keep("von Hand geschrieben", datetime.fromisoformat("2026-11-20T09:00+01:00"))
    unclear(paper, queue, x)
    rehearsed = queue("post", "--dry-run", now=SECOND).out.splitlines()
    assert rehearsed[-2:] == [
        "looked up first: 1 post, at most $0.101",
        "due now: 0 posts, $0.00",
    ]
    done = queue("post", now=SECOND)
    assert done.err.splitlines()[-1] == "X: $0.003 for reading your own posts"
    with Store(tmp_path / "data") as store:
        now = datetime.fromisoformat(SECOND)
        spent = store.accounts.spending("x", datetime.fromisoformat(FIRST), now)
    assert (spent.cost, spent.things) == (x.spent, 3) == (3_000, 3)


def test_the_budget_for_reading_holds_for_looks(paper, queue, drafts, x):
    more = "x: {budget: 0.005 USD per month}\n"
    unclear(paper, queue, x, more=more)
    done = queue("post", now=SECOND)
    assert done.code == 1
    assert "the budget for reading does not pay for that" in done.err
    assert "raise x: {budget: ...}" in done.err
    assert states(drafts()) == ["unclear"]
    assert x.asked == ["/2/tweets"]


def test_a_budget_that_pays_for_some_asks_for_some(paper, queue, drafts, x):
    unclear(paper, queue, x, more="x: {budget: 0.008 USD per month}\n")
    assert queue("post", now=SECOND).code == 0
    assert states(drafts()) == ["posted"]
    assert x.log[-1].query["max_results"] == "7"


def test_a_look_that_fails_costs_no_more_than_what_came(paper, queue, drafts, x, run):
    more = "x: {budget: 0.051 USD per month}\n"
    unclear(paper, queue, x, more=more)
    x.fault(as_json(503, {}), at="/2/users/me")
    x.fault(as_json(429, {}), at="/2/users/7/tweets")
    for _ in range(2):
        queue("post", now=SECOND)
    assert run("fetch", "--estimate", now=SECOND).out.endswith("costs at most $0.05\n")
    assert queue("post", now=SECOND).code == 0
    assert states(drafts()) == ["posted"]


def test_the_estimate_names_a_look(paper, run):
    paper()
    assert run("fetch", "--estimate").out == (
        "X: a look whether a post is there, whose answer was lost, costs at most $0.101\n"
    )


def test_the_receipt_of_the_paper_names_what_looks_cost(paper, queue, run, x):
    unclear(paper, queue, x)
    queue("post", now=SECOND)
    shown = run("today", "--offline", "--since", "1d", "--peek", now=SECOND).out
    assert "$0.00" in shown or "0,002" in shown


# Before anything is sent


def test_a_text_that_cannot_be_sent_is_found_before_the_first_post(
    paper, queue, drafts, x, feeds_yaml
):
    approved(paper, queue, 2, more='  allow: ["@jemand"]\n')
    queue("edit", 2, "--text", "Danke @jemand")
    queue("approve", 2)
    feeds_yaml("https://www.example.org/feed", more=QUEUE)
    x.fault(as_json(402, {"title": "CreditsDepleted"}), at="/2/tweets")
    done = queue("post", now=SECOND)
    assert done.err.startswith("draft 2 on x: failed: @jemand would be notified")
    assert states(drafts()) == ["approved", "failed"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("  per_day: 1\n", "not sent: 1 post sent today"),
        ("  budget: 0.30 USD per month\n", "not sent: the month's budget of 0.3"),
        ("  spacing: 20m\n", "not sent: not before 08:35"),
    ],
)
def test_a_dry_run_counts_what_goes_before(paper, queue, drafts, x, feeds_yaml, more, reason):
    approved(paper, queue, 2)
    feeds_yaml("https://www.example.org/feed", more=QUEUE + more)
    lines = queue("post", "--dry-run", now=SECOND).out.splitlines()
    assert "not sent" not in lines[0]
    assert reason in lines[1]
    assert lines[-1] == "due now: 1 post, $0.20"
    queue("post", now=SECOND)
    assert len(x.wire) == 1


def test_a_dry_run_names_what_would_fail_and_what_waits(paper, queue, x, feeds_yaml):
    approved(paper, queue, 2)
    queue("edit", 1, "--text", "derselbe Text")
    queue("edit", 2, "--text", "derselbe Text")
    queue("approve", 1, 2)
    lines = queue("post", "--dry-run", now=SECOND).out.splitlines()
    assert "not sent: draft 1 posted the same text" in lines[1]
    feeds_yaml("https://www.example.org/feed", more=QUEUE + '  quiet: "20:00-10:00"\n')
    lines = queue("post", "--dry-run", now=SECOND).out.splitlines()
    assert ["not before 10:00" in line for line in lines] == [True, True, False]


def test_a_dry_run_names_a_network_that_is_not_to_be_asked(paper, queue, x):
    approved(paper, queue)
    reset = int(datetime.fromisoformat("2026-11-21T08:00+01:00").timestamp())
    headers = {"x_rate_limit_remaining": "0", "x_rate_limit_reset": str(reset)}
    x.fault(as_json(429, {"title": "Too Many Requests"}, **headers), at="/2/tweets")
    queue("post", now=FIRST)
    lines = queue("post", "--dry-run", now="2026-11-21T07:45+01:00").out.splitlines()
    assert "not sent: x is not asked before Sat 21 Nov 08:00" in lines[0]
    assert lines[-1] == "due now: 0 posts, $0.00"


def test_a_dry_run_names_what_feeds_yaml_forbids_by_now(paper, queue, x, feeds_yaml):
    approved(paper, queue, 1, more='  allow: ["@jemand"]\n')
    queue("edit", 1, "--text", "Danke @jemand")
    queue("approve", 1)
    feeds_yaml("https://www.example.org/feed", more=QUEUE)
    lines = queue("post", "--dry-run", now=FIRST).out.splitlines()
    assert "not sent: @jemand would be notified" in lines[0]
