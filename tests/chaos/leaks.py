"""A platform that makes and deletes store after store: what it holds afterwards is what it held after the first ones."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields
from pathlib import Path

from functions.adapters.state.sqlite.file import IDLE_SECONDS
from tests.chaos.play import Player
from tests.chaos.report import say
from tests.chaos.state import State
from tests.cluster.installation import traces

FIRST = 10
MOST = 0.05


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


def count_leaks(player: Player, rounds: int) -> int:
    """Make and delete so many stores, one after the other; return 1 if something stayed, or something grew."""
    api, first, left = player.api, None, 0
    for number in range(1, rounds + 1):
        store_id = f"chaos-leak-{number}"
        api.calm(api.create(store_id, player.engine))
        api.calm(api.delete(store_id))
        remains = traces(store_id)
        left += len(remains)
        say(f"round {number}: {held(player)}" + (f" LEFT {remains}" if remains else ""))
        if number == min(FIRST, rounds):
            first = at_rest(player)
    assert first is not None
    last, grown = at_rest(player), 0
    for each in fields(Held):
        was, now = getattr(first, each.name), getattr(last, each.name)
        grown += now > was * (1 + MOST)
        say(f"{each.name}: {was} after {FIRST} rounds, {now} after {rounds} ({(now - was) / was:+.1%})")
    say(f"{rounds} rounds of create and delete: {left} left, {grown} grown")
    return 1 if left or grown else 0
