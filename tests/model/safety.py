"""What must hold of each state and of each step, whatever failed. The numbers are those of the contracts in the design."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from functions.application.ports.repository import Repository
from functions.application.queries import events_of, slots
from functions.domain.entities import ALL_STORES, OWNERS_STORES, STORES, STORES_OPERATIONS, UNDELIVERED
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import Store
from tests.fakes import rules
from tests.model.machine import Machine
from tests.model.state import Actor, State

WRITES_OF_A_RUN: Final = {"record", "renew", "finish", "release"}


class Broken(AssertionError):
    """A rule does not hold; says which and why."""

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(f"{rule}: {why}")
        self.rule = rule


@dataclass(frozen=True)
class Look:
    """A state, as rules look at it."""

    state: State
    repository: Repository
    operations: Sequence[Operation]
    shops: tuple[str, ...]
    slots: int

    @property
    def by_id(self) -> dict[str, Operation]:
        """Return the operations by id."""
        return {one.id: one for one in self.operations}


@dataclass(frozen=True)
class Step:
    """What somebody changed: the states before and after, and who did it; nobody: time passed."""

    before: Look
    after: Look
    actor: Actor | None


def look(machine: Machine, state: State, shops: tuple[str, ...]) -> Look:
    """Return what there is to see of a state; valid until the machine is put into another one, but for what was read."""
    repository = machine.at(state)
    found = [one for shop in shops for one in repository.find(STORES_OPERATIONS, store_id=shop)]
    return Look(state, repository, found, shops, machine.limits.slots)


def one_run_per_store(now: Look) -> Iterator[str]:
    """Contract 2: a store has one live operation, which its row names; another is on its way out; one run at most may write."""
    live: defaultdict[str, list[Operation]] = defaultdict(list)
    for one in now.operations:
        if not one.status.final:
            live[one.store_id].append(one)
    for shop in now.shops:
        yield from _of_store(now.repository.get(STORES, id=shop), shop, live[shop])


def _of_store(store: Store | None, shop: str, live: Sequence[Operation]) -> Iterator[str]:
    active = store.active_operation_id if store else None
    running = [one.id for one in live if one.status is OperationStatus.RUNNING]
    if len(running) > 1:
        yield f"{' and '.join(running)} run on {shop} at once"
    if active is not None and active not in {one.id for one in live}:
        yield f"{shop} names {active}, which is not live"
    for one in live:
        if one.id != active and not (one.status is OperationStatus.RUNNING and one.cancel_requested):
            yield f"{one.id} is live, and {shop} does not name it"
    if store is not None and active is None and store.status not in rules.RESTING:
        yield f"{shop} is {store.status.value}, and nothing is under way"


def slots_are_their_runs(now: Look) -> Iterator[str]:
    """Contract 4: there are at most N slots; one held is a running operation's, of its fence and lease; none has two."""
    found, by_id = slots(now.repository), now.by_id
    held = [slot for slot in found if slot.operation_id is not None]
    if len(found) > now.slots:
        yield f"there are {len(found)} slots"
    for slot in held:
        one = by_id.get(str(slot.operation_id))
        if (
            one is None
            or one.status is not OperationStatus.RUNNING
            or (one.fence, one.lease_until) != (slot.fence, slot.lease_until)
        ):
            yield f"slot {slot.number} is held by {slot.operation_id}, fence {slot.fence}, which does not run so"
    for name, times in Counter(slot.operation_id for slot in held).items():
        if times > 1:
            yield f"{name} holds {times} slots"
    running = [one for one in now.operations if one.lease_until is not None and one.lease_until >= now.state.now]
    for one in running:
        if one.id not in {slot.operation_id for slot in held}:
            yield f"{one.id} runs without a slot"


def events_are_gapless(now: Look) -> Iterator[str]:
    """Contract 9: events count from one without a gap; the last is final if, and only if, the operation ended."""
    for one in now.operations:
        events = events_of(now.repository, one.id)
        numbers = [event.number for event in events]
        if numbers != list(range(1, one.event_count + 1)):
            yield f"{one.id} has the events {numbers} of {one.event_count}"
        finals = [event.number for event in events if event.final]
        if finals != ([one.event_count] if one.status.final else []):
            yield f"{one.id} is {one.status.value}, and its final events are {finals}"


def events_wait_or_were_told(now: Look) -> Iterator[str]:
    """Each event was handed over, or waits in the outbox."""
    waiting = {(each.store_id, each.operation_id, each.number) for each in now.repository.find(UNDELIVERED)}
    for one in now.operations:
        for number in range(1, one.event_count + 1):
            if (one.store_id, one.id, number) not in waiting and (one.store_id, one.id, number) not in now.state.told:
                yield f"event {number} of {one.id} was not handed over, and does not wait"


