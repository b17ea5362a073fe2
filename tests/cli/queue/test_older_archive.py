"""A copy of the archive put in its place, as digest itself advises when it is damaged."""

from datetime import UTC, datetime
from shutil import copyfile

import pytest

from tests.cli.queue.conftest import FIRST, QUEUE, SECOND, keep, states

TO = "  to: [x, mastodon, bluesky]\n"
SOON = "2026-11-21T07:45+01:00"
TOLD = "the archive is older than the last post: 3 posts not sent, but waiting for you again"


@pytest.fixture
def put_back(tmp_path):
    """Copy the archive; return what puts the copy in its place."""
    archive, copy = tmp_path / "data/digest.sqlite3", tmp_path / "copy"

    def copied():
        copyfile(archive, copy)
        return lambda: copyfile(copy, archive)

    return copied


@pytest.fixture
def posted(paper, queue, x, mastodon, bluesky, put_back):
    """Post a draft on three networks, and forget it."""
    paper(more=TO)
    queue("fill", "--stories", 1)
    queue("approve", 1)
    back = put_back()
    assert queue("post", now=FIRST).code == 0
    back()


def counts(x, mastodon, bluesky):
    return len(x.wire), len(mastodon.statuses), len(bluesky.records)


def test_what_it_does_not_know_as_posted_is_not_posted_again_unasked(
    posted, queue, drafts, x, mastodon, bluesky
):
    rehearsed = queue("post", "--dry-run", now=SOON).out
    assert rehearsed.count("not sent: the archive is older than the last post") == 3
    done = queue("post", now=SOON)
    assert (done.code, done.err.splitlines()[0]) == (1, TOLD)
    assert "hint: look what is on your timeline" in done.err
    assert states(drafts()) == ["waiting"] * 3
    assert "waiting: the archive is older than the last post" in queue("show", 1).out
    again = queue("post", now=SOON)
    assert (again.code, again.err) == (0, "")
    assert counts(x, mastodon, bluesky) == (1, 1, 1)


def test_a_copy_that_is_put_back_again_asks_again(
    paper, queue, drafts, x, mastodon, bluesky, put_back
):
    paper(more=TO)
    queue("fill", "--stories", 1)
    queue("approve", 1)
    back = put_back()
    assert queue("post", now=FIRST).code == 0
    for now in (SOON, SECOND):
        back()
        assert TOLD in queue("post", now=now).err
    assert states(drafts()) == ["waiting"] * 3
    assert counts(x, mastodon, bluesky) == (1, 1, 1)


def test_what_is_approved_once_more_is_looked_for_first(
    posted, queue, drafts, x, mastodon, bluesky
):
    queue("post", now=SOON)
    assert queue("approve", "all", now=SOON).code == 0
    x.duplicates = False
    done = queue("post", now=SECOND)
    assert (done.code, states(drafts())) == (0, ["posted"] * 3)
    assert counts(x, mastodon, bluesky) == (1, 1, 1)


def test_what_is_found_counts_on_the_day_on_which_it_was_posted(
    paper, queue, drafts, x, mastodon, bluesky, put_back
):
    paper(more=f"{TO}  per_day: 1\n")
    queue("fill", "--stories", 2)
    queue("approve", 1)
    back = put_back()
    x.now = mastodon.now = datetime.fromisoformat(FIRST).astimezone(UTC)
    assert queue("post", now=FIRST).code == 0
    back()
    queue("post", now=SOON)
    queue("approve", 1, now=SOON)
    assert queue("post", now=SECOND).code == 0
    assert {draft["posted"]["at"][:16] for draft in drafts()[:3]} == {FIRST[:16]}
    queue("approve", 2, now=SECOND)
    assert {draft["due"][:10] for draft in drafts()[3:]} == {"2026-11-22"}


def test_what_was_never_posted_goes_out_when_it_is_approved_once_more(
    paper, queue, drafts, x, mastodon, bluesky, put_back
):
    paper(more=TO)
    queue("fill", "--stories", 2)
    queue("approve", "all")
    back = put_back()
    queue("post", now=FIRST)
    back()
    queue("post", now=SOON)
    queue("drop", 1, now=SOON)
    queue("approve", 2, now=SOON)
    assert queue("post", now=SECOND).code == 0
    assert states(drafts()) == ["dropped"] * 3 + ["posted"] * 3
    assert counts(x, mastodon, bluesky) == (2, 2, 2)


def test_what_waited_is_looked_for_before_it_is_sent(
    paper, queue, drafts, x, mastodon, bluesky, put_back
):
    paper(more=TO)
    queue("fill", "--stories", 1)
    back = put_back()
    queue("approve", 1)
    queue("post", now=FIRST)
    back()
    assert queue("post", now=SOON).code == 0
    queue("approve", 1, now=SOON)
    assert queue("post", now=SECOND).code == 0
    assert counts(x, mastodon, bluesky) == (1, 1, 1)


@pytest.mark.parametrize("posting", [True, False])
def test_what_goes_by_itself_waits_for_a_person_while_old_news_may_come_again(
    paper, queue, drafts, x, mastodon, bluesky, put_back, posting
):
    paper(more=f"{TO}  approve: automatic\n")
    back = put_back()
    queue("fill", "--stories", 1)
    assert queue("post", now=FIRST).code == 0
    back()
    if posting:
        assert queue("post", now=SOON).code == 0
    done = queue("fill", "--stories", 1, now=SOON)
    assert "draft 1 on x waits: the archive is older than the last post\n" in done.err
    assert (queue("post", now=SECOND).code, states(drafts())) == (0, ["waiting"] * 3)
    assert counts(x, mastodon, bluesky) == (1, 1, 1)
    queue("drop", "all", now=SECOND)
    later = "2026-11-24T09:00+01:00"
    queue("fill", "--stories", 2, now=later)
    assert states(drafts()) == ["dropped"] * 3 + ["approved"] * 3


def test_a_new_archive_asks_nothing(posted, queue, x, mastodon, bluesky, tmp_path, feeds_yaml):
    for path in (tmp_path / "data").glob("digest.sqlite3*"):
        path.unlink()
    keep(tmp_path / "data", "Ganz andere Meldung")
    queue("fill")
    feeds_yaml("https://www.example.org/feed", more=QUEUE + TO)
    done = queue("post", now=SOON)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("mark", [b"", b"1", b"\xff 1", b"9" * 30 + b" x", b"x y"])
def test_a_mark_that_means_nothing_asks_nothing(paper, queue, x, tmp_path, mark):
    paper()
    queue("fill", "--stories", 1)
    queue("approve", 1)
    (tmp_path / "data/posting.mark").write_bytes(mark)
    assert queue("post", now=FIRST).code == 0
    assert len(x.wire) == 1
