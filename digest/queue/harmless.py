"""Takes out of a headline what would do something on a network: notify, link, tag, or be markup.

What is taken out stays legible, and nothing invisible is put in: a handle loses its @, a further
cashtag its $, a hashtag its #, and on X, where ``main.py`` becomes a link that costs $0.20, the dot of
a bare domain becomes a middle dot, ``main·py``, as everywhere in the link of a post on X.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping

from digest import twittertext
from digest.text import clean, from_html

_AT = re.compile(r"(?<![A-Za-z0-9_])[@＠]+(?=\w)")
_HANDLES = {
    "x": re.compile(r"[A-Za-z0-9_]{1,20}"),
    "mastodon": re.compile(r"\w+(?:[\w.-]*\w)?(?:@[\w-]+(?:\.[\w-]+)*(?::\d+)?)?"),
    "bluesky": re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"),
}
_QUIET = {"x": re.compile(r"."), "mastodon": re.compile(r"/"), "bluesky": re.compile(r"[^(]")}
"""What stands in a link before an @ that notifies nobody.

On X a link is nothing else (twitter-text, extractEntitiesWithIndices). Mastodon looks for handles in
links too, but not behind a slash (its MENTION_RE; before 4.2.1 behind ``=``). On Bluesky a handle is
told from the rest by blanks and parentheses.
"""
_PROTOCOL = re.compile(r"https?://", re.IGNORECASE)
_HASH = re.compile(r"(?<![^\W_])[#＃]+(?=\w*[^\W\d_])")
_HASH_OF_NO_LINK = re.compile(rf"(?<!/){_HASH.pattern}")
"""Behind a slash it begins a hashtag on X (twitter-text's "Autolink hashtag after a slash"), but not on
Mastodon (its HASHTAG_RE), where it may belong to a link, which stays one.
"""
_POST = re.compile(
    r"(?<![a-z0-9.-])(?:https?://)?(?:[a-z0-9-]+\.)*(?:x|twitter|fxtwitter|vxtwitter|fixupx|fixvx)\.com"
    r"/(?:[^\s/]+|i/web)/status(?:es)?/[0-9]+",
    re.IGNORECASE,
)
"""A post on X, whose link X forbids to apps, in any form in which it is passed on."""
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5});")
_TAG = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)>")
_MARKUP = re.compile(r"</[A-Za-z]|<(?:br|hr|img|p|div)\b|<[A-Za-z]+\s+[a-z-]+\s*=", re.IGNORECASE)


def harmless(text: str, network: str, allow: Collection[str] = ()) -> str:
    """Return a text in which nothing notifies, links, tags or is markup, but for handles allowed.

    Args:
        text: one line of plain text.
        network: where it is to go.
        allow: handles that may be mentioned, in lower case with their @.
    """
    text = _plain(text)
    while (calm := _calmer(text, network, allow)) != text:
        text = calm  # without one sign, the next may begin to do something
    return text


def _calmer(text: str, network: str, allow: Collection[str]) -> str:
    hashes = _HASH if network == "x" else _HASH_OF_NO_LINK
    text = hashes.sub("", _unnotified(text, network, allow))
    text = _POST.sub(lambda found: _undotted(found[0]), text)
    return _unlinked(text) if network == "x" else text


def one_cashtag(text: str) -> str:
    """Return the text with the first of its cashtags only; the others are plain words.

    Behind a $ nothing is a link, nor a handle behind @$: without it both could be.
    """
    for start in reversed(twittertext.cashtags(text)[1:]):
        before, after = text[:start].rstrip("@＠"), text[start + 1 :]
        known = {len(text) - end for _, end in twittertext.links(text)}
        text = before + after
        for begin, end in twittertext.links(text):
            if end > len(before) and len(text) - end not in known:
                text = text[:begin] + _undotted(text[begin:end]) + text[end:]
    return text


def mentioned(text: str, network: str, allow: Collection[str] = ()) -> tuple[str, ...]:
    """Return the handles, with their @, that would be notified and are not allowed."""
    return tuple(handle for _, _, handle in _mentions(text, network) if handle not in allow)


def leads_to_post(text: str) -> bool:
    """Tell whether the address of a post on X is in a text, or is the text."""
    return _POST.search(text) is not None


def has_markup(text: str) -> bool:
    """Tell whether something in the text is, or looks like, an HTML tag."""
    return _TAG.search(text) is not None


def _plain(text: str) -> str:
    """Return the text without entities and tags that a feed has escaped once too often."""
    if _ENTITY.search(text):
        text = clean(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
    if _MARKUP.search(text):
        text = from_html(text)
    return _TAG.sub(r"‹\1›", text)


def _unnotified(text: str, network: str, allow: Collection[str]) -> str:
    while loud := [each for each in _mentions(text, network) if each[2] not in allow]:
        for start, end, _ in reversed(loud):
            gap = " " if start and text[start - 1].isalnum() else ""
            text = text[:start] + gap + text[end:]
    return text


def _mentions(text: str, network: str) -> list[tuple[int, int, str]]:
    """Return begin and end of each @ that notifies, and the handle in lower case behind an @."""
    places = {found.start(): found.end() for found in _AT.finditer(text)}
    places |= {start: start + 1 for start, _ in twittertext.mentions(text)}
    quiet = _quiet(text, network, places)
    mentions = []
    for start, end in sorted(places.items()):
        if start not in quiet:
            handle = _HANDLES[network].match(text, end)
            mentions.append((start, end, f"@{handle[0].lower()}" if handle else "@"))
    return mentions


def _quiet(text: str, network: str, places: Mapping[int, int]) -> set[int]:
    """Return where those @ begin that are a part of a link; a bare domain is one on X only."""
    quiet = {start for start, end in places.items() if _QUIET[network].match(text, end - 2)}
    links = twittertext.links(text) if quiet else ()
    within = [span for span in links if network == "x" or _PROTOCOL.match(text, span[0])]
    return {at for at in quiet if any(start < at < end for start, end in within)}


def _undotted(link: str) -> str:
    return link.replace(".", "·")


def _unlinked(text: str) -> str:
    while spans := twittertext.links(text):
        for start, end in reversed(spans):
            text = text[:start] + _undotted(text[start:end]) + text[end:]
    return text
