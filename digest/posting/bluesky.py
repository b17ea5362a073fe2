"""Posts on Bluesky under a key of one's own, so that the same request twice makes one post.

``putRecord`` writes a record at a key that the client chooses; ``getRecord`` says for certain whether
it is there (https://docs.bsky.app/docs/api/com-atproto-repo-put-record). Addresses, handles and hashtags
in a text lead somewhere only where a facet says so, counted in bytes
(https://docs.bsky.app/docs/advanced-guides/post-richtext); the story's link is an external card.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from digest.credentials import BLUESKY, Credentials
from digest.errors import CredentialError, PostError
from digest.posting.keys import key_time
from digest.posting.outcomes import LATER, OF_THE_TEXT, Look, Outcome, Result, Sight
from digest.posting.web import (
    SECONDS,
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

API = "https://bsky.social"
COLLECTION = "app.bsky.feed.post"
_FACET = "app.bsky.richtext.facet#"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BEHIND = ".,;:!?'…"
"""What ends a sentence and no address."""
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HANDLE = re.compile(
    rf"(?<![^\s(])@((?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?)(?![\w-])"
)
"""A handle is the name of a domain (https://atproto.com/specs/handle)."""
_HASHTAG = re.compile(r"(?<![^\s(])#(\w*[^\W\d_]\w*)")
_MOST = 100
"""Records in one answer (https://docs.bsky.app/docs/api/com-atproto-repo-list-records)."""
_TAG_BYTES = 640
_PATIENCE = 5.0
"""Seconds for a question that the post can do without."""
_LOGIN = "`digest login bluesky` asks for new keys and tests them"


class Network:
    """One account."""

    repeatable = True

    def __init__(
        self, credentials: Credentials, environment: Mapping[str, str], _purse: object = None
    ) -> None:
        """Raises CredentialError where ``DIGEST_BLUESKY_API`` is no server's address."""
        self._handle, self._password = credentials.reveal(*BLUESKY)
        self._missing = credentials.missing(*BLUESKY)
        self._server = server(environment.get("DIGEST_BLUESKY_API") or API, "DIGEST_BLUESKY_API")
        self._session: tuple[str, str] | None = None

    def post(self, draft: Draft) -> Outcome:
        """Write the draft's record under its own key."""
        try:
            account, token = self._logged_in()
        except (CredentialError, PostError) as error:
            return Outcome(
                result=Result.STOPPED,
                reason=problem_of("Bluesky", error),
                hint=error.hint or LATER,
                until=until_of(error),
            )
        body = {
            "repo": account,
            "collection": COLLECTION,
            "rkey": draft.key,
            "record": record(draft, self._people(draft.text)),
        }
        try:
            answer = self._ask("POST", "com.atproto.repo.putRecord", token, body)
        except LostError as error:
            return Outcome(result=Result.OPEN, reason=problem_of("Bluesky", error), hint=LATER)
        except UnsentError as error:
            return Outcome(result=Result.STOPPED, reason=problem_of("Bluesky", error), hint=LATER)
        return self._outcome(answer, draft)

    def look(self, draft: Draft, taken: Collection[str]) -> Look:
        """Ask for the record under the draft's key, or look for its text where it has none."""
        try:
            account, token = self._logged_in()
            if not draft.key:
                return self._sought(account, token, draft, taken)
            wanted = {"repo": account, "collection": COLLECTION, "rkey": draft.key}
            answer = self._ask("GET", f"com.atproto.repo.getRecord?{urlencode(wanted)}", token)
        except (CredentialError, PostError) as error:
            return Look(
                sight=Sight.UNKNOWN,
                reason=problem_of("Bluesky", error),
                hint=error.hint or LATER,
                until=until_of(error),
            )
        if answer.good and (uri := answer.text("uri")):
            return Look(sight=Sight.FOUND, id=uri, url=self._url(draft))
        known = answer.text("error") == "RecordNotFound"
        sight = Sight.ABSENT if known else Sight.UNKNOWN
        reason = f"Bluesky: {answer.said()}"
        return Look(sight=sight, reason=reason, hint=LATER, until=answer.until())

    def _sought(self, account: str, token: str, draft: Draft, taken: Collection[str]) -> Look:
        """Look through the latest records, the newest first, back to the attempt."""
        wanted = urlencode({"repo": account, "collection": COLLECTION, "limit": _MOST})
        answer = self._ask("GET", f"com.atproto.repo.listRecords?{wanted}", token)
        if not answer.good:
            raise AnswerError(answer)
        data = answer.data if isinstance(answer.data, Mapping) else {}
        if not isinstance(records := data.get("records"), list):
            return Look(sight=Sight.UNKNOWN, reason="Bluesky: no good answer", hint=LATER)
        listed = [record for record in records if isinstance(record, Mapping)]
        for record in listed:
            uri = str(record.get("uri"))
            if uri not in taken and _says(record.get("value"), draft):
                found = self._url(replace(draft, key=uri.rpartition("/")[2]))
                return Look(sight=Sight.FOUND, id=uri, url=found, at=_written(record))
        if len(listed) < _MOST or _is_older(listed[-1], draft):
            return Look(sight=Sight.ABSENT)
        return Look(sight=Sight.UNKNOWN, reason="Bluesky: the timeline did not come whole")

    def _logged_in(self) -> tuple[str, str]:
        """Return the account's id and a token; asked for once."""
        if self._missing:
            missing = " and ".join(self._missing)
            raise CredentialError(f"Bluesky: {missing} missing", hint=_LOGIN)
        if self._session is None:
            body = {"identifier": self._handle, "password": self._password}
            answer = self._ask("POST", "com.atproto.server.createSession", "", body)
            if not answer.good:
                hint = _LOGIN if answer.status in {400, 401, 403} else LATER
                raise AnswerError(answer, hint=hint)
            account, token = answer.text("did"), answer.text("accessJwt")
            if not (account and token and token.isascii()):  # only ASCII stands in a header
                raise PostError("Bluesky: no good answer", hint=LATER)
            self._session = account, token
            self._handle = answer.text("handle") or self._handle  # one may log in by mail address
        return self._session

    def _people(self, text: str) -> dict[str, str]:
        """Return the ids of the accounts that a text mentions, by handle; who cannot be found is left out.

        A text is checked before it comes here: it mentions nobody but whom feeds.yaml allows.
        """
        people: dict[str, str] = {}
        for handle in dict.fromkeys(found[1].lower() for found in _HANDLE.finditer(text)):
            what = f"com.atproto.identity.resolveHandle?{urlencode({'handle': handle})}"
            try:
                answer = self._ask("GET", what, "", seconds=_PATIENCE)
            except PostError:
                continue
            if answer.good and answer.text("did").startswith("did:"):
                people[handle] = answer.text("did")
        return people

    def _ask(
        self, method: str, what: str, token: str, body: object = None, *, seconds: float = SECONDS
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return ask(method, f"{self._server}/xrpc/{what}", headers, body, seconds=seconds)

    def _outcome(self, answer: Answer, draft: Draft) -> Outcome:
        reason = f"Bluesky: {answer.said()}"
        if answer.good and (uri := answer.text("uri")):
            return Outcome(result=Result.POSTED, id=uri, url=self._url(draft))
        if answer.good or answer.status >= 500 or answer.status == 408:
            return Outcome(result=Result.OPEN, reason=reason, hint=LATER)
        expired = "Token" in answer.text("error")
        if answer.status in OF_THE_TEXT and not expired:
            return Outcome(result=Result.REFUSED, reason=reason)
        hint = LATER if answer.status == 429 else _LOGIN
        return Outcome(result=Result.STOPPED, reason=reason, hint=hint, until=answer.until())

    def _url(self, draft: Draft) -> str:
        return f"https://bsky.app/profile/{quote(self._handle, safe='@')}/post/{draft.key}"


def _says(value: object, draft: Draft) -> bool:
    """Tell whether a record is what would be written for a draft: its text, and the card's address."""
    if not isinstance(value, Mapping) or value.get("text") != draft.text:
        return False
    embed = value.get("embed")
    card = embed.get("external") if isinstance(embed, Mapping) else None
    leads = str(card.get("uri")) if isinstance(card, Mapping) else ""
    return leads == (draft.url if draft.card else "")


def _written(record: Mapping[str, Any]) -> datetime | None:
    """Return when a record says that it was written."""
    value = record.get("value")
    return moment(str(value.get("createdAt"))) if isinstance(value, Mapping) else None


def _is_older(record: Mapping[str, Any], draft: Draft) -> bool:
    """Tell whether a record was there before the attempt."""
    when = _written(record)
    return bool(when and draft.attempted and when < draft.attempted)


def record(draft: Draft, people: Mapping[str, str]) -> dict[str, Any]:
    """Return the draft as ``app.bsky.feed.post``; the same one whenever it is sent.

    Args:
        draft: with its key.
        people: ids of the accounts it mentions, by handle in lower case.
    """
    when = key_time(draft.key)
    made: dict[str, Any] = {
        "$type": COLLECTION,
        "text": draft.text,
        "createdAt": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if facets := list(_facets(draft.text, people)):
        made["facets"] = facets
    if draft.card and draft.url:
        card = {"uri": draft.url, "title": _title(draft), "description": ""}
        made["embed"] = {"$type": "app.bsky.embed.external", "external": card}
    return made


def _title(draft: Draft) -> str:
    """Return the first line that is not the person's own comment."""
    lines = draft.text.split("\n")
    return next((line for line in lines if line.strip() and line != draft.comment), lines[0])


def _facets(text: str, people: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield what leads somewhere, in its order, and where it stands in the bytes of the text."""
    for start, end, feature in sorted(_features(text, people), key=lambda one: one[:2]):
        first = len(text[:start].encode())
        last = first + len(text[start:end].encode())
        yield {"index": {"byteStart": first, "byteEnd": last}, "features": [feature]}


def _features(text: str, people: Mapping[str, str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Yield begin, end and meaning of each address, handle and hashtag; none within another."""
    links = [
        (found.start(), found.start() + len(_address(found[0])))
        for found in _ADDRESS.finditer(text)
    ]
    for start, end in links:
        yield start, end, {"$type": f"{_FACET}link", "uri": text[start:end]}
    inside = {place for start, end in links for place in range(start, end)}
    for found in _HANDLE.finditer(text):
        if found.start() not in inside and (did := people.get(found[1].lower())):
            yield *found.span(), {"$type": f"{_FACET}mention", "did": did}
    for found in _HASHTAG.finditer(text):
        if found.start() not in inside and len(found[1].encode()) <= _TAG_BYTES:
            yield *found.span(), {"$type": f"{_FACET}tag", "tag": found[1]}


def _address(text: str) -> str:
    """Return an address without the signs of the sentence behind it; brackets in pairs are its own."""
    while text[-1] in _BEHIND or _closes_nothing(text):
        text = text[:-1]
    return text


def _closes_nothing(text: str) -> bool:
    return any(
        text[-1] == closing and text.count(closing) > text.count(opening)
        for opening, closing in ("()", "[]")
    )
