import re
from dataclasses import replace
from html.parser import HTMLParser

import markdown as python_markdown
import mistune
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest.model import Failure, Page, Receipt, Share
from digest.outputs.markdown import escape, render
from digest.text import clean, shorten
from tests.outputs import hostile
from tests.outputs.samples import edition, item, morning, quiet, story

PARSERS = {
    "CommonMark": MarkdownIt("commonmark").render,
    "with typography and tables": MarkdownIt("js-default", {"typographer": True}).render,
    "Python-Markdown": python_markdown.markdown,
    "Python-Markdown with extras": lambda text: python_markdown.markdown(
        text, extensions=["extra", "smarty", "sane_lists", "admonition"]
    ),
    "mistune": mistune.create_markdown(
        escape=False, plugins=["strikethrough", "footnotes", "table", "url", "math", "mark"]
    ),
}
OURS = {"p", "h2", "ol", "li", "a", "strong", "hr"}


class Reading(HTMLParser):
    """Which links a page has, and which elements that are not ours."""

    def __init__(self, page):
        super().__init__()
        self.links, self.strange, self.text = [], [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append((dict(attrs)["href"], ""))
            attrs = [pair for pair in attrs if pair[0] != "href"]
        if tag not in OURS or [name for name, _ in attrs if name != "start"]:
            self.strange.append((tag, attrs))
        self.inside = tag == "a"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        self.text += data
        if self.links and self.inside:
            address, title = self.links[-1]
            self.links[-1] = (address, title + data)

    def handle_comment(self, data):
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def front_and_body(printed):
    """Divide a page into what its front matter says, and the rest."""
    _, front, body = printed.split("---\n", 2)
    return yaml.safe_load(front), body


def read(paper, parser="CommonMark"):
    return Reading(PARSERS[parser](front_and_body(render(paper, Page()))[1]))


def strange_titles(titles, parser):
    """Return the titles that do not come out as one link each with exactly that title."""
    paper = edition(("S", [story(title, number=number) for number, title in enumerate(titles)]))
    reading = read(paper, parser)
    if [title for _, title in reading.links] == titles and not reading.strange:
        return []
    if len(titles) == 1:
        return titles
    return [title for one in titles for title in strange_titles([one], parser)]


@pytest.mark.parametrize("parser", PARSERS)
def test_each_story_is_one_link_with_exactly_its_title(parser):
    assert strange_titles(hostile.titles(), parser) == []


@hostile.SOME_OR_ALL
@pytest.mark.parametrize("parser", PARSERS)
def test_titles_made_to_harm_are_links_and_nothing_else(shared, parser, count):
    titles = hostile.titles(shared, count)[:: 10 if "with" in parser else 1]
    step = 60
    found = [
        title
        for start in range(0, len(titles), step)
        for title in strange_titles(titles[start : start + step], parser)
    ]
    assert found == []


@given(st.lists(st.text(alphabet="ab1.-+#!*_[]()<>&\\`~{}|$^=@:;'\"/% é", min_size=1), min_size=1))
@settings(deadline=None)
def test_signs_in_any_order_are_text(texts):
    titles = [clean(text) for text in texts if clean(text)]
    for parser in ("CommonMark", "Python-Markdown"):
        assert strange_titles(titles, parser) == []


@pytest.mark.parametrize("parser", ["CommonMark", "Python-Markdown", "mistune"])
@pytest.mark.parametrize("text", hostile.titles())
def test_nothing_else_in_a_paper_is_more_than_text(text, parser):
    titles = [story(text, url="", source="feed:a", also=("b",), must_see=(text,))]
    receipt = Receipt(items=1, failed=(Failure(source=text, reason="r"),), rules={text: 0})
    outlets = {"feed:a": text, "feed:b": f"{text}x"}
    paper = edition(("", titles), (text, titles), name=text, receipt=receipt, sources=outlets)
    reading = read(paper, parser)
    assert (reading.links, reading.strange) == ([], [])
    assert reading.text.count(text) >= 8


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://example.org/a(b)c", "https://example.org/a%28b%29c"),
        ("https://example.org/a b<c>", "https://example.org/a%20b%3Cc%3E"),
        ("https://example.org/?a=1&b=2&copy;=3", "https://example.org/?a=1&b=2&copy%3B=3"),
        ("https://example.org/*a*_b_", "https://example.org/*a*_b_"),
        ("https://example.org/'\"`{}|^\\", "https://example.org/%27%22%60%7B%7D%7C%5E%5C"),
        ("https://example.org/münchen", "https://example.org/m%C3%BCnchen"),
    ],
)
def test_links_end_where_the_address_ends(url, href, parser):
    assert read(edition(("S", [story("T", url=url)])), parser).links == [(href, "T")]


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "https://example.org/\n", "data:text/html,x"]
)
def test_a_story_without_a_link_to_a_page_is_text(url):
    reading = read(edition(("S", [story("- Titel", url=url)])))
    assert reading.links == []
    assert "- Titel – Beispielblatt" in reading.text


