"""Reads how the server of a feed is asked, where that is not as usual: user agent, headers, login."""

from __future__ import annotations

import re

from digest.config.shapes import takes
from digest.config.tree import Node, Notes, Scalar, Wrong
from digest.config.values import line, pairs, shown
from digest.credentials import LOGIN

HEADER = r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}"

_VALUE = {"type": "string", "minLength": 1, "maxLength": 1000}
_SECRETS = {"authorization", "cookie", "proxy-authorization"}
_OURS = {
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
}
"""What decides how an answer is framed and packed, or whether it is whole."""


@takes(_VALUE)
def value(node: Node, notes: Notes) -> str:
    """Return a text that can be sent as the value of a header.

    Raises:
        Wrong: it is too long.
    """
    text = line(node, notes)
    if len(text) > 1000:
        raise Wrong(node, f"a header of {len(text)} characters", "at most 1000 can be sent")
    return text


@takes(
    {"type": "object", "propertyNames": {"pattern": f"^{HEADER}$"}, "additionalProperties": _VALUE}
)
def headers(node: Node, notes: Notes) -> tuple[tuple[str, str], ...]:
    """Return names and values of headers; those that are wrong are noted and left out.

    Raises:
        Wrong: it is something else than names with values.
    """
    found = []
    for name, written in pairs(node, notes):
        with notes.catching():
            found.append((_header(name), value(written, notes)))
    return tuple(found)


def _header(name: Scalar) -> str:
    if not re.fullmatch(HEADER, name.text):
        raise Wrong(name, f"{shown(name.text)} is no name of a header", "write X-Name: value")
    if name.text.lower() in _SECRETS:
        raise Wrong(
            name,
            f"{name.text}: secrets are never in feeds.yaml",
            "write auth: FEED_NAME here and FEED_NAME: user:password in credentials.yaml",
        )
    if name.text.lower() in _OURS:
        raise Wrong(name, f"the header {name.text} is digest's own", "delete it")
    return name.text


@takes({"type": "string", "pattern": f"^{LOGIN.pattern}$"})
def login(node: Node, notes: Notes) -> str:
    """Return the name of the key that holds ``user:password``.

    Raises:
        Wrong: it is no such name; it may be the login itself, so it is not repeated.
    """
    text = line(node, notes)
    if not LOGIN.fullmatch(text):
        raise Wrong(
            node,
            "expected the name of a login such as FEED_EXAMPLE",
            "write FEED_EXAMPLE: user:password in credentials.yaml, and the name here",
        )
    return text
