import pytest

from tests.cli.conftest import rss


def test_fetch_brings_in_what_is_new_and_prints_nothing(run, web, feeds_yaml):
    page = web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"))
    done = run("fetch")
    assert (done.code, done.out) == (0, "")
    assert done.err == "1 of 1 source answered, 1 new item\n"
    page.body = rss("Erste Meldung des Tages", "Zweite Nachricht vom Hafen")
    assert run("-q", "fetch").err == ""
    assert len(run("today", "--offline", "--format", "json").titles) == 2


def test_v_names_the_sources_that_fail(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"))
    feeds_yaml(web.url("/feed"), web.url("/gone"))
    assert run("fetch").err == "1 of 2 sources answered, 1 new item\n"
    assert f"{web.url('/gone')}: status 404" in run("-v", "fetch").err


def test_entries_beyond_a_thousand_are_left_out_with_a_word(run, web, feeds_yaml):
    titles = [f"Meldung {number}" for number in range(1003)]
    items = "".join(f"<item><title>{title}</title></item>" for title in titles)
    web.page("/flood", f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    feeds_yaml(web.url("/flood"))
    assert "3 entries left out" in run("-v", "fetch").err
    assert "1000 items (3 more left out)" in run("feeds", "try", web.url("/flood")).out


def test_the_second_fetch_is_conditional_and_costs_no_new_items(run, web, feeds_yaml):
    web.page("/feed", rss("Erste Meldung des Tages"), etag='"one"')
    feeds_yaml(web.url("/feed"))
    run("fetch")
    assert run("fetch").err == "1 of 1 source answered, 0 new items\n"
    assert web.log[1].headers["if-none-match"] == '"one"'


@pytest.mark.parametrize("blocker", ["a file", "a damaged archive"])
def test_a_data_folder_that_cannot_be_used_is_one_line_and_a_hint(
    run, web, feeds_yaml, tmp_path, blocker
):
    feeds_yaml(web.url("/feed"))
    data = tmp_path / "data"
    if blocker == "a file":
        data.write_text("no folder", encoding="utf-8")
    else:
        data.mkdir()
        (data / "digest.sqlite3").write_bytes(b"nonsense" * 1000)
    done = run("fetch")
    assert (done.code, done.out) == (1, "")
    problem, hint = done.err.splitlines()
    assert problem.startswith(str(data))
    assert hint.startswith("  hint: ")


def test_without_a_source_the_next_step_is_named(run, feeds_yaml):
    feeds_yaml().write_text("sections: {News: []}", encoding="utf-8")
    for command in ("fetch", "today"):
        done = run(command)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("this paper has no source\n  hint: `digest feeds add URL`")


@pytest.mark.parametrize("when", ["1970-01-01T00:05Z", "2026-09-01", "2099-01-01"])
def test_a_clock_that_is_wrong_for_one_fetch_loses_nothing(run, web, feeds_yaml, when):
    titles = ["Erste Meldung des Tages", "Rathaus brennt in Celle", "Museum zeigt einen Saurier"]
    web.page("/feed", rss(titles[0]))
    feeds_yaml(web.url("/feed"))
    run("today")
    web.page("/feed", rss(*titles[:2], day=21))
    run("fetch", now="2026-11-21T12:00Z")
    web.page("/feed", rss(*titles, day=21))
    run("fetch", now=when)
    for minute in (0, 10, 20):
        run("fetch", now=f"2026-11-21T13:{minute:02}Z")
    printed = run("today", "--format", "json", now="2026-11-22T06:00Z").titles
    assert sorted(printed) == sorted(titles[1:])
