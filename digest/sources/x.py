"""Accounts on X, lists of them, and the own home timeline.

A handle is one to fifteen letters, digits or underscores, whatever its case
(https://help.x.com/en/managing-your-account/x-username-rules).

X gives the latest posts first. What lies between the last run and the end of what was read is
therefore not known until all of it has been read; a run that is cut short (an error, the budget, more
than it may read) says in the checkpoint where the gap is. The next one reads what is new first, as a
paper is made of that, and with what is left of its room the gaps, the latest first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from digest.errors import SourceError, TooSlowError
from digest.model import Fetched, Person, Source
from digest.sources.shape import Table, text, time
from digest.sources.xreader import Reader, RefusedError

if TYPE_CHECKING:
    from digest.sources import Net
    from digest.xapi import Answer

HOME = "home"
LIST = "list/"
MOST = 50
"""Posts of one account in a run; the rest waits for the next one."""
MOST_TOGETHER = 100
"""Posts of a list or of the home timeline in a run."""
FIRST = timedelta(hours=24)
"""How far back the first reading goes."""
STALE = timedelta(days=7)
"""What is older comes into no paper any more, so a gap that ends before is not paid for."""

_FEWEST = {"": 5, HOME: 1, LIST: 1}
_PROBE = 5
"""A list is asked for so many first: X has no way to ask only for what is new."""
_TIME = 3.0
"""Seconds without which nothing is bought that may then come too late."""

_SITE = r"(?:https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/)"
_LIST = re.compile(rf"(?:{_SITE}i/)?lists?/([0-9]{{1,19}})/?", re.IGNORECASE)
_HOME = re.compile(rf"{_SITE}?home/?", re.IGNORECASE)
_HANDLE = re.compile(rf"{_SITE}?@?([a-z0-9_]{{1,15}})/?(?:\?\S*)?", re.IGNORECASE)

_PAGES = re.compile(
    rf"{_SITE}(?:about|compose|download|explore|hashtag|i|intent|jobs|login|messages|notifications"
    r"|privacy|search|settings|share|signup|tos)/?(?:\?\S*)?",
    re.IGNORECASE,
)
"""What looks like the page of an account there, and is X's own."""


def parse_target(text: str) -> str:
    """Return ``@handle`` in lower case, ``list/ID`` or ``home``.

    ``@Handle``, ``Handle`` and ``https://x.com/Handle`` are an account, ``list/ID`` and
    ``https://x.com/i/lists/ID`` a list, ``home`` the accounts that one follows.

    Raises:
        ValueError: it names none of these; with the reason.
    """
    text = text.strip()
    if _HOME.fullmatch(text):
        return HOME
    if found := _LIST.fullmatch(text):
        return LIST + found[1]
    if (found := _HANDLE.fullmatch(text)) and not _PAGES.fullmatch(text):
        return f"@{found[1].lower()}"
    raise ValueError("expected an account of X such as @XDevelopers")


def fetch(source: Source, checkpoint: Mapping[str, str], net: Net, now: datetime) -> Fetched:
    """Return the posts since the last run as items.

    Args:
        source: an account, a list or the home timeline.
        checkpoint: what the last run gave.
        net: with ``x``, the way to read X.
        now: when the items are seen, in UTC.

    Raises:
        SourceError: X cannot be read, with what to do about it.
    """
    from digest.sources import posts, xposts

    if net.x is None:
        raise SourceError(net.no_x)
    if net.http.deadline < _TIME:
        raise TooSlowError("too slow: no time left to ask X")
    timeline = _timeline(net.x, source.target, checkpoint, now)
    haul, after = _catch_up(timeline, checkpoint, now)
    mine = timeline.lasting.get("me")  # the home timeline shows what one has posted oneself, too
    haul.data = [one for one in haul.data if not mine or text(one, "author_id") != mine]
    people = _people(net.x, timeline, haul, now)
    found = xposts.read_all(haul.data, haul.included, people)
    return Fetched(
        source=source,
        items=posts.items(source, found, net, now),
        title=timeline.title,
        checkpoint={**after, **timeline.lasting},
        unchanged=not haul.data,
        more="gaps" in after,
    )


