"""Makes a worker's executor out of the platform's parts."""

from __future__ import annotations

from functions import bootstrap
from functions.application.ports.runs import Runner
from functions.worker.executor import Executor, ExecutorPorts


def executor(made: bootstrap.Platform, runner: Runner | None = None) -> Executor:
    """Return what runs operations, with a runner of its own unless one is given."""
    return Executor(
        ExecutorPorts(
            repository=made.repository,
            lifecycle=made.lifecycle,
            clock=made.clock,
            catalogue=made.catalogue,
            runner=runner or bootstrap.runner(made.settings),
            observer=made.observer,
            worker=bootstrap.worker_name(made.settings),
            liveness=made.liveness,
            tracing=made.tracing,
        )
    )
