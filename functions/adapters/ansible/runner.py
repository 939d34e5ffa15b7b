"""Runs playbooks: each in a process of its own, with a clean environment and a private folder."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from functions.adapters.ansible.process import MARK, Places, RunnerProcess, end_marked
from functions.application.ports.runs import RunMessage
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation
from functions.observability import logger


class AnsibleRun:
    """One run, from the worker's side."""

    def __init__(self, runner: RunnerProcess, clean: Callable[[], None]) -> None:
        self._runner = runner
        self._clean = clean
        self._lock = threading.Lock()
        self._ended = False
        self._heard = False

    def messages(self) -> Iterator[RunMessage]:
        """Yield what the runner says until its end; a line that is no message is logged and left out."""
        assert self._runner.process.stdout is not None  # noqa: S101 - made with a pipe
        with self._lock:
            if self._ended:
                return
            self._heard = True
        with self._runner.process.stdout as lines:
            for line in lines:
                try:
                    message = RunMessage.model_validate_json(line)
                except ValidationError:
                    logger.warning("a runner's line is no message", length=len(line))
                    continue
                yield message
                if message.kind == "end":
                    return

    def kill(self, *, at_once: bool = False) -> None:
        """End the run: ask the runner first, then do it, then prove it; at last remove its files. Raises Unavailable."""
        if at_once and not self._ended:  # without the lock: a gentle end may be under way
            self._runner.kill()
        with self._lock:
            if self._ended:
                return
            self._runner.stop()
            if not self._heard:
                self._runner.hear_no_more()
            self._clean()
            self._ended = True


class AnsibleRunner:
    """Starts runs. `spares` runner processes are kept waiting, so that a run does not wait for Ansible's import."""

    def __init__(self, places: Places, *, spares: int = 0) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._wanted = spares
        self._spares: list[RunnerProcess] = []

    def warm_up(self) -> None:
        """Have all spares waiting for the next runs; without them runs only start later."""
        with self._lock:
            self._spares = [spare for spare in self._spares if spare.waits]
            try:
                while len(self._spares) < self._wanted:
                    self._spares.append(RunnerProcess.spawn(self._places))
            except OSError as error:
                logger.warning("no spare runner", error=str(error))

    def close(self) -> None:
        """End the spares, and make none any more."""
        with self._lock:
            self._wanted = 0
            spares, self._spares = self._spares, []
        for spare in spares:
            spare.stop()
            spare.hear_no_more()
            shutil.rmtree(spare.scratch, ignore_errors=True)

    def start(self, operation: Operation, *, seconds: int) -> AnsibleRun:
        """Start the playbook of the operation's kind on its spec. Raises Unavailable."""
        folder = self._places.runs / operation.id
        try:
            self._places.runs.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            runner = self._take()
            (folder / "mark").write_text(runner.token)
        except OSError as error:
            raise Unavailable(f"The run cannot be started: {error.strerror}.") from error
        run = AnsibleRun(runner, lambda: self._clean(operation.id, runner))
        job = {
            "operation_id": operation.id,
            "private_data_dir": str(folder),
            "project_dir": str(self._places.project),
            "playbook": str(self._places.project / "playbooks" / f"{operation.kind}.yml"),
            "inventory": str(self._places.inventory),
            "extravars": {f"store_{name}": as_data(value) for name, value in operation.spec.items()},
            "seconds": seconds,
        }
        try:
            assert runner.process.stdin is not None  # noqa: S101 - made with a pipe
            runner.process.stdin.write(json.dumps(job).encode() + b"\n")
            runner.process.stdin.flush()
        except BrokenPipeError:
            logger.warning("a runner died before its job", operation_id=operation.id)
        return run

    def sweep(self, operation_id: str) -> None:
        """End what earlier runs of the operation left on this host."""
        folder = self._places.runs / operation_id
        marks = {f"STOREYARD_OPERATION={operation_id}".encode()}
        token = (folder / "mark").read_text() if (folder / "mark").is_file() else ""
        if token:
            marks.add(f"{MARK}={token}".encode())
            shutil.rmtree(self._places.runs / f"scratch-{token}", ignore_errors=True)
        end_marked(frozenset(marks))
        shutil.rmtree(folder, ignore_errors=True)

    def sweep_all(self) -> None:
        """End everything that an earlier platform with this folder left. Only for who is alone with it."""
        end_marked(frozenset({f"STOREYARD_RUNS={self._places.runs}".encode()}))
        shutil.rmtree(self._places.runs, ignore_errors=True)

    def _clean(self, operation_id: str, runner: RunnerProcess) -> None:
        runner.clean()
        self.sweep(operation_id)
        self.warm_up()

    def _take(self) -> RunnerProcess:
        with self._lock:
            while self._spares:
                spare = self._spares.pop(0)
                if spare.waits:
                    return spare
        return RunnerProcess.spawn(self._places)


def as_data(value: Any) -> Any:
    """Mark every string in a value as data, so that Ansible never takes it for a template."""
    if isinstance(value, str):
        return {"__ansible_unsafe": value}
    if isinstance(value, Mapping):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return value
