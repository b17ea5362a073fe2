"""Posts on Mastodon, which makes one post of all requests with one ``Idempotency-Key``.

The server remembers a key for an hour (https://docs.joinmastodon.org/methods/statuses/); after that
the own timeline says whether the post is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from digest.credentials import MASTODON, Credentials
from digest.errors import CredentialError, PostError
from digest.model import Room
from digest.posting.outcomes import LATER, LEEWAY, OF_THE_TEXT, Look, Outcome, Result, Sight
from digest.posting.same import is_same
from digest.posting.web import (
    Answer,
    AnswerError,
    LostError,
    UnsentError,
    ask,
    moment,
    problem_of,
    server,
    until_of,
)
from digest.queue.drafts import Draft
from digest.text import clean, pieces
from digest.urls import printable

_PAGES = 10
"""Of 40 posts, after which a look gives up."""
_FULL = 20
"""Posts that every server gives at once where there are so many; Mastodon where nobody says how many."""
_PATIENCE = 3.0
"""Seconds for a question that can wait for another day."""
_LARGEST = 1_000_000
_HANDLE = re.compile(r"(?<![\w/])(@[\w.-]++)@[\w-]++(?:\.[\w-]++)*+(?::\d++)?")
_AGAIN = frozenset({408, 409})
"""Statuses that leave open what happened: too slow, and the same key at the same time."""


class Network:
    """One account on one server."""

    repeatable = True

    def __init__(
        self, credentials: Credentials, environment: Mapping[str, str], _purse: object = None
    ) -> None:
        """Raises CredentialError where the server's address is none."""
        address, self._token = credentials.reveal(*MASTODON)
        self._missing = credentials.missing(*MASTODON)
        self._server = "" if self._missing else server(address, "MASTODON_SERVER")

    def post(self, draft: Draft) -> Outcome:
        """Post the draft's text, with the draft's key."""
        try:
            answer = self._ask(
                "POST", "/api/v1/statuses", {"Idempotency-Key": draft.key}, {"status": draft.text}
            )
        except LostError as error:
            return Outcome(result=Result.OPEN, reason=f"Mastodon: {error.problem}", hint=LATER)
        except (CredentialError, UnsentError) as error:
            return Outcome(
                result=Result.STOPPED,
                reason=problem_of("Mastodon", error),
                hint=error.hint or LATER,
            )
        return _outcome(answer)

    def look(self, draft: Draft, taken: Collection[str]) -> Look:
        """Look whether the draft's text is among the account's posts since the attempt."""
        try:
            me = _said(_table(self._good("/api/v1/accounts/verify_credentials")), "id")
            if me:
                path = f"/api/v1/accounts/{quote(me, safe='')}/statuses"
                return self._sought(f"{path}?limit=40&exclude_reblogs=true", draft, taken)
        except (PostError, CredentialError) as error:
            return Look(
                sight=Sight.UNKNOWN,
                reason=problem_of("Mastodon", error),
                hint=error.hint or LATER,
                until=until_of(error),
            )
        return Look(sight=Sight.UNKNOWN, reason="Mastodon: no good answer", hint=LATER)

    def _sought(self, path: str, draft: Draft, taken: Collection[str]) -> Look:
        """Look through the posts page by page, the latest first, back to the attempt."""
        before = ""
        for _ in range(_PAGES):
            posts = self._good(path + before)
            if not isinstance(posts, list):
                return Look(sight=Sight.UNKNOWN, reason="Mastodon: no good answer", hint=LATER)
            page = [_table(post) for post in posts]
            if found := _found(page, draft, taken):
                return found
            if len(page) < _FULL or _is_older(page[-1], draft):
                return Look(sight=Sight.ABSENT)
            before = f"&max_id={quote(_said(page[-1], 'id'), safe='')}"
        return Look(sight=Sight.UNKNOWN, reason="Mastodon: the timeline did not come whole")

    def _good(self, path: str) -> Any:
        answer = self._ask("GET", path, {})
        if not answer.good:
            raise AnswerError(answer)
        return answer.data

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: object = None
    ) -> Answer:
        if self._missing:
            raise CredentialError(
                f"Mastodon: {' and '.join(self._missing)} missing",
                hint="`digest login mastodon` asks for them",
            )
        own = {"Authorization": f"Bearer {self._token}", **headers}
        return ask(method, self._server + path, own, body)


