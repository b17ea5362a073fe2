"""A stateful fake of Bluesky's public API: accounts, posts, lists and custom feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Answered, Asked, Server, as_json

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
_POST = "app.bsky.feed.post"


class FakeBluesky(Server):
    """Bluesky; what is in ``feeds`` is shown under its ``at://`` address."""

    def __init__(self) -> None:
        super().__init__()
        self.dids: dict[str, str] = {}
        self.entries: list[dict[str, Any]] = []
        self.feeds: dict[str, list[str]] = {}
        """Handles whose posts a list or a custom feed shows, the latest first."""
        self.ranked: dict[str, list[str]] = {}
        """Addresses of the posts that a custom feed shows, in its own order."""

    def join(self, handle: str) -> str:
        """Return the new account's DID."""
        return self.dids.setdefault(handle, f"did:plc:{len(self.dids):024d}")

    def say(self, handle: str, text: str, when: datetime = NOW, **more: Any) -> dict[str, Any]:
        """Post something; ``record``, ``view`` and ``entry`` say what stands where beside it."""
        did, stamp = self.join(handle), f"{when:%Y-%m-%dT%H:%M:%S}.000Z"
        record = {"$type": _POST, "text": text, "createdAt": stamp, "langs": ["de"]}
        view = {
            "uri": f"at://{did}/{_POST}/3l{len(self.entries):05d}",
            "author": {"did": did, "handle": handle},
            "record": record | more.get("record", {}),
            "indexedAt": stamp,
            "likeCount": 0,
            "repostCount": 0,
        } | more.get("view", {})
        entry = {"post": view} | more.get("entry", {})
        self.entries.append({"by": handle, "at": stamp, "entry": entry})
        return view

    def repost(self, handle: str, view: dict[str, Any], when: datetime = NOW) -> None:
        """Let an account repost a post."""
        stamp = f"{when:%Y-%m-%dT%H:%M:%S}.000Z"
        by = {"did": self.join(handle), "handle": handle}
        reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": stamp}
        self.entries.append({"by": handle, "at": stamp, "entry": {"post": view, "reason": reason}})

    def answer(self, asked: Asked) -> Answered:
        query = asked.query
        match asked.path.removeprefix("/xrpc/"):
            case "com.atproto.identity.resolveHandle" if query["handle"] in self.dids:
                return as_json(200, {"did": self.dids[query["handle"]]})
            case "app.bsky.feed.getAuthorFeed":
                names = [
                    handle
                    for pair in self.dids.items()
                    for handle in [pair[0]]
                    if query["actor"] in pair
                ]
                return self._page(names, query) if names else _refused("Profile not found")
            case "app.bsky.feed.getListFeed" if query["list"] in self.feeds:
                return self._page(self.feeds[query["list"]], query)
            case "app.bsky.feed.getFeed" if query["feed"] in self.ranked:
                entries = {one["entry"]["post"]["uri"]: one["entry"] for one in self.entries}
                shown = [entries[uri] for uri in self.ranked[query["feed"]]]
                return as_json(200, {"feed": shown, "cursor": "more"})
            case "app.bsky.feed.getFeed" if query["feed"] in self.feeds:
                return self._page(self.feeds[query["feed"]], query)
        return _refused("Could not find it")

    def _page(self, handles: list[str], query: dict[str, str]) -> Answered:
        wanted = [one for one in self.entries if one["by"] in handles]
        if query.get("filter") == "posts_no_replies":
            wanted = [one for one in wanted if "reply" not in one["entry"]]
        wanted.sort(key=lambda one: str(one["at"]), reverse=True)
        start, most = int(query.get("cursor", 0)), int(query["limit"])
        content: dict[str, Any] = {"feed": [one["entry"] for one in wanted[start : start + most]]}
        if start + most < len(wanted):
            content["cursor"] = str(start + most)
        return as_json(200, content)


def _refused(message: str) -> Answered:
    return as_json(400, {"error": "InvalidRequest", "message": message})
