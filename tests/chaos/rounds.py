"""From a seed to what is done in a round: which operation, which faults, when. The same seed and number give the same plan."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from functions.domain.kinds import kind_of

# A store's life: it is made in a life's first round and deleted in its last; what comes between is drawn.
LIFE = 8
BETWEEN = ("verify", "configure", "backup", "restore", "drill")
# About how long one takes with the small engine, in seconds: random moments are drawn from it, and a little beyond.
TAKES = {"provision": 8.0, "verify": 0.8, "configure": 6.0, "backup": 4.0, "restore": 16.0, "drill": 14.0, "delete": 7.0}
LEAST_KILLS, MOST_KILLS = (
    2,
    3,
)  # in one operation, some of which come too late; after five losses it is given up, as it should be
EARLY = ("request", "commit")  # need a platform that was prepared for them: the first in a round, and one of them at most


@dataclass(frozen=True)
class Chance:
    """How often a fault is drawn, beside the others. `kills`: it ends a process, and several of the kind fit into a round."""

    weight: float
    kills: bool
    kinds: tuple[str, ...] = ()  # none: all
    steps: tuple[str, ...] = ()  # those that are reached with it; none: all


@dataclass(frozen=True)
class Strike:
    """One fault at one moment: so many seconds after a step was announced or, without one, after the operation was accepted."""

    fault: str
    step: str | None
    after: float

    def __str__(self) -> str:
        where = self.step or "accepted"
        return f"{self.fault}@{where}+{self.after:.2f}"


@dataclass(frozen=True)
class Plan:
    """What is done in one round."""

    seed: int
    number: int
    kind: str
    strikes: tuple[Strike, ...]


def plan(seed: int, number: int, chances: Mapping[str, Chance]) -> Plan:
    """Draw a round."""
    drawn = random.Random(f"{seed}/{number}")
    kind = _kind(drawn, number)
    fitting = {name: chance for name, chance in chances.items() if not chance.kinds or kind in chance.kinds}
    if not fitting:  # what was named is for other kinds: this one only makes or changes what they need
        return Plan(seed, number, kind, ())
    first = _draw(drawn, fitting)
    faults = [first]
    if chances[first].kills:
        kills = {name: chance for name, chance in fitting.items() if chance.kills}
        faults += [_draw(drawn, kills) for _ in range(drawn.randint(LEAST_KILLS, MOST_KILLS) - 1) if kills]
    early = [name for name in faults if name in EARLY][:1]
    faults = early + [name for name in faults if name not in EARLY]
    return Plan(seed, number, kind, tuple(_moment(drawn, fault, kind, chances[fault].steps) for fault in faults))


def _kind(drawn: random.Random, number: int) -> str:
    place = number % LIFE
    if place == 0:
        return "provision"
    return "delete" if place == LIFE - 1 else drawn.choice(BETWEEN)


def _draw(drawn: random.Random, chances: Mapping[str, Chance]) -> str:
    return drawn.choices(list(chances), [chance.weight for chance in chances.values()])[0]


def _moment(drawn: random.Random, fault: str, kind: str, reached: tuple[str, ...]) -> Strike:
    """At a step's beginning, within it, or whenever."""
    if fault in EARLY:
        return Strike(fault, None, 0.0)
    steps = [step.name for step in kind_of(kind).steps if not reached or step.name in reached]
    if steps and drawn.random() < 0.6:
        return Strike(fault, drawn.choice(steps), drawn.choice((0.0, round(drawn.uniform(0, 1.5), 2))))
    return Strike(fault, None, round(drawn.uniform(0, TAKES[kind] * 1.1), 2))
