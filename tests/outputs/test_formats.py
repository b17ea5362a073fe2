import pytest

from digest.model import Page
from digest.outputs import FORMATS
from tests.outputs.samples import edition, morning, quiet


def test_the_table_names_the_formats():
    assert list(FORMATS) == ["terminal", "markdown", "html", "json", "tweets"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("paper", [morning, quiet, edition])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_every_format_prints_every_paper_on_every_stream(name, paper, encoding):
    printed = FORMATS[name].render(paper(), Page(encoding=encoding))
    assert printed.endswith("\n")
    assert not printed.endswith("\n\n")
    if name != "tweets":  # which are what will be sent, whatever this terminal can show
        printed.encode(encoding)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_prints_an_edition_the_same_each_time(name):
    assert FORMATS[name].render(morning(), Page()) == FORMATS[name].render(morning(), Page())
