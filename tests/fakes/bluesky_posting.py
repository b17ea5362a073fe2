"""A personal data server as it is posted to: sessions and records."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.server import Answered, Asked, Server, as_json

KEYS = {"BLUESKY_HANDLE": "ich.example", "BLUESKY_APP_PASSWORD": "app-SENTINEL"}
MAIL = "ich@mail.example"
"""The address by which the same account may log in."""


class PostingBluesky(Server):
    """``records`` is what was written, by key; ``writes`` counts how often."""

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, dict[str, Any]] = {}
        self.writes = 0
        self.dids: dict[str, str] = {}
        """The accounts there are, by handle."""

    def answer(self, asked: Asked) -> Answered:
        what = asked.path.removeprefix("/xrpc/")
        if what == "com.atproto.server.createSession":
            return self._session(json.loads(asked.body))
        if what == "com.atproto.identity.resolveHandle":
            return self._resolved(asked.query["handle"])
        if asked.headers.get("authorization") != "Bearer jwt-SENTINEL":
            return as_json(401, {"error": "AuthMissing", "message": "Authentication Required"})
        if what == "com.atproto.repo.putRecord":
            return self._put(json.loads(asked.body))
        if what == "com.atproto.repo.listRecords":
            return self._listed(int(asked.query["limit"]))
        record = self.records.get(asked.query["rkey"])
        if record is None:
            return as_json(400, {"error": "RecordNotFound", "message": "Could not locate record"})
        return as_json(200, {"uri": self._uri(asked.query["rkey"]), "value": record})

    def _session(self, given: dict[str, str]) -> Answered:
        handle, password = KEYS.values()
        if given["identifier"] not in {handle, MAIL} or given["password"] != password:
            return as_json(401, {"error": "AuthenticationRequired", "message": "Invalid password"})
        return as_json(200, {"did": "did:plc:ich", "handle": handle, "accessJwt": "jwt-SENTINEL"})

    def _resolved(self, handle: str) -> Answered:
        if handle not in self.dids:
            return as_json(400, {"error": "InvalidRequest", "message": "Unable to resolve handle"})
        return as_json(200, {"did": self.dids[handle]})

    def _put(self, given: dict[str, Any]) -> Answered:
        assert (given["repo"], given["collection"]) == ("did:plc:ich", "app.bsky.feed.post")
        self.writes += 1
        self.records[given["rkey"]] = given["record"]
        return as_json(200, {"uri": self._uri(given["rkey"]), "cid": "bafy"})

    def _listed(self, most: int) -> Answered:
        newest = sorted(self.records, reverse=True)[:most]
        listed = [{"uri": self._uri(key), "value": self.records[key]} for key in newest]
        return as_json(200, {"records": listed})

    def _uri(self, key: str) -> str:
        return f"at://did:plc:ich/app.bsky.feed.post/{key}"
