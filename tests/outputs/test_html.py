"""The paper as a web page. ``DIGEST_REWRITE=1 pytest tests/outputs`` writes the expected pages anew."""

import base64
import hashlib
import os
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.model import Failure, Item, Page, Receipt, Share, Spending
from digest.outputs.html import render
from digest.text import clean
from tests.outputs import hostile
from tests.outputs.samples import NOW, edition, item, morning, quiet, story

PLAIN = Page()
PAGES = Path(__file__).parent / "pages"
REWRITE = bool(os.environ.get("DIGEST_REWRITE"))
EXPECTED = {
    "german": (morning, Page()),
    "english-excerpts": (quiet, Page(excerpts=True)),
}
OURS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "article"),
    *("aside", "footer", "figure", "figcaption", "h1", "h2", "h3", "p", "div", "span", "strong"),
    *("time", "a", "ul", "li", "svg", "g", "rect", "path", "circle", "text"),
}
LOADS = re.compile(r"url\(|@import|@font-face|expression|<(?:script|link|img|iframe|object|base)\b")


def tree(printed):
    """Read a page as browsers do; anything that is not valid HTML is an error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(printed)


def name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"


def text(element):
    return "".join(element.itertext())


def find(page, tag, **attributes):
    """Return the elements of that name and those attributes, in order (``class_`` is a class)."""
    wanted = {key.rstrip("_"): value for key, value in attributes.items()}
    return [
        element
        for element in page.iter()
        if name(element) == tag
        and all(value in element.get(key, "").split() for key, value in wanted.items())
    ]


def shape(element):
    """Return what a page is made of, without its texts and addresses."""
    kept = ("class", "id", "rel", "role", "aria-labelledby", "dir", "http-equiv", "name")
    attributes = tuple((key, element.get(key)) for key in kept if element.get(key))
    return (name(element), tuple(sorted(element.keys())), attributes, [*map(shape, element)])


def headlines(page):
    return [text(element) for element in find(page, "a", rel="nofollow") if element.get("dir")]


def bare(paper, page=PLAIN):
    """Read a page without its long style sheet."""
    return tree(re.sub("<style>.*?</style>", "", render(paper, page), flags=re.DOTALL))


@cache
def plain_shape(stories):
    """Return what a page of so many ordinary stories is made of."""
    return shape(bare(edition(("S", [story("Titel")] * stories))))


def strange_titles(titles):
    """Return the titles that change a page's structure, or do not come out as they are."""
    paper = edition(("S", [story(title) for title in titles]), title=titles[0])
    page = bare(paper)
    if headlines(page) == titles and shape(page) == plain_shape(len(titles)):
        return []
    if len(titles) == 1:
        return titles
    return [title for one in titles for title in strange_titles([one])]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_page_is_the_one_expected(name):
    paper, page = EXPECTED[name]
    printed = render(paper(), page)
    file = PAGES / f"{name}.html"
    if REWRITE:
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", [morning, quiet, edition])
@pytest.mark.parametrize("excerpts", [True, False])
def test_it_is_valid_and_has_only_our_elements(paper, excerpts):
    page = tree(render(paper(), Page(excerpts=excerpts)))
    assert {name(element) for element in page.iter()} <= OURS


def test_hostile_titles_change_nothing_but_the_words():
    assert strange_titles(hostile.titles()) == []


@hostile.SOME_OR_ALL
def test_titles_made_to_harm_change_nothing_but_the_words(shared, count):
    titles = hostile.titles(shared, count)
    assert len(titles) > count / 2
    for start in range(0, len(titles), 500):
        assert strange_titles(titles[start : start + 500]) == []


def everywhere(words):
    """Make a paper with the same words wherever a stranger's words can get to."""
    share = Share(account="x:@a", words=words, first=words, link=f"https://example.org/{words}")
    lead = item(words, summary=words, author=words, language=words, share=share, source="feed:a")
    one = story(words, also=(words,), section=words, must_see=(words,), summary=words, id=words)
    shared = replace(one, items=(lead, *one.items[1:]), comment=words)
    receipt = replace(
        morning().receipt,
        failed=(Failure(source=words, reason=words),),
        rules={words: 1, "x": 0},
        spent=Spending(cost=5, things=2),
    )
    return edition(
        ("", [one]),
        (words, [shared, story("A")]),
        title=words,
        name=words,
        receipt=receipt,
        sources={"feed:a": words, "feed:Feedfunk": words, "feed:t9n": words},
    )


def test_hostile_words_change_nothing_wherever_they_stand():
    page = Page(excerpts=True)
    expected = shape(bare(everywhere("Wort und mehr"), page))
    for words in hostile.OWN:
        if words := clean(words):
            found = bare(everywhere(f"a {words} b"), page)
            assert shape(found) == expected, words


