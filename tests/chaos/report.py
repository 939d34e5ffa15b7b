"""What a run found: a line a round, figures at the end, a part of docs/reliability.md."""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.report import where_and_when
from tests.chaos.invariants import words_of
from tests.chaos.place import LEASE
from tests.chaos.play import Played

MARGIN = 10.0
TITLE = "## chaos"


@dataclass
class Tally:
    """All rounds of a run. `rest` is what was found after the last one."""

    seed: int
    rounds: list[Played] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    players: int = 1

    @property
    def kills(self) -> int:
        """How many processes were killed."""
        return sum(played.kills for played in self.rounds)

    @property
    def avoidable(self) -> int:
        """Operations that did not succeed although asking again was enough."""
        return sum(played.avoidable for played in self.rounds)

    @property
    def recovery(self) -> list[float]:
        """Seconds from a kill to the operation at work again, or ended."""
        return [seconds for played in self.rounds for seconds in played.recovery]

    def found(self, word: str) -> int:
        """How many findings of a kind there are."""
        found = sum(finding.word == word for played in self.rounds for finding in played.findings)
        return found + (len(self.rest) if word == "leaked" else 0)

    @property
    def good(self) -> bool:
        """True if nothing was found, and every recovery was in time."""
        clean = not any(self.found(word) for word in ("stuck", "doubled", "leaked", "lost"))
        return clean and not self.avoidable and max(self.recovery, default=0.0) <= LEASE + MARGIN

    def last_line(self) -> str:
        """The run in one line."""
        figures = ", ".join(f"{self.found(word)} {word}" for word in ("stuck", "doubled", "leaked", "lost"))
        return f"{self.kills} kills, {figures}"


def say(line: str) -> None:
    """Print a line at once: a run takes long."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def line_of(played: Played) -> str:
    """A round in one line."""
    plan = played.plan
    recovery = "/".join(f"{seconds:.1f}" for seconds in played.recovery) or "-"
    struck = " ".join(played.struck) or "nothing"
    missed = f" (too late for {' '.join(played.missed)})" if played.missed else ""
    words = f"seed {plan.seed} round {plan.number}: {plan.kind}, {struck}{missed}"
    line = f"{words}: {played.status} in {played.seconds:.1f} s, {played.kills} kills, recovery {recovery} s"
    more = [f"AVOIDABLE: {played.message}"] if played.avoidable else []
    more += [f"notes: {', '.join(played.notes)}"] if played.notes and (more or played.findings) else []
    more += [f"FOUND {words_of(played.findings)}"] if played.findings else []
    return "\n    ".join([line, *more])


def part(tally: Tally, notes: Sequence[str]) -> str:
    """The part of docs/reliability.md."""
    struck = Counter(strike.partition("@")[0] for played in tally.rounds for strike in played.struck)
    kinds = Counter(played.plan.kind for played in tally.rounds)
    statuses = Counter(played.status for played in tally.rounds)
    recovery, most = tally.recovery or [0.0], f"≤ {LEASE + MARGIN:g} s"
    lines = [
        TITLE,
        "",
        where_and_when(),
        "",
        "Written by `make chaos`. A platform of its own, on the cluster of the installation, has a small engine (the one that",
        "`make engine` makes). In each round something is done to a store, and something is done to the platform meanwhile.",
        "Afterwards the API, the state file, `/proc`, folders and the cluster are looked at from outside.",
        "",
        f"Seed {tally.seed}: {len(tally.rounds)} rounds, {tally.players} at a time. **{tally.last_line()}**.",
        "",
        "| what | figure | target |",
        "|---|---|---|",
        f"| processes killed | {tally.kills} | ≥ 300 |",
        f"| operations that failed although asking again was enough | {tally.avoidable} | 0 |",
        f"| kill to at work again, median of {len(tally.recovery)} | {statistics.median(recovery):.1f} s | {most} |",
        f"| kill to at work again, longest | {max(recovery):.1f} s | {most} |",
        f"| how operations ended | {_counted(statuses)} | |",
        f"| operations | {_counted(kinds)} | |",
        f"| faults | {_counted(struck)} | |",
        "",
        *(f"- {note}" for note in notes),
    ]
    return "\n".join(lines).rstrip()


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counter.items()))
