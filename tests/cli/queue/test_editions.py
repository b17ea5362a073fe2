"""A queue for an edition: its own slots, size, networks and words, one account for all papers."""

import json

import pytest

from tests.cli.queue.conftest import BREAKFAST, FIRST, SECOND, keep, states
from tests.fakes.mastodon_posting import TOKEN, PostingMastodon

FEED = "https://www.example.org/feed"
QUEUE = """
language: de
timezone: Europe/Berlin
queue: {slots: ["07:30", "08:15", "12:00"]MAIN}
editions:
  recht: {queue: {OWN}}
  kurz: {stories: 1}
"""


@pytest.fixture
def papers(feeds_yaml, tmp_path):
    """Print the main paper and the edition recht, and write their queues as YAML text."""

    def papers(own, *, main="", same=True):
        more = QUEUE.replace("MAIN", main and f", {main}").replace("OWN", own)
        feeds_yaml(FEED, more=more)
        keep(tmp_path / "data", "Alte Meldung", "Neue Abmahnwelle")
        titles = ("Alte Meldung", "Neue Abmahnwelle") if same else ("Urteil eins", "Urteil zwei")
        keep(tmp_path / "data", *titles, name="recht", first=100 if same else 500)

    return papers


def test_an_edition_fills_the_queue_by_its_own_words(papers, queue, drafts):
    papers('slots: ["09:00"], per_day: 1, links: none', same=False)
    assert queue("fill", "--edition", "recht").code == 0
    (draft,) = drafts()
    assert (draft["paper"], draft["edition"], draft["cost"]) == ("recht", 1, 0.015)
    assert "http" not in draft["text"]
    queue("approve", "all")
    assert drafts()[0]["due"] == "2026-11-21T09:00:00+01:00"


def test_what_an_edition_does_not_say_its_queue_has_from_the_main_paper(papers, queue, drafts):
    papers('slots: ["09:00"]', main="links: none, approve: automatic", same=False)
    queue("fill", "--edition", "recht")
    assert [draft["due"][:16] for draft in drafts()] == ["2026-11-21T09:00", "2026-11-22T09:00"]
    assert {draft["cost"] for draft in drafts()} == {0.015}


def test_an_edition_without_a_queue_has_the_main_paper_s(papers, queue, drafts, tmp_path):
    papers("per_day: 1")
    keep(tmp_path / "data", "Kurzes", name="kurz", first=900)
    queue("fill", "--edition", "kurz")
    queue("approve", "all")
    (draft,) = drafts()
    assert (draft["paper"], draft["due"][11:16]) == ("kurz", "07:30")


def test_drafts_of_the_main_paper_name_none(papers, queue, drafts):
    papers("per_day: 1")
    queue("fill", "--stories", 1)
    assert "paper" not in drafts()[0]
    assert "paper" not in queue("list").out


def test_a_story_is_drafted_once_for_a_network_over_all_papers(papers, queue, drafts):
    papers("to: [x, mastodon]")
    queue("fill", "--stories", 1)
    queue("fill", "--edition", "recht")
    found = [(d["id"], d["network"], d.get("paper", "")) for d in drafts()]
    assert found == [
        (1, "x", ""),
        (2, "mastodon", "recht"),
        (3, "x", "recht"),
        (3, "mastodon", "recht"),
    ]
    queue("fill", "--edition", "recht")
    queue("fill")
    assert len(drafts()) == 4


def test_a_story_that_was_dropped_comes_back_in_no_paper(papers, queue, drafts):
    papers("to: [mastodon]")
    queue("fill", "--stories", 1)
    queue("drop", 1)
    queue("fill", "--edition", "recht", "--stories", 1)
    assert states(drafts()) == ["dropped"]


def test_one_account_has_one_slot_at_a_time(papers, queue, drafts):
    papers('slots: ["07:30", "09:00"]', same=False)
    queue("fill", "--stories", 1)
    queue("fill", "--edition", "recht")
    queue("approve", "all")
    assert [draft["due"][:16] for draft in drafts()] == [
        "2026-11-21T07:30",
        "2026-11-21T09:00",
        "2026-11-22T07:30",
    ]


def test_a_limit_of_its_own_counts_its_own_and_others_are_shared(papers, queue, drafts):
    papers("per_day: 1", main="per_day: 1", same=False)
    queue("fill")
    queue("fill", "--edition", "recht")
    queue("approve", "all")
    assert [draft["due"][:10] for draft in drafts()] == ["2026-11-21", "2026-11-21"]
    papers('slots: ["09:00"]', main="per_day: 1", same=False)
    queue("approve", 1)
    queue("drop", 2)
    queue("fill", "--edition", "recht", "--stories", 2)
    queue("approve", "all")
    assert [d["due"] and d["due"][:10] for d in drafts()] == ["2026-11-21", None, "2026-11-22"]


def test_everything_due_is_sent_by_one_run(papers, queue, drafts, x, monkeypatch):
    papers('slots: ["08:15"], to: [mastodon], per_day: 1', same=False)
    with PostingMastodon() as mastodon:
        monkeypatch.setenv("MASTODON_SERVER", mastodon.address)
        monkeypatch.setenv("MASTODON_ACCESS_TOKEN", TOKEN)
        queue("fill", "--stories", 1)
        queue("fill", "--edition", "recht")
        queue("approve", "all")
        assert queue("post", now=FIRST).code == 0
        assert states(drafts()) == ["posted", "approved"]
        assert queue("post", now=SECOND).code == 0
        assert (len(x.wire), len(mastodon.statuses)) == (1, 1)


