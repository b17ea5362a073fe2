"""Prints an edition as a web page: one file that loads nothing, for a screen, a phone or paper.

The page is ``data/paper.html.jinja`` with ``data/paper.css`` inside it; its Content-Security-Policy allows
that one style sheet and nothing else, so that whatever a headline holds, no browser acts on it.
"""

from __future__ import annotations

from digest.model import Edition, Page
from digest.outputs.signs import carries_unicode
from digest.outputs.templates import fill
from digest.outputs.view import view


def render(edition: Edition, page: Page) -> str:
    """Return the edition as an HTML document.

    What *page* cannot carry is written as character references; its width does not matter.

    Raises:
        DigestError: the template that *page* brings has a mistake.
    """
    printed = fill("paper.html.jinja", page, view(edition, page))
    if carries_unicode(page.encoding):
        return printed
    return printed.encode("ascii", "xmlcharrefreplace").decode()
