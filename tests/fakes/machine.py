"""Random lives of stores: requests, workers, stalls, crashes, races and the reaper, in any order, checked after every step.

A Hypothesis state machine over any repository; subclasses say which by `make_repository`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from functions.application.operations import Lifecycle, Limits
from functions.application.ports.repository import Repository
from functions.application.queries import events_of, live_operations, slots, stores_page
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import LeaseLost, OperationInProgress, OperationNotAllowed, StoreExists
from functions.domain.kinds import all_kinds
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.store import StoreRequest, StoreStatus
from tests.fakes.platform import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeWaker, owner

SHOPS = ("alpha", "beta", "gamma")
LIMITS = Limits(lease=timedelta(seconds=30), timeout=timedelta(minutes=15), slots=2)
Run = tuple[str, int]


class LifecycleMachine(RuleBasedStateMachine):
    """Drives the service and the lifecycle as callers, workers and the reaper do. `runs` are all that ever started."""

    def make_repository(self, clock: FakeClock) -> Repository:
        """Return an empty repository."""
        raise NotImplementedError

    @initialize()
    def start(self) -> None:
        """Begin with nothing."""
        self.clock = FakeClock()
        self.repository = self.make_repository(self.clock)
        self.service = StoreService(
            repository=self.repository,
            catalogue=FakeCatalogue(),
            clusters=FakeClusters(),
            clock=self.clock,
            ids=FakeIds(),
            waker=FakeWaker(),
        )
        self.lifecycle = Lifecycle(repository=self.repository, clock=self.clock, limits=LIMITS)
        self.accepted: list[str] = []
        self.runs: list[Run] = []
        self.fences: defaultdict[str, int] = defaultdict(int)

    @rule(shop=st.sampled_from(SHOPS))
    def create(self, shop: str) -> None:
        """Somebody wants a store."""
        try:
            self.accepted.append(self.service.create(StoreRequest(name=shop, id=shop, engine="medusa"), owner()).operation.id)
        except StoreExists:
            assert self.repository.get(STORES, id=shop) is not None

    @rule(shop=st.sampled_from(SHOPS), kind=st.sampled_from(sorted(all_kinds())))
    def request(self, shop: str, kind: str) -> None:
        """Somebody wants something done to a store."""
        if self.repository.get(STORES, id=shop) is None:
            return
        try:
            operation = self.service.request(shop, kind, owner()).operation
        except (OperationInProgress, OperationNotAllowed):
            return
        if operation.id not in self.accepted:
            self.accepted.append(operation.id)

    @precondition(lambda self: self.accepted)
    @rule(data=st.data())
    def claim(self, data: st.DataObject) -> None:
        """A worker tries to take any operation, live or not; recent ones more often."""
        self.take(data.draw(st.sampled_from(self.accepted[-6:] + self.accepted[:2])))

    def take(self, wanted: str) -> None:
        """Let a worker try to claim an operation."""
        before = self.operation(wanted)
        claimed = self.lifecycle.claim(wanted, "worker")
        if claimed is None:
            return
        assert before.status is OperationStatus.QUEUED
        assert claimed.fence > self.fences[wanted]
        self.fences[wanted] = claimed.fence
        self.runs.append((wanted, claimed.fence))

    @precondition(lambda self: self.runs)
    @rule(data=st.data(), deed=st.sampled_from(["renew", "renew", "record", "release", "finish", "finish"]))
    def work(self, data: st.DataObject, deed: str) -> None:
        """A run writes, the newest or one that was given up long ago."""
        run = data.draw(st.sampled_from(self.runs[-4:] + self.runs[:2]))
        current = self.operation(run[0])
        owns = current.fence == run[1] and current.status is OperationStatus.RUNNING
        before = self.everything()
        outcomes = [OperationStatus.SUCCEEDED, OperationStatus.FAILED, OperationStatus.TIMED_OUT]
        outcome = Outcome(data.draw(st.sampled_from(outcomes))) if deed == "finish" else None
        try:
            self.write(run, deed, outcome)
        except LeaseLost:
            assert not owns or deed == "renew"
            assert self.everything() == before
        else:
            assert owns

    def write(self, run: Run, deed: str, outcome: Outcome | None) -> None:
        """Let a run do one thing."""
        if outcome is not None:
            self.lifecycle.finish(*run, outcome)
        elif deed == "renew":
            self.lifecycle.renew(*run)
        elif deed == "record":
            self.lifecycle.record(*run, step="work", status=EventStatus.INFO, message="Working")
        else:
            self.lifecycle.release(*run, "The worker is stopping")

    @rule(seconds=st.sampled_from([1, 10, 29, 31, 31, 400, 901]))
    def wait(self, seconds: int) -> None:
        """Time passes; nobody renews meanwhile."""
        self.clock.advance(seconds)

    @precondition(lambda self: self.runs)
    @rule(data=st.data())
    def stall(self, data: st.DataObject) -> None:
        """Every worker sleeps over its lease; others take what they can; then one of the sleepers tries to go on."""
        self.clock.advance(31)
        for operation_id in self.accepted[-4:]:
            self.take(operation_id)
        run = data.draw(st.sampled_from(self.runs[-4:]))
        try:
            self.lifecycle.renew(*run)
        except LeaseLost:
            return
        assert self.operation(run[0]).fence == run[1]

    @rule()
    def reap(self) -> None:
        """The reaper comes by: afterwards nothing is overdue, and it named exactly what can be claimed some day."""
        wanting = self.lifecycle.reap()
        live = live_operations(self.repository)
        now = self.clock.now()
        assert wanting == [one.id for one in live if one.status is OperationStatus.QUEUED]
        assert all(one.lease_until >= now for one in live if one.lease_until is not None)
        assert all(one.deadline_at + LIMITS.lease >= now for one in live if one.deadline_at is not None)

    @invariant()
    def the_rules_hold(self) -> None:
        """After every step. What is recorded is read once, since that is what takes the time."""
        operations = [self.operation(one) for one in self.accepted]
        self.one_live_operation_per_store(operations)
        self.at_most_n_run(operations)
        self.events_have_no_gaps_and_end_with_a_final_one(operations)

    def one_live_operation_per_store(self, operations: list[Operation]) -> None:
        """The store's row names its one live operation; another may only be on its way out."""
        live: defaultdict[str, list[Operation]] = defaultdict(list)
        for operation in operations:
            if not operation.status.final:
                live[operation.store_id].append(operation)
        for shop in SHOPS:
            staying = [one.id for one in live[shop] if not one.cancel_requested]
            leaving = [one for one in live[shop] if one.cancel_requested]
            store = self.repository.get(STORES, id=shop)
            assert staying == ([store.active_operation_id] if store and store.active_operation_id else [])
            assert sum(one.status is OperationStatus.RUNNING for one in live[shop]) <= 1
            assert all(one.status is OperationStatus.RUNNING for one in leaving)
            if store and not staying:
                assert store.status in {StoreStatus.READY, StoreStatus.FAILED}

    def at_most_n_run(self, operations: list[Operation]) -> None:
        """Whoever runs with a valid lease holds a slot of that lease, and there are N slots."""
        now = self.clock.now()
        found = slots(self.repository)
        held = {(slot.operation_id, slot.fence, slot.lease_until) for slot in found}
        running = [one for one in operations if one.lease_until is not None and one.lease_until >= now]
        assert len(found) <= LIMITS.slots
        assert len(running) <= LIMITS.slots
        assert all((one.id, one.fence, one.lease_until) in held for one in running)

    def events_have_no_gaps_and_end_with_a_final_one(self, operations: list[Operation]) -> None:
        """Numbers count from one to the operation's count; the last is final if, and only if, the operation ended."""
        for operation in operations:
            events = events_of(self.repository, operation.id, limit=1000)
            assert [event.number for event in events] == list(range(1, operation.event_count + 1))
            finals = [event.number for event in events if event.final]
            assert finals == ([operation.event_count] if operation.status.final else [])

    def teardown(self) -> None:
        """Whatever happened: every accepted operation can be driven to an end, and every store then rests."""
        if not hasattr(self, "repository"):
            return
        for _ in range(40):
            self.clock.advance(31)
            for operation_id in self.lifecycle.reap():
                claimed = self.lifecycle.claim(operation_id, "worker")
                if claimed is not None:
                    self.lifecycle.finish(claimed.id, claimed.fence, Outcome(OperationStatus.SUCCEEDED))
            if not live_operations(self.repository):
                break
        self.everything_rests()

    def everything_rests(self) -> None:
        """No operation is live, no slot is held, no store is on its way somewhere."""
        assert all(self.operation(one).status.final for one in self.accepted)
        assert all(slot.operation_id is None for slot in slots(self.repository))
        resting = {StoreStatus.READY, StoreStatus.FAILED}
        for store in stores_page(self.repository).items:
            assert store.active_operation_id is None
            assert store.status in resting
        self.events_have_no_gaps_and_end_with_a_final_one([self.operation(one) for one in self.accepted])

    def operation(self, operation_id: str) -> Operation:
        """Return an operation that was accepted: none is ever lost."""
        found = self.repository.get(OPERATIONS, id=operation_id)
        assert found is not None
        return found

    def everything(self) -> object:
        """Return all that is recorded."""
        events = [list(events_of(self.repository, one, limit=1000)) for one in self.accepted]
        stores = list(stores_page(self.repository).items)
        return [self.operation(one) for one in self.accepted], events, stores, list(slots(self.repository))
