"""The archive: the only part that speaks SQL. Items, sources and editions go in and come out.

``database`` holds the file and ``schema`` its tables, ``identity`` decides which items are new,
``items``, ``answers``, ``editions``, ``lessons``, ``alerts``, ``drafts``, ``comments`` and ``accounts`` know
one kind of row each, ``search`` finds words in them, ``locks`` keep two processes apart. ``rows``,
``codec`` and ``times`` write values as they are kept, ``troubles`` says what is wrong with a file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest.model import Edition, Fetched, Health, Hit, Item, Latest, Lesson, Story, Window, Yield
from digest.store import alerts, answers, comments, editions, items, lessons, search
from digest.store.database import Database
from digest.store.locks import held
from digest.words import Pattern

if TYPE_CHECKING:
    from digest.store.accounts import Accounts
    from digest.store.drafts import Drafts

__all__ = ["Store"]

_BATCH = 500
"""Answers without news that are stored together."""
_KEEP = timedelta(days=90)


class Store:
    """What digest remembers, in one folder. Every method may raise StoreError.

    An answer without items (nothing new, or a failure) waits in memory for the next transaction:
    a thousand of them are then one. ``flush`` and leaving the ``with`` block store them.
    """

    def __init__(self, folder: Path) -> None:
        """Open the archive in the folder; make it if there is none.

        Raises:
            StoreError: it is damaged, read-only, of a newer digest ...; nothing was changed.
        """
        self.folder = folder
        self._database = Database(folder)
        self._waiting: list[tuple[Fetched, datetime]] = []
        self._accounts: Accounts | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.flush()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the archive."""
        if self._accounts:
            self._accounts.close()
        self._database.close()

    @property
    def accounts(self) -> Accounts:
        """What is remembered about accounts, for use from any thread while the archive is open."""
        from digest.store.accounts import Accounts

        if not self._accounts:
            self._accounts = Accounts(self._database.path)
        return self._accounts

    @property
    def drafts(self) -> Drafts:
        """The queue."""
        from digest.store.drafts import Drafts

        return Drafts(self._database)

    def comments(self) -> dict[str, str]:
        """Return what she says to stories in her drafts, by ``Story.lasting_id``."""
        with self._database.reading() as db:
            return comments.every(db)

    # Sources

    def add(self, fetched: Fetched, now: datetime) -> tuple[Item, ...]:
        """Remember what a source gave; return what is new of it with its numbers, oldest first.

        All of it is stored in one transaction. A failure changes neither items nor checkpoint.
        """
        if fetched.problem or fetched.unchanged:
            self._waiting.append((fetched, now))
            if len(self._waiting) >= _BATCH:
                self.flush()
            return ()
        with self._database.transaction(durable=False) as db:
            source, before = answers.begin(db, fetched.source.id)
            new, has_gap = items.add(db, source, fetched, now, before=before)
            answers.note(db, [*self._waiting, (fetched, now)])
            if has_gap:
                answers.note_gap(db, source, now)
        self._waiting.clear()
        return new

    def flush(self) -> None:
        """Store the answers that wait."""
        if self._waiting:
            with self._database.transaction(durable=False) as db:
                answers.note(db, self._waiting)
            self._waiting.clear()

    def follow(self, wanted: Collection[str]) -> None:
        """Go on under their new addresses with the sources that feeds.yaml has moved.

        Args:
            wanted: the ids of all sources in feeds.yaml.
        """
        with self._database.reading() as db:
            names = answers.renamed(db, wanted)
        if names:
            with self._database.transaction() as db:
                known = {old: new for old, new in names if answers.rename(db, old, new)}
                if known:
                    editions.rename(db, known)

    def wake(self, source: str) -> None:
        """Let a source that was gone for good, by its id, be asked again."""
        with self._database.transaction() as db:
            answers.wake(db, source)

    def checkpoints(self) -> dict[str, Mapping[str, str]]:
        """Return where fetching resumes, by ``Source.id``; empty ones are left out."""
        self.flush()
        with self._database.reading() as db:
            return answers.checkpoints(db)

    def health(self, now: datetime) -> dict[str, Health]:
        """Return how the sources have been answering, by ``Source.id``."""
        self.flush()
        with self._database.reading() as db:
            return answers.health(db, now)

    def yields(self, since: datetime, now: datetime) -> dict[str, Yield]:
        """Return by ``Source.id`` what each brought between two times, of those that did."""
        with self._database.reading() as db:
            return answers.yields(db, since, now)

    def latest(self) -> dict[str, Latest]:
        """Return by ``Source.id`` its latest item, of the sources that have one."""
        with self._database.reading() as db:
            return answers.latest(db)

    # Items

    def items(self, window: Window, sources: Collection[str]) -> tuple[Item, ...]:
        """Return the items of these sources that a window covers, by number.

        After an edition: what is numbered above it, but for what is over seven days older than the
        window, and for what came with the first answer of a source, older than the window and over
        a day old. Else by time.
        """
        with self._database.reading() as db:
            return items.of_window(db, window, sources)

    def edited(self, window: Window, sources: Collection[str]) -> tuple[Item, ...]:
        """Return items of two weeks before a window that came anew in it, changed, by number.

        Args:
            window: after an edition; else nothing is returned.
            sources: whose items are wanted.
        """
        with self._database.reading() as db:
            return items.edited(db, window, sources)

    def headlines(self, sources: Collection[str], before: datetime, last: int) -> list[str]:
        """Return what is compared of earlier headlines, as ``stems.terms`` writes it, in no order.

        Args:
            sources: whose headlines are wanted.
            before: when they were published: in the 30 days before, the latest 2,000 or so.
            last: no item has a higher number.
        """
        with self._database.reading() as db:
            return items.headlines(db, sources, before, last)

    def last_item(self) -> int:
        """Return the highest number that an item has ever had; 0 before the first."""
        with self._database.reading() as db:
            return items.last(db)

    def recent(self, since: datetime) -> tuple[Item, ...]:
        """Return the items of all sources published since then, by number."""
        with self._database.reading() as db:
            return items.recent(db, since)

    def by_page(self, page: str) -> tuple[Item, ...]:
        """Return the items of that canonical address, by number."""
        with self._database.reading() as db:
            return items.by_page(db, page)

    def sharing(self, page: str) -> tuple[Item, ...]:
        """Return the posts that point at a canonical address, by number; every item is looked at."""
        with self._database.reading() as db:
            return items.sharing(db, page)

    def search(
        self,
        pattern: Pattern,
        stem: Callable[[str], str],
        *,
        since: datetime | None = None,
        most: int = 20,
    ) -> tuple[tuple[Hit, ...], int]:
        """Find words in items, and in what was printed; return the newest hits and their number.

        Args:
            pattern: what is looked for, as ``words.parse`` reads it; words stand for all their forms.
            stem: takes a folded word and returns what its forms have in common.
            since: before it nothing is looked for.
            most: how many hits to return; the number tells of all.

        Raises:
            ValueError: it cannot be looked for; the message says why.
        """
        with self._database.transaction(durable=False) as db:
            search.catch_up(db)
        with self._database.reading() as db:
            return search.find(db, pattern, stem, since, most)

    # Editions

    def lock(self, name: str, *, wait: float = 20.0) -> AbstractContextManager[None]:
        """Return a ``with`` block that one process at a time is in; its death ends it too.

        Args:
            name: what is done in it: printing, posting.
            wait: how many seconds to wait for another process.

        Raises:
            BusyError: the other is still at it.
        """
        return held(self.folder / f"{name}.lock", wait=wait, doing=name)

    def keep(self, edition: Edition) -> None:
        """Count an edition as printed; its number is ``next_number``, taken under the lock."""
        with self._database.transaction() as db:
            editions.keep(db, edition)

    def next_number(self, name: str = "") -> int:
        """Return the number of that paper's next edition, from 1."""
        with self._database.reading() as db:
            return editions.next_number(db, name)

    def window_base(self, name: str = "") -> tuple[datetime, int] | None:
        """Return end and highest item number of that paper's last edition that moved its window."""
        with self._database.reading() as db:
            return editions.window_base(db, name)

    def last_edition(self, name: str = "") -> Edition | None:
        """Return that paper's last edition, whether it moved the window or not."""
        with self._database.reading() as db:
            return editions.last(db, name)

    def edition(self, name: str, number: int) -> Edition | None:
        """Return that paper's edition of that number, as it was printed."""
        with self._database.reading() as db:
            return editions.numbered(db, name, number)

    def covering(self, name: str, item: int) -> Edition | None:
        """Return the first edition in the row of that paper that came after an item."""
        with self._database.reading() as db:
            return editions.covering(db, name, item)

    def editions(self, name: str = "") -> tuple[tuple[int, datetime], ...]:
        """Return number and end of the window of that paper's editions, oldest first."""
        with self._database.reading() as db:
            return editions.every(db, name)

    def past(self, name: str, since: datetime) -> tuple[tuple[int, Story], ...]:
        """Return that paper's stories of editions that end since then, with their numbers; less scores."""
        with self._database.reading() as db:
            return editions.past(db, name, since)

    def printed_since(self, start: datetime) -> tuple[Story, ...]:
        """Return the stories of all papers' editions that end since then, each as often as printed."""
        with self._database.reading() as db:
            return editions.since(db, start)

    def carrying(
        self, items: Collection[int], row: tuple[str, int] | None = None
    ) -> tuple[Story, ...]:
        """Return all stories of the editions that carried one of some items, as they were then.

        Args:
            items: their numbers.
            row: a paper and a number of its editions: only what came before it in their row counts.
        """
        with self._database.reading() as db:
            return editions.carrying(db, items, row)

    def printed(self, item: int) -> tuple[tuple[str, int], ...]:
        """Return name and number of the editions that carried the item."""
        with self._database.reading() as db:
            return editions.printed(db, item)

    # What must be seen at once

    def announce(self, items: Iterable[Item], now: datetime) -> None:
        """Remember that items were announced between two papers, as they are."""
        with self._database.transaction() as db:
            alerts.note(db, items, now)

    def announced(self) -> dict[int, tuple[tuple[str, str | None], ...]]:
        """Return as what items that are still there were announced: by number, ``folded`` and ``whole`` then."""
        with self._database.reading() as db:
            return alerts.texts(db)

    def last_before(self, moment: datetime) -> int:
        """Return the number of the last item first seen before a time; 0: none was."""
        with self._database.reading() as db:
            return alerts.last_before(db, moment)

    # Her hands

    def teach(self, lesson: Lesson) -> None:
        """Remember what she thinks of a source or a story; of a story the last word holds."""
        with self._database.transaction() as db:
            lessons.teach(db, lesson)

    def lessons(self, now: datetime) -> tuple[Lesson, ...]:
        """Return all that she has taught up to a time, oldest first."""
        with self._database.reading() as db:
            return lessons.until(db, now)

    def forget(self, source: str = "") -> int:
        """Forget what she taught of a source, or all; return how many lessons that were."""
        with self._database.transaction() as db:
            return lessons.forget(db, source)

    # Upkeep

    def index(self) -> None:
        """Bring some of what is new into the index of words; a search brings in the rest."""
        with self._database.transaction() as db:
            search.catch_up(db, search.AT_ONCE)

    def prune(
        self, now: datetime, keep: timedelta = _KEEP, *, papers: Collection[str] | None = None
    ) -> None:
        """Throw away items older than ``keep``; what has been seen stays known for years.

        Args:
            now: the time.
            keep: how old an item may grow; one that a paper has still to cover, a year.
            papers: the names of those that there are; None: of all that were ever printed.
        """
        from digest.store import accounts

        with self._database.transaction() as db:
            items.prune(db, now, keep, papers)
            alerts.prune(db)
            lessons.prune(db, now)
            accounts.prune(db.connection, now)

    def is_steady(self, now: datetime) -> bool:
        """Tell whether a backup was made in the month before a time.

        If not, the clock may have leapt by years, and nothing should be thrown away for its age.
        """
        return self._database.is_steady(now)

    def back_up(self, now: datetime) -> bool:
        """Keep a checked copy beside the archive, at most once a day; say whether one was made."""
        return self._database.back_up(now)
