"""A stage as a process of its own, with the built page: it is ended by its process id, whatever happens."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.settings import PROJECT

BUILT = PROJECT / "dashboard/dist"
END_SECONDS = 30.0


@dataclass(frozen=True)
class Staged:
    """A stage that answers. `people`: their e-mail addresses by name; `running` and `queued`: operations that stay so."""

    url: str
    password: str
    people: Mapping[str, str]
    tokens: Mapping[str, str]
    running: tuple[str, ...]
    queued: tuple[str, ...]
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it as a machine without power does."""
        self.process.kill()
        self.process.wait()


@contextmanager
def staged(*options: str) -> Iterator[Staged]:
    """Set a stage with these options."""
    command = [sys.executable, "-m", "tests.stage", "--dashboard", str(BUILT), *options]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        said: dict[str, Any] = json.loads(process.stdout.readline() or "{}")
        assert said, f"the stage ended before it said where it is: {process.wait(END_SECONDS)}"
        people = {name: said[name] for name in ("admin", "owner", "marta", "newcomer", "long")}
        yield Staged(
            url=said["url"],
            password=said["password"],
            people=people,
            tokens=said["tokens"],
            running=tuple(said["running"]),
            queued=tuple(said["queued"]),
            process=process,
        )
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def built() -> bool:
    """True where there is a page to look at."""
    return (Path(BUILT) / "index.html").is_file()
