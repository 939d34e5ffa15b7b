"""Every row of the state table, asked through the service and the lifecycle."""

from __future__ import annotations

import itertools
from importlib import import_module
from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import operations_page
from functions.application.stores import StoreService
from functions.domain.entities import STORES
from functions.domain.errors import OperationNotAllowed
from functions.domain.kinds import all_kinds, allowed_operations
from functions.domain.kinds.base import Ended, Kind
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import Store, StoreStatus
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.backups import backup
from tests.fakes.platform import START
from tests.fakes.samples import deployed, store

# A kind that copies works on a store of its own: test_copies.py.
KINDS = [kind for kind in all_kinds().values() if not kind.copies]
ROWS = list(itertools.product(KINDS, StoreStatus))
PARAMETERS: dict[str, dict[str, Any]] = {
    "configure": {"name": "Tea"},
    "domains": {"names": []},
    "restore": {"backup": "OP000001"},
    "install_extensions": {"extensions": [{"slug": "booking"}]},
    "move": {"cluster": "there"},
    "plan": {"plan": "medium"},
    "rollback": {"revision": 1},
}
FAILURES = [OperationStatus.FAILED, OperationStatus.TIMED_OUT]


def there(status: StoreStatus, **fields: Any) -> Store:
    """The store demo, of which something is installed that is not the newest."""
    images = {"medusa": "images/medusa:0", "postgresql": "images/postgresql:1"}
    return store(status=status, deployed={**deployed(images=images), "at": START}, **fields)


def named(value: object) -> str:
    return value.name if isinstance(value, Kind) else str(value)


def test_a_kind_is_found_by_its_name_and_is_the_module_it_is_in() -> None:
    assert [*all_kinds()] == [
        "provision",
        "backup",
        "clone",
        "configure",
        "domains",
        "drill",
        "install_extensions",
        "mail",
        "move",
        "payments",
        "plan",
        "repair",
        "restore",
        "rollback",
        "rotate",
        "safe_mode",
        "update_extensions",
        "upgrade",
        "verify",
        "delete",
    ]
    assert all(import_module(f"functions.domain.kinds.{name}").KIND is kind for name, kind in all_kinds().items())


def test_only_ended_operations_are_final() -> None:
    assert [status.value for status in OperationStatus if not status.final] == ["queued", "running"]


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("provisioning", "delete"),
        (
            "ready",
            "backup clone configure domains drill install_extensions mail move payments plan repair restore rollback "
            "rotate safe_mode update_extensions upgrade verify delete",
        ),
        ("upgrading", "delete"),
        ("rolling_back", "delete"),
        ("restoring", "delete"),
        ("deleting", "delete"),
        (
            "failed",
            "provision backup clone configure domains install_extensions mail move payments plan repair restore rollback "
            "rotate safe_mode update_extensions upgrade delete",
        ),
    ],
)
def test_what_a_store_may_be_asked_for(status: str, kinds: str) -> None:
    assert " ".join(allowed_operations(StoreStatus(status))) == kinds


@pytest.mark.parametrize(("kind", "status"), ROWS, ids=[f"{kind.name}-{status}" for kind, status in ROWS])
def test_a_request_is_taken_or_refused_as_the_table_says(
    service: StoreService, repository: FakeRepository, kind: Kind, status: StoreStatus
) -> None:
    repository.commit(Insert(there(status)), Insert(backup()))

    if kind.name in allowed_operations(status):
        accepted = service.request("demo", kind.name, owner(), PARAMETERS.get(kind.name))
        assert accepted.store.status is kind.running_status(status)
        kept = repository.get(STORES, id="demo")
        assert kept is not None
        assert (kept.status, kept.active_operation_id) == (kind.running_status(status), accepted.operation.id)
        return
    only_failed = f"demo is {status}: only a store that failed is made again"
    said = only_failed if kind.creates else f"{kind.words} is not allowed while demo is {status}"
    with pytest.raises(OperationNotAllowed, match=said):
        service.request("demo", kind.name, owner(), PARAMETERS.get(kind.name))
    assert repository.get(STORES, id="demo") == there(status)
    assert list(operations_page(repository, "demo").items) == []


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_success_leaves_the_store_as_the_table_says(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock, kind: Kind
) -> None:
    start = next(iter(sorted(kind.allowed_from)))
    repository.commit(Insert(there(start, reason="Earlier", message="Something was wrong.")), Insert(backup()))
    operation = service.request("demo", kind.name, owner(), PARAMETERS.get(kind.name)).operation
    clock.advance(1)
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.SUCCEEDED))

    kept = repository.get(STORES, id="demo")
    expected = kind.status_after(Ended(good=True, before=start))
    if expected is None:
        assert kept is None
        assert [one.status for one in operations_page(repository, "demo").items] == [OperationStatus.SUCCEEDED]
        return
    assert kept is not None
    assert (kept.status, kept.reason, kept.message, kept.active_operation_id) == (expected, "", "", None)
    assert (kept.updated_at, kept.verified_at) == (clock.now(), clock.now() if kind.proves else None)


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_failure_leaves_the_store_as_the_table_says_and_says_why(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, kind: Kind, failure: OperationStatus
) -> None:
    start = next(iter(sorted(kind.allowed_from)))
    repository.commit(Insert(there(start)), Insert(backup()))
    operation = service.request("demo", kind.name, owner(), PARAMETERS.get(kind.name)).operation
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(failure, message="The disk is full."))

    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.active_operation_id) == (kind.status_after(Ended(good=False, before=start)), None)
    assert (kept.reason, kept.message) == (kind.failure_reason, "The disk is full.")
    assert kept.verified_at is None


def test_a_reason_that_is_known_goes_before_the_tables(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(store(status=StoreStatus.READY)))
    operation = service.request("demo", "verify", owner()).operation
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.FAILED, reason="ImageNotFound"))

    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.status, kept.reason, kept.message) == (StoreStatus.READY, "ImageNotFound", "Failed")
