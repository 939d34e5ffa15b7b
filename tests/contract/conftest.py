"""The four stores of record, each behind the same fixture."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.adapters.state.dynamodb.calls import RetryingCaller
from functions.adapters.state.dynamodb.repository import DynamoRepository, create_table
from functions.adapters.state.postgresql.repository import PostgresRepository
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Repository
from functions.application.stores import StoreService
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker
from tests.postgresql_server import PostgresServer, serving

BACKENDS = ("fake", "sqlite", "dynamodb", "postgresql")


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


@pytest.fixture(scope="session")
def moto_client() -> Iterator[Any]:
    """A client of moto's DynamoDB; one for all tests, because making one takes longer than most of them."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "test")
        environment.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        with mock_aws():
            yield boto3.client("dynamodb")


@pytest.fixture
def table(moto_client: Any) -> Iterator[str]:
    """The name of an empty table of this test's own."""
    name = f"storeyard-{uuid.uuid4()}"
    create_table(moto_client, name)
    yield name
    moto_client.delete_table(TableName=name)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real server with one database, for all tests of this process."""
    with serving() as server:
        yield server


@pytest.fixture
def database(postgres_server: PostgresServer) -> str:
    """The URL of a database that holds nothing. It keeps its tables: making them takes longer than most tests."""
    postgres_server.ask("DO $$ BEGIN IF to_regclass('entities') IS NOT NULL THEN DELETE FROM entities; END IF; END $$")
    return postgres_server.url()


@pytest.fixture(params=BACKENDS)
def repository(request: pytest.FixtureRequest, clock: FakeClock, tmp_path: Path) -> Iterator[Repository]:
    """Each repository in turn, empty."""
    if request.param == "fake":
        yield FakeRepository(clock)
    elif request.param == "sqlite":
        sqlite = SqliteRepository(tmp_path / "state.db", clock=clock)
        yield sqlite
        sqlite.close()
    elif request.param == "postgresql":
        postgresql = PostgresRepository(request.getfixturevalue("database"), clock=clock)
        yield postgresql
        postgresql.close()
    else:
        table: str = request.getfixturevalue("table")
        client: Any = OneAtATime(request.getfixturevalue("moto_client"))
        yield DynamoRepository(table=table, client=client, clock=clock, caller=RetryingCaller(sleep=lambda _: None))


@pytest.fixture
def ids() -> FakeIds:
    """Where the use cases get their ids; a module may bring its own."""
    return FakeIds()


@pytest.fixture
def service(repository: Repository, clock: FakeClock, ids: FakeIds) -> StoreService:
    """The use cases over each repository, with two engines and one cluster."""
    return StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(),
        clock=clock,
        ids=ids,
        waker=FakeWaker(),
    )


@pytest.fixture
def lifecycle(repository: Repository, clock: FakeClock) -> Lifecycle:
    """The lifecycle over each repository, with two slots."""
    return Lifecycle(repository=repository, clock=clock, limits=Limits())