@given(st.text())
@settings(deadline=None, max_examples=25)
def test_no_text_breaks_it(words):
    paper, page = everywhere(f"a{words}b"), Page(excerpts=True)
    render(paper, page).encode()
    assert {name(element) for element in bare(paper, page).iter()} <= OURS


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ('https://example.org/?a=1&b="2"\'<x>', True),
        ("http://example.org/ü", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("", False),
    ],
)
def test_only_addresses_of_pages_are_links(url, kept):
    page = tree(render(edition(("S", [story("T", url=url)])), Page()))
    links = [(link.get("href"), text(link)) for link in find(page, "a")]
    assert links == ([(url, "T")] if kept else [])
    assert "T" in [text(element).strip() for element in (*find(page, "h3"), *find(page, "h2"))]


def test_links_tell_nobody_where_they_were_clicked():
    page = tree(render(morning(), Page()))
    assert {link.get("rel") for link in find(page, "a")} == {"noopener noreferrer nofollow"}
    assert all(link.get("href").startswith(("http://", "https://")) for link in find(page, "a"))
    (referrer,) = (meta for meta in find(page, "meta") if meta.get("name") == "referrer")
    assert referrer.get("content") == "no-referrer"


def policy(page):
    (meta,) = (
        each for each in find(page, "meta") if each.get("http-equiv") == "Content-Security-Policy"
    )
    return dict(part.split(" ", 1) for part in meta.get("content").split("; "))


