"""Sends one request to a server of Mastodon or Bluesky and waits at most 25 seconds for the answer.

The one thing that matters is told apart: whether the request may have left.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.errors import CredentialError, PostError, SourceError
from digest.patience import within
from digest.xapi.place import is_loopback

if TYPE_CHECKING:
    import urllib3

SECONDS = 25.0
_LARGEST = 10_000_000
_REFUSED = 400
_LIMITED = 429
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?")


class LostError(PostError):
    """The request may have left, and no whole answer came."""


class UnsentError(PostError):
    """The request did not leave."""


class AnswerError(PostError):
    """The server answered, and no good answer.

    Args:
        answer: what it is.
        hint: what to do now.
    """

    def __init__(self, answer: Answer, *, hint: str = "") -> None:
        super().__init__(answer.said(), hint=hint)
        self.until = answer.until()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name."""
    data: Any = None
    """The JSON it holds; None when it is none."""

    @property
    def good(self) -> bool:
        """It is a success."""
        return 200 <= self.status < 300

    def said(self) -> str:
        """Return what the server says about it, one line."""
        from digest.text import clean, shorten

        if isinstance(self.data, Mapping):
            for name in ("error_description", "message", "error"):
                if isinstance(self.data.get(name), str):
                    return f"{self.status}: {shorten(clean(self.data[name]), 200)}"
        return str(self.status)

    def text(self, name: str) -> str:
        """Return what stands under a name, one line that is safe to print; empty when nothing does."""
        from digest.text import clean

        return clean(str(self.data.get(name) or "")) if isinstance(self.data, Mapping) else ""

    def until(self) -> datetime | None:
        """Return when a server that was asked too often may be asked again; None when it does not say.

        Mastodon gives an ISO time in X-RateLimit-Reset, Bluesky seconds since 1970 in
        RateLimit-Reset.
        """
        for name in ("x-ratelimit-reset", "ratelimit-reset") if self.status == _LIMITED else ():
            if when := moment(self.headers.get(name, "")):
                return when
        return None


def server(text: str, place: str) -> str:
    """Return the address of a server: https, or http on the loopback interface; its name will do.

    Raises:
        CredentialError: it is something else, which shall not get the keys.
    """
    address = text.strip().rstrip("/")
    address = f"https://{address}" if _NAME.fullmatch(address) else address
    try:
        parts = urlsplit(address)
        good = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
    except ValueError:  # a bracket that is not closed
        good = False
    if not good and not is_loopback(address):
        raise CredentialError(
            f"{place}: expected a server's address", hint="write it as https://mastodon.social"
        )
    return address


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: object = None,
    *,
    seconds: float = SECONDS,
) -> Answer:
    """Send a request, with *body* as JSON, and return the answer. Redirects are not followed.

    Raises:
        UnsentError: there was no connection.
        LostError: there is no whole answer.
    """
    try:
        return within(seconds, lambda: _ask(method, url, headers, body))
    except TimeoutError:
        raise LostError(f"no whole answer within {seconds:g} s") from None


def _ask(method: str, url: str, headers: Mapping[str, str], body: object) -> Answer:
    import urllib3

    sent = {**headers, "Accept": "application/json", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with _pool(url) as pool:
            response = pool.request(
                method,
                url,
                body=data,
                headers=sent,
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=10.0, read=SECONDS),
                preload_content=False,
            )
            whole = response.read(_LARGEST, decode_content=True)
            whole = _masked(whole, headers, body if response.status >= _REFUSED else None)
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(status=response.status, headers=names, data=_json(whole))
    except (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.LocationParseError,
    ):
        raise UnsentError("no connection") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        if isinstance(error, urllib3.exceptions.ProxyError) and _is_unsent(error):
            raise UnsentError("no way through the proxy") from None
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in error.args):
            raise UnsentError("its certificate is not trusted") from None
        raise LostError("the connection broke off before a whole answer") from None


def _pool(url: str) -> urllib3.PoolManager:
    """Return what connects to a server: through the proxy of the environment, unless it is this machine.

    Raises:
        UnsentError: there is no way to do so.
    """
    from urllib.request import getproxies

    import urllib3

    from digest.http.addresses import parse
    from digest.http.ways import basic, proxy_to

    try:
        proxy = None if is_loopback(url) else proxy_to(parse(url), getproxies())
    except (SourceError, ValueError) as error:
        raise UnsentError(str(error), hint=getattr(error, "hint", "")) from None
    if proxy is None:
        return urllib3.PoolManager(ssl_context=_trusted())
    login = {"Proxy-Authorization": basic(proxy.login)} if proxy.login else {}
    return urllib3.ProxyManager(str(proxy), ssl_context=_trusted(), proxy_headers=login)


def _is_unsent(error: urllib3.exceptions.ProxyError) -> bool:
    """Tell whether a line surely ended before the proxy took the request.

    Of one that broke off urllib3 does not know any more how far it got (``HTTPConnection.close``).
    """
    return not isinstance(error.original_error, ConnectionError)


def _masked(answer: bytes, headers: Mapping[str, str], body: object) -> bytes:
    """Return what a server says to a request without the secrets of it that it says again.

    A password may be any word, so what is no refusal is not searched for it.
    """
    password = body.get("password") if isinstance(body, Mapping) else None
    token = headers.get("Authorization", "").removeprefix("Bearer ")
    for secret in filter(None, (token, password)):
        answer = answer.replace(str(secret).encode(), b"***")
    return answer


def _trusted() -> ssl.SSLContext:
    """Return what certificates are checked with; made before anything leaves."""
    from digest.http.connections import certificates

    try:
        return certificates()
    except SourceError as error:
        raise UnsentError(error.problem, hint=error.hint) from None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def problem_of(network: str, error: PostError | CredentialError) -> str:
    """Return what is wrong in one line that begins with the network's name; some errors bring it along."""
    return error.problem if error.problem.startswith(network) else f"{network}: {error.problem}"


def until_of(error: PostError | CredentialError) -> datetime | None:
    """Return when the server may be asked again that made the error; None when it does not say."""
    return error.until if isinstance(error, AnswerError) else None


def moment(text: str) -> datetime | None:
    """Return the time that a server names, in seconds since 1970 or as ISO 8601 with a zone; or None."""
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        when = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return when if when.tzinfo else None
