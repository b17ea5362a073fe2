"""The file: made, opened, migrated, damaged, full, read-only; and never made worse."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from digest.errors import BusyError, StoreError
from digest.store import Store, database, schema
from tests.rights import nobody, somebodys_folder
from tests.store.samples import DAY, HOUR, NOW, answer, edition, feed, item, source, story, window

NAME = "digest.sqlite3"
BACKUP = "digest.backup.sqlite3"


@pytest.fixture
def full(folder):
    """The folder of an archive with a bit of everything in it, closed."""
    with Store(folder) as store:
        for of in "abc":
            items = store.add(feed(of, 60), NOW)
            store.keep(edition(story(*items[:3]), number=store.next_number(), last=items[-1].id))
        store.prune(NOW)
    return folder


def work(folder):
    """Do everything with an archive that a morning does."""
    with Store(folder) as store:
        store.checkpoints()
        store.health(NOW)
        base = store.window_base()
        store.past("", NOW - DAY)
        for of in "abc":
            store.add(feed(of, 61), NOW + HOUR)
        store.items(window(after=base[1]), [source(of).id for of in "abc"])
        items = store.recent(NOW - DAY)
        with store.lock("printing"):
            store.keep(edition(story(*items[:3]), number=store.next_number(), end=NOW + HOUR))
        store.prune(NOW + HOUR)
        store.back_up(NOW)


def raw(folder):
    return closing(sqlite3.connect(folder / NAME, isolation_level=None))


class TestMaking:
    def test_the_folder_and_the_file_are_for_their_owner_only(self, folder):
        with Store(folder / "deep"):
            pass
        mode = stat.S_IMODE((folder / "deep").stat().st_mode)
        assert mode == 0o700
        assert stat.S_IMODE((folder / "deep" / NAME).stat().st_mode) == 0o600

    def test_a_folder_that_is_there_is_used(self, folder):
        folder.mkdir()
        with Store(folder) as store:
            store.add(answer(item("1")), NOW)
        with Store(folder) as store:
            assert store.last_item() == 1

    def test_nothing_is_left_beside_the_file(self, full):
        assert sorted(path.name for path in full.iterdir()) == [NAME, "opening.lock"]

    def test_what_a_killed_run_left_of_a_new_file_is_cleared_away(self, folder):
        folder.mkdir()
        for name in ("digest.new", "digest.new-wal"):
            (folder / name).write_bytes(b"half")
        with Store(folder) as store:
            store.add(answer(item("1")), NOW)
        assert sorted(path.name for path in folder.iterdir()) == [NAME, "opening.lock"]

    def test_an_archive_that_another_run_has_just_made_is_left_alone(self, full):
        before = (full / NAME).read_bytes()
        database._create(full / NAME)
        assert (full / NAME).read_bytes() == before

    def test_the_log_survives_power_cuts(self, store):
        with store._database.transaction() as db:
            assert db.execute("PRAGMA synchronous").fetchone() == (2,)
            assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        with store._database.transaction(durable=False) as db:
            assert db.execute("PRAGMA synchronous").fetchone() == (1,)

    def test_an_archive_can_be_opened_twice(self, folder):
        with Store(folder) as one, Store(folder) as other:
            one.add(answer(item("1")), NOW)
            other.add(answer(item("2"), item("1")), NOW)
            assert [it.key for it in one.recent(NOW - DAY)] == ["1", "2"]


def _forget_texts(db):
    """Make the tables what they were before the texts of what was announced were kept."""
    db.execute("DROP TABLE announcements")
    db.execute("CREATE TABLE alerts (item INTEGER PRIMARY KEY, at INTEGER NOT NULL)")
    db.execute("ALTER TABLE sources DROP COLUMN gap")


class TestMigrations:
    def test_an_older_archive_becomes_one_of_today(self, full, monkeypatch):
        later = (*schema.MIGRATIONS, ("CREATE TABLE tomorrow (id INTEGER PRIMARY KEY)",))
        monkeypatch.setattr(database, "MIGRATIONS", later)
        with Store(full) as store:
            assert store.last_item() == 180
        with raw(full) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (len(later),)
            assert db.execute("SELECT count(*) FROM tomorrow").fetchone() == (0,)

    def test_stems_that_older_rules_made_are_thrown_away(self, full):
        with raw(full) as db:
            assert db.execute("SELECT count(*) FROM items WHERE terms <> ''").fetchone() != (0,)
            db.execute("DROP INDEX spending_lost")
            db.execute("ALTER TABLE spending DROP COLUMN request")
            _forget_texts(db)
            db.execute(f"PRAGMA user_version = {schema.MIGRATIONS.index(schema._PARTS)}")
        with Store(full), raw(full) as db:
            assert db.execute("SELECT count(*) FROM items WHERE terms <> ''").fetchone() == (0,)

    def test_what_an_older_digest_announced_stays_announced(self, full):
        with Store(full) as store:
            known = store.recent(NOW - DAY)[0]
        with raw(full) as db:
            _forget_texts(db)
            db.execute("INSERT INTO alerts VALUES (?, 1)", (known.id,))
            db.execute(f"PRAGMA user_version = {schema.MIGRATIONS.index(schema._TOLD)}")
        with Store(full) as store:
            assert store.announced() == {known.id: ((known.folded, None),)}

    def test_a_migration_that_fails_changes_nothing(self, full, monkeypatch):
        bad = ("CREATE TABLE tomorrow (id INTEGER PRIMARY KEY)", "CREATE TABLE items (id)")
        monkeypatch.setattr(database, "MIGRATIONS", (*schema.MIGRATIONS, bad))
        before = (full / NAME).read_bytes()
        with pytest.raises(StoreError):
            Store(full)
        assert (full / NAME).read_bytes() == before

    def test_an_archive_of_a_newer_digest_is_left_alone(self, full):
        with raw(full) as db:
            db.execute("PRAGMA user_version = 99")
        before = (full / NAME).read_bytes()
        with pytest.raises(StoreError, match=f"{NAME}: made by a newer digest") as caught:
            Store(full)
        assert "update" in caught.value.hint
        assert (full / NAME).read_bytes() == before


class TestDamage:
    @pytest.fixture(autouse=True)
    def _one_line(self):
        self.seen = []
        yield
        assert not [text for text in self.seen if "\n" in text]

    def refuses(self, folder):
        """Say whether an archive is refused; if it is, the file stays what it was."""
        before = (folder / NAME).read_bytes()
        try:
            work(folder)
        except StoreError as error:
            self.seen += [error.problem, error.hint]
        else:
            return False
        assert str(folder) in self.seen[-2]
        assert self.seen[-1]
        assert (folder / NAME).read_bytes() == before
        return True

    @pytest.mark.parametrize(
        "content", [b"", b"\0", b"garbage" * 5000, b"SQLite format 3\0", b"\xff" * 4096]
    )
    def test_a_file_that_is_no_archive_is_refused_and_kept(self, folder, content):
        folder.mkdir()
        (folder / NAME).write_bytes(content)
        assert self.refuses(folder)
        assert "damaged" in self.seen[0]

    def test_the_database_of_another_program_is_refused_and_kept(self, folder):
        folder.mkdir()
        with raw(folder) as db:
            db.execute("CREATE TABLE bookmarks (url)")
        assert self.refuses(folder)
        assert "not an archive of digest" in self.seen[0]

    @pytest.mark.parametrize("part", [0.01, 0.2, 0.5, 0.9])
    def test_a_cut_file_is_refused_and_kept(self, full, part):
        path = full / NAME
        os.truncate(path, int(path.stat().st_size * part))
        assert self.refuses(full)

    def test_an_overwritten_page_is_refused_and_kept(self, full):
        with (full / NAME).open("r+b") as file:
            file.seek(8192)
            file.write(b"\x55" * 4096)
        assert self.refuses(full)

    @pytest.mark.parametrize("seed", range(8))
    def test_a_wrong_byte_is_harmless_or_refused_and_kept(self, full, seed, tmp_path):
        numbers = Random(seed)  # noqa: S311 - the same bytes every time
        good = (full / NAME).read_bytes()
        for turn in range(12):
            folder = tmp_path / str(turn)
            shutil.copytree(full, folder)
            place = numbers.randrange(100 if turn < 3 else len(good))
            wrong = bytes([good[place] ^ numbers.randrange(1, 256)])
            (folder / NAME).write_bytes(good[:place] + wrong + good[place + 1 :])
            self.refuses(folder)

    def test_damage_found_late_leaves_the_file_as_it_was(self, full):
        with raw(full) as db:
            db.execute("PRAGMA ignore_check_constraints = ON")
            db.execute("UPDATE editions SET body = x'00'")
        before = (full / NAME).read_bytes()
        with Store(full) as store:
            store.add(feed("d", 60), NOW)
            with pytest.raises(StoreError, match="damaged"):
                store.last_edition()
        assert (full / NAME).read_bytes() == before
        with Store(full) as store:
            assert store.last_item() == 240

    def test_a_damaged_file_with_a_log_keeps_both(self, full):
        crash(full, "store.add(feed('d', 60), NOW)")
        log = (full / f"{NAME}-wal").read_bytes()
        assert log
        os.truncate(full / NAME, (full / NAME).stat().st_size // 2)
        assert self.refuses(full)
        assert (full / f"{NAME}-wal").read_bytes() == log

    def test_the_hint_names_the_backup_when_there_is_one(self, full):
        with Store(full) as store:
            store.back_up(NOW)
        (full / NAME).write_bytes(b"garbage" * 1000)
        assert self.refuses(full)
        assert f"copy {BACKUP} to {NAME}" in self.seen[1]
        for path in full.glob(f"{NAME}*"):
            path.unlink()
        shutil.copy(full / BACKUP, full / NAME)
        assert not self.refuses(full)

    def test_a_large_archive_is_opened_without_a_check(self, full, monkeypatch):
        monkeypatch.setattr(database, "_CHECKED", 1)
        with (full / NAME).open("r+b") as file:
            file.seek(8192)
            file.write(b"\x55" * 4096)
        assert self.refuses(full)


class TestBackup:
    def test_a_backup_is_a_whole_archive(self, full, tmp_path):
        with Store(full) as store:
            assert store.back_up(NOW)
        assert stat.S_IMODE((full / BACKUP).stat().st_mode) == 0o600
        (tmp_path / "other").mkdir()
        shutil.copy(full / BACKUP, tmp_path / "other" / NAME)
        with Store(tmp_path / "other") as store:
            assert store.last_item() == 180
            assert store.last_edition().number == 3
            assert store.add(feed("a", 60), NOW) == ()

    def test_one_a_day_is_enough(self, full):
        with Store(full) as store:
            assert [store.back_up(NOW + HOUR * hours) for hours in (0, 1, 19, 21, 22)] == [
                True,
                False,
                False,
                True,
                False,
            ]

    def test_a_backup_by_a_clock_that_ran_ahead_holds_up_no_other(self, full):
        with Store(full) as store:
            assert store.back_up(NOW + 400 * DAY)
            assert [store.back_up(NOW + HOUR * hours) for hours in (0, 1)] == [True, False]

    def test_the_clock_is_believed_for_a_month_after_a_backup(self, full):
        with Store(full) as store:
            assert not store.is_steady(NOW)
            store.back_up(NOW)
            believed = [store.is_steady(NOW + DAY * days) for days in (-1, 0, 30, 31, 26000)]
        assert believed == [False, True, True, False, False]

    def test_what_a_killed_run_left_of_a_backup_is_cleared_away(self, full):
        (full / "digest.backup.new").write_bytes(b"half")
        with Store(full) as store:
            assert store.back_up(NOW)
        assert sorted(path.name for path in full.iterdir()) == [BACKUP, NAME, "opening.lock"]

    def test_a_backup_that_finds_no_room_takes_none_from_the_archive(self, full):
        with Store(full) as store, files_up_to((full / NAME).stat().st_size // 2):
            with pytest.raises(StoreError):
                store.back_up(NOW)
            assert not list(full.glob("digest.backup.*"))

    def test_a_damaged_archive_does_not_replace_a_good_backup(self, full, monkeypatch):
        with Store(full) as store:
            store.back_up(NOW)
        good = (full / BACKUP).read_bytes()
        monkeypatch.setattr(database, "_CHECKED", 1)
        with (full / NAME).open("r+b") as file:
            file.seek(16384)
            file.write(b"\x55" * 8192)
        with Store(full) as store, pytest.raises(StoreError, match="damaged"):
            store.back_up(NOW + 2 * DAY)
        assert (full / BACKUP).read_bytes() == good


class TestTroubles:
    def test_a_folder_that_is_a_file_is_refused(self, tmp_path):
        (tmp_path / "file").write_text("mine")
        for folder in (tmp_path / "file", tmp_path / "file" / "below"):
            with pytest.raises(StoreError, match="is not a folder") as caught:
                Store(folder)
            assert "--data" in caught.value.hint
        assert (tmp_path / "file").read_text() == "mine"

    def test_a_file_that_is_a_folder_is_refused(self, folder):
        (folder / NAME).mkdir(parents=True)
        with pytest.raises(StoreError, match=f"{NAME}: is not a file"):
            Store(folder)

    def test_a_read_only_folder_is_refused(self):
        with somebodys_folder(0o555) as folder, nobody(), pytest.raises(StoreError) as caught:
            Store(folder)
        assert caught.value.problem == f"{folder}: is read-only"
        assert f"make {folder} writable" in caught.value.hint

    def test_a_read_only_file_is_refused(self):
        with somebodys_folder(0o777) as folder:
            with Store(folder):
                pass
            (folder / NAME).chmod(0o444)
            (folder / "opening.lock").unlink()
            with nobody(), pytest.raises(StoreError, match=f"{NAME}: is read-only"):
                Store(folder)

    def test_a_folder_in_a_place_that_is_not_ours_is_refused(self):
        with somebodys_folder(0o555) as folder, nobody(), pytest.raises(StoreError) as caught:
            Store(folder / "data")
        assert caught.value.problem == f"{folder / 'data'}: Permission denied"
        assert "--data" in caught.value.hint

    def test_a_full_disk_is_one_line_and_no_half_state(self, store):
        store.add(feed("a", 3), NOW)
        pages = store._database._connection.execute("PRAGMA page_count").fetchone()[0]
        store._database._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="no room left on the disk") as caught:
            store.add(feed("b", 500), NOW)
        assert "make room" in caught.value.hint
        assert store.last_item() == 3
        assert source("b").id not in store.health(NOW)

    def test_a_disk_without_room_for_a_lock_is_one_line(self, tmp_path):
        if not Path("/dev/full").exists():
            pytest.skip("no disk that is always full")
        from digest.store.troubles import named

        with pytest.raises(StoreError, match="no room left"), named(tmp_path):
            Path("/dev/full").write_bytes(b"x")

    def test_a_disk_that_fails_is_one_line_and_no_half_state(self, full):
        with Store(full) as store, files_up_to(500_000):
            with pytest.raises(StoreError, match="the disk does not read or write it") as caught:
                store.add(feed("d", 5000), NOW)
            assert "look at the disk" in caught.value.hint
            assert store.last_item() == 180

    def test_an_archive_that_turns_read_only_is_one_line(self, store):
        with store._database.reading() as db:
            db.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be opened for writing"):
            store.add(answer(item("1")), NOW)

    def test_an_archive_that_another_writes_to_for_long_is_busy(self, folder, monkeypatch):
        monkeypatch.setattr(database, "_WAIT", 0.1)
        with (
            Store(folder) as one,
            Store(folder) as other,
            one._database.transaction(),
            pytest.raises(BusyError, match="another digest"),
        ):
            other.add(answer(item("1")), NOW)


@contextmanager
def files_up_to(size):
    """Let no file grow beyond that many bytes."""
    resource = pytest.importorskip("resource")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def crash(folder, step):
    """Take a step in a process that dies before it closes the archive."""
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom digest.store import Store\n"
        "from tests.store.samples import *\nstore = Store(Path(sys.argv[1]))\n"
        f"{step}\nos._exit(9)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=root, check=False)
    assert done.returncode == 9
