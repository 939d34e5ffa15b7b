"""A platform without its API, as a process that tests kill: `python platform_process.py FOLDER LEASE_SECONDS`."""

from __future__ import annotations

import signal
import sys
import threading
from datetime import timedelta
from pathlib import Path

from functions.adapters.ansible.runner import AnsibleRunner
from functions.adapters.inprocess import InProcessWaker
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.adapters.system import SystemClock
from functions.application.health import WorkerLiveness
from functions.application.lease_times import LeaseTimes
from functions.application.limits import Limits
from functions.application.operations import Lifecycle
from functions.worker.executor import Executor, ExecutorPorts
from functions.worker.pool import Pool
from functions.worker.recovery import requeue_own
from tests.fakes.platform import FakeCatalogue
from tests.fakes.running import FakeObserver
from tests.integration.worker.conftest import Project


def main(folder: Path, lease: float) -> None:
    """Recover, then work until told to stop."""
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    runner = AnsibleRunner(Project(folder, fresh=False).paths)
    runner.sweep_all()
    repository, clock = SqliteRepository(folder / "state.db", busy_seconds=LeaseTimes(lease).call), SystemClock()
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits(lease=timedelta(seconds=lease)))
    requeue_own(repository=repository, lifecycle=lifecycle, host="here")
    parts = ExecutorPorts(
        repository=repository,
        lifecycle=lifecycle,
        clock=clock,
        catalogue=FakeCatalogue(),
        runner=runner,
        observer=FakeObserver(),
        worker="here/1",
    )
    pool = Pool(executor=Executor(parts), wake_ups=InProcessWaker(), liveness=WorkerLiveness(), slots=1)
    pool.start()
    over.wait()
    pool.stop(9)
    runner.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
