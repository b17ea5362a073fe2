"""Templates of one's own, in the place of digest's."""

from dataclasses import replace

import pytest

from digest.errors import DigestError
from digest.model import Page
from digest.outputs import html, markdown
from digest.outputs.templates import source_hash
from tests.outputs.samples import edition, morning, story

FORMATS = {"html": html.render, "markdown": markdown.render}


def printed(template, form="html", paper=None, **more):
    page = Page(template=template, template_name="own.jinja", **more)
    return FORMATS[form](paper or morning(), page)


@pytest.mark.parametrize("form", FORMATS)
def test_a_template_of_ones_own_prints_what_it_wants(form):
    template = "{{ paper.stories|length }}{% for story in paper.stories[:1] %}, {{ story.outlet }}{% endfor %}"
    assert printed(template, form) == "15, Netzrecht aktuell\n"


def test_in_html_text_is_escaped_whether_the_template_asks_for_it_or_not():
    paper = edition(("S", [story('<b>fett</b> & "so"')]))
    found = printed('<p title="{{ paper.lead.title }}">{{ paper.lead.title }}</p>', paper=paper)
    assert found == (
        '<p title="&lt;b&gt;fett&lt;/b&gt; &amp; &#34;so&#34;">'
        "&lt;b&gt;fett&lt;/b&gt; &amp; &#34;so&#34;</p>\n"
    )


def test_in_markdown_text_stays_text_and_a_headline_is_a_link():
    paper = edition(("S", [story("*fett* & [so]")]))
    found = printed("{{ paper.lead.title }} {{ paper.lead|headline }}", "markdown", paper)
    assert found == (r"\*fett\* &#38; \[so\] [\*fett\* &#38; \[so\]](https://example.org/1)" + "\n")


def test_what_a_macro_makes_is_not_escaped_twice():
    template = "{% macro one(x) %}*{{ x }}*{% endmacro %}{{ one('a_b') }}"
    assert printed(template, "markdown") == "*a\\_b*\n"


def test_a_block_of_digests_own_page_can_be_replaced():
    found = printed(
        '{% extends "paper.html.jinja" %}{% block foot %}<footer>Meins</footer>{% endblock %}'
    )
    assert "<footer>Meins</footer>" in found
    assert "In eigener Sache" not in found
    assert "Instagram ändert" in found
    found = printed(
        '{% extends "paper.md.jinja" %}{% block foot %}Bis morgen!{% endblock %}', "markdown"
    )
    assert found.startswith("---\ntitle: ")
    assert found.endswith("re:start (Freitag, 08:02)\n\nBis morgen!\n")


def test_a_style_of_ones_own_is_allowed_by_the_policy():
    found = printed(
        '{% extends "paper.html.jinja" %}{% block style %}{{ super() }}h1 { color: teal }{% endblock %}'
    )
    assert "h1 { color: teal }" in found
    policy = found.split("style-src ")[1].split(";")[0]
    style = found.split("<style>")[1].split("</style>")[0]
    assert policy == source_hash(style)


def test_front_matter_is_there_for_a_markdown_template():
    found = printed("{{ front_matter }}\n", "markdown", front_matter="hugo")
    assert found.startswith('---\ntitle: "Social Media Newspaper, 21. November 2026"\n')


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("a\n{% if %}", "own.jinja:2: Expected an expression, got 'end of statement block'"),
        ("a\n\n{{ papr.title }}", "own.jinja:3: 'papr' is undefined"),
        ("\n{% for s in paper.stories %}\n{{ s.titel }}{% endfor %}", "own.jinja:3: "),
        (
            '{% extends "paper.html.jinja" %}\n{% block foot %}{{ x }}{% endblock %}',
            "own.jinja:2: ",
        ),
        ('{% extends "nowhere" %}', "own.jinja:1: no template 'nowhere'"),
        ('a\n{% include "../feeds.yaml" %}', "own.jinja:2: no template '../feeds.yaml'"),
        ("{{ 1 / 0 }}", "own.jinja:1: division by zero"),
        ("{{ paper.title + 1 }}", "own.jinja:1: can only concatenate str"),
        ("{{ none|source_hash|nothing }}", "own.jinja:1: No filter named 'nothing'."),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "own.jinja:1: maximum recursion depth"),
        ("{{ 'x' * 10 ** 15 }}", "own.jinja:1: MemoryError"),
        ("{{ paper.__class__.__mro__ }}", "own.jinja:1: access to attribute '__class__'"),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_mistake_is_one_line_with_its_place(template, problem, form):
    with pytest.raises(DigestError) as raised:
        printed(template, form)
    assert raised.value.problem.startswith(problem)
    assert raised.value.hint


def test_a_filter_of_something_else_is_a_mistake():
    with pytest.raises(DigestError, match=r"^own\.jinja:1: 'int' object has no attribute"):
        printed("{{ 5|headline }}", "markdown")


def test_a_template_cannot_change_the_paper():
    with pytest.raises(DigestError):
        printed("{{ paper.words.weekdays.append('x') }}")


def test_a_template_is_filled_the_same_each_time():
    paper = replace(morning(), number=3)
    assert printed("{{ paper.edition }}", paper=paper) == printed(
        "{{ paper.edition }}", paper=paper
    )
