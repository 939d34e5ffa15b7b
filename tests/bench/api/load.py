"""The client, the same for all: vegeta in a closed loop, so many connections each of which asks again once it was answered."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.settings import settings
from tests.bench.api.servers import Server

CONNECTIONS = 16
GRACE_SECONDS = 30
ALL_SECONDS = 600
NO_MORE = "no targets to attack"  # what vegeta says at the end of its targets


class NotAnswered(Exception):
    """Requests failed, so that nothing was measured."""


@dataclass(frozen=True)
class Load:
    """What one run of the client found: answers per second, and how long an answer took, in milliseconds."""

    requests: int
    rate: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Ask:
    """One request of a run."""

    path: str
    body: Mapping[str, Any] | None = None

    def target(self, server: Server) -> str:
        """Return it as a line of vegeta's JSON format."""
        headers = {"Authorization": [f"Bearer {server.token}"]}
        line: dict[str, Any] = {"method": "GET", "url": server.url + self.path, "header": headers}
        if self.body is not None:
            headers["Content-Type"] = ["application/json"]
            line |= {"method": "POST", "body": base64.b64encode(json.dumps(self.body).encode()).decode()}
        return json.dumps(line)


def read_report(text: str, *, statuses: frozenset[str]) -> Load:
    """Return what a JSON report of vegeta says. Raises NotAnswered if an answer is missing or has another status."""
    found = json.loads(text)
    codes, errors = found["status_codes"], found["errors"] or []
    if errors == [NO_MORE]:  # not a request: a worker that looked for one
        codes, errors = {status: count for status, count in codes.items() if status != "0"}, []
    others = {status: count for status, count in codes.items() if status not in statuses}
    requests = sum(codes.values())
    if others or errors or not requests:
        raise NotAnswered(f"{requests} requests; answered otherwise: {others}; {errors[:3]}")
    times = found["latencies"]
    return Load(requests, found["throughput"], times["50th"] / 1e6, times["99th"] / 1e6)


def run(server: Server, asks: Iterable[Ask], work: Path, *, seconds: float = 0, statuses: Iterable[int] = (200,)) -> Load:
    """Ask for as long (one request again and again), or all of many requests once each, which `seconds` may cut short.

    The targets hold the token, so they are in a file that nobody else can read.
    """
    targets, results = work / "targets.json", work / "results.bin"
    lines = [ask.target(server) for ask in asks]
    targets.touch(mode=0o600)
    targets.write_text("\n".join(lines) + "\n", encoding="utf-8")
    once = [] if len(lines) == 1 else ["-lazy"]
    vegeta = str(settings().cache / "bin/vegeta")
    command = [
        *(
            vegeta,
            "attack",
            *once,
            "-format=json",
            f"-targets={targets}",
            f"-output={results}",
            "-rate=0",
            f"-duration={seconds}s",
        ),
        *(
            f"-workers={CONNECTIONS}",
            f"-max-workers={CONNECTIONS}",
            f"-connections={CONNECTIONS}",
            "-max-body=0",
            "-redirects=-1",
        ),
    ]
    subprocess.run(command, check=True, timeout=(seconds or ALL_SECONDS) + GRACE_SECONDS)
    said = subprocess.run(
        [vegeta, "report", "-type=json", str(results)], check=True, capture_output=True, text=True, timeout=60
    )
    load = read_report(said.stdout, statuses=frozenset(str(status) for status in statuses))
    if not seconds and load.requests != len(lines):
        raise NotAnswered(f"{load.requests} of {len(lines)} requests were made")
    return load
