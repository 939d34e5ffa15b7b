"""Copies of the state file: made beside a platform that runs, kept in a number, and put back when none does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions import state_copies
from functions.adapters.backups.folder import FolderTarget
from functions.adapters.lock import hold
from functions.adapters.state.sqlite import copies
from functions.application.state_copies import StateCopies, Ways
from functions.domain.errors import InvalidRequest, NotFound, Unavailable
from functions.settings import settings

WAYS = Ways(copy=copies.copy_state, check=copies.check_state, put_back=copies.put_back, hold=hold)


class Ticking:
    """A clock that is a second later each time."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, 3, 17, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


@pytest.fixture
def state(home: Path) -> Iterator[sqlite3.Connection]:
    """A state file as the platform has it open: its last rows are in the write-ahead log alone."""
    with closing(sqlite3.connect(home / "state.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE rows (text TEXT)")
        connection.execute("INSERT INTO rows VALUES ('tea')")
        connection.commit()
        yield connection


@pytest.fixture
def kept(home: Path, tmp_path: Path) -> StateCopies:
    target = FolderTarget(tmp_path / "copies")
    return StateCopies(home=home, file=home / "state.db", target=target, clock=Ticking(), ways=WAYS)


def rows(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM rows")]


def test_a_copy_has_what_was_committed_and_the_newest_are_kept(state: sqlite3.Connection, kept: StateCopies) -> None:
    made = [kept.make(keep=2) for _ in range(3)]

    assert made == ["20260101-031701", "20260101-031702", "20260101-031703"]
    assert kept.names() == made[1:]
    assert rows(kept.file.parent.parent / f"copies/state-copies/{made[2]}/state.db") == ["tea"]


def test_a_copy_that_is_not_there_as_it_was_written_does_not_count(
    state: sqlite3.Connection, kept: StateCopies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FolderTarget, "read", lambda self, path: iter([b"half"]))

    with pytest.raises(Unavailable, match="not there as it was written"):
        kept.make(keep=2)
    assert kept.names() == []


def test_a_copy_takes_the_states_place_once_and_what_was_there_is_kept(
    home: Path, state: sqlite3.Connection, kept: StateCopies
) -> None:
    name = kept.make(keep=2)
    state.execute("INSERT INTO rows VALUES ('cake')")
    state.commit()
    state.close()

    assert kept.restore(name) is True
    assert rows(home / "state.db") == ["tea"]
    assert rows(home / f"state-before-{name}.db") == ["tea", "cake"]
    with closing(sqlite3.connect(home / "state.db")) as connection, connection:
        connection.execute("INSERT INTO rows VALUES ('later')")
    assert kept.restore(name) is False, "a pod that starts again does not throw away what came since"
    assert rows(home / "state.db") == ["tea", "later"]


def test_nothing_is_restored_under_a_platform_that_runs(home: Path, state: sqlite3.Connection, kept: StateCopies) -> None:
    name = kept.make(keep=2)

    with hold(home), pytest.raises(Unavailable, match="running already"):
        kept.restore(name)
    assert rows(home / "state.db") == ["tea"]
    assert not (home / "restored").exists()


def test_a_damaged_copy_is_not_put_back(home: Path, state: sqlite3.Connection, kept: StateCopies) -> None:
    name = kept.make(keep=2)
    (home.parent / f"copies/state-copies/{name}/state.db").write_bytes(b"x" * 8192)
    state.close()

    with pytest.raises(Unavailable, match="cannot be read"):
        kept.restore(name)
    assert rows(home / "state.db") == ["tea"]
    assert sorted(path.name for path in home.glob("state*.db")) == ["state.db"]


def test_a_name_of_no_copy_is_refused(state: sqlite3.Connection, kept: StateCopies) -> None:
    with pytest.raises(InvalidRequest, match="no name of a copy"):
        kept.restore("../../etc")
    with pytest.raises(NotFound, match="there are: none"):
        kept.restore("20260101-000000")


def test_the_command_makes_lists_and_restores(
    home: Path, state: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state.close()
    monkeypatch.setenv("STOREYARD_HOME", str(home))
    settings.cache_clear()
    place = ["--to", str(tmp_path / "copies")]
    try:
        assert state_copies.main(["make", *place]) == 0
        name = capsys.readouterr().out.split()[1]
        assert state_copies.main(["list", *place]) == 0
        assert capsys.readouterr().out.split() == [name]
        assert state_copies.main(["restore", name, *place]) == 0
        assert state_copies.main(["restore", "20200101-000000", *place]) == 1
        assert "There is no copy 20200101-000000" in capsys.readouterr().err
        monkeypatch.setenv("STATE_BACKEND", "dynamodb")
        settings.cache_clear()
        assert state_copies.main(["list", *place]) == 1
        assert "only the state in a file" in capsys.readouterr().err
    finally:
        settings.cache_clear()
