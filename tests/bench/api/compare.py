"""The three servers side by side: the same requests by the same client, in turn."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.api.load import Ask, Load, NotAnswered, run
from tests.bench.api.servers import ENGINE, Server

SEEDS = 200
POSTS_PER_SECOND = 4000  # more than any of them takes; a run that used all of them up would not count
WARM_UP_SECONDS = 1.0
CREATE, LOOK, LIST = "POST /api/stores", "GET /api/stores/<id>", "GET /api/stores?limit=50"


@dataclass(frozen=True)
class Cell:
    """What one server did with one kind of request, round by round."""

    what: str
    server: str
    loads: Sequence[Load]

    @property
    def rate(self) -> float:
        """Answers per second, the median of the rounds."""
        return statistics.median(load.rate for load in self.loads)

    @property
    def p50(self) -> float:
        """Milliseconds that half of the answers took at most, the median of the rounds."""
        return statistics.median(load.p50 for load in self.loads)

    @property
    def p99(self) -> float:
        """Milliseconds that 99 % of the answers took at most, the median of the rounds."""
        return statistics.median(load.p99 for load in self.loads)

    def row(self) -> str:
        """One row of the table."""
        low, high = min(load.rate for load in self.loads), max(load.rate for load in self.loads)
        count = sum(load.requests for load in self.loads)
        figures = f"{count} | {low:.0f} | {self.rate:.0f} | {high:.0f} | {self.p50:.1f} | {self.p99:.1f}"
        return f"| {self.what} | {self.server} | {figures} |"


def seed(server: Server) -> None:
    """Make the stores that all servers have; ids that sort before those of the measured POSTs, so that lists stay alike."""
    with server.client() as client:
        for ask in _posts("a-seed", SEEDS):
            client.post(ask.path, json=ask.body).raise_for_status()


def measure(servers: Sequence[Server], work: Path, *, rounds: int, seconds: float) -> list[Cell]:
    """Measure each kind of request on each server in turn, each server first once in a while."""
    found: dict[tuple[str, str], list[Load]] = {}
    for number in range(rounds):
        turn = number % len(servers)
        for what in (LOOK, LIST, CREATE):
            for server in (*servers[turn:], *servers[:turn]):
                load = _measured(what, server, work, seconds=seconds, number=number)
                found.setdefault((what, server.name), []).append(load)
                print(f"{what}, {server.name}, round {number + 1}: {load.rate:.0f}/s, p99 {load.p99:.1f} ms", flush=True)  # noqa: T201
    return [Cell(what, server.name, found[what, server.name]) for what in (CREATE, LOOK, LIST) for server in servers]


def _measured(what: str, server: Server, work: Path, *, seconds: float, number: int) -> Load:
    if what == CREATE:
        asks = list(_posts(f"p{number}", round(POSTS_PER_SECOND * seconds)))
        load = run(server, asks, work, seconds=seconds, statuses=(202,))
        if load.requests >= len(asks):
            raise NotAnswered(f"{server.name} took all of {len(asks)} requests before the time was over")
        return load
    ask = Ask("/api/stores/a-seed-7" if what == LOOK else "/api/stores?limit=50")
    run(server, [ask], work, seconds=min(seconds, WARM_UP_SECONDS))
    return run(server, [ask], work, seconds=seconds)


def _posts(prefix: str, count: int) -> Iterator[Ask]:
    for number in range(count):
        body = {
            "name": f"Tea & Cake {number}",
            "engine": ENGINE,
            "id": f"{prefix}-{number}",
            "country": "FR",
            "color": "#aabbcc",
        }
        yield Ask("/api/stores", body)


def table(cells: Sequence[Cell]) -> list[str]:
    """Return the table of all cells, as lines of Markdown."""
    head = [
        "| request | server | requests | /s, min | /s, median | /s, max | p50, ms | p99, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return [*head, *(cell.row() for cell in cells)]


def verdicts(cells: Sequence[Cell], ours: str) -> list[str]:
    """Return a sentence for each kind of request and peer: who is better, by how much."""
    mine = {cell.what: cell for cell in cells if cell.server == ours}
    return [_verdict(mine[cell.what], cell) for cell in cells if cell.server != ours]


def _verdict(mine: Cell, peer: Cell) -> str:
    rate, p99 = mine.rate / peer.rate, mine.p99 / peer.p99
    if rate > 1 and p99 < 1:
        said = f"{mine.server} is better"
    elif rate <= 1 and p99 >= 1:
        said = f"**{peer.server} is better**"
    else:
        said = f"**{peer.server} has the {'better rate' if rate <= 1 else 'lower p99'}**"
    return f"- {mine.what}, beside {peer.server}: {rate:.2f} times its rate, {p99:.2f} times its p99: {said}."
