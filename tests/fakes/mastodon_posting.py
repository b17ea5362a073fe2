"""Mastodon as it is posted to, with the memory for keys that makes a retry safe."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Answered, Asked, Server, as_json

TOKEN = "mastodon-SENTINEL"  # noqa: S105


class PostingMastodon(Server):
    """``statuses`` is what was posted, latest last."""

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[dict[str, Any]] = []
        self.keys: dict[str, dict[str, Any]] = {}
        self.most = 500
        """Characters that a post holds."""
        self.now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
        """What its clock says."""

    def answer(self, asked: Asked) -> Answered:
        if asked.path == "/api/v2/instance":
            statuses = {"max_characters": self.most, "characters_reserved_per_url": 23}
            return as_json(200, {"configuration": {"statuses": statuses}})
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return as_json(401, {"error": "The access token is invalid"})
        if asked.path == "/api/v1/accounts/verify_credentials":
            return as_json(200, {"id": "1", "acct": "ich"})
        if asked.method == "GET":
            return as_json(200, self._page(asked.query))
        return as_json(200, self._post(asked))

    def _page(self, query: dict[str, str]) -> list[dict[str, Any]]:
        before = int(query.get("max_id", 10**18))
        older = [status for status in self.statuses[::-1] if int(status["id"]) < before]
        return older[: int(query["limit"])]

    def _post(self, asked: Asked) -> dict[str, Any]:
        key = asked.headers["idempotency-key"]
        if key not in self.keys:
            number = str(100 + len(self.statuses))
            text = json.loads(asked.body)["status"]
            content = "<p>" + html.escape(text).replace("\n", "<br />") + "</p>"
            status = {"id": number, "url": f"https://m.example/@ich/{number}", "content": content}
            self.statuses.append(status | {"text": text, "created_at": self.now.isoformat()})
            self.keys[key] = self.statuses[-1]
        return self.keys[key]
