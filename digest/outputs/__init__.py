"""How an edition is printed. To add a format: write a module, name it in FORMATS."""

from __future__ import annotations

from typing import Protocol

from digest.model import Edition, Page
from digest.outputs import html, json, markdown, terminal, tweets


class Format(Protocol):
    """What every module of a format provides."""

    def render(self, edition: Edition, page: Page) -> str:
        """Return the edition as text that fits the page and ends with a line break."""


FORMATS: dict[str, Format] = {
    "terminal": terminal,
    "markdown": markdown,
    "html": html,
    "json": json,
    "tweets": tweets,
}
"""What ``--format`` takes."""
