"""What a queued operation waits for is what its claim would fail at, and expected times are medians of what succeeded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.outlook import Expected, Place, expected, expected_of_all, outlooks, places
from functions.application.paging import MAX_PAGE
from functions.application.ports.repository import Insert
from functions.domain.kinds import all_kinds
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import StoreStatus
from tests.fakes import FakeClock, FakeRepository
from tests.fakes.samples import operation, store

LIMITS = Limits()
FULL, WORKER = "a free slot: 2 of 2 are taken", "a worker to take it"


def queue(repository: FakeRepository, *ids: str, **fields: object) -> None:
    """Put operations into the queue, each on a store of its own."""
    for operation_id in ids:
        store_id = f"shop-{operation_id.lower()}"
        wanted = operation(operation_id, store_id=store_id, **fields)
        there = store(store_id, status=StoreStatus.PROVISIONING, active_operation_id=operation_id)
        repository.commit(Insert(wanted), Insert(there))


def run(lifecycle: Lifecycle, operation_id: str) -> Operation:
    claimed = lifecycle.claim(operation_id, "w1")
    assert claimed is not None
    return claimed


def test_behind_full_slots_the_sentence_names_them_and_places_are_by_age(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    queue(repository, "A", "B", "C", "D")
    run(lifecycle, "A")
    run(lifecycle, "B")

    assert places(repository, LIMITS, clock.now()) == {"C": Place(1, FULL), "D": Place(2, FULL)}
    assert lifecycle.claim("C", "w1") is None


def test_with_free_slots_the_oldest_wait_for_a_worker_and_the_rest_for_these(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    queue(repository, "A", "B", "C")
    run(lifecycle, "A")

    found = places(repository, LIMITS, clock.now())

    assert found == {"B": Place(1, WORKER), "C": Place(2, "the operations before it, which take the free slots")}


def test_one_slot_is_told_in_the_singular(repository: FakeRepository, clock: FakeClock) -> None:
    limits = Limits(slots=1)
    alone = Lifecycle(repository=repository, clock=clock, limits=limits)
    queue(repository, "A", "B")
    run(alone, "A")

    assert places(repository, limits, clock.now())["B"].waits_for == "a free slot: 1 of 1 is taken"


def test_what_waits_for_its_own_store_stands_behind_what_could_start(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    queue(repository, "A")
    queue(repository, "B", after="A")
    queue(repository, "C")
    run(lifecycle, "A")

    assert places(repository, LIMITS, clock.now()) == {
        "C": Place(1, WORKER),
        "B": Place(2, "another operation of this store"),
    }
    assert lifecycle.claim("B", "w1") is None


def test_what_waited_for_has_ended_is_waited_for_no_more(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    queue(repository, "A")
    queue(repository, "B", after="A")
    claimed = run(lifecycle, "A")
    lifecycle.finish("A", claimed.fence, Outcome(OperationStatus.SUCCEEDED))

    assert places(repository, LIMITS, clock.now()) == {"B": Place(1, WORKER)}


def test_more_than_a_page_of_them_have_places(repository: FakeRepository, clock: FakeClock) -> None:
    ids = [f"A{number:04d}" for number in range(MAX_PAGE + 1)]
    for first in range(0, len(ids), 25):
        repository.commit(*(Insert(operation(operation_id)) for operation_id in ids[first : first + 25]))

    found = places(repository, LIMITS, clock.now())

    assert {name: place.position for name, place in found.items()} == {name: at for at, name in enumerate(ids, start=1)}


def test_what_a_worker_could_not_start_says_so(repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock) -> None:
    queue(repository, "A")
    claimed = run(lifecycle, "A")
    lifecycle.release("A", claimed.fence, "No runner.", started=False)

    assert places(repository, LIMITS, clock.now())["A"].waits_for == "a worker that can start it: the last one could not"


@pytest.mark.parametrize("waited", [LIMITS.queue, LIMITS.queue + timedelta(seconds=1)])
def test_whose_time_in_the_queue_is_up_waits_for_its_end(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock, waited: timedelta
) -> None:
    queue(repository, "A")
    clock.advance(waited)
    late = waited > LIMITS.queue

    assert places(repository, LIMITS, clock.now())["A"].waits_for == ("its end: its time is up" if late else WORKER)
    assert (lifecycle.claim("A", "w1") is None) is late


def test_whose_deadline_has_passed_waits_for_its_end(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    queue(repository, "A")
    claimed = run(lifecycle, "A")
    lifecycle.release("A", claimed.fence, "The worker is stopping")
    clock.advance(LIMITS.timeout + timedelta(seconds=1))

    assert places(repository, LIMITS, clock.now())["A"].waits_for == "its end: its time is up"
    assert lifecycle.claim("A", "w1") is None


def test_a_kind_that_only_a_newer_version_knows_waits_for_that(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    queue(repository, "A", kind="newfangled")

    assert places(repository, LIMITS, clock.now())["A"].waits_for.startswith("a newer version of the platform")
    assert lifecycle.claim("A", "w1") is None


def test_the_median_is_of_what_succeeded_on_the_engine(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    assert expected(repository, "provision", "medusa") == Expected(None, 0)
    for number, seconds in enumerate((10, 60, 600)):
        queue(repository, f"A{number}")
        claimed = run(lifecycle, f"A{number}")
        for _ in range(seconds // 10):
            clock.advance(10)
            lifecycle.renew(claimed.id, claimed.fence)
        lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED))
    queue(repository, "B")
    claimed = run(lifecycle, "B")
    lifecycle.finish("B", claimed.fence, Outcome(OperationStatus.FAILED))

    found = expected(repository, "provision", "medusa")

    assert found.of == 3
    assert found.seconds == pytest.approx(60, rel=0.1)
    assert expected(repository, "provision", "woocommerce") == Expected()
    assert expected(repository, "provisio", "medusa") == Expected()
    every = expected_of_all(repository, "medusa")
    assert every == {name: found if name == "provision" else Expected() for name in all_kinds()}


def test_the_queue_is_read_only_for_what_is_in_it(
    repository: FakeRepository, lifecycle: Lifecycle, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(repository, "A", "B")
    claimed, waiting = run(lifecycle, "A"), operation("B")
    found = outlooks(repository, LIMITS, clock.now(), [claimed, waiting])
    monkeypatch.setattr(repository, "find", None)

    assert (found["A"].place, found["B"].place) == (None, Place(1, WORKER))
    assert outlooks(repository, LIMITS, clock.now(), [claimed])["A"].place is None
