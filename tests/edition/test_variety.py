from hypothesis import given
from hypothesis import strategies as st

from digest.edition.variety import Lexicon, likeness
from digest.model import Item
from tests.news import NOW, item, story

OTHERS = [story(item(title)) for title in ("Meta zahlt", "Google baut", "Wetter bleibt", "Kino")]
TITLES = st.lists(st.text("abc ", max_size=20), min_size=1, max_size=3)


def alike(one, other):
    lexicon = Lexicon([one, other, *OTHERS])
    return likeness(lexicon.weigh(one), lexicon.weigh(other))


def test_two_reports_of_one_subject_are_alike():
    one, other = story(item("Neues iPhone vorgestellt")), story(item("Apple zeigt neues iPhone"))
    assert alike(one, other) == 1


def test_strangers_are_not_alike():
    assert alike(story(item("Neues iPhone")), story(item("Abmahnwelle rollt"))) == 0


def test_words_that_everybody_uses_make_nothing_alike():
    stories = [story(item(f"Heute im Web {n} {n}{n}")) for n in range(50)]
    lexicon = Lexicon(stories)
    assert likeness(lexicon.weigh(stories[1]), lexicon.weigh(stories[2])) < 0.1


def test_all_headlines_of_a_story_say_what_it_is_about():
    one = story(item("Cupertino lädt ein"), item("Neues iPhone am Dienstag", "b"))
    assert alike(one, story(item("Apple zeigt neues iPhone"))) > 0.5


def test_an_item_that_is_not_folded_is():
    bare = Item(source="a", key="a", title="Neues iPhone", published=NOW, seen=NOW)
    assert alike(story(bare), story(item("Das neue, neues iPhone"))) > 0.5


def test_a_story_without_words_is_like_nothing():
    assert alike(story(item("!!!")), story(item("Neues iPhone"))) == 0


@given(TITLES, TITLES)
def test_likeness_lies_between_0_and_1_and_is_mutual(some, others):
    one = story(*map(item, some))
    other = story(*map(item, others))
    assert 0 <= alike(one, other) <= 1
    assert abs(alike(one, other) - alike(other, one)) < 1e-9
