"""The real services as a machine: from a state, what one step of one actor leads to.

A step is what an actor does between two commits: its commit happens, or not, and it goes on to its next one or to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from functions.application.acceptance import Once
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.application.outbox import Dispatcher
from functions.application.planning import Accepted
from functions.application.ports.repository import Repository
from functions.application.stores import StoreService
from functions.domain.entities import STORES
from functions.domain.errors import NotFound, OutcomeUnknown, StoreyardError, Unavailable, VersionConflict
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.outbox import OutboxEntry
from functions.domain.store import StoreRequest
from tests.fakes.platform import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeWaker, owner
from tests.model.actors import after, after_death, after_tick
from tests.model.state import Actor, Call, State, Told
from tests.model.tape import Entry, InterningRepository, Node, Suspended, Tape, TapedClock, TapedRepository

LIMITS: Final = Limits(lease=timedelta(seconds=30), timeout=timedelta(seconds=45), slots=2)
TICK: Final = timedelta(seconds=31)  # past a lease of an operation or of the outbox; two are past an operation's time
ENGINE: Final = next(iter(FakeCatalogue().engines()))


class How(StrEnum):
    """What becomes of a commit that an actor stands at, and of the actor."""

    THROUGH = "commits"
    LOST = "commits, and the answer is lost"
    AWAY = "cannot reach the state"
    DIES_BEFORE = "dies before its commit"
    DIES_AFTER = "commits, and dies"


APPLIED: Final = {How.THROUGH, How.LOST, How.DIES_AFTER}


@dataclass(frozen=True)
class _Ids(FakeIds):
    """Ids whose numbers are the state's."""

    take: Callable[[], str]

    def operation_id(self) -> str:
        """Return the next operation id."""
        return self.take()


