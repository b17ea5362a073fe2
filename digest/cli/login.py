"""``digest login``: asks for keys without showing them, tests them, and writes them down."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

from digest.cli.context import Context, user_config_folder
from digest.errors import CredentialError, DigestError

if TYPE_CHECKING:
    from digest.xapi import XError

SECONDS = 20.0
_FIRST = {
    "x": "Make an app at https://console.x.com; a bearer token reads, the other four also post.",
    "mastodon": "Make an application on your server, under Preferences, Development.",
    "bluesky": "Make an app password at https://bsky.app/settings/app-passwords.",
}
_OPEN = frozenset({"MASTODON_SERVER", "BLUESKY_HANDLE"})
"""What is no secret."""
_UNAUTHORISED = 401
_REFUSED = frozenset({400, 401, 403, 422})
"""Statuses that are about the keys; others say nothing of them."""


@click.command("login")
@click.argument("network", type=click.Choice(tuple(_FIRST)))
@click.pass_obj
def command(context: Context, network: str) -> None:
    """Ask for the keys of a network, test them, and write them into credentials.yaml.

    What you type is not shown. An empty answer leaves a key as it is. Nothing is written unless the
    network takes the keys. The file lies in your configuration folder and is for your eyes only;
    variables of the environment of the same names come before it.

    \b
    Example:
        digest login x
    """
    from digest import credentials
    from digest.text import clean

    folder = user_config_folder()
    names = {"x": credentials.X, "mastodon": credentials.MASTODON, "bluesky": credentials.BLUESKY}
    known = credentials.load({}, folder)
    context.say(_FIRST[network])
    typed = {name: _ask(name, known=bool(known[name])) for name in names[network]}
    new = {name: value for name, value in typed.items() if value}
    keys = credentials.load(new, folder)
    who = _TESTS[network]({name: keys[name].reveal() for name in names[network]})
    path = credentials.save(folder, new) if new else folder / credentials.FILE
    click.echo(f"{clean(who)}; {path}")
    before = [name for name in names[network] if os.environ.get(name, "").strip()]
    if before:
        stand = "stands" if len(before) == 1 else "stand"
        context.say(f"{' and '.join(before)} also {stand} in the environment, which comes first")


def _ask(name: str, *, known: bool) -> str:
    """Return what is typed, without an echo on a terminal, or the next line of stdin."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    hint = " (empty: as it is)" if known else " (empty: none)"
    hidden = name not in _OPEN
    answer = click.prompt(
        f"{name}{hint}", default="", show_default=False, hide_input=hidden, err=True
    )
    return str(answer).strip()


def _test_x(keys: Mapping[str, str]) -> str:
    """Say what the keys are good for; the bearer token is tried on an account that cannot be."""
    from digest.xapi import Client, Kind, XError, api_address

    given = {name.removeprefix("X_").lower(): value for name, value in keys.items()}
    client = Client(**given, base=api_address(os.environ), seconds=SECONDS)
    if not client.reads:
        raise CredentialError("X: too few keys", hint="a bearer token, or all of the other four")
    good = []
    if given["bearer_token"]:
        try:
            client.users_by_id(["0"])
        except XError as error:
            if error.kind not in {Kind.NOT_FOUND, Kind.REFUSED}:
                raise _refused(error, "the bearer token is", "copy it again") from None
        good.append("the bearer token reads")
    if client.acts:
        try:
            good.append(f"the other keys are those of @{client.me().get('username', '?')}")
        except XError as error:
            raise _refused(error, "the other keys are", "copy all four again") from None
    elif missing := _rest(keys):
        good.append(f"nothing can post without {', '.join(missing)}")
    return f"X: {', '.join(good)}"


def _refused(error: XError, which: str, hint: str) -> DigestError:
    """Return the error of a test on X; of keys that are refused it says which."""
    if error.status != _UNAUTHORISED:
        return error
    return CredentialError(f"X: {which} refused (401)", hint=f"nothing was written; {hint}")


def _rest(keys: Mapping[str, str]) -> list[str]:
    """Return which of the four keys that post are missing; none when nobody began to name them."""
    from digest.credentials import X

    missing = [name for name in X[1:] if not keys[name]]
    return missing if len(missing) < len(X) - 1 else []


def _test_mastodon(keys: Mapping[str, str]) -> str:
    from digest.posting.web import server

    _need("Mastodon", keys)
    base = server(keys["MASTODON_SERVER"], "MASTODON_SERVER")
    token = {"Authorization": f"Bearer {keys['MASTODON_ACCESS_TOKEN']}"}
    said = _answer("Mastodon", "GET", f"{base}/api/v1/accounts/verify_credentials", token)
    return f"Mastodon: the keys are those of @{said.get('acct', '?')} at {base}"


def _test_bluesky(keys: Mapping[str, str]) -> str:
    from digest.posting.bluesky import API
    from digest.posting.web import server

    _need("Bluesky", keys)
    base = server(os.environ.get("DIGEST_BLUESKY_API") or API, "DIGEST_BLUESKY_API")
    body = {"identifier": keys["BLUESKY_HANDLE"], "password": keys["BLUESKY_APP_PASSWORD"]}
    said = _answer("Bluesky", "POST", f"{base}/xrpc/com.atproto.server.createSession", {}, body)
    return f"Bluesky: the keys are those of {said.get('handle', '?')}"


def _need(network: str, keys: Mapping[str, str]) -> None:
    missing = [name for name, value in keys.items() if not value]
    if missing:
        raise CredentialError(f"{network}: {' and '.join(missing)} missing", hint="both are needed")


def _answer(
    network: str, method: str, url: str, headers: Mapping[str, str], body: object = None
) -> Mapping[str, object]:
    from digest.errors import PostError
    from digest.posting.web import ask

    try:
        answer = ask(method, url, headers, body)
    except PostError as error:
        raise CredentialError(
            f"{network}: {error.problem}", hint="nothing was written; try again later"
        ) from None
    if answer.good and isinstance(answer.data, Mapping):
        return answer.data
    if answer.status in _REFUSED:
        problem, hint = "the keys are refused", "copy them again"
    else:
        problem, hint = "no good answer", "is it the right server? else try again later"
    raise CredentialError(
        f"{network}: {problem} ({answer.status})", hint=f"nothing was written; {hint}"
    )


_TESTS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "x": _test_x,
    "mastodon": _test_mastodon,
    "bluesky": _test_bluesky,
}
