"""Answers on the wire: whole or refused, every size bounded."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import SourceError
from digest.http.answers import ask
from digest.http.connections import HEAD_LIMIT, Deadline, Line

LIMIT = 20_000
BODY = b"<rss>" + b"news " * 500 + b"</rss>"


class Wire:
    """A connection whose bytes arrive in pieces of one size, and how many were taken."""

    def __init__(self, data, size=1 << 20):
        self.data, self.size, self.taken = data, size, 0

    def recv(self, most):
        part = self.data[self.taken : self.taken + min(most, self.size)]
        self.taken += len(part)
        return part

    def sendall(self, data):
        pass

    def gettimeout(self):
        return None

    def settimeout(self, seconds):
        assert seconds > 0

    def close(self):
        pass


def read(data, size=1 << 20, limit=LIMIT):
    return ask(Line(Wire(data, size), "127.0.0.1", Deadline(9)), "GET", "/", {}, limit)


def answer(body=b"", *lines, status="200 OK"):
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


def sized(body, *lines):
    return answer(body, f"Content-Length: {len(body)}", *lines)


def chunked(*parts, end=b"0\r\n\r\n"):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return answer(chunks + end, "Transfer-Encoding: chunked")


WHOLE = {
    "with its length": sized(BODY),
    "to the end of the connection": answer(BODY),
    "in chunks": chunked(BODY[:10], BODY[10:]),
    "in chunks with extensions and trailers": answer(
        b'A;x="y"\r\n%s\r\n%X \r\n%s\r\n0\r\nX: y\r\n\r\n' % (BODY[:10], len(BODY) - 10, BODY[10:]),
        "Transfer-Encoding: chunked",
    ),
    "in chunks that overrule a length": answer(
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY),
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
    ),
    "gzipped": sized(gzip.compress(BODY), "Content-Encoding: gzip"),
    "gzipped under its old name": sized(gzip.compress(BODY), "Content-Encoding: X-GZIP"),
    "gzipped in two members": sized(
        gzip.compress(BODY[:9]) + gzip.compress(BODY[9:]), "Content-Encoding: gzip"
    ),
    "gzipped and padded": sized(gzip.compress(BODY) + b"\0" * 9, "Content-Encoding: gzip"),
    "as itself": sized(BODY, "Content-Encoding: identity"),
    "gzipped and as itself": sized(gzip.compress(BODY), "Content-Encoding: gzip, identity"),
    "with its charset for a coding": sized(BODY, "Content-Encoding: UTF-8"),
    "with no coding by name": sized(BODY, "Content-Encoding: none"),
    "with an older charset for a coding": sized(BODY, "Content-Encoding: ISO-8859-15"),
    "after interim answers": answer(status="100 Continue") + answer(status="103 Hi") + sized(BODY),
    "with bare line feeds": sized(BODY).replace(b"\r\n", b"\n"),
    "with a line end too many": sized(BODY) + b"\r\n",
    "with another answer behind it": sized(BODY) + sized(b"another", "ETag: other"),
}


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("how", WHOLE)
def test_a_whole_answer_is_read_however_it_is_framed_and_arrives(how, size):
    found = read(WHOLE[how], size)
    assert (found.status, found.body) == (200, BODY)


BROKEN = {
    "nothing": (b"", "cut short"),
    "half a head": (sized(BODY)[:20], "cut short"),
    "not HTTP": (b"<?xml version='1.0'?><rss/>", "not HTTP"),
    "only the beginning of HTTP": (b"HTTP/1.1 hello\r\n\r\n", "not HTTP"),
    "junk with an empty line": (b"HTTP\r\n\r\n", "not HTTP"),
    "a version of the future": (b"HTTP/4.0 200 OK\r\n\r\n", "not HTTP"),
    "half a header": (answer(b"", "Content-Le")[:-4], "cut short"),
    "a header that is none": (
        answer(BODY, "no colon", "Content-Length: 1"),
        "headers that are none",
    ),
    "a shorter body": (sized(BODY)[:-1], "cut short"),
    "a negative length": (answer(BODY, "Content-Length: -5"), "one length"),
    "its length twice": (sized(BODY, f"Content-Length: {len(BODY)}"), "one length"),
    "two lengths": (answer(BODY, "Content-Length: 5", "Content-Length: 6"), "one length"),
    "a length that is huge": (answer(BODY, "Content-Length: 999999999999"), "too large"),
    "a length beyond reason": (answer(BODY, f"Content-Length: {'9' * 5000}"), "one length"),
    "a chunk too few": (chunked(BODY, end=b""), "cut short"),
    "half a chunk": (chunked(BODY)[:-100], "cut short"),
    "a chunk without a size": (answer(b"ZZZ\r\nabc\r\n", "Transfer-Encoding: chunked"), "size"),
    "a chunk with an endless size": (
        answer(b"0" * 90_000, "Transfer-Encoding: chunked"),
        "too large|cut short",
    ),
    "a chunk of all memory": (
        answer(b"FFFFFFFFFFFFFFFF\r\nabc", "Transfer-Encoding: chunked"),
        "cut short",
    ),
    "chunks of one byte": (chunked(*[b"x"] * 20_000), "too large"),
    "a chunk longer than it says": (
        answer(b"3\r\nabcdef\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        "without a size",
    ),
    "endless trailers": (chunked(end=b"0\r\n" + b"X: y\r\n" * 20_000), "too large"),
    "a transfer nobody asked for": (answer(BODY, "Transfer-Encoding: gzip, chunked"), "not asked"),
    "deflate": (sized(zlib.compress(BODY), "Content-Encoding: deflate"), "not asked for"),
    "brotli": (sized(BODY, "Content-Encoding: br"), "not asked for"),
    "nonsense": (sized(BODY, "Content-Encoding: ../../etc"), "not asked for"),
    "gzip in gzip": (sized(BODY, "Content-Encoding: gzip, gzip"), "not asked for"),
    "gzip that is none": (sized(BODY, "Content-Encoding: gzip"), "cannot be unpacked"),
    "gzip with a bad sum": (
        sized(gzip.compress(BODY)[:-8] + b"12345678", "Content-Encoding: gzip"),
        "cannot be unpacked",
    ),
    "gzip that ends early": (
        sized(gzip.compress(BODY)[:-9], "Content-Encoding: gzip"),
        "cut short",
    ),
    "gzip in endless empty members": (
        sized(gzip.compress(b"") * 101, "Content-Encoding: gzip"),
        "more than 100 pieces",
    ),
    "gzip and something else": (
        sized(gzip.compress(BODY) + b"junk", "Content-Encoding: gzip"),
        "cannot be unpacked",
    ),
    "a body over the cap": (answer(b"x" * (LIMIT + 1)), "too large: over 0.02 MB"),
    "chunks over the cap": (chunked(*[b"x" * 1000] * 21), "too large"),
    "gzip over the cap": (
        sized(gzip.compress(b"x" * (LIMIT + 1)), "Content-Encoding: gzip"),
        "too large",
    ),
    "a head over the cap": (
        answer(BODY, *["X: " + "y" * 1000] * 400),
        "too large: over 300 kB of headers",
    ),
    "a header without an end": (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 500_000, "too large"),
    "interim answers without an end": (answer(status="100 Continue") * 20_000, "too large"),
}


@pytest.mark.parametrize("size", [977, 1 << 20])
@pytest.mark.parametrize("how", BROKEN)
def test_what_is_not_whole_is_refused_with_its_reason(how, size):
    data, reason = BROKEN[how]
    with pytest.raises(SourceError, match=reason):
        read(data, size)


def test_a_bomb_is_stopped_at_the_cap():
    bomb = gzip.compress(b"\0" * 2_000_000)
    with pytest.raises(SourceError, match="too large"):
        read(sized(bomb, "Content-Encoding: gzip"))


def test_endless_answers_are_not_read_to_their_end():
    for data in (
        answer(b"x" * 1_000_000),
        answer(b"1\r\n \r\n" * 100_000, "Transfer-Encoding: chunked"),
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,
    ):
        wire = Wire(data)
        with pytest.raises(SourceError, match="too large"):
            ask(Line(wire, "127.0.0.1", Deadline(9)), "GET", "/", {}, LIMIT)
        assert wire.taken <= max(6 * LIMIT, HEAD_LIMIT) + 70_000


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_some_answers_have_no_body(status):
    assert read(answer(b"", "Content-Length: 500", status=status)).body == b""


def test_headers_are_found_by_their_lower_case_name():
    found = read(sized(b"", 'ETAG:  "1" ', "X-Long: a", " b", "etag: second"))
    assert found.headers == {"content-length": "0", "etag": '"1"', "x-long": "a b"}


@pytest.mark.parametrize(
    "line",
    [
        "ETag: " + "e" * 1001,
        'ETag: "a\x0bb"',
        "ETag: a\x80b",
        "Last-Modified: " + "9" * 4000,
        "X: " + "y" * 9000,
    ],
)
def test_headers_that_nobody_should_keep_are_dropped(line):
    assert read(sized(b"", line)).headers == {"content-length": "0"}


@settings(max_examples=50)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_an_answer_or_a_source_error(data, size):
    for start in (
        b"",
        b"HTTP/1.1 200 OK\r\n",
        answer(b"", "Transfer-Encoding: chunked"),
        answer(b"", "Content-Encoding: gzip") + b"\x1f\x8b",
    ):
        body = b""
        with suppress(SourceError):
            body = read(start + data, size).body
        assert len(body) <= LIMIT


@settings(max_examples=50)
@given(
    st.binary(max_size=2000),
    st.lists(st.integers(1, 500), max_size=9),
    st.integers(1, 999),
    st.booleans(),
)
def test_what_was_cut_is_never_taken_for_whole(body, sizes, cut, packed):
    payload = gzip.compress(body) if packed else body
    parts, rest = [], payload
    for size in sizes:
        parts, rest = [*parts, rest[:size]], rest[size:]
    data = chunked(*filter(None, [*parts, rest]))
    if packed:
        data = data.replace(b"\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)
    assert read(data).body == body
    with pytest.raises(SourceError):
        read(data[: -min(cut, len(data))])


@pytest.mark.parametrize("target", ["/\r\nHost: b", "/\x00", "/a\nb"])
def test_no_second_request_can_be_put_into_one(target):
    wire = Wire(sized(BODY))
    for asked, headers in ((target, {}), ("/", {"X": target})):
        with pytest.raises(SourceError, match="a control character"):
            ask(Line(wire, "127.0.0.1", Deadline(9)), "GET", asked, headers, LIMIT)
    assert wire.taken == 0
