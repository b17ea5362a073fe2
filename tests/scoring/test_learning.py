from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import scoring, words
from digest.model import HANDS, SIGNALS, Lesson, Ranking
from digest.scoring.learning import BAD, GOOD, SHARE, learn
from tests.news import NOW, desk, item, source_id, story

DAY = timedelta(days=1)


def lesson(hand="more", of="a", title="", ago=timedelta(0)):
    return Lesson(
        hand=hand,
        source=source_id(of),
        story=title,
        folded=words.folded(title) if title else "",
        at=NOW - ago,
    )


def taught(*lessons, usual=lambda word: 0.0):
    return learn(lessons, NOW, usual)


def trust(*lessons, of="a"):
    return taught(*lessons).sources[source_id(of)].value


def test_every_hand_says_something():
    assert {*GOOD, *BAD} == {*HANDS}


def test_without_lessons_nothing_is_learned():
    assert taught().sources == {}
    assert taught().factor(source_id("a")) == 1


def test_praise_raises_trust_and_blame_lowers_it():
    assert trust(lesson("less")) < trust(lesson("drop")) < 0.5
    assert 0.5 < trust(lesson("open")) < trust(lesson("draft")) < trust(lesson("more"))


def test_much_praise_says_more_than_a_little():
    assert trust(*[lesson()] * 2) > trust(lesson())
    assert trust(*[lesson()] * 50) < 1


def test_a_lesson_counts_half_after_ninety_days():
    old = taught(lesson(ago=90 * DAY)).sources[source_id("a")]
    assert old.good == pytest.approx(GOOD["more"] / 2)


def test_a_lesson_from_the_future_counts_as_one_of_now():
    assert trust(lesson(ago=-DAY)) == trust(lesson())


def test_a_taught_source_weighs_between_half_and_twice_what_it_did():
    (source,) = desk().sources[:1]
    most = taught(*[lesson()] * 1000).weight(source)
    least = taught(*[lesson("less")] * 1000).weight(source)
    assert 1.95 < most <= 2
    assert 0.5 <= least < 0.55


def test_a_word_she_comes_back_to_is_of_her_beat():
    found = taught(lesson(title="Barcamp Weser"), lesson(title="Barcamp Leine", of="b"))
    assert [*found.words] == ["barcamp*"]
    assert 0 < found.words["barcamp*"] < 1


def test_a_short_word_stands_for_itself_only():
    assert [*taught(lesson(title="DSGVO neu"), lesson(title="DSGVO alt")).words] == ["dsgvo"]


def test_one_story_makes_no_beat_however_often_it_is_praised():
    once = [lesson(hand, title="Barcamp") for hand in ("more", "draft", "open")]
    assert taught(*once).words == {}
    assert taught(*once, lesson(title="Barcamp zwei")).words != {}


def test_a_word_that_she_likes_less_too_is_not_of_her_beat():
    more = [lesson(title="Barcamp eins"), lesson(title="Barcamp zwei")]
    assert taught(*more, lesson("less", title="Barcamp drei")).words == {}


def test_a_word_that_stands_everywhere_is_not_of_her_beat():
    liked = [lesson(title=f"Update {word}") for word in ("eins", "zwei", "drei")]
    assert taught(*liked, usual=lambda word: 0.3).words == {}
    assert [*taught(*liked, usual=lambda word: 0.1).words] == ["update*"]


def test_a_source_as_such_teaches_no_words():
    assert taught(*[lesson()] * 9).words == {}


def rank(*stories, teaching=(), **settings):
    return scoring.rank(
        stories,
        desk(**settings),
        NOW,
        voices=lambda told: len(told.items),
        taught=taught(*teaching),
    )


def test_a_story_of_a_praised_source_stands_higher_and_says_why():
    stories = story(item("Eins")), story(item("Zwei", "b"))
    ranked = rank(*stories, teaching=[lesson(of="b")])
    assert [told.id for told in ranked.stories] == ["Zwei", "Eins"]
    facts = {s.name: s.fact for s in ranked.explain(ranked.stories[0]).score.signals}
    assert "learned × 1.2" in facts["trust"]
    assert "learned" not in ranked.explain(ranked.stories[1]).score.signals[1].fact


def test_a_learned_word_brings_a_headline_nearer_to_her_beat():
    teaching = [lesson(of="d", title="Barcamp eins"), lesson(of="d", title="Barcamp zwei")]
    ranked = rank(story(item("Fest")), story(item("Barcamps", "b")), teaching=teaching)
    assert [told.id for told in ranked.stories] == ["Barcamps", "Fest"]
    facts = {s.name: s.fact for s in ranked.explain(ranked.stories[0]).score.signals}
    assert facts["beat"] == "'barcamp*' in the headline (learned)"


def test_a_word_that_feeds_yaml_prefers_counts_more_than_a_learned_one():
    teaching = [lesson(of="d", title=f"Barcamp {n}") for n in ("eins", "zwei")]
    ranked = rank(story(item("Barcamp")), teaching=teaching, prefer=("barcamp",))
    assert ranked.columns.match == [1.0]


@given(
    weights=st.dictionaries(st.sampled_from(SIGNALS), st.floats(0, 100)),
    hands=st.dictionaries(st.sampled_from(HANDS), st.integers(1, 200), min_size=1),
)
@settings(deadline=None)
def test_what_is_taught_never_moves_a_score_by_more_than_its_share(weights, hands):
    said = [hand for hand, times in hands.items() for _ in range(times)]
    teaching = [lesson(hand, title=f"Barcamp {n}") for n, hand in enumerate(said)]
    told, ranking = story(item("Barcamp")), Ranking(weights=weights)
    before = rank(told, ranking=ranking)
    after = rank(told, ranking=ranking, teaching=teaching)
    moved = abs(before.stories[0].score.total - after.stories[0].score.total)
    assert moved <= SHARE * sum(before.weights.values()) + 1e-9
