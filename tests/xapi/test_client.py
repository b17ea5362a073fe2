"""X asked over HTTP, with tweepy."""

import logging
import time
from datetime import timedelta

import pytest

from digest.errors import CredentialError
from digest.xapi import Client, Kind, XError
from tests.fakes.server import Answered, as_json
from tests.fakes.x import KEYS, NOW, FakeX
from tests.web import CERTIFICATE
from tests.xapi.conftest import client_of

HOUR = timedelta(hours=1)
BEARER = {"bearer_token": "b"}


@pytest.fixture
def secure_web(secure_web):
    secure_web.page("/2/users/1/tweets", b'{"data": [{"id": "12"}]}')
    return secure_web


def ids(answer):
    return [one["id"] for one in answer.data]


class TestReading:
    def test_posts_come_the_latest_first_with_what_they_refer_to(self, x, client):
        anna, ben = x.join("anna"), x.join("ben")
        first = x.say("ben", "Neues", NOW - 2 * HOUR)
        second = x.say("anna", "RT @ben: Neues", NOW, refers=(("retweeted", first.id),))
        third = x.say("anna", "Heute", NOW + HOUR)
        answer = client.posts_of(anna.id)
        assert ids(answer) == [third.id, second.id]
        assert answer.included[first.id]["author_id"] == ben.id
        assert answer.following == ""

    def test_both_dialects_are_read(self):
        with FakeX("posts") as x:
            anna, _ = x.join("anna"), x.join("ben")
            first = x.say("ben", "Neues", NOW)
            x.say("anna", "RT @ben: Neues", NOW, refers=(("retweeted", first.id),))
            answer = client_of(x).posts_of(anna.id)
        assert list(answer.included) == [first.id]
        assert "referenced_posts" in answer.data[0]

    def test_only_what_is_new_is_asked_for(self, x, client):
        anna = x.join("anna")
        said = [x.say("anna", f"Post {n}", NOW + n * HOUR) for n in range(4)]
        assert ids(client.posts_of(anna.id, since_id=said[1].id, start=NOW)) == [
            said[3].id,
            said[2].id,
        ]
        assert "start_time" not in x.log[-1].query
        assert ids(client.posts_of(anna.id, until_id=said[2].id)) == [said[1].id, said[0].id]
        assert ids(client.posts_of(anna.id, start=NOW + 3 * HOUR)) == [said[3].id]

    def test_replies_and_accounts_are_not_paid_for(self, x, client):
        anna = x.join("anna")
        first = x.say("anna", "Neues", NOW)
        x.say("anna", "@anna genau", NOW + HOUR, refers=(("replied_to", first.id),))
        assert ids(client.posts_of(anna.id)) == [first.id]
        assert (x.reads("post"), x.reads("user")) == (1, 0)
        assert x.log[-1].query["expansions"] == "referenced_tweets.id"

    def test_pages_follow_each_other(self, x, client):
        anna = x.join("anna")
        said = [x.say("anna", f"Post {n}", NOW + n * HOUR) for n in range(7)]
        first = client.posts_of(anna.id, most=5)
        rest = client.posts_of(anna.id, most=5, page=first.following)
        assert ids(first) + ids(rest) == [one.id for one in reversed(said)]
        assert rest.following == ""

    def test_at_least_five_posts_are_asked_for_and_at_most_a_hundred(self, x, client):
        anna = x.join("anna")
        for most in (1, 1000):
            client.posts_of(anna.id, most=most)
        assert [request.query["max_results"] for request in x.log] == ["5", "100"]

    def test_an_account_without_posts_has_none(self, x, client):
        assert client.posts_of(x.join("anna").id).data == ()

    def test_accounts_are_looked_up_by_name_and_by_id(self, x, client):
        anna = x.join("Anna", "Anna Muster")
        x.join("gone", suspended=True)
        answer = client.users_by_name(["@anna", "nobody", "gone"])
        assert [one["name"] for one in answer.data] == ["Anna Muster"]
        assert [one["value"] for one in answer.errors] == ["nobody", "gone"]
        assert [one["username"] for one in client.users_by_id([anna.id, "99"]).data] == ["Anna"]

    def test_a_list_and_its_members(self, x, client):
        anna = x.join("anna")
        x.lists["5"] = [anna.id]
        said = x.say("anna", "Neues", NOW)
        assert ids(client.posts_of_list("5")) == [said.id]
        assert [one["username"] for one in client.members("5").data] == ["anna"]

    def test_home_is_the_timeline_of_the_account_whose_keys_they_are(self, x, client):
        x.following = [x.join("anna").id]
        said = x.say("anna", "Neues", NOW)
        me = client.me()["id"]
        assert ids(client.posts_at_home(me, start=NOW)) == [said.id]
        assert ids(client.posts_at_home(me, since_id=said.id)) == []
        assert x.asked.count("/2/users/me") == 1
        assert client.account == me
        assert Client(access_token="abc").account == ""  # noqa: S106
        assert [one["username"] for one in client.following("7").data] == ["anna"]

    def test_the_own_posts_can_be_looked_through(self, x, client):
        said = x.say("ich", "Mein Post", NOW)
        assert ids(client.own_posts()) == [said.id]

    def test_without_a_bearer_token_the_account_reads(self, x):
        said = x.say(x.join("anna").username, "Neues", NOW)
        client = client_of(x, bearer=False)
        assert ids(client.posts_of(said.author)) == [said.id]
        assert x.log[-1].headers["authorization"].startswith("OAuth ")

    def test_what_needs_an_account_is_not_asked_without_one(self, x):
        client = client_of(x, account=False)
        assert (client.reads, client.acts) == (True, False)
        for ask in (client.me, lambda: client.posts_at_home("7"), lambda: client.post("Hallo")):
            with pytest.raises(CredentialError, match="X_CONSUMER_KEY") as caught:
                ask()
            assert "digest login x" in caught.value.hint
        assert x.log == []

    def test_without_keys_nothing_can_be_read(self):
        assert not Client().reads


