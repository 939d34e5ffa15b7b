"""The state file itself: who may read it, what it says when it cannot be used, backups, connections."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from functions.adapters.state.sqlite import file as sqlite_file
from functions.adapters.state.sqlite import migrations as sqlite_migrations
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.application.ports.repository import Insert, Replace
from functions.application.queries import events_of, stores_page
from functions.domain.entities import STORES
from functions.domain.errors import Unavailable
from tests.fakes import FakeClock
from tests.fakes.samples import event, operation, store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "state.db"


@pytest.fixture
def repository(path: Path) -> Iterator[SqliteRepository]:
    opened = SqliteRepository(path, clock=FakeClock(), busy_seconds=0.2)
    yield opened
    opened.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def pragma(repository: SqliteRepository, name: str) -> object:
    with repository._file.reading() as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def connection_of(repository: SqliteRepository) -> sqlite3.Connection:
    with repository._file.reading() as connection:
        return connection


def test_the_file_is_durable_and_nobody_elses(repository: SqliteRepository, path: Path) -> None:
    repository.commit(Insert(store()))

    assert [pragma(repository, name) for name in ("journal_mode", "synchronous", "foreign_keys")] == ["wal", 2, 1]
    assert {file.name: mode(file) for file in path.parent.iterdir()} == {
        "state.db": 0o600,
        "state.db-wal": 0o600,
        "state.db-shm": 0o600,
    }
    assert mode(path.parent) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(repository: SqliteRepository, path: Path) -> None:
    path.parent.mkdir()
    path.touch(mode=0o644)

    repository.ping()

    assert mode(path) == 0o600


def test_the_schema_is_made_once(path: Path) -> None:
    first, second = SqliteRepository(path), SqliteRepository(path)
    first.commit(Insert(store()))

    assert second.get(STORES, id="demo") == store()
    assert pragma(second, "user_version") == len(sqlite_migrations.MIGRATIONS)
    first.close()
    second.close()


def test_a_later_step_keeps_what_is_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = SqliteRepository(path)
    before.commit(Insert(store()))
    before.close()
    step = ("ALTER TABLE entities ADD COLUMN colour TEXT", "UPDATE entities SET colour = 'red'")
    monkeypatch.setattr(sqlite_migrations, "MIGRATIONS", (*sqlite_migrations.MIGRATIONS, step))

    after = SqliteRepository(path)

    assert after.get(STORES, id="demo") == store()
    assert pragma(after, "user_version") == len(sqlite_migrations.MIGRATIONS)
    after.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = SqliteRepository(path)
    before.commit(Insert(store()))
    before.close()
    known = sqlite_migrations.MIGRATIONS
    monkeypatch.setattr(sqlite_migrations, "MIGRATIONS", (*known, ("DELETE FROM entities", "SELECT * FROM nowhere")))

    with pytest.raises(Unavailable, match="nowhere"):
        SqliteRepository(path).ping()

    monkeypatch.setattr(sqlite_migrations, "MIGRATIONS", known)
    after = SqliteRepository(path)
    assert after.get(STORES, id="demo") == store()
    after.close()


def test_a_file_of_a_newer_version_is_refused_untouched(repository: SqliteRepository, path: Path) -> None:
    repository.ping()
    repository.close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 7")
    newer.close()

    with pytest.raises(Unavailable, match=r"newer Storeyard \(schema 7, this one knows 3\)"):
        repository.ping()


@pytest.mark.parametrize("content", [b"not a database, but long enough to look at" * 100, b"\x00" * 100])
def test_a_file_of_something_else_is_refused(repository: SqliteRepository, path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(Unavailable, match="is not a state file"):
        repository.ping()

    assert path.read_bytes() == content


def test_a_damaged_file_is_told_from_an_empty_one(repository: SqliteRepository, path: Path) -> None:
    for number in range(60):
        repository.commit(Insert(store(f"shop-{number}", message="x" * 2000)))
    repository.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(Unavailable, match="damaged: restore a backup"):
        stores_page(repository)


def test_a_full_disk_changes_nothing_and_says_so(repository: SqliteRepository) -> None:
    repository.commit(Insert(store("first")))
    with repository._file.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(Unavailable, match="full: free some space; nothing was changed"):
        repository.commit(Insert(store("second", message="small")), Insert(operation(result={"output": "x" * 100_000})))

    assert [one.id for one in stores_page(repository).items] == ["first"]
    with repository._file.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    repository.commit(Insert(store("second")))


def test_a_lock_that_is_held_too_long_is_unavailable_and_readers_go_on(repository: SqliteRepository, path: Path) -> None:
    repository.commit(Insert(store()))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable, match="locked by another process"):
        repository.commit(Insert(store("second")))
    assert repository.get(STORES, id="demo") == store()

    other.execute("ROLLBACK")
    other.close()
    repository.commit(Insert(store("second")))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Unavailable, match=r"file/state\.db cannot be opened"):
        SqliteRepository(tmp_path / "file" / "state.db").ping()


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be opened"):
        SqliteRepository(tmp_path).ping()


def test_any_other_fault_is_one_sentence_too(repository: SqliteRepository) -> None:
    with pytest.raises(Unavailable, match="cannot be used: no such table"), repository._file.reading() as connection:
        connection.execute("SELECT * FROM nowhere")


def test_a_file_system_without_shared_memory_is_refused(repository: SqliteRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *arguments: object) -> sqlite3.Cursor:
            return super().execute("PRAGMA journal_mode = DELETE" if "journal_mode" in sql else sql, *arguments)  # type: ignore[arg-type]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **options: connect(*a, **options, factory=Connection))

    with pytest.raises(Unavailable, match="use a local disk"):
        repository.ping()


def test_a_backup_is_a_whole_state_file_of_its_own(repository: SqliteRepository, tmp_path: Path) -> None:
    repository.commit(Insert(store()), Insert(operation()), Insert(event("OP000001", 1)))
    target = tmp_path / "backup.db"

    repository.backup(target)
    repository.commit(Replace(store(message="later")))

    restored = SqliteRepository(target, clock=FakeClock())
    assert mode(target) == 0o600
    assert restored.get(STORES, id="demo") == store()
    assert len(events_of(restored, "OP000001")) == 1
    restored.close()


def test_a_backup_overwrites_nothing(repository: SqliteRepository, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_text("precious")

    with pytest.raises(Unavailable, match="File exists"):
        repository.backup(target)

    assert target.read_text() == "precious"


def test_a_backup_of_what_cannot_be_read_leaves_nothing(repository: SqliteRepository, path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not a database, but long enough to look at" * 100)

    with pytest.raises(Unavailable, match="not a database"):
        repository.backup(tmp_path / "backup.db")

    assert not (tmp_path / "backup.db").exists()


def test_threads_that_ask_one_after_the_other_share_a_connection(repository: SqliteRepository) -> None:
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        assert other.submit(connection_of, repository).result() is one.submit(connection_of, repository).result()


def test_nobody_is_lent_a_connection_that_is_in_use(repository: SqliteRepository) -> None:
    with repository._file.reading() as mine, ThreadPoolExecutor(1) as pool:
        others = pool.submit(connection_of, repository).result()
        assert others is not mine

    assert {connection for _, connection in repository._file._idle[os.getpid()]} == {mine, others}


def test_a_connection_that_nobody_needed_for_a_while_is_closed(
    repository: SqliteRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    with repository._file.reading() as first, ThreadPoolExecutor(1) as pool:
        second = pool.submit(connection_of, repository).result()  # is idle from now on

    monkeypatch.setattr(time, "monotonic", lambda: now + sqlite_file.IDLE_SECONDS - 1)
    assert connection_of(repository) is first, "the one that came back last"
    second.execute("SELECT 1")

    monkeypatch.setattr(time, "monotonic", lambda: now + sqlite_file.IDLE_SECONDS + 1)
    assert connection_of(repository) is first
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        second.execute("SELECT 1")


def test_a_transaction_that_could_not_be_ended_is_nobody_elses(repository: SqliteRepository) -> None:
    with repository._file.reading() as connection:
        connection.execute("BEGIN IMMEDIATE")

    repository.commit(Insert(store()))
    assert repository.get(STORES, id="demo") == store()


def test_a_connection_that_is_lent_while_the_repository_is_closed_is_closed_as_it_comes_back(
    repository: SqliteRepository,
) -> None:
    with repository._file.reading() as connection:
        repository.close()
        connection.execute("SELECT 1 FROM entities")

    assert repository._file._idle == {os.getpid(): []}
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_forked_child_does_not_use_its_parents_connection(
    repository: SqliteRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    with repository._file.reading() as connection:
        parents = connection

    monkeypatch.setattr(os, "getpid", os.getppid)

    with repository._file.reading() as connection:
        assert connection is not parents
    parents.close()


def test_a_closed_repository_opens_again(repository: SqliteRepository) -> None:
    repository.commit(Insert(store()))
    repository.close()

    assert repository.get(STORES, id="demo") == store()


def test_many_threads_write_without_waiting_too_long(path: Path) -> None:
    repository = SqliteRepository(path, clock=FakeClock())

    def write(number: int) -> None:
        repository.commit(Insert(store(f"shop-{number:02d}")))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    assert len(stores_page(repository).items) == 40
    repository.close()


def test_a_thread_waits_for_another_ones_commit_no_longer_than_for_another_process(repository: SqliteRepository) -> None:
    repository.commit(Insert(store()))

    with repository._file.writing(), ThreadPoolExecutor(1) as pool:
        said = pool.submit(repository.commit, Insert(store("second"))).exception()
        assert pool.submit(repository.get, STORES, id="demo").result() == store(), "readers do not wait"

    assert isinstance(said, Unavailable)
    assert "takes too long" in said.message
    repository.commit(Insert(store("second")))


def test_a_child_that_was_forked_while_a_thread_wrote_can_write(
    repository: SqliteRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(Insert(store()))
    with repository._file.reading() as parents:
        pass

    with repository._file._turn():
        monkeypatch.setattr(os, "getpid", os.getppid)
        repository.commit(Insert(store("second")))
        with repository._file.reading() as childs:
            pass
        monkeypatch.undo()

    assert len(stores_page(repository).items) == 2
    for connection in (parents, childs):
        connection.close()


class Busy:
    """A connection that others keep from the write-ahead log so many times."""

    def __init__(self, times: int) -> None:
        self.times, self.asked = times, 0

    def execute(self, _: str) -> Busy:
        self.asked += 1
        if self.asked <= self.times:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return self

    def fetchone(self) -> tuple[str]:
        return ("wal",)


def test_the_write_ahead_log_is_waited_for_while_another_process_does_the_same(repository: SqliteRepository) -> None:
    busy = Busy(3)

    repository._file._enable_wal(busy)  # type: ignore[arg-type] # what it calls of a connection

    assert busy.asked == 4


def test_the_write_ahead_log_is_waited_for_no_longer_than_a_writer(repository: SqliteRepository) -> None:
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        repository._file._enable_wal(Busy(1000))  # type: ignore[arg-type] # what it calls of a connection


def test_another_error_than_that_is_not_waited_for(repository: SqliteRepository) -> None:
    class Broken(Busy):
        def execute(self, _: str) -> Busy:
            self.asked += 1
            raise sqlite3.OperationalError("disk I/O error")

    broken = Broken(0)
    with pytest.raises(sqlite3.OperationalError, match="disk"):
        repository._file._enable_wal(broken)  # type: ignore[arg-type] # what it calls of a connection

    assert broken.asked == 1
