"""One process that runs a playbook (playbook.py): how it is started, with what environment, and how it is ended."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from functions.adapters.ansible import processes
from functions.domain.errors import Unavailable

MODULE = "functions.adapters.ansible.playbook"
CODE = Path(__file__).resolve().parents[3]
STOP_SECONDS = 5.0
MARK = "STOREYARD_RUN"
SCRATCH = "scratch-"  # what the folders of processes begin with, besides those of runs


@dataclass(frozen=True)
class RunnerPaths:
    """Where things are that a run needs.

    `project` holds playbooks and ansible.cfg; `passed` is what inventories look up in the environment.
    """

    project: Path
    inventory: Path
    runs: Path
    cache: Path
    passed: Mapping[str, str] = field(default_factory=dict)
    kept_charts: Path | None = None


@dataclass(frozen=True)
class RunnerProcess:
    """A process that waits for its job on standard input. Everything below it carries its token in the environment."""

    token: str
    process: subprocess.Popen[bytes]
    scratch: Path

    @classmethod
    def spawn(cls, paths: RunnerPaths) -> RunnerProcess:
        """Start one. Raises OSError."""
        token = secrets.token_hex(8)
        paths.runs.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = paths.runs / f"{SCRATCH}{token}"
        scratch.mkdir(mode=0o700)
        process = subprocess.Popen(  # noqa: S603 - no shell, no word of a user
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CODE,
            env=environment(paths, token, scratch),
            start_new_session=True,
        )
        return cls(token, process, scratch)

    @property
    def waits(self) -> bool:
        """True while the process lives."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Close the lifeline; a process that does not end by itself is killed with all below it. Raises Unavailable."""
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it has gone already
                self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def close_output(self) -> None:
        """Close what nobody will read."""
        if self.process.stdout is not None:
            self.process.stdout.close()

    def clean(self) -> None:
        """End what still carries the token, and remove its scratch folder. Raises Unavailable."""
        end_marked(frozenset({f"{MARK}={self.token}".encode()}))
        shutil.rmtree(self.scratch, ignore_errors=True)

    def kill(self) -> None:
        """Kill it with all below it, without asking. Halted first, it starts nothing more and inherits every orphan."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            processes.end(lambda: processes.descendants(self.process.pid) if self.waits else set(), grace=0.0)
            self.process.kill()
            self.process.wait(STOP_SECONDS)
        except (processes.StillAlive, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"The runner {self.process.pid} cannot be ended.") from error


def environment(paths: RunnerPaths, token: str, scratch: Path) -> dict[str, str]:
    """Everything a run's processes find in their environment: nothing of the service's own."""
    path = [
        str(Path(sys.executable).parent),
        str(paths.cache / "bin"),
        "/usr/local/bin",
        "/usr/bin",
        "/bin",
        "/usr/sbin",
        "/sbin",
    ]
    return {
        **paths.passed,
        "PATH": ":".join(path),
        "HOME": str(Path.home()),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(CODE),
        "PYTHONUNBUFFERED": "1",
        "ANSIBLE_HOST_PATTERN_MISMATCH": "ignore",  # the runner says it better (UnknownCluster)
        "ANSIBLE_CONFIG": str(paths.project / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(paths.cache / "collections"),
        "ANSIBLE_LOCAL_TEMP": str(scratch),
        "ANSIBLE_REMOTE_TEMP": str(scratch),
        "TMPDIR": str(scratch),  # a module that is killed leaves its payload there
        # Helm is started seven times in a run, for a tenth of a second each, a fifth of which went into collecting garbage.
        "GOGC": "off",
        "GOMEMLIMIT": "256MiB",
        "STOREYARD_RUNS": str(paths.runs),
        MARK: token,
    }


def end_marked(marks: frozenset[bytes]) -> None:
    """End every process that carries a mark, and prove it. Raises Unavailable."""
    try:
        processes.end(lambda: processes.marked(marks))
    except processes.StillAlive as error:
        raise Unavailable(f"A run's processes cannot be ended: {error}.") from error
