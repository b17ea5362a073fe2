"""Every error a user can meet.

DigestError
├── ConfigError      feeds.yaml says something that cannot be followed
├── SourceError      one source failed; the edition goes on without it
│   ├── TooSlowError its server let us wait too long
│   └── NoFeedError  what it gave cannot be read, however often that is tried
├── StoreError       the archive cannot be read or written
│   └── BusyError    another digest holds what is needed
├── CredentialError  a key is missing, refused or lies open
└── PostError        a draft could not be sent
"""

from __future__ import annotations


class DigestError(Exception):
    """Base of all errors shown to a user: the place and what happened, and what to do.

    Args:
        problem: one line that starts with the place.
        hint: one thing the reader can do now; empty when there is none.
    """

    def __init__(self, problem: str, *, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class ConfigError(DigestError):
    """Something in feeds.yaml, or several things: each with its place and its hint.

    Args:
        problems: (problem, hint) pairs in the order of the file; at least one.
    """

    def __init__(self, *problems: tuple[str, str]) -> None:
        first, hint = problems[0]
        super().__init__(first, hint=hint)
        self.problems = problems


class SourceError(DigestError):
    """One source failed. Carried as a value, never allowed to stop a run."""


class TooSlowError(SourceError):
    """The server did not answer whole within the time it is given."""


class NoFeedError(SourceError):
    """What the source gave is no feed, or none that can be read; the same bytes never will be."""


class StoreError(DigestError):
    """The archive cannot be used."""


class BusyError(StoreError):
    """Another digest holds it, and did not let go in time."""


class CredentialError(DigestError):
    """A key is missing, was refused, or can be read by others."""


class PostError(DigestError):
    """A draft could not be sent."""
