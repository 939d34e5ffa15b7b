"""What is explored, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tests.model.actors import Rules
from tests.model.safety import Broken
from tests.model.state import Actor, Bounds, Call


class Label(NamedTuple):
    """One step: who, and what: a call that begins, or what becomes of a commit."""

    who: str
    what: str
    call: Call | None = None

    def __str__(self) -> str:
        return f"{self.who}: {self.call} {self.what}" if self.call else f"{self.who}: {self.what}"


class Scenario(NamedTuple):
    """Who is there, what they may do, and within which bounds. `before`: calls that went through, one after another."""

    name: str
    actors: tuple[Actor, ...]
    rules: Rules
    bounds: Bounds
    shops: tuple[str, ...] = ("alpha",)
    slots: int = 2
    before: tuple[tuple[str, Call], ...] = ()


@dataclass
class Report:
    """What was looked at: states, steps between them, the depth, and the most steps from a state to rest."""

    states: int = 0
    transitions: int = 0
    depth: int = 0
    to_rest: int = 0

    def __str__(self) -> str:
        return f"{self.states} states, {self.transitions} transitions, depth {self.depth}, at rest within {self.to_rest} steps"


class CounterExample(AssertionError):
    """A rule that does not hold, with the steps that lead there."""

    def __init__(self, scenario: Scenario, broken: Broken, path: list[Label]) -> None:
        self.rule, self.path = broken.rule, path
        steps = "\n".join(f"{number:3}. {label}" for number, label in enumerate(path, 1))
        super().__init__(f"{scenario.name}: {broken}\n{steps}")