def test_a_budget_of_its_own_is_for_its_own_posts(papers, queue, drafts, x):
    papers("budget: 0.20 USD per month", main="budget: 0.20 USD per month", same=False)
    queue("fill", "--stories", 1)
    queue("fill", "--edition", "recht")
    queue("approve", "all")
    assert queue("post", now=SECOND).code == 0
    assert queue("post", now="2026-11-21T12:00+01:00").code == 1
    assert states(drafts()) == ["posted", "posted", "approved"]


def test_the_list_and_a_draft_say_which_edition_it_is_of(papers, queue):
    papers("per_day: 1", same=False)
    queue("fill", "--edition", "recht")
    assert queue("list").out.splitlines()[0].split()[:3] == ["id", "paper", "state"]
    assert " recht " in queue("list").out
    assert queue("show", 1).out.startswith("draft 1 · recht · x · waiting")
    assert json.loads(queue("show", 1, "--json").out)["drafts"][0]["paper"] == "recht"


def test_a_trade_with_another_paper_puts_no_day_above_a_limit_of_its_own(papers, queue, drafts):
    papers("per_day: 1", same=False)
    queue("fill", "--edition", "recht", "--stories", 2)
    queue("fill", "--stories", 1)
    queue("approve", "all")
    before = drafts()
    for number, slot in ((2, "2026-11-21 08:15"), (3, "2026-11-22 07:30")):
        done = queue("move", number, slot)
        assert (done.code, "2026-11-21: 1 post planned" in done.err) == (1, True)
    assert drafts() == before
    assert queue("move", 1, "2026-11-21 08:15").code == 0
    assert [draft["due"][8:16] for draft in drafts()] == ["21T08:15", "22T07:30", "21T07:30"]


def test_a_slot_is_a_time_of_the_edition_s_own_zone(feeds_yaml, queue, drafts, tmp_path):
    own = "editions: {wien: {timezone: Europe/London, queue: {slots: ['09:00']}}}"
    feeds_yaml(FEED, more=f'timezone: Europe/Berlin\nqueue: {{slots: ["07:30"]}}\n{own}\n')
    keep(tmp_path / "data", "Eins", name="wien")
    queue("fill", "--edition", "wien")
    assert "draft 1 goes on x Sat 21 Nov 09:00 GMT\n" in queue("approve", 1).err
    assert drafts()[0]["due"] == "2026-11-21T09:00:00+00:00"
    assert "Sat 21 Nov 09:00 GMT" in queue("list").out
    assert queue("move", 1, "09:00", now="2026-11-21T12:00+01:00").code == 0
    assert drafts()[0]["due"] == "2026-11-22T09:00:00+00:00"


def test_one_time_in_two_zones_is_two_slots(feeds_yaml, queue, drafts, tmp_path):
    own = "editions: {us: {timezone: America/New_York}}"
    feeds_yaml(FEED, more=f'timezone: Europe/Berlin\nqueue: {{slots: ["07:30", "12:00"]}}\n{own}\n')
    keep(tmp_path / "data", "Eins")
    keep(tmp_path / "data", "Two", "Three", name="us", first=50)
    queue("fill", "--stories", 1)
    queue("fill", "--edition", "us")
    queue("approve", "all")
    dues = ["2026-11-21T07:30:00+01:00", "2026-11-21T07:30:00-05:00", "2026-11-21T12:00:00-05:00"]
    assert [draft["due"] for draft in drafts()] == dues
    assert queue("move", 3, "2026-11-21 07:30").code == 0
    assert [draft["due"] for draft in drafts()] == [dues[0], dues[2], dues[1]]
    assert queue("move", 1, "12:00").err == "draft 1 goes Sat 21 Nov 12:00\n"


def test_only_an_edition_may_have_a_queue(feeds_yaml, queue, drafts, tmp_path):
    feeds_yaml(FEED, more='editions: {recht: {queue: {slots: ["07:30"]}}, kurz: {}}\n')
    keep(tmp_path / "data", "Eins")
    keep(tmp_path / "data", "Urteil", name="recht", first=500)
    done = queue("fill")
    assert (done.code, "there is no 'queue:'" in done.err) == (1, True)
    assert "for the edition 'kurz'" in queue("fill", "--edition", "kurz").err
    assert queue("fill", "--edition", "recht").code == 0
    assert [draft["paper"] for draft in drafts()] == ["recht"]


def test_an_edition_that_is_not_there_or_not_printed_is_named(papers, queue, run):
    papers("per_day: 1")
    assert "there is no edition 'rechtt'" in queue("fill", "--edition", "rechtt").err
    done = queue("fill", "--edition", "kurz")
    assert done.err.splitlines() == [
        "no edition of 'kurz' has been printed yet",
        "  hint: run `digest today --edition kurz` first",
    ]


def test_the_morning_line_of_an_edition_drafts_by_its_queue(run, web, feeds_yaml, drafts):
    from tests.cli.conftest import rss

    web.page("/feed", rss("Urteil zu Cookies", site="https://www.example.org"))
    feeds_yaml(web.url("/feed"), more=QUEUE.replace("MAIN", "").replace("OWN", "links: none"))
    done = run("today", "--edition", "recht", "--queue", now=BREAKFAST)
    assert done.code == 0, done.err
    (draft,) = drafts()
    assert (draft["paper"], draft["cost"]) == ("recht", 0.015)
    words = ("--edition", "recht", "--format", "tweets")
    assert run("back", "1", *words).out == draft["text"] + "\n"


def test_a_paper_whose_queue_is_missing_is_not_printed_first(run, feeds_yaml):
    feeds_yaml(FEED)
    done = run("today", "--offline", "--queue")
    assert (done.code, done.out) == (1, "")
    assert "there is no 'queue:'" in done.err
    assert "no edition has been printed" in run("back").err
