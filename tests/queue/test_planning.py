from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import PostError
from digest.model import Queue
from digest.queue import planning
from digest.queue.drafts import APPROVED, POSTED, UNCLEAR, Draft, Posted
from digest.queue.terms import Terms

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime.fromisoformat("2026-11-21T07:00+01:00")
QUEUE = Queue(slots=(time(7, 30), time(8, 15), time(12)), per_day=2)
TERMS = Terms(queue=QUEUE, zone=BERLIN, prices={})


def draft(number, network="x", **more):
    return Draft(**{"id": number, "network": network, "text": "a", "story": str(number), **more})


def slots(found):
    return [(each.id, each.network, each.slot) for each in found]


def test_a_slot_is_free_for_each_network_by_itself():
    both = [draft(1), draft(1, "mastodon")]
    given = planning.slotted([both], [], TERMS, NOW)
    assert {each.slot for each in given} == {"2026-11-21 07:30"}
    alone = planning.slotted([[draft(2, "bluesky")], [draft(3)]], given, TERMS, NOW)
    assert slots(alone) == [(2, "bluesky", "2026-11-21 07:30"), (3, "x", "2026-11-21 08:15")]


def test_drafts_of_several_networks_leave_no_slot_unused():
    chosen = [[draft(1), draft(1, "mastodon")], [draft(2, "mastodon")], [draft(3)]]
    taken = replace(draft(9), state=APPROVED, slot="2026-11-21 07:30")
    given = planning.slotted(chosen, [taken], TERMS, NOW)
    assert slots(given) == [
        (1, "x", "2026-11-21 08:15"),
        (1, "mastodon", "2026-11-21 08:15"),
        (2, "mastodon", "2026-11-21 07:30"),
        (3, "x", "2026-11-22 07:30"),
    ]


def test_a_post_that_went_late_counts_on_the_day_it_went():
    at = datetime.fromisoformat("2026-11-22T00:10+01:00")
    gone = Posted(id="1", url="", at=at)
    others = [
        replace(draft(1), state=POSTED, slot="2026-11-21 12:00", posted=gone),
        replace(draft(2), state=UNCLEAR, slot="2026-11-21 08:15", attempted=at),
    ]
    (given,) = planning.slotted([[draft(3)]], others, TERMS, NOW)
    assert given.slot == "2026-11-21 07:30"
    assert planning.sent_on(others, "x", "2026-11-22", BERLIN) == 2
    assert {planning.planned_day(each, BERLIN) for each in others} == {"2026-11-22"}
    assert planning.planned_day(replace(others[1], attempted=None), BERLIN) == "2026-11-21"


def test_a_post_that_is_approved_anew_counts_on_the_day_of_its_slot():
    before = datetime.fromisoformat("2026-11-20T12:00+01:00")
    again = replace(draft(1), state=APPROVED, slot="2026-11-21 12:00", attempted=before)
    assert planning.planned_day(again, BERLIN) == "2026-11-21"


def test_quiet_slots_are_no_slots():
    queue = replace(QUEUE, quiet=(time(20), time(8)))
    (given,) = planning.slotted([[draft(1)]], [], replace(TERMS, queue=queue), NOW)
    assert given.slot == "2026-11-21 08:15"
    never = replace(queue, quiet=(time(7), time(13)))
    with pytest.raises(PostError, match="no slot is free"):
        planning.slotted([[draft(1)]], [], replace(TERMS, queue=never), NOW)


def test_an_urgent_draft_does_not_pass_per_day():
    full = [replace(draft(n), state=APPROVED, slot=f"2026-11-21 0{n}:00") for n in (7, 8)]
    with pytest.raises(PostError, match="2 posts planned for 2026-11-21"):
        planning.urgent([draft(1, must_see=True)], full, TERMS, NOW)


