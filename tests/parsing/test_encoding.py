"""Documents become UTF-8, whatever they are written in."""

import codecs

import pytest

from digest.parsing.encoding import utf8

TEXT = "<a>Größe 10 €</a>"


def declared(encoding, text=TEXT):
    return f"<?xml version='1.0' encoding='{encoding}'?>\n{text}"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-15", "utf-16", "utf-32"])
def test_the_declaration_counts_and_goes(encoding):
    assert utf8(declared(encoding).encode(encoding)).decode() == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le", "cp037"])
def test_the_first_bytes_tell_encodings_that_are_not_ascii(encoding):
    text = "<a>plain</a>"
    assert utf8(declared("utf-16", text).encode(encoding)).decode() == text


def test_the_byte_order_mark_goes():
    assert utf8(codecs.BOM_UTF8 + TEXT.encode()).decode() == TEXT


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("application/xml; charset=utf-8", TEXT),
        ("application/rss+xml", TEXT),
        ("text/xml", TEXT),
        ('text/xml; charset="utf-8"', TEXT),
        ("", TEXT),
        ("application/octet-stream", TEXT),
        ("text/xml; charset=no-such", TEXT),
    ],
)
def test_what_the_server_says_counts_if_it_fits(kind, expected):
    assert utf8(TEXT.encode(), kind).decode() == expected


def test_the_charset_of_the_answer_comes_before_the_declaration():
    body = declared("utf-8").encode("windows-1252")
    assert utf8(body, "application/xml; charset=windows-1252").decode() == TEXT


def test_without_a_word_windows_is_the_last_guess():
    assert utf8(TEXT.encode("windows-1252")).decode() == TEXT


def test_a_cut_letter_spoils_no_other():
    many = "Störung für Käufer in Österreich, Größe und Länge der Bücher; spät gehört."
    body = f"<a>{many} {many} Prü".encode()[:-1] + b"...</a>"
    assert utf8(body).decode() == f"<a>{many} {many} Pr\ufffd...</a>"
    assert utf8(body, "text/xml; charset=utf-8").decode() == f"<a>{many} {many} Pr\ufffd...</a>"
    assert utf8(f"<a>{many}</a>".encode("windows-1252")).decode() == f"<a>{many}</a>"


def test_bytes_that_no_encoding_has_give_some_text():
    assert utf8(b"<a>\x81</a>", "text/xml; charset=utf-8").decode() != ""


def test_gb2312_is_read_as_its_superset():
    assert utf8(declared("gb2312", "<a>镕</a>").encode("gb18030")).decode() == "<a>镕</a>"


@pytest.mark.parametrize(
    "codec",
    ["zlib", "rot_13", "idna", "punycode", "unicode_escape", "utf-7", "base64", "hex", "\0"],
)
def test_codecs_that_are_no_encodings_of_text_are_never_used(codec):
    text = "<a>\\x41 +ADw- ü</a>"
    assert utf8(declared(codec, text).encode()).decode().endswith(text)
    assert utf8(text.encode(), f"text/xml; charset={codec}").decode() == text


def test_white_space_in_front_goes():
    assert utf8(b" \n<?xml version='1.0'?> <a/>") == b"<a/>"
    assert utf8(b"\n <a/>") == b"<a/>"
