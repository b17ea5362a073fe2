"""Fetching over real connections on the loopback interface."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from threading import Thread
from urllib.parse import urlsplit

import pytest

from digest.errors import SourceError, TooSlowError
from digest.http import Http
from digest.http.connections import Deadline, connect, failure
from tests.web import CERTIFICATE, Web

FEED = "<rss><channel><title>Zeitung</title></channel></rss>"


@pytest.fixture
def http():
    return client()


def client():
    """Return a way to fetch, with the proxies that the environment names now."""
    return Http(agent="digest/1 (+https://example.org)", deadline=3.0, limit=100_000)


def reason(http, url, **rest):
    """Return why the address could not be fetched."""
    with pytest.raises(SourceError) as caught:
        http.get(url, **rest)
    return caught.value.problem


def test_a_page_is_fetched(web, http):
    web.page("/feed", FEED, etag='"one"')
    response = http.get(web.url("/feed?a=b"), {"if-none-match": '"none"', "X-Key": "k"})
    assert (response.status, response.body) == (200, FEED.encode())
    assert response.headers["etag"] == '"one"'
    assert response.url == web.url("/feed?a=b")
    assert response.moved == ""
    assert dict(web.log[0].headers) == {
        "host": f"127.0.0.1:{web.port}",
        "user-agent": "digest/1 (+https://example.org)",
        "accept": "*/*",
        "accept-encoding": "gzip",
        "connection": "close",
        "if-none-match": '"none"',
        "x-key": "k",
    }


def test_a_page_that_is_known_is_not_sent_again(web, http):
    web.page("/feed", FEED, etag='"one"')
    response = http.get(web.url("/feed"), {"If-None-Match": '"one"'})
    assert (response.status, response.body) == (304, b"")


def test_a_packed_page_is_unpacked(web, http):
    web.page("/feed", FEED, packed=True)
    assert http.get(web.url("/feed")).body == FEED.encode()


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "999 Odd"])
def test_the_status_is_left_to_the_caller_and_the_body_to_nobody(web, http, status):
    web.page("/feed", FEED, status=status)
    response = http.get(web.url("/feed"))
    assert (response.status, response.body) == (int(status[:3]), b"")


def test_validators_travel_back_as_they_came(web, http):
    web.page("/feed", FEED, etag='"ä"')
    etag = http.get(web.url("/feed")).headers["etag"]
    assert http.get(web.url("/feed"), {"If-None-Match": etag}).status == 304


@pytest.mark.parametrize(
    "headers", [{"If-None-Match": "a\r\nX: y"}, {"Bad Name": "x"}, {"X": "\x00"}, {"": "x"}]
)
def test_headers_that_would_break_the_request_are_not_sent(web, http, headers):
    assert "cannot be sent" in reason(http, web.url(), headers=headers)
    assert not web.log


def test_headers_beyond_latin_1_are_sent_as_utf_8(web, http):
    http.get(web.url(), {"X-Name": "Żaba"})
    assert web.log[0].headers["x-name"].encode("latin-1").decode() == "Żaba"


def test_a_login_is_told_to_its_host_only(web, http):
    with Web() as other:
        other.page("/there", FEED)
        web.redirect("/moved", other.url("/there"))
        web.page("/feed", FEED)
        http.get(web.url("/feed", host="anna:geheim@127.0.0.1"))
        assert web.log[0].headers["authorization"] == "Basic YW5uYTpnZWhlaW0="
        web.redirect("/stays", "/feed")
        http.get(web.url("/stays"), {"Authorization": "Bearer b", "X-Key": "k"})
        assert web.log[-1].headers["authorization"] == "Bearer b"
        assert web.log[-1].headers["x-key"] == "k"


def test_secrets_do_not_follow_a_redirect_to_another_host(monkeypatch):
    with Web() as proxy:  # the only way to have two hosts that a redirect may lead between
        monkeypatch.setenv("http_proxy", proxy.url())
        proxy.redirect("http://one.example/", "http://two.example/")
        proxy.page("http://two.example/", FEED)
        secrets = {"Authorization": "Bearer b", "Cookie": "c", "X-Key": "k", "If-None-Match": "e"}
        client().get("http://one.example/", secrets)
        first, second = proxy.log
        assert {"authorization", "cookie", "x-key"} <= first.headers.keys()
        assert not {"authorization", "cookie", "x-key"} & second.headers.keys()
        assert {"if-none-match", "user-agent"} <= second.headers.keys()


# ------------------------------------------------------------------------------------- redirects


def test_redirects_are_followed_and_permanent_ones_told(web, http):
    web.page("/c", FEED)
    web.redirect("/b", "c?x=y", status="308 Permanent Redirect")
    web.redirect("/a", "/b", status="301 Moved Permanently")
    response = http.get(web.url("/a"))
    assert response.body == FEED.encode()
    assert response.url == response.moved == web.url("/c?x=y")


def test_a_move_is_permanent_only_when_every_step_is(web, http):
    web.page("/c", FEED)
    web.redirect("/b", "/c")
    web.redirect("/a", "/b", status="301 Moved Permanently")
    response = http.get(web.url("/a"))
    assert (response.url, response.moved) == (web.url("/c"), "")


def test_the_address_of_a_redirect_may_be_in_any_letters(web, http):
    web.page("/%C3%A4", FEED)
    web.raw("/utf-8", "HTTP/1.1 302 F\r\nLocation: /ä\r\n\r\n".encode())
    web.raw("/latin-1", "HTTP/1.1 302 F\r\nLocation: /ä\r\n\r\n".encode("latin-1"))
    assert http.get(web.url("/utf-8")).body == FEED.encode()
    assert http.get(web.url("/latin-1")).body == FEED.encode()


def test_five_redirects_are_followed_and_no_sixth(web, http):
    web.page("/5", FEED)
    for step in range(5):
        web.redirect(f"/{step}", f"/{step + 1}")
    web.redirect("/one-more", "/0")
    assert http.get(web.url("/0")).status == 200
    assert reason(http, web.url("/one-more")) == "redirect: more than 5 in a row"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "redirect refused: file is not http or https"),
        ("ftp://127.0.0.1/x", "redirect refused: ftp is not http or https"),
        ("http://[::1", "redirect refused: an address that cannot be taken apart"),
        ("http://anna:geheim@example.org/", "redirect refused: an address with a user name"),
        ("", "redirect without an address, status 302"),
    ],
)
def test_redirects_to_elsewhere_are_refused_and_named(web, http, location, why):
    web.redirect("/feed", location)
    assert reason(http, web.url("/feed")) == why


# ------------------------------------------------------------------------------- private networks


def test_an_address_that_a_person_wrote_may_be_private_and_may_stay_there(web, http):
    web.page("/there", FEED)
    web.redirect("/relative", "/there")
    web.redirect("/absolute", web.url("/there"))
    assert http.get(web.url("/relative")).status == 200
    assert http.get(web.url("/absolute")).status == 200


@pytest.mark.parametrize("host", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "localhost"])
def test_a_redirect_to_another_private_address_is_refused_and_named(web, http, host):
    web.redirect("/feed", f"http://{host}:{web.port}/canary")
    name = host.strip("[]")
    assert reason(http, web.url("/feed")) == f"redirect to a private address refused: {name}"
    assert web.asked == ["/feed"]


def test_another_port_of_the_same_host_is_another_address(web, http):
    with Web() as other:
        web.redirect("/feed", other.url("/canary"))
        assert "redirect to a private address refused" in reason(http, web.url("/feed"))
        assert not other.log


def test_every_written_form_of_loopback_is_refused_in_a_redirect(web, http, shared):
    rows = (shared / "corpus/hostile/own/ssrf_forms.tsv").read_text(encoding="utf-8").splitlines()
    forms = [row.split("\t")[0] for row in rows if "host in URL" in row]
    assert len(forms) == 30
    with Web() as canary:
        for number, form in enumerate(forms):
            location = f"http://{form}:{canary.port}/"
            web.raw(f"/{number}", f"HTTP/1.1 302 F\r\nLocation: {location}\r\n\r\n".encode())
            assert "redirect" in reason(http, web.url(f"/{number}")), form
        assert not canary.log


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "localhost", "a.localhost"])
def test_an_address_that_nobody_wrote_may_not_be_private_at_all(web, http, host):
    why = reason(http, web.url("/feed", host=host), trusted=False)
    assert why.startswith("refused: ")
    assert why.endswith("is a private address")
    assert not web.log


def test_a_name_that_is_this_machine_is_reached_when_a_person_wrote_it(web, http):
    web.page("/feed", FEED)
    assert http.get(web.url("/feed", host="LOCALHOST.")).status == 200
    assert http.get(web.url("/feed", host="my-paper.localhost")).status == 200
    assert web.log[-1].headers["host"] == f"my-paper.localhost:{web.port}"


# ------------------------------------------------------------------------------------ broken ones


def test_a_server_that_is_not_there_is_named(http):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert reason(http, f"http://127.0.0.1:{port}/") == "connection refused"


@pytest.mark.parametrize("url", ["feed.xml", "ftp://example.org/", "http://", "http://u:geheim/"])
def test_what_is_no_address_is_named_without_its_secrets(http, url):
    why = reason(http, url)
    assert why.startswith("not an address to fetch: ")
    assert "geheim" not in why


@pytest.mark.parametrize("host", ["..", "nowhere.localhost.invalid", "a" * 64 + ".localhost"])
def test_a_host_that_does_not_exist_is_named(http, host, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _nobody)
    assert reason(http, f"http://{host}/") in {
        f"no such host: {host}",
        "not an address to fetch: an address with a host that cannot be",
    }


def _nobody(host, port, **_):
    if len(host) > 64:
        raise UnicodeError("label too long")
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_resolver_that_hangs_does_not_hold_up_the_fetch(monkeypatch):
    released, ended = threading.Event(), []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.append(released.wait(20)))
    with pytest.raises(TooSlowError, match="too slow"):
        Http(agent="x", deadline=0.3).get("http://slow.example/")
    assert not ended
    released.set()


def test_the_next_address_is_tried_when_one_leads_nowhere(web, monkeypatch):
    web.page("/feed", FEED)
    places = [("127.0.0.3", web.port), ("127.0.0.1", web.port)]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert Http(agent="x").get(f"http://two.example:{web.port}/feed").status == 200


def test_of_a_host_with_two_addresses_only_the_public_one_is_used(monkeypatch):
    numbers = ("127.0.0.1", "8.8.8.8")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    tried = []
    with pytest.raises(SourceError, match=r"refused: two\.example"):
        connect("two.example", 80, Deadline(1), lambda number: bool(tried.append(number)))
    assert tried == list(numbers)


def _reset(_, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (_reset, "cut short"),
        (b"", "cut short"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "cut short"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n", "too large: over 0.1 MB"),
        (FEED.encode(), "broken answer: it is not HTTP"),
    ],
)
def test_a_broken_answer_is_named(web, http, reply, why):
    web.raw("/feed", reply)
    assert why in reason(http, web.url("/feed"))


def _of_tls(reason):
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TimeoutError(), "too slow: no whole answer within 1 s"),
        (ConnectionRefusedError(), "connection refused"),
        (BrokenPipeError(), "cut short: the connection broke off"),
        (ssl.SSLEOFError(), "cut short: the connection broke off"),
        (_of_tls("UNEXPECTED_EOF_WHILE_READING"), "cut short: the connection broke off"),
        (_of_tls("WRONG_VERSION_NUMBER"), "no secure connection: WRONG_VERSION_NUMBER"),
        (OSError(101, "Network is unreachable"), "no connection: Network is unreachable"),
        (OSError(), "no connection: the network failed"),
    ],
)
def test_what_went_wrong_with_a_connection_is_said_in_words(error, why):
    assert failure(error, Deadline(1)).problem == why


def test_a_server_that_takes_no_request_is_too_slow(http):
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = server.getsockname()[1]
        for _ in range(3):  # fill the line of those who wait
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", port))
        with pytest.raises(TooSlowError):
            http.within(0.3).get(f"http://127.0.0.1:{port}/")


def test_a_request_that_nobody_reads_is_too_slow():
    data = b"x" * 50_000_000
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = connect("127.0.0.1", server.getsockname()[1], Deadline(0.5), lambda _: True)
        with line, pytest.raises(TooSlowError):
            line.sendall(data)


def _drip(data, seconds):
    def reply(_, connection):
        for number in range(len(data)):
            connection.sendall(data[number : number + 1])
            time.sleep(seconds)

    return reply


@pytest.mark.parametrize(
    "reply",
    [
        lambda *_: time.sleep(20),
        _drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000, 0.05),
        _drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + b"y" * 99, 0.05),
        _drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 99, 0.05),
    ],
    ids=["silence", "slow headers", "slow body", "slow chunks"],
)
def test_the_deadline_is_over_the_whole_answer(web, http, reply):
    ended = []
    web.raw("/feed", lambda *_: ended.append(reply(*_)))
    with pytest.raises(TooSlowError, match=r"too slow: no whole answer within 0\.4 s"):
        http.within(0.4).get(web.url("/feed"))
    assert not ended


def test_the_deadline_is_over_all_redirects_together(web, http):
    for step in range(5):
        web.page(f"/{step}", status="302 F", headers={"Location": f"/{step + 1}"}, delay=0.3)
    with pytest.raises(TooSlowError):
        http.within(0.5).get(web.url("/0"))


def test_no_more_time_can_be_had_than_there_is(http):
    assert http.within(99).deadline == 3.0
    with pytest.raises(TooSlowError):
        http.within(-1).get("http://127.0.0.1:1/")


# -------------------------------------------------------------------------------------------- TLS


@pytest.fixture
def secure_web(secure_web):
    secure_web.page("/feed", FEED)
    return secure_web


def test_a_trusted_certificate_is_accepted(secure_web, http, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert http.get(secure_web.url("/feed", host="localhost")).body == FEED.encode()


def test_a_certificate_that_nobody_signed_is_refused(secure_web, http):
    why = reason(http, secure_web.url("/feed", host="localhost"))
    assert why == "certificate refused: self-signed certificate"
    assert not secure_web.log


def test_the_certificate_of_another_host_is_refused(secure_web, http, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert "certificate refused: IP address mismatch" in reason(http, secure_web.url("/feed"))


def test_a_folder_of_certificates_is_honoured(secure_web, http, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert "certificate refused" in reason(http, secure_web.url("/feed", host="localhost"))


def test_certificates_that_are_not_there_are_named(http, monkeypatch):
    with Web() as server:
        monkeypatch.setenv("SSL_CERT_FILE", "nowhere.pem")
        url = server.url().replace("http:", "https:")
        assert reason(http, url) == "nowhere.pem: there are no certificates"


def test_a_server_without_tls_is_named(http):
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_refuse, args=(server,), daemon=True).start()
        why = reason(http, f"https://127.0.0.1:{server.getsockname()[1]}/")
    assert why == "no secure connection: WRONG_VERSION_NUMBER"


def _refuse(server):
    connection, _ = server.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("ignored", [False, True])
def test_a_body_without_length_must_end_with_the_end_of_tls(
    secure_web, http, monkeypatch, tmp_path, ignored
):
    """Early Pythons 3.11, Debian 12's too, let OpenSSL ignore that it is wanting."""
    usual, own = ssl.create_default_context, tmp_path / "own.pem"

    def lenient(**trusted):
        context = usual(**trusted)
        context.options |= getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0) if ignored else 0
        return context

    monkeypatch.setattr(ssl, "create_default_context", lenient)
    own.write_bytes(CERTIFICATE.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    secure_web.raw("/cut", f"HTTP/1.1 200 OK\r\n\r\n{FEED}".encode())
    assert "cut short" in reason(http, secure_web.url("/cut", host="localhost"))
    secure_web.raw("/whole", _closed_properly)
    assert http.get(secure_web.url("/whole", host="localhost")).body == FEED.encode()


def _closed_properly(_, connection):
    connection.sendall(f"HTTP/1.1 200 OK\r\n\r\n{FEED}".encode())
    with contextlib.suppress(OSError):
        connection.unwrap()


# ---------------------------------------------------------------------------------------- proxies


def test_a_proxy_is_asked_for_the_whole_address(web, monkeypatch):
    monkeypatch.setenv("http_proxy", f"anna:geheim@127.0.0.1:{web.port}")
    web.page("http://feed.example/a?b", FEED)
    assert client().get("http://feed.example/a?b").body == FEED.encode()
    assert web.log[0].headers["host"] == "feed.example"
    assert web.log[0].headers["proxy-authorization"] == "Basic YW5uYTpnZWhlaW0="


def test_a_proxy_puts_through_to_a_secure_server(secure_web, web, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setenv("HTTPS_PROXY", web.url())
    web.raw(f"localhost:{secure_web.port}", _tunnel)
    assert client().get(secure_web.url("/feed", host="localhost")).body == FEED.encode()
    assert web.log[0].method == "CONNECT"


def _tunnel(request, client):
    host, _, port = request.path.partition(":")
    with socket.create_connection((host, int(port))) as server:
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        back = Thread(target=_copy, args=(server, client), daemon=True)
        back.start()
        _copy(client, server)
        back.join(timeout=3)


def _copy(source, target):
    with contextlib.suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


def test_a_proxy_that_does_not_put_through_is_named(web, monkeypatch):
    monkeypatch.setenv("all_proxy", web.url())
    assert reason(client(), "https://feed.example/") == "refused by the proxy: status 404"


def test_that_it_is_the_proxy_that_cannot_be_reached_is_said(monkeypatch):
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    told = reason(client(), "https://feed.example/")
    assert told == "no way to the proxy: connection refused"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "https://127.0.0.1:1", "http://[::1"])
