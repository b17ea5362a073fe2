"""What digest asks X, each with one request, and the answers as plain data.

Requests are in the words of X's specification 2.166, which tweepy speaks; answers are read in these
and in those of 2.167 (``tweet.fields``/``post.fields``, ``includes.tweets``/``includes.posts``), as X
has answered in both since August 2026. No expansion is asked for that X bills as a user read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from digest.errors import CredentialError
from digest.xapi import faults
from digest.xapi.place import API

SECONDS = 25.0
"""Within which a whole answer must be there."""
PER_REQUEST = 100
"""How many accounts may be looked up at once, and posts be read."""
FEWEST = 5
"""The least that ``max_results`` may be for one account's posts."""
_LONGEST_ID = 19
"""Digits, as X's specification has it: ``^[0-9]{1,19}$``."""

FIELDS = (
    "author_id",
    "created_at",
    "entities",
    "in_reply_to_user_id",
    "lang",
    "note_tweet",
    "public_metrics",
    "referenced_tweets",
)

Post = Mapping[str, Any]
User = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page of posts or accounts."""

    data: tuple[Mapping[str, Any], ...] = ()
    """In X's order, the latest first; each has an ``id``."""
    included: Mapping[str, Post] = field(default_factory=dict)
    """Posts that those of ``data`` refer to, by their id."""
    errors: tuple[Mapping[str, Any], ...] = ()
    """What X says of the things that it does not give."""
    following: str = ""
    """What the next page is asked for by; empty when there is none."""
    whole: bool = True
    """Nothing was left out and everything that X says is in it; only then does absence mean something."""


class Client:
    """X, for one app and one account. Every method may raise XError. Thread-safe.

    Args:
        bearer_token: reads accounts and lists.
        consumer_key: with the next three: reads also the home timeline, and posts.
        base: what ``api_address`` returns.
        seconds: within which a whole answer must be there; at most 30.
    """

    def __init__(
        self,
        *,
        bearer_token: str = "",
        consumer_key: str = "",
        consumer_secret: str = "",
        access_token: str = "",
        access_token_secret: str = "",
        base: str = API,
        seconds: float = SECONDS,
    ) -> None:
        self._keys = (consumer_key, consumer_secret, access_token, access_token_secret)
        self._bearer = bearer_token
        self._base = base
        self._seconds = min(seconds, 30.0)
        self._lock = Lock()

    @property
    def reads(self) -> bool:
        """There are keys to read accounts and lists with."""
        return bool(self._bearer) or self.acts

    @property
    def acts(self) -> bool:
        """There are keys to act as an account: to post, to read its own and its home timeline."""
        return all(self._keys)

    @property
    def account(self) -> str:
        """The id with which X begins an access token, as it always has; empty when it does not."""
        number = self._keys[2].partition("-")[0]
        return number if number.isdecimal() else ""

    # Reading

    def me(self) -> User:
        """Return ``id``, ``username``, ``name``, ``public_metrics`` of the own account; asked once."""
        with self._lock:
            return self._me

    @cached_property
    def _me(self) -> User:
        self._need_account()
        return _one(self._api.get_me(user_fields=["public_metrics"]))

    def users_by_name(self, names: Sequence[str]) -> Answer:
        """Return the accounts of at most 100 handles; X leaves out those it does not have."""
        plain = [name.removeprefix("@") for name in names]
        return _page(self._api.get_users(usernames=plain, user_auth=self._as_user))

    def users_by_id(self, ids: Sequence[str]) -> Answer:
        """Return the accounts of at most 100 ids; X leaves out those it does not have."""
        return _page(self._api.get_users(ids=list(ids), user_auth=self._as_user))

    def posts_of(
        self,
        user: str,
        *,
        since_id: str = "",
        until_id: str = "",
        start: datetime | None = None,
        most: int = PER_REQUEST,
        page: str = "",
    ) -> Answer:
        """Return posts of an account by its id, without replies: those after a post or a time.

        Args:
            user: the account's id.
            since_id: only later posts; then *start* does not count.
            until_id: only earlier posts.
            start: only posts from then on.
            most: how many, from 5 to 100.
            page: ``Answer.following`` of the page before.
        """
        return _page(
            self._api.get_users_tweets(
                user,
                exclude=["replies"],
                max_results=max(FEWEST, min(most, PER_REQUEST)),
                user_auth=self._as_user,
                **_shown(),
                **_range(since_id, until_id, start, page),
            )
        )

    def posts_of_list(self, number: str, *, most: int = PER_REQUEST, page: str = "") -> Answer:
        """Return the latest posts of a list's members, replies too; X takes no ``since_id`` here."""
        return _page(
            self._api.get_list_tweets(
                number,
                max_results=max(1, min(most, PER_REQUEST)),
                user_auth=self._as_user,
                **_shown(),
                **_range(page=page),
            )
        )

    def posts_at_home(
        self,
        user: str,
        *,
        since_id: str = "",
        until_id: str = "",
        start: datetime | None = None,
        most: int = PER_REQUEST,
        page: str = "",
    ) -> Answer:
        """Return posts of the accounts that the own one follows, without replies.

        Args:
            user: the own account's id.
            since_id: as for ``posts_of``, and so are the others; *most* may be 1.
            until_id: only earlier posts.
            start: only posts from then on.
            most: how many, from 1 to 100.
            page: ``Answer.following`` of the page before.
        """
        self._need_account()
        wanted = {
            "exclude": "replies",
            "max_results": max(1, min(most, PER_REQUEST)),
            **_wire(_shown()),
            **_wire(_range(since_id, until_id, start, page)),
        }
        # tweepy takes the account's id from the access token, and nothing else.
        route = f"/2/users/{user}/timelines/reverse_chronological"
        return _page(self._api.request("GET", route, params=wanted, user_auth=True).json())

    def following(self, user: str, *, most: int = PER_REQUEST, page: str = "") -> Answer:
        """Return accounts that one follows, up to 100 at once."""
        return _page(
            self._api.get_users_following(
                user,
                max_results=max(1, min(most, PER_REQUEST)),
                user_auth=self._as_user,
                **_range(page=page),
            )
        )

    def members(self, number: str, *, most: int = PER_REQUEST, page: str = "") -> Answer:
        """Return members of a list, up to 100 at once."""
        return _page(
            self._api.get_list_members(
                number,
                max_results=max(1, min(most, PER_REQUEST)),
                user_auth=self._as_user,
                **_range(page=page),
            )
        )

    def own_posts(self, *, most: int = PER_REQUEST) -> Answer:
        """Return what the own account has posted lately, replies too, the latest first.

        For looking a post up whose answer was lost. Its links stand in it as X has shortened them.
        """
        return _page(
            self._api.get_users_tweets(
                self.me()["id"],
                max_results=max(FEWEST, min(most, PER_REQUEST)),
                tweet_fields=list(FIELDS),
                user_auth=True,
            )
        )

    # Posting

    def post(self, text: str) -> str:
        """Create a post; return its id.

        Raises:
            XError: it was not created, or, with ``maybe_done``, it may have been.
        """
        self._need_account()
        answered = self._api.create_tweet(text=text)
        created = answered.get("data")
        number = created.get("id") if isinstance(created, dict) else None
        if not isinstance(number, str) or not number.isdecimal():
            raise faults.lost("the answer holds no id of the post", 200)
        return number

    # Inside

    @property
    def _as_user(self) -> bool:
        return not self._bearer

    def _need_account(self) -> None:
        if not self.acts:
            raise CredentialError(
                "X: X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET "
                "are needed for this",
                hint="`digest login x` asks for them",
            )

    @cached_property
    def _api(self) -> Any:
        import tweepy

        from digest.xapi.session import Session

        api = tweepy.Client(self._bearer or None, *self._keys, return_type=dict)
        api.session.close()
        api.session = Session(self._base, self._seconds, (self._bearer, *self._keys))
        return api


