"""X as it is posted to: it escapes, wraps addresses in t.co, refuses repeats, and lags when told to."""

from __future__ import annotations

import html
import json
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from digest import twittertext
from tests.fakes.server import Answered, Asked, as_json
from tests.fakes.x import FakeX, Tweet

DUPLICATE = {
    "title": "Forbidden",
    "type": "about:blank",
    "status": 403,
    "detail": "You are not allowed to create a Tweet with duplicate content.",
}


class PostingX(FakeX):
    """X for one account that posts. ``wire`` is what it was sent, in order."""

    def __init__(self, dialect: str = "tweets") -> None:
        super().__init__(dialect)
        self.wire: list[str] = []
        """The text of each post that was created."""
        self.sent: list[str] = []
        """The text of each attempt."""
        self.lag = 0
        """So many looks at the own timeline do not show the latest posts."""
        self.slow = 0.0
        """Seconds before an answer to a post."""
        self.duplicates = True
        """It refuses a text that is there already."""
        self._creating = threading.Lock()

    @property
    def doubled(self) -> list[str]:
        """Texts that are there more than once."""
        return sorted({text for text in self.wire if self.wire.count(text) > 1})

    def respond(self, asked: Asked) -> Answered:
        if asked.method == "POST" and self.slow:
            time.sleep(self.slow)
        return super().respond(asked)

    def _create(self, asked: Asked) -> Answered:
        text = json.loads(asked.body)["text"]
        with self._creating:
            self.sent.append(text)
            if self.duplicates and text in self.wire:
                return as_json(403, DUPLICATE)
            if twittertext.weight(text) > twittertext.LIMIT:
                return as_json(
                    400, {"title": "Invalid Request", "detail": "Your text is too long."}
                )
            self.wire.append(text)
            return as_json(201, {"data": {"id": self.keep(text).id, "text": text}})

    def keep(self, text: str, when: datetime | None = None) -> Tweet:
        """Put a post of the own account on the timeline, written as X writes it."""
        urls, shown, at = [], "", 0
        for number, (start, end) in enumerate(twittertext.links(text)):
            short = f"https://t.co/{len(self.tweets)}x{number}"
            urls.append((html.escape(short, quote=False), _expanded(text[start:end]), ""))
            shown, at = shown + text[at:start] + short, end
        self.now += timedelta(milliseconds=1)
        return self.say(
            self.accounts[self.me].username,
            html.escape(shown + text[at:], quote=False),
            when or self.now,
            urls=tuple(urls),
        )

    def _posts_of(self, number: str, asked: Asked) -> Answered:
        if number != self.me or self.lag <= 0:
            return super()._posts_of(number, asked)
        self.lag -= 1
        hidden, self.tweets = self.tweets, {}
        try:
            return super()._posts_of(number, asked)
        finally:
            self.tweets = hidden


def _expanded(link: str) -> str:
    """Return a link as X names it: a bare domain gets a protocol."""
    return link if link.lower().startswith(("http://", "https://")) else f"http://{link}"


def refusal(status: int, **said: Any) -> Answered:
    """Return a refusal in the shape of X's problems."""
    return as_json(status, {"title": "Forbidden", "type": "about:blank", "status": status, **said})