def test_a_proxy_that_does_not_speak_http_is_named(monkeypatch, proxy):
    monkeypatch.setenv("http_proxy", proxy)
    assert "no proxy" in reason(client(), "http://feed.example/")


@pytest.mark.parametrize(
    ("exempt", "direct"),
    [
        ("*", True),
        ("127.0.0.1", True),
        ("example.org, .0.0.1", True),
        ("27.0.0.1", False),
        ("127.0.0.1:{port}", True),
        ("127.0.0.1:1", False),
        ("", False),
    ],
)
def test_hosts_can_be_exempt_from_the_proxy(web, monkeypatch, exempt, direct):
    port = urlsplit(web.url()).port
    with Web() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        monkeypatch.setenv("NO_PROXY", exempt.format(port=port))
        client().get(web.url("/feed"))
        assert (len(web.log), len(proxy.log)) == ((1, 0) if direct else (0, 1))


def test_the_shouted_http_proxy_is_not_believed_where_a_request_could_have_set_it(web, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUEST_METHOD", "GET")
    assert client().get(web.url("/feed")).status == 404


def test_behind_a_proxy_what_is_written_as_private_is_still_refused(web, monkeypatch):
    monkeypatch.setenv("http_proxy", web.url())
    web.redirect("http://feed.example/", "http://169.254.169.254/keys")
    web.redirect("http://10.0.0.1/", "http://10.0.0.1/there")
    web.page("http://10.0.0.1/there", FEED)
    why = reason(client(), "http://feed.example/")
    assert why == "redirect to a private address refused: 169.254.169.254"
    assert "is a private address" in reason(client(), "http://10.0.0.1/", trusted=False)
    assert client().get("http://10.0.0.1/").status == 200
