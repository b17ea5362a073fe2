"""Where X's API is."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from digest.errors import CredentialError

API = "https://api.x.com"


def api_address(environment: Mapping[str, str]) -> str:
    """Return ``https://api.x.com``, or the test server that ``DIGEST_X_API`` names.

    Raises:
        CredentialError: it names something else than this machine, which shall not get the keys.
    """
    address = environment.get("DIGEST_X_API", "").strip().rstrip("/")
    if not address or address == API:
        return API
    if not is_loopback(address):
        raise CredentialError(
            "DIGEST_X_API: expected a server on the loopback interface",
            hint="write http://127.0.0.1:PORT, or unset it to use X itself",
        )
    return address


def is_loopback(address: str) -> bool:
    """Tell whether an http or https address is one of this machine, as it is written."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        parts.port  # noqa: B018 - raises where there is no such port
    except ValueError:
        return False
    named = host == "localhost" or host.endswith(".localhost") or host == "::1"
    numbered = host.startswith("127.") and host.replace(".", "").isdigit()
    return parts.scheme in {"http", "https"} and (named or numbered) and "@" not in parts.netloc
