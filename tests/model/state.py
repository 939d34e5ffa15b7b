"""A state of the model: all rows, the time, where each actor stands, and how many faults are left. Nothing in it is changed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from functools import cache
from typing import Final, NamedTuple

from functions.application.ports.repository import Change
from tests.model.tape import Marks, Node, Rows

TIME: Final = re.compile(r'"\d{4}-\d\d-\d\dT[^"]*"')
DECIDING: Final = re.compile(r'"(?:lease_until|deadline_at|until|not_before)":"([^"]*)"')
Told = tuple[str, str, int]  # store, operation, number of the event


class Call(NamedTuple):
    """What an actor asks of the application: a name and plain arguments."""

    name: str
    arguments: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


class Run(NamedTuple):
    """What a worker knows of the operation that it runs. `dead`: its watchdog has ended it; what was on its way is left."""

    operation_id: str
    fence: int
    lease_until: datetime
    deeds: tuple[str, ...] = ()
    canceled: bool = False
    dead: bool = False
    insists: Call | None = None


class Actor(NamedTuple):
    """Somebody who calls the application: a client, a worker, the reaper, a dispatcher.

    `place`: how far a client's list is done, `tries`: how often the next of it was tried. `at`: where its call stands.
    """

    name: str
    role: str
    place: int = 0
    tries: int = 0
    run: Run | None = None
    call: Call | None = None
    at: Node | None = None

    def idle(self) -> Actor:
        """Return it without a call under way."""
        return self._replace(call=None, at=None)

    @property
    def pending(self) -> tuple[Change, ...]:
        """Return the commit that its call stands at."""
        return self.at.changes if self.at is not None else ()

    def fresh(self) -> Actor:
        """Return it as a new process in its place, which knows nothing of what was under way."""
        return self.idle()._replace(run=None)


class Bounds(NamedTuple):
    """How many faults there may be, or are left. `ticks`: steps of the clock past a lease. `at_once`: calls under way."""

    crashes: int = 2
    lost: int = 1
    away: int = 0
    ticks: int = 2
    at_once: int = 4

    def words(self) -> str:
        """Return them for people."""
        faults = f"{self.crashes} crashes, {self.lost} lost answers, {self.away} times away"
        return f"{faults}, {self.ticks} ticks, {self.at_once} calls"

    def covers(self, other: Bounds) -> bool:
        """True if there may be as many faults of each sort."""
        return all(mine >= theirs for mine, theirs in zip(self, other, strict=True))


class State(NamedTuple):
    """Where everything is. `told`: first deliveries of events, in order; `accepted`: operations that a client was promised."""

    rows: Rows
    now: datetime
    actors: tuple[Actor, ...]
    left: Bounds
    told: tuple[Told, ...] = ()
    accepted: frozenset[str] = frozenset()
    ids: int = 0

    def key(self) -> int:
        """Return 64 bits that stand for this state, but for the faults that are left.

        Workers are alike, whoever is where. When something was written does not matter to what follows, only what is left of
        leases and deadlines; so states that differ in nothing else are one.
        """
        actors = Counter(self._seen(each) for each in self.actors)
        return hash((self.recorded(), frozenset(actors.items()), self.ids))

    def recorded(self) -> int:
        """Return 64 bits that stand for what is recorded, told and promised, and for the time that is left of it."""
        if self.rows.marks is None:
            self.rows.marks = _marks(self.rows)
        rows, timed = self.rows.marks
        for place, kept, times in timed:
            rows ^= hash((place, kept, *map(self._left_of, times)))
        return hash((rows, len(self.rows), self.told, self.accepted))

    def _left_of(self, moment: datetime) -> float:
        return max(-1.0, (moment - self.now).total_seconds())

    def _seen(self, actor: Actor) -> object:
        run = actor.run and (actor.run._replace(lease_until=self.now), self._left_of(actor.run.lease_until))
        return (actor._replace(name="" if actor.role == "worker" else actor.name, run=None), run)

    def with_actor(self, actor: Actor) -> State:
        """Return the state with this one in the place of the actor of its name."""
        return self._replace(actors=tuple(actor if each.name == actor.name else each for each in self.actors))


def _marks(rows: Rows) -> Marks:
    still, timed = 0, []
    for place, row in rows.items():
        kept, times = _without_times(row.document)
        if times:
            timed.append((place, kept, times))
        else:
            still ^= hash((place, kept))
    return still, tuple(timed)


@cache
def _without_times(document: str) -> tuple[int, tuple[datetime, ...]]:
    """Return a hash of a document without its times, and those of its times that decide what may happen."""
    times = tuple(datetime.fromisoformat(found[1]) for found in DECIDING.finditer(document))
    return hash(TIME.sub('""', document)), times
