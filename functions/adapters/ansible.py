"""Runs playbooks: each in a process of its own (functions/worker/runner.py) with a clean environment and a private folder."""

from __future__ import annotations

import json
import secrets
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from functions import processes
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation
from functions.domain.run import RunMessage
from functions.observability import logger

MODULE = "functions.worker.runner"
CODE = Path(__file__).resolve().parents[2]
STOP_SECONDS = 5.0
MARK = "STOREYARD_RUN"


@dataclass(frozen=True)
class Places:
    """Where things are that a run needs.

    `project` holds playbooks and ansible.cfg; `passed` is what inventories look up in the environment.
    """

    project: Path
    inventory: Path
    runs: Path
    cache: Path
    passed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Warm:
    """A runner process that waits for its job."""

    token: str
    process: subprocess.Popen[bytes]
    scratch: Path


class AnsibleRun:
    """One run, from the worker's side."""

    def __init__(self, warm: _Warm, clean: Callable[[], None]) -> None:
        self._warm = warm
        self._clean = clean
        self._lock = threading.Lock()
        self._ended = False
        self._heard = False

    def messages(self) -> Iterator[RunMessage]:
        """Yield what the runner says until its end; a line that is no message is logged and left out."""
        assert self._warm.process.stdout is not None  # noqa: S101 - made with a pipe
        with self._lock:
            if self._ended:
                return
            self._heard = True
        with self._warm.process.stdout as lines:
            for line in lines:
                try:
                    message = RunMessage.model_validate_json(line)
                except ValidationError:
                    logger.warning("a runner's line is no message", length=len(line))
                    continue
                yield message
                if message.kind == "end":
                    return

    def kill(self) -> None:
        """End the run: ask the runner first, then do it, then prove it; at last remove its files."""
        with self._lock:
            if self._ended:
                return
            _stop(self._warm.process)
            if not self._heard:
                _hear_no_more(self._warm.process)
            self._clean()
            self._ended = True


class AnsibleRunner:
    """Starts runs. One runner process is kept warm, so that a run does not wait for Ansible's import."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._spare: _Warm | None = None

    def warm_up(self) -> None:
        """Have a runner process waiting for the next run."""
        with self._lock:
            if self._spare is None or self._spare.process.poll() is not None:
                self._spare = self._spawn()

    def close(self) -> None:
        """End the waiting runner process."""
        with self._lock:
            if self._spare is not None:
                _stop(self._spare.process)
                _hear_no_more(self._spare.process)
                shutil.rmtree(self._spare.scratch, ignore_errors=True)
            self._spare = None

    def start(self, operation: Operation, *, seconds: int) -> AnsibleRun:
        """Start the playbook of the operation's kind on its spec. Raises Unavailable."""
        folder = self._places.runs / operation.id
        try:
            warm = self._take()
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / "mark").write_text(warm.token)
        except OSError as error:
            raise Unavailable(f"The run cannot be started: {error.strerror}.") from error
        run = AnsibleRun(warm, lambda: self._clean(operation.id, warm))
        job = {
            "operation_id": operation.id,
            "private_data_dir": str(folder),
            "project_dir": str(self._places.project),
            "playbook": str(self._places.project / "playbooks" / f"{operation.kind.value}.yml"),
            "inventory": str(self._places.inventory),
            "extravars": {f"store_{name}": as_data(value) for name, value in operation.spec.items()},
            "seconds": seconds,
        }
        try:
            assert warm.process.stdin is not None  # noqa: S101 - made with a pipe
            warm.process.stdin.write(json.dumps(job).encode() + b"\n")
            warm.process.stdin.flush()
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

    def _clean(self, operation_id: str, warm: _Warm) -> None:
        end_marked(frozenset({f"{MARK}={warm.token}".encode()}))
        shutil.rmtree(warm.scratch, ignore_errors=True)
        self.sweep(operation_id)

    def _take(self) -> _Warm:
        with self._lock:
            warm, self._spare = self._spare, None
        if warm is not None and warm.process.poll() is None:
            return warm
        return self._spawn()

    def _spawn(self) -> _Warm:
        token = secrets.token_hex(8)
        scratch = self._places.runs / f"scratch-{token}"
        self._places.runs.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch.mkdir(mode=0o700)
        process = subprocess.Popen(  # noqa: S603 - no shell, no word of a user
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CODE,
            env=self._environment(token, scratch),
            start_new_session=True,
        )
        return _Warm(token, process, scratch)

    def _environment(self, token: str, scratch: Path) -> dict[str, str]:
        """Everything a run's processes find in their environment: nothing of the service's own."""
        places = self._places
        path = [
            str(Path(sys.executable).parent),
            str(places.cache / "bin"),
            "/usr/local/bin",
            "/usr/bin",
            "/bin",
            "/usr/sbin",
            "/sbin",
        ]
        return {
            **places.passed,
            "PATH": ":".join(path),
            "HOME": str(Path.home()),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(CODE),
            "PYTHONUNBUFFERED": "1",
            "ANSIBLE_CONFIG": str(places.project / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(places.cache / "collections"),
            "ANSIBLE_LOCAL_TEMP": str(scratch),
            "ANSIBLE_REMOTE_TEMP": str(scratch),
            "STOREYARD_RUNS": str(places.runs),
            MARK: token,
        }


def as_data(value: Any) -> Any:
    """Mark every string in a value as data, so that Ansible never takes it for a template."""
    if isinstance(value, str):
        return {"__ansible_unsafe": value}
    if isinstance(value, Mapping):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return value


def end_marked(marks: frozenset[bytes]) -> None:
    """End every process that carries a mark, and prove it. Raises Unavailable."""
    try:
        processes.end(lambda: processes.marked(marks))
    except processes.StillAlive as error:
        raise Unavailable(f"A run's processes cannot be ended: {error}.") from error


def _hear_no_more(process: subprocess.Popen[bytes]) -> None:
    """Close what nobody will read."""
    if process.stdout is not None:
        process.stdout.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Close the lifeline; a runner that does not end by itself is killed with all below it. Raises Unavailable."""
    if process.stdin is not None:
        try:
            process.stdin.close()
        except BrokenPipeError:
            logger.debug("the runner has gone already")
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        below = processes.descendants(process.pid)
        for pid in (process.pid, *below):
            processes.send(pid, signal.SIGKILL)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Unavailable(f"The runner {process.pid} cannot be ended.") from error