class TestPosting:
    def test_a_post_gets_an_id(self, x, client):
        number = client.post("Guten Morgen, Köln")
        assert x.tweets[number].text == "Guten Morgen, Köln"

    def test_the_same_text_again_is_a_duplicate(self, x, client):
        client.post("Einmal")
        with pytest.raises(XError) as caught:
            client.post("Einmal")
        assert caught.value.kind is Kind.DUPLICATE
        assert not caught.value.maybe_done

    @pytest.mark.parametrize(
        "answer",
        [
            as_json(201, {}),
            as_json(201, {"data": {}}),
            as_json(201, {"data": {"id": 12}}),
            as_json(200, {"data": [], "errors": [{"title": "?"}]}),
            Answered(status=201, body=b"<html>"),
            Answered(status=201, body=b'{"data": {"id": "12"}}', cut=True),
            Answered(silent=True),
            Answered(status=503, body=b"<html>", type="text/html"),
            Answered(status=500),
        ],
    )
    def test_what_may_have_been_posted_is_told_apart(self, x, client, answer):
        x.fault(answer)
        with pytest.raises(XError) as caught:
            client.post("Hallo")
        assert caught.value.maybe_done
        assert "\n" not in caught.value.problem


class TestTime:
    def test_an_answer_that_does_not_come_is_lost_in_time(self, x):
        x.fault(Answered(hangs=True))
        begun = time.monotonic()
        with pytest.raises(XError) as caught:
            client_of(x, seconds=0.3).post("Hallo")
        assert time.monotonic() - begun < 2
        assert caught.value.kind is Kind.LOST

    def test_an_answer_that_drips_is_lost_in_time(self, web):
        def drip(request, connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(1000):
                connection.sendall(b" ")
                time.sleep(0.05)

        web.raw("/2/users/1/tweets", drip)
        begun = time.monotonic()
        with pytest.raises(XError) as caught:
            Client(**BEARER, base=web.url("").rstrip("/"), seconds=0.5).posts_of("1")
        assert time.monotonic() - begun < 2
        assert caught.value.kind is Kind.LOST

    def test_no_client_waits_longer_than_half_a_minute(self):
        assert Client(seconds=100)._seconds == 30

    def test_an_endless_answer_is_not_read_to_the_end(self, web):
        def flood(request, connection):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
            for _ in range(1000):
                connection.sendall(b" " * 100_000)

        web.raw("/2/users/1/tweets", flood)
        with pytest.raises(XError) as caught:
            Client(**BEARER, base=web.url("").rstrip("/"), seconds=20).posts_of("1")
        assert caught.value.kind is Kind.LOST

    def test_after_429_nothing_is_asked_again(self, x, client):
        x.fault(as_json(429, {}), times=5)
        with pytest.raises(XError):
            client.posts_of("1")
        assert len(x.log) == 1


class TestConnections:
    def test_where_nobody_listens_nothing_was_sent(self):
        with pytest.raises(XError) as caught:
            Client(**BEARER, base="http://127.0.0.1:1").posts_of("1")
        assert caught.value.kind is Kind.UNREACHED
        assert not caught.value.maybe_done

    def test_a_certificate_that_is_not_good_means_nothing_was_sent(self, secure_web):
        with pytest.raises(XError) as caught:
            Client(**BEARER, base=secure_web.url("", host="localhost").rstrip("/")).posts_of("1")
        assert caught.value.kind is Kind.UNREACHED

    def test_the_certificates_of_the_environment_are_trusted(self, secure_web, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        base = secure_web.url("", host="localhost").rstrip("/")
        assert ids(Client(**BEARER, base=base).posts_of("1")) == ["12"]

    def test_certificates_that_are_not_there_are_named(self, monkeypatch):
        monkeypatch.setenv("SSL_CERT_FILE", "nowhere.pem")
        with pytest.raises(XError, match="there are no certificates") as caught:
            Client(**BEARER).posts_of("1")
        assert caught.value.kind is Kind.UNREACHED

    def test_a_redirect_is_not_followed(self, x, client):
        x.fault(Answered(status=302, headers={"Location": "http://127.0.0.1:1/"}))
        with pytest.raises(XError) as caught:
            client.posts_of("1")
        assert caught.value.kind is Kind.REFUSED

    def test_a_netrc_does_not_replace_the_keys(self, x, client, tmp_path, monkeypatch):
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login eve password evil\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        client.posts_of(x.join("anna").id)
        assert x.log[-1].headers["authorization"].startswith("Bearer ")

    def test_a_proxy_is_not_asked_for_this_machine(self, x, client, monkeypatch):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        client.posts_of(x.join("anna").id)
        assert len(x.log) == 1

    def test_elsewhere_the_proxy_of_the_environment_is_asked(self, monkeypatch):
        monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
        with pytest.raises(XError) as caught:
            Client(**BEARER, base="https://api.x.invalid").posts_of("1")
        assert caught.value.kind is Kind.UNREACHED

    def test_what_a_proxy_took_and_did_not_answer_may_have_been_done(self, web, monkeypatch):
        monkeypatch.setenv("http_proxy", web.url())
        web.raw("http://x.example/2/users/1/tweets", b"")
        with pytest.raises(XError) as caught:
            Client(**BEARER, base="http://x.example").posts_of("1")
        assert caught.value.maybe_done
        assert len(web.log) == 1


class TestShapes:
    @pytest.mark.parametrize("body", [b"", b"[]", b'"text"', b"<html>", b"[" * 100_000])
    def test_a_good_status_with_another_body_is_no_answer(self, x, client, body):
        x.fault(Answered(body=body))
        with pytest.raises(XError) as caught:
            client.posts_of("1")
        assert caught.value.kind is Kind.LOST

    @pytest.mark.parametrize("data", ["text", 5, {"id": "1"}])
    def test_data_of_another_kind_is_no_answer(self, x, client, data):
        x.fault(as_json(200, {"data": data}))
        with pytest.raises(XError):
            client.posts_of("1")

    def test_what_has_no_id_is_left_out(self, x, client):
        odd = [None, "text", {}, {"id": 5}, {"id": "x"}, {"id": "9" * 20}, {"id": "12"}]
        x.fault(as_json(200, {"data": odd, "includes": {"tweets": odd, "posts": 5}, "meta": []}))
        answer = client.posts_of("1")
        assert ids(answer) == ["12"]
        assert list(answer.included) == ["12"]

    def test_an_own_account_without_an_id_is_no_answer(self, x, client):
        x.fault(as_json(200, {"data": {"username": "ich"}}))
        with pytest.raises(XError, match="does not hold"):
            client.me()
        x.fault(as_json(200, {"errors": [{"detail": "User has been suspended: [7]."}]}))
        with pytest.raises(XError, match="suspended"):
            client.me()

    def test_nothing_but_errors_is_a_refusal(self, x, client):
        gone = x.join("gone", suspended=True)
        with pytest.raises(XError) as caught:
            client.posts_of(gone.id)
        assert caught.value.kind is Kind.NOT_FOUND
        assert "suspended" in caught.value.problem
        closed = x.join("closed", protected=True)
        with pytest.raises(XError) as caught:
            client.posts_of(closed.id)
        assert caught.value.kind is Kind.FORBIDDEN

    def test_data_with_errors_is_data(self, x, client):
        x.fault(as_json(200, {"data": [{"id": "12"}], "errors": [{"title": "Not Found Error"}]}))
        assert ids(client.posts_of("1")) == ["12"]


class TestSecrets:
    def test_no_key_is_ever_logged(self, x, client, caplog):
        caplog.set_level(logging.DEBUG)
        client.posts_of(x.join("anna").id)
        client.post("Hallo")
        for fault in (Answered(status=500), Answered(silent=True), as_json(401, {})):
            x.fault(fault)
            with pytest.raises(XError):
                client.me()
        assert "SENTINEL" not in caplog.text

    def test_no_key_is_shown_by_a_server_that_repeats_it(self, x, client):
        x.fault(as_json(400, {"detail": f"what is {KEYS['X_BEARER_TOKEN']}?"}))
        with pytest.raises(XError) as caught:
            client.posts_of("1")
        assert caught.value.detail == "what is ***?"

    def test_no_key_is_in_an_error_or_its_causes(self, x, client):
        x.fault(Answered(silent=True))
        with pytest.raises(XError) as caught:
            client.post("Hallo")
        assert "SENTINEL" not in repr(caught.value) + repr(caught.value.__cause__)
        assert "SENTINEL" not in repr(client) + str(vars(client)["_keys"])[:0]
