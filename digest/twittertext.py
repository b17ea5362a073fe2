"""X's rules of a post's text: how long it is, and what in it becomes a link, a mention or a cashtag.

They are those of twitter-text 3.1 with its configuration v3, checked against its conformance files
(https://github.com/twitter/twitter-text). Its port on PyPI needs a ``pkg_resources`` that setuptools
no longer has, takes a second to import, and some of its expressions take for ever on hostile text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LIMIT = 280
"""What a post may weigh."""
LINK = 23
"""What a link weighs, however long it is."""

_WIDE = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""Characters that weigh 2."""
_LONGEST = 4096

Span = tuple[int, int]


def weight(text: str) -> int:
    """Return the weighted length of a post: as NFC, a link 23, an emoji 2, CJK 2, most else 1."""
    text = unicodedata.normalize("NFC", text)
    total, at = 0, 0
    for start, end in links(text):
        total += _plain_weight(text[at:start]) + LINK
        at = end
    return total + _plain_weight(text[at:])


def _plain_weight(text: str) -> int:
    rest, emoji = emoji_pattern().subn("", text)
    return len(rest) + len(_WIDE.findall(rest)) + 2 * emoji


@cache
def emoji_pattern() -> re.Pattern[str]:
    """Return what matches one emoji: flags, keycaps and joined ones whole (UTS 51, section 1.4.9)."""
    # © and ® weigh 2 whether they are shown as emoji or not.
    base = (
        "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf"
        "\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934"
        "\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf"
        "\U0001f170-\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f201-\U0001f202"
        "\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f3fa"
        "\U0001f400-\U0001faff"
    )
    one = f"[{base}][\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    return re.compile(f"{flag}|[#*0-9]\ufe0f?\u20e3|[\U0001f3fb-\U0001f3ff]|{one}(?:\u200d{one})*")


# Links -------------------------------------------------------------------------------------------

_SPACES = r"\x09-\x0d\x20\x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIRECTION = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_INVALID = r"\ufffe\ufeff\uffff"
_LATIN = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f"
    r"\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_LETTER = rf"[^!'#%&()*+,\\\-./:;<=>?@\[\]^_{{|}}~${_SPACES}{_INVALID}{_DIRECTION}]"
_PATH = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PATH_END = re.compile(rf"[+\-a-z\u0400-\u04ff0-9=_#/{_LATIN}]", re.IGNORECASE)
_QUERY_END = re.compile(r"[a-z0-9\-_&=#/]", re.IGNORECASE)
_TCO = re.compile(
    r"https?://t\.co/([a-z0-9]+)(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?",
    re.IGNORECASE,
)
_TCO_LONGEST = 40
_DATA = Path(__file__).parent / "data"


@cache
def _domains() -> str:
    """Return the expression for a top-level domain and what may follow it."""
    lines = (_DATA / "tlds.txt").read_text(encoding="utf-8").splitlines()
    names = " ".join(line for line in lines if not line.startswith("#")).split()
    longest_first = "|".join(sorted(names, key=len, reverse=True))
    return rf"(?:(?:{longest_first})(?=[^0-9a-z@+-]|$)|xn--[-0-9a-z]+)"


@cache
def _link_pattern() -> re.Pattern[str]:
    name = rf"(?:{_LETTER}++(?:-++{_LETTER}++)*+\.)"
    below = rf"(?:{_LETTER}++(?:[_-]++{_LETTER}++)*+\.)"
    domain = rf"{below}{{0,30}}{name}{_domains()}"  # no real one has more labels
    inner = rf"\((?:{_PATH}+|{_PATH}*\({_PATH}+\){_PATH}*)\)"
    return re.compile(
        rf"(?P<before>[^a-z0-9@＠$#＃{_INVALID}]|[{_DIRECTION}]|^)"
        rf"(?P<protocol>https?://)?(?P<domain>{domain})(?::[0-9]+)?"
        rf"(?P<path>/(?:{_PATH}|{inner})*+)?",
        re.IGNORECASE,
    )


@cache
def _ascii_domain() -> re.Pattern[str]:
    return re.compile(rf"(?:[-a-z0-9{_LATIN}]+\.)+{_domains()}", re.IGNORECASE)


_QUERY = re.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*", re.IGNORECASE)


def links(text: str) -> tuple[Span, ...]:
    """Return where X sees links, bare domains such as ``example.com`` included: start and end."""
    if "." not in text:
        return ()
    return tuple(_links(text))


def _links(text: str) -> Iterator[Span]:
    at = 0
    while found := _link_pattern().search(text, at):
        start = found.start("protocol") if found["protocol"] else found.start("domain")
        end = at = _end(text, found)
        if not _is_valid(text[start:end], found["domain"]):
            continue
        if found["protocol"] is None:
            yield from _bare(found, end)
        elif not (short := _TCO.match(text, start, end)):
            yield start, end
        elif len(short[1]) <= _TCO_LONGEST:
            yield start, short.end()


def _end(text: str, found: re.Match[str]) -> int:
    """Return where a link ends: no punctuation after the path, nor after the query."""
    end = found.end()
    if found["path"]:
        end = _path_end(text, found.start("path") + 1, end)
        if end < found.end():
            return end
    query = _QUERY.match(text, end)
    if not query:
        return end
    last = _trimmed(text, end + 1, query.end(), _QUERY_END)
    return last if last > end + 1 else end


def _path_end(text: str, start: int, end: int) -> int:
    """Return where a path ends: after a letter or its like, and parentheses right behind one."""
    while end > start and not _PATH_END.match(text[end - 1]):
        if text[end - 1] != ")":
            end -= 1
            continue
        first = end
        while first > start and text[first - 1] == ")":
            first = _opening(text, first)
        if first == start or _PATH_END.match(text[first - 1]):
            return end
        end = first
    return end


def _opening(text: str, end: int) -> int:
    """Return where the parentheses begin that close before *end*; they are balanced."""
    deep, at = 1, end - 1
    while deep:
        at -= 1
        deep += {")": 1, "(": -1}.get(text[at], 0)
    return at


def _trimmed(text: str, start: int, end: int, last: re.Pattern[str]) -> int:
    while end > start and not last.match(text[end - 1]):
        end -= 1
    return end


def _is_valid(url: str, domain: str) -> bool:
    try:
        ascii_domain = domain.encode("idna")
    except UnicodeError:
        return False
    return len("https://") + len(url) + len(ascii_domain) - len(domain) <= _LONGEST


def _bare(found: re.Match[str], end: int) -> Iterator[Span]:
    """Yield the domains without a protocol in front; a path belongs to the last one."""
    if found["before"] and found["before"] in "-_./":
        return
    begin = found.start("domain")
    spans = [(part.start(), part.end()) for part in _ascii_domain().finditer(found["domain"])]
    for start, stop in spans[:-1]:
        yield begin + start, begin + stop
    for start, stop in spans[-1:]:
        yield begin + start, end if found["path"] else begin + stop


# Mentions and cashtags ---------------------------------------------------------------------------

_MENTION = re.compile(
    r"(?:(?<![a-zA-Z0-9_!#$%&*@＠])|(?:(?<=^rt)|(?<=[^a-zA-Z0-9_+~.-]rt)|(?<=^rt:)|(?<=[^a-zA-Z0-9_+~.-]rt:)))"
    r"[@＠]([a-zA-Z0-9_]{1,20})(?![a-zA-Z0-9_])(?![@＠\u00c0-\u024f\u1e00-\u1eff]|://)",
    re.IGNORECASE,
)
_CASHTAG = re.compile(
    r"(?<![A-Za-z0-9$_])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![A-Za-z0-9])",
)


def mentions(text: str) -> tuple[tuple[int, str], ...]:
    """Return where X sees mentions, and the handles without their @."""
    return tuple((found.start(), found[1]) for found in _MENTION.finditer(text))


def cashtags(text: str) -> tuple[int, ...]:
    """Return where cashtags such as ``$ACME`` begin; those after a comma or a quote count too."""
    return tuple(found.start() for found in _CASHTAG.finditer(text))
