r"""Prints an edition as Markdown for a blog: front matter, then headlines that link to their outlets.

Titles come from strangers, so every character that means something in CommonMark, Python-Markdown,
mistune, Hugo's goldmark, Jekyll's Liquid or a typographer is written so that none of them acts on it:
``\ * _ [ ]`` behind a backslash, which all of them know, the others as entities. No first lines of
articles are printed: in Germany a headline with its first lines needs the publisher's licence
(Urheberrechtsgesetz, section 87f and following).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from digest.model import Edition, Page, Story
from digest.outputs.parts import (
    Numbered,
    ascii_url,
    failures,
    headline,
    lay_out,
    link,
    local,
    others,
    outlet,
)
from digest.outputs.signs import carries_unicode
from digest.outputs.wording import Wording, wording
from digest.text import clean

_MOST = 5
"""Names in a list before the others are only counted."""


def render(edition: Edition, page: Page) -> str:
    """Return the edition as Markdown with YAML front matter: title, date, edition (or null), language.

    What *page* cannot carry is written as entities; its width does not matter.
    """
    words = wording(edition.language)
    front = "\n".join(_front(edition))
    body = "\n\n".join(_body(edition, words))
    if not carries_unicode(page.encoding):
        front = re.sub(r"[^ -~\n]", lambda sign: f"\\U{ord(sign[0]):08x}", front)
        body = body.encode("ascii", "xmlcharrefreplace").decode()
    return f"---\n{front}\n---\n\n{body}\n"


def _front(edition: Edition) -> Iterator[str]:
    """Yield the lines of the front matter; a JSON string is a YAML string (YAML 1.2.2, section 1.2)."""
    yield f"title: {json.dumps(clean(edition.title), ensure_ascii=False)}"
    yield f"date: {local(edition, edition.window.end).isoformat(timespec='seconds')}"
    yield f"edition: {edition.number or 'null'}"
    yield f"language: {json.dumps(clean(edition.language), ensure_ascii=False)}"


def _body(edition: Edition, words: Wording) -> Iterator[str]:
    now = local(edition, edition.window.end)
    masthead = (
        words.full_date(now),
        words.edition(edition.number, clean(edition.name)),
        words.window(local(edition, edition.window.start), now),
    )
    yield escape(" · ".join(masthead))
    layout = lay_out(edition)
    if layout.must_see:
        yield from _section(edition, words, words.must_see, layout.must_see)
    for name, stories in layout.parts():
        yield from _section(edition, words, name or words.other, stories)
    if not edition.stories:
        start = local(edition, edition.window.start)
        yield escape(words.empty(edition.receipt, start, now))
    yield "* * *"
    yield from map(escape, _receipt(edition, words))


def _section(
    edition: Edition, words: Wording, name: str, stories: Sequence[Numbered]
) -> Iterator[str]:
    yield f"## {escape(name)}"
    yield "\n".join(f"{number}. {_story(edition, words, story)}" for number, story in stories)


def _story(edition: Edition, words: Wording, story: Story) -> str:
    """Return one line: rules, link, outlet, time and who else carries it."""
    now = local(edition, edition.window.end)
    rules = ", ".join(map(clean, story.must_see))
    title = escape(headline(story.lead, words.untitled))
    url = link(story.lead)
    time = words.time(local(edition, story.lead.published), now)
    also = words.carried_by(others(edition, story), _MOST)
    parts = (
        f"**{escape(rules)}:** " if rules else "",
        f"{words.again} " if story.continues else "",
        f"[{title}]({_address(url)})" if url else title,
        escape(f" – {outlet(edition, story.lead)} ({time})"),
        escape(f"; {also}") if also else "",
    )
    return "".join(parts)


def _receipt(edition: Edition, words: Wording) -> Iterator[str]:
    receipt = edition.receipt
    yield " · ".join(words.balance(receipt))
    rules = {clean(name): found for name, found in receipt.rules.items()}
    yield from words.rules(rules, receipt.items)
    if silent := [clean(failure.source) for failure in failures(edition)]:
        yield words.no_answer.format(names=words.names(silent, _MOST))


_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "<>|~{}$\"'`^=@"})
_ACTIVE = re.compile(
    r"[\\*_\[\]]"
    r"|^[-+#!:%/]|^\d+[.)]|#$"  # what makes a block of a line, or ends a heading
    r"|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|([,?!])(?=\1)|\+(?=-)"  # what typographers replace,
    r"|\((?=(?:c|r|p|tm)\))"  # and these too
    r"|(?<=www)\.|:(?=//)|:(?=[\w+-]+:)|(?<=\]):",  # links, emoji, references
    re.IGNORECASE,
)


def escape(text: str) -> str:
    """Return Markdown that every parser renders as *text*, one line and nothing but text."""
    return _ACTIVE.sub(_inert, text.replace("&", "&#38;").translate(_ENTITIES))


def _inert(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in ":%/,?!":
        return f"&#{ord(sign)};"
    return f"{sign[:-1]}\\{sign[-1]}"


def _address(url: str) -> str:
    """Return *url* with nothing in it that ends a link or reads as an entity."""
    return re.sub(r"(&#?\w+);", r"\1%3B", ascii_url(url))
