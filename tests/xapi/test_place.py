"""Where X's API is."""

import pytest

from digest.errors import CredentialError
from digest.xapi import API, api_address


@pytest.mark.parametrize("value", [None, "", "  ", "https://api.x.com", "https://api.x.com/"])
def test_it_is_at_x(value):
    environment = {} if value is None else {"DIGEST_X_API": value}
    assert api_address(environment) == API == "https://api.x.com"


@pytest.mark.parametrize(
    "value",
    ["http://127.0.0.1:8080", "http://localhost:1/", "https://[::1]:5", "http://x.localhost:80"],
)
def test_a_test_server_is_on_this_machine(value):
    assert api_address({"DIGEST_X_API": value}) == value.rstrip("/")


@pytest.mark.parametrize(
    "value",
    [
        "http://api.x.com",
        "https://example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://example.org@127.0.0.1",
        "http://10.0.0.1",
        "127.0.0.1:80",
        "ftp://127.0.0.1",
        "http://[::1",
        "http://127.0.0.1:999999",
    ],
)
def test_the_keys_go_nowhere_else(value):
    with pytest.raises(CredentialError, match="DIGEST_X_API") as caught:
        api_address({"DIGEST_X_API": value})
    assert caught.value.hint