# ------------------------------------------------------------------------------------ what to ask


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timeline:
    """One of X's rows of posts, the latest first."""

    ask: Callable[..., Answer]
    """Takes since_id, until_id, start, page and most."""
    most: int
    least: int = 1
    """How many it takes to be asked for."""
    title: str = ""
    person: Person | None = None
    """Whose posts they are, when all are one account's."""
    lasting: Mapping[str, str] = field(default_factory=dict)
    """What every checkpoint of it holds."""
    listed: bool = False
    """X takes neither since_id nor until_id nor a time."""


def _timeline(
    reader: Reader, target: str, checkpoint: Mapping[str, str], now: datetime
) -> _Timeline:
    if target == HOME:
        me = _own_id(reader, checkpoint, now)
        ask, lasting = _home(reader, me, now), {"me": me}
        return _Timeline(ask=ask, most=MOST_TOGETHER, title="X: home", lasting=lasting)
    if target.startswith(LIST):
        number = target.removeprefix(LIST)
        ask = _list(reader, number, now)
        return _Timeline(ask=ask, most=MOST_TOGETHER, title=f"X: list {number}", listed=True)
    handle = target.removeprefix("@")
    known = checkpoint.get("user", "")
    person = Person(id=known, handle=handle) if known else reader.find(handle, now)
    ask, lasting = _account(reader, person.id, now), {"user": person.id}
    return _Timeline(ask=ask, most=MOST, least=_FEWEST[""], person=person, lasting=lasting)


def _account(reader: Reader, user: str, now: datetime) -> Callable[..., Answer]:
    def ask(most: int, **where: Any) -> Answer:
        def request(some: int) -> Answer:
            return reader.client.posts_of(user, most=some, **where)

        return reader.posts("users", _words(user, where), _FEWEST[""], most, request, now)

    return ask


def _own_id(reader: Reader, checkpoint: Mapping[str, str], now: datetime) -> str:
    """Return the id of the account whose keys these are; asked for once, and for other keys again."""
    known = checkpoint.get("me", "")
    return known if known and known == reader.client.account else str(reader.me(now)["id"])


def _home(reader: Reader, user: str, now: datetime) -> Callable[..., Answer]:
    def ask(most: int, **where: Any) -> Answer:
        def request(some: int) -> Answer:
            return reader.client.posts_at_home(user, most=some, **where)

        return reader.posts(HOME, _words(HOME, where), _FEWEST[HOME], most, request, now)

    return ask


def _list(reader: Reader, number: str, now: datetime) -> Callable[..., Answer]:
    def ask(most: int, page: str = "", **_where: Any) -> Answer:
        def request(some: int) -> Answer:
            return reader.client.posts_of_list(number, most=some, page=page)

        return reader.posts(LIST, f"{LIST}{number} {page}", _FEWEST[LIST], most, request, now)

    return ask


def _words(what: str, where: Mapping[str, Any]) -> str:
    """Return what is asked for in words that are the same when it is asked for again.

    The first time reaches back a day from whenever that is.
    """
    return " ".join((what, *(f"{name}={where[name]}" for name in ("until_id", "page", "since_id"))))


def _people(
    reader: Reader, timeline: _Timeline, haul: _Haul, now: datetime
) -> Mapping[str, Person]:
    """Return who has written: known already for one account, looked up once for many."""
    from digest.sources.xposts import authors

    quoted = reader.known(authors(haul.included.values()))
    if timeline.person:
        return {**quoted, timeline.person.id: timeline.person}
    return {**quoted, **reader.names(authors(haul.data), now)}


# ------------------------------------------------------------------------------------ where to resume


