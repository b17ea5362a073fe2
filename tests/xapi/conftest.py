from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.xapi import Client
from tests.fakes.x import KEYS, FakeX


@pytest.fixture
def x() -> Iterator[FakeX]:
    with FakeX() as server:
        yield server


def client_of(x: FakeX, *, bearer: bool = True, account: bool = True, seconds: float = 5) -> Client:
    keys = {name.removeprefix("X_").lower(): value for name, value in KEYS.items()}
    if not bearer:
        keys.pop("bearer_token")
    if not account:
        keys = {"bearer_token": keys["bearer_token"]}
    return Client(**keys, base=x.address, seconds=seconds)


@pytest.fixture
def client(x: FakeX) -> Client:
    return client_of(x)
