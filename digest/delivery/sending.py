"""Sends what is due: claims it on disk, sends it once, and finds out what became of it.

A post-then-remember doubles posts when it dies, a remember-then-post loses them. So a draft is
``sending`` on the disk before the first byte leaves; whatever is found ``sending`` later, or whose
answer was lost, is looked up on the own timeline before anything else is done with it. One process at
a time does this; the caller holds the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from digest.errors import CredentialError
from digest.patience import LIMIT, not_before
from digest.posting import NETWORKS, Look, Network, Outcome, Result, Sight
from digest.posting.keys import key_time, new_key
from digest.queue import checks, planning
from digest.queue.drafts import (
    APPROVED,
    FAILED,
    LATE,
    POSTED,
    SENDING,
    UNCLEAR,
    WAITING,
    Draft,
    Posted,
)
from digest.queue.terms import Terms
from digest.store.drafts import APPROVING, Book, Drafts
from digest.text import counted

REPEATABLE = timedelta(minutes=50)
"""How long a network that recognises a request surely does so; Mastodon for an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What needs a person, or more time."""

    what: str
    hint: str
    new: bool = True
    """It was not so already when digest posted last."""


OLDER = "the archive is older than the last post"
"""Why nothing is sent until a person has approved it once more."""
_ASKING = timedelta(days=3)
"""How long an older archive may still print what was posted already: over a weekend."""
_LONG = timedelta(days=30)
"""How far back is looked where nothing is known to have been sent."""
_UNSENT = frozenset({WAITING, APPROVED, FAILED, LATE})
_LOOK_YOURSELF = "look what is on your timeline, then `digest queue approve` or `digest queue drop`"
_CHANGE = "change the text, or drop it"
_AGAIN = "nothing is lost; the next `digest queue post` looks again"


def paused(drafts: Drafts, now: datetime) -> dict[str, tuple[datetime, str]]:
    """Return until when networks are not asked now, and why; by name.

    What is further away than any was when it was noted was noted by a clock that ran ahead.
    """
    known = drafts.pauses().items()
    return {name: pause for name, pause in known if now < pause[0] <= now + LIMIT}


def is_asking(drafts: Drafts, now: datetime) -> bool:
    """Tell whether a person has to approve all, as the archive was older than the last post."""
    until, _ = drafts.pauses().get(APPROVING, (now, ""))
    return now < until or drafts.is_older()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """One run of ``digest queue post``."""

    drafts: Drafts
    terms: Terms
    network: Callable[[str], Network]
    """Makes the way to a network by its name; may raise CredentialError."""
    clock: Callable[[], datetime]
    told: Callable[[Draft], None]
    """Is told each draft that is on its network now."""
    problems: list[Problem] = field(default_factory=list)

    def send(self) -> None:
        """Send all that is due, network by network, the oldest first."""
        now = self.clock()
        if self.drafts.is_older():
            self._ask_again(now)
        self._tidy(now)
        queued = self.drafts.every()
        pauses = paused(self.drafts, now)
        due = planning.due(queued, now)
        sound = [d for d in due if d.attempted or self._is_sound(d, queued)]
        for name in NETWORKS:
            open_ones = [d for d in queued if d.network == name and d.state == UNCLEAR]
            ready = [d for d in sound if d.network == name]
            if not open_ones and not ready:
                continue
            if name in pauses:
                until, reason = pauses[name]
                hint = f"{_count(open_ones, ready)} until {until:%d %B %H:%M} UTC"
                self._keep(ready, reason)
                self._report(reason, hint, new=False)
                continue
            self._serve(name, open_ones, ready)

    def _ask_again(self, now: datetime) -> None:
        """Let a person decide anew where an older copy of the archive knows less than was posted.

        Each draft is looked for before it is sent, among all posts since it was sent, or since the last
        that is known.
        """
        with self.drafts.changing(now) as book:
            queued = book.every()
            since = max((d.attempted for d in queued if d.attempted), default=now - _LONG)
            for draft in queued:
                if draft.state in _UNSENT:
                    book.put(_asked_again(draft, since), OLDER)
        self.drafts.admit(now + _ASKING)
        if back := sum(draft.state == APPROVED for draft in queued):
            what = f"{OLDER}: {counted(back, 'post')} not sent, but waiting for you again"
            self._report(what, _LOOK_YOURSELF)

    def _tidy(self, now: datetime) -> None:
        """Name what a killed run left and what nobody sent in time."""
        with self.drafts.changing(now) as book:
            queued = book.every()
            for draft in queued:
                if draft.state == SENDING:
                    left = replace(draft, state=UNCLEAR, problem="digest ended while it was sent")
                    book.put(left, left.problem)
            for draft in planning.too_late(queued, self.terms, now):
                book.put(draft, draft.problem)
                hint = f"`digest queue approve {draft.id}` gives it a new slot, or drop it"
                self._report(f"draft {draft.id} on {draft.network}: late: {draft.problem}", hint)

    def _serve(self, name: str, open_ones: Sequence[Draft], ready: Sequence[Draft]) -> None:
        try:
            network = self.network(name)
        except CredentialError as error:
            new = self._keep([*open_ones, *ready], error.problem)
            self._report(error.problem, error.hint, new=new)
            return
        for draft in open_ones:
            if not self._settle(network, draft):
                return
        for draft in ready:
            if not self._deliver(network, draft):
                return

    def _keep(self, drafts: Sequence[Draft], reason: str) -> bool:
        """Note what keeps drafts from being sent; tell whether it is new for one of them."""
        for draft in drafts:
            self._note(draft, reason)
        return any(draft.problem != reason for draft in drafts)

    def _report(self, what: str, hint: str, *, new: bool = True) -> None:
        if what not in {problem.what for problem in self.problems}:
            self.problems.append(Problem(what=what, hint=hint, new=new))

    # Before sending

    def _is_sound(self, draft: Draft, queued: Sequence[Draft]) -> bool:
        """Fail a draft whose text cannot be sent as it is, before anything is sent anywhere."""
        found = checks.problem(draft.text, draft.network, self.terms.of(draft.paper).queue)
        if same := planning.repeats(draft, queued):
            found = f"draft {same} posted the same text", _CHANGE
        if found:
            self._fail(draft, *found)
        return not found

    def _fail(self, draft: Draft, reason: str, hint: str) -> None:
        with self.drafts.changing(self.clock()) as book:
            if book.current(draft):
                self._fail_in(book, draft, reason, hint)

    def _fail_in(self, book: Book, draft: Draft, reason: str, hint: str) -> None:
        failed = replace(draft, state=FAILED, problem=reason, slot="", due=None)
        book.put(replace(failed, attempted=None, cost=0), reason)
        hint = hint or f"`digest queue edit {draft.id}`"
        self._report(f"draft {draft.id} on {draft.network}: failed: {reason}", hint)

    def _claim(self, draft: Draft, *, anew: bool) -> Draft | None:
        """Write that a draft is being sent; None when it may not go now, or is not what it was."""
        now = self.clock()
        cost = planning.price(draft, self.terms.prices)
        with self.drafts.changing(now) as book:
            current, queued = book.current(draft), book.every()
            if current is None:
                return None
            if same := planning.repeats(draft, queued):
                self._fail_in(book, draft, f"draft {same} posted the same text", _CHANGE)
                return None
            later = planning.postponed(draft, queued, self.terms, now)
            if later > now:
                self._postpone(book, draft, later)
                return None
            if held := planning.held_back(draft, cost, queued, self.terms, now):
                self._hold(book, draft, *held)
                return None
            key = new_key(now, draft.id) if anew or _is_unknown(draft, now) else draft.key
            claimed = replace(draft, state=SENDING, attempted=now, key=key, cost=cost, problem="")
            book.put(claimed, "is being sent")
        self.drafts.mark()
        return claimed

    def _hold(self, book: Book, draft: Draft, reason: str, hint: str) -> None:
        """Leave a draft as it is, and say why."""
        new = draft.problem != reason
        if new:
            book.put(replace(draft, problem=reason), reason)
        self._report(f"draft {draft.id} on {draft.network}: not sent: {reason}", hint, new=new)

    def _postpone(self, book: Book, draft: Draft, later: datetime) -> None:
        """Move a draft to when the quiet hours end or the spacing is kept."""
        if draft.state == APPROVED:
            book.put(replace(draft, due=later), "spacing or quiet hours")
        else:
            reason = "it is not on the timeline, and goes again later"
            self._report_open(draft, reason, _AGAIN, new=False)

    # Sending

    def _deliver(self, network: Network, draft: Draft) -> bool:
        """Send a draft that is due; say whether the network takes more."""
        if draft.attempted:  # a person approved it after an attempt that stayed open
            look = network.look(draft, self._taken(draft))
            if look.sight is Sight.FOUND:
                self._found(draft, look)
                return True
            if not self._is_sound(draft, self.drafts.every()):
                return True
            return self._send(network, draft, anew=self._is_anew(draft, look))
        return self._send(network, draft)

    def _is_anew(self, draft: Draft, look: Look) -> bool:
        """Tell whether a draft surely is not there, and no network knows its key any more.

        A new key is better then, because Bluesky dates a post by it.
        """
        age = self.clock() - (draft.attempted or self.clock())
        return look.sight is Sight.ABSENT and age >= REPEATABLE

    def _send(self, network: Network, draft: Draft, *, anew: bool = False) -> bool:
        claimed = self._claim(draft, anew=anew)
        if claimed is None:
            return True
        outcome = network.post(claimed)
        if outcome.result is Result.POSTED:
            self._posted(claimed, outcome.id, outcome.url, self.clock(), "sent")
        elif outcome.result is Result.REFUSED:
            self._fail(claimed, outcome.reason, outcome.hint)
        elif outcome.result is Result.STOPPED:
            self._unclaim(draft, claimed, outcome)
            return False
        elif outcome.result is Result.DUPLICATE:
            self._settle_duplicate(network, claimed, outcome)
        else:
            self._leave_open(claimed, outcome.reason, outcome.hint)
        return True

    def _unclaim(self, before: Draft, claimed: Draft, outcome: Outcome) -> None:
        """Write that nothing was sent; what was open before stays open."""
        reason, until = self._limit(outcome)
        with self.drafts.changing(self.clock()) as book:
            if book.current(claimed):
                book.put(replace(before, key=claimed.key, problem=reason), reason)
        self._pause(claimed.network, until, reason)
        new = before.problem != reason
        self._report(f"draft {claimed.id} was not sent: {reason}", outcome.hint, new=new)

    def _limit(self, refused: Outcome | Look) -> tuple[str, datetime | None]:
        """Return why a network refuses, and before when it is not asked again."""
        until = refused.until and min(refused.until, self.clock() + LIMIT)
        return not_before(refused.reason, until), until

    def _pause(self, network: str, until: datetime | None, reason: str) -> None:
        if until:
            self.drafts.pause(network, until, reason)

    def _leave_open(self, draft: Draft, reason: str, hint: str) -> None:
        with self.drafts.changing(self.clock()) as book:
            if book.current(draft):
                book.put(replace(draft, state=UNCLEAR, problem=reason), reason)
        self._report_open(draft, reason, hint)

    def _report_open(self, draft: Draft, reason: str, hint: str, *, new: bool = True) -> None:
        place = f"draft {draft.id} on {draft.network}"
        self._report(f"{place}: unclear whether it was posted: {reason}", hint or _AGAIN, new=new)

    def _posted(self, draft: Draft, number: str, url: str, at: datetime, reason: str) -> None:
        done = replace(draft, state=POSTED, posted=Posted(id=number, url=url, at=at), problem="")
        with self.drafts.changing(self.clock()) as book:
            if book.current(draft):
                book.put(done, reason)
        self.told(done)

    # Looking

    def _settle_duplicate(self, network: Network, draft: Draft, outcome: Outcome) -> None:
        look = network.look(draft, self._taken(draft))
        if look.sight is Sight.FOUND:
            self._found(draft, look)
            return
        limit, until = self._limit(look)
        reason = f"{outcome.reason}, but it is not on the timeline"
        hint = (
            f"look yourself, then `digest queue drop {draft.id}`, or edit its text after approving"
        )
        self._pause(draft.network, until, limit)
        self._leave_open(draft, reason, hint)

    def _settle(self, network: Network, draft: Draft) -> bool:
        """Look what became of a draft, and send it again when it surely is not there.

        Returns:
            Whether the network takes more.
        """
        now = self.clock()
        age = now - (draft.attempted or now)
        look = network.look(draft, self._taken(draft))
        if look.sight is Sight.FOUND:
            self._found(draft, look)
            return True
        surely = look.sight is Sight.ABSENT and age >= planning.OLD_ENOUGH
        if surely or (network.repeatable and age < REPEATABLE and not look.until):
            return self._send(network, draft, anew=self._is_anew(draft, look))
        limit, until = self._limit(look)
        self._pause(draft.network, until, limit)
        reason = limit or "it is not on the timeline, which may lag"
        self._note(draft, reason)
        self._report_open(draft, reason, look.hint, new=draft.problem != reason)
        return until is None

    def _note(self, draft: Draft, reason: str) -> None:
        with self.drafts.changing(self.clock()) as book:
            if book.current(draft) and draft.problem != reason:
                book.put(replace(draft, problem=reason), reason)

    def _found(self, draft: Draft, look: Look) -> None:
        cost = draft.cost or planning.price(draft, self.terms.prices)
        now = self.clock()
        at = draft.attempted or now
        if look.at and at < look.at <= now:  # in an older archive an attempt is but the earliest
            at = look.at
        self._posted(replace(draft, cost=cost), look.id, look.url, at, "found on the timeline")

    def _taken(self, draft: Draft) -> frozenset[str]:
        """Return the ids of the network's posts that are other drafts'."""
        others = (d for d in self.drafts.every() if d.network == draft.network and d.posted)
        return frozenset(other.posted.id for other in others if other.posted)


def _asked_again(draft: Draft, since: datetime) -> Draft:
    """Return a draft of an older archive, which may be posted already."""
    asked = replace(draft, attempted=draft.attempted or since, key="")
    if draft.state == APPROVED:
        asked = replace(asked, state=WAITING, slot="", due=None, problem="")
    return asked


def _is_unknown(draft: Draft, now: datetime) -> bool:
    """Tell whether no network knows a draft by its key: it has none, or was refused too long ago."""
    refused = draft.attempted is None
    return not draft.key or (refused and now - key_time(draft.key) >= REPEATABLE)


def _count(open_ones: Sequence[Draft], ready: Sequence[Draft]) -> str:
    return f"{len(ready)} due and {len(open_ones)} unclear drafts wait"
