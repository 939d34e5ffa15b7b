"""What each actor may ask for next, and where the end of a call leaves it. The callers' own rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from functions.application.ports.repository import Repository
from functions.application.queries import live_operations
from functions.domain.entities import OPERATIONS, UNDELIVERED
from functions.domain.errors import Conflict, LeaseLost, NotFound, StoreyardError, Unavailable
from functions.domain.operation import Operation, OperationStatus
from tests.model.state import Actor, Call, Run, State

TRIES: Final = 2  # how often a client asks for the same thing where it got no answer
FINISH: Final = "finish"
Ended = object | StoreyardError


@dataclass(frozen=True)
class Rules:
    """What may happen in a scenario. `script`: what each client asks for, one after another.

    `deeds`: what a worker may do once in a run before it ends, `outcomes`: how a run may end. `releases`: a worker may stop
    and give the operation of its first run back. Not `outbox`: dispatchers are at work only once no more faults happen.
    """

    scripts: dict[str, tuple[Call, ...]]
    deeds: tuple[str, ...] = ("record", "renew")
    outcomes: tuple[OperationStatus, ...] = (OperationStatus.SUCCEEDED,)
    releases: bool = False
    outbox: bool = False


def choices(rules: Rules, actor: Actor, state: State, repository: Repository) -> list[Call]:
    """Return the calls that an idle actor may begin now. Of idle actors of one sort the first begins: they are alike."""
    if actor.role == "client":
        return list(rules.scripts[actor.name][actor.place : actor.place + 1])
    if actor.run is None and _another_is_idle(actor, state):
        return []
    if actor.role == "reaper":
        return [Call("reap")]
    if actor.role == "dispatcher":
        holder = f"{actor.name}.{actor.tries}"
        return [Call("dispatch", (holder,))] if repository.find(UNDELIVERED, limit=1) else []
    return _of_a_run(rules, actor.run, repository) if actor.run else _claims(repository)


def _another_is_idle(actor: Actor, state: State) -> bool:
    alike = (each for each in state.actors if each.role == actor.role)
    first = next((each for each in alike if each.call is None and each.run is None), actor)
    return first.name != actor.name


def _claims(repository: Repository) -> list[Call]:
    live = live_operations(repository)
    return [Call("claim", (one.id, "worker")) for one in live if one.status is OperationStatus.QUEUED]


def _of_a_run(rules: Rules, run: Run, repository: Repository) -> list[Call]:
    """A run that was told of a cancel, or looks, may end by it; it may also have been too late for that."""
    if run.insists is not None:
        return [run.insists]
    mine = (run.operation_id, run.fence)
    found = [Call(deed, mine) for deed in rules.deeds if deed not in run.deeds]
    operation = repository.get(OPERATIONS, id=run.operation_id)
    asked = operation is not None and operation.fence == run.fence and operation.cancel_requested
    canceled = (OperationStatus.CANCELED,) if run.canceled or asked else ()
    found += [Call(FINISH, (*mine, status.value)) for status in (*canceled, *rules.outcomes)]
    return [*found, Call("release", mine)] if rules.releases and run.fence == 1 else found


def after(actor: Actor, ended: Ended) -> Actor:
    """Return an actor whose call has ended with a result or an error."""
    return AFTER[actor.role](actor, ended).idle()


def after_death(actor: Actor) -> Actor:
    """Return who comes in a dead actor's place. A client whose request broke off asks again; a dispatcher has a new name."""
    if actor.role == "client":
        return _unanswered(actor).fresh()
    return actor._replace(tries=actor.tries + (actor.role == "dispatcher")).fresh()


def after_tick(actor: Actor, state: State) -> Actor:
    """Return an actor once time has passed: a watchdog has ended a run whose lease is over; what is on its way stays so."""
    if actor.run is None or actor.run.lease_until >= state.now:
        return actor
    return actor._replace(run=actor.run._replace(dead=True) if actor.call else None)


def _unanswered(actor: Actor) -> Actor:
    tries = actor.tries + 1
    return actor._replace(tries=0, place=actor.place + 1) if tries == TRIES else actor._replace(tries=tries)


def _client(actor: Actor, ended: Ended) -> Actor:
    """What was refused is asked for again later; what was answered is done."""
    if isinstance(ended, Unavailable):
        return _unanswered(actor)
    if isinstance(ended, Conflict | NotFound):
        return actor
    return actor._replace(place=actor.place + 1, tries=0)


def _worker(actor: Actor, ended: Ended) -> Actor:
    run = _run_after(actor.run, actor.call, ended)
    return actor._replace(run=None if run is None or run.dead else run)


def _run_after(run: Run | None, call: Call | None, ended: Ended) -> Run | None:
    if call is not None and call.name == "claim":
        return _claimed(ended) if isinstance(ended, Operation) else None
    if run is None or call is None or isinstance(ended, LeaseLost):
        return None
    ends = call.name in {FINISH, "release"}
    if isinstance(ended, Unavailable):
        return run._replace(insists=call) if ends else run
    if ends or not isinstance(ended, Operation):
        return None
    deeds = (*run.deeds, call.name)
    return run._replace(deeds=deeds, canceled=ended.cancel_requested, lease_until=ended.lease_until or run.lease_until)


def _claimed(operation: Operation) -> Run | None:
    if operation.lease_until is None:
        return None
    return Run(operation.id, operation.fence, operation.lease_until, canceled=operation.cancel_requested)


AFTER: Final[dict[str, Callable[[Actor, Ended], Actor]]] = {
    "client": _client,
    "worker": _worker,
    "reaper": lambda actor, _: actor,
    "dispatcher": lambda actor, _: actor,
}