def test_the_front_matter_says_title_date_edition_and_language():
    front, _ = front_and_body(render(morning(), Page()))
    assert front["title"] == "Social Media Newspaper"
    assert front["date"] == morning().window.end
    assert (front["edition"], front["language"]) == (17, "de")
    assert "date: 2026-11-21T07:02:00+01:00\n" in render(morning(), Page())
    assert front_and_body(render(replace(morning(), number=0), Page()))[0]["edition"] is None


def test_any_title_is_the_title_of_the_front_matter(shared):
    for title in (*hostile.titles(shared)[::20], *hostile.OWN):
        for encoding in ("utf-8", "ascii"):
            printed = render(edition(title=title), Page(encoding=encoding))
            assert front_and_body(printed)[0]["title"] == clean(title)


def test_sections_are_headings_in_the_order_of_the_paper():
    headings = re.findall("^## (.*)$", render(morning(), Page()), re.MULTILINE)
    assert headings == [
        "Nicht verpassen",
        "Plattformen",
        "Marketing",
        "SEO",
        "Recht",
        "Medien",
        "Termine",
    ]


def test_a_lead_from_a_later_section_has_its_own_heading():
    paper = edition(("", [story("L", section="B")]), ("A", [story("S")]), ("B", [story("T")]))
    headings = re.findall("^## (.*)$", render(paper, Page()), re.MULTILINE)
    assert headings == ["B", "A", "B (Fortsetzung)"]


def test_a_section_without_a_name_is_headed_all_the_same():
    assert "## Weiteres\n" in render(edition(("", [story("L")])), Page())


def test_a_story_says_rules_outlet_time_and_others():
    printed = render(morning(), Page())
    assert "1. **Abmahnung:** [Neue Abmahnwelle: Kanzlei" in printed
    assert " – Netzrecht aktuell (05:26); auch bei Die Vereinspost, " in printed
    assert (
        "5. weiter: [Mastodon 5.1 ist da](https://www.example.org/plattformen/5) – Mastodon-Blog"
        in printed
    )
    assert "(Freitag, 20:02)\n" in printed


def test_no_first_lines_of_an_article_are_printed():
    assert "Ab dem 15. Januar" not in render(morning(), Page())


def test_the_receipt_stands_at_the_end():
    _, tail = render(morning(), Page()).split("\n* * *\n")
    assert (
        tail.split("\n\n")[0].strip().startswith("51 von 54 Quellen · 412 Meldungen · 15 von 318")
    )
    assert "Nichts zu: Nutzungsbedingungen, Klarnamen – 412 Meldungen geprüft" in tail
    assert tail.endswith(
        "Keine Antwort von Blog der Kanzlei Sommerfeld, Netzwelle und Kanalblick\n"
    )
    assert "No answer" not in render(quiet(), Page())


def test_a_quiet_day_gives_a_page_that_says_so():
    assert "\n\nNichts Neues seit Freitag, 07:02.\n\n" in render(edition(), Page())


def test_what_a_stream_cannot_carry_is_written_as_entities():
    printed = render(replace(morning(), title="Größe 😀"), Page(encoding="ascii"))
    assert printed.isascii()
    front, body = front_and_body(printed)
    assert front["title"] == "Größe 😀"
    titles = [title for _, title in Reading(PARSERS["CommonMark"](body)).links]
    assert titles == [story.lead.title for story in morning().stories]


def test_ordinary_headlines_are_not_disfigured():
    for text in ("Update 2.0: Was Firmen (bis Januar) tun – und was nicht!", "C# 14 ist da"):
        assert escape(text) == text


def test_an_item_without_title_is_called_so():
    untitled = replace(story(), items=(item(""),))
    reading = read(edition(("S", [untitled])))
    assert reading.links == [("https://example.org/1", "https://example.org/1")]


def test_first_lines_and_what_accounts_say_are_printed_only_when_asked_for():
    share = Share(account="x:@b", words="Lesenswert", first="@ada")
    post = item("Titel", summary="Erste Zeilen", share=share, author="Ben")
    paper = edition(("S", [replace(story(), items=(post,))]))
    assert "(04:02, zuerst &#64;ada)\n" in render(paper, Page())
    printed = render(paper, Page(excerpts=True))
    assert ")  \n    „Erste Zeilen“  \n    Ben: „Lesenswert“\n" in printed


@pytest.mark.parametrize("parser", PARSERS)
def test_comments_and_first_lines_stay_text_within_their_story(parser, shared):
    for words in (*hostile.OWN, *hostile.titles(shared)[::100]):
        if not (text := clean(words)):
            continue
        told = [replace(story("Erste", summary=f"x {text}"), comment=text), story("Zweite")]
        printed = render(edition(("S", told)), Page(excerpts=True))
        reading = Reading(PARSERS[parser](front_and_body(printed)[1]))
        assert [title for _, title in reading.links] == ["Erste", "Zweite"]
        assert {strange[0] for strange in reading.strange} <= {"br"}
        found = " ".join(reading.text.split())
        assert f"(04:02) {text} „" in found
        assert f" „{shorten(f'x {text}', 220)}“ " in found
