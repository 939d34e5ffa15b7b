"""A Lambda function under AWS's own runtime interface: awslambdaric over the emulator, from the package that a deploy uploads.

An instance takes one event at a time, as on Lambda; who calls while all are busy starts one more. Memory is limited to what
serverless.yml gives, and the processor to the share that Lambda gives with it, where this machine's cgroups (v1) let us.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.aws.template import Function
from tests.s3_server import free_port

WHOLE_CORE = 1769  # MB: AWS documents that a function of this size has one vCPU, and others in proportion
PATH = "/2015-03-31/functions/function/invocations"
CGROUPS = Path("/sys/fs/cgroup")
START_SECONDS = 20.0


class FunctionFailed(Exception):
    """The function raised, or ended, or took longer than its timeout: what the caller of Invoke gets."""


@dataclass(frozen=True)
class Runtime:
    """What Lambda brings itself: a Python, awslambdaric below `library`, and the emulator. `task` is the unpacked package."""

    python: Path
    library: Path
    emulator: Path
    task: Path


class Limits:
    """A cgroup with a bound on memory, and on the processor if `share` (of one core) is given. Empty where there is none."""

    def __init__(self, memory: int, share: float | None = None) -> None:
        name = f"storeyard-aws-{uuid.uuid4().hex[:8]}"
        wanted: dict[str, dict[str, int]] = {"memory": {"memory.limit_in_bytes": memory << 20}, "cpuacct": {}}
        if share is not None:
            wanted["cpu"] = {"cpu.cfs_period_us": 100_000, "cpu.cfs_quota_us": round(share * 100_000)}
        self.folders: dict[str, Path] = {}
        for controller, values in wanted.items():
            with contextlib.suppress(OSError):
                folder = CGROUPS / controller / name
                folder.mkdir()
                self.folders[controller] = folder
                for file, value in values.items():
                    (folder / file).write_text(str(value))

    def wrapped(self, command: list[str]) -> list[str]:
        """The command, which enters the groups first."""
        enter = "".join(f"echo $$ > {folder}/cgroup.procs && " for folder in self.folders.values())
        return ["sh", "-c", f'{enter}exec "$@"', "sh", *command]

    @property
    def peak(self) -> int:
        """The most memory that it had, in bytes. Raises KeyError where that is not measured."""
        return int((self.folders["memory"] / "memory.max_usage_in_bytes").read_text())

    @property
    def processor(self) -> float:
        """Seconds of the processor that it took. Raises KeyError where that is not measured."""
        return int((self.folders["cpuacct"] / "cpuacct.usage").read_text()) / 1e9

    def remove(self) -> None:
        """End what still runs in the groups, the function's own process among it, and remove them."""
        end = time.monotonic() + START_SECONDS
        for folder in self.folders.values():
            while folder.is_dir():
                for process in (folder / "cgroup.procs").read_text().split():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(process), signal.SIGKILL)
                try:
                    folder.rmdir()
                except OSError:  # the kernel has not done with the last one yet
                    assert time.monotonic() < end, folder
                    time.sleep(0.02)


@dataclass
class Instance:
    """One instance of a function: started with its first event, used again for the next."""

    runtime: Runtime
    function: Function
    environment: Mapping[str, str]
    log: Path
    share: float | None = None
    busy: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Start the emulator; the function's process starts with the first event."""
        self.port = free_port()
        self.limits = Limits(self.function.memory, self.share)
        addresses = [
            f"--runtime-interface-emulator-address=127.0.0.1:{self.port}",
            f"--runtime-api-address=127.0.0.1:{free_port()}",
        ]
        command = [
            str(self.runtime.emulator),
            *addresses,
            str(self.runtime.python),
            "-S",
            "-m",
            "awslambdaric",
            self.function.handler,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.limits.wrapped(command),
                cwd=self.runtime.task,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while not self._listens():
            assert self.process.poll() is None, self.log.read_text()[-4000:]
            assert time.monotonic() < end, "the emulator does not listen"
            time.sleep(0.01)

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Hand it one event, and return what the handler returned. Raises FunctionFailed."""
        asked = HTTPConnection("127.0.0.1", self.port, timeout=self.function.timeout + START_SECONDS)
        try:
            asked.request("POST", PATH, body=json.dumps(event), headers={"Content-Type": "application/json"})
            said = asked.getresponse()
            text = said.read().decode()
        except (OSError, HTTPException) as error:
            raise FunctionFailed(f"{self.function.name}: {error}\n{self.log.read_text()[-2000:]}") from error
        finally:
            asked.close()
        try:
            answer = json.loads(text)
        except ValueError as error:
            raise FunctionFailed(f"{self.function.name}: {text[:2000]}") from error
        if isinstance(answer, dict) and {"errorType", "errorMessage"} & answer.keys():
            raise FunctionFailed(f"{self.function.name}: {text[:2000]}\n{self.log.read_text()[-2000:]}")
        return answer

    def stop(self) -> None:
        """End it and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(START_SECONDS)
        self.limits.remove()

    def _listens(self) -> bool:
        asked = HTTPConnection("127.0.0.1", self.port, timeout=1)
        with contextlib.suppress(OSError), contextlib.closing(asked):
            asked.connect()
            return True
        return False

    def _environment(self) -> dict[str, str]:
        """What Lambda's runtime gives, and the function's own."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(self.runtime.library),
            "PYTHONDONTWRITEBYTECODE": "1",  # /var/task cannot be written to
            "LAMBDA_TASK_ROOT": str(self.runtime.task),
            "AWS_LAMBDA_FUNCTION_NAME": self.function.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.function.memory),
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(self.function.timeout),
            "AWS_LAMBDA_LOG_LEVEL": "WARN",
            **self.environment,
        }


class Deployed:
    """A function that is deployed: as many instances as calls at a time."""

    def __init__(self, runtime: Runtime, function: Function, environment: Mapping[str, str], folder: Path) -> None:
        self.function = function
        self.parts = (runtime, function, environment)
        self._folder = folder
        self._instances: list[Instance] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Have the event handled by an instance that is free, or by a new one. Raises FunctionFailed."""
        instance = self._free()
        try:
            return instance.invoke(event)
        finally:
            instance.busy.release()

    def stop(self) -> None:
        """End all instances."""
        while self._instances:
            self._instances.pop().stop()

    def _free(self) -> Instance:
        with self._lock:
            for instance in self._instances:
                if instance.busy.acquire(blocking=False):
                    return instance
            made = Instance(*self.parts, log=self._folder / f"{self.function.name}-{next(self._numbers)}.log")
            made.busy.acquire()
            made.start()
            self._instances.append(made)
            return made


def unpack(package: Path, folder: Path) -> Path:
    """Unpack a package as Lambda does; return the folder."""
    shutil.unpack_archive(package, folder, "zip")
    return folder