@pytest.mark.timeout(30)
def test_a_column_with_one_headline_for_every_day_repeats_nothing_where_its_link_is_a_card():
    told = draft(1, "bluesky", state=POSTED, card=True, url="https://a.example/montag")
    assert planning.repeats(replace(told, id=2, url="https://a.example/dienstag"), [told]) == 0
    assert planning.repeats(replace(told, id=2), [told]) == 1
    bare = replace(told, card=False)
    assert planning.repeats(replace(bare, id=2, url="https://a.example/dienstag"), [bare]) == 1


@pytest.mark.parametrize(("second", "later"), [(0, 0), (59, 0), (60, 1)])
def test_slots_as_far_apart_as_spacing_says_are_kept_though_cron_starts_some_seconds_late(
    second, later
):
    terms = replace(TERMS, queue=replace(QUEUE, spacing=timedelta(minutes=45)))
    at = NOW + timedelta(seconds=second)
    sent = draft(1, state=POSTED, posted=Posted(id="1", url="", at=at))
    now = NOW + timedelta(minutes=45, seconds=1)
    when = planning.postponed(draft(2), [sent], terms, now)
    assert when == max(now, NOW + timedelta(minutes=45 + later))


def test_a_post_of_a_clock_that_was_wrong_keeps_no_other_waiting():
    sent = draft(1, state=POSTED, posted=Posted(id="1", url="", at=NOW + timedelta(days=300)))
    assert planning.postponed(draft(2), [sent], TERMS, NOW) == NOW


def test_five_hundred_drafts_get_slots_beside_five_thousand():
    chosen = [[draft(number)] for number in range(1, 501)]
    others = [replace(draft(n), state=POSTED, slot=f"x{n}") for n in range(1000, 6000)]
    given = planning.slotted(chosen, others, TERMS, NOW)
    assert len({each.slot for each in given}) == 500
    assert planning.due(given, NOW + timedelta(days=400))[0].id == 1


HOURS = st.lists(st.sampled_from([time(hour) for hour in range(24)]), min_size=1, unique=True)
QUIET = st.none() | st.just((time(20), time(7))) | st.just((time(9), time(11)))


@st.composite
def papers(draw):
    """Terms of a main paper and two editions that set some of their own."""
    main = Queue(slots=tuple(sorted(draw(HOURS))), per_day=draw(st.integers(1, 3)))
    editions = {}
    for name, zone in (("recht", BERLIN), ("kurz", ZoneInfo("America/New_York"))):
        wishes = {"slots": tuple(sorted(draw(HOURS))), "quiet": draw(QUIET)}
        if draw(st.booleans()):
            wishes["per_day"] = draw(st.integers(1, 3))
        queue = replace(main, **wishes, own=frozenset(wishes))
        editions[name] = Terms(queue=queue, zone=zone, prices={})
    return Terms(queue=main, zone=BERLIN, prices={}, editions=editions)


@settings(max_examples=200, deadline=None)
@given(
    papers(),
    st.lists(
        st.tuples(
            st.sampled_from(["", "recht", "kurz"]),
            st.sampled_from([("x",), ("mastodon",), ("x", "mastodon")]),
        ),
        max_size=12,
    ),
)
def test_whatever_the_papers_say_no_slot_and_no_day_is_overbooked(terms, wanted):
    drafts = [
        [draft(number, network, paper=paper) for network in networks]
        for number, (paper, networks) in enumerate(wanted, 1)
    ]
    half = len(drafts) // 2
    try:
        first = planning.slotted(drafts[:half], [], terms, NOW)
        found = (*first, *planning.slotted(drafts[half:], first, terms, NOW))
    except PostError:  # every slot of a paper is quiet
        return
    assert len({(each.network, each.slot) for each in found}) == len(found)
    days = Counter()
    for each in found:
        own = terms.of(each.paper)
        local = each.due.astimezone(own.zone)
        assert local.time() in own.queue.slots
        assert not planning.is_quiet(each.due, own.queue.quiet, own.zone)
        holder = terms.holder("per_day", each.paper)
        days[holder, each.network, local.date()] += 1
        assert days[holder, each.network, local.date()] <= own.queue.per_day
    for number in range(1, len(drafts) + 1):
        assert len({each.due for each in found if each.id == number}) == 1
