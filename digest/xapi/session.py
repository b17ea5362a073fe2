"""The connection under tweepy: where it leads, when it ends, and what an answer must be.

tweepy names api.twitter.com itself, never gives up waiting, and believes what comes. So its session
is replaced by one that asks the right server (before the request is signed, as the address is part of
the signature), reads every answer whole within one deadline, and raises XError for all that is no
good answer, so that tweepy's own errors never arise.
"""

from __future__ import annotations

import logging
import os
import ssl
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import requests
import requests.utils
import urllib3

from digest.patience import within
from digest.xapi import faults
from digest.xapi.place import is_loopback

_NAMED_BY_TWEEPY = "https://api.twitter.com"
_CONNECT = 10.0
_LARGEST = 10_000_000
_CHUNK = 65_536
_TALKATIVE = ("tweepy", "tweepy.client", "tweepy.auth", "oauthlib", "requests_oauthlib")
"""Loggers that write tokens, headers and signatures at DEBUG."""


class Session(requests.Session):
    """What tweepy sends its requests with.

    Args:
        base: scheme and host of the server.
        seconds: when a whole answer must be there.
        secrets: what is taken out of anything a server says.
    """

    def __init__(self, base: str, seconds: float, secrets: Sequence[str]) -> None:
        super().__init__()
        self.trust_env = False  # a .netrc would replace the keys
        self.verify = _certificates()
        if not is_loopback(base):
            self.proxies.update(requests.utils.get_environ_proxies(base))
        self._base = base
        self._seconds = seconds
        self._secrets = tuple(secret.encode() for secret in secrets if secret)
        _silence()

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        """Return an answer of success that holds a JSON object.

        Raises:
            XError: there is none, for whatever reason.
        """
        address = self._base + url.removeprefix(_NAMED_BY_TWEEPY)
        try:
            # A time-out of requests ends one wait for bytes, not an answer that comes a byte at a
            # time, nor a resolver that hangs.
            return within(self._seconds, lambda: self._ask(method, address, options))
        except TimeoutError:
            raise faults.lost(f"no whole answer within {self._seconds:g} s") from None

    def _ask(self, method: str, address: str, options: dict[str, Any]) -> requests.Response:
        end = monotonic() + self._seconds
        timeouts = (min(_CONNECT, self._seconds), self._seconds)
        try:
            with super().request(
                method, address, timeout=timeouts, allow_redirects=False, stream=True, **options
            ) as response:
                body = self._clean(_read(response, end))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise _failure(error) from None
        _check(response, body)
        response.raw = BytesIO(body)
        return response

    def _clean(self, body: bytes) -> bytes:
        for secret in self._secrets:
            body = body.replace(secret, b"***")
        return body


def _certificates() -> str | bool:
    """Return what the environment says is to be trusted, or True for the list that requests brings."""
    named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")
    if named and not Path(named).exists():
        hint = "correct SSL_CERT_FILE or SSL_CERT_DIR, or remove it"
        raise faults.unreached(f"{named}: there are no certificates", hint)
    return named or True


def _silence() -> None:
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _read(response: requests.Response, end: float) -> bytes:
    """Return the unpacked body, as far as it is one."""
    body = bytearray()
    while part := response.raw.read(_CHUNK, decode_content=True):
        body += part
        if len(body) > _LARGEST or monotonic() > end:
            raise urllib3.exceptions.HTTPError("too large or too slow")
    return bytes(body)


def _failure(error: Exception) -> faults.XError:
    """Return what a failed connection means; what it says itself may hold keys."""
    if _never_sent(error):
        return faults.unreached("no connection")
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return faults.lost("no answer in time")
    return faults.lost("the connection broke off before a whole answer")


def _never_sent(error: Exception) -> bool:
    """Tell whether a request surely failed before its first byte went out."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, urllib3.exceptions.ProxyError):
        # of a line that broke off urllib3 does not know any more how far it got
        return not isinstance(reason.original_error, ConnectionError)
    if isinstance(reason, urllib3.exceptions.SSLError):
        return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in reason.args)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def _check(response: requests.Response, body: bytes) -> None:
    """Raise XError unless an answer is a JSON object and a success."""
    status = response.status_code
    if not 200 <= status < 300:
        headers = {name.lower(): value for name, value in response.headers.items()}
        raise faults.refusal(status, headers, body)
    if faults.read_object(body) is None:
        raise faults.lost(f"the answer is not JSON ({status})", status)