def _shown() -> dict[str, Any]:
    """Return which fields of a post are wanted: no user, which X would bill as a read of its own."""
    return {"tweet_fields": list(FIELDS), "expansions": ["referenced_tweets.id"]}


def _range(
    since_id: str = "", until_id: str = "", start: datetime | None = None, page: str = ""
) -> dict[str, Any]:
    wanted = {
        "since_id": since_id,
        "until_id": until_id,
        "start_time": None if since_id else start,
        "pagination_token": page,
    }
    return {name: value for name, value in wanted.items() if value}


def _wire(wanted: Mapping[str, Any]) -> dict[str, str]:
    """Write parameters as tweepy's own methods do."""
    return {
        name.replace("tweet_fields", "tweet.fields"): _value(value)
        for name, value in wanted.items()
    }


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return ",".join(value) if isinstance(value, list) else str(value)


def _one(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the one thing that was asked for."""
    data = said.get("data")
    if isinstance(data, dict) and _is_named(data):
        return data
    if said.get("errors"):
        raise faults.problem(said["errors"])
    raise faults.lost("the answer does not hold what was asked for", 200)


def _page(said: Mapping[str, Any]) -> Answer:
    """Return a list of things, each with an id; what has none is left out."""
    data, meta = said.get("data"), said.get("meta")
    if data is None and said.get("errors"):
        raise faults.problem(said["errors"])
    if not isinstance(data, list | None):
        raise faults.lost("the answer does not hold what was asked for", 200)
    following = meta.get("next_token") if isinstance(meta, dict) else None
    return Answer(
        data=_named(data),
        included={post["id"]: post for post in _included(said.get("includes"))},
        errors=_tables(said.get("errors")),
        following=following if isinstance(following, str) else "",
        whole=_is_whole(said),
    )


def _is_whole(said: Mapping[str, Any]) -> bool:
    """Tell whether a page holds as many things as it says, each with an id, and no errors."""
    data, meta = said.get("data"), said.get("meta")
    counted = meta.get("result_count") if isinstance(meta, dict) else None
    if said.get("errors") or (data is None and counted != 0):
        return False
    found = len(data or ())
    return len(_named(data)) == found and counted in {None, found}


def _included(includes: object) -> tuple[Post, ...]:
    if not isinstance(includes, dict):
        return ()
    return _named(includes.get("tweets")) + _named(includes.get("posts"))


def _named(things: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(thing for thing in _tables(things) if _is_named(thing))


def _tables(things: object) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(things, list):
        return ()
    return tuple(thing for thing in things if isinstance(thing, dict))


def _is_named(thing: Mapping[str, Any]) -> bool:
    number = thing.get("id")
    return isinstance(number, str) and number.isdecimal() and len(number) <= _LONGEST_ID
