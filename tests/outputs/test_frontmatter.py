from dataclasses import replace

import markdown as python_markdown
import pytest
import yaml

from digest.cli.printing import FRONT_MATTER
from digest.model import Page
from digest.outputs.frontmatter import KINDS
from digest.outputs.markdown import render
from tests.outputs import hostile
from tests.outputs.samples import edition, morning, quiet


def front(kind, paper=None, **page):
    printed = render(paper or morning(), Page(front_matter=kind, **page))
    return printed.split("---\n")[1]


def pelican(paper, **page):
    """Read front matter as Pelican does."""
    reader = python_markdown.Markdown(extensions=["meta"])
    reader.convert(render(paper, Page(front_matter="pelican", **page)))
    return {key: values[0] for key, values in reader.Meta.items()}


def test_the_kinds_on_offer_are_those_there_are():
    assert tuple(KINDS) == FRONT_MATTER


@pytest.mark.parametrize("kind", KINDS)
def test_front_matter_is_yaml_that_holds_a_title(kind):
    for paper in (morning(), quiet(), edition(number=0), edition(name="recht")):
        assert yaml.safe_load(front(kind, paper))["title"].startswith(paper.title)


def test_in_a_blog_the_title_has_the_date_in_it():
    for kind in ("hugo", "jekyll", "pelican"):
        title = yaml.safe_load(front(kind))["title"]
        assert title == "Social Media Newspaper, 21. November 2026"
    assert yaml.safe_load(front("plain"))["title"] == "Social Media Newspaper"
    assert yaml.safe_load(front("hugo", quiet()))["title"] == "The Morning Scroll, 21 November 2026"


def test_hugo_gets_its_time_and_its_own_parameters():
    found = yaml.safe_load(front("hugo"))
    assert found["date"] == morning().window.end
    assert (found["draft"], found["params"]) == (False, {"edition": 17, "language": "de"})
    assert yaml.safe_load(front("hugo", edition(number=0)))["params"]["edition"] is None


def test_jekyll_gets_a_layout_and_its_own_form_of_time():
    assert front("jekyll") == (
        "layout: post\n"
        'title: "Social Media Newspaper, 21. November 2026"\n'
        "date: 2026-11-21 07:02:00 +0100\n"
        'lang: "de"\n'
        "edition: 17\n"
    )


def test_pelican_gets_no_quotes():
    assert pelican(morning()) == {
        "title": "Social Media Newspaper, 21. November 2026",
        "date": "2026-11-21 07:02+01:00",
        "lang": "de",
        "edition": "17",
    }


def test_pelican_names_the_page_after_the_file_since_papers_of_a_day_have_one_title():
    assert pelican(morning(), name="2026-11-21-x-2")["slug"] == "2026-11-21-x-2"
    for kind in ("plain", "hugo", "jekyll"):
        assert "slug" not in yaml.safe_load(front(kind, name="x"))


def test_pelican_prints_titles_as_html_so_they_are():
    paper = edition(title="A <b>& B</b>: 'C' #1")
    assert pelican(paper)["title"].startswith("A &lt;b&gt;&amp; B&lt;/b&gt;&#58; 'C' &#35;1, 21.")
    assert yaml.safe_load(front("pelican", paper))["title"] == pelican(paper)["title"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_any_title_stays_one_line_of_front_matter(kind, encoding):
    for title in hostile.titles():
        paper = edition(title=title)
        lines = front(kind, paper, encoding=encoding).splitlines()
        assert len(lines) == len(front(kind).splitlines())
        if kind == "pelican":
            assert "<" not in pelican(paper, encoding=encoding)["title"]
        else:
            assert yaml.safe_load("\n".join(lines))["title"].startswith(title)


def test_what_a_stream_cannot_carry_is_escaped_as_its_reader_understands_it():
    paper = replace(morning(), title="Größe 😀")
    assert pelican(paper, encoding="ascii")["title"].startswith("Gr&#246;&#223;e &#128512;, ")
    assert yaml.safe_load(front("hugo", paper, encoding="ascii"))["title"].startswith("Größe 😀, ")
