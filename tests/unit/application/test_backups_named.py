"""A request that names a backup: it is accepted for a good one of the very store, and changes nothing otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import Field

from functions.application.operations import MAX_LOSSES, Lifecycle
from functions.application.ports.repository import Insert, Replace
from functions.application.stores import StoreService
from functions.domain.backup import BackupCause
from functions.domain.entities import BACKUPS, LEFTOVERS, OPERATIONS, STORES, STORES_OPERATIONS
from functions.domain.errors import InvalidParameters, NotFound, Unreadable
from functions.domain.kinds import added, all_kinds
from functions.domain.kinds.base import Kind, Parameters, unchanged
from functions.domain.operation import OperationStatus
from functions.domain.store import StoreStatus
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.backups import backup
from tests.fakes.platform import START
from tests.fakes.samples import store


class Wind(Parameters):
    """Which backup the shop goes back to."""

    backup: Annotated[str, Field(max_length=64)]


REWIND = Kind(
    name="rewind",
    summary="go back",
    allowed_from=frozenset({StoreStatus.READY}),
    running=StoreStatus.RESTORING,
    status_after=unchanged,
    failure_reason="RewindFailed",
    done="The shop is as it was.",
    steps=(),
    parameters=Wind,
    result_keys=("backup",),
    backups=("backup",),
)


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    with added(REWIND):
        yield


def test_a_good_backup_of_the_store_is_taken(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()), Insert(backup("OP000007")))

    accepted = service.request("demo", "rewind", owner(), {"backup": "OP000007"})

    assert accepted.store.status is StoreStatus.RESTORING
    assert accepted.operation.parameters == {"backup": "OP000007"}


WRONG: list[tuple[dict[str, Any] | None, str]] = [
    (None, "must be the id of a backup of demo"),
    ({"store_id": "other"}, "must be the id of a backup of demo"),
    ({"owner": "otto"}, "must be the id of a backup of demo"),
    ({"deleted_at": START}, "must be the id of a backup of demo"),
    ({"engine": "another"}, "names a backup of a shop on another: demo is on medusa"),
]


@pytest.mark.parametrize(("fields", "said"), WRONG, ids=["none", "another store's", "another owner's", "deleted", "engine"])
def test_a_backup_that_cannot_be_meant_is_refused_by_its_parameter_and_changes_nothing(
    fields: dict[str, Any] | None, said: str, service: StoreService, repository: FakeRepository
) -> None:
    repository.commit(Insert(store()))
    before = repository.get(STORES, id="demo")
    if fields is not None:
        repository.commit(Insert(of_backup(**fields)))

    with pytest.raises(InvalidParameters) as refused:
        service.request("demo", "rewind", owner(), {"backup": "OP000007"})

    (error,) = refused.value.errors
    assert (error["loc"], error["msg"]) == (("parameters", "backup"), f"Value error, {said}")
    assert repository.get(STORES, id="demo") == before
    assert not list(repository.find(STORES_OPERATIONS, store_id="demo"))


@pytest.mark.parametrize("kind", all_kinds().values(), ids=lambda kind: kind.name)
def test_every_parameter_that_names_a_backup_is_declared_as_one(kind: Kind) -> None:
    named = {name for name in kind.parameters.model_fields if name.startswith("backup")}
    assert kind.goes_back or named == set(kind.backups), "one of a revision is found with that"


@pytest.mark.parametrize("kind", ["clone", "drill"])
def test_the_newest_is_one_that_the_engine_can_read(kind: str, service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()), Insert(backup("OP000001", cause=BackupCause.ASKED)), Insert(of_backup("another")))
    if kind == "clone":
        spec = {"name": "Demo", "engine": "medusa", "id": "demo"}
        mine = repository.get(BACKUPS, id="OP000001")
        assert mine is not None
        said = mine.manifest.model_copy(update={"spec": spec})
        repository.commit(Replace(mine.model_copy(update={"manifest": said})))

    assert service.request("demo", kind, owner()).operation.parameters["backup"] == "OP000001"


def test_one_that_only_a_newer_version_can_read_is_said_to_be_so(
    service: StoreService, repository: FakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(Insert(store()))
    get = repository.get

    def unreadable(entity: Any, **key: object) -> Any:
        if entity is BACKUPS:
            raise Unreadable("of a newer version")
        return get(entity, **key)

    monkeypatch.setattr(repository, "get", unreadable)
    with pytest.raises(InvalidParameters) as refused:
        service.request("demo", "rewind", owner(), {"backup": "OP000007"})

    assert refused.value.errors[0]["ctx"] == {"error": "names a backup whose record this version cannot read"}


def of_backup(engine: str = "medusa", **fields: Any) -> Any:
    """The backup with other fields, and of a shop on this engine."""
    made = backup("OP000007", **{name: value for name, value in fields.items() if name in {"owner", "deleted_at", "store_id"}})
    return made.model_copy(update={"manifest": made.manifest.model_copy(update={"engine": engine})})


def test_a_stranger_is_told_of_no_store_whatever_the_backup(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()), Insert(backup("OP000007")))

    for named in ("OP000007", "OP000099"):
        with pytest.raises(NotFound, match="there is no store demo"):
            service.request("demo", "rewind", owner("otto"), {"backup": named})


def test_what_was_saved_before_a_load_is_kept_where_the_run_is_lost_without_a_word(
    service: StoreService, repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    repository.commit(Insert(store()), Insert(backup("OP000007")))
    asked = service.request("demo", "rewind", owner(), {"backup": "OP000007"}).operation

    for _ in range(MAX_LOSSES):
        assert lifecycle.claim(asked.id, "worker") is not None
        clock.advance(31)
        lifecycle.reap()

    ended = repository.get(OPERATIONS, id=asked.id)
    assert ended is not None
    assert (ended.status, ended.result) == (OperationStatus.FAILED, None)
    assert repository.get(LEFTOVERS, id=asked.id) is None
