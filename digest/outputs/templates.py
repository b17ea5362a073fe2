"""Fills the Jinja2 templates that HTML and Markdown are printed with: digest's own, or a person's.

Titles come from strangers, so nothing that a template prints is markup unless it says so itself: in
HTML texts are escaped, in Markdown they are written so that they stay text. A template of one's own may
extend digest's (``{% extends "paper.html.jinja" %}``) and replace some of its blocks. It runs in
Jinja2's sandbox, since teams pass templates around.
"""

from __future__ import annotations

import hashlib
import traceback
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError
from digest.model import NOTHING, Page
from digest.outputs.view import Paper

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent.parent / "data"


class Text(str):
    """What is printed as it stands: it has been escaped, or is markup of digest's own."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def fill(
    own: str,
    page: Page,
    paper: Paper,
    *,
    escape: Callable[[str], str] | None = None,
    filters: Mapping[str, Callable[..., Any]] = NOTHING,
    **more: Any,
) -> str:
    """Return the page that a template makes of *paper*; it ends with one line break.

    Args:
        own: the name of digest's template, for when *page* brings none.
        page: brings the text and the name of a person's template.
        paper: what is printed.
        escape: writes text so that it stays text; None: for HTML.
        filters: what the template can use besides Jinja2's own.
        more: what the template knows besides ``paper`` and ``words``.

    Raises:
        DigestError: the person's template has a mistake, with its line.
    """
    import jinja2

    environment = _environment(escape, tuple(filters.items()))
    named = page.template_name or "template"
    try:
        template = (
            environment.from_string(page.template)
            if page.template
            else environment.get_template(own)
        )
        printed = template.render(paper=paper, words=paper.words, **more)
    except jinja2.TemplateNotFound as error:
        problem = f"{_place(named, error)}: no template {error.name!r}"
        raise DigestError(problem, hint=_HINT) from error
    except jinja2.TemplateSyntaxError as error:
        place = f"{error.name or named}:{error.lineno}"
        raise DigestError(f"{place}: {error.message}", hint=_HINT) from error
    except (jinja2.TemplateError, *_MISTAKES) as error:
        problem = f"{_place(named, error)}: {str(error) or type(error).__name__}"
        raise DigestError(problem, hint=_HINT) from error
    return f"{printed.rstrip()}\n"


def _place(named: str, error: Exception) -> str:
    """Return the person's template and the line of it that was at work last."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == _FROM_STRING]
    return f"{named}:{lines[-1]}" if lines else named


_FROM_STRING = "<template>"
"""What Jinja2 calls the file of a template that it was given as text."""


_MISTAKES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an expression of a template raises that is none of Jinja2's own errors."""
_HINT = "without --template the paper is printed with digest's own"


@cache
def _environment(
    escape: Callable[[str], str] | None, filters: tuple[tuple[str, Callable[..., Any]], ...]
) -> Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def inert(value: object) -> Any:
        """Escape a value as it is printed, unless it is markup of the template's own making."""
        if escape is None or hasattr(value, "__html__"):
            return value
        return Text(escape(str(value)))

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        finalize=inert,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(filters, source_hash=source_hash)
    return environment


def source_hash(style: str) -> Text:
    """Return what a Content-Security-Policy names a style sheet by (https://www.w3.org/TR/CSP3/)."""
    found = hashlib.sha256(str(style).encode()).digest()
    return Text(f"'sha256-{b64encode(found).decode()}'")
