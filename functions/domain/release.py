"""What state a store's Helm release is in, and the one thing to do next about it. Pure: an adapter observes, a role acts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.domain.errors import Conflict

# Statuses of Helm's that only a Helm which is at work leaves again by itself.
LOCKED = frozenset({"pending-install", "pending-upgrade", "pending-rollback", "uninstalling"})
DEPLOYED, FAILED, SUPERSEDED, UNINSTALLED = "deployed", "failed", "superseded", "uninstalled"

# What is kept of a run whose release was not as the platform had left it.
RESULT = "release"


class ReleaseState(StrEnum):
    """What a release is. The table in docs/architecture.md says what each means and what is done."""

    ABSENT = "absent"
    REMOVED = "removed"
    HELD = "held"
    STALE = "stale"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    OUTSIDE = "outside"
    DRIFTED = "drifted"
    BEHIND = "behind"
    IN_SYNC = "in_sync"


class Action(StrEnum):
    """What is done next. `UNLOCK` and `WAIT` are followed by another look, the others end the looking."""

    INSTALL = "install"
    UPGRADE = "upgrade"
    ROLL_BACK = "roll_back"
    REPAIR = "repair"
    UNLOCK = "unlock"
    WAIT = "wait"
    SKIP = "skip"
    REFUSE = "refuse"


class ReleaseRefused(Conflict):
    """Nothing that is known to help can be done about the release; the message says what was seen."""

    reason = "ReleaseRefused"


@dataclass(frozen=True)
class Content:
    """What a revision installs: the chart's version, and the values that it is given."""

    chart: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What the release shall be: this content or, with a `revision`, what that one installed. No content: nobody knows it."""

    content: Content | None
    revision: int = 0


@dataclass(frozen=True)
class Observed:
    """A release as the cluster shows it.

    `revision` and `status`: of the newest record, 0 where there is none. `records`: the revisions that have a record.
    `held`: whether it is to be waited for: a Helm that may be alive has locked it, or parts of it are `ending`.
    `ours`: the newest revision that the platform wrote or was about to; None: no record says so, as before records were
    marked. `recorded`: the revision in the store's own record, 0: none. `gone`: workloads and claims of the installed
    manifest that are not there. `drifted`: what else differs from it, by name.
    """

    revision: int = 0
    status: str = ""
    records: tuple[int, ...] = ()
    held: bool = False
    ours: int | None = None
    recorded: int = 0
    installed: Content | None = None
    ending: bool = False
    gone: tuple[str, ...] = ()
    drifted: tuple[str, ...] = ()

    @property
    def from_outside(self) -> bool:
        """True where somebody else's Helm wrote the newest record."""
        return self.ours is not None and self.revision > self.ours

    @property
    def missing(self) -> tuple[int, ...]:
        """Revisions between the oldest and the newest record that have none: Helm itself removes the oldest only."""
        return tuple(number for number in range(min(self.records, default=0), self.revision) if number not in self.records)


@dataclass(frozen=True)
class Choice:
    """The state and the one action. `message`: a sentence about what people should know of it; empty: nothing unusual."""

    state: ReleaseState
    action: Action
    message: str = field(default="", compare=False)


def state_of(observed: Observed, wanted: Wanted) -> ReleaseState:
    """Return what the release is, given what it shall be. The first that fits, from the surest on."""
    if observed.held:
        return ReleaseState.HELD
    if not observed.revision or observed.status == UNINSTALLED:
        return ReleaseState.REMOVED if observed.recorded or observed.revision else ReleaseState.ABSENT
    if observed.status in LOCKED:
        return ReleaseState.STALE
    if observed.from_outside:
        return ReleaseState.OUTSIDE
    return _of_ours(observed, wanted)


def _of_ours(observed: Observed, wanted: Wanted) -> ReleaseState:
    """The state of a release whose newest revision is the platform's, and not locked."""
    if observed.status != DEPLOYED:
        return ReleaseState.SUPERSEDED if observed.status == SUPERSEDED else ReleaseState.FAILED
    if wanted.content is None or observed.installed != wanted.content:
        return ReleaseState.BEHIND
    return ReleaseState.DRIFTED if observed.gone or observed.drifted else ReleaseState.IN_SYNC


def choose(observed: Observed, wanted: Wanted, tried: Collection[Action] = ()) -> Choice:
    """Return the one action that comes next. What was `tried` in this attempt already is not chosen again: it did not help."""
    state = state_of(observed, wanted)
    action = _action(state, observed, wanted)
    if wanted.revision and action in {Action.INSTALL, Action.UPGRADE, Action.REPAIR}:
        if wanted.content is None:
            said = f"the cluster has no record of revision {wanted.revision} any more"
            return Choice(state, Action.REFUSE, said)
        action = Action.ROLL_BACK
    if action in tried:
        again = f"the release is {words(state, observed)} again after this run has tried {words_of(action)}"
        return Choice(state, Action.REFUSE, again)
    return Choice(state, action, _message(state, action, observed))


def _action(state: ReleaseState, observed: Observed, wanted: Wanted) -> Action:
    if state is ReleaseState.OUTSIDE and observed.status == DEPLOYED and observed.installed == wanted.content:
        return Action.REPAIR if observed.gone or observed.drifted else Action.SKIP
    return ACTIONS[state]


ACTIONS = {
    ReleaseState.ABSENT: Action.INSTALL,
    ReleaseState.REMOVED: Action.INSTALL,
    ReleaseState.HELD: Action.WAIT,
    ReleaseState.STALE: Action.UNLOCK,
    ReleaseState.FAILED: Action.UPGRADE,
    ReleaseState.SUPERSEDED: Action.UPGRADE,
    ReleaseState.OUTSIDE: Action.UPGRADE,
    ReleaseState.DRIFTED: Action.REPAIR,
    ReleaseState.BEHIND: Action.UPGRADE,
    ReleaseState.IN_SYNC: Action.SKIP,
}


def words(state: ReleaseState, observed: Observed) -> str:
    """The state as people read it, where it is one that stands in the way."""
    return observed.status if state in {ReleaseState.HELD, ReleaseState.STALE} else state.value.replace("_", " ")


def words_of(action: Action) -> str:
    """The action as people read it."""
    return action.value.replace("_", " ")


def _message(state: ReleaseState, action: Action, observed: Observed) -> str:
    """What of it was not the platform's doing, or is left of a run that was killed."""
    number, status = observed.revision, observed.status
    if state is ReleaseState.REMOVED:
        return (
            "The release was removed from outside the platform; it is installed again on the volumes that are left. "
            "What else it had is in the store's backups."
        )
    if state is ReleaseState.STALE:
        did = "Removed the record of" if observed.records == (number,) else "Marked as failed"
        whose = "a Helm outside the platform" if observed.from_outside else "a run that was killed"
        return f"{did} revision {number}, which {whose} left {status}."
    if state is ReleaseState.OUTSIDE:
        then = "is what is wanted and stays" if action is Action.SKIP else "is replaced by what is wanted"
        return f"Revision {number} ({status}) was made from outside the platform; it {then}."
    if state is ReleaseState.SUPERSEDED:
        return f"Records newer than revision {number} were removed from outside the platform; it is installed anew."
    if state is ReleaseState.DRIFTED:
        what = ", ".join((*observed.gone, *observed.drifted))
        return f"What was changed from outside the platform is put back: {what}."
    return ""
