"""A stateful fake of X's API: accounts, posts, lists, money, both dialects.

It counts what X would charge (each thing once in a day of UTC), demands a bearer token or a right
OAuth 1.0a signature, and speaks as specification 2.166 (``dialect="tweets"``) or 2.167 (``"posts"``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Answered, Asked, Server, as_json

KEYS = {
    "X_BEARER_TOKEN": "bearer-SENTINEL",
    "X_CONSUMER_KEY": "consumer-SENTINEL",
    "X_CONSUMER_SECRET": "consumer-secret-SENTINEL",
    "X_ACCESS_TOKEN": "7-access-SENTINEL",
    "X_ACCESS_TOKEN_SECRET": "access-secret-SENTINEL",
}
PRICE = {"post": 5_000, "user": 10_000, "own": 1_000}
"""In millionths of a US dollar."""
NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
_NOWHERE = as_json(404, {"title": "Not Found", "type": "about:blank", "status": 404})
_PROBLEM = "https://api.twitter.com/2/problems/"


@dataclass(slots=True, kw_only=True)
class Account:
    id: str
    username: str
    name: str
    suspended: bool = False
    protected: bool = False


@dataclass(slots=True, kw_only=True)
class Tweet:
    id: str
    author: str
    text: str
    when: datetime
    urls: tuple[tuple[str, str, str], ...] = ()
    """As sent, where it leads, what the page is called."""
    long: str = ""
    """The whole text, when that is longer than 280 characters."""
    reposts: int | None = 0
    likes: int | None = 0
    refers: tuple[tuple[str, str], ...] = ()
    """How (retweeted, quoted, replied_to), and to what."""
    lang: str = "de"
    versions: tuple[str, ...] = ()
    """Ids of the versions before it."""
    extra: dict[str, Any] = field(default_factory=dict)


class FakeX(Server):
    """X. ``me`` is the account of the access token; it follows those in ``following``."""

    def __init__(self, dialect: str = "tweets") -> None:
        super().__init__()
        self.dialect = dialect
        self.now = NOW
        """What X's clock says: it decides the day that reads are counted in."""
        self.me = "7"
        self.accounts: dict[str, Account] = {}
        self.tweets: dict[str, Tweet] = {}
        self.numbers = 0
        """How many posts there have ever been."""
        self.lists: dict[str, list[str]] = {}
        self.following: list[str] = []
        self.forgets = False
        """It knows none of the pages any more that it named."""
        self.paid: set[tuple[str, str, str]] = set()
        """Day, kind and id of each thing that was charged."""
        self.join("ich", "Ich selbst", number="7")

    # What happens on X

    def join(self, username: str, name: str = "", *, number: str = "", **more: Any) -> Account:
        account = Account(
            id=number or str(1000 + len(self.accounts)),
            username=username,
            name=name or username,
            **more,
        )
        self.accounts[account.id] = account
        return account

    def say(self, username: str, text: str, when: datetime, **more: Any) -> Tweet:
        author = next(one.id for one in self.accounts.values() if one.username == username)
        tweet = Tweet(id=self._number(when), author=author, text=text, when=when, **more)
        self.tweets[tweet.id] = tweet
        return tweet

    def edit(self, tweet: Tweet, text: str, when: datetime) -> Tweet:
        """Put a new version of a post in the place of the old one."""
        del self.tweets[tweet.id]
        edited = self.say(self.accounts[tweet.author].username, text, when, urls=tweet.urls)
        edited.versions = (*tweet.versions, tweet.id)
        return edited

    def _number(self, when: datetime) -> str:
        """Return an id as X makes them: the time in milliseconds, then a counter."""
        milliseconds = int(when.timestamp() * 1000) - 1_288_834_974_657
        self.numbers += 1
        return str((milliseconds << 22) + self.numbers)

    # Money

    @property
    def spent(self) -> int:
        """What all reads have cost, in millionths of a US dollar."""
        return sum(PRICE[kind] for _, kind, _ in self.paid)

    def reads(self, kind: str = "post") -> int:
        """How many things of a kind were charged."""
        return sum(1 for _, its, _ in self.paid if its == kind)

    def _charge(self, kind: str, ids: Iterable[str]) -> None:
        self.paid |= {(f"{self.now:%Y-%m-%d}", kind, number) for number in ids}

    # What is asked

    def answer(self, asked: Asked) -> Answered:
        refused = self._authenticate(asked)
        if refused:
            return refused
        match asked.path.removeprefix("/2/").split("/"):
            case ["tweets"] if asked.method == "POST":
                return self._create(asked)
            case ["users", *rest]:
                return self._answer_users(rest, asked)
            case ["lists", number, "members"]:
                return self._people(self.lists[number], asked)
            case ["lists", number, "tweets"]:
                return self._of_list(number, asked)
        return _NOWHERE

    def _answer_users(self, rest: list[str], asked: Asked) -> Answered:
        match rest:
            case []:
                return self._by_id(asked.query["ids"].split(","))
            case ["me"]:
                return self._own()
            case ["by"]:
                return self._by_name(asked.query["usernames"].split(","))
            case [number, "tweets"]:
                return self._posts_of(number, asked)
            case [number, "timelines", "reverse_chronological"]:
                return self._home(number, asked)
            case [_, "following"]:
                return self._people(self.following, asked)
        return _NOWHERE

    def _authenticate(self, asked: Asked) -> Answered | None:
        given = asked.headers.get("authorization", "")
        own = asked.path.endswith(("/me", "reverse_chronological")) or asked.method == "POST"
        if given == f"Bearer {KEYS['X_BEARER_TOKEN']}" and not own:
            return None
        if given.startswith("OAuth ") and _is_signed(asked, self.address):
            return None
        return as_json(
            401,
            {
                "title": "Unauthorized",
                "type": "about:blank",
                "status": 401,
                "detail": "Unauthorized",
            },
        )

    def _own(self) -> Answered:
        self._charge("own", [self.me])
        return as_json(200, {"data": self._user(self.accounts[self.me])})

    def _by_name(self, names: list[str]) -> Answered:
        found, errors = [], []
        for name in names:
            match = [one for one in self.accounts.values() if one.username.lower() == name.lower()]
            if match and not match[0].suspended:
                found.append(match[0])
            else:
                errors.append(_missing("usernames", name, suspended=bool(match)))
        return self._users(found, errors)

    def _by_id(self, ids: list[str]) -> Answered:
        found = [self.accounts[number] for number in ids if number in self.accounts]
        errors = [_missing("ids", number) for number in ids if number not in self.accounts]
        return self._users(found, errors)

    def _users(self, found: list[Account], errors: list[dict[str, Any]]) -> Answered:
        self._charge("user", (one.id for one in found))
        content: dict[str, Any] = {"data": [self._user(one) for one in found]} if found else {}
        return as_json(200, content | ({"errors": errors} if errors else {}))

    def _people(self, ids: list[str], asked: Asked) -> Answered:
        if "pagination_token" in asked.query and self.forgets:
            return as_json(400, {"errors": [{"message": "invalid pagination_token"}]})
        most, start = int(asked.query["max_results"]), int(asked.query.get("pagination_token", "0"))
        some = ids[start : start + most]
        self._charge("user", some)
        meta: dict[str, Any] = {"result_count": len(some)}
        if start + most < len(ids):
            meta["next_token"] = f"{start + most:016d}"
        return as_json(
            200, {"data": [self._user(self.accounts[number]) for number in some], "meta": meta}
        )

    def _posts_of(self, number: str, asked: Asked) -> Answered:
        account = self.accounts.get(number)
        if account is None or account.suspended:
            return as_json(200, {"errors": [_missing("id", number, suspended=bool(account))]})
        if account.protected:
            return as_json(200, {"errors": [_protected(number)]})
        kind = "own" if number == self.me and _as_user(asked) else "post"
        return self._page(
            [one for one in self.tweets.values() if one.author == number], asked, kind
        )

    def _home(self, number: str, asked: Asked) -> Answered:
        if number != self.me:
            return as_json(403, {"title": "Forbidden", "detail": "not your own timeline"})
        whose = {*self.following, self.me}
        return self._page([one for one in self.tweets.values() if one.author in whose], asked)

    def _of_list(self, number: str, asked: Asked) -> Answered:
        if number not in self.lists:
            return as_json(200, {"errors": [_missing("id", number)]})
        wrong = {"since_id", "until_id", "start_time", "exclude"} & asked.query.keys()
        if wrong:
            return as_json(400, {"errors": [{"message": f"unknown parameter {wrong}"}]})
        whose = set(self.lists[number])
        return self._page([one for one in self.tweets.values() if one.author in whose], asked)

    def _page(self, tweets: list[Tweet], asked: Asked, kind: str = "post") -> Answered:
        query = asked.query
        wanted = [one for one in tweets if self._is_wanted(one, query)]
        wanted.sort(key=lambda one: -int(one.id))
        most = int(query["max_results"])
        if "pagination_token" in query:
            if self.forgets:
                return as_json(400, {"errors": [{"message": "invalid pagination_token"}]})
            last = int(query["pagination_token"].lstrip("t") or "0")
            wanted = [one for one in wanted if int(one.id) < last]
        some = wanted[:most]
        content: dict[str, Any] = {"meta": {"result_count": len(some)}}
        if some:
            content["data"] = [self._tweet(one) for one in some]
            content["meta"] |= {"newest_id": some[0].id, "oldest_id": some[-1].id}
        if len(wanted) > most:
            content["meta"]["next_token"] = some[-1].id.rjust(32, "t")
        referred = (
            self._referred(some) if "referenced_tweets.id" in query.get("expansions", "") else []
        )
        if referred:
            name = "tweets" if self.dialect == "tweets" else "posts"
            content["includes"] = {name: [self._tweet(one) for one in referred]}
        self._charge(kind, (one.id for one in (*some, *referred)))
        return as_json(200, content)

    def _is_wanted(self, tweet: Tweet, query: dict[str, str]) -> bool:
        if "replies" in query.get("exclude", "") and ("replied_to" in dict(tweet.refers)):
            return False
        if "since_id" in query and int(tweet.id) <= int(query["since_id"]):
            return False
        if "until_id" in query and int(tweet.id) >= int(query["until_id"]):
            return False
        start = query.get("start_time")
        return start is None or tweet.when >= datetime.fromisoformat(start)

    def _referred(self, tweets: list[Tweet]) -> list[Tweet]:
        ids = dict.fromkeys(number for one in tweets for _, number in one.refers)
        return [self.tweets[number] for number in ids if number in self.tweets]

    def _create(self, asked: Asked) -> Answered:
        text = json.loads(asked.body)["text"]
        own = [one for one in self.tweets.values() if one.author == self.me]
        if any(one.text == text for one in own):
            detail = "You are not allowed to create a Tweet with duplicate content."
            return as_json(
                403, {"title": "Forbidden", "type": "about:blank", "status": 403, "detail": detail}
            )
        created = self.say(self.accounts[self.me].username, text, self.now)
        return as_json(201, {"data": {"id": created.id, "text": text}})

    # How it is written

    def _user(self, account: Account) -> dict[str, Any]:
        return {"id": account.id, "username": account.username, "name": account.name}

    def _tweet(self, one: Tweet) -> dict[str, Any]:
        new = self.dialect == "posts"
        raw: dict[str, Any] = {
            "id": one.id,
            "text": one.text,
            "author_id": one.author,
            "created_at": f"{one.when:%Y-%m-%dT%H:%M:%S}.000Z",
            "lang": one.lang,
        }
        if one.urls:
            raw["entities"] = {"urls": [_entity(one.long or one.text, *url) for url in one.urls]}
        if one.long:
            name = "note_post" if new else "note_tweet"
            raw[name] = {"text": one.long} | ({"entities": raw.pop("entities")} if one.urls else {})
        if one.refers:
            name = "referenced_posts" if new else "referenced_tweets"
            raw[name] = [{"type": how, "id": number} for how, number in one.refers]
        if one.reposts is not None and one.likes is not None:
            name = "repost_count" if new else "retweet_count"
            raw["public_metrics"] = {name: one.reposts, "like_count": one.likes} | dict.fromkeys(
                ("reply_count", "quote_count", "bookmark_count", "impression_count"), 0
            )
        edits = "edit_history_post_ids" if new else "edit_history_tweet_ids"
        return raw | {edits: [*one.versions, one.id]} | one.extra


