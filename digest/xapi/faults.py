"""What X's refusals mean, whatever their shape: one error with a kind and what to do about it.

The bodies of real errors do not match X's own specification and come in several shapes for one
cause, so the cause is looked for in all the words of the body. Seen in the field, 2026: 402 as
``CreditsDepleted`` and as ``credits depleted``; 403 for duplicates, replies and ``SpendCapReached``;
429 by window, by day and as ``UsageCapExceeded``; 503 in HTML; 200 with ``errors`` and no ``data``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from digest.errors import DigestError
from digest.text import clean, shorten

_CONSOLE = "https://console.x.com"
_LIMIT = re.compile(r"(x-[a-z0-9-]*limit[a-z0-9-]*)-remaining")
_WINDOW = "x-rate-limit"
_DETAIL = 200
REMOVE = "`digest feeds remove` takes it out"
"""What to do about an account that will not answer again by itself."""
_ABSENT = ("not-found", "not found", "could not find", "suspended")
"""What X says of what is not there; any other error in a 200 may pass."""


class Kind(StrEnum):
    """Why X did not do what it was asked."""

    UNAUTHORISED = "unauthorised"
    """The keys are refused: 401."""
    CREDITS = "credits"
    """No money left, or a cap on spending or usage reached: 402, some 403, some 429."""
    FORBIDDEN = "forbidden"
    """Not allowed to this app or account; ``detail`` says what: 403."""
    DUPLICATE = "duplicate"
    """The same text is there already: 403."""
    NOT_FOUND = "not found"
    """No such account, list or post, or a suspended one."""
    LIMITED = "limited"
    """Asked too often; ``until`` says when it may be asked again: 429."""
    REFUSED = "refused"
    """This very request cannot be fulfilled; ``detail`` says why: 400 and other 4xx."""
    SERVER = "server"
    """X is broken or too slow: 5xx, 408. What was asked for may have been done."""
    LOST = "lost"
    """It was sent and no usable answer came. What was asked for may have been done."""
    UNREACHED = "unreached"
    """There was no connection, so nothing was sent."""


class XError(DigestError):
    """X did not do what it was asked.

    Args:
        kind: why.
        reason: one line, without naming X.
        hint: what to do now.
        detail: what X says itself, one line; empty when it says nothing readable.
        telling: the detail says more than the reason, so people are shown it, too.
        status: the HTTP status; 0 without one.
        until: when it may be asked again, in UTC, as X says, which may be any time; None when it does not.
    """

    def __init__(
        self,
        kind: Kind,
        reason: str,
        *,
        hint: str = "",
        detail: str = "",
        telling: bool = False,
        status: int = 0,
        until: datetime | None = None,
    ) -> None:
        self.said = detail if telling else ""
        super().__init__(f"X: {reason}{': ' if self.said else ''}{self.said}", hint=hint)
        self.kind = kind
        self.reason = reason
        self.detail = detail
        self.status = status
        self.until = until

    @property
    def maybe_done(self) -> bool:
        """A post may have been created all the same."""
        return self.kind in {Kind.SERVER, Kind.LOST}


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> XError:
    """Return what an answer without success means.

    Args:
        status: not 2xx.
        headers: by lower-case name.
        body: JSON of some shape, or anything.
    """
    said = read_object(body) or {}
    words = " ".join(_words(said)).lower()
    detail = _detail(said)
    if status == 401:
        return _unauthorised(detail)
    if status == 402 or (status == 403 and "spendcap" in words.replace(" ", "")):
        return _credits(status, detail)
    if status == 403:
        return _forbidden(words, detail)
    if status == 404:
        return not_found(detail, status)
    if status == 429:
        return _limited(headers, words, detail)
    if status >= 500 or status == 408:
        return server(status)
    return _refused(status, detail)


def problem(errors: object) -> XError:
    """Return what ``errors`` mean in a 200 that holds nothing else (RFC 7807 problems)."""
    first: Mapping[str, Any] = {}
    if isinstance(errors, list):
        first = next((error for error in errors if isinstance(error, dict)), first)
    words, detail = " ".join(_words(first)).lower(), _detail(first)
    if "not-authorized" in words or "not authorized" in words:
        return _forbidden(words, detail, status=200)
    if any(sign in words for sign in _ABSENT):
        return not_found(detail, 200)
    return server(200, detail)


def lost(reason: str, status: int = 0) -> XError:
    """Return the error of a request that was sent and got no usable answer."""
    hint = "try again later; https://docs.x.com/status shows whether X works"
    return XError(Kind.LOST, reason, hint=hint, status=status)


def unreached(reason: str, hint: str = "is the network up? try again later") -> XError:
    """Return the error of a request that could not be sent."""
    return XError(Kind.UNREACHED, reason, hint=hint)


def server(status: int, detail: str = "") -> XError:
    """Return the error for X's own troubles."""
    return XError(
        Kind.SERVER,
        f"it is out of order ({status})",
        hint="try again later; https://docs.x.com/status shows whether X works",
        detail=detail,
        telling=True,
        status=status,
    )


