"""Addresses taken apart, and which of them are the open internet."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.http.addresses import Address, is_private, is_public, parse


def test_an_address_is_taken_apart():
    address = parse("https://Example.ORG:8443/a/b?c=d&e#f")
    assert address == Address(
        scheme="https", host="example.org", port=8443, target="/a/b?c=d&e", login=""
    )
    assert str(address) == "https://example.org:8443/a/b?c=d&e"
    assert address.place == ("example.org", 8443)
    assert address.origin == ("https", "example.org", 8443)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://example.org", "http://example.org/"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://example.org:443?q", "https://example.org/?q"),
        ("http://example.org./x", "http://example.org/x"),
        ("  http://example.org/a\r\n\tb ", "http://example.org/ab"),
        ("http:\\\\example.org\\a?b\\c", "http://example.org/a?b%5Cc"),
        ("http://example.org/Ü ber?ä=ß", "http://example.org/%C3%9C%20ber?%C3%A4=%C3%9F"),
        ("http://example.org/%7Ea%", "http://example.org/%7Ea%"),
        ("http://example.org/a\ud800b", "http://example.org/ab"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
        ("http://127.0.0.1\\@example.org/", "http://127.0.0.1/@example.org/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://anna:geheim@example.org/", "http://example.org/"),
    ],
)
def test_it_is_read_as_browsers_read_it(written, read):
    assert str(parse(written)) == read


def test_what_is_relative_is_read_against_the_address_it_stands_at():
    assert str(parse("../c?d", base="http://example.org/a/b/")) == "http://example.org/a/c?d"
    assert str(parse("//example.net/", base="https://example.org/")) == "https://example.net/"


def test_a_login_is_kept_apart():
    assert parse("http://anna:ge%20heim@example.org/").login == "anna:ge heim"
    assert "geheim" not in str(parse("http://anna:geheim@example.org/"))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("file:///etc/passwd", "file is not http or https"),
        ("example.org/feed", "an address without http:// or https://"),
        ("javascript:alert(1)", "javascript is not http or https"),
        ("http://", "without a host"),
        ("http://exa mple.org/", "host that cannot be"),
        ("http://[fe80::1%25eth0]/", "host that cannot be"),
        ("http://[::1", "cannot be taken apart"),
        ("http://anna:geheim/", "cannot be taken apart"),
        ("http://example.org:99999/", "cannot be taken apart"),
        ("http://example.org:0/", "port 0"),
        ("http://a..b/", "host that cannot be"),
        ("http://example.org/" + "a" * 9000, "9019 characters"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_a_reason(written, reason):
    with pytest.raises(ValueError, match=reason) as caught:
        parse(written)
    assert "geheim" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_value_error(text):
    for written in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            address = parse(written)
        except ValueError:
            continue
        assert str(address).isascii()
        assert str(address).isprintable()
        assert " " not in str(address)
        assert parse(str(address)) == Address(
            scheme=address.scheme,
            host=address.host,
            port=address.port,
            target=address.target,
        )


PRIVATE = [
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.128.0.1",
    "172.32.0.1",
    "185.199.108.153",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "2003::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("number", PRIVATE)
def test_special_numbers_are_not_public(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_other_numbers_are_public(number):
    assert is_public(number)


def test_the_known_bad_numbers_are_told_from_the_good(shared):
    with (shared / "corpus/hostile/own/ssrf_forms.tsv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if "resolved" in row["kind"]]
    assert rows
    for row in rows:
        assert is_public(row["form"]) == (row["must"] == "allow"), row


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.1", True),
        ("0x7f000001", True),
        ("::1", True),
        ("8.8.8.8", False),
        ("example.org", False),
        ("a" * 70, False),
    ],
)
def test_a_host_is_known_to_be_private_by_how_it_is_written(host, private):
    assert is_private(host) == private
