import subprocess
import sys
from pathlib import Path

import pytest

OPML = """<opml version="2.0"><body>
<outline text="Recht"><outline text="Blog" xmlUrl="https://recht.example/feed"/>
<outline text="Heimlich" xmlUrl="http://127.0.0.1/feed"/></outline>
</body></opml>"""


def test_the_starter_is_written_and_is_in_order(run):
    done = run("init")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("feeds.yaml: 53 sources.")
    assert run("check", "--offline").code == 0


def test_an_opml_file_becomes_feeds_yaml_and_what_is_left_out_is_named(run):
    Path("list.opml").write_text(OPML, encoding="utf-8")
    done = run("init", "--opml", "list.opml")
    assert done.code == 0
    assert "left out: Heimlich (http://127.0.0.1/feed): it leads into a private network" in done.err
    assert "  Recht:\n    - url: https://recht.example/feed" in Path("feeds.yaml").read_text(
        "utf-8"
    )


def test_a_feed_in_two_spellings_comes_in_once(run):
    spelled = ["https://www.recht.example/feed/", "http://recht.example/feed"]
    outlines = "".join(f'<outline type="rss" xmlUrl="{address}"/>' for address in spelled)
    Path("list.opml").write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    done = run("init", "--opml", "list.opml")
    assert done.code == 0
    assert f"left out: {spelled[1]}: another spelling of a feed above\n" in done.err
    assert "feeds.yaml: 1 source. " in done.err


def test_an_opml_file_comes_by_a_pipe_too(tmp_path):
    command = [sys.executable, "-m", "digest", "init", "--opml", "-"]
    done = subprocess.run(command, cwd=tmp_path, input=OPML.encode(), capture_output=True)
    assert done.returncode == 0
    assert "https://recht.example/feed" in (tmp_path / "feeds.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<opml><body/></opml>", "list.opml: no feed in it that may come in"),
        ("nonsense", "list.opml: this is no OPML file\n  hint: export the list"),
        (
            '<!DOCTYPE x [<!ENTITY e "f">]><opml/>',
            "list.opml: it declares entities\n  hint: delete",
        ),
        (None, "list.opml: No such file or directory"),
    ],
)
def test_an_opml_file_without_feeds_makes_no_feeds_yaml(run, text, problem):
    if text is not None:
        Path("list.opml").write_text(text, encoding="utf-8")
    done = run("init", "--opml", "list.opml")
    assert done.code == 1
    assert problem in done.err
    assert not Path("feeds.yaml").exists()


def test_a_feeds_yaml_is_never_overwritten(run):
    Path("feeds.yaml").write_text("mine", encoding="utf-8")
    done = run("init")
    assert (done.code, Path("feeds.yaml").read_text(encoding="utf-8")) == (1, "mine")
    assert "exists already" in done.err


def test_another_place_can_be_named(run):
    Path("papers").mkdir()
    assert run("--config", "papers/mine.yaml", "init").code == 0
    assert Path("papers/mine.yaml").exists()
