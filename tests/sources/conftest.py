"""An archive, and the way to feeds with a parser that the tests of a module share."""

import pytest

from digest.http import Http
from digest.parsing import Parser
from digest.sources import Net
from digest.store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "data") as store:
        yield store


@pytest.fixture(scope="module")
def parser():
    with Parser(1) as shared:
        yield shared


@pytest.fixture
def net(parser):
    return Net(http=Http(agent="digest tests", deadline=5), parser=parser)
