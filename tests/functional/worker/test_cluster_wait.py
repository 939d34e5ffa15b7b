"""An operation whose cluster is away waits for it in the queue, and holds up nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.operations import MAX_LOSSES
from functions.application.ports.runs import RunMessage
from functions.application.queries import slots
from functions.domain.entities import STORES
from functions.domain.errors import Unavailable
from functions.domain.operation import OperationStatus
from functions.domain.store import StoreStatus
from functions.worker import cluster_wait
from tests.fakes.platform import START
from tests.fakes.running import FakeObserver, FakeRun, FakeRunner
from tests.fakes.samples import spec
from tests.functional.worker.conftest import World

FAILED_END = RunMessage(kind="end", result={"status": "failed", "msg": ""})
UNREACHED = "The cluster could not be reached; the operation goes on when it answers again"


class Away(FakeObserver):
    """Clusters of which some do not answer; counts the looks at each."""

    def __init__(self, *away: str) -> None:
        super().__init__()
        self.away = set(away)
        self.pings: list[str] = []

    def ping(self, cluster: str) -> None:
        """Raise for those that are away."""
        self.pings.append(cluster)
        if cluster in self.away:
            raise Unavailable("nobody answers")


def unreached() -> FakeRun:
    failed = RunMessage(kind="failed", role="store_release", task="Try", result={"msg": "connection refused"})
    return FakeRun((RunMessage(kind="task", role="store_release", task="Try"), failed, FAILED_END))


def held(world: World) -> list[str | None]:
    return [slot.operation_id for slot in slots(world.repository) if slot.lease_until is not None]


def away(world: World, *runs: FakeRun, patience: float = 60.0, cluster: str = "local") -> Away:
    """A world whose cluster is away once the first run has failed for that, and its observer."""
    observer = Away(cluster)
    world.observer, world.patience = observer, patience
    world.runner = FakeRunner(unreached(), *runs)
    return observer


def test_an_operation_whose_cluster_is_away_waits_in_the_queue_without_a_slot(world: World) -> None:
    away(world)
    world.queue()

    assert world.executor().run_next()

    waiting = world.now()
    assert (waiting.status, waiting.losses) == (OperationStatus.QUEUED, 1)
    assert (waiting.not_before, waiting.away_until) == (START + timedelta(seconds=1), START + timedelta(seconds=60))
    assert held(world) == []
    assert world.messages()[-1] == UNREACHED


def test_it_is_left_there_while_the_cluster_does_not_answer_and_goes_on_when_it_does(world: World) -> None:
    observer = away(world, FakeRun())
    world.queue()
    executor = world.executor()
    executor.run_next()
    events = len(world.messages())

    assert not executor.run_next(), "too early, and away"
    world.clock.advance(30)
    assert not world.executor().run_next()
    assert len(world.messages()) == events, "nobody is told of each look"
    observer.away.clear()

    assert world.executor().run_next()
    assert world.now().status is OperationStatus.SUCCEEDED


def test_it_is_not_tried_before_its_time_also_if_the_cluster_answers(world: World) -> None:
    observer = away(world, FakeRun())
    world.queue()
    executor = world.executor()
    executor.run_next()
    observer.away.clear()

    assert not executor.run_next()
    world.clock.advance(1)

    assert executor.run_next()


def test_a_cluster_that_stays_away_is_tried_once_more_and_the_operation_fails_for_it(world: World) -> None:
    away(world, unreached())
    world.queue()
    world.executor().run_next()
    world.clock.advance(60)

    assert world.executor().run_next()

    assert (world.now().status, world.now().reason) == (OperationStatus.FAILED, "ClusterUnreachable")


@pytest.mark.parametrize(
    ("said", "status"), [({}, StoreStatus.READY), ({"rotation": {"state": "changing"}}, StoreStatus.FAILED)]
)
def test_a_store_is_as_it_was_where_no_run_came_so_far_as_to_touch_it(
    world: World, said: dict[str, object], status: StoreStatus
) -> None:
    begun = RunMessage(kind="ok", role="store_rotate", task="Begin", result=said)
    failed = RunMessage(kind="failed", role="store_rotate", task="Try", result={"msg": "connection refused"})
    away(world, unreached())
    world.runner = FakeRunner(FakeRun((begun, failed, FAILED_END)), FakeRun((failed, FAILED_END)))
    world.queue(kind="rotate", status_before=StoreStatus.READY)
    world.executor().run_next()
    world.clock.advance(60)

    world.executor().run_next()

    ended = world.now()
    assert (ended.status, ended.reason, ended.attempt) == (OperationStatus.FAILED, "ClusterUnreachable", 2)
    kept = world.repository.get(STORES, id="demo")
    assert kept is not None
    assert kept.status is status


def test_a_cluster_that_came_back_in_time_may_go_again(world: World) -> None:
    observer = away(world, unreached())
    world.queue()
    world.executor().run_next()
    observer.away.clear()
    world.clock.advance(59)

    world.executor().run_next()

    waiting = world.now()
    assert (waiting.status, waiting.losses) == (OperationStatus.QUEUED, 2)
    assert (waiting.not_before, waiting.away_until) == (START + timedelta(seconds=61), START + timedelta(seconds=119))


def test_a_cluster_that_is_away_holds_up_no_other_clusters_operations(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_wait, "LOOK", 3600.0)
    observer = away(world, FakeRun(), cluster="east")
    there, here = spec("tea", cluster="east").model_dump(mode="json"), spec("cake", cluster="west").model_dump(mode="json")
    world.queue("OP000001", store_id="tea", spec=there)
    world.queue("OP000002", store_id="tee", spec=there)
    world.executor().run_next()
    observer.pings.clear()  # what was seen of the failure
    world.queue("OP000003", store_id="cake", spec=here)
    world.clock.advance(5)
    executor = world.executor()

    assert executor.run_next()
    assert world.now("OP000003").status is OperationStatus.SUCCEEDED
    assert observer.pings.count("west") == 0
    assert not executor.run_next()
    assert world.now("OP000002").attempt == 0, "one tries the cluster, the others do not"
    assert not executor.run_one("OP000002")
    assert executor.run_one("OP000001") is False
    assert len(observer.pings) == 1, "a look counts for a moment"


def test_a_wait_ends_at_once_for_what_is_canceled(world: World) -> None:
    away(world)
    world.queue()
    world.executor().run_next()
    world.lifecycle.cancel("OP000001")

    assert world.executor().run_next()
    assert world.now().status is OperationStatus.CANCELED


def test_what_waits_for_its_cluster_is_in_nobodys_turn(world: World) -> None:
    away(world)
    world.queue()
    world.executor().run_next()

    assert world.lifecycle.startable() == []
    assert world.lifecycle.reap() == []
    world.clock.advance(1)
    assert world.lifecycle.startable() == ["OP000001"]


def test_a_cluster_that_goes_again_and_again_is_not_waited_for_for_ever(world: World) -> None:
    world.observer, world.patience = Away(), 60.0
    world.runner = FakeRunner(*(unreached() for _ in range(MAX_LOSSES)))
    world.queue()

    for _ in range(MAX_LOSSES):
        world.executor().run_next()
        world.clock.advance(20)

    assert (world.now().status, world.now().reason) == (OperationStatus.FAILED, "ClusterUnreachable")
    assert world.now().attempt == MAX_LOSSES
