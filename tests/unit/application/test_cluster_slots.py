"""Slots of one cluster: leases besides the slots of all, where the inventory says how many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import cluster_slots, slots
from functions.application.turns import slots_on
from functions.domain.entities import CLUSTER_SLOTS, OPERATIONS, SLOTS, EntityType
from functions.domain.errors import LeaseLost
from functions.domain.operation import OperationStatus, Outcome
from tests.fakes import FakeClock, FakeClusters, FakeRepository
from tests.fakes.platform import local_cluster
from tests.fakes.samples import operation, spec

DONE = Outcome(OperationStatus.SUCCEEDED)
LEASE = timedelta(seconds=30)


@pytest.fixture
def lifecycle(repository: FakeRepository, clock: FakeClock) -> Lifecycle:
    """Four slots, one of them at most on the cluster east, and six operations: three there, three elsewhere."""
    for number, name in enumerate(("east", "east", "east", "west", "west", "west"), start=1):
        said = spec(f"s{number}", cluster=name).model_dump(mode="json")
        repository.commit(Insert(operation(f"OP{number}", store_id=f"s{number}", spec=said)))
    most = {"east": 1}
    limits = Limits(lease=LEASE, slots=4)
    return Lifecycle(repository=repository, clock=clock, limits=limits, slots_on=most.get)


def claimed(lifecycle: Lifecycle, *ids: str) -> list[bool]:
    return [lifecycle.claim(each, "here/1") is not None for each in ids]


def test_no_more_run_on_a_cluster_than_it_has_slots(lifecycle: Lifecycle) -> None:
    assert claimed(lifecycle, "OP1", "OP2", "OP3") == [True, False, False]
    assert claimed(lifecycle, "OP4", "OP5", "OP6") == [True, True, True], "the others' slots are not used up"


def test_a_slot_is_held_as_long_as_the_run_and_is_the_next_ones_then(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    run = lifecycle.claim("OP1", "here/1")
    assert run is not None
    (held,) = cluster_slots(repository, "east")
    assert (run.beside, held.operation_id, held.lease_until) == (True, "OP1", run.lease_until)

    lifecycle.finish("OP1", run.fence, DONE)

    assert [slot.lease_until for slot in (*slots(repository), *cluster_slots(repository, "east"))] == [None, None]
    assert claimed(lifecycle, "OP2", "OP3") == [True, False]


def test_a_renewal_lengthens_both(lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock) -> None:
    run = lifecycle.claim("OP1", "here/1")
    assert run is not None
    clock.advance(20)

    renewed = lifecycle.renew("OP1", run.fence)

    assert {slot.lease_until for slot in (*slots(repository), *cluster_slots(repository, "east"))} == {renewed.lease_until}
    assert claimed(lifecycle, "OP2") == [False]


def test_a_run_whose_clusters_slot_was_taken_over_has_lost_its_lease(lifecycle: Lifecycle, clock: FakeClock) -> None:
    run = lifecycle.claim("OP1", "here/1")
    assert run is not None
    assert claimed(lifecycle, "OP4") == [True]
    clock.advance(LEASE + timedelta(seconds=1))
    assert claimed(lifecycle, "OP2") == [True], "of a worker that is not heard of"

    with pytest.raises(LeaseLost):
        lifecycle.renew("OP1", run.fence)


def test_what_goes_back_to_the_queue_frees_both(lifecycle: Lifecycle, repository: FakeRepository) -> None:
    run = lifecycle.claim("OP1", "here/1")
    assert run is not None

    lifecycle.release("OP1", run.fence, "stopping")

    assert claimed(lifecycle, "OP3") == [True]
    assert repository.get(OPERATIONS, id="OP1") is not None


@pytest.mark.parametrize("entity", [SLOTS, CLUSTER_SLOTS])
def test_a_slot_whose_row_this_version_cannot_read_is_passed_over(
    repository: FakeRepository, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, entity: EntityType[Any]
) -> None:
    for number in (1, 2):
        said = spec(f"s{number}", cluster="east").model_dump(mode="json")
        repository.commit(Insert(operation(f"OP{number}", store_id=f"s{number}", spec=said)))
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(lease=LEASE, slots=3), slots_on={"east": 3}.get)
    assert claimed(lifecycle, "OP1") == [True]
    read = repository.rows
    key: dict[str, Any] = {} if entity is SLOTS else {"cluster": "east"}

    def without_the_first(asked: EntityType[Any], **key: Any) -> list[Any]:
        return [row for row in read(asked, **key) if asked is not entity or row.number]

    monkeypatch.setattr(repository, "rows", without_the_first)

    assert claimed(lifecycle, "OP2") == [True]
    assert "OP2" in [row.operation_id for row in read(entity, **key)]


def test_turns_pass_over_a_cluster_that_is_full(lifecycle: Lifecycle) -> None:
    assert lifecycle.startable() == ["OP1", "OP4", "OP5", "OP6"]
    assert claimed(lifecycle, "OP1") == [True]
    assert lifecycle.startable() == ["OP4", "OP5", "OP6"]
    assert lifecycle.reap() == ["OP4", "OP5", "OP6"]
    assert (lifecycle.may_start("OP2"), lifecycle.may_start("OP4")) == (False, True)


def test_one_that_waited_in_vain_is_told_why(repository: FakeRepository, clock: FakeClock) -> None:
    limits = Limits(lease=timedelta(hours=2), timeout=timedelta(hours=2), slots=4)
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=limits, slots_on={"local": 1}.get)
    repository.commit(Insert(operation("OP1", store_id="one")), Insert(operation("OP2", store_id="two")))
    assert claimed(lifecycle, "OP1") == [True]
    clock.advance(limits.queue + timedelta(seconds=1))

    lifecycle.reap()

    ended = repository.get(OPERATIONS, id="OP2")
    assert ended is not None
    assert ended.message.endswith("other operations hold all 1 slots of its cluster local (cluster_slots).")


def test_the_inventory_says_how_many() -> None:
    clusters = FakeClusters(local_cluster("east").model_copy(update={"slots": 3}), local_cluster("west"))

    assert [slots_on(clusters, name) for name in ("east", "west", "gone")] == [3, None, None]
