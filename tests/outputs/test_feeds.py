import json
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest

from digest.model import Window
from digest.outputs.feeds import KINDS, Channel
from digest.parsing import Parser
from digest.text import clean
from tests.outputs import hostile
from tests.outputs.samples import NOW, START, edition, morning, quiet, story

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://example.org/paper.xml?a=1&b=2"


def channel(*editions, **more):
    return Channel(editions=editions or (morning(),), begun=START, **more)


def atom(*editions, **more):
    return ElementTree.fromstring(KINDS["atom"](channel(*editions, **more)))  # noqa: S314 - it is ours


def json_feed(*editions, **more):
    return json.loads(KINDS["json"](channel(*editions, **more)))


def contents(form, *editions, **more):
    """Return the HTML of each entry."""
    if form == "json":
        return [item["content_html"] for item in json_feed(*editions, **more)["items"]]
    return [
        entry.find(f"{ATOM}content").text for entry in atom(*editions, **more).iter(f"{ATOM}entry")
    ]


def children(element, name):
    return element.findall(f"{ATOM}{name}")


def test_the_atom_feed_is_what_rfc_4287_asks_for():
    root = atom(morning(), quiet(), address=ADDRESS)
    for element in (root, *children(root, "entry")):
        for name in ("id", "title", "updated"):
            (found,) = children(element, name)
            assert found.text.strip()
        (updated,) = children(element, "updated")
        assert datetime.fromisoformat(updated.text).tzinfo is not None
    assert children(root, "author")[0].find(f"{ATOM}name").text == "Social Media Newspaper"
    (link,) = children(root, "link")
    assert (link.get("rel"), link.get("href")) == ("self", ADDRESS)
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == 3
    assert all(each.startswith("urn:uuid:") for each in ids)
    assert {element.tag for element in root.iter()} <= {
        f"{ATOM}{name}"
        for name in (
            *("feed", "entry", "id", "title", "updated", "published", "author", "name"),
            *("generator", "link", "content"),
        )
    }


def test_the_json_feed_is_what_its_specification_asks_for():
    feed = json_feed(morning(), quiet(), address=ADDRESS)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["language"]) == ("Social Media Newspaper", "de")
    assert feed["feed_url"] == ADDRESS
    assert "feed_url" not in json_feed()
    for item in feed["items"]:
        assert set(item) == {"id", "title", "content_html", "date_published", "language"}
        assert datetime.fromisoformat(item["date_published"]) == NOW


TITLES = [
    "Social Media Newspaper, Samstag, 21. November 2026 (Nr. 17)",
    "The Morning Scroll, Saturday, 21 November 2026 (No. 3)",
]


def test_feedparser_reads_the_editions_as_entries():
    feed = feedparser.parse(KINDS["atom"](channel(morning(), quiet())).encode())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == TITLES


@pytest.mark.parametrize("form", KINDS)
def test_digest_reads_the_editions_as_entries(form):
    with Parser() as parser:
        document = parser.parse(KINDS[form](channel(morning(), quiet())).encode())
    assert [entry.title for entry in document.entries] == TITLES
    assert [entry.published for entry in document.entries] == [NOW, NOW]


@pytest.mark.parametrize("form", KINDS)
def test_an_entry_holds_the_whole_edition_under_its_numbers(form):
    (content,) = contents(form)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(content)
    links = [("".join(link.itertext()), link.get("href")) for link in tree.iter("a")]
    assert links == [(story.lead.title, story.lead.url) for story in morning().stories]
    numbers = [
        int(part.get("start")) + place
        for part in tree.iter("ol")
        for place, _ in enumerate(part.findall("li"))
    ]
    assert numbers == list(range(1, 16))
    headings = ["".join(heading.itertext()) for heading in tree.iter("h2")]
    assert headings[:2] == ["Nicht verpassen", "Plattformen"]
    assert "51 von 54 Quellen" in content
    assert "Keine Antwort von" in content


@pytest.mark.parametrize("form", KINDS)
def test_first_lines_come_only_when_asked_for_and_her_comment_always(form):
    paper = edition(("S", [replace(story("A", summary="Erste Zeilen"), comment="Mein Wort")]))
    (without,) = contents(form, paper)
    assert "Erste Zeilen" not in without
    assert "<em>Mein Wort</em>" in without
    (told,) = contents(form, paper, excerpts=True)
    assert "„Erste Zeilen“" in told


@pytest.mark.parametrize("form", KINDS)
def test_an_edition_keeps_its_name_and_bytes_when_others_follow(form):
    later = replace(
        morning(), number=18, window=Window(start=NOW, end=NOW + timedelta(days=1)), title="Neu"
    )
    assert contents(form, later, morning())[1] == contents(form, morning())[0]
    if form == "json":
        assert json_feed(later, morning())["items"][1] == json_feed()["items"][0]
    else:
        ids = [element.text for element in atom(later, morning()).iter(f"{ATOM}id")]
        assert [ids[0], ids[2]] == [element.text for element in atom().iter(f"{ATOM}id")]


@pytest.mark.parametrize("form", KINDS)
def test_hostile_titles_stay_text(form, shared):
    titles = [clean(title) for title in (*hostile.OWN, *hostile.titles(shared)[::40])]
    titles = [title for title in titles if title]
    paper = edition(("S", [story(title) for title in titles]), title=titles[0])
    (content,) = contents(form, paper)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(content)
    assert ["".join(link.itertext()) for link in tree.iter("a")] == titles
    assert {element.tag for element in tree.iter()} <= {
        *("DOCUMENT_FRAGMENT", "p", "h2", "ol", "li", "a", "hr")
    }


def test_a_quiet_day_is_an_entry_too():
    assert "Nichts Neues seit Freitag" in contents("atom", edition())[0]
