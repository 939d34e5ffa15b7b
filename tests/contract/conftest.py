"""The three stores of record, each behind the same fixture."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.adapters.dynamodb import DynamoRepository, create_table
from functions.adapters.dynamodb_calls import Caller
from functions.adapters.sqlite import SqliteRepository
from functions.domain.ports import Repository
from tests.fakes import FakeClock, FakeRepository

TABLE = "storeyard-test"
BACKENDS = ("fake", "sqlite", "dynamodb")


class OneAtATime:
    """A client whose calls take turns. DynamoDB isolates transactions; moto runs them in the caller's thread and does not."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(**request: Any) -> Any:
            with self._lock:
                return method(**request)

        return call


@pytest.fixture
def clock() -> FakeClock:
    """The clock that the repository and the domain share."""
    return FakeClock()


@pytest.fixture
def dynamodb_client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of moto's DynamoDB with the table in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        client = boto3.client("dynamodb")
        create_table(client, TABLE)
        yield OneAtATime(client)


@pytest.fixture(params=BACKENDS)
def repository(request: pytest.FixtureRequest, clock: FakeClock, tmp_path: Path) -> Iterator[Repository]:
    """Each repository in turn, empty."""
    if request.param == "fake":
        yield FakeRepository(clock)
    elif request.param == "sqlite":
        sqlite = SqliteRepository(tmp_path / "state.db", clock=clock)
        yield sqlite
        sqlite.close()
    else:
        client = request.getfixturevalue("dynamodb_client")
        yield DynamoRepository(table=TABLE, client=client, clock=clock, caller=Caller(sleep=lambda _: None))
