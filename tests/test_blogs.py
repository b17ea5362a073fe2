"""The recipes in ``examples/blogs``: the site is built, and the post in it is right."""

import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import html5lib
import pytest

from digest.model import Page
from digest.outputs.markdown import render
from tests.outputs import hostile
from tests.outputs.samples import edition, story

ROOT = Path(__file__).parents[1]
BLOGS = ROOT / "examples" / "blogs"
NOW = "2026-11-19T06:30Z"


def commands(name):
    """Return the two lines that the recipe of that name tells one to run."""
    text = (BLOGS / "README.md").read_text(encoding="utf-8").lower()
    block = text.split(f"\n## {name}\n")[1].split("```sh\n")[1].split("```")[0]
    return [shlex.split(line) for line in block.splitlines()]


def run(words, folder):
    """Run a line of a recipe in the site's folder."""
    program, *rest = words
    before = ["--config", str(ROOT / "examples" / "feeds.yaml"), "--data", "data", "--now", NOW]
    options = before if program == "digest" else []
    line = [sys.executable, "-m", program, *options, *rest]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def links(page):
    """Return address and text of the links that leave the site."""
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    found = [(link.get("href") or "", "".join(link.itertext())) for link in tree.iter("a")]
    return [link for link in found if link[0].startswith("http")], tree


def written(markdown):
    """Return address and text of the links in the Markdown of an ordinary day."""
    found = re.findall(r"\[(.+?)\]\((http\S+?)\)", markdown.read_text(encoding="utf-8"))
    return [(url, re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), text)) for text, url in found]


def numbers(tree):
    """Return the numbers that a browser puts before the items of ordered lists."""
    return [
        int(found.get("start", 1)) + place
        for found in tree.iter("ol")
        for place, _ in enumerate(found.findall("li"))
        if "breadcrumb" not in found.get("class", "")
    ]


@pytest.fixture(params=["pelican", "mkdocs"])
def site(request, tmp_path):
    """A copy of a site, and where a paper goes in and comes out."""
    if find_spec(request.param) is None:
        pytest.skip(f"needs {request.param}")
    folder = tmp_path / request.param
    shutil.copytree(BLOGS / request.param, folder)
    return folder


def paper_of(site):
    (found,) = site.rglob("2026-11-19-*.md")
    return found


def page_of(site, paper):
    """Return the page that was made of a paper."""
    if site.name == "pelican":
        (found,) = (site / "output" / "2026-11-19").glob("*.html")
        return found
    return site / "site" / "papers" / paper.stem / "index.html"


def test_the_site_is_built_and_the_post_is_right(site):
    write, build = commands(site.name)
    run(write, site)
    run(build, site)
    paper = paper_of(site)
    assert paper.name == "2026-11-19-social-media-newspaper.md"
    assert len(written(paper)) > 15
    found, tree = links(page_of(site, paper))
    assert [link for link in found if link in written(paper)] == written(paper)
    assert "Social Media Newspaper, 19. November 2026" in next(tree.iter("title")).text
    headings = ["".join(heading.itertext()) for heading in tree.iter("h2")]
    assert "Nicht verpassen" in headings
    assert numbers(tree) == list(range(1, len(written(paper)) + 1))


def test_the_day_is_in_the_blog_under_its_own_date(site):
    write, build = commands(site.name)
    run(write, site)
    run(build, site)
    if site.name == "pelican":
        _, tree = links(page_of(site, paper_of(site)))
        assert [time.get("datetime") for time in tree.iter("time")] == ["2026-11-19T07:30:00+01:00"]
    listing = site / ("output" if site.name == "pelican" else "site") / "index.html"
    assert "Social Media Newspaper, 19. November 2026" in listing.read_text(encoding="utf-8")


def test_papers_of_one_day_and_title_are_pages_of_their_own(site):
    write, build = commands(site.name)
    run(write, site)
    run([*write, "--since", "24h"], site)
    run(build, site)
    papers = sorted(site.rglob("2026-11-19-*.md"))
    if site.name == "pelican":
        pages = sorted((site / "output" / "2026-11-19").glob("*.html"))
        assert [page.stem for page in pages] == [paper.stem for paper in papers]
    else:
        assert all(page_of(site, paper).exists() for paper in papers)
    assert len(papers) == 2


def test_a_paper_printed_twice_on_one_day_loses_nothing(site):
    write, _ = commands(site.name)
    run(write, site)
    paper = paper_of(site)
    paper.write_text("Von Hand ergänzt\n", encoding="utf-8")
    run([*write, "--since", "24h"], site)
    assert paper.read_text(encoding="utf-8") == "Von Hand ergänzt\n"
    second = paper.with_name(f"{paper.stem}-2.md")
    assert len(written(second)) > 15


def test_hostile_titles_are_titles_in_the_blog(site):
    titles = hostile.titles()
    paper = edition(("S", [story(title) for title in titles]), title='Q & A: "heute" #1')
    kind = "pelican" if site.name == "pelican" else "hugo"
    place = site / ("content" if site.name == "pelican" else "docs/papers") / "2026-11-19-x.md"
    place.write_text(render(paper, Page(front_matter=kind)), encoding="utf-8")
    _, build = commands(site.name)
    run(build, site)
    (page,) = (
        (site / "output").rglob("2026-11-21/*.html")
        if kind == "pelican"
        else [page_of(site, place)]
    )
    found, tree = links(page)
    assert [text for url, text in found if url == "https://example.org/1"] == titles
    assert 'Q & A: "heute" #1, 21. November 2026' in next(tree.iter("title")).text
