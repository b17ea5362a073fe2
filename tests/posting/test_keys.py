from datetime import UTC, datetime

from digest.posting.keys import key_time, new_key

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


def test_a_key_holds_its_time_and_is_one_draft_s():
    keys = {new_key(NOW, number) for number in range(1000)}
    assert len(keys) == 1000
    assert {len(key) for key in keys} == {13}
    assert {key_time(key) for key in keys} == {NOW}