@pytest.mark.parametrize("paper", [morning, quiet, edition])
def test_the_policy_allows_the_one_style_sheet_and_nothing_else(paper):
    page = tree(render(paper(), Page()))
    (style,) = find(page, "style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy(page) == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_loaded_and_nothing_runs():
    printed = render(morning(), Page(excerpts=True))
    assert not LOADS.search(printed)
    for element in tree(printed).iter():
        assert not {key for key in dict(element.items()) if key.startswith("on") or key == "style"}
        assert not {"src", "srcset", "data", "action"} & set(element.keys())


def test_the_same_edition_is_the_same_bytes():
    paper = morning()
    turned = replace(paper.receipt, failed=paper.receipt.failed[::-1])
    assert render(replace(paper, receipt=turned), Page(width=200)) == render(paper, Page())


def test_headings_come_in_order_and_none_is_skipped():
    for paper in (morning(), quiet(), edition()):
        page = tree(render(paper, Page()))
        levels = [int(name(e)[1]) for e in page.iter() if name(e) in {"h1", "h2", "h3"}]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_there_are_landmarks_and_each_is_named():
    page = tree(render(morning(), Page()))
    assert [len(find(page, tag)) for tag in ("header", "main", "aside", "footer")] == [1, 1, 1, 1]
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    for element in (*find(page, "section"), *find(page, "aside")):
        assert element.get("aria-labelledby") in ids
    used = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(used) == len(set(used))


def test_every_picture_is_told_in_words():
    page = tree(render(morning(), Page()))
    for picture in find(page, "svg"):
        assert picture.get("role") == "img"
        assert picture.get("aria-label")


def test_a_picture_has_its_size_where_the_style_is_taken_away():
    for picture in find(tree(render(morning(), Page())), "svg"):
        size = ["0", "0", picture.get("width"), picture.get("height")]
        assert picture.get("viewbox", picture.get("viewBox")).split() == size


def test_a_headline_says_its_language_if_its_source_does():
    stories = [story("Eins", language="en"), story("Zwei"), story("Drei", language='x" y')]
    page = tree(render(edition(("S", stories)), Page()))
    assert [link.get("lang") for link in find(page, "a")] == ["en", None, None]
    assert page.get("lang") == "de"


def test_must_see_stories_come_first_then_the_lead_then_the_sections():
    page = tree(render(morning(), Page()))
    (main,) = find(page, "main")
    assert [part.get("class") for part in main] == ["must", "lead bare", "sections"]
    assert [text(heading) for heading in find(page, "h2")] == [
        "Nicht verpassen",
        "Instagram ändert seine Nutzungsbedingungen: Was Firmenkonten bis Januar prüfen müssen",
        "Plattformen",
        "Marketing",
        "SEO",
        "Recht",
        "Medien",
        "Termine",
        "Was hereinkam",
        "In eigener Sache",
        "Ohne Antwort",
    ]


def test_a_story_says_rules_outlet_time_others_and_its_score():
    page = tree(render(morning(), Page()))
    first = find(page, "article")[0]
    (facts,) = find(first, "p", class_="facts")
    assert text(facts) == (
        "Abmahnung · Netzrecht aktuell · 05:26 · auch bei Die Vereinspost,"
        " Blog der Kanzlei Sommerfeld, Landfunk und IT-Bote"
    )
    assert [text(link) for link in find(facts, "a")] == [
        "Die Vereinspost",
        "Blog der Kanzlei Sommerfeld",
        "Landfunk",
        "IT-Bote",
    ]
    assert find(first, "svg")[0].get("aria-label") == "Wertung: 86 von 100"
    assert find(first, "time")[0].get("datetime") == "2026-11-21T05:26:00+01:00"


def test_a_story_that_continues_says_so_outside_its_link():
    page = tree(render(edition(("S", [story("Mehr davon", continues=16)])), Page()))
    (heading,) = (each for each in find(page, "h2") if each.get("id") == "lead")
    assert text(heading).split() == ["weiter:", "Mehr", "davon"]
    assert [text(link) for link in find(page, "a")] == ["Mehr davon"]
    assert "siehe Ausgabe 16" in text(page)


def test_first_lines_are_printed_only_when_they_are_asked_for():
    paper = edition(("S", [story("A", summary="Erste Zeilen"), story("B", summary="Auch welche")]))
    assert "Zeilen" not in render(paper, Page())
    page = tree(render(paper, Page(excerpts=True)))
    assert [text(each) for each in find(page, "p", class_="excerpt")] == [
        "Erste Zeilen",
        "Auch welche",
    ]


def test_her_own_comment_is_always_printed():
    paper = edition(("S", [replace(story("A"), comment="Bis Freitag prüfen!"), story("B")]))
    (comment,) = find(tree(render(paper, Page())), "p", class_="comment")
    assert text(comment) == "Bis Freitag prüfen!"


def test_a_post_says_who_said_it_first_and_its_headline_leads_to_the_page_it_points_at():
    share = Share(
        account="mastodon:@a@b.example",
        words="Lesenswert, aber lang",
        first="@ada@c.example",
        link="https://example.org/artikel",
    )
    post = item("Was sich ändert", share=share, url="https://b.example/@a/1", author="Ada")
    paper = edition(("S", [replace(story("x"), items=(post,))]))
    printed = render(paper, Page())
    assert 'href="https://example.org/artikel"' in printed
    assert "zuerst @ada@c.example" in printed
    assert "Lesenswert" not in printed
    assert "Ada: „Lesenswert, aber lang“" in render(paper, Page(excerpts=True))


def test_an_address_that_nobody_gave_is_no_link_among_the_others():
    lead, other = item("A"), Item(source="feed:b", key="b", title="B", published=NOW, seen=NOW)
    page = tree(render(edition(("S", [replace(story(), items=(lead, other))])), Page()))
    assert "auch bei b" in text(page)
    assert len(find(page, "a")) == 1


def test_the_foot_says_what_was_found_what_it_cost_and_who_did_not_answer():
    receipt = replace(morning().receipt, spent=Spending(cost=120_000, things=24))
    page = tree(render(replace(morning(), receipt=receipt), Page()))
    (foot,) = find(page, "footer")
    assert "Gefunden zu: Abmahnung (1), Tickets (1)" in text(foot)
    assert "Nichts zu: Nutzungsbedingungen, Klarnamen – 412 Meldungen geprüft" in text(foot)
    assert "X: 0,12 $ für 24 Posts und Konten" in text(foot)
    assert [(text(each), each.get("class")) for each in find(foot, "li")] == [
        (
            "Blog der Kanzlei Sommerfeld, seit 4 Tagen: zu langsam: keine ganze Antwort in 10 s",
            "loud",
        ),
        ("Netzwelle, seit 1 Tag: kein Feed: an HTML page", "loud"),
        ("Kanalblick: 503 Service Unavailable", None),
    ]


def test_many_failures_are_named():
    failed = tuple(Failure(source=f"Q{n:02}", reason="r") for n in range(30))
    page = tree(render(edition(receipt=Receipt(failed=failed)), Page()))
    assert len(find(page, "li")) == 13
    names = ", ".join(f"Q{n}" for n in range(12, 29))
    assert text(find(page, "li")[-1]) == f"Auch von {names} und Q29 (digest feeds list)"


def test_a_quiet_day_gives_a_page_that_says_so():
    assert "Nichts Neues seit Freitag, 07:02." in render(edition(), Page())


def test_a_paper_without_counts_has_no_chart():
    assert not find(tree(render(quiet(), Page())), "aside")


@pytest.mark.parametrize("encoding", ["ascii", "no-such-thing"])
def test_what_a_stream_cannot_carry_is_written_as_references(encoding):
    printed = render(morning(), Page(encoding=encoding))
    assert printed.isascii()
    assert headlines(tree(printed)) == headlines(tree(render(morning(), Page())))
    assert policy(tree(printed)) == policy(tree(render(morning(), Page())))


def luminance(colour):
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_stands_out_as_wcag_aaa_wants_it_and_marks_as_it_wants_marks(number):
    palettes = re.findall(r"--paper: .*", render(edition(), Page()))
    found = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", palettes[number]))
    colours = {key: value if len(value) == 7 else long(value) for key, value in found.items()}
    paper = colours.pop("paper")
    for key in ("ink", "faint"):
        assert contrast(colours[key], paper) >= 7, key
    assert contrast(colours.get("alarm", "#a40f1d"), paper) >= 7
    assert contrast(colours["light"], paper) >= 3


def long(colour):
    return "#" + "".join(sign * 2 for sign in colour[1:])
