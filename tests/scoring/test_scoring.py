from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import scoring
from digest.model import Ranking, Rule, Share
from digest.scoring.facts import _span
from tests.news import NOW, desk, item, source_id, story


def heard(told):
    return len(told.items)


def rank(*stories, items_per_source=None, now=NOW, voices=heard, **settings):
    return scoring.rank(
        stories, desk(**settings), now, voices=voices, items_per_source=items_per_source or {}
    )


def order(*stories, **settings):
    return [told.id for told in rank(*stories, **settings).stories]


def test_a_story_that_more_independent_sources_carry_stands_higher():
    assert order(story(item("Eins")), story(item("Zwei"), item("Zwei!", "b"))) == ["Zwei", "Eins"]


def test_several_items_of_one_voice_count_once():
    copies = story(item("Eins"), item("Eins", "b"))
    ranked = rank(copies, voices=lambda told: 1)
    assert ranked.columns.voices == [1]


def test_a_fresher_story_stands_higher():
    assert order(story(item("Alt", hours=20)), story(item("Neu", hours=1))) == ["Neu", "Alt"]


def test_a_section_can_age_more_slowly():
    ranking = Ranking(half_lives={"Recht": timedelta(hours=180)})
    stories = story(item("Technik", hours=20)), story(item("Urteil", "d", hours=21))
    assert order(*stories) == ["Technik", "Urteil"]
    assert order(*stories, ranking=ranking) == ["Urteil", "Technik"]


def test_a_story_is_as_old_as_its_middle_item():
    told = story(item("x", hours=20), item("y", "b", hours=6), item("z", "c", hours=1))
    assert rank(told).columns.hours == [6]
    assert rank(told).columns.first == [20]


def test_an_item_from_the_future_is_new():
    assert rank(story(item("Morgen", hours=-5))).columns.hours == [0]


def test_a_trusted_source_stands_higher_than_a_doubted_one():
    stories = story(item("Eins")), story(item("Zwei", "b"))
    assert order(*stories, weights={"a": 0.5, "b": 2.0}) == ["Zwei", "Eins"]


def test_a_story_is_trusted_as_much_as_the_heaviest_source_that_tells_it():
    told = story(item("Eins"), item("Zwei", "b"))
    assert rank(told, weights={"a": 0.5, "b": 2.0}).columns.weight == [2.0]


def test_a_source_that_has_left_feeds_yaml_is_not_trusted():
    assert rank(story(item("Eins", "gone"))).columns.weight == [0.0]
    ranked = rank(story(item("Eins", "gone")))
    assert ranked.explain(ranked.stories[0]).section == ""


def test_a_preferred_story_stands_higher():
    stories = story(item("Eins")), story(item("Instagram", hours=6))
    assert order(*stories, prefer=("instagram",)) == ["Instagram", "Eins"]


def test_a_story_is_as_near_to_the_beat_as_the_nearest_of_its_items():
    told = story(item("Eins", summary="instagram"), item("Instagram", "b"), item("Drei", "c"))
    assert rank(told, prefer=("instagram",)).columns.match == [1.0]


def test_what_is_muted_brings_its_story_no_nearer_to_the_beat():
    told = story(item("Eins"), item("Gewinnspiel: Instagram", "b"), item("Drei", "c"))
    assert rank(told, prefer=("instagram",), mute=("gewinnspiel",)).columns.match == [0.0]


def test_a_quiet_source_that_speaks_stands_higher():
    stories = story(item("Laut")), story(item("Still", "b"))
    often = {source_id("a"): 200, source_id("b"): 1}
    assert order(*stories, items_per_source=often) == ["Still", "Laut"]


def test_a_headline_that_shouts_stands_lower():
    assert order(story(item("WAHNSINN, ALLES WIRD ANDERS")), story(item("Ruhe"))) == [
        *("Ruhe", "WAHNSINN, ALLES WIRD ANDERS")
    ]


def test_weights_of_feeds_yaml_replace_the_usual_ones():
    ranking = Ranking(weights={"freshness": 0.0, "rarity": 1.0})
    ranked = rank(story(item("Eins")), ranking=ranking)
    assert ranked.weights["freshness"] == 0.0
    assert ranked.weights["rarity"] == 1.0
    assert ranked.weights["chorus"] == scoring.WEIGHTS["chorus"]


def test_equal_scores_stand_in_the_order_of_their_ids():
    stories = [story(item("x"), name=name) for name in "cab"]
    assert order(*stories) == ["a", "b", "c"]


@given(st.permutations(range(8)))
def test_the_order_of_the_stories_that_come_in_makes_no_difference(places):
    stories = [story(item("x", hours=n % 3), name=str(n)) for n in places]
    assert order(*stories) == order(*sorted(stories, key=lambda told: told.id))


