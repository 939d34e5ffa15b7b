"""The state file of 0.1.0, as its own platform wrote it on a real cluster: opened by this version, nothing is lost.

tests/fixtures/state-0.1.0.sql is a dump of it: two stores that sell, one that was deleted, a check that failed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.application.queries import events_of, live_operations, operations_page, slots, stores_page, user_with_token
from functions.domain.entities import OPERATIONS, STORES, UNDELIVERED, USERS
from functions.domain.store import Store
from tests.fakes import FakeClock

THEN = datetime(2026, 11, 28, 18, tzinfo=UTC)  # its history expires after 90 days
DUMP = Path(__file__).parents[1] / "fixtures/state-0.1.0.sql"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "state.db"
    connection = sqlite3.connect(file)
    connection.executescript(DUMP.read_text(encoding="utf-8"))
    connection.close()
    return file


@pytest.fixture
def repository(path: Path) -> Iterator[SqliteRepository]:
    opened = SqliteRepository(path, clock=FakeClock(THEN))
    yield opened
    opened.close()


def rows(file: Path, table: str) -> list[dict[str, Any]]:
    """The documents of a table of the old file."""
    connection = sqlite3.connect(file)
    found = [json.loads(row[0]) for row in connection.execute(f"SELECT doc FROM {table} ORDER BY rowid")]
    connection.close()
    return found


def contains(new: Any, old: Any) -> bool:
    """True if all of the old is in the new one, at every depth: fields that came later are no loss."""
    if isinstance(new, dict) and isinstance(old, dict):
        return all(name in new and contains(new[name], value) for name, value in old.items())
    return bool(new == old)


def test_every_store_operation_event_slot_and_user_is_there_as_it_was(path: Path) -> None:
    old = {table: rows(path, table) for table in ("stores", "operations", "events", "slots", "users")}
    repository = SqliteRepository(path, clock=FakeClock(THEN))

    stores = [store.model_dump(mode="json") for store in stores_page(repository).items]
    operations = [repository.get(OPERATIONS, id=row["id"]) for row in old["operations"]]
    events = [event for row in old["operations"] for event in events_of(repository, row["id"], limit=1000)]
    users = [repository.get(USERS, id=row["id"]) for row in old["users"]]

    assert [len(found) for found in old.values()] == [2, 6, 64, 1, 1]
    kept = [*operations, *events, *slots(repository), *users]
    assert None not in kept
    documents = [*stores, *(each.model_dump(mode="json") for each in kept if each is not None)]
    before = [*old["stores"], *old["operations"], *old["events"], *old["slots"], *old["users"]]
    assert len(documents) == len(before)
    for row in before:
        assert any(contains(document, row) for document in documents), row
    assert repository.unreadable() == {}
    repository.close()


def test_what_is_found_by_look_ups_is_found_as_before(repository: SqliteRepository) -> None:
    assert [store.id for store in stores_page(repository, owner="owner").items] == ["demo", "mug-more-groe-x"]
    assert [(one.kind, one.status.value) for one in operations_page(repository, "demo").items] == [
        ("verify", "failed"),
        ("verify", "succeeded"),
        ("provision", "succeeded"),
    ]
    assert [one.kind for one in operations_page(repository, "gone").items] == ["delete", "provision"]
    assert list(live_operations(repository)) == []
    owner = repository.get(USERS, id="owner")
    assert owner is not None
    assert user_with_token(repository, owner.token_hash) == owner
    assert list(repository.find(UNDELIVERED)) == []


def test_old_rows_say_what_they_cannot_know(repository: SqliteRepository) -> None:
    demo = repository.get(STORES, id="demo")
    assert isinstance(demo, Store)
    assert demo.deployed is None
    assert [(one.owner, one.target, one.parameters) for one in operations_page(repository, "demo", limit=1).items] == [
        ("owner", None, {})
    ]


def test_the_file_as_it_was_stays_beside_the_new_one(path: Path) -> None:
    opened = SqliteRepository(path, clock=FakeClock(THEN))
    opened.ping()
    opened.close()

    copy = path.with_name("state.db.schema-1")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [row["spec"]["id"] for row in rows(copy, "stores")] == ["demo", "mug-more-groe-x"]
