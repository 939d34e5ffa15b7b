"""Bugs planted into the real functions: each is the function's own source with one piece changed."""

from __future__ import annotations
import __future__

import inspect
import sys
import textwrap
from typing import Any, NamedTuple

from functions.application import operations, outbox
from tests.model.scenarios import CASES, Case


class Bug(NamedTuple):
    """`piece` of a function's source is replaced by `instead`, and the model is to find it by one of `rules`."""

    name: str
    owner: Any
    function: str
    piece: str
    instead: str
    scenario: str
    rules: frozenset[str]

    def planted(self) -> Any:
        """Return the function with the bug in it. Raises AssertionError where the source has not got that piece once."""
        function = getattr(self.owner, self.function)
        source = textwrap.dedent(inspect.getsource(function))
        assert source.count(self.piece) == 1, f"{self.function} has not got this once any more: {self.piece}"
        code = compile(source.replace(self.piece, self.instead), "planted", "exec", __future__.annotations.compiler_flag)
        names: dict[str, Any] = dict(vars(sys.modules[function.__module__]))
        exec(code, names)
        return names[self.function]

    def case(self) -> Case:
        """Return the scenario that is to find it."""
        return next(case for case in CASES if case.scenario.name == self.scenario)


def _rules(*names: str) -> frozenset[str]:
    return frozenset(names)


BUGS = (
    Bug(
        "a run's fence is not checked",
        operations.Lifecycle,
        "_write",
        "operation.fence != fence or ",
        "",
        "create, then delete",
        _rules("a_lost_lease_writes_nothing"),
    ),
    Bug(
        "a run's status is not checked either",
        operations.Lifecycle,
        "_write",
        "operation is None or operation.fence != fence or operation.status is not OperationStatus.RUNNING",
        "operation is None",
        "create, then delete",
        _rules("ends_are_final", "events_are_gapless"),
    ),
    Bug(
        "a slot is not freed on cancel",
        operations.Lifecycle,
        "_ending",
        "*self._freed_slots(operation)]",
        "*([] if outcome.status is OperationStatus.CANCELED else self._freed_slots(operation))]",
        "verify, then cancel",
        _rules("slots_are_their_runs"),
    ),
    Bug(
        "the reaper takes over a live lease",
        operations,
        "silent",
        "operation.lease_until < now",
        "operation.lease_until >= now",
        "create, then delete",
        _rules("a_live_lease_is_its_workers"),
    ),
    Bug(
        "an entry leaves the outbox before it was handed over",
        outbox.Dispatcher,
        "_deliver",
        "    now = self._clock.now()",
        "    self._repository.commit(Remove(entry))\n    now = self._clock.now()",
        "two dispatchers that die",
        _rules("events_wait_or_were_told"),
    ),
    Bug(
        "an ending forgets its event",
        operations.Lifecycle,
        "_ending",
        "*told(final, event), ",
        "",
        "create, then delete",
        _rules("events_are_gapless"),
    ),
    Bug(
        "an operation does not wait for the one before it",
        operations.Lifecycle,
        "claim",
        " or self._waits(operation)",
        "",
        "create, then delete",
        _rules("one_run_per_store"),
    ),
    Bug(
        "the reaper leaves lost runs alone",
        operations,
        "silent",
        "operation.lease_until < now",
        "False",
        "create, then delete",
        _rules("all_comes_to_rest"),
    ),
)
