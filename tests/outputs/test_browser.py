"""The web page as a browser shows it: on a phone, on a laptop, in the dark, on paper."""

import re
import struct
from dataclasses import replace

import pytest

from digest.model import Page, Section
from digest.outputs.html import render
from tests.browser import LAPTOP, PHONE, PROGRAM, Browser
from tests.outputs import hostile
from tests.outputs.samples import edition, morning, quiet, story

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="needs Chromium")

TITLE = (
    "Wieder ein Titel weniger allein: Immergrün schluckt die Saaletal-Zeitung, und viele schauen zu"
)
OTHERS = ("Saaletal-Zeitung", "Nordblick", "Leine-Kurier", "Spaltenbreit", "Reichweite")
LARGE = (2200, 1200)
PRINTED = re.compile(rb"/Type\s*/Page\b")

BEYOND = """
[...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && (box.left < -0.5 || box.right > innerWidth + 0.5);
}).map(e => e.tagName + '.' + e.className).slice(0, 5)
"""
OVERLAPPING = """
(() => {
  const boxes = [...document.querySelectorAll('article, figure, footer section')]
    .map(e => e.getBoundingClientRect()).filter(b => b.width);
  return boxes.filter((a, i) => boxes.some((b, j) => i < j &&
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)).length;
})()
"""
COLUMNS = """
new Set([...document.querySelectorAll('.sections .story')]
  .map(e => Math.round(e.getBoundingClientRect().left))).size
"""
SMALLEST = """
Math.min(...[...document.querySelectorAll('p, li, h3, figcaption, time')]
  .map(e => parseFloat(getComputedStyle(e).fontSize)))
"""


@pytest.fixture(scope="module")
def browser():
    with Browser() as found:
        yield found


@pytest.fixture
def show(browser, tmp_path):
    """Show a paper in a window."""

    def show(paper, size=LAPTOP, *, page=None, **more):
        file = tmp_path / "paper.html"
        file.write_text(render(paper, page or Page()), encoding="utf-8")
        browser.show(file, size, **more)
        return browser

    return show


def crowded():
    """Make a paper with more must-see stories than usual, and long ones; the other stories are long too."""
    must = [
        story(f"Unterlassungserklärungsvordruckswelle {n}", number=n, must_see=("Abmahnung",))
        for n in range(7)
    ]
    first, *rest = morning().sections
    long = Section(name="Medien", stories=tuple(story(TITLE, also=OTHERS) for _ in range(2)))
    return replace(morning(), sections=(replace(first, stories=tuple(must)), *rest, long))


PAPERS = {"morning": morning, "quiet": quiet, "empty": edition, "crowded": crowded}


@pytest.mark.parametrize("size", [PHONE, (320, 600), (700, 900), LAPTOP, LARGE], ids=str)
@pytest.mark.parametrize("name", PAPERS)
def test_nothing_sticks_out_and_nothing_overlaps(show, size, name):
    page = show(PAPERS[name](), size, page=Page(excerpts=True))
    assert page.evaluate(BEYOND) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(OVERLAPPING) == 0


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=str)
def test_words_without_end_stay_within_their_column(show, size):
    endless = "Donaudampfschifffahrtsgesellschaft" * 20
    one = story(endless, also=(endless,), section=endless, must_see=(endless,), summary=endless)
    paper = edition(("", [one]), (endless, [one, one]), title=endless, name=endless)
    page = show(paper, size, page=Page(excerpts=True))
    assert page.evaluate(BEYOND) == []


def test_a_phone_has_one_column_a_laptop_three(show):
    assert show(morning(), PHONE).evaluate(COLUMNS) == 1
    assert show(morning(), (700, 900)).evaluate(COLUMNS) == 2
    assert show(morning(), LAPTOP).evaluate(COLUMNS) == 3


def test_no_text_is_too_small_to_read(show):
    for size in (PHONE, LAPTOP):
        assert show(morning(), size).evaluate(SMALLEST) >= 12


def test_the_lead_is_the_largest_headline_and_must_see_stories_stand_above_it(show):
    page = show(morning())
    sizes = page.evaluate(
        "[...document.querySelectorAll('.lead h2, h3')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert sizes.index(max(sizes)) == 2
    must, lead = page.evaluate(
        "['.must', '.lead'].map(s => document.querySelector(s).getBoundingClientRect().top)"
    )
    assert must < lead


def test_the_style_sheet_is_let_in_and_nothing_else_is_asked_for(show):
    page = show(morning(), page=Page(excerpts=True))
    assert page.evaluate("getComputedStyle(document.querySelector('.dateline')).display") == "grid"
    asked = [e for e in page.events if e["method"] == "Network.requestWillBeSent"]
    assert len(asked) == 1
    assert not [e for e in page.events if e["method"] == "Log.entryAdded"]


def test_the_policy_keeps_out_what_gets_into_the_page(show):
    page = show(morning())
    page.evaluate(
        """for (const [tag, more] of [["script", {textContent: "window.ran = 1"}],
             ["img", {src: "https://example.org/x.png"}], ["style", {textContent: "body {color: red}"}],
             ["iframe", {src: "https://example.org/"}]])
             document.body.append(Object.assign(document.createElement(tag), more))"""
    )
    page.evaluate("new Promise(done => setTimeout(done, 200))")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"


def test_dark_is_dark_and_paper_is_white(show):
    background = "getComputedStyle(document.body).backgroundColor"
    assert show(morning(), dark=True).evaluate(background) == "rgb(23, 21, 18)"
    assert show(morning()).evaluate(background) == "rgb(253, 251, 246)"
    assert show(morning(), dark=True, media="print").evaluate(background) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", ["morning", "crowded"])
@pytest.mark.parametrize("excerpts", [False, True])
def test_a_paper_is_printed_on_two_pages(show, name, excerpts):
    printed = show(PAPERS[name](), page=Page(excerpts=excerpts)).printed()
    assert len(PRINTED.findall(printed)) == 2


@pytest.mark.parametrize("name", ["quiet", "empty"])
def test_a_small_paper_is_printed_on_one_page(show, name):
    assert len(PRINTED.findall(show(PAPERS[name]()).printed())) == 1


def test_hostile_titles_are_shown_as_they_are_and_do_nothing(show, shared):
    titles = [*hostile.titles(), *hostile.titles(shared)[::20]]
    page = show(edition(("S", [story(title) for title in titles])))
    shown = page.evaluate("[...document.querySelectorAll('a[dir]')].map(e => e.textContent)")
    assert shown == titles
    elements = page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"
    )
    assert not {"script", "img", "iframe", "form", "input", "b", "x"} & set(elements)
    assert not [e for e in page.events if e["method"].startswith(("Log.", "Page.javascriptDialog"))]


def test_the_accessible_page_has_its_landmarks_and_headlines(show):
    page = show(morning())
    nodes = page.tell("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    for role in ("banner", "main", "complementary", "contentinfo"):
        assert roles.count(role) == 1
    assert roles.count("article") == 15
    links = [node for node in nodes if node["role"]["value"] == "link"]
    assert all(node["name"]["value"] for node in links)


def test_a_picture_has_the_size_of_the_window(show):
    picture = show(morning(), PHONE).picture(whole=False)
    assert struct.unpack(">II", picture[16:24]) == PHONE
