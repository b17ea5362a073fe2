r"""Prints an edition as Markdown for a blog: front matter, then headlines that link to their outlets.

Titles come from strangers, so every character that means something in CommonMark, Python-Markdown,
mistune, Hugo's goldmark, Jekyll's Liquid or a typographer is written so that none of them acts on it:
``\ * _ [ ]`` behind a backslash, which all of them know, the others as entities. First lines of
articles are printed only when asked for: in Germany a headline with its first lines needs the publisher's
licence (Urheberrechtsgesetz, section 87f and following).
"""

from __future__ import annotations

import re

from digest.model import Edition, Page
from digest.outputs.frontmatter import front_matter
from digest.outputs.parts import ascii_url
from digest.outputs.signs import carries_unicode
from digest.outputs.templates import Text, fill
from digest.outputs.view import Line, view

_NEW_LINE = Text("  \n    ")
"""A hard break, and what keeps the next line within its item for every parser (Python-Markdown: four spaces)."""


def render(edition: Edition, page: Page) -> str:
    """Return the edition as Markdown with the front matter that *page* wants.

    What *page* cannot carry is written as entities; its width does not matter.

    Raises:
        DigestError: the template that *page* brings has a mistake.
    """
    paper = view(edition, page)
    unicode = carries_unicode(page.encoding)
    front = front_matter(page.front_matter, paper, name=page.name, ascii_only=not unicode)
    printed = fill(
        "paper.md.jinja",
        page,
        paper,
        escape=escape,
        filters={"headline": _headline},
        front_matter=Text(front),
        new_line=_NEW_LINE,
    )
    return printed if unicode else printed.encode("ascii", "xmlcharrefreplace").decode()


def _headline(story: Line) -> Text:
    """Return a story's headline as a link, if it has an address."""
    title = escape(story.title)
    return Text(f"[{title}]({_address(story.url)})" if story.url else title)


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
