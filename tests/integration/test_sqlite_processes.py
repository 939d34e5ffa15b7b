"""The state file between processes: kill -9 in the middle of writing, first use by many at once, claims across processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.application.ports.repository import Insert
from functions.application.queries import slots, stores_page
from functions.domain.entities import STORES
from tests.fakes.samples import operation, store

PROJECT = Path(__file__).resolve().parents[2]
ACKNOWLEDGED = 40

# Writes stores and raises a counter in the same commit; says what was acknowledged only after the commit returned.
WRITER = """
import sys
from pathlib import Path
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.domain.entities import STORES
from functions.domain.errors import VersionConflict
from functions.application.ports.repository import Insert, Replace
from tests.fakes.samples import store
name, repository = sys.argv[2], SqliteRepository(Path(sys.argv[1]))
number = 0
while True:
    counter = repository.get(STORES, id="counter")
    try:
        repository.commit(Insert(store(f"{name}-{number}")), Replace(counter))
    except VersionConflict:
        continue
    print(number, flush=True)
    number += 1
"""

OPENER = """
import sys
from pathlib import Path
from functions.adapters.state.sqlite.repository import SqliteRepository
SqliteRepository(Path(sys.argv[1])).ping()
"""

CLAIMER = """
import sys
from pathlib import Path
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.adapters.system import SystemClock
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
lifecycle = Lifecycle(repository=SqliteRepository(Path(sys.argv[1])), clock=SystemClock(), limits=Limits(slots=3))
print("ready", flush=True)
sys.stdin.readline()
for number in range(1, 7):
    if lifecycle.claim(f"OP00000{number}", sys.argv[2]) is not None:
        print(f"OP00000{number}", flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture
def repository(path: Path) -> Iterator[SqliteRepository]:
    opened = SqliteRepository(path)
    yield opened
    opened.close()


def start(program: str, path: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, str(path), name]
    return subprocess.Popen(
        command, cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
    )


def finish(process: subprocess.Popen[str]) -> None:
    """Wait for the process and close its pipes. Not `communicate`: that skips what `readline` has read ahead."""
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def all_ids(repository: SqliteRepository) -> set[str]:
    page = stores_page(repository, limit=1000)
    ids = {one.id for one in page.items}
    while page.cursor:
        page = stores_page(repository, limit=1000, cursor=page.cursor)
        ids |= {one.id for one in page.items}
    return ids


def test_what_was_acknowledged_survives_kill_9(path: Path, repository: SqliteRepository) -> None:
    repository.commit(Insert(store("counter")))
    writers = {name: start(WRITER, path, name) for name in ("left", "right")}
    acknowledged: dict[str, int] = {}
    for name, writer in writers.items():
        assert writer.stdout is not None
        for _ in range(ACKNOWLEDGED):
            acknowledged[name] = int(writer.stdout.readline())

    for writer in writers.values():
        writer.send_signal(signal.SIGKILL)
    for name, writer in writers.items():
        assert writer.stdout is not None
        acknowledged[name] = max([acknowledged[name], *map(int, writer.stdout.read().split())])
        finish(writer)

    ids = all_ids(repository)
    counter = repository.get(STORES, id="counter")
    assert counter is not None
    for name, last in acknowledged.items():
        written = sorted(int(one.rpartition("-")[2]) for one in ids if one.startswith(name))
        assert written == list(range(len(written)))
        assert len(written) - 1 in {last, last + 1}  # the last commit may have been cut before its word
    assert counter.version == len(ids) - 1
    with repository._file.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_processes_that_open_a_new_file_at_once_make_one_schema(path: Path) -> None:
    openers = [start(OPENER, path, str(number)) for number in range(4)]

    for opener in openers:
        opener.communicate()

    assert [opener.returncode for opener in openers] == [0] * 4


def test_workers_in_other_processes_share_operations_and_slots(path: Path, repository: SqliteRepository) -> None:
    for number in range(1, 7):
        repository.commit(Insert(operation(f"OP00000{number}", store_id=f"shop-{number}", created_at=datetime.now(UTC))))
    workers = [start(CLAIMER, path, f"worker-{number}") for number in range(3)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"

    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    claimed: list[str] = []
    for worker in workers:
        assert worker.stdout is not None
        claimed += worker.stdout.read().split()
        finish(worker)

    assert len(claimed) == len(set(claimed)) == 3
    assert {slot.operation_id for slot in slots(repository)} == set(claimed)


def test_a_backup_while_others_write_is_consistent(path: Path, repository: SqliteRepository, tmp_path: Path) -> None:
    repository.commit(Insert(store("counter")))
    writer = start(WRITER, path, "busy")
    assert writer.stdout is not None
    for _ in range(5):
        writer.stdout.readline()
    started = time.monotonic()

    repository.backup(tmp_path / "backup.db")

    assert time.monotonic() - started < 10
    writer.kill()
    finish(writer)
    backup = SqliteRepository(tmp_path / "backup.db")
    counter = backup.get(STORES, id="counter")
    assert counter is not None
    assert counter.version == len(all_ids(backup)) - 1 >= 5
    backup.close()
