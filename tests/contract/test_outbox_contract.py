"""The outbox, proven on every store of record: at least once, in order per store, whatever dies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from functions.application.operations import Lifecycle
from functions.application.outbox import LEASE_TIME, Dispatcher
from functions.application.ports.repository import Repository
from functions.application.queries import events_of
from functions.application.stores import StoreService
from functions.domain.entities import UNDELIVERED
from functions.domain.errors import Unavailable
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.outbox import OutboxEntry
from functions.domain.store import StoreRequest
from tests.fakes import FakeCatalogue, FakeClock, owner

DONE = Outcome(OperationStatus.SUCCEEDED, message="The shop sells.")


class Listener:
    """Keeps what it is told; refuses as long as `down`."""

    def __init__(self, name: str = "listener") -> None:
        self.name = name
        self.told: list[tuple[str, int]] = []
        self.down = False
        self.refuses = ""

    def handle(self, entry: OutboxEntry) -> None:
        if self.down or entry.store_id == self.refuses:
            raise Unavailable("Not now.")
        self.told.append((entry.store_id, entry.event.number))


def dispatcher(repository: Repository, clock: FakeClock, *listeners: Listener, holder: str = "one") -> Dispatcher:
    return Dispatcher(repository=repository, clock=clock, subscribers=listeners, holder=holder)


def create(service: StoreService, shop: str) -> Operation:
    return service.create(StoreRequest(name=shop, id=shop, engine=next(iter(FakeCatalogue().engines()))), owner()).operation


def run(lifecycle: Lifecycle, operation: Operation) -> None:
    """Take an operation from the queue to its end: four events with the first."""
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    lifecycle.record(operation.id, claimed.fence, step="work", status=EventStatus.INFO, message="Working")
    lifecycle.finish(operation.id, claimed.fence, DONE)


def waiting(repository: Repository) -> list[tuple[str, int]]:
    return [(entry.store_id, entry.number) for entry in repository.find(UNDELIVERED)]


def test_every_event_is_listed_in_the_commit_that_writes_it(
    repository: Repository, service: StoreService, lifecycle: Lifecycle
) -> None:
    operation = create(service, "demo")
    run(lifecycle, operation)
    deleted = service.request("demo", "delete", owner()).operation

    written = [("demo", event.number) for one in (operation, deleted) for event in events_of(repository, one.id)]
    assert waiting(repository) == written == [("demo", number) for number in (1, 2, 3, 4, 1)]


def test_everybody_gets_every_event_in_order_and_then_it_is_off_the_list(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    for shop in ("beta", "alpha"):
        run(lifecycle, create(service, shop))
    first, second = Listener("first"), Listener("second")

    delivered = dispatcher(repository, clock, first, second).dispatch()

    assert delivered == 8
    assert first.told == second.told
    for shop in ("alpha", "beta"):
        assert [number for store, number in first.told if store == shop] == [1, 2, 3, 4]
    assert waiting(repository) == []
    assert dispatcher(repository, clock, first).dispatch() == 0
    assert len(first.told) == 8


def test_more_than_a_page_is_handed_out_in_one_go(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    operation = create(service, "demo")
    claimed = lifecycle.claim(operation.id, "worker")
    assert claimed is not None
    for number in range(120):
        lifecycle.record(operation.id, claimed.fence, step="work", status=EventStatus.INFO, message=f"Part {number}")
    listener = Listener()

    assert dispatcher(repository, clock, listener).dispatch() == 122

    assert [number for _, number in listener.told] == list(range(1, 123))


def test_who_refuses_an_event_gets_it_again_before_anything_newer_of_that_store(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    for shop in ("alpha", "beta"):
        run(lifecycle, create(service, shop))
    sour, well = Listener("sour"), Listener("well")
    sour.refuses = "alpha"
    working = dispatcher(repository, clock, sour, well)

    working.dispatch()

    assert len(well.told) == 8
    assert sour.told == [("beta", number) for number in (1, 2, 3, 4)]
    assert waiting(repository) == [("alpha", number) for number in (1, 2, 3, 4)]
    sour.refuses = ""
    working.dispatch()
    assert len(sour.told) == 4  # too early: it is asked again after a while
    clock.advance(1)
    working.dispatch()
    assert sour.told[4:] == [("alpha", number) for number in (1, 2, 3, 4)]
    assert len(well.told) == 8
    assert waiting(repository) == []


def test_a_refusal_is_asked_again_after_longer_and_longer_pauses_of_five_minutes_at_most(
    repository: Repository, service: StoreService, clock: FakeClock
) -> None:
    create(service, "demo")
    sour = Listener()
    sour.down = True
    working = dispatcher(repository, clock, sour)
    pauses: list[float] = []

    for _ in range(12):
        working.dispatch()
        (entry,) = repository.find(UNDELIVERED)
        assert entry.not_before is not None
        pauses.append((entry.not_before - clock.now()).total_seconds())
        clock.advance(entry.not_before - clock.now())

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_what_a_dispatcher_handed_out_before_it_died_is_handed_out_again(
    repository: Repository, service: StoreService, lifecycle: Lifecycle, clock: FakeClock
) -> None:
    run(lifecycle, create(service, "demo"))
    told: list[int] = []

    class Dies(Exception):
        """The process is gone."""

    class Killed(Listener):
        def handle(self, entry: OutboxEntry) -> None:
            told.append(entry.number)
            if entry.number == 3:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dispatcher(repository, clock, Killed(), holder="dead").dispatch()
    listener = Listener()
    after = dispatcher(repository, clock, listener, holder="next")
    assert after.dispatch() == 0  # the dead one's lease lasts
    clock.advance(LEASE_TIME + timedelta(seconds=1))

    assert after.dispatch() == 2

    assert (told, [number for _, number in listener.told]) == ([1, 2, 3], [3, 4])


def test_one_dispatcher_works_at_a_time_and_another_takes_over_at_once_when_it_ends(
    repository: Repository, service: StoreService, clock: FakeClock
) -> None:
    create(service, "alpha")
    first, second = Listener(), Listener()
    one, two = dispatcher(repository, clock, first), dispatcher(repository, clock, second, holder="two")
    one.dispatch()
    create(service, "beta")
    assert two.dispatch() == 0

    one.release()

    assert two.dispatch() == 1
    assert (first.told, second.told) == ([("alpha", 1)], [("beta", 1)])
    one.release()  # what it does not hold it cannot let go
    assert one.dispatch() == 0


def test_a_dispatcher_keeps_its_lease_while_it_works(repository: Repository, service: StoreService, clock: FakeClock) -> None:
    listener = Listener()
    one, two = dispatcher(repository, clock, listener), dispatcher(repository, clock, listener, holder="two")
    for _ in range(10):
        clock.advance(LEASE_TIME * 2 / 3)
        one.dispatch()
        assert two.dispatch() == 0

    create(service, "demo")

    assert (two.dispatch(), one.dispatch()) == (0, 1)
