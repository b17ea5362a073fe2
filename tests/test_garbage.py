import gc

import pytest

from digest.garbage import undisturbed


@pytest.fixture(autouse=True)
def looking():
    """The collector of garbage, on before and after."""
    yield
    gc.enable()


@pytest.mark.parametrize("on", [True, False])
def test_looking_for_cycles_is_afterwards_as_it_was(on):
    (gc.enable if on else gc.disable)()
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled() is on


def test_an_error_leaves_it_as_it_was():
    with pytest.raises(ValueError, match="no news"), undisturbed():
        raise ValueError("no news")
    assert gc.isenabled()


def test_what_was_made_meanwhile_is_old():
    gc.enable()
    with undisturbed():
        made = [[number] for number in range(10_000)]
    assert gc.get_count()[0] < gc.get_threshold()[0]
    young = {id(each) for generation in (0, 1) for each in gc.get_objects(generation)}
    assert young.isdisjoint(map(id, made))
