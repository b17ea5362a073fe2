"""Whether a request may have left: what a second one would cost is a second post."""

import os
import shutil
import socket
from contextlib import suppress

import pytest

from digest.errors import CredentialError
from digest.posting.web import LostError, UnsentError, ask, server
from tests.web import CERTIFICATE


@pytest.fixture
def secure_web(secure_web):
    secure_web.page("/", b'{"id": "1"}')
    return secure_web


@pytest.mark.parametrize("address", ["https://[x", "[x", "https://[::1", "https://m.example]"])
def test_an_address_with_half_a_bracket_is_none(address):
    with pytest.raises(CredentialError, match="MASTODON_SERVER: expected a server's address"):
        server(address, "MASTODON_SERVER")


def post(web, path="/"):
    return ask("POST", web.url(path, host="localhost"), {}, {"status": "Tickets ab 10 Uhr"})


def test_a_certificate_that_nobody_signed_means_that_nothing_left(secure_web):
    with pytest.raises(UnsentError, match="certificate is not trusted"):
        post(secure_web)
    assert secure_web.log == []


def test_the_certificate_of_another_host_means_that_nothing_left(secure_web, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with pytest.raises(UnsentError, match="certificate is not trusted"):
        ask("POST", secure_web.url(host="127.0.0.1"), {}, {})
    assert secure_web.log == []


def test_the_certificates_of_the_environment_are_trusted(secure_web, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert post(secure_web).data == {"id": "1"}


def test_a_folder_of_certificates_is_honoured(secure_web, monkeypatch, tmp_path):
    name = "ce275665.0"  # as `openssl rehash` calls it
    shutil.copy(CERTIFICATE, tmp_path / name)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert post(secure_web).data == {"id": "1"}


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_without_certificates_nothing_leaves_and_they_are_named(
    secure_web, monkeypatch, tmp_path, text
):
    path = tmp_path / "own.pem"
    if text:
        path.write_text(text)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(UnsentError, match=r"own\.pem: there are no certificates") as raised:
        post(secure_web)
    assert "SSL_CERT_FILE" in raised.value.hint
    assert secure_web.log == []


def test_an_encryption_that_breaks_after_the_request_was_read_leaves_it_open(
    secure_web, monkeypatch
):
    def break_off(request, connection):
        with socket.socket(fileno=os.dup(connection.fileno())) as bare:
            bare.sendall(b"\x17\x03\x03\x00\x20" + b"?" * 32)  # a record that cannot be read

    secure_web.raw("/", break_off)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with pytest.raises(LostError, match="broke off"):
        post(secure_web)
    assert secure_web.asked == ["/"]


def test_a_proxy_puts_through_and_sees_no_token(secure_web, web, monkeypatch):
    def tunnel(request, client):
        place = "127.0.0.1", secure_web.port
        with suppress(OSError), socket.create_connection(place) as server:
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            server.sendall(client.recv(65_536))
            client.sendall(server.recv(65_536))

    monkeypatch.setenv("https_proxy", f"http://anna:geheim@127.0.0.1:{web.port}")
    web.raw("m.example:443", tunnel)
    with pytest.raises(UnsentError, match="certificate is not trusted"):  # it is for localhost
        ask("POST", "https://m.example/", {"Authorization": "Bearer token"}, {})
    (asked,) = web.log
    assert (asked.method, asked.path) == ("CONNECT", "m.example:443")
    assert asked.headers["proxy-authorization"] == "Basic YW5uYTpnZWhlaW0="
    assert "authorization" not in asked.headers


@pytest.mark.parametrize("gone", [True, False])
def test_a_proxy_that_does_not_put_through_means_that_nothing_left(web, monkeypatch, gone):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1" if gone else web.url())
    with pytest.raises(UnsentError, match="no way through the proxy"):
        ask("POST", "https://m.example/", {}, {})


def test_what_a_proxy_took_and_did_not_answer_may_have_been_sent(web, monkeypatch):
    monkeypatch.setenv("http_proxy", web.url())
    web.raw("http://m.example/", b"")
    with pytest.raises(LostError, match="broke off"):
        ask("POST", "http://m.example/", {}, {"status": "Tickets ab 10 Uhr"})
    assert web.asked == ["http://m.example/"]


def test_a_proxy_that_does_not_speak_http_is_named(monkeypatch):
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(UnsentError, match="no proxy: the environment names one that is not http"):
        ask("POST", "https://m.example/", {}, {})


def test_a_proxy_is_not_asked_for_this_machine(web, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    web.page("/", b'{"id": "1"}')
    assert ask("GET", web.url(), {}).data == {"id": "1"}


def test_a_refusal_does_not_say_again_what_is_secret(web):
    said = b'{"error": "neither token-SENTINEL nor password-SENTINEL is right"}'
    web.page("/", said).status = "401 Unauthorized"
    headers, body = {"Authorization": "Bearer token-SENTINEL"}, {"password": "password-SENTINEL"}
    answer = ask("POST", web.url("/"), headers, body)
    assert answer.said() == "401: neither *** nor *** is right"


def test_an_error_that_is_told_as_a_success_does_not_say_again_what_is_secret(web):
    web.page("/", b'{"error": "token-SENTINEL is no token of mine"}')
    answer = ask("POST", web.url("/"), {"Authorization": "Bearer token-SENTINEL"})
    assert answer.said() == "200: *** is no token of mine"
