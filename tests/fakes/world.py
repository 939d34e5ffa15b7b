"""A whole platform on one in-memory state, on which calls can be made through a repository that fails."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.outbox import Dispatcher, Subscriber
from functions.application.planning import Accepted
from functions.application.ports.repository import Insert, Repository
from functions.application.queries import operations_page, slots
from functions.application.stores import StoreService
from functions.domain.entities import UNDELIVERED
from functions.domain.errors import Conflict, NotFound
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.outbox import OutboxEntry
from functions.domain.store import Store, StoreRequest
from tests.fakes import rules
from tests.fakes.platform import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeWaker, owner
from tests.fakes.repository import FakeRepository

ASKED = ("alpha", "beta", "gamma", "delta")
SHOPS = (*ASKED, "alpha-a001", "alpha-a002", "alpha-a003")  # with the ids that are made up for a name that is taken
LIMITS = Limits(lease=timedelta(seconds=30), timeout=timedelta(minutes=15), slots=2)
DONE = Outcome(OperationStatus.SUCCEEDED)


@dataclass
class Listener:
    """A subscriber that keeps what it is told, and refuses one store's events."""

    name: str = "listener"
    refuses: str = ""
    told: list[tuple[str, str, int]] = field(default_factory=list)

    def handle(self, entry: OutboxEntry) -> None:
        """Take an event."""
        if entry.store_id == self.refuses:
            raise RuntimeError("not now")
        self.told.append((entry.store_id, entry.operation_id, entry.number))


@dataclass(frozen=True)
class ExecutorPorts:
    """The use cases, the lifecycle and a dispatcher over one repository."""

    service: StoreService
    lifecycle: Lifecycle
    dispatcher: Dispatcher


class World:
    """`state` never fails; `parts` work on it. Whoever calls through another repository gets their parts from `over`."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.state = FakeRepository(self.clock)
        self.listener = Listener()
        self.waker = FakeWaker()
        self._ids = FakeIds()
        self.parts = self.over(self.state, "well")

    def over(self, repository: Repository, holder: str, *subscribers: Subscriber) -> ExecutorPorts:
        """Return parts that work on this repository; `holder` is the dispatcher's name, `subscribers` come after the first."""
        return ExecutorPorts(
            StoreService(
                repository=repository,
                catalogue=FakeCatalogue(),
                clusters=FakeClusters(),
                clock=self.clock,
                ids=self._ids,
                waker=self.waker,
            ),
            Lifecycle(repository=repository, clock=self.clock, limits=LIMITS),
            Dispatcher(repository=repository, clock=self.clock, subscribers=[self.listener, *subscribers], holder=holder),
        )

    def create(self, shop: str) -> Operation:
        """Somebody asks for a store."""
        return self.parts.service.create(StoreRequest(name=shop, id=shop, engine=self.engine), owner()).operation

    def claimed(self, wanted: Operation) -> Operation:
        """A worker takes an operation that it can take."""
        found = self.parts.lifecycle.claim(wanted.id, "worker")
        assert found is not None
        return found

    def ready(self, shop: str) -> None:
        """Make a store to its end."""
        claimed = self.claimed(self.create(shop))
        self.parts.lifecycle.finish(claimed.id, claimed.fence, DONE)

    def keep(self, store: Store) -> None:
        """Put a store there as it is."""
        self.state.commit(Insert(store))

    @property
    def engine(self) -> str:
        """An engine on offer."""
        return next(iter(FakeCatalogue().engines()))

    def others(self) -> None:
        """What others do while somebody is stuck for longer than a lease: everything that they can."""
        self.clock.advance(31)
        for number, wanted in enumerate(self.parts.lifecycle.reap()):
            claimed = self.parts.lifecycle.claim(wanted, "rival")
            if claimed is not None and number == 0:
                self.parts.lifecycle.finish(claimed.id, claimed.fence, DONE)
        for shop in ASKED:
            with suppress(Conflict):
                self.create(shop)
        with suppress(Conflict, NotFound):
            self.parts.service.request(ASKED[0], "delete", owner())
        self.over(self.state, "rival").dispatcher.dispatch()

    def operations(self) -> list[Operation]:
        """Return every operation that was ever recorded."""
        return [one for shop in SHOPS for one in operations_page(self.state, shop, limit=1000).items]

    def accepted(self, given: object) -> bool:
        """True unless it is an acceptance of which nothing is recorded."""
        return not isinstance(given, Accepted) or given.operation.id in {one.id for one in self.operations()}

    def check(self) -> None:
        """The rules hold now."""
        operations = self.operations()
        rules.one_live_operation_per_store(self.state, operations, SHOPS)
        rules.at_most_n_run(self.state, operations, self.clock, LIMITS.slots)
        rules.events_have_no_gaps(self.state, operations)
        latest = self.clock.now() + LIMITS.lease
        assert all(slot.lease_until is None or slot.lease_until <= latest for slot in slots(self.state))
        self.every_event_is_told_or_waits(operations)

    def every_event_is_told_or_waits(self, operations: Sequence[Operation]) -> None:
        """Nobody misses an event; a store's come in order, however often each comes."""
        waiting = [(entry.store_id, entry.operation_id, entry.number) for entry in self.state.find(UNDELIVERED)]
        written = {(one.store_id, one.id, number + 1) for one in operations for number in range(one.event_count)}
        assert written <= set(waiting) | set(self.listener.told)
        firsts = list(dict.fromkeys(self.listener.told))
        for shop in SHOPS:
            mine = [told for told in firsts if told[0] == shop]
            assert mine == sorted(mine)

    def rest(self) -> None:
        """Once the fault is over, everything accepted comes to its end and every event to the subscriber."""
        rules.drive_to_rest(self.state, self.parts.lifecycle, self.clock)
        self.listener.refuses = ""
        self.clock.advance(timedelta(minutes=6))  # longer than a lease and than the longest wait after a refusal
        self.parts.dispatcher.dispatch()
        rules.everything_rests(self.state, self.operations())
        assert list(self.state.find(UNDELIVERED)) == []
        self.check()
