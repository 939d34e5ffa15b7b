"""Streams to and from commands in a store's pods: `kubectl exec` as a child, since it speaks Kubernetes' own protocols."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from functions.domain.errors import StoreyardError
from functions.domain.failure_words import CLUSTERS_OWN, spoken

CHUNK = 1 << 18
SAID_MAX = 4096
COMMAND_MAX = 80
ENDED = "storeyard-ended "
TERMINATED = "command terminated with exit code"  # kubectl's own words for what ENDED says
# kubectl ends with 0 also where the connection was closed before it heard how the command ended (an empty error stream). So the
# command's status is said by the pod itself, on standard error, and a stream without it was cut short.
REMOTE = ("sh", "-c", '"$@"; status=$?; echo "storeyard-ended $status" >&2; exit $status', "sh")
# A child that dies with this process, without code between fork and exec, which threads would make unsafe: a Python that asks
# the kernel for it (PR_SET_PDEATHSIG, SIGKILL) and then becomes the program.
LAUNCH = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 9)\n"
    "if os.getppid() != int(sys.argv[1]): os._exit(1)\n"
    "os.execv(sys.argv[2], sys.argv[2:])"
)


class StreamFailed(StoreyardError):
    """A command in a pod failed, or the way to it broke. `status` is the command's, None where the pod did not say one.

    Where the cluster itself was in the way, as kubectl says it, the reason is the cluster's: it is worth another run.
    """

    reason = "StreamFailed"

    def __init__(self, message: str, *, status: int | None, said: str) -> None:
        super().__init__(message)
        known = spoken(said) if status is None else None
        if known is not None and known.reason in CLUSTERS_OWN:
            self.reason = known.reason
        self.status = status
        self.said = said


@dataclass(frozen=True)
class PodStreams:
    """Commands in the pods of one cluster. No secret goes in a command: the platform's process list shows it."""

    kubeconfig: str
    context: str | None
    kubectl: str | Path

    def run(
        self, namespace: str, pod: str, container: str, command: Sequence[str], *, stdin: Iterable[bytes] | None = None
    ) -> Iterator[bytes]:
        """Run a command and yield its standard output as it comes; nothing more is read until the next chunk is asked for.

        It starts when the first chunk is asked for, and has ended well when the iterator has: one that is closed earlier kills
        it. Chunks of `stdin` are asked for as the command takes them; what they raise ends it. Has to be used by the thread
        that started it, with which the child dies. Raises StreamFailed.
        """
        options = ["--namespace", namespace, "exec", pod, "--container", container, "--quiet"]
        program = [str(self.kubectl), "--kubeconfig", self.kubeconfig]
        program += ["--context", self.context] if self.context else []
        exchange = _Exchange(f"`{_shown(command)}` in the pod {pod}")
        with child([*program, *options, *(["--stdin"] if stdin is not None else []), "--", *REMOTE, *command]) as process:
            yield from exchange.output(process, stdin)
        exchange.check(process.returncode)

    def output(
        self, namespace: str, pod: str, container: str, command: Sequence[str], *, stdin: Iterable[bytes] | None = None
    ) -> str:
        """Run a command to its end and return what it printed. Raises StreamFailed."""
        return b"".join(self.run(namespace, pod, container, command, stdin=stdin)).decode(errors="replace")


@contextmanager
def child(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process with pipes for all its streams, which is dead at the end, and dies with this process."""
    # Runs of Ansible let programs collect no garbage, since those are short; a stream is not.
    environment = {**os.environ, "GOGC": "100"}
    launch = [sys.executable, "-I", "-S", "-c", LAUNCH, str(os.getpid()), *command]
    process = subprocess.Popen(  # noqa: S603 - no shell here, no word of a user
        launch, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, env=environment
    )
    try:
        yield process
        process.wait()
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


class _Exchange:
    """What goes in and comes out of one command, by one thread: the reader's pace is the command's."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._said = b""
        self._feeder: _Feeder | None = None

    def output(self, process: subprocess.Popen[bytes], stdin: Iterable[bytes] | None) -> Iterator[bytes]:
        """Yield standard output until both output streams end; meanwhile feed standard input and keep what was said last."""
        assert process.stdin is not None  # noqa: S101 - made with pipes
        assert process.stdout is not None  # noqa: S101
        assert process.stderr is not None  # noqa: S101
        with selectors.DefaultSelector() as ready:
            ready.register(process.stdout, selectors.EVENT_READ)
            ready.register(process.stderr, selectors.EVENT_READ)
            if stdin is None:
                process.stdin.close()
            else:
                self._feeder = _Feeder(process.stdin, iter(stdin))
                ready.register(process.stdin, selectors.EVENT_WRITE)
            while any(key.events == selectors.EVENT_READ for key in ready.get_map().values()):
                for key, _ in ready.select():
                    chunk = self._served(ready, key)
                    if key.fileobj is process.stdout and chunk:
                        yield chunk
                    elif key.fileobj is process.stderr:
                        self._said = (self._said + chunk)[-SAID_MAX:]

    def check(self, code: int) -> None:
        """Raise StreamFailed unless the pod said that the command ended well, and kubectl heard it."""
        lines = [line.strip() for line in self._said.decode(errors="replace").splitlines() if line.strip()]
        statuses = [line.removeprefix(ENDED) for line in lines if line.startswith(ENDED)]
        status = int(statuses[-1]) if statuses and statuses[-1].isdigit() else None
        own = [line for line in lines if not line.startswith((ENDED, TERMINATED))]
        said = own[-1] if own else ""
        because = f": {said.rstrip('.')}" if said else ""
        if status is None:
            raise StreamFailed(f"{self._what} was cut short{because}", status=None, said=said)
        if status or code:
            raise StreamFailed(
                f"{self._what} failed with exit status {status or code}{because}", status=status or code, said=said
            )
        if self._feeder is not None and not self._feeder.done:
            raise StreamFailed(f"{self._what} ended before it had read everything", status=status, said=said)

    def _served(self, ready: selectors.BaseSelector, key: selectors.SelectorKey) -> bytes:
        """Write or read once, without waiting; a stream that has ended is not looked at any more."""
        if key.events == selectors.EVENT_WRITE and self._feeder is not None:
            goes_on, chunk = self._feeder.feed(), b""
        else:
            goes_on = bool(chunk := os.read(key.fd, CHUNK))
        if not goes_on:
            ready.unregister(key.fileobj)
            if key.events == selectors.EVENT_WRITE and self._feeder is not None:
                self._feeder.close()
        return chunk


class _Feeder:
    """Standard input of a command, from an iterator that is asked only when the command takes more. `done`: all is written."""

    def __init__(self, pipe: IO[bytes], chunks: Iterator[bytes]) -> None:
        os.set_blocking(pipe.fileno(), False)
        self._pipe = pipe
        self._chunks = chunks
        self._rest = memoryview(b"")
        self.done = False

    def feed(self) -> bool:
        """Write what fits; False once there is nothing more to write, or nobody who reads."""
        while not self._rest and not self.done:
            chunk = next(self._chunks, None)
            self.done = chunk is None
            self._rest = memoryview(chunk or b"")
        try:
            self._rest = self._rest[os.write(self._pipe.fileno(), self._rest[:CHUNK]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False
        return not self.done

    def close(self) -> None:
        """Say that nothing more comes."""
        self._pipe.close()


def _shown(command: Sequence[str]) -> str:
    text = " ".join(command)
    return text if len(text) <= COMMAND_MAX else f"{text[:COMMAND_MAX]}…"
