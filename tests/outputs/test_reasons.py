"""Why a source did not answer, in the language of the paper."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import digest
from digest.http.addresses import parse
from digest.outputs import reasons
from digest.outputs.wording import ENGLISH, GERMAN
from digest.sources import NO_KEYS, feed, xreader
from digest.xapi.faults import lost, problem, refusal, unreached

PACKAGE = Path(digest.__file__).parent
TELLERS = {
    "SourceError",
    "TooSlowError",
    "NoFeedError",
    "PrivateError",
    "CredentialError",
    "broken",
    "_failed",
}
OWN = {"sources/finding.py"}
"""What this says goes to the command line."""
CAPPED = b'{"title": "UsageCapExceeded"}'


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("not a feed: a web page", "kein Feed: eine Webseite"),
        ("status 404: not found", "Status 404: nicht gefunden"),
        ("status 503: the server is in trouble", "Status 503: der Server hat Schwierigkeiten"),
        ("too slow: no whole answer within 10 s", "zu langsam: keine ganze Antwort in 10 s"),
        ("too large: over 10 MB", "zu groß: über 10 MB"),
        ("no such host: blatt.example", "kein solcher Host: blatt.example"),
        (
            "status 503: the server is in trouble; not before 2026-11-23 08:00 UTC",
            "Status 503: der Server hat Schwierigkeiten; nicht vor 2026-11-23 08:00 UTC",
        ),
        (
            "redirect to a private address refused: 10.0.0.1",
            "Weiterleitung zu einer privaten Adresse abgelehnt: 10.0.0.1",
        ),
        (
            "refused: nas.local is a private address",
            "abgelehnt: nas.local ist eine private Adresse",
        ),
        (
            "redirect refused: ftp is not http or https",
            "Weiterleitung abgelehnt: ftp ist nicht http oder https",
        ),
        (
            "needs a login: there is no FEED_A in credentials.yaml",
            "verlangt eine Anmeldung: FEED_A steht nicht in credentials.yaml",
        ),
        ("too large: over 300 kB of headers", "zu groß: über 300 kB Kopfzeilen"),
        ("not a feed: JSON, but no JSON Feed", "kein Feed: JSON, aber kein JSON Feed"),
        ("not a feed: broken JSON", "kein Feed: kaputtes JSON"),
        ("what nobody knows: at all", "what nobody knows: at all"),
        ("", ""),
    ],
)
def test_a_reason_is_told_in_german_part_by_part(english, german):
    assert reasons.told(english, "de") == german
    assert reasons.told(english, "en") == english
    assert GERMAN.failure("Blatt", english, 0) == f"Blatt: {german}"
    assert ENGLISH.failure("Blatt", english, 2) == f"Blatt, for 2 days: {english}"


def text(node):
    """Return a text as it stands in the code; ``{}`` where something is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            text(part) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return ""


def said():
    """Yield every reason that stands in the code, in the parts that are not filled in."""
    for part in ("sources", "http", "parsing"):
        for path in (PACKAGE / part).glob("*.py"):
            if str(path.relative_to(PACKAGE)) in OWN:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(getattr(node, "func", None), "id", "")
                for argument in node.args if name in TELLERS else ():
                    yield from re.split("[:;] ", text(argument))
    yield from feed._MEANINGS.values()


def refused_addresses():
    """Yield why addresses that a redirect leads to cannot be asked."""
    for address in (
        "x" * 9_000,
        "http://a:b",
        "http://a:0",
        "http://a b",
        "http://",
        "ftp://a",
        "",
    ):
        with pytest.raises(ValueError, match=r"address|not http") as refused:
            parse(address)
        yield str(refused.value)


def test_no_reason_is_missing_in_german():
    found = {part for part in said() if re.search("[a-z]{2}", part)}
    found |= set(refused_addresses())
    assert len(found) > 40
    untold = {part for part in found if reasons._german(part) == part}
    assert untold == set()


@pytest.mark.parametrize(
    "error",
    [
        *(refusal(status, {}, b"") for status in (400, 401, 402, 403, 404, 429, 503)),
        refusal(429, {}, CAPPED),
        refusal(429, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1795176000"}, b""),
        problem([{"detail": "User has been suspended: [a]."}]),
        problem([{"detail": "Sorry, you are not authorized to see the user with id: [1]."}]),
        problem([{"detail": "Sorry, you are not authorized to see the List with id: [1]."}]),
        lost("no answer in time"),
        lost("no whole answer within 10 s"),
        lost("the answer is not JSON (200)", 200),
        lost("the connection broke off before a whole answer"),
        unreached("no connection"),
    ],
    ids=lambda error: error.reason,
)
def test_what_is_wrong_with_x_is_told_in_german(error):
    reason = xreader._reason(error, datetime(2026, 11, 20, 7, 0, tzinfo=UTC))
    kept = {*re.split("[:;] ", reason)} & {*re.split("[:;] ", reasons.told(reason, "de"))}
    assert kept <= {*re.split("[:;] ", error.said)}, "what X says itself stays as it is"


def test_what_is_wrong_before_x_is_asked_is_told_in_german():
    used_up = "the budget pays for no more: $0.95 of $1.00 this month; raise the budget under `x:` to read on"
    for reason in (NO_KEYS, used_up, xreader._absence("")):
        parts = {part for part in re.split("[:;] ", reason) if reasons._german(part) == part}
        assert parts == set()


def test_every_german_reason_fills_in_what_the_english_does():
    for line in reasons._TABLE.read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            english, german = line.split("\t")
            assert english.count("{}") == german.count("{}")
            assert english != german
