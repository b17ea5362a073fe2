"""What servers ask for is done, run after run, and nobody is dropped without a word."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import rss

START = datetime(2026, 11, 21, 6, tzinfo=UTC)


def after(**time):
    return (START + timedelta(**time)).isoformat()


@pytest.fixture
def paper(run, web, feeds_yaml):
    """Run ``today`` as JSON beside a good feed that always answers."""
    web.page("/good", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/good"), web.url("/feed"))

    def paper(**time):
        return run("today", "--format", "json", now=after(**time)).paper["_digest"]["receipt"]

    return paper


def asked(web, path="/feed"):
    return web.asked.count(path)


@pytest.mark.parametrize("wait", ["7200", "Sat, 21 Nov 2026 08:00:00 GMT"])
def test_who_asks_to_be_left_alone_is_and_stays_in_the_receipt(run, paper, web, wait):
    web.page("/feed", status="429 Slow Down", headers={"Retry-After": wait})
    first = paper()
    assert run("fetch", now=after(minutes=90)).code == 0
    assert paper(minutes=100)["failed"] == first["failed"]
    assert asked(web) == 1
    [failed] = first["failed"]
    assert failed["reason"] == "status 429: asked too often; not before 2026-11-21 08:00 UTC"
    assert paper(minutes=121)["answered"] == 1
    assert asked(web) == 2


def test_what_stays_as_it_is_is_fetched_again_only_when_somebody_waits(run, paper, web):
    web.page("/feed", rss("Zweite Meldung"), headers={"Cache-Control": "max-age=86400"})
    assert paper()["answered"] == 2
    assert paper(minutes=59)["answered"] == 2
    assert asked(web) == 1
    assert run("fetch", now=after(hours=23)).err.startswith("2 of 2 sources answered")
    assert asked(web) == 1
    paper(minutes=61)
    assert asked(web) == 2


def test_who_fails_again_and_again_is_asked_less_and_less(run, paper, web):
    web.page("/feed", status="500 Oops")
    for minute in range(0, 24 * 60, 10):
        assert run("fetch", now=after(minutes=minute)).err.startswith("1 of 2")
    assert 5 < asked(web) < 40
    before = asked(web)
    assert run("fetch", now=after(hours=24)).code == 0
    assert asked(web) == before
    [failed] = paper(hours=24)["failed"]
    assert failed["reason"] == "status 500: the server is in trouble"
    assert asked(web) == before + 1


def test_who_is_gone_is_not_asked_again_before_a_check(run, paper, web):
    web.page("/feed", status="410 Gone")
    paper()
    paper(days=40)
    assert asked(web) == 1
    done = run("check", now=after(days=40))
    assert f"is gone for good: `digest feeds remove {web.url('/feed')}` takes it out" in done.out
    web.page("/feed", rss("Zweite Meldung"))
    assert "was gone for good and answers now: it is asked again" in run("check").out
    assert paper(days=41)["answered"] == 2


def test_what_is_proposed_can_be_pasted_into_a_shell(run, web, feeds_yaml):
    feeds_yaml(web.url("/feed?a=1&b=$(reboot)"))
    web.page("/feed", status="410 Gone")
    done = run("check")
    assert f"`digest feeds remove '{web.url('/feed?a=1&b=$(reboot)')}'` takes it out" in done.out


def test_a_move_is_followed_proposed_and_nothing_comes_twice(run, paper, web, feeds_yaml):
    web.redirect("/feed", "/new", status="301 Moved")
    web.page("/new", rss("Zweite Meldung"))
    for day in range(3):
        assert "has moved" not in run("check").out
        paper(days=day)
    before = asked(web)
    paper(days=3)
    assert asked(web) == before
    done = run("check", now=after(days=3))
    old, new = web.url("/feed"), web.url("/new")
    assert f"has moved for good: write {new} in the place of {old}\n" in done.out
    feeds_yaml(web.url("/good"), new)
    receipt = paper(days=4)
    assert (receipt["answered"], receipt["items"]) == (2, 0)
    assert "has moved" not in run("check", now=after(days=4)).out


def test_a_check_asks_who_has_moved_where_it_is_now(run, paper, web):
    web.redirect("/feed", "/new", status="301 Moved")
    web.page("/new", rss("Zweite Meldung"))
    for day in range(3):
        paper(days=day)
    web.page("/feed", status="410 Gone")
    assert paper(days=3)["answered"] == 2
    done = run("check", now=after(days=3))
    assert (done.code, "2 of 2 sources answer\n" in done.out) == (0, True)
    assert f"has moved for good: write {web.url('/new')} in the place of" in done.out
    assert "gone" not in done.out


def test_a_feed_with_a_login_is_asked_with_it(run, web, feeds_yaml, monkeypatch):
    feeds_yaml(f"{{url: {web.url('/feed')}, auth: FEED_EXAMPLE}}")
    web.page("/feed", rss("Erste Meldung des Tages"))
    monkeypatch.setenv("FEED_EXAMPLE", "anna:geheim")
    assert run("fetch").code == 0
    assert web.log[-1].headers["authorization"] == "Basic YW5uYTpnZWhlaW0="
    monkeypatch.delenv("FEED_EXAMPLE")
    done = run("--verbose", "fetch")
    assert done.code == 1
    assert "needs a login: there is no FEED_EXAMPLE in credentials.yaml" in done.err


def test_credentials_that_others_can_read_are_why_a_feed_fails(run, web, feeds_yaml, monkeypatch):
    from digest.cli.context import user_config_folder

    feeds_yaml(f"{{url: {web.url('/feed')}, auth: FEED_EXAMPLE}}")
    path = user_config_folder() / "credentials.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("FEED_EXAMPLE: anna:geheim\n", encoding="utf-8")
    path.chmod(0o644)
    done = run("--verbose", "fetch")
    assert "needs a login: credentials.yaml: others can read it (mode 0644)\n" in done.err
    assert "geheim" not in done.err