def room(address: str) -> Room | None:
    """Ask a server how much a post may hold; None when it does not say, or not soon.

    The answer is public: ``configuration.statuses`` of the instance, in version 2 of the API and in
    version 1 (https://docs.joinmastodon.org/entities/Instance/). Pleroma says ``max_toot_chars``.
    """
    for version in ("v2", "v1"):
        try:
            answer = ask("GET", f"{address}/api/{version}/instance", {}, seconds=_PATIENCE)
        except PostError:
            return None
        if answer.good and (found := _room(answer.data)):
            return found
    return None


def _room(instance: object) -> Room | None:
    said = _table(_table(_table(instance).get("configuration")).get("statuses"))
    most = said.get("max_characters", _table(instance).get("max_toot_chars"))
    link = said.get("characters_reserved_per_url", Room().link)
    if not _is_number(most) or not _is_number(link):
        return None
    return Room(most=most, link=link)


def _found(page: Sequence[Mapping[str, Any]], draft: Draft, taken: Collection[str]) -> Look | None:
    sent = _shown(draft.text)
    for post in page:
        number, content = _said(post, "id"), str(post.get("content") or "")
        if number and number not in taken and is_same(sent, _shown(_text(content))):
            at, url = moment(_said(post, "created_at")), printable(_said(post, "url"))
            return Look(sight=Sight.FOUND, id=number, url=url, at=at)
    return None


def _is_older(post: Mapping[str, Any], draft: Draft) -> bool:
    """Tell whether a post was surely there before the attempt."""
    when = moment(str(post.get("created_at")))
    return bool(when and draft.attempted and when < draft.attempted - LEEWAY)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _said(post: Mapping[str, Any], name: str) -> str:
    return clean(str(post.get(name) or ""))


def _is_number(value: object) -> bool:
    return type(value) is int and 0 < value <= _LARGEST


def _outcome(answer: Answer) -> Outcome:
    reason = f"Mastodon: {answer.said()}"
    if answer.good and (number := answer.text("id")):
        return Outcome(result=Result.POSTED, id=number, url=printable(answer.text("url")))
    if answer.good or answer.status >= 500 or answer.status in _AGAIN:
        return Outcome(result=Result.OPEN, reason=reason, hint=LATER)
    if answer.status in OF_THE_TEXT:
        return Outcome(result=Result.REFUSED, reason=reason)
    if answer.status == 429:
        return Outcome(result=Result.STOPPED, reason=reason, hint=LATER, until=answer.until())
    hint = "`digest login mastodon` asks for new keys and tests them"
    if 300 <= answer.status < 400:
        hint = "the server has another address; `digest login mastodon` asks for it"
    return Outcome(result=Result.STOPPED, reason=reason, hint=hint)


def _shown(text: str) -> str:
    """Return a text with its handles as Mastodon shows them: @name for @name@server."""
    return _HANDLE.sub(r"\1", text)


def _text(content: str) -> str:
    """Return the text of a status's HTML with whole addresses, which it shows shortened.

    People and hashtags are links, too, but stay the words that they are.
    """
    parts: list[str] = []
    label, address = 0, ""
    for piece in pieces(content):
        if isinstance(piece, str):
            parts.append(piece)
        elif piece.name in {"a", "/a"}:
            if address and not "".join(parts[label:]).startswith(("@", "#")):
                parts[label:] = [f" {address} "]
            label, address = len(parts), piece.attributes.get("href", "")
        else:
            parts.append(piece.gap)
    return clean("".join(parts))
