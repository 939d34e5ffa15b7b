"""Platforms on one PostgreSQL, each a process: how they are started, killed, asked and judged."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from functions.adapters.catalogue import FileCatalogue
from functions.application.activity import Wanted, seen
from functions.application.ports.repository import Insert
from functions.application.queries import events_of, operations_page, slots
from functions.bootstrap import Platform, build
from functions.domain.entities import OPERATIONS, UNDELIVERED
from functions.domain.errors import StoreExists, Unavailable
from functions.domain.operation import Operation, OperationStatus
from functions.domain.store import StoreRequest
from functions.settings import PROJECT, read
from tests.fakes import owner
from tests.postgresql_server import PostgresServer

WANTED = 30
SECONDS = 60.0
DURABLE = ("-c", "synchronous_commit=on")


@dataclass
class Yard:
    """One database, and platforms on it, each with a folder of its own."""

    folder: Path
    server: PostgresServer
    url: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: dict[int, float] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """Where runs say what they do."""
        return self.folder / "runs.log"

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """The settings of one platform."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        inventory = self.folder / "clusters.json"
        here = {"cluster_provider": "kind", "cluster_kubeconfig": "/nowhere", "cluster_domain": "localhost"}
        inventory.write_text(json.dumps({"local": here}))
        names = {name for engine in FileCatalogue(PROJECT / "charts").engines().values() for name in engine.images}
        (home / "images.json").write_text(json.dumps({name: f"images/{name}:1" for name in sorted(names)}))
        return {
            "HOME": str(home),
            "STOREYARD_HOME": str(home),
            "STOREYARD_CACHE": str(self.folder / "cache"),
            "STOREYARD_INVENTORY": str(inventory),
            "STATE_BACKEND": "postgresql",
            "STATE_URL": self.url,
            "STOREYARD_INSTALLATION": "tests",
            "JWT_SECRET": "of tests, which nobody has to keep",
            "STOREYARD_SLOTS": "6",
            "STORES_PER_OWNER": str(2 * WANTED),
            "REAPER_SECONDS": "1",
            "LEASE_SECONDS": "5",
            **more,
        }

    def platform(self, **more: str) -> Platform:
        """A platform that takes requests; `olga` is known to it."""
        made = build(read(self.environment("api", **more)))
        made.repository.commit(Insert(owner()))
        return made

    def start(self, name: str, *, poll: float = 1.0, run: float = 0.5, **more: str) -> subprocess.Popen[bytes]:
        """Start a platform that will work soon."""
        command = [sys.executable, "-m", "tests.integration.postgresql_process", str(self.log), str(poll), str(run)]
        environment = {**os.environ, **self.environment(name, **more), "PYTHONPATH": str(PROJECT)}
        said = self.folder / f"{name}.log"
        with said.open("wb") as log:
            worker = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self.workers.append(worker)
        return worker

    def all_work(self) -> None:
        """Wait until every platform that was started does."""
        await_that(lambda: len(list(self.folder.glob("*/works"))) == len(self.workers))

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill a worker, and note when."""
        worker.kill()
        worker.wait()
        self.killed[worker.pid] = time.monotonic()

    def runs(self) -> dict[str, list[tuple[float, float]]]:
        """From when to when each operation was run, run by run; that of a process that was killed ended with it."""
        begun: dict[tuple[str, str, str], float] = {}
        found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for line in self.log.read_text().splitlines():
            operation, fence, pid, word, at = line.split()
            if word == "begins":
                begun[operation, fence, pid] = float(at)
            else:
                found[operation].append((begun.pop((operation, fence, pid)), float(at)))
        for (operation, _, pid), since in begun.items():
            found[operation].append((since, self.killed[int(pid)]))
        return {operation: sorted(times) for operation, times in found.items()}


def end(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        worker.kill()
        worker.wait()


def await_that(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; while the database is away, it is not."""
    limit = time.monotonic() + SECONDS
    while True:
        try:
            if is_so():
                return
        except Unavailable:
            pass
        assert time.monotonic() < limit, "it did not come about in time"
        time.sleep(0.05)


def accept(platform: Platform, name: str) -> Operation:
    """Ask for a store until it is accepted, or was although the answer said that it is not known."""
    engine = next(iter(platform.catalogue.engines()))
    while True:
        try:
            return platform.service.create(StoreRequest(name=name, id=name, engine=engine), owner()).operation
        except Unavailable:
            time.sleep(0.1)
        except StoreExists:
            return operations_page(platform.repository, name).items[0]


def asking(platform: Platform, accepted: list[str], wanted: int = WANTED) -> threading.Thread:
    """Ask for so many stores, one after the other, beside what else is done; what is accepted is in the list."""

    def ask() -> None:
        accepted.extend(accept(platform, f"shop-{number:02}").id for number in range(wanted))

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def ended(platform: Platform, operations: list[str]) -> bool:
    found = [platform.repository.get(OPERATIONS, id=each) for each in operations]
    return all(each is not None and each.status.final for each in found)


def assert_nothing_lost(yard: Yard, platform: Platform, accepted: list[str]) -> None:
    """Wait until all is done, and see that each operation succeeded, once at a time, with each event told and no slot left."""
    await_that(lambda: ended(platform, accepted))
    await_that(lambda: not platform.repository.find(UNDELIVERED))
    operations = [platform.repository.get(OPERATIONS, id=each) for each in accepted]
    assert [each.status for each in operations if each is not None] == [OperationStatus.SUCCEEDED] * len(accepted)
    for operation in operations:
        assert operation is not None
        events = events_of(platform.repository, operation.id)
        assert [event.number for event in events] == list(range(1, operation.event_count + 1))
        assert [event.final for event in events] == [False] * (len(events) - 1) + [True]
    for times in yard.runs().values():
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(times)), times
    assert set(yard.runs()) == set(accepted)
    assert [slot.operation_id for slot in slots(platform.repository) if slot.operation_id] == []
    told = sorted((line.operation_id or "", line.outcome) for line in seen(platform.repository, owner(), Wanted()))
    assert told == sorted((operation, word) for operation in accepted for word in ("accepted", "succeeded"))
