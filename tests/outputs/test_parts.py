import pytest

from digest.model import Failure, Page, Receipt
from digest.outputs import FORMATS
from digest.outputs.parts import (
    ascii_url,
    excerpt,
    failures,
    headline,
    lay_out,
    link,
    others,
    outlet,
)
from tests.outputs.samples import NOW, edition, item, morning, story


def numbers(stories):
    return [number for number, _ in stories]


def test_must_see_stories_then_a_lead_then_sections():
    layout = lay_out(morning())
    assert numbers(layout.must_see) == [1, 2]
    assert layout.lead[0] == 3
    assert [(name, numbers(stories)) for name, stories in layout.sections][:2] == [
        ("Plattformen", [4, 5, 6]),
        ("Marketing", [7, 8, 9]),
    ]


def test_every_story_of_an_edition_has_its_place():
    paper = edition(
        ("", [story("m", must_see=("R",)), story("l", section="A")]),
        ("A", [story("a"), story("n", must_see=("R",))]),
        ("", [story("x", section="A")]),
        ("B", [story("b")]),
        ("A", [story("y")]),
    )
    layout = lay_out(paper)
    assert (numbers(layout.must_see), layout.lead[0]) == ([1], 2)
    assert [(name, numbers(stories)) for name, stories in layout.sections] == [
        ("A", [3, 4, 5]),
        ("B", [6]),
        ("A", [7]),
    ]
    assert [(name, numbers(stories)) for name, stories in layout.parts()] == [
        ("A", [2, 3, 4, 5]),
        ("B", [6]),
        ("A", [7]),
    ]


def test_an_empty_edition_has_no_lead():
    assert lay_out(edition()).parts() == ()


def test_an_outlet_is_known_by_its_label_or_its_host():
    paper = edition(sources={"feed:https://a.example": "A\x1b Blatt"})
    assert outlet(paper, item(source="feed:https://a.example")) == "A Blatt"
    assert outlet(paper, item(source="feed:https://www.b.example:8080/rss?feed=1")) == "b.example"
    assert outlet(paper, item(source="odd")) == "odd"
    paper = edition(sources={"feed:https://a.example/rss": ":"})
    assert outlet(paper, item(source="feed:https://a.example/rss")) == "a.example"
    paper = edition(sources={"feed:https://a.example": "https://a.example is my name"})
    assert outlet(paper, item(source="feed:https://a.example")) == "https://a.example is my name"


def test_others_are_named_once_without_the_lead_and_shortened():
    one = story("T", source="feed:a", also=("b", "a", "b", "c" * 90))
    names = others(edition(), one)
    assert names[0] == "b"
    assert len(names) == 2
    assert len(names[1]) == 40


def test_a_headline_is_the_title_or_the_address_or_a_word():
    assert headline(item(" a\nb "), "ohne") == "a b"
    assert headline(item(""), "ohne") == "https://example.org/1"
    assert headline(item("\u200b", url=""), "ohne") == "ohne"


@pytest.mark.parametrize("name", ["terminal", "html", "markdown"])
def test_the_outlets_name_does_not_stand_behind_its_headline(name):
    printed = FORMATS[name].render(edition(("S", [story("Neue Regeln | Beispielblatt")])), Page())
    assert "Neue Regeln" in printed
    assert printed.count("Beispielblatt") == 1


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        ("Mehr dazu.", "Mehr dazu."),
        ("Titel", ""),
        ("Titel – mehr dazu", "mehr dazu"),
        ("Titelblatt.", "Titelblatt."),
        ("Titel und mehr", "Titel und mehr"),
        ("Mehr dazu. Der Beitrag Titel erschien zuerst auf Netzblatt.", "Mehr dazu."),
        ("Titel – mehr dazu The post Titel first appeared on Netzblatt.", "mehr dazu"),
        ("", ""),
    ],
)
def test_an_excerpt_does_not_say_the_headline_again(summary, lines):
    assert excerpt(item("Titel", summary=summary)) == lines


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/ü?a=b;c", "https://example.org/ü?a=b;c"),
        ("http://example.org", "http://example.org"),
        ("https://example.org/\u202ex\u00a0y", "https://example.org/%E2%80%AEx%C2%A0y"),
        ("https://example.org/\x1b[2J", ""),
        ("https://example.org/\ud800", ""),
        ("https://example.org/\n", ""),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_pages_are_links(url, kept):
    assert link(item(url=url)) == kept


def test_an_ascii_address_can_end_no_link():
    assert ascii_url("https://e.example/ü (x)'\"<>`{}|\\^ %20") == (
        "https://e.example/%C3%BC%20%28x%29%27%22%3C%3E%60%7B%7D%7C%5C%5E%20%20"
    )


def test_the_longest_silent_source_comes_first():
    failed = (
        Failure(source="z", reason="r"),
        Failure(source="b", reason="r", since=NOW),
        Failure(source="a", reason="r", since=NOW.replace(day=3)),
    )
    paper = edition(receipt=Receipt(failed=failed))
    assert [failure.source for failure in failures(paper)] == ["a", "b", "z"]
