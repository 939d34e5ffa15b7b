"""The platform's process: started, killed, stopped and started again, as what keeps a service running would."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.chaos.place import PYTHON, Place
from tests.cluster.installation import until

BENT = Path(__file__).with_name("bent.py")
START_SECONDS = 60


class Supervisor:
    """Keeps one platform running. `kills` counts what was killed of it by us."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    @property
    def pid(self) -> int:
        """The process that runs, or ran last."""
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        """True while it runs, or is stopped."""
        return self._process is not None and self._process.poll() is None

    def start(self, bent: Mapping[str, str] | None = None) -> None:
        """Start it and return when it answers. `bent`: what bent.py is to bend."""
        assert not self.alive
        command = [str(BENT)] if bent else ["-m", "functions.local"]
        self._place.log.parent.mkdir(exist_ok=True)
        with self._place.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(PYTHON), *command],
                cwd=self._place.project,
                env={**self._place.environment(), **(bent or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.starts += 1
        until(self._answers_or_ended, "the platform answers", seconds=START_SECONDS, pause=0.05)

    def revive(self, *, tries: int = 1) -> None:
        """Start it if it does not run; so many times, where something may keep it from starting."""
        for left in reversed(range(tries)):
            if self.alive:
                return
            with contextlib.suppress(*(() if not left else (AssertionError,))):
                self.start()
            if not self.alive and left:
                time.sleep(1)
        assert self.alive, "the platform does not start"

    def restart(self, bent: Mapping[str, str] | None = None) -> None:
        """End it gently and start it again, bent or straight."""
        self.stop()
        self.start(bent)

    def signal(self, number: signal.Signals) -> None:
        """Signal it."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(10)

    def stop(self) -> None:
        """End it gently, for certain."""
        if self._process is None or not self.alive:
            return
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _answers_or_ended(self) -> bool:
        """True when it answers; raises if it has ended."""
        assert self.alive, f"the platform ended as it started; see {self._place.log}"
        asked = HTTPConnection("127.0.0.1", self._place.port, timeout=2)
        try:
            asked.request("GET", "/health")
            return asked.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            asked.close()
