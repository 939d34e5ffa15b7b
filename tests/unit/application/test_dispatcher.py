"""The dispatcher's corners: races, leases of others, and a loop that outlives whatever fails. The rules themselves are proven
on every store of record in tests/contract/test_outbox_contract.py."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from functions.application.outbox import LEASE, LEASE_TIME, PAGE, Dispatcher, dispatch_until
from functions.application.ports.repository import Insert, Remove, Replace
from functions.domain.entities import LEASES, UNDELIVERED
from functions.domain.errors import Unavailable, VersionConflict
from functions.domain.lease import Lease
from functions.domain.outbox import OutboxEntry, entry_of
from tests.fakes.failing import FailingRepository, How
from tests.fakes.repository import NotingRepository
from tests.fakes.samples import event, operation
from tests.fakes.world import World


@pytest.fixture
def world() -> World:
    """A platform with one event that waits."""
    made = World()
    made.create("alpha")
    return made


def lease(world: World) -> Lease | None:
    return world.state.get(LEASES, name=LEASE)


def once(deed: Callable[[], object], world: World) -> None:
    """Let a rival do this just before the next commit."""

    def rival() -> None:
        world.state.before_commit = None
        deed()

    world.state.before_commit = rival


def test_of_two_that_take_the_first_lease_at_once_one_works(world: World) -> None:
    once(lambda: world.state.commit(Insert(Lease(name=LEASE, holder="rival", until=world.clock.now() + LEASE_TIME))), world)

    assert world.parts.dispatcher.dispatch() == 0
    assert world.listener.told == []
    world.clock.advance(LEASE_TIME + timedelta(microseconds=1))
    assert world.parts.dispatcher.dispatch() == 1


def test_of_two_that_take_a_lease_that_is_over_at_once_one_works(world: World) -> None:
    world.state.commit(Insert(Lease(name=LEASE, holder="dead", until=world.clock.now())))

    def rival() -> None:
        found = lease(world)
        assert found is not None
        until = world.clock.now() + LEASE_TIME
        world.state.commit(Replace(found.model_copy(update={"holder": "rival", "until": until})))

    once(rival, world)

    assert world.parts.dispatcher.dispatch() == 0
    assert world.listener.told == []


def test_a_lease_is_over_at_its_time(world: World) -> None:
    world.state.commit(Insert(Lease(name=LEASE, holder="dead", until=world.clock.now())))

    assert world.parts.dispatcher.dispatch() == 1


def test_a_lease_that_another_holds_is_left_to_it(world: World) -> None:
    theirs = Lease(name=LEASE, holder="rival", until=world.clock.now() + timedelta(microseconds=1))
    world.state.commit(Insert(theirs))

    assert world.parts.dispatcher.dispatch() == 0
    assert (lease(world), world.listener.told) == (theirs, [])


def test_a_lease_that_nobody_holds_may_be_taken_whatever_its_time(world: World) -> None:
    world.state.commit(Insert(Lease(name=LEASE, until=world.clock.now() + LEASE_TIME)))

    assert world.parts.dispatcher.dispatch() == 1


def test_the_first_lease_is_recorded_with_its_time(world: World) -> None:
    world.parts.dispatcher.dispatch()

    assert lease(world) == Lease(name=LEASE, holder="well", until=world.clock.now() + LEASE_TIME)


def test_a_lease_is_lengthened_after_half_of_it_and_not_with_every_call(world: World) -> None:
    world.parts.dispatcher.dispatch()
    taken = lease(world)
    world.clock.advance(LEASE_TIME / 2 - timedelta(microseconds=1))
    world.parts.dispatcher.dispatch()
    assert lease(world) == taken

    world.clock.advance(timedelta(microseconds=1))
    world.parts.dispatcher.dispatch()

    found = lease(world)
    assert found is not None
    assert (found.holder, found.until) == ("well", world.clock.now() + LEASE_TIME)


def test_what_another_handed_out_meanwhile_is_not_counted_twice(world: World) -> None:
    world.parts.dispatcher.dispatch()  # it has the lease, so that the next commit is about an entry
    world.create("beta")

    def rival() -> None:
        (entry,) = world.state.find(UNDELIVERED)
        world.state.commit(Remove(entry))

    once(rival, world)

    assert world.parts.dispatcher.dispatch() == 0
    assert [store for store, _, _ in world.listener.told] == ["alpha", "beta"]


def test_who_ends_lets_go_of_its_own_lease_only(world: World) -> None:
    world.parts.dispatcher.dispatch()
    found = lease(world)
    assert found is not None
    taken = found.model_copy(update={"holder": "next", "until": world.clock.now() + LEASE_TIME})
    world.state.commit(Replace(taken))

    world.parts.dispatcher.release()

    kept = lease(world)
    assert kept is not None
    assert (kept.holder, kept.until) == ("next", taken.until)


def test_a_lease_that_is_gone_is_let_go_of_without_a_word(world: World) -> None:
    world.parts.dispatcher.dispatch()
    found = lease(world)
    assert found is not None
    world.state.commit(Remove(found))

    world.parts.dispatcher.release()

    assert lease(world) is None


def test_who_never_had_the_lease_does_not_ask_for_it_when_it_ends(world: World) -> None:
    counting = FailingRepository(world.state)

    world.over(counting, "idle").dispatcher.release()

    assert counting.calls == []


def test_an_entry_that_somebody_refuses_counts_its_refusals(world: World) -> None:
    world.listener.refuses = "alpha"
    for attempts, wait in enumerate((1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300), start=1):
        world.parts.dispatcher.dispatch()
        (entry,) = world.state.find(UNDELIVERED)
        assert (entry.attempts, entry.delivered_to) == (attempts, ())
        assert entry.not_before == world.clock.now() + timedelta(seconds=wait)
        world.clock.advance(wait)


def test_who_waits_is_offered_an_entry_again_at_the_moment_that_was_said(world: World) -> None:
    world.listener.refuses = "alpha"
    world.parts.dispatcher.dispatch()
    world.listener.refuses = ""
    (entry,) = world.state.find(UNDELIVERED)
    assert entry.not_before is not None

    world.clock.advance(entry.not_before - world.clock.now() - timedelta(microseconds=1))
    assert world.parts.dispatcher.dispatch() == 0
    world.clock.advance(timedelta(microseconds=1))
    assert world.parts.dispatcher.dispatch() == 1


class Bug(Exception):
    """What nobody foresaw."""


@pytest.mark.parametrize("error", [Unavailable("The state cannot be reached."), VersionConflict("no"), Bug("oh")])
def test_the_loop_outlives_what_fails_and_hands_out_in_the_end(world: World, error: Exception) -> None:
    over, rounds = threading.Event(), 0

    def fail() -> None:
        raise error

    def mend() -> None:
        nonlocal rounds
        rounds += 1
        world.state.before_get = None
        if rounds == 2:
            over.set()

    world.state.before_get = fail

    dispatch_until(over, world.parts.dispatcher, mend)

    assert rounds == 2
    assert [store for store, _, _ in world.listener.told] == ["alpha"]
    found = lease(world)
    assert found is not None
    assert (found.holder, found.until) == ("", None), "another one may begin at once"


def test_a_loop_that_is_over_hands_out_nothing_more(world: World) -> None:
    over = threading.Event()
    over.set()

    dispatch_until(over, world.parts.dispatcher, lambda: pytest.fail("it waited"))

    assert world.listener.told == []


def test_a_lease_that_cannot_be_let_go_of_runs_out_by_itself(world: World) -> None:
    over = threading.Event()
    world.parts.dispatcher.dispatch()
    world.create("beta")
    world.clock.advance(LEASE_TIME + timedelta(seconds=1))
    failing = FailingRepository(world.state, {5: How.BEFORE})  # lease: get and commit; find; commit of the entry; get to let go

    dispatch_until(over, world.over(failing, "unlucky").dispatcher, over.set)

    assert failing.calls == ["get", "commit", "find", "commit", "get"]
    found = lease(world)
    assert found is not None
    assert found.holder == "unlucky"
    world.create("gamma")
    world.clock.advance(LEASE_TIME)
    assert world.parts.dispatcher.dispatch() == 1


def test_two_subscribers_are_recorded_one_by_one(world: World) -> None:
    """An entry that one of two has says so, and only the other is asked again."""
    told: list[str] = []

    class Sour:
        name = "sour"

        def handle(self, entry: OutboxEntry) -> None:
            told.append("sour")
            if len(told) == 1:
                raise Bug

    parts = world.over(world.state, "well", Sour())

    assert parts.dispatcher.dispatch() == 0
    (entry,) = world.state.find(UNDELIVERED)
    assert (entry.delivered_to, entry.attempts) == (("listener",), 1)
    world.clock.advance(1)
    assert parts.dispatcher.dispatch() == 1
    assert (len(told), len(world.listener.told)) == (2, 1)


class Picky:
    """A subscriber that refuses what the test says, by number."""

    def __init__(self, name: str, *refuses: int) -> None:
        self.name = name
        self._refuses = refuses

    def handle(self, entry: OutboxEntry) -> None:
        """Take it or not."""
        if entry.number in self._refuses:
            raise Bug


def dispatcher(world: World, repository: NotingRepository, *subscribers: Picky) -> Dispatcher:
    return Dispatcher(repository=repository, clock=world.clock, subscribers=subscribers, holder="well")


def test_who_must_wait_for_an_earlier_event_is_written_down_apart_from_who_refuses(world: World) -> None:
    repository = NotingRepository(world.clock)
    repository.commit(*(Insert(entry_of(operation(), event("OP000001", number))) for number in (1, 2, 3)))
    work = dispatcher(world, repository, Picky("first", 3), Picky("second", 1))

    assert work.dispatch() == 0

    kept = [(entry.delivered_to, entry.attempts) for entry in repository.find(UNDELIVERED)]
    assert kept == [(("first",), 1), (("first",), 0), ((), 1)]


def test_what_is_as_it_was_is_not_written_again(world: World) -> None:
    repository = NotingRepository(world.clock)
    repository.commit(Insert(entry_of(operation(), event("OP000001", 1))))
    work = dispatcher(world, repository, Picky("first", 1))
    work.dispatch()
    before = repository.find(UNDELIVERED)

    work.dispatch()

    assert repository.find(UNDELIVERED) == before, "it is too early"


@pytest.mark.parametrize(("number", "looks"), [(PAGE - 1, 1), (PAGE, 2), (PAGE + 1, 2)])
def test_the_outbox_is_emptied_page_by_page(world: World, number: int, looks: int) -> None:
    repository = NotingRepository(world.clock)
    for one in range(number):
        repository.commit(Insert(entry_of(operation(), event("OP000001", one))))

    assert dispatcher(world, repository, Picky("first")).dispatch() == number

    last = f"demo#OP000001#{PAGE - 1:010d}"
    assert repository.looks == [("", PAGE), (last, PAGE)][:looks]


def test_a_page_that_everybody_refuses_is_not_the_last(world: World) -> None:
    repository = NotingRepository(world.clock)
    for store in ("alpha", "beta"):
        for one in range(PAGE):
            repository.commit(Insert(entry_of(operation(f"OP-{store}", store_id=store), event(f"OP-{store}", one))))

    class Listener:
        name = "listener"

        def handle(self, entry: OutboxEntry) -> None:
            if entry.store_id == "alpha":
                raise Bug

    work = Dispatcher(repository=repository, clock=world.clock, subscribers=[Listener()], holder="well")

    assert work.dispatch() == PAGE
    assert {entry.store_id for entry in repository.find(UNDELIVERED)} == {"alpha"}
