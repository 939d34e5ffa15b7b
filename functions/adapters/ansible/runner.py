"""Runs playbooks: each in a process of its own, with a clean environment and a private folder."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from functions.adapters.ansible.process import MARK, SCRATCH, RunnerPaths, RunnerProcess, end_marked
from functions.adapters.charts import charts_of
from functions.application.ports.runs import RunMessage
from functions.application.variables import playbook_variables
from functions.domain.errors import Unavailable
from functions.domain.kinds import kind_of
from functions.domain.operation import Operation
from functions.observability import logger


class AnsibleRun:
    """One run, from the worker's side."""

    def __init__(self, runner: RunnerProcess, clean: Callable[[], None]) -> None:
        self._runner = runner
        self._clean = clean
        self._lock = threading.Lock()
        self._ended = False
        self._reading = False

    def messages(self) -> Iterator[RunMessage]:
        """Yield what the runner says until its end; a line that is no message is logged and left out."""
        assert self._runner.process.stdout is not None  # noqa: S101 - made with a pipe
        with self._lock:
            if self._ended:
                return
            self._reading = True
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
            if not self._reading:
                self._runner.close_output()
            self._clean()
            self._ended = True


class AnsibleRunner:
    """Starts runs. `standby` runner processes are kept waiting, so that a run does not wait for Ansible's import."""

    def __init__(self, paths: RunnerPaths, *, standby: int = 0) -> None:
        self._paths = paths
        self._lock = threading.Lock()
        self._folders = threading.Lock()  # whose run a folder is of is written and read by one thread at a time
        self._wanted = standby
        self._standby: list[RunnerProcess] = []

    def prepare(self) -> None:
        """Have all standby processes waiting for the next runs; without them runs only start later."""
        with self._lock:
            self._standby = [process for process in self._standby if process.waits]
            try:
                while len(self._standby) < self._wanted:
                    self._standby.append(RunnerProcess.spawn(self._paths))
            except OSError as error:
                logger.warning("no standby runner process", error=str(error))

    def close(self) -> None:
        """End the standby processes, and make none any more."""
        with self._lock:
            self._wanted = 0
            standby, self._standby = self._standby, []
        for process in standby:
            process.stop()
            process.close_output()
            shutil.rmtree(process.scratch, ignore_errors=True)

    def start(self, operation: Operation, *, seconds: int) -> AnsibleRun:
        """Start the playbook of the operation's kind on its spec. Raises Unavailable, or TargetGone."""
        folder = self._paths.runs / operation.id
        try:
            self._paths.runs.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._folders:
                folder.mkdir(mode=0o700, exist_ok=True)
                variables = {**playbook_variables(operation), **self._target(operation, folder)}
                runner = self._take()
                (folder / "mark").write_text(runner.token)
        except OSError as error:
            raise Unavailable(f"The run cannot be started: {error.strerror}.") from error
        run = AnsibleRun(runner, lambda: self._clean(operation.id, runner))
        job = {
            "operation_id": operation.id,
            "private_data_dir": str(folder),
            "project_dir": str(self._paths.project),
            "playbook": str(self._paths.project / "playbooks" / f"{operation.kind}.yml"),
            "inventory": str(self._paths.inventory),
            "extravars": {name: as_data(value) for name, value in variables.items()},
            "result_keys": kind_of(operation.kind).result_keys,
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
        folder = self._paths.runs / operation_id
        marks = {f"STOREYARD_OPERATION={operation_id}".encode()}
        token = (folder / "mark").read_text() if (folder / "mark").is_file() else ""
        if token:
            marks.add(f"{MARK}={token}".encode())
            shutil.rmtree(self._paths.runs / f"{SCRATCH}{token}", ignore_errors=True)
        end_marked(frozenset(marks))
        shutil.rmtree(folder, ignore_errors=True)

    def sweep_all(self) -> None:
        """End everything that an earlier platform with this folder left. Only for who is alone with it."""
        end_marked(frozenset({f"STOREYARD_RUNS={self._paths.runs}".encode()}))
        shutil.rmtree(self._paths.runs, ignore_errors=True)

    def _target(self, operation: Operation, folder: Path) -> dict[str, str]:
        """Return the variables that make the roles install what was promised, and not what is newest."""
        target = operation.target
        if target is None:
            return {}
        charts = self._paths.project / "charts"
        found = charts_of(target, operation.spec["engine"], charts=charts, root=self._paths.kept_charts)
        variables = {} if found == charts else {"store_spec_charts": str(found)}
        if target.images:
            images = folder / "images.json"
            images.write_text(json.dumps(target.images))
            variables["store_spec_images"] = str(images)
        return variables

    def _clean(self, operation_id: str, runner: RunnerProcess) -> None:
        """Remove what one run left, and nothing of a next one of the same operation, which may have begun meanwhile."""
        runner.clean()
        folder = self._paths.runs / operation_id
        with self._folders:
            mark = folder / "mark"
            if mark.is_file() and mark.read_text() == runner.token:
                shutil.rmtree(folder, ignore_errors=True)
        self.prepare()

    def _take(self) -> RunnerProcess:
        with self._lock:
            while self._standby:
                process = self._standby.pop(0)
                if process.waits:
                    return process
        return RunnerProcess.spawn(self._paths)


def as_data(value: Any) -> Any:
    """Mark every string in a value as data, so that Ansible never takes it for a template."""
    if isinstance(value, str):
        return {"__ansible_unsafe": value}
    if isinstance(value, Mapping):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return value
