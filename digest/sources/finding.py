"""Finds the feed behind an address that a person typed: that of a feed, or of a page with one."""

from __future__ import annotations

from datetime import datetime

from digest.errors import SourceError
from digest.model import Fetched, Source
from digest.model.sources import FILE
from digest.sources import Net, fetch_all, parse_target
from digest.sources.feed import HAS_LOGIN, NEEDS_LOGIN
from digest.text import without_login

_MOST = 8
"""Links of one page that are tried."""
_ON_THE_PAGE = "look on the page for a link called RSS or Feed, and name that"
_IN_A_BROWSER = "does a browser open it? A site that has no https is named as http://..."
_WITH_LOGIN = (
    "write it into feeds.yaml as {url: ..., auth: FEED_NAME}, and FEED_NAME: user:password into"
    " credentials.yaml"
)


def find_feed(address: str, net: Net, now: datetime, folder: str = "") -> Fetched:
    """Return what the feed at an address shows, or the first feed that the page there points at.

    The address was typed, so it may be private; what a page points at may not, unless it lies on
    the same host and port.

    Args:
        address: http or https, the scheme may be missing.
        net: the ways to the world.
        now: the time that items without one get.
        folder: where feeds.yaml lies, for ``file:`` addresses.

    Raises:
        SourceError: it is no address, or there is no feed.
    """
    target = _target(address)
    here = _ask(target, net, now, folder)
    if not here.unread or target.startswith(FILE):  # no document came, so there is no page
        return _good(here)
    for link in _links(target, net)[:_MOST]:
        found = _ask(link, net, now, written=_place(link) == _place(target))
        if not found.problem:
            return found
    return _good(here)


def _good(fetched: Fetched) -> Fetched:
    if fetched.problem:
        raise SourceError(f"{fetched.source.target}: {fetched.problem}", hint=_hint(fetched))
    return fetched


def _hint(failed: Fetched) -> str:
    if failed.source.target.startswith(FILE):
        return "it is looked for in the folder of feeds.yaml"
    if failed.problem.endswith(f": {NEEDS_LOGIN}"):
        return _WITH_LOGIN
    is_page = failed.problem.startswith("not a feed")
    return _ON_THE_PAGE if is_page else _IN_A_BROWSER


def _target(address: str) -> str:
    whole = "://" in address or address.startswith(FILE)
    text = address if whole else f"https://{address}"
    try:
        return parse_target("feed", text)
    except ValueError as error:
        problem = f"{without_login(address)}: {error}"
        hint = _WITH_LOGIN if str(error) == HAS_LOGIN else "name it as https://..."
        raise SourceError(problem, hint=hint) from error


def _ask(
    target: str, net: Net, now: datetime, folder: str = "", *, written: bool = True
) -> Fetched:
    source = Source(kind="feed", target=target, section="", folder=folder, written=written)
    (fetched,) = fetch_all([source], {}, net, now)
    return fetched


def _links(target: str, net: Net) -> list[str]:
    """Return where the feeds of a page may be, likeliest first."""
    from digest.parsing.discovery import feed_links

    try:
        page = net.http.get(target)
    except SourceError:
        return []
    return list(feed_links(page.body, page.url))


def _place(address: str) -> tuple[str, int]:
    """Return host and port of an address; those of what is none are nobody's."""
    from digest.http import addresses

    try:
        return addresses.parse(address).place
    except ValueError:
        return "", 0
