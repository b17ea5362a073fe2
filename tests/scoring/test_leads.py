from dataclasses import replace

from digest.model import Rule, Share
from digest.rules import marks
from digest.scoring.leads import ready
from tests.news import desk, item, story

CAMP = Rule(name="Camp", patterns=("barcamp*",))
SALE = Rule(name="Tickets", patterns=("ticket*", "vorverkauf*"))


def titles(told):
    return [each.title for each in told.items]


def one(told, **settings):
    hers = desk(**settings)
    (done,) = ready([told], hers, marks(hers, told.items))
    return done


def test_a_story_that_nothing_speaks_of_stays_as_it_is():
    told = story(item("Eins"), item("Zwei", "b"))
    assert one(told, must_see=(CAMP,), mute=("gewinnspiel*",)) is told


def test_the_item_that_fires_is_shown_and_raises_the_whole_story():
    told = story(item("Eins"), item("Zwei", "b"), item("BarCamp: Tickets", "c"))
    done = one(told, must_see=(SALE, CAMP))
    assert titles(done) == ["BarCamp: Tickets", "Eins", "Zwei"]
    assert done.must_see == ("Tickets", "Camp")


def test_of_several_items_that_fire_one_of_a_source_that_may_be_shown_is():
    told = story(item("BarCamp A"), item("BarCamp B", "b"))
    assert titles(one(told, must_see=(CAMP,), weights={"a": 0.0})) == ["BarCamp B", "BarCamp A"]


def test_a_source_that_is_never_shown_is_shown_when_a_rule_fires():
    told = story(item("Eins", "b"), item("BarCamp"))
    done = one(told, must_see=(CAMP,), weights={"a": 0.0})
    assert titles(done) == ["BarCamp", "Eins"]


def test_a_source_that_is_never_shown_does_not_lead():
    told = story(item("Eins"), item("Zwei", "b"))
    assert titles(one(told, weights={"a": 0.0})) == ["Zwei", "Eins"]


def test_a_story_that_only_such_sources_tell_keeps_its_lead():
    told = story(item("Eins"), item("Zwei", "b"))
    assert titles(one(told, weights={"a": 0.0, "b": 0.0})) == ["Eins", "Zwei"]


def test_a_muted_item_leaves_a_story_that_is_about_something_else():
    told = story(item("Gewinnspiel"), item("Zwei", "b"), item("Drei", "c"))
    done = one(told, mute=("gewinnspiel*",))
    assert titles(done) == ["Zwei", "Drei"]
    assert done.muted == ""


def test_without_its_muted_lead_a_story_is_led_by_an_article_and_not_by_a_post():
    post = replace(item("Zwei", "b"), share=Share(account="x:@b"))
    told = story(item("Gewinnspiel"), post, item("Drei", "c"))
    assert titles(one(told, mute=("gewinnspiel*",))) == ["Drei", "Zwei"]


def test_a_story_of_which_half_is_muted_is_muted_with_the_pattern():
    told = story(item("Eins"), item("Gewinnspiele", "b"))
    done = one(told, mute=("lotto", "gewinnspiel*"))
    assert done.muted == "gewinnspiel*"
    assert titles(done) == ["Eins", "Gewinnspiele"]


def test_what_must_be_seen_is_not_muted():
    done = one(story(item("BarCamp-Gewinnspiel")), must_see=(CAMP,), mute=("gewinnspiel",))
    assert (done.must_see, done.muted) == (("Camp",), "")


def test_a_muted_item_leaves_a_story_that_must_be_seen_and_takes_no_other_with_it():
    told = story(item("Gewinnspiel"), item("BarCamp", "b"))
    done = one(told, must_see=(CAMP,), mute=("gewinnspiel",))
    assert titles(done) == ["BarCamp"]


def post(title, source="a"):
    return replace(item(title, source), share=Share(account=f"x:@{source}"))


def test_a_post_that_fires_raises_the_story_but_the_article_is_shown():
    told = story(item("Eins"), post("BarCamp!", "b"))
    done = one(told, must_see=(CAMP,))
    assert (titles(done), done.must_see) == (["Eins", "BarCamp!"], ("Camp",))


def test_a_post_that_fires_is_shown_where_there_is_no_article_to_show():
    assert (
        titles(one(story(post("Eins"), post("BarCamp!", "b")), must_see=(CAMP,)))[0] == "BarCamp!"
    )
    told = story(item("Eins"), post("Zwei", "b"), item("Drei", "c"))
    assert titles(one(told, weights={"a": 0.0}))[0] == "Drei"
