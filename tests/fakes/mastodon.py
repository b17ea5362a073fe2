"""A stateful fake of a Mastodon server: accounts, statuses, hashtags."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Answered, Asked, Server, as_json

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Status:
    id: str
    author: str
    content: str
    when: datetime
    tags: tuple[str, ...] = ()
    reblog: Status | None = None
    reply_to: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class FakeMastodon(Server):
    """A server; accounts are known by name, those of other servers by ``name@host``."""

    def __init__(self) -> None:
        super().__init__()
        self.accounts: dict[str, str] = {}
        self.statuses: list[Status] = []
        self.most = 40
        """Posts in one answer, however many are asked for."""

    def join(self, name: str) -> str:
        """Return the new account's id."""
        return self.accounts.setdefault(name, str(100 + len(self.accounts)))

    def say(self, name: str, content: str, when: datetime = NOW, **more: Any) -> Status:
        number = str(115_000_000_000_000_000 + int(when.timestamp()) + len(self.statuses))
        status = Status(id=number, author=name, content=content, when=when, **more)
        self.join(name)
        self.statuses.append(status)
        return status

    def answer(self, asked: Asked) -> Answered:
        match asked.path.removeprefix("/api/v1/").split("/"):
            case ["accounts", "lookup"]:
                name = asked.query["acct"]
                known = {one.lower(): number for one, number in self.accounts.items()}
                if name.lower() not in known:
                    return as_json(404, {"error": "Record not found"})
                return as_json(200, {"id": known[name.lower()], "acct": name})
            case ["accounts", number, "statuses"]:
                return self._page([one for one in self.statuses if self._is_by(one, number)], asked)
            case ["timelines", "tag", tag]:
                return self._page([one for one in self.statuses if tag in one.tags], asked)
        return as_json(404, {"error": "Not found"})

    def _is_by(self, status: Status, number: str) -> bool:
        return self.accounts[status.author] == number

    def _page(self, statuses: list[Status], asked: Asked) -> Answered:
        query = asked.query
        low, high = int(query.get("since_id", 0)), int(query.get("max_id", 10**30))
        wanted = [one for one in statuses if low < int(one.id) < high]
        if query.get("exclude_replies") == "true":
            wanted = [one for one in wanted if not one.reply_to or one.reply_to == one.author]
        wanted.sort(key=lambda one: -int(one.id))
        most = min(int(query.get("limit", 20)), self.most)
        return as_json(200, [self.status(one) for one in wanted[:most]])

    def status(self, one: Status) -> dict[str, Any]:
        """Return a status as the API writes it."""
        place = f"https://fake.example/@{one.author}/{one.id}"
        return {
            "id": one.id,
            "created_at": f"{one.when:%Y-%m-%dT%H:%M:%S}.000Z",
            "in_reply_to_id": "1" if one.reply_to else None,
            "visibility": "public",
            "spoiler_text": "",
            "language": "de",
            "url": None if one.reblog else place,
            "uri": place,
            "reblogs_count": 0,
            "favourites_count": 0,
            "content": one.content,
            "account": {"acct": one.author, "display_name": one.author.title()},
            "reblog": self.status(one.reblog) if one.reblog else None,
            "card": None,
        } | one.extra
