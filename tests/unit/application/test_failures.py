"""Each call of the application, with each of its calls to the store of record failing in each way that real ones fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.application.acceptance import Once
from functions.application.operations import Lifecycle
from functions.application.outbox import Dispatcher
from functions.application.store_looks import StoreLooks
from functions.application.stores import StoreService
from functions.application.turns import Turns
from functions.domain.errors import Conflict, LeaseLost, NotFound, OutcomeUnknown, StoreyardError, Unavailable
from functions.domain.kinds import mail
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from functions.domain.origin import NOWHERE
from functions.domain.store import StoreRequest, StoreStatus
from tests.fakes import admin, owner
from tests.fakes.failing import FailingRepository, How
from tests.fakes.samples import store
from tests.fakes.world import DONE, ExecutorPorts, World

FAILED = Outcome(OperationStatus.FAILED, "ProvisionFailed", "No order went through.")
ONCE = Once.of("olga", key="key", asked="this")


@dataclass(frozen=True)
class Case:
    """One call: what is there before, and the call itself."""

    method: str
    prepare: Callable[[World], Any]
    call: Callable[[ExecutorPorts, Any], object]


def queued(world: World) -> Operation:
    return world.create("alpha")


def running(world: World) -> Operation:
    return world.claimed(queued(world))


def to_be_canceled(world: World) -> Operation:
    claimed = running(world)
    world.parts.service.request("alpha", "delete", owner())
    return claimed


def deleting(world: World) -> Operation:
    world.ready("alpha")
    return world.claimed(world.parts.service.request("alpha", "delete", owner()).operation)


def after_another(world: World) -> Operation:
    claimed = running(world)
    deletion = world.parts.service.request("alpha", "delete", owner()).operation
    world.parts.lifecycle.finish(claimed.id, claimed.fence, FAILED)
    return deletion


def beside_the_dead(world: World) -> Operation:
    for shop in ("alpha", "beta"):
        world.claimed(world.create(shop))
    world.clock.advance(31)
    return world.create("gamma")


def ready(world: World) -> None:
    world.ready("alpha")


def failed(world: World) -> None:
    world.keep(store("alpha", status=StoreStatus.FAILED))


def mixed(world: World) -> None:
    """One of each that the reaper meets: lost, to be canceled, overdue, queued, and history that has expired."""
    world.ready("delta")
    world.clock.advance(timedelta(days=91))
    late = world.claimed(world.create("beta"))
    world.parts.lifecycle.release(late.id, late.fence, "The worker is stopping")
    world.clock.advance(timedelta(minutes=16))
    to_be_canceled(world)
    world.claimed(world.create("gamma"))
    world.clock.advance(31)


def told(world: World) -> None:
    world.ready("alpha")
    world.create("beta")


def refused(world: World) -> None:
    told(world)
    world.listener.refuses = "alpha"


def request(**fields: Any) -> StoreRequest:
    return StoreRequest.model_validate({"name": "alpha", "engine": "medusa", **fields})


def ask(kind: str, **more: Any) -> Callable[[ExecutorPorts, Any], object]:
    return lambda parts, _: parts.service.request("alpha", kind, owner(), **more)


def record_work(parts: ExecutorPorts, given: Operation) -> object:
    return parts.lifecycle.record(given.id, given.fence, step="work", status=EventStatus.INFO, message="Working")


def change_nothing(parts: ExecutorPorts, _: object) -> object:
    """What changes something goes by `request`, which has cases of its own."""
    spec = parts.service.get("alpha", owner()).spec
    return parts.service.change("alpha", owner(), {"name": spec.name})


def dispatch_and_release(parts: ExecutorPorts, _: object) -> None:
    parts.dispatcher.dispatch()
    parts.dispatcher.release()


CLAIM, FINISH, CREATE, REQUEST = "Lifecycle.claim", "Lifecycle.finish", "StoreService.create", "StoreService.request"
CASES = {
    "claim": Case(CLAIM, queued, lambda parts, given: parts.lifecycle.claim(given.id, "worker")),
    "claim after another": Case(CLAIM, after_another, lambda parts, given: parts.lifecycle.claim(given.id, "worker")),
    "claim a dead one's slot": Case(CLAIM, beside_the_dead, lambda parts, given: parts.lifecycle.claim(given.id, "worker")),
    "renew": Case("Lifecycle.renew", running, lambda parts, given: parts.lifecycle.renew(given.id, given.fence)),
    "record": Case("Lifecycle.record", running, record_work),
    "finish well": Case(FINISH, running, lambda parts, given: parts.lifecycle.finish(given.id, given.fence, DONE)),
    "finish badly": Case(FINISH, running, lambda parts, given: parts.lifecycle.finish(given.id, given.fence, FAILED)),
    "finish a deletion": Case(FINISH, deleting, lambda parts, given: parts.lifecycle.finish(given.id, given.fence, DONE)),
    "finish a canceled": Case(
        FINISH, to_be_canceled, lambda parts, given: parts.lifecycle.finish(given.id, given.fence, FAILED)
    ),
    "release": Case("Lifecycle.release", running, lambda parts, given: parts.lifecycle.release(given.id, given.fence, "Bye")),
    "release a lost": Case(
        "Lifecycle.release", running, lambda parts, given: parts.lifecycle.release(given.id, given.fence, "Bye", lost=True)
    ),
    "release what did not start": Case(
        "Lifecycle.release", running, lambda parts, given: parts.lifecycle.release(given.id, given.fence, "Bye", started=False)
    ),
    "release a canceled": Case(
        "Lifecycle.release", to_be_canceled, lambda parts, given: parts.lifecycle.release(given.id, given.fence, "Bye")
    ),
    "cancel what is queued": Case("Lifecycle.cancel", queued, lambda parts, given: parts.lifecycle.cancel(given.id)),
    "cancel what runs": Case("Lifecycle.cancel", running, lambda parts, given: parts.lifecycle.cancel(given.id)),
    "change nothing": Case("StoreService.change", ready, change_nothing),
    "reap": Case("Lifecycle.reap", mixed, lambda parts, _: parts.lifecycle.reap()),
    "look who can start": Case("Turns.startable", mixed, lambda parts, _: parts.lifecycle.startable()),
    "ask whether one can start": Case("Turns.may_start", queued, lambda parts, given: parts.lifecycle.may_start(given.id)),
    "create": Case(CREATE, lambda _: None, lambda parts, _: parts.service.create(request(id="alpha"), owner())),
    "create by name": Case(CREATE, lambda _: None, lambda parts, _: parts.service.create(request(), owner())),
    "create once": Case(CREATE, lambda _: None, lambda parts, _: parts.service.create(request(id="alpha"), owner(), ONCE)),
    "request a verification": Case(REQUEST, ready, ask("verify")),
    "request a verification once": Case(REQUEST, ready, ask("verify", once=ONCE)),
    "request another try": Case(REQUEST, failed, ask("provision")),
    "request an end of what is queued": Case(REQUEST, queued, ask("delete")),
    "request an end of what runs": Case(REQUEST, running, ask("delete")),
    "request an end again": Case(REQUEST, to_be_canceled, ask("delete")),
    "request an end again, once": Case(REQUEST, to_be_canceled, ask("delete", once=ONCE)),
    "look at a store": Case("StoreLooks.get", ready, lambda parts, _: parts.service.get("alpha", owner())),
    "say what would be refused": Case(
        "StoreLooks.refused", queued, lambda parts, _: parts.service.refused(parts.service.get("alpha", owner()))
    ),
    "look for an address": Case(
        "StoreLooks.address", ready, lambda parts, _: parts.service.address(store_id="alpha", name="", cluster=None)
    ),
    "count an owner's stores": Case(
        "StoreLooks.places", ready, lambda parts, _: parts.service.places(owner().model_copy(update={"store_limit": 3}))
    ),
    "look whether a store may be asked": Case(
        "StoreLooks.check_asked", ready, lambda parts, _: parts.service.check_asked("alpha", mail.KIND, owner(), NOWHERE)
    ),
    "list stores": Case(
        "StoreLooks.list_stores", ready, lambda parts, _: parts.service.list_stores(owner(), limit=9, cursor=None)
    ),
    "look at an operation": Case(
        "StoreLooks.operation", queued, lambda parts, given: parts.service.operation(given.id, owner())
    ),
    "list operations": Case(
        "StoreLooks.operations", ready, lambda parts, _: parts.service.operations("alpha", owner(), limit=9, cursor=None)
    ),
    "list an admin's operations": Case(
        "StoreLooks.operations", ready, lambda parts, _: parts.service.operations("alpha", admin(), limit=9, cursor=None)
    ),
    "follow": Case("StoreLooks.events", queued, lambda parts, given: parts.service.events(given.id, owner(), after=0)),
    "hand out": Case("Dispatcher.dispatch", told, lambda parts, _: parts.dispatcher.dispatch()),
    "hand out to who refuses": Case("Dispatcher.dispatch", refused, lambda parts, _: parts.dispatcher.dispatch()),
    "let go": Case("Dispatcher.release", told, dispatch_and_release),
}
# What asks no store of record, so that none can fail.
WITHOUT_STATE = {f"StoreLooks.{name}" for name in ("engines", "broken_engines", "is_available", "clusters", "relay_of")}
REFUSALS = (Conflict, NotFound, LeaseLost)


def calls_of(case: Case) -> list[str]:
    """What the call asks of the store of record where nothing fails."""
    world = World()
    given, counting = case.prepare(world), FailingRepository(world.state)
    case.call(world.over(counting, "counting"), given)
    return counting.calls


def faults() -> list[tuple[str, int, How]]:
    """Every call of every case, failing in every way it can."""
    found = []
    for name, case in CASES.items():
        for number, call in enumerate(calls_of(case), start=1):
            found += [(name, number, how) for how in How if how is not How.CONFLICT or call == "commit"]
    return found


def test_every_public_method_is_in_the_table() -> None:
    public = {
        f"{owner.__name__}.{name}"
        for owner in (Lifecycle, Turns, StoreLooks, StoreService, Dispatcher)
        for name, member in vars(owner).items()
        if callable(member) and not name.startswith("_") and "__mutmut_" not in name  # `make mutation` adds its own
    }

    assert {case.method for case in CASES.values()} == public - WITHOUT_STATE
    assert public >= WITHOUT_STATE


def tried(case: Case, parts: ExecutorPorts, given: object) -> tuple[object, StoreyardError | None]:
    try:
        return case.call(parts, given), None
    except StoreyardError as error:
        return None, error


@pytest.mark.parametrize(("name", "number", "how"), faults())
def test_whatever_fails_the_rules_hold_and_nothing_is_lost(name: str, number: int, how: How) -> None:
    case, world = CASES[name], World()
    given = case.prepare(world)
    world.check()
    before = world.operations()
    failing = FailingRepository(world.state, {number: how}, meanwhile=world.others)

    answer, error = tried(case, world.over(failing, "unlucky"), given)

    assert len(failing.calls) >= number, "the fault was met"
    assert error is None or isinstance(error, (*REFUSALS, Unavailable))
    world.check()
    assert world.accepted(answer)
    if how in {How.BEFORE, How.AFTER} and error is not None and not isinstance(error, OutcomeUnknown):
        assert {one.id for one in world.operations()} == {one.id for one in before}, "what was refused was not accepted"
    _, again = tried(case, world.parts, given)
    assert again is None or isinstance(again, REFUSALS), "nothing is in the way of another try"
    world.check()
    world.rest()
