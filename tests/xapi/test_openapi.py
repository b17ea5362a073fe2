"""X's own specification: our requests are valid by 2.166, and answers valid by 2.167 are read."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from digest.sources.xposts import read_all
from tests.fakes.x import NOW, FakeX
from tests.xapi.conftest import client_of

HOUR = timedelta(hours=1)


@cache
def specification(path):
    from openapi_core import OpenAPI

    return OpenAPI.from_dict(json.loads(path.read_text(encoding="utf-8")))


@dataclass
class Wire:
    """A request and its answer as openapi-core wants to see them."""

    method: str
    path: str
    parameters: Any
    body: bytes = b""
    content_type: str = "application/json"
    host_url: str = "https://api.x.com"
    status_code: int = 200
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def as_request(asked):
    from openapi_core.datatypes import RequestParameters
    from werkzeug.datastructures import Headers, ImmutableMultiDict

    parameters = RequestParameters(
        query=ImmutableMultiDict(asked.query), header=Headers(dict(asked.headers)), cookie={}
    )
    return Wire(
        method=asked.method.lower(), path=asked.path, parameters=parameters, body=asked.body
    )


def talk(x):
    """Ask X for everything that digest ever asks for; return posts with what they refer to."""
    client, both = client_of(x), {"since_id": "1", "until_id": "9" * 18}
    anna, ben = x.join("anna", "Anna"), x.join("ben")
    first = x.say("ben", "Neues &amp; mehr https://t.co/abc", NOW, urls=(LINK,))
    x.say("anna", "RT @ben: Neues", NOW + HOUR, refers=(("retweeted", first.id),))
    x.say("anna", "Dazu", NOW + 2 * HOUR, long="Dazu " * 80, refers=(("quoted", first.id),))
    x.lists["5"], x.following = [anna.id, ben.id], [anna.id, ben.id]
    client.users_by_name(["anna", "@ben"])
    client.users_by_id([anna.id])
    client.me()
    client.following("7")
    client.members("5")
    answers = [
        client.posts_of(anna.id, start=NOW),
        client.posts_of(anna.id, **both, page="t" * 16),
        client.posts_at_home("7", start=NOW),
        client.posts_at_home("7", **both),
        client.posts_of_list("5"),
        client.own_posts(),
    ]
    client.post("Guten Morgen")
    return answers


LINK = ("https://t.co/abc", "https://www.example.org/neues", "Neues")


@pytest.mark.filterwarnings("ignore:Unsupported scheme type")  # it does not know OAuth 1.0a
def test_every_request_is_valid_by_2_166(shared):
    pytest.importorskip("openapi_core")
    api = specification(shared / "corpus" / "x" / "openapi-2.166.json")
    with FakeX() as x:
        talk(x)
    for asked in x.log:
        api.validate_request(as_request(asked))
    assert len(x.log) == 12


def test_answers_valid_by_2_167_are_read(shared):
    pytest.importorskip("openapi_core")
    api = specification(shared / "corpus" / "x" / "openapi-2.167-fixed.json")
    with FakeX("posts") as x:
        answers = talk(x)
        for asked in x.log:
            request = as_request(asked)
            if asked.method == "GET":  # asked in the words of 2.166, which X goes on to understand
                body = x.answer(asked).body
                wire = Wire(method="get", path=request.path, parameters=None, data=body)
                api.validate_response(request, wire)
    posts = read_all(answers[0].data, answers[0].included, {})
    assert [(post.of.text, post.of.links[0].address) for post in posts] == [
        ("Neues & mehr https://www.example.org/neues", "https://www.example.org/neues"),
    ] * 2
    assert posts[0].text == ("Dazu " * 80).strip()


def test_empty_and_missing_fields_are_no_trouble(shared):
    pytest.importorskip("openapi_core")
    api = specification(shared / "corpus" / "x" / "openapi-2.167-fixed.json")
    odd = {
        "id": "1346889436626259968",
        "text": "Neues",
        "created_at": "2026-11-20T07:00:00Z",
        "entities": {"urls": None, "mentions": None, "hashtags": None},
        "referenced_posts": [],
        "note_post": {"text": ""},
        "lang": "zxx",
    }
    with FakeX("posts") as x:
        client_of(x).posts_of(x.join("anna").id)
    wire = Wire(method="get", path="", parameters=None, data=json.dumps({"data": [odd]}).encode())
    api.validate_response(as_request(x.log[0]), wire)
    (post,) = read_all([odd], {}, {})
    assert (post.text, post.language, post.received, post.of) == ("Neues", "", None, None)
