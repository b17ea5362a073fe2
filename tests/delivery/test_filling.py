"""Drafts of an edition, and which of them go out without a person."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from digest.delivery.filling import fill
from digest.model import Queue
from digest.queue.drafts import APPROVED, WAITING
from digest.queue.terms import Terms
from digest.store import Store
from tests.outputs.samples import edition, story

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
TAG = "there is an HTML tag in it, which would be shown as it is"
TITLES = ("Kolibri ändert die Bedingungen", "Wie x <y wirkt", "Tickets ab zehn Uhr")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as store:
        yield store


@pytest.fixture
def filled(store):
    """Make drafts of three stories, of which the second ends in a tag on X; return them."""

    def filled(approve="automatic", to=("x",), titles=TITLES):
        queue = Queue(
            slots=(time(8), time(9), time(10)),
            to=to,
            approve=approve,
            templates={"x": "{headline}\n> {outlet}\n{link}"},
        )
        terms = Terms(queue=queue, zone=ZoneInfo("UTC"), prices={})
        stories = [story(title, number=number) for number, title in enumerate(titles, 1)]
        assert fill(store, edition(("News", stories)), terms, NOW, None) == [1, 2, 3]
        return store.drafts.every()

    return filled


def test_a_draft_that_cannot_go_as_it_is_waits_and_holds_up_no_other(filled):
    drafts = filled()
    assert [draft.state for draft in drafts] == [APPROVED, WAITING, APPROVED]
    assert [draft.problem for draft in drafts] == ["", TAG, ""]
    assert [draft.due and draft.due.hour for draft in drafts] == [8, None, 9]


def test_why_it_waits_is_a_part_of_its_story(filled, store):
    filled()
    reasons = [reason for *_, reason in store.drafts.history(2)]
    assert reasons == ["of edition 17", f"not approved automatically: {TAG}"]


def test_a_draft_that_is_sound_on_one_network_only_waits_on_all(filled):
    drafts = [draft for draft in filled(to=("x", "bluesky")) if draft.id == 2]
    assert [(draft.network, draft.state, draft.problem) for draft in drafts] == [
        ("x", WAITING, TAG),
        ("bluesky", WAITING, ""),
    ]


def test_where_none_can_go_all_wait(filled):
    drafts = filled(titles=("a <b", "c <d", "e <f"))
    assert {(draft.state, draft.problem) for draft in drafts} == {(WAITING, TAG)}


def test_what_a_person_approves_is_not_judged_before(filled):
    assert {(draft.state, draft.problem) for draft in filled("by-hand")} == {(WAITING, "")}