def _entity(text: str, url: str, leads_to: str, title: str) -> dict[str, Any]:
    start = max(0, text.find(url))
    found = {"start": start, "end": start + len(url), "url": url, "expanded_url": leads_to}
    found["display_url"] = leads_to.partition("://")[2]
    return found | ({"title": title, "unwound_url": leads_to, "status": 200} if title else {})


def _missing(parameter: str, value: str, *, suspended: bool = False) -> dict[str, Any]:
    detail = (
        f"User has been suspended: [{value}]."
        if suspended
        else f"Could not find user with {parameter}: [{value}]."
    )
    return {
        "value": value,
        "detail": detail,
        "title": "Forbidden" if suspended else "Not Found Error",
        "resource_type": "user",
        "parameter": parameter,
        "resource_id": value,
        "type": _PROBLEM + "resource-not-found",
    }


def _protected(number: str) -> dict[str, Any]:
    return {
        "value": number,
        "detail": f"Sorry, you are not authorized to see the user with id: [{number}].",
        "title": "Authorization Error",
        "resource_type": "user",
        "parameter": "id",
        "resource_id": number,
        "section": "data",
        "type": _PROBLEM + "not-authorized-for-resource",
    }


def _as_user(asked: Asked) -> bool:
    return asked.headers.get("authorization", "").startswith("OAuth ")


def _is_signed(asked: Asked, address: str) -> bool:
    """Tell whether a request carries a right OAuth 1.0a signature (RFC 5849, section 3.2)."""
    from oauthlib.common import Request
    from oauthlib.oauth1.rfc5849 import signature

    request = Request(address + asked.url, asked.method, "", dict(asked.headers))
    given = signature.collect_parameters(
        uri_query=asked.url.partition("?")[2],
        headers={"Authorization": asked.headers["authorization"]},
        exclude_oauth_signature=False,
    )
    request.params = [pair for pair in given if pair[0] != "oauth_signature"]
    request.signature = dict(given).get("oauth_signature", "")
    named = dict(given)
    return (
        named.get("oauth_consumer_key") == KEYS["X_CONSUMER_KEY"]
        and named.get("oauth_token") == KEYS["X_ACCESS_TOKEN"]
        and signature.verify_hmac_sha1(
            request, KEYS["X_CONSUMER_SECRET"], KEYS["X_ACCESS_TOKEN_SECRET"]
        )
    )
