"""Where keys come from."""

import copy
import pickle

import pytest

from digest.credentials import FILE, NAMES, Credentials, Secret, load, save
from digest.errors import CredentialError, DigestError
from tests.rights import nobody, somebodys_folder


def write(folder, text, mode=0o600):
    path = folder / FILE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


class TestSecrets:
    def test_a_secret_shows_itself_only_to_who_asks(self):
        secret = Secret("SENTINEL")
        assert "SENTINEL" not in f"{secret} {secret!r} {[secret]}"
        assert secret.reveal() == "SENTINEL"
        assert secret
        assert not Secret()

    def test_a_secret_is_not_written_into_files(self):
        with pytest.raises(TypeError):
            pickle.dumps(Secret("SENTINEL"))

    def test_credentials_show_no_secret(self, tmp_path):
        found = load({"X_BEARER_TOKEN": "SENTINEL"}, tmp_path)
        assert "SENTINEL" not in repr(found) + str(found) + str(copy.copy(found.values))


class TestLogins:
    def test_the_login_of_a_feed_may_be_in_the_file_or_in_the_environment(self, tmp_path):
        write(tmp_path, "FEED_ONE: 'anna:ge heim:ß'\n")
        found = load({"FEED_TWO": "b:c", "FEED_DEBUG": "1", "FEEDER": "d:e"}, tmp_path)
        assert found.values.keys() == {"FEED_ONE", "FEED_TWO"}
        assert found["FEED_ONE"].reveal() == "anna:ge heim:ß"

    @pytest.mark.parametrize("value", ["SENTINEL", ":SENTINEL", '"a:SENT\\nINEL"', "a:"])
    def test_what_is_no_login_is_refused(self, tmp_path, value):
        write(tmp_path, f"FEED_ONE: {value!s}\n" if value != "a:" else "FEED_ONE: 'a:'\n")
        with pytest.raises(CredentialError) as caught:
            load({}, tmp_path)
        assert "SENT" not in caught.value.problem

    def test_logins_stay_when_keys_are_saved(self, tmp_path):
        write(tmp_path, "FEED_ONE: anna:geheim\n")
        save(tmp_path, {"X_BEARER_TOKEN": "token"})
        assert load({}, tmp_path)["FEED_ONE"].reveal() == "anna:geheim"


