from pathlib import Path

import pytest
import yaml

from digest.cli.printing import slug
from tests.cli.conftest import rss


@pytest.fixture
def paper(web, feeds_yaml):
    """A feed of two articles, written into feeds.yaml."""
    page = web.page("/feed", rss("Erste Meldung des Tages", "Zweite Nachricht vom Hafen"))
    feeds_yaml(web.url("/feed"), more="title: Größe & Wörter\ntimezone: Europe/Berlin")
    return page


def test_html_and_markdown_go_to_stdout_as_utf_8(run, paper):
    done = run("today", "--format", "html")
    assert done.out.startswith("<!DOCTYPE html>\n")
    assert "Größe &amp; Wörter" in done.out
    done = run("today", "--peek", "--since", "24h", "--format", "markdown")
    assert "[Erste Meldung des Tages](https://blatt.example/" in done.out


def test_front_matter_is_what_the_blog_wants(run, paper):
    done = run("today", "--format", "markdown", "--front-matter", "jekyll")
    front = yaml.safe_load(done.out.split("---\n")[1])
    assert front["title"] == "Größe & Wörter, 21 November 2026"
    assert front["layout"] == "post"


def test_a_dated_paper_is_named_after_day_and_title(run, paper, tmp_path):
    posts = tmp_path / "posts"
    posts.mkdir()
    done = run("today", "--format", "markdown", "--dated", "--output", "posts")
    (found,) = posts.iterdir()
    assert (done.code, done.out) == (0, "")
    assert found.name == "2026-11-21-groesse-woerter.md"
    assert "2026-11-21-groesse-woerter.md: written" in done.err
    assert run("-q", "today", "--format", "html", "--dated", "--output", "posts").err == ""
    assert (posts / "2026-11-21-groesse-woerter.html").exists()


def test_the_day_is_that_of_the_papers_zone(run, paper, tmp_path):
    run("today", "--dated", "--output", ".", now="2026-11-21T23:30Z")
    assert (tmp_path / "2026-11-22-groesse-woerter.txt").exists()


def test_a_dated_paper_overwrites_nothing(run, paper, tmp_path):
    for _ in range(3):
        run("today", "--peek", "--since", "24h", "--format", "json", "--dated", "--output", ".")
    names = sorted(path.name for path in tmp_path.glob("*.json"))
    assert names == [
        "2026-11-21-groesse-woerter-2.json",
        "2026-11-21-groesse-woerter-3.json",
        "2026-11-21-groesse-woerter.json",
    ]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Social Media Newspaper", "social-media-newspaper"),
        ("Über: Größe & Co. (Nr. 1)", "ueber-groesse-co-nr-1"),
        ("../../etc/passwd", "etc-passwd"),
        ("東京", "newspaper"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_becomes_the_name_of_a_file(text, stem):
    assert slug(text) == stem


def test_first_lines_come_only_with_excerpts(run, web, feeds_yaml):
    feed = rss("Erste Meldung des Tages").replace(
        b"</title><link>https://blatt.example/0",
        b"</title><description>Das steht darin.</description><link>https://blatt.example/0",
    )
    web.page("/feed", feed)
    feeds_yaml(web.url("/feed"))
    for form in ("markdown", "html"):
        told = [
            "Das steht darin."
            in run("today", "--peek", "--since", "48h", "--format", form, *more).out
            for more in ([], ["--excerpts"])
        ]
        assert told == [False, True]


def test_a_template_of_ones_own_prints_the_paper(run, paper, tmp_path):
    (tmp_path / "own.jinja").write_text("{{ paper.stories|length }} × {{ paper.title }}", "utf-8")
    args = ("today", "--peek", "--template", "own.jinja", "--format")
    assert run(*args, "html").out == "2 × Größe &amp; Wörter\n"
    assert run(*args, "markdown").out == "2 × Größe &#38; Wörter\n"


def test_a_dash_as_output_is_stdout(run, paper, tmp_path):
    assert run("today", "--output", "-", "--format", "markdown").out.startswith("---\n")
    assert run("back", "1", "--output", "-").out
    assert run("syndicate", "--output", "-").out.startswith("<?xml")
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"{% if %}", "own.jinja:1: Expected an expression"),
        (b"\xff", "own.jinja: not a text in UTF-8"),
        (b"", "own.jinja: it is empty"),
        (b"x" * 1_000_001, "own.jinja: larger than 1 MB"),
        (None, "own.jinja: No such file or directory"),
    ],
)
def test_a_template_that_cannot_be_used_is_a_problem_and_nothing_counts(
    run, paper, tmp_path, text, problem
):
    if text is not None:
        (tmp_path / "own.jinja").write_bytes(text)
    done = run("today", "--format", "html", "--template", "own.jinja")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(problem)
    assert run("today", "--format", "json").paper["_digest"]["edition"] == 1


@pytest.mark.parametrize(
    "args",
    [
        ("--front-matter", "hugo"),
        ("--front-matter", "hugo", "--format", "html"),
        ("--front-matter", "medium", "--format", "markdown"),
        ("--excerpts",),
        ("--excerpts", "--format", "json"),
        ("--template", "x", "--format", "tweets"),
        ("--dated",),
        ("--dated", "--output", "nowhere"),
        ("--output", "."),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(run, paper, args):
    done = run("today", *args)
    assert (done.code, done.out) == (2, "")
    assert "Usage: digest today" in done.err


def test_her_own_comment_is_in_the_next_paper_with_that_story(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), more="queue: {slots: ['07:30'], to: [mastodon]}")
    run("today")
    run("queue", "fill")
    assert run("queue", "comment", "1", "Bitte bis Freitag prüfen!").code == 0
    again = ("today", "--offline", "--since", "24h", "--peek", "--format")
    assert "  \n    Bitte bis Freitag prüfen!\n" in run(*again, "markdown").out
    assert '<p class="comment" dir="auto">Bitte bis Freitag prüfen!</p>' in run(*again, "html").out


def test_a_page_is_made_without_what_the_terminal_needs(run, paper):
    assert Path("feeds.yaml").exists()
    assert "\x1b" not in run("today", "--format", "html").out