def test_a_story_is_ranked_with_its_section_its_rules_and_the_pattern_that_mutes_it():
    rule = Rule(name="Camp", patterns=("barcamp",))
    stories = story(item("BarCamp", "d")), story(item("Gewinnspiel"))
    ranked = rank(*stories, must_see=(rule,), mute=("gewinnspiel",))
    done = map(ranked.explain, ranked.stories)
    told = {each.id: (each.section, each.must_see, each.muted) for each in done}
    assert told["BarCamp"] == ("Recht", ("Camp",), "")
    assert told["Gewinnspiel"] == ("Plattformen", (), "gewinnspiel")


def explained(*items, **settings):
    ranked = rank(story(*items), **settings)
    told = ranked.explain(ranked.stories[0])
    return told.score.total, {signal.name: signal for signal in told.score.signals}


def test_a_score_is_the_weighted_sum_of_its_signals():
    total, parts = explained(item("Eins"), item("Zwei", "b"))
    assert total == pytest.approx(sum(part.value * part.weight for part in parts.values()))
    assert list(parts) == list(scoring.WEIGHTS)


def test_every_signal_names_the_fact_behind_it():
    _, parts = explained(
        item("INSTAGRAM ÄNDERT ALLES", hours=2),
        item("Zwei", "b", hours=0.5),
        prefer=("instagram",),
        weights={"b": 2.0},
        items_per_source={source_id("a"): 1},
    )
    assert {name: part.fact for name, part in parts.items()} == {
        "chorus": "2 independent voices",
        "trust": "B, weight 2",
        "freshness": "2 h old, half-life 18 h",
        "beat": "'instagram' in the headline",
        "variety": "unlike what stands above",
        "growth": "2 voices in 2 h, 1.0 more to come",
        "rarity": "A, 1 item in 7 days",
        "headline": "capitals",
        "echo": "no post whose account's habit is known",
    }


@pytest.mark.parametrize(
    ("echoes", "value", "fact"),
    [
        ((0.9,), 0.9, "received better than posts of these accounts usually are"),
        ((0.2, None), 0.2, "received less than posts of these accounts usually are"),
        ((0.4, 0.6), 0.5, "received as posts of these accounts always are"),
        ((None,), 0.5, "no post whose account's habit is known"),
    ],
)
def test_a_post_is_measured_by_its_own_account(echoes, value, fact):
    posts = [
        replace(item("Eins", "ab"[number]), share=Share(account=f"x:@{number}", echo=echo))
        for number, echo in enumerate(echoes)
    ]
    _, parts = explained(*posts)
    assert (parts["echo"].value, parts["echo"].fact) == (pytest.approx(value), fact)


def test_the_age_of_a_story_that_several_tell_is_said_to_be_that_of_the_middle_one():
    _, parts = explained(item("Eins", hours=23), item("Zwei", "b", hours=12), item("Drei", hours=2))
    assert parts["freshness"].fact == "12 h old by its middle item, half-life 18 h"
    assert parts["growth"].fact.startswith("3 voices in 23 h")


def test_what_is_not_known_is_said():
    _, parts = explained(item("Eins", "gone", hours=100))
    facts = {name: part.fact for name, part in parts.items()}
    assert facts["trust"] == "no source of this paper"
    assert facts["rarity"] == "rhythm not known"
    assert facts["beat"] == "no preferred word"
    assert facts["headline"] == "plain"
    assert facts["freshness"] == "4 days old, half-life 18 h"


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (19.92, "19 h"),
        (0.999, "59 min"),
        (1, "1 h"),
        (71.99, "71 h"),
        (96, "4 days"),
        (95.9, "3 days"),
    ],
)
def test_an_age_is_told_in_full_hours_as_the_paper_tells_it(hours, told):
    assert _span(hours) == told


def test_a_few_minutes_are_said_in_minutes():
    _, parts = explained(item("Eins", hours=0.25))
    assert parts["freshness"].fact == "15 min old, half-life 18 h"


def test_no_stories_are_no_trouble():
    assert rank().stories == ()


@pytest.mark.timeout(30)
def test_five_thousand_items_are_ranked_the_same_every_time():
    stories = [
        story(*(item(f"Nachricht {n}", name, hours=37 * n % 24) for name in "abc"[: n % 3 + 1]))
        for n in range(2500)
    ]
    settings = {
        "prefer": ("nachricht",),
        "mute": ("x*",),
        "must_see": (Rule(name="R", patterns=("y",)),),
    }
    first = order(*stories, **settings)
    assert order(*stories[::-1], **settings) == first
