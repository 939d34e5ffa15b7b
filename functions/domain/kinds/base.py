"""What a kind of operation is: one descriptor that everything else asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from functions.domain.engine import Engine
from functions.domain.store import StoreSpec, StoreStatus


class Parameters(BaseModel):
    """What a caller may say about an operation besides its kind; this one: nothing. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Step:
    """One role of the playbook, or one task of it, in words: what is being done, and what has been done.

    `{software}` is the engine's title and version. `reason`: what a failure is called whose message the role made for people.
    `pods`: a failure here is about the store's pods, and their readiness is shown while it runs.
    """

    role: str
    name: str
    doing: str
    done: str
    task: str = ""
    reason: str = ""
    pods: bool = False


@dataclass(frozen=True)
class Ended:
    """How an operation ended, as far as the store's status depends on it. `attempt`: how many runs may have done something."""

    good: bool
    before: StoreStatus
    result: Mapping[str, Any] = field(default_factory=dict)
    attempt: int = 1

    def said(self, key: str) -> Mapping[str, Any]:
        """Return what the run said last under a key of its result; nothing where it did not come so far."""
        found = self.result.get(key)
        return found if isinstance(found, Mapping) else {}

    def untouched(self, said: object, before: str | None = None) -> bool:
        """True where all is as before the operation: its run said so, in this word, or it is a first run that said nothing.

        A first run that said nothing has not begun; of a second one it is not known what the first one did.
        """
        return (before is not None and said == before) or (said is None and self.attempt <= 1)


# What an operation makes of its store's status; None means that the store is gone.
StatusAfter = Callable[[Ended], StoreStatus | None]
# The fields of the spec that an operation changes on what is installed, out of its parameters.
Settings = Callable[[Mapping[str, Any]], tuple[str, ...]]
# What a success makes of its store's spec, out of the operation's parameters.
SpecAfter = Callable[[StoreSpec, Mapping[str, Any]], StoreSpec]


def becomes(success: StoreStatus | None, failure: StoreStatus) -> StatusAfter:
    """Return the rule of a kind whose end alone decides."""
    return lambda ended: success if ended.good else failure


def unchanged(ended: Ended) -> StoreStatus:
    """The rule of a kind that leaves the store's status as it was."""
    return ended.before


def same_spec(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:  # noqa: ARG001 - as others take them
    """The rule of a kind that does not change what a store shall be."""
    return spec


def no_settings(parameters: Mapping[str, Any]) -> tuple[str, ...]:  # noqa: ARG001 - as others take them
    """The rule of a kind that changes no setting of a shop."""
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of operation; `name` is the stem of its playbook.

    `creates`: it makes a store that is not there yet. `copies`: that store is made of another one, which it is asked for on
    and which stays as it is. `running`: the store's status meanwhile, None: as before. `interrupts`: it cancels a live
    operation first. `deploys`: it installs what is newest when it is accepted, `keeps`: what is installed already; its
    target says what that is. `newer`: it is refused where that is what is installed. `goes_back`: its parameter `revision`
    is one that a backup of the store was made at. `knows_revision`: its parameter `revision` is the one that is recorded of
    the store, whatever was said. `spec_asked`: the spec that its run is told, out of the parameters;
    `takes_spec`: a success makes that the store's. `spec_after`: what its success makes of the store's spec otherwise.
    `settings`: the fields of the spec that it changes on what is installed, whose image has to take them over.
    `backups`: parameters that name a backup of the store, the newest where one may be left out and is. `beside`: the name
    of a namespace beside the store's that it works in. `proves`: its success means that a test order went through.
    `names_domains`: its parameter `names` are domains, each of which the store has to hold.
    `lacks`: why stores on an engine may not be asked for it, whatever settings that knows. Not `for_copies`: it is about
    what reaches others or comes from them, and a copy of a store reaches nobody. `moves`: it takes a store to the cluster
    that its parameter `cluster` names. `timeout`: None: the platform's default.
    `way_out`: a sentence for the store after a failure. `result_keys`: what of its tasks' results is kept. `done`: the
    sentence of its success.
    """

    name: str
    summary: str
    allowed_from: frozenset[StoreStatus]
    running: StoreStatus | None
    status_after: StatusAfter
    failure_reason: str
    done: str
    steps: tuple[Step, ...]
    parameters: type[Parameters] = Parameters
    result_keys: tuple[str, ...] = ()
    creates: bool = False
    copies: bool = False
    interrupts: bool = False
    deploys: bool = False
    keeps: bool = False
    newer: bool = False
    goes_back: bool = False
    knows_revision: bool = False
    spec_asked: SpecAfter = same_spec
    takes_spec: bool = False
    spec_after: SpecAfter = same_spec
    settings: Settings = no_settings
    lacks: Callable[[Engine], str] = lambda engine: ""  # noqa: ARG005 - as others take it
    backups: tuple[str, ...] = ()
    beside: str = ""
    way_out: Callable[[Ended], str] = lambda ended: ""  # noqa: ARG005 - as others take it
    proves: bool = False
    names_domains: bool = False
    for_copies: bool = True
    moves: bool = False
    timeout: timedelta | None = None

    @property
    def words(self) -> str:
        """Its name as people read it."""
        return self.name.replace("_", " ")

    def step_of(self, role: str, task: str) -> Step | None:
        """Return the step that a task belongs to, or None: a role that is not named here says nothing."""
        named = (step for step in self.steps if step.role == role)
        return next((step for step in named if step.task in {"", task}), None)

    def running_status(self, before: StoreStatus) -> StoreStatus:
        """Return the store's status while an operation of this kind is under way."""
        return self.running or before

    def lacking(self, engine: Engine | None) -> str:
        """Return why stores on an engine may not be asked for it whatever its parameters; empty: they may."""
        if engine is None:
            return ""
        return self.lacks(engine) or next(filter(None, (engine.lacks(name) for name in self.settings({}))), "")

    def variables(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters as the playbook's variables: `store_<kind>_<name>`."""
        return {f"store_{self.name}_{name}": value for name, value in parameters.items()}