@dataclass(slots=True, kw_only=True)
class _Haul:
    """What a run has read so far."""

    room: int
    """How many posts it may still read."""
    data: list[Table] = field(default_factory=list)
    included: dict[str, Table] = field(default_factory=dict)

    def add(self, new: Iterable[Table], answer: Answer) -> None:
        """Take what is new of an answer; all that it held was paid for."""
        self.data += new
        self.included |= answer.included
        self.room -= len(answer.data) or bool(answer.following)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """A part of a timeline that is still to be read, from its upper end downwards."""

    low: str
    """The id of the latest post below it, or else an ISO time."""
    high: str = ""
    """Its upper end: the id of a post, or a page of a list; empty: the top of the timeline."""
    when: datetime
    """The time of the oldest post above it."""

    @property
    def since(self) -> str:
        """The id of the latest post below it, or ""."""
        return self.low if self.low.isdecimal() else ""

    @property
    def start(self) -> datetime | None:
        """The time of its lower end, where no post is known there."""
        return None if self.since else time({"low": self.low}, "low")


def _catch_up(
    timeline: _Timeline, checkpoint: Mapping[str, str], now: datetime
) -> tuple[_Haul, dict[str, str]]:
    """Read what is new, then the gaps of earlier runs; return it and where to resume."""
    haul = _Haul(room=timeline.most)
    since, gaps = _resumed(checkpoint, now)
    left = [_read(timeline, haul, _Gap(low=since or _begin(checkpoint, now), when=now))]
    newest = max((text(one, "id") for one in haul.data), key=int, default=since)
    left += [_read(timeline, haul, gap) for gap in gaps if gap.when > now - STALE]
    kept = [[gap.low, gap.high, gap.when.isoformat()] for gap in left if gap and gap.high]
    after = {"since_id": newest} if newest else {"from": _begin(checkpoint, now)}
    return haul, after | ({"gaps": json.dumps(kept)} if kept else {})


def _begin(checkpoint: Mapping[str, str], now: datetime) -> str:
    """Return from when on an account is read of which no post is known yet.

    At least a day back: X's clock and this machine's differ, and posts that are not there cost nothing.
    """
    begun = time(checkpoint, "from") or now
    return min(begun, now - FIRST).isoformat()


def _resumed(checkpoint: Mapping[str, str], now: datetime) -> tuple[str, list[_Gap]]:
    """Return the id of the latest post that was read, and the gaps below it."""
    since = checkpoint.get("since_id", "")
    if top := checkpoint.get("top"):  # until November 2026 there was one gap at most
        high = checkpoint.get("until_id") or checkpoint.get("page", "")
        return top, [_Gap(low=since or checkpoint.get("from", ""), high=high, when=now)]
    rows: list[tuple[str, str, str]] = json.loads(checkpoint.get("gaps", "[]"))
    gaps = [_Gap(low=low, high=high, when=datetime.fromisoformat(when)) for low, high, when in rows]
    return since, gaps


def _read(timeline: _Timeline, haul: _Haul, gap: _Gap) -> _Gap | None:
    """Read downwards as far as this run may; return what is left to read, None when nothing is."""
    found: list[Table] = []
    begin = page = gap.high if timeline.listed else ""
    where = {"since_id": gap.since, "until_id": "" if timeline.listed else gap.high}
    size = _PROBE if timeline.listed and gap.since and not page else timeline.most
    while haul.room >= timeline.least:
        try:
            answer = timeline.ask(min(size, haul.room), page=page, start=gap.start, **where)
        except SourceError as error:
            if isinstance(error, RefusedError) and page and page == begin:
                return None  # X has forgotten the place in the list, and nothing else leads to it
            if not haul.data:
                raise
            haul.room = 0  # what was read is paid and good; the next run says what is wrong
            break
        new = [one for one in answer.data if _is_wanted(one, gap)]
        found += new
        haul.add(new, answer)
        page, size = answer.following, timeline.most
        if not page or len(new) < len(answer.data):
            return None
    return _below(gap, found, page if timeline.listed else "")


def _below(gap: _Gap, found: Sequence[Table], page: str) -> _Gap:
    """Return what is left of a gap below the posts that were found, of a list from a page on."""
    if not found:
        return gap
    oldest = min(found, key=lambda one: int(text(one, "id")))
    when = time(oldest, "created_at") or gap.when
    return replace(gap, high=page or text(oldest, "id"), when=when)


def _is_wanted(one: Table, gap: _Gap) -> bool:
    if gap.since:
        return int(text(one, "id")) > int(gap.since)
    when = time(one, "created_at")
    return when is None or gap.start is None or when >= gap.start
