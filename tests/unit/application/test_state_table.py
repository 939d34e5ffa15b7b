"""Every row of the state table, asked through the service and the lifecycle."""

from __future__ import annotations

import itertools

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.domain.errors import OperationNotAllowed
from functions.domain.operation import RULES, OperationKind, OperationStatus, Outcome, allowed_operations
from functions.domain.store import StoreStatus
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.samples import store

KINDS = list(OperationKind)
ROWS = list(itertools.product(OperationKind, StoreStatus))
FAILURES = [OperationStatus.FAILED, OperationStatus.TIMED_OUT, OperationStatus.CANCELED]


def test_every_kind_has_a_row() -> None:
    assert list(RULES) == KINDS


def test_only_ended_operations_are_final() -> None:
    assert [status.value for status in OperationStatus if not status.final] == ["queued", "running"]


@pytest.mark.parametrize(
    ("status", "kinds"),
    [("provisioning", "delete"), ("ready", "verify delete"), ("deleting", "delete"), ("failed", "provision delete")],
)
def test_what_a_store_may_be_asked_for(status: str, kinds: str) -> None:
    assert " ".join(allowed_operations(StoreStatus(status))) == kinds


@pytest.mark.parametrize(("kind", "status"), ROWS, ids=[f"{kind}-{status}" for kind, status in ROWS])
def test_a_request_is_taken_or_refused_as_the_table_says(
    service: StoreService, repository: FakeRepository, kind: OperationKind, status: StoreStatus
) -> None:
    repository.commit(Insert(store(status=status)))

    if kind in allowed_operations(status):
        accepted = service.request("demo", kind, owner())
        assert accepted.store.status is RULES[kind].running
        kept = repository.get_store("demo")
        assert kept is not None
        assert (kept.status, kept.active_operation_id) == (RULES[kind].running, accepted.operation.id)
        return
    with pytest.raises(OperationNotAllowed, match=f"{kind} is not allowed while demo is {status}"):
        service.request("demo", kind, owner())
    assert repository.get_store("demo") == store(status=status)
    assert list(repository.list_operations("demo").items) == []


@pytest.mark.parametrize("kind", KINDS)
def test_success_leaves_the_store_as_the_table_says(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock, kind: OperationKind
) -> None:
    start = next(iter(sorted(RULES[kind].allowed_from)))
    repository.commit(Insert(store(status=start, reason="Earlier", message="Something was wrong.")))
    operation = service.request("demo", kind, owner()).operation
    clock.advance(1)
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.SUCCEEDED))

    kept = repository.get_store("demo")
    expected = RULES[kind].success
    if expected is None:
        assert kept is None
        assert [one.status for one in repository.list_operations("demo").items] == [OperationStatus.SUCCEEDED]
        return
    assert kept is not None
    assert (kept.status, kept.reason, kept.message, kept.active_operation_id) == (expected, "", "", None)
    assert kept.updated_at == kept.verified_at == clock.now()


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("kind", KINDS)
def test_failure_leaves_the_store_as_the_table_says_and_says_why(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, kind: OperationKind, failure: OperationStatus
) -> None:
    start = next(iter(sorted(RULES[kind].allowed_from)))
    repository.commit(Insert(store(status=start)))
    operation = service.request("demo", kind, owner()).operation
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(failure, message="The disk is full."))

    kept = repository.get_store("demo")
    assert kept is not None
    assert (kept.status, kept.active_operation_id) == (RULES[kind].failure, None)
    assert (kept.reason, kept.message) == (RULES[kind].failure_reason, "The disk is full.")
    assert kept.verified_at is None


def test_a_reason_that_is_known_goes_before_the_tables(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    repository.commit(Insert(store(status=StoreStatus.READY)))
    operation = service.request("demo", OperationKind.VERIFY, owner()).operation
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.FAILED, reason="ImageNotFound"))

    kept = repository.get_store("demo")
    assert kept is not None
    assert (kept.status, kept.reason, kept.message) == (StoreStatus.READY, "ImageNotFound", "Failed")
