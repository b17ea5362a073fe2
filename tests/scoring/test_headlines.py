import pytest

from digest import rules
from digest.scoring import headlines
from tests.news import item


def near(*items, prefer=(), sections=()):
    return {number: value for number, (value, _) in found(items, prefer, sections).items()}


def found(items, prefer=(), sections=()):
    preferred = rules.matching(prefer, items)
    return headlines.near(prefer, sections, headlines.lines(items), preferred)


def test_a_preferred_word_counts_in_the_headline_and_half_in_the_summary():
    items = item("Instagram neu"), item("Neu", summary="bei Instagram"), item("Nichts")
    assert near(*items, prefer=("instagram",)) == {0: 1.0, 1: 0.5}


def test_a_preferred_word_in_the_headline_outdoes_another_in_the_summary():
    items = [item("LinkedIn wächst", summary="Instagram nicht")]
    assert found(items, ("instagram", "linkedin*")) == {0: (1.0, "'linkedin*' in the headline")}


def test_the_words_of_the_sections_count_half_in_a_headline():
    items = item("Neues Recht"), item("Neu", summary="das Recht"), item("Rechte Hand")
    assert near(*items, sections=("Recht & Politik",)) == {0: 0.5}


def test_a_section_called_news_is_no_beat():
    assert near(item("Fox News"), item("Neue Blogs"), sections=("News", "Blogs", "TV")) == {}


@pytest.mark.parametrize(
    ("title", "ways"),
    [
        ("You Won’t Believe What This Startup Did", 1),
        ("Du wirst nicht glauben, was Meta plant", 1),
        ("Mit diesem Trick wächst dein Kanal", 1),
        ("INSTAGRAM ÄNDERT ALLE REGELN", 1),
        ("Meta plant GROSSE ÄNDERUNGEN heute", 1),
        ("Endlich da!!!", 1),
        ("Im Ernst?!", 1),
        ("UNGLAUBLICH: SIE WERDEN NICHT GLAUBEN, WAS KOMMT!!", 3),
        ("NATO", 0),
        ("DSGVO und EuGH: Was jetzt gilt", 0),
        ("Was jetzt? Fragen zur DSGVO!", 0),
        ("", 0),
    ],
)
def test_a_headline_that_tries_too_hard_is_noticed(title, ways):
    assert len(headlines.faults([item(title)]).get(0, ())) == ways