class Machine:
    """One set of the application's services, put into one state after another. `reads`: each read is a step too."""

    def __init__(self, limits: Limits = LIMITS, *, reads: bool = False) -> None:
        self.limits = limits
        self._reads = 1 if reads else None
        self._time = FakeClock()
        self._inner = InterningRepository(self._time)
        self._taped = TapedRepository(self._inner)
        self._clock = TapedClock(self._taped, self._time)
        self._lifecycle = Lifecycle(repository=self._taped, clock=self._clock, limits=limits)
        self._service = StoreService(
            repository=self._taped,
            catalogue=FakeCatalogue(),
            clusters=FakeClusters(),
            clock=self._clock,
            ids=_Ids(lambda: self._taped.tape.told(self._id)),
            waker=FakeWaker(),
        )
        self._roots: dict[object, Node] = {}
        self._told: list[Told] = []
        self._ids = 0

    def at(self, state: State) -> Repository:
        """Return the repository as it is in a state, to look at."""
        self._inner._rows = state.rows  # a commit puts another dict in its place
        self._time._now = state.now
        return self._inner

    def begin(self, state: State, actor: Actor, call: Call) -> State:
        """Let an idle actor begin a call."""
        actor = actor._replace(call=call)
        return self._go_on(state, actor, self._root(actor))

    def resume(self, state: State, actor: Actor, how: How) -> State:
        """Let an actor go on from the commit, or the read, that it stands at."""
        if actor.at is None:
            raise ValueError(f"{actor.name} does nothing")
        node = actor.at
        if actor.pending:
            node = node.child(self._commit(state, actor, how))
            state = state._replace(rows=self._inner._rows)
        if how in {How.DIES_BEFORE, How.DIES_AFTER}:
            return state.with_actor(after_death(actor))
        return self._go_on(state, actor, node)

    def tick(self, state: State) -> State:
        """Let time pass."""
        later = state._replace(now=state.now + TICK)
        return later._replace(actors=tuple(after_tick(each, later) for each in later.actors))

    def _commit(self, state: State, actor: Actor, how: How) -> Entry:
        self.at(state)
        answers: dict[How, type[StoreyardError]] = {How.LOST: OutcomeUnknown, How.AWAY: Unavailable}
        try:
            if how in APPLIED:
                self._inner.commit(*actor.pending)
        except VersionConflict:
            answers.setdefault(how, VersionConflict)
        error = answers.get(how)
        return Entry(error.__name__ if error else "", error=error)

    def _root(self, actor: Actor) -> Node:
        """Where a call begins: a client's has its key, which grows with its place."""
        place = (actor.name, actor.place) if actor.role == "client" else None
        return self._roots.setdefault((place, actor.call), Node())

    def _go_on(self, state: State, actor: Actor, node: Node) -> State:
        """Let a call go on to its next commit, or to its end."""
        self.at(state)
        self._told, self._ids = list(state.told), state.ids
        node = self._follow(actor, node)
        accepted = state.accepted
        if node.end is None:
            actor = actor._replace(at=node)
        else:
            ended = node.end[0]
            accepted |= {ended.operation.id} if isinstance(ended, Accepted) else frozenset()
            actor = after(actor, ended)
        moved = state._replace(told=tuple(self._told), ids=self._ids, accepted=accepted)
        return moved.with_actor(actor)

    def _follow(self, actor: Actor, node: Node) -> Node:
        """Ask what the call asked before, as long as it was there before; else run it."""
        reads = self._reads
        while node.live is not None:
            if node.is_read and reads is not None:
                if not reads:
                    return node
                reads -= 1
            node = node.child(node.live())
        return node if node.changes or node.end else self._run(actor, node, reads)

    def _run(self, actor: Actor, node: Node, reads: int | None) -> Node:
        tape = self._taped.tape = Tape(self._root(actor), node, reads)
        try:
            ended: object = self._perform(actor)
        except Suspended:
            return tape.node
        except StoreyardError as error:
            ended = error
        tape.node.end = (ended,)
        return tape.node

    def _perform(self, actor: Actor) -> object:
        if actor.call is None:
            raise ValueError(f"{actor.name} does nothing")
        name, given = actor.call.name, actor.call.arguments
        if actor.role == "client":
            return self._of_client(actor, name, *map(str, given))
        if name == "reap":
            return self._lifecycle.reap()
        if name == "dispatch":
            return self._dispatch(str(given[0]))
        return self._of_worker(name, str(given[0]), *given[1:])

    def _of_client(self, actor: Actor, name: str, shop: str, kind: str = "") -> object:
        once = Once.of(actor.name, key=f"{actor.name}-{actor.place}-{actor.call}", asked=f"{name} {shop} {kind}")
        if name == "create":
            return self._service.create(StoreRequest(name=shop, id=shop, engine=ENGINE), owner(), once)
        if name == "cancel":
            store = self._taped.get(STORES, id=shop)
            if store is None or store.active_operation_id is None:
                raise NotFound("there is nothing to cancel")
            return self._lifecycle.cancel(store.active_operation_id)
        return self._service.request(shop, kind, owner(), None, once)

    def _of_worker(self, name: str, operation_id: str, *given: str | int) -> Operation | None:
        if name == "claim":
            return self._lifecycle.claim(operation_id, str(given[0]))
        fence = int(given[0])
        if name == "record":
            return self._lifecycle.record(operation_id, fence, step="work", status=EventStatus.INFO, message="Working")
        if name == "renew":
            return self._lifecycle.renew(operation_id, fence)
        if name == "release":
            return self._lifecycle.release(operation_id, fence, "The worker is stopping")
        return self._lifecycle.finish(operation_id, fence, Outcome(OperationStatus(str(given[1]))))

    def _dispatch(self, holder: str) -> int:
        """As the reaper's function does it; not by `finally`, which a call that is left for later would run through."""
        dispatcher = Dispatcher(repository=self._taped, clock=self._clock, subscribers=[self], holder=holder)
        try:
            delivered = dispatcher.dispatch()
        except StoreyardError:
            dispatcher.release()
            raise
        dispatcher.release()
        return delivered

    name = "model"

    def handle(self, entry: OutboxEntry) -> None:
        """Be told an event, as a subscriber; once for each time that the call gets here anew."""
        self._taped.tape.told(lambda: self._hear((entry.store_id, entry.operation_id, entry.number)))

    def _hear(self, told: Told) -> bool:
        if told not in self._told:
            self._told.append(told)
        return True

    def _id(self) -> str:
        self._ids += 1
        return f"OP{self._ids:06d}"
