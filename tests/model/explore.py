"""Breadth first over every interleaving and every fault within bounds; from each state also the way to rest without faults."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from tests.fakes.platform import START
from tests.model.actors import FINISH, choices
from tests.model.machine import APPLIED, LIMITS, How, Machine
from tests.model.report import CounterExample, Label, Report, Scenario
from tests.model.safety import Broken, Look, Step, check_state, check_step, look, unrest
from tests.model.state import Actor, Bounds, State
from tests.model.tape import Rows

PATIENCE: Final = 80  # steps without a fault within which all comes to rest
IDLE_TICKS: Final = 4  # steps of the clock in a row after which nothing more comes of time: two leases and an operation's time
TICK: Final = "time passes, past the lease"


class Explorer:
    """Explores one scenario. States are told apart by 64 bits of hash, and only those not looked at yet are kept."""

    def __init__(self, scenario: Scenario, *, reads: bool = False) -> None:
        self._scenario = scenario
        self._reads = reads
        self._machine = Machine(replace(LIMITS, slots=scenario.slots), reads=reads)
        self._seen: dict[int, list[Bounds]] = {}
        self._trail: list[tuple[int, Label]] = []
        self._rests: dict[int, int] = {}
        self._checked: set[int] = set()
        self.report = Report()

    def run(self, seen: Callable[[Look], object] = lambda _: None) -> Report:
        """Look at every state within the bounds, and tell `seen` what is recorded in each. Raises CounterExample."""
        self._tell = seen
        collecting = gc.isenabled()
        gc.disable()  # nothing here is a circle, and looking for some takes a third of the time
        try:
            return self._run()
        finally:
            if collecting:
                gc.enable()

    def _run(self) -> Report:
        first = self._first()
        self._is_new(first)
        self._trail.append((0, Label("all", "begins")))
        waiting = deque([(first, 0, 0)])
        while waiting:
            state, place, depth = waiting.popleft()
            self.report.states += 1
            self.report.depth = max(self.report.depth, depth)
            self._comes_to_rest(state, place)
            for label, after in self.steps(state):
                self.report.transitions += 1
                self._check(state, after, place, label)
                if self._is_new(after):
                    self._trail.append((place, label))
                    waiting.append((after, len(self._trail) - 1, depth + 1))
        return self.report

    def _is_new(self, state: State) -> bool:
        """False for a state that was there before with as many faults left: whatever can follow was looked at then."""
        seen = self._seen.setdefault(state.key(), [])
        if any(left.covers(state.left) for left in seen):
            return False
        seen[:] = [*(left for left in seen if not state.left.covers(left)), state.left]
        return True

    def steps(self, state: State) -> Iterator[tuple[Label, State]]:
        """Every step that is possible in a state and changes something."""
        for actor in state.actors:
            if self._scenario.rules.outbox or actor.role != "dispatcher":
                yield from self._of_actor(state, actor)
        if state.left.ticks:
            yield Label("clock", TICK), self._tick(state)

    def _of_actor(self, state: State, actor: Actor) -> Iterator[tuple[Label, State]]:
        if actor.call is None:
            if sum(each.call is not None for each in state.actors) >= state.left.at_once:
                return
            for call in choices(self._scenario.rules, actor, state, self._machine.at(state)):
                after = self._machine.begin(state, actor, call)
                if (after.actors, after.told, after.accepted) != (state.actors, state.told, state.accepted):
                    yield Label(actor.name, "begins", call), after
            return
        for how, left in _fates(state.left, reads=not actor.pending):
            yield self._resumed(state._replace(left=left), actor, how)

    def _resumed(self, state: State, actor: Actor, how: How) -> tuple[Label, State]:
        after = self._machine.resume(state, actor, how)
        refused = actor.pending and how in APPLIED and after.rows is state.rows
        what = f"{how.value}, refused: somebody wrote first" if refused else how.value
        return Label(actor.name, what if actor.pending or how is not How.THROUGH else "reads on", actor.call), after

    def _tick(self, state: State) -> State:
        left = state.left._replace(ticks=max(0, state.left.ticks - 1))
        return self._machine.tick(state._replace(left=left))

    def _check(self, before: State, after: State, place: int, label: Label) -> None:
        """Check a step that changed something, and the state after it."""
        if after.rows is before.rows and after.told == before.told and after.accepted == before.accepted:
            return
        actor = next((each for each in before.actors if each.name == label.who), None)
        try:
            check_step(Step(self._look(before), self._look(after), actor))
            self._check_state(after)
        except Broken as broken:
            raise CounterExample(self._scenario, broken, [*self._path(place), label]) from None

    def _check_state(self, state: State) -> None:
        """Check a state, unless one with the same records was checked already. Raises Broken."""
        seen = state.recorded()
        if seen not in self._checked:
            self._checked.add(seen)
            now = self._look(state)
            check_state(now)
            self._tell(now)

    def _look(self, state: State) -> Look:
        return look(self._machine, state, self._scenario.shops)

    def _path(self, place: int) -> list[Label]:
        """The steps to a state that was looked at."""
        path: list[Label] = []
        while place:
            place, label = self._trail[place]
            path.append(label)
        return path[::-1]

    def _comes_to_rest(self, state: State, place: int) -> None:
        """Follow the one way without faults until it is known, or all is at rest. Raises CounterExample."""
        key = start = state.key()
        way, labels = [key], list[Label]()
        while key not in self._rests:
            step = self._fair(state)
            if step is None:
                self._rests[key] = 0
                break
            label, state = step
            labels.append(label)
            key = state.key()
            way.append(key)
            try:
                self._check_state(state)
                self._check_patience(state, labels)
            except Broken as broken:
                raise CounterExample(self._scenario, broken, [*self._path(place), *labels]) from None
        for steps, passed in enumerate(reversed(way)):
            self._rests.setdefault(passed, self._rests[key] + steps)
        self.report.to_rest = max(self.report.to_rest, self._rests[start])

    def _check_patience(self, state: State, labels: list[Label]) -> None:
        idle = len(labels) >= IDLE_TICKS and {each.what for each in labels[-IDLE_TICKS:]} == {TICK}
        if idle or len(labels) > PATIENCE:
            raise Broken("all_comes_to_rest", "; ".join(unrest(self._look(state))))

    def _fair(self, state: State) -> tuple[Label, State] | None:
        """The next step if nobody dies: calls end, runs end, what waits is begun; time passes only if nothing else helps."""
        for actor in state.actors:
            if actor.call is not None:
                return self._resumed(state, actor, How.THROUGH)
        repository = self._machine.at(state)
        busy = sorted(
            (each for each in state.actors if each.role != "client"), key=lambda each: (each.run is None, each.role != "worker")
        )
        for actor in busy:
            whole = self._reads or (actor.role == "dispatcher" and not self._scenario.rules.outbox)
            for call in choices(self._scenario.rules, actor, state, repository):
                if actor.run is not None and call.name != FINISH:
                    continue
                after = self._machine.begin(state, actor, call)
                after = self._through(after, actor.name) if whole else after
                if after.actors != state.actors or after.rows is not state.rows:
                    return Label(actor.name, "goes through" if whole else "begins", call), after
        now = self._look(state)
        return None if next(unrest(now), None) is None else (Label("clock", TICK), self._tick(state))

    def _first(self) -> State:
        state = State(Rows(), START, self._scenario.actors, self._scenario.bounds)
        for name, call in self._scenario.before:
            role = "client" if name == "client" else name.partition("-")[0]
            state = state._replace(actors=(*(each for each in state.actors if each.name != name), Actor(name, role)))
            actor = state.actors[-1]
            state = self._through(self._machine.begin(state, actor, call), name)
        return state._replace(actors=self._scenario.actors)

    def _through(self, state: State, name: str) -> State:
        """Let an actor's call go on to its end."""
        while (actor := next(each for each in state.actors if each.name == name)).call is not None:
            state = self._machine.resume(state, actor, How.THROUGH)
        return state


def _fates(left: Bounds, *, reads: bool) -> Iterator[tuple[How, Bounds]]:
    """What may become of who stands at a commit, or at a read, and what is left of the faults then."""
    yield How.THROUGH, left
    if left.crashes:
        yield How.DIES_BEFORE, left._replace(crashes=left.crashes - 1)
    if reads:
        return
    if left.crashes:
        yield How.DIES_AFTER, left._replace(crashes=left.crashes - 1)
    if left.lost:
        yield How.LOST, left._replace(lost=left.lost - 1)
    if left.away:
        yield How.AWAY, left._replace(away=left.away - 1)
