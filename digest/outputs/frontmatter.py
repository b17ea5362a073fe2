"""What stands before the Markdown, as each kind of blog wants it. To add one: a function, named in KINDS.

It is YAML that holds a ``title``; a JSON string is a YAML string (YAML 1.2.2, section 1.2). In a blog
many papers stand in one list, so there the title has the date in it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator

from digest.outputs.view import Paper


def plain(paper: Paper) -> Iterator[str]:
    """Yield title, time, edition (or null) and language, for whatever reads YAML; MkDocs does."""
    yield f"title: {_text(paper.title)}"
    yield f"date: {_time(paper)}"
    yield f"edition: {paper.number or 'null'}"
    yield f"language: {_text(paper.language)}"


def hugo(paper: Paper) -> Iterator[str]:
    """Yield what Hugo reads (https://gohugo.io/content-management/front-matter/)."""
    yield f"title: {_text(_dated(paper))}"
    yield f"date: {_time(paper)}"
    yield "draft: false"
    yield f"params: {{edition: {paper.number or 'null'}, language: {_text(paper.language)}}}"


def jekyll(paper: Paper) -> Iterator[str]:
    """Yield what Jekyll reads (https://jekyllrb.com/docs/front-matter/)."""
    yield "layout: post"
    yield f"title: {_text(_dated(paper))}"
    yield f"date: {paper.printed:%Y-%m-%d %H:%M:%S %z}"
    yield f"lang: {_text(paper.language)}"
    yield f"edition: {paper.number or 'null'}"


def pelican(paper: Paper) -> Iterator[str]:
    """Yield what Pelican reads, which is no YAML: quotes would be printed, and a title is HTML.

    Python-Markdown divides each line at its first colon
    (https://python-markdown.github.io/extensions/meta_data/).
    """
    yield f"title: {_bare(_dated(paper))}"
    yield f"date: {paper.printed.isoformat(sep=' ', timespec='minutes')}"
    yield f"lang: {_bare(paper.language)}"
    yield f"edition: {paper.number or 'null'}"


KINDS: dict[str, Callable[[Paper], Iterator[str]]] = {
    "plain": plain,
    "hugo": hugo,
    "jekyll": jekyll,
    "pelican": pelican,
}
"""What ``--front-matter`` takes."""


def front_matter(kind: str, paper: Paper, *, name: str, ascii_only: bool) -> str:
    """Return the front matter between its lines of dashes; ``ascii_only`` escapes what is not ASCII.

    The *name* of the file tells apart the papers of one day, which Pelican takes for one page: it names
    pages after their titles and stops at the second (https://docs.getpelican.com/en/latest/content.html).
    """
    lines = "\n".join(KINDS[kind](paper))
    if kind == "pelican" and name:
        lines += f"\nslug: {name}"
    if ascii_only:
        lines = re.sub(r"[^ -~\n]", _reference if kind == "pelican" else _escape, lines)
    return f"---\n{lines}\n---"


def _dated(paper: Paper) -> str:
    """Return a title that tells one day's paper from another's."""
    year = paper.words.year
    month = paper.words.months[paper.printed.month - 1]
    day = year.format(day=paper.printed.day, month=month, year=paper.printed.year)
    return f"{paper.title}, {day}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _time(paper: Paper) -> str:
    return paper.printed.isoformat(timespec="seconds")


def _bare(text: str) -> str:
    """Return *text* as HTML in one line without quotes; YAML too, unless it begins with one of its signs."""
    return html.escape(text, quote=False).replace(": ", "&#58; ").replace(" #", " &#35;")


def _escape(sign: re.Match[str]) -> str:
    return f"\\U{ord(sign[0]):08x}"


def _reference(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"
