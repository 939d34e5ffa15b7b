"""A platform that makes and deletes store after store: what it holds afterwards is what it held after the first ones."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from functions.adapters.state.sqlite.file import IDLE_SECONDS
from tests.bench.report import where_and_when
from tests.chaos.play import Player
from tests.chaos.report import say
from tests.chaos.state import State
from tests.cluster.installation import traces

FIRST = 10
MOST = 0.05
TITLE = "## leaks"
WORDS = {
    "memory_kib": "memory (KiB)",
    "handles": "open handles",
    "threads": "threads",
    "rows": "rows of the state that stay (history goes with time)",
}


@dataclass(frozen=True)
class Held:
    """What the process holds, and the rows of its state that stay: the file grows by its history, which goes with time."""

    memory_kib: int
    handles: int
    threads: int
    rows: int


def held(player: Player) -> Held:
    """Look at it."""
    process = Path(f"/proc/{player.supervisor.pid}")
    status = dict(line.split(":", 1) for line in (process / "status").read_text(encoding="utf-8").splitlines())
    return Held(
        memory_kib=int(status["VmRSS"].split()[0]),
        handles=len(list((process / "fd").iterdir())),
        threads=int(status["Threads"]),
        rows=State(player.place).lasting(),
    )


def at_rest(player: Player) -> Held:
    """Look a second apart until what is only kept ready for a while has gone, and take the least of each."""
    looks = []
    for _ in range(round(IDLE_SECONDS) + 3):
        looks.append(held(player))
        time.sleep(1)
    return Held(**{each.name: min(getattr(look, each.name) for look in looks) for each in fields(Held)})


@dataclass(frozen=True)
class Leaks:
    """What so many rounds left behind, and what was held early on and at the end."""

    rounds: int
    left: int
    first: Held
    last: Held

    @property
    def grown(self) -> list[str]:
        """What is held of more than it may be."""
        return [name for name, was, now in self.figures() if now > was * (1 + MOST)]

    @property
    def good(self) -> bool:
        """True if nothing stayed and nothing grew."""
        return not self.left and not self.grown

    def figures(self) -> list[tuple[str, int, int]]:
        """Each thing that is held: early on, at the end."""
        return [(each.name, getattr(self.first, each.name), getattr(self.last, each.name)) for each in fields(Held)]

    def last_line(self) -> str:
        """The run in one line."""
        return f"{self.rounds} rounds of create and delete: {self.left} left, {len(self.grown)} grown"


def count_leaks(player: Player, rounds: int) -> Leaks:
    """Make and delete so many stores, one after the other."""
    api, left, first = player.api, 0, held(player)
    for number in range(1, rounds + 1):
        store_id = f"chaos-leak-{number}"
        api.calm(api.create(store_id, player.engine))
        api.calm(api.delete(store_id))
        remains = traces(store_id)
        left += len(remains)
        say(f"round {number}: {held(player)}" + (f" LEFT {remains}" if remains else ""))
        if number == min(FIRST, rounds):
            first = at_rest(player)
    leaks = Leaks(rounds, left, first, at_rest(player))
    for name, was, now in leaks.figures():
        say(f"{name}: {was} after {FIRST} rounds, {now} after {rounds} ({now / was - 1:+.1%})")
    say(leaks.last_line())
    return leaks


def leaks_part(leaks: Leaks, notes: Sequence[str]) -> str:
    """The part of docs/reliability.md."""
    lines = [
        TITLE,
        "",
        where_and_when(),
        "",
        "Written by `make chaos ROUNDS=long`. One platform makes a store on the small engine, with its test order, and deletes",
        "it, again and again. After each round every object of the cluster and every folder of a volume is searched for the",
        "store's name. What the platform holds is looked at while it is at rest.",
        "",
        f"**{leaks.last_line()}**.",
        "",
        f"| what the platform holds | after round {FIRST} | after round {leaks.rounds} | change | target |",
        "|---|---|---|---|---|",
        *(f"| {WORDS[name]} | {was} | {now} | {now / was - 1:+.1%} | ≤ {MOST:+.0%} |" for name, was, now in leaks.figures()),
        "",
        *(f"- {note}" for note in notes),
    ]
    return "\n".join(lines).rstrip()