def not_found(detail: str, status: int = 404) -> XError:
    """Return the error for what is not there, or not any more."""
    suspended = "suspend" in detail.lower()
    reason = "the account is suspended" if suspended else "no such account, list or post"
    return XError(
        Kind.NOT_FOUND,
        reason,
        hint=f"has it another name now? {REMOVE}",
        detail=detail,
        status=status,
    )


def read_object(body: bytes) -> dict[str, Any] | None:
    """Return the JSON object that a body is, or None when it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _unauthorised(detail: str) -> XError:
    return XError(
        Kind.UNAUTHORISED,
        "the keys are refused (401)",
        hint="`digest login x` asks for new ones and tests them",
        detail=detail,
        status=401,
    )


def _credits(status: int, detail: str) -> XError:
    return XError(
        Kind.CREDITS,
        f"no credits are left, or a cap is reached ({status})",
        hint=f"add credits or raise the cap at {_CONSOLE}",
        detail=detail,
        telling=True,
        status=status,
    )


def _forbidden(words: str, detail: str, status: int = 403) -> XError:
    if "duplicate" in words:
        return XError(
            Kind.DUPLICATE,
            "the same text is there already (403)",
            hint="look at your own timeline; change the text to post it again",
            detail=detail,
            status=status,
        )
    if "to see the user" in words:
        return XError(
            Kind.FORBIDDEN,
            "the account is protected",
            hint=f"only its followers see it; {REMOVE}",
            detail=detail,
            status=status,
        )
    return XError(
        Kind.FORBIDDEN,
        f"not allowed ({status})" if status >= 400 else "not allowed",
        hint=f"what the app may do is set at {_CONSOLE}",
        detail=detail,
        telling=True,
        status=status,
    )


def _limited(headers: Mapping[str, str], words: str, detail: str) -> XError:
    until = _latest_reset(headers)
    if until is None and "usagecap" in words.replace(" ", "").replace("-", ""):
        return _credits(429, detail)
    return XError(
        Kind.LIMITED,
        "asked too often (429)",
        hint="nothing is lost; try again later",
        detail=detail,
        status=429,
        until=until or _time(headers.get(f"{_WINDOW}-reset")),
    )


def _latest_reset(headers: Mapping[str, str]) -> datetime | None:
    """Return when the last of the limits that are used up is reset: window, day, user or app."""
    names = (found[1] for found in map(_LIMIT.fullmatch, headers) if found)
    used_up = (name for name in names if headers[f"{name}-remaining"].strip() in {"0", "0.0"})
    resets = (_time(headers.get(f"{name}-reset")) for name in used_up)
    return max((reset for reset in resets if reset), default=None)


def _time(seconds: str | None) -> datetime | None:
    """Return the time of a reset; seconds since 1970."""
    try:
        return datetime.fromtimestamp(int(seconds or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _refused(status: int, detail: str) -> XError:
    reason = f"it refused the request ({status})"
    return XError(Kind.REFUSED, reason, detail=detail, telling=True, status=status)


def _words(said: object, deep: int = 5) -> Iterator[str]:
    """Yield all texts of a body, down to where no real one has any."""
    if isinstance(said, str):
        yield said
    elif deep and isinstance(said, Mapping | list):
        for value in said.values() if isinstance(said, Mapping) else said:
            yield from _words(value, deep - 1)


def _detail(said: Mapping[str, Any]) -> str:
    """Return the most telling sentence of a body."""
    nested = said.get("errors")
    inner = (
        [error for error in nested if isinstance(error, dict)] if isinstance(nested, list) else []
    )
    for part in (*inner[:1], said):
        for name in ("detail", "message", "error", "title", "reason"):
            if isinstance(part.get(name), str) and part[name].strip():
                return shorten(clean(part[name]), _DETAIL)
    return ""
