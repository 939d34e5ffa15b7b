"""Types commands: the real program, in process, on a platform made of fakes or on canned answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from typer.main import get_command
from typer.testing import CliRunner

from functions.cli.main import app
from functions.cli.world import World
from tests.fakes import FakeClock
from tests.functional.api.client import OLGA, STREAMS, Api, event

URL = "http://127.0.0.1:8000"
Wire = Callable[[httpx.Request], httpx.Response]


@dataclass
class Typed:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is one JSON document and nothing else."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output, which is one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def handler_wire(api: Api) -> Wire:
    """The way to the real handler."""

    def send(request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        body = request.content.decode() or None
        headers = {name: value for name, value in request.headers.items() if name != "authorization"}
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or None
        reply = api.send(event(request.method, path, token=token, body=body, headers=headers), STREAMS)
        return httpx.Response(reply.status, headers=dict(reply.headers), text=reply.text)

    return send


@dataclass
class Shell:
    """A person, or a script, at a machine. `tty` are the streams that are a terminal."""

    folder: Path
    wire: Wire
    tty: frozenset[str] = frozenset()
    environ: dict[str, str] = field(default_factory=dict)
    clock: FakeClock = field(default_factory=FakeClock)
    slept: list[float] = field(default_factory=list)
    browsed: list[str] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = {"HOME": str(self.folder), "STOREYARD_CONFIG": str(self.config), "STOREYARD_TOKEN": OLGA}
        self.environ = {**given, **self.environ}

    @property
    def config(self) -> Path:
        """Where it keeps its configuration."""
        return self.folder / "config"

    @property
    def stored(self) -> Any:
        """What is in its configuration."""
        return json.loads((self.config / "config.json").read_text())

    def type(self, *words: str, stdin: str = "", tty: frozenset[str] | None = None) -> Typed:
        """Type a command."""
        streams = self.tty if tty is None else tty
        world = World(
            environ=self.environ,
            transport=httpx.MockTransport(self._send),
            sleep=self._sleep,
            now=lambda: self.clock.now().timestamp(),
            is_tty=lambda name: name in streams,
            browse=self._browse,
        )
        done = CliRunner().invoke(app, list(words), input=stdin, obj=world, prog_name="storeyard")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Typed(done.exit_code, done.stdout, done.stderr)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds)

    def _browse(self, url: str) -> bool:
        self.browsed.append(url)
        return True

    def _send(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        return self.wire(request)


def command_line() -> dict[str, Any]:
    """Return every command of the program by its words, as Typer made it."""
    return dict(_commands(get_command(app), ()))


def _commands(group: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


def answers(*given: tuple[int, Mapping[str, Any]] | Exception) -> Wire:
    """Canned answers, one after the other; an exception is raised."""
    left: Iterator[tuple[int, Mapping[str, Any]] | Exception] = iter(given)

    def send(request: httpx.Request) -> httpx.Response:
        found = next(left)
        if isinstance(found, Exception):
            raise found
        status, body = found
        headers = {"Retry-After": "5"} if status in {429, 503} else {}
        return httpx.Response(status, json=body, headers=headers)

    return send
