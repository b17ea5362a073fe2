"""How an edition is printed.

To add a format: write a module with ``render``, name it in FORMATS here and in ``cli.printing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from digest.model import Edition, Page


@dataclass(frozen=True, slots=True)
class Format:
    """A form of the paper, whose module is imported when it is printed: a paper needs one of them."""

    name: str

    def render(self, edition: Edition, page: Page) -> str:
        """Return the edition as text that fits the page and ends with a line break."""
        text: str = import_module(f"{__name__}.{self.name}").render(edition, page)
        return text


FORMATS = {name: Format(name) for name in ("terminal", "markdown", "html", "json", "tweets")}
"""What ``--format`` takes."""
