"""What X's refusals mean."""

import json
from datetime import UTC, datetime

import pytest

from digest.xapi import Kind
from digest.xapi.faults import problem, refusal

NOON = 1_795_176_000
REPLY = "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to."


def refused(status, body=b"", **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return refusal(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, content
    )


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (400, {"errors": [{"message": "text is too long"}]}, Kind.REFUSED, "text is too long"),
        (400, {"detail": "One or more parameters was invalid."}, Kind.REFUSED, "parameters"),
        (401, {"title": "Unauthorized"}, Kind.UNAUTHORISED, "keys are refused"),
        (401, b"", Kind.UNAUTHORISED, "401"),
        (402, {"title": "CreditsDepleted", "detail": "no credits"}, Kind.CREDITS, "no credits"),
        (402, {"error": "credits depleted"}, Kind.CREDITS, "credits depleted"),
        (402, b"<html>", Kind.CREDITS, "402"),
        (403, {"title": "SpendCapReached", "detail": "cap"}, Kind.CREDITS, "cap"),
        (403, {"detail": "duplicate content."}, Kind.DUPLICATE, "already"),
        (403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}, Kind.DUPLICATE, ""),
        (403, {"detail": REPLY}, Kind.FORBIDDEN, "Reply to this conversation"),
        (403, {"reason": "client-not-enrolled"}, Kind.FORBIDDEN, "client-not-enrolled"),
        (404, {"title": "Not Found"}, Kind.NOT_FOUND, "no such account"),
        (404, {"detail": "User has been suspended: [a]."}, Kind.NOT_FOUND, "suspended"),
        (409, b"", Kind.REFUSED, "409"),
        (429, {"title": "Too Many Requests"}, Kind.LIMITED, "too often"),
        (429, {"title": "UsageCapExceeded", "detail": "Monthly"}, Kind.CREDITS, "Monthly"),
        (500, b"", Kind.SERVER, "500"),
        (503, b"<html>Over capacity</html>", Kind.SERVER, "503"),
        (302, b"", Kind.REFUSED, "302"),
    ],
)
def test_every_shape_has_a_kind_and_a_line(status, body, kind, said):
    error = refused(status, body)
    assert error.kind is kind
    assert said in error.problem
    assert error.problem.startswith("X: ")
    assert "\n" not in error.problem
    assert error.status == status
    assert error.hint or kind is Kind.REFUSED


class TestLimits:
    def test_the_reset_of_the_window_counts(self):
        error = refused(429, x_rate_limit_remaining="0", x_rate_limit_reset=str(NOON))
        assert error.until == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

    def test_of_those_used_up_the_latest_counts(self):
        error = refused(
            429,
            x_rate_limit_remaining="0",
            x_rate_limit_reset=str(NOON),
            x_user_limit_24hour_remaining="0",
            x_user_limit_24hour_reset=str(NOON + 3600),
            x_app_limit_24hour_remaining="12",
            x_app_limit_24hour_reset=str(NOON + 7200),
        )
        assert error.until.timestamp() == NOON + 3600

    def test_without_a_count_the_reset_of_the_window_counts(self):
        assert refused(429, x_rate_limit_reset=str(NOON)).until.timestamp() == NOON

    @pytest.mark.parametrize("reset", ["", "soon", "99999999999999999999"])
    def test_a_reset_that_is_none_is_not_known(self, reset):
        error = refused(429, x_rate_limit_remaining="0", x_rate_limit_reset=reset)
        assert error.until is None
        assert "later" in error.hint


class TestProblems:
    def test_what_is_not_there(self):
        assert problem([{"title": "Not Found Error"}]).kind is Kind.NOT_FOUND
        gone = {"detail": "Could not find user with id: [1].", "type": "about:blank"}
        assert problem([gone]).kind is Kind.NOT_FOUND
        assert problem([{"detail": "User has been suspended: [1]."}]).kind is Kind.NOT_FOUND

    @pytest.mark.parametrize("title", ["Service Unavailable", "Internal error", ""])
    def test_what_is_only_out_of_order_is_not_called_gone(self, title):
        error = problem([{"title": title, "type": "about:blank"}])
        assert error.kind is Kind.SERVER
        assert "remove" not in error.hint
        assert title in str(error)
        assert problem("odd").kind is Kind.SERVER

    def test_what_may_not_be_seen(self):
        error = problem(
            [None, {"type": "https://api.x.com/2/problems/not-authorized-for-resource"}]
        )
        assert error.kind is Kind.FORBIDDEN
        assert error.problem == "X: not allowed"

    def test_a_protected_account_is_called_so(self):
        error = problem([{"detail": "Sorry, you are not authorized to see the user with id: [1]."}])
        assert (error.kind, error.problem) == (Kind.FORBIDDEN, "X: the account is protected")


def test_a_detail_is_one_clean_line():
    error = refused(400, {"detail": "a\x1b[31m\nb" + "c" * 500})
    assert error.detail.startswith("a [31m b") or error.detail.startswith("a[31m b")
    assert len(error.detail) <= 200


def test_a_deep_body_does_no_harm():
    deep = {"detail": "deep"}
    for _ in range(200):
        deep = {"errors": [deep]}
    assert refused(403, deep).kind is Kind.FORBIDDEN
