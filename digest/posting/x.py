"""Posts on X, which has no key by which it would recognise a request that it has seen before.

So an answer that was lost is looked up on the own timeline. Which refusal means what was seen in the
field in 2026: see ``xapi.faults``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from digest.credentials import Credentials
from digest.errors import CredentialError, PostError
from digest.posting.outcomes import LATER, LEEWAY, OF_THE_TEXT, Look, Outcome, Result, Sight
from digest.posting.purse import Purse
from digest.posting.same import is_same, wire_text
from digest.queue.drafts import Draft
from digest.xapi import FEWEST, PER_REQUEST, Answer, Client, Kind, XError, api_address

ADDRESS = "https://x.com/i/status/{}"
_ACCOUNT = "look at your account on X; `digest login x` asks for other keys and tests them"
_FEW = 10
"""Posts of the own timeline that are read at first."""


class Network:
    """X for one account."""

    def __init__(
        self, credentials: Credentials, environment: Mapping[str, str], purse: Purse | None = None
    ) -> None:
        """Raises CredentialError where ``DIGEST_X_API`` names another machine.

        Args:
            credentials: the keys.
            environment: may name a test server.
            purse: pays for looks; None: nobody counts them.
        """
        keys: dict[str, Any] = credentials.x()
        self._client = Client(**keys, base=api_address(environment))
        self._purse = purse
        self._timeline: Answer | Look | None = None
        self._most = 0

    def post(self, draft: Draft) -> Outcome:
        """Post the draft's text, exactly as it is, with one request."""
        self._timeline = None
        try:
            number = self._client.post(draft.text)
        except CredentialError as error:
            return Outcome(result=Result.STOPPED, reason=error.problem, hint=error.hint)
        except XError as error:
            result = _result(error)
            hint = error.hint if result is Result.REFUSED else _hint(error)
            return Outcome(result=result, reason=error.problem, hint=hint, until=error.until)
        return Outcome(result=Result.POSTED, id=number, url=ADDRESS.format(number))

    def look(self, draft: Draft, taken: Collection[str]) -> Look:
        """Look whether the draft's text is on the own timeline, which is read once between two posts.

        The latest posts first, as each is paid and it mostly is one of them; more of them where they
        do not reach back to the attempt.

        Args:
            draft: with the time of the attempt.
            taken: ids of posts that are other drafts'.
        """
        for most in (_FEW, PER_REQUEST):
            if self._timeline is None or self._most < most:
                self._timeline, self._most = self._read(most), most
            if isinstance(self._timeline, Look):
                return self._timeline
            if found := _found(self._timeline, draft, taken):
                return found
            if _reaches_back(self._timeline, draft):
                return Look(sight=Sight.ABSENT)
            if not self._timeline.whole:
                break
        return Look(sight=Sight.UNKNOWN, reason="X: the timeline did not come whole")

    def _read(self, most: int) -> Answer | Look:
        """Return so many posts of the own timeline, or why it cannot be seen."""
        try:
            return self._bought(most)
        except (CredentialError, PostError) as error:
            return Look(sight=Sight.UNKNOWN, reason=error.problem, hint=error.hint)
        except XError as error:
            return Look(
                sight=Sight.UNKNOWN, reason=error.problem, hint=_hint(error), until=error.until
            )

    def _bought(self, most: int) -> Answer:
        if self._purse is None:
            return self._client.own_posts(most=most)
        return self._purse.buy(
            FEWEST,
            most,
            lambda: str(self._client.me()["id"]),
            lambda most: self._client.own_posts(most=most),
        )

    @property
    def repeatable(self) -> bool:
        """The same request twice makes one post."""
        return False


def _result(error: XError) -> Result:
    if error.maybe_done:
        return Result.OPEN
    if error.kind is Kind.DUPLICATE:
        return Result.DUPLICATE
    if error.kind is Kind.REFUSED and error.status in OF_THE_TEXT:
        return Result.REFUSED
    return Result.STOPPED


def _hint(error: XError) -> str:
    """Return what to do about the own account, which no source in feeds.yaml is."""
    return _ACCOUNT if error.kind is Kind.NOT_FOUND else error.hint or LATER


def _found(answer: Answer, draft: Draft, taken: Collection[str]) -> Look | None:
    for post in answer.data:
        if post["id"] not in taken and is_same(draft.text, wire_text(post)):
            at, url = _time(post.get("created_at")), ADDRESS.format(post["id"])
            return Look(sight=Sight.FOUND, id=post["id"], url=url, at=at)
    return None


def _reaches_back(answer: Answer, draft: Draft) -> bool:
    """Tell whether an answer is whole and holds all posts since the attempt."""
    if not answer.whole:
        return False
    if not answer.following:
        return True
    times = [_time(post.get("created_at")) for post in answer.data]
    return any(time and draft.attempted and time < draft.attempted - LEEWAY for time in times)


def _time(text: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return when if when.tzinfo else None
