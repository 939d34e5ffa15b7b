"""Random lives of stores: requests, workers, stalls, crashes, races and the reaper, in any order, checked after every step.

A Hypothesis state machine over any repository; subclasses say which by `make_repository`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Repository
from functions.application.queries import events_of, live_operations, slots, stores_page
from functions.application.stores import StoreService
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import LeaseLost, OperationEnded, OperationInProgress, OperationNotAllowed, StoreExists
from functions.domain.kinds import all_kinds
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.schedule import SCHEDULED, Due, Schedule
from functions.domain.store import StoreRequest
from tests.fakes import rules
from tests.fakes.platform import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeWaker, admin, local_cluster, owner
from tests.fakes.samples import backup

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
        """Begin with nothing but a backup of each store, as earlier ones of these ids have left."""
        self.clock = FakeClock()
        self.repository = self.make_repository(self.clock)
        self.service = StoreService(
            repository=self.repository,
            catalogue=FakeCatalogue(),
            clusters=FakeClusters(local_cluster(), local_cluster("there")),
            clock=self.clock,
            ids=FakeIds(),
            waker=FakeWaker(),
        )
        self.lifecycle = Lifecycle(repository=self.repository, clock=self.clock, limits=LIMITS)
        self.repository.commit(*(Insert(backup(f"B{shop}", store_id=shop)) for shop in SHOPS))
        due = {kind: Due(at=self.clock.now() + timedelta(days=1)) for kind in SCHEDULED}
        rows = (Schedule(store_id=shop, due_at=self.clock.now(), due=due) for shop in SHOPS)
        self.repository.commit(*(Insert(row) for row in rows))
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
            operation = self.service.request(shop, kind, owner(), self.parameters(shop, kind)).operation
        except (OperationInProgress, OperationNotAllowed, StoreExists):
            return
        if operation.id not in self.accepted:
            self.accepted.append(operation.id)

    def parameters(self, shop: str, kind: str) -> dict[str, Any]:
        """What a kind has to be told."""
        known: dict[str, dict[str, Any]] = {
            "clone": {"id": SHOPS[SHOPS.index(shop) - 1]},
            "configure": {"name": "Tea"},
            "domains": {"names": []},
            "install_extensions": {"extensions": [{"slug": "booking"}]},
            "move": {"cluster": "there"},
            "plan": {"plan": "medium"},
            "restore": {"backup": f"B{shop}"},
            "rollback": {"revision": 1},
        }
        return known.get(kind, {})

    @rule(shop=st.sampled_from(SHOPS), kind=st.sampled_from(SCHEDULED))
    def schedule(self, shop: str, kind: str) -> None:
        """The schedule wants something, which gives way to all that somebody wants."""
        if self.repository.get(STORES, id=shop) is None:
            return
        try:
            operation = self.service.request(shop, kind, admin(), origin=Origin(source=SCHEDULE)).operation
        except (OperationInProgress, OperationNotAllowed):
            return
        assert operation.id not in self.accepted
        self.accepted.append(operation.id)

    @precondition(lambda self: self.accepted)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """Somebody wants an operation to end: it does at once if it never ran, else its worker is told."""
        wanted = data.draw(st.sampled_from(self.accepted[-3:]))
        before = self.operation(wanted)
        try:
            canceled = self.lifecycle.cancel(wanted)
        except OperationEnded:
            assert before.status.final
            return
        assert canceled == self.operation(wanted)
        assert canceled.cancel_requested
        assert canceled.status in {before.status, OperationStatus.CANCELED}

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
        """The reaper comes by: afterwards nothing is overdue, and it named exactly what can be claimed now."""
        startable = self.lifecycle.reap()
        live = live_operations(self.repository)
        now = self.clock.now()
        living = {one.id for one in live}
        queued = [one.id for one in live if one.status is OperationStatus.QUEUED and one.after not in living]
        held = [slot for slot in slots(self.repository) if slot.lease_until is not None and slot.lease_until >= now]
        assert startable == queued[: LIMITS.slots - len(held)]
        assert all(one.lease_until >= now for one in live if one.lease_until is not None)
        assert all(one.deadline_at + LIMITS.lease >= now for one in live if one.deadline_at is not None)

    @invariant()
    def the_rules_hold(self) -> None:
        """After every step. What is recorded is read once, since that is what takes the time."""
        operations = [self.operation(one) for one in self.accepted]
        rules.one_live_operation_per_store(self.repository, operations, SHOPS)
        rules.at_most_n_run(self.repository, operations, self.clock, LIMITS.slots)
        rules.events_have_no_gaps(self.repository, operations)
        rules.every_store_is_counted(self.repository)
        rules.every_end_is_counted(self.repository, operations)

    def teardown(self) -> None:
        """Whatever happened: every accepted operation can be driven to an end, and every store then rests."""
        if not hasattr(self, "repository"):
            return
        rules.drive_to_rest(self.repository, self.lifecycle, self.clock)
        operations = [self.operation(one) for one in self.accepted]
        rules.everything_rests(self.repository, operations)
        rules.every_store_is_counted(self.repository)
        rules.every_end_is_counted(self.repository, operations)

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