def accepted_is_kept(now: Look) -> Iterator[str]:
    """Contract 1: what a client was promised is recorded."""
    yield from (f"{one} was accepted and is not there" for one in now.state.accepted - set(now.by_id))


def deleted_is_gone(now: Look) -> Iterator[str]:
    """Contract 8: of a store whose deletion succeeded no row, no look-up and no slot is left."""
    for shop in {one.store_id for one in now.operations if one.kind == "delete" and one.status is OperationStatus.SUCCEEDED}:
        listed = [*now.repository.find(ALL_STORES), *now.repository.find(OWNERS_STORES, owner="olga")]
        mine = {one.id for one in now.operations if one.store_id == shop}
        if any(store.id == shop for store in listed) or any(slot.operation_id in mine for slot in slots(now.repository)):
            yield f"{shop} was deleted, and something of it is left"


def ends_are_final(step: Step) -> Iterator[str]:
    """Nothing follows a final status, and no operation goes away."""
    after = step.after.by_id
    for one in step.before.operations:
        if one.id not in after:
            yield f"{one.id} is gone"
        elif one.status.final and after[one.id] != one:
            yield f"{one.id} was {one.status.value}, and was written again"


def a_lost_lease_writes_nothing(step: Step) -> Iterator[str]:
    """Contract 3: a run's write happens only while the operation is running under that run's fence."""
    call = step.actor.call if step.actor else None
    if call is None or call.name not in WRITES_OF_A_RUN or step.after.state.rows is step.before.state.rows:
        return
    one = step.before.by_id[str(call.arguments[0])]
    if one.fence != call.arguments[1] or one.status is not OperationStatus.RUNNING:
        yield f"run {call.arguments[1]} wrote, and {one.id} is {one.status.value} under fence {one.fence}"


def a_live_lease_is_its_workers(step: Step) -> Iterator[str]:
    """Contract 3: while a lease lasts, nobody but its worker ends that run or gives it to another."""
    after, call = step.after.by_id, step.actor.call if step.actor else None
    for one in step.before.operations:
        mine = call is not None and call.name in WRITES_OF_A_RUN and call.arguments[:2] == (one.id, one.fence)
        lives = (
            one.status is OperationStatus.RUNNING and one.lease_until is not None and one.lease_until >= step.before.state.now
        )
        changed = after.get(one.id, one)
        if lives and not mine and (changed.fence, changed.status) != (one.fence, one.status):
            yield f"the lease of {one.id} lasts, and its run was taken"


def told_in_order(step: Step) -> Iterator[str]:
    """First deliveries: a store's operations in the order they were accepted in, the events of each by number."""
    told = step.after.state.told
    for at in range(len(step.before.state.told), len(told)):
        store, operation, number = told[at]
        earlier = [(store, operation, each) for each in range(1, number)]
        earlier += [(store, one.id, 1) for one in step.after.operations if one.store_id == store and one.id < operation]
        for missing in set(earlier) - set(told[:at]):
            yield f"event {number} of {operation} was handed over before event {missing[2]} of {missing[1]}"


OF_STATES: Final[tuple[Callable[[Look], Iterator[str]], ...]] = (
    one_run_per_store,
    slots_are_their_runs,
    events_are_gapless,
    events_wait_or_were_told,
    accepted_is_kept,
    deleted_is_gone,
)
OF_STEPS: Final[tuple[Callable[[Step], Iterator[str]], ...]] = (
    ends_are_final,
    a_lost_lease_writes_nothing,
    a_live_lease_is_its_workers,
    told_in_order,
)


def check_state(now: Look) -> None:
    """Raise Broken for the first rule that does not hold of a state."""
    for rule in OF_STATES:
        for why in rule(now):
            raise Broken(rule.__name__, why)


def check_step(step: Step) -> None:
    """Raise Broken for the first rule that a step breaks."""
    for rule in OF_STEPS:
        for why in rule(step):
            raise Broken(rule.__name__, why)


def unrest(now: Look) -> Iterator[str]:
    """What is not at rest: contract 1 asks that it comes to rest once nobody dies any more."""
    yield from (f"{one.id} is {one.status.value}" for one in now.operations if not one.status.final)
    held = (slot for slot in slots(now.repository) if slot.operation_id is not None)
    yield from (f"slot {slot.number} is held by {slot.operation_id}" for slot in held)
    if waiting := len(now.repository.find(UNDELIVERED)):
        yield f"{waiting} events wait in the outbox"
    for store in now.repository.find(ALL_STORES):
        if store.active_operation_id is not None or store.status not in rules.RESTING:
            yield f"{store.id} is {store.status.value}"
    try:
        rules.every_store_is_counted(now.repository)
        rules.every_end_is_counted(now.repository, now.operations)
    except AssertionError as error:
        yield f"the counts are wrong: {error}"
