"""Tells whether a post on a timeline is the text that was sent, though the network rewrote it.

X escapes ``&``, ``<`` and ``>``, wraps every address into t.co and names the real one beside the text,
with a protocol in front of what was a bare domain; servers differ in white space and in the form of
letters. So both are brought to one form first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from digest.twittertext import links
from digest.urls import canonical

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_SHORT = re.compile(r"https?://t\.co/\w+", re.IGNORECASE)
_ANY = "\x00"
"""Stands for an address that nobody has named."""


def wire_text(post: Mapping[str, Any]) -> str:
    """Return the text of one of X's posts with the real addresses, in whichever dialect it came."""
    long = post.get("note_tweet") or post.get("note_post")
    holder = long if isinstance(long, Mapping) and isinstance(long.get("text"), str) else post
    text = holder.get("text")
    if not isinstance(text, str):
        return ""
    text = html.unescape(text)
    for short, real in _addresses(holder).items():
        text = text.replace(short, real)
    return text


def _addresses(holder: Mapping[str, Any]) -> dict[str, str]:
    entities = holder.get("entities")
    listed = entities.get("urls") if isinstance(entities, Mapping) else None
    found: dict[str, str] = {}
    for entity in listed if isinstance(listed, list) else ():
        if isinstance(entity, Mapping):
            real = entity.get("expanded_url") or entity.get("unwound_url")
            if isinstance(entity.get("url"), str) and isinstance(real, str):
                found[entity["url"]] = real
    return found


def is_same(sent: str, seen: str) -> bool:
    """Tell whether *seen*, as ``wire_text`` returns it, is the text that was sent.

    Case counts, white space and the written form of letters and addresses do not, nor does a protocol
    in front of what was sent as a bare domain. A t.co link that nobody has named stands for any address.
    """
    theirs = _words(seen)
    return any(_are_same(_words(ours), theirs) for ours in _spellings(sent))


def _spellings(sent: str) -> set[str]:
    """Return a text as it is, and with a protocol in front of its bare domains, as X names them."""
    bare = [start for start, _ in links(sent) if not _ADDRESS.match(sent, start)]
    return {_spelled(sent, bare, protocol) for protocol in ("", "http://", "https://")}


def _spelled(text: str, bare: Sequence[int], protocol: str) -> str:
    for start in reversed(bare):
        text = text[:start] + protocol + text[start:]
    return text


def _are_same(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return len(ours) == len(theirs) and all(map(_matches, ours, theirs))


def _matches(ours: str, theirs: str) -> bool:
    if theirs.startswith(_ANY):
        return bool(_ADDRESS.match(ours))
    if ours == theirs:
        return True
    return bool(_ADDRESS.match(ours)) and canonical(ours) == canonical(theirs) != ""


def _words(text: str) -> list[str]:
    text = _SHORT.sub(f" {_ANY} ", unicodedata.normalize("NFC", text))
    return _ADDRESS.sub(lambda found: f" {found[0]} ", text).split()