class TestLoading:
    def test_without_anything_there_is_nothing(self, tmp_path):
        found = load({}, tmp_path / "nowhere")
        assert not found["X_BEARER_TOKEN"]
        assert found.missing("X_BEARER_TOKEN", "MASTODON_ACCESS_TOKEN") == (
            "X_BEARER_TOKEN",
            "MASTODON_ACCESS_TOKEN",
        )

    def test_the_environment_comes_before_the_file(self, tmp_path):
        write(tmp_path, "X_BEARER_TOKEN: from-file\nX_ACCESS_TOKEN: '7-abc'\n")
        found = load({"X_BEARER_TOKEN": " from-environment\n", "PATH": "x"}, tmp_path)
        assert found.reveal("X_BEARER_TOKEN", "X_ACCESS_TOKEN") == ("from-environment", "7-abc")
        assert list(found.x().values()) == ["from-environment", "", "", "7-abc", ""]

    def test_a_key_of_digits_is_a_text(self, tmp_path):
        write(tmp_path, "X_CONSUMER_KEY: 0123\nX_CONSUMER_SECRET: yes\nX_ACCESS_TOKEN: 1e5\n")
        found = load({}, tmp_path)
        assert found.reveal("X_CONSUMER_KEY", "X_CONSUMER_SECRET", "X_ACCESS_TOKEN") == (
            "0123",
            "yes",
            "1e5",
        )

    @pytest.mark.parametrize("text", ["", "# nothing yet\n", "X_BEARER_TOKEN:\n", "{}"])
    def test_a_file_without_keys_has_none(self, tmp_path, text):
        write(tmp_path, text)
        assert load({}, tmp_path) == Credentials()

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o777])
    def test_a_file_that_others_can_read_is_refused(self, tmp_path, mode):
        path = write(tmp_path, "X_BEARER_TOKEN: SENTINEL\n", mode)
        with pytest.raises(CredentialError, match="others can read it") as caught:
            load({}, tmp_path)
        assert caught.value.hint == f"chmod 600 {path}"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("X_BEARER_TOKEN: [SENTINEL\n", ":2: this is not YAML"),
            ("a: b\nX_BEARER_TOKEN: 'SENTINEL\n", "this is not YAML"),
            ("[" * 50_000, "this is not YAML"),
            ("- SENTINEL\n", "no list of keys"),
            ("SENTINEL", "no list of keys"),
            ("X_BEARER_TOKEN: [SENTINEL]\n", "X_BEARER_TOKEN with what is no key"),
            ("X_BEARER: SENTINEL\n", "an unknown name with what is no key"),
            ("[a]: SENTINEL\n", "is no"),
            ("X_BEARER_TOKEN: SEN TINEL\n", "holds characters that no key has"),
            (b"X_BEARER_TOKEN: \xff", "not UTF-8"),
        ],
    )
    def test_a_file_that_is_wrong_is_named_without_what_is_in_it(self, tmp_path, text, said):
        write(tmp_path, text)
        with pytest.raises(CredentialError) as caught:
            load({}, tmp_path)
        assert said in caught.value.problem
        assert caught.value.problem.startswith(str(tmp_path / FILE))
        assert "SENTINEL" not in caught.value.problem + caught.value.hint
        assert caught.value.hint

    @pytest.mark.parametrize("value", ["a b", "ä", "a\nb", "a\0b", "x" * 1001])
    def test_a_key_with_characters_that_no_key_has_is_refused(self, tmp_path, value):
        with pytest.raises(CredentialError, match="X_BEARER_TOKEN: holds") as caught:
            load({"X_BEARER_TOKEN": value}, tmp_path)
        assert value not in caught.value.problem

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path):
        (tmp_path / FILE).mkdir()
        with pytest.raises(CredentialError, match="directory"):
            load({}, tmp_path)

    def test_a_folder_that_is_closed_to_us_is_named(self):
        with somebodys_folder(0o000) as folder, nobody():
            with pytest.raises(CredentialError, match=rf"{FILE}: Permission denied"):
                load({}, folder)
            with pytest.raises(CredentialError, match=rf"{FILE}: Permission denied"):
                save(folder, {"X_BEARER_TOKEN": "abc"})


class TestSaving:
    def test_keys_are_written_for_their_owner_only(self, tmp_path):
        path = save(tmp_path / "config", {"X_BEARER_TOKEN": "abc"})
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert load({}, path.parent).reveal("X_BEARER_TOKEN") == ("abc",)

    def test_what_stands_there_stays_and_an_empty_key_goes(self, tmp_path):
        save(tmp_path, {"X_BEARER_TOKEN": "abc", "X_ACCESS_TOKEN": "0123"})
        save(tmp_path, {"X_BEARER_TOKEN": "", "BLUESKY_HANDLE": "anna.example"})
        found = load({}, tmp_path)
        assert set(found.values) == {"X_ACCESS_TOKEN", "BLUESKY_HANDLE"}
        assert found.reveal("X_ACCESS_TOKEN") == ("0123",)

    def test_an_open_file_is_not_added_to(self, tmp_path):
        write(tmp_path, "X_BEARER_TOKEN: abc\n", 0o644)
        with pytest.raises(CredentialError, match="others can read it"):
            save(tmp_path, {"X_ACCESS_TOKEN": "7-abc"})

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(DigestError, match=r"config: Not a directory") as caught:
            save(tmp_path / "file" / "config", {"X_BEARER_TOKEN": "abc"})
        assert "writable" in caught.value.hint

    def test_what_is_no_key_is_not_written(self, tmp_path):
        with pytest.raises(CredentialError):
            save(tmp_path, {"X_BEARER_TOKEN": "a b"})
        assert not (tmp_path / FILE).exists()


def test_the_names_are_those_of_the_environment():
    assert {"X_BEARER_TOKEN", "MASTODON_ACCESS_TOKEN", "BLUESKY_APP_PASSWORD"} <= set(NAMES)


def test_a_handle_may_be_written_as_people_write_it(tmp_path):
    # A server of Bluesky takes what holds an @ for an address of mail.
    assert load({"BLUESKY_HANDLE": "@anna.example"}, tmp_path).reveal("BLUESKY_HANDLE") == (
        "anna.example",
    )
