"""Feeds: RSS, Atom, RDF and JSON Feed documents at an address."""

from __future__ import annotations

FILE = "file:"


def parse_target(text: str) -> str:
    """Return the address of a feed in its canonical form.

    http and https addresses come out as they will be asked for; ``file:`` addresses are relative to
    feeds.yaml.

    Raises:
        ValueError: it is no address of a feed, or holds user and password; with the reason, which
            never shows them.
    """
    from digest.http import addresses

    text = text.strip()
    if text[: len(FILE)].lower() == FILE:
        return FILE + _relative(text[len(FILE) :])
    address = addresses.parse(text)
    if address.login:
        raise ValueError("an address with user and password, which are never kept here")
    return str(address)


def _relative(path: str) -> str:
    """Return a path below the folder of feeds.yaml, as it was written."""
    path = path.removeprefix("./")
    if not path or path.startswith(("/", "\\")):
        raise ValueError("expected a file beside feeds.yaml such as file:feeds/one.xml")
    return path
