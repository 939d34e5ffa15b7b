"""What only ours is measured for: a long listing page by page, the function's cold start, and memory over many requests."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.application.ports.repository import Insert
from functions.settings import PROJECT
from tests.bench.api import servers
from tests.bench.api.load import Ask, run
from tests.bench.api.servers import ENGINE, Server
from tests.fakes import samples

PAGE = 50
AT_ONCE = 25  # what a commit takes
COLD = """
import json, sys
from functions.api.handler import handler
answer = handler(json.load(sys.stdin), None)
assert answer["statusCode"] == 200 and json.loads(answer["body"])["items"], answer
print("answered", flush=True)
"""


def fill(home: Path, count: int) -> None:
    """Record so many stores, as the platform does but without their operations."""
    repository = SqliteRepository(home / "state.db")
    for first in range(0, count, AT_ONCE):
        names = (f"store-{number:06d}" for number in range(first, min(first + AT_ONCE, count)))
        repository.commit(*(Insert(samples.store(name, owner=servers.OWNER)) for name in names))
    repository.close()


def page_times(server: Server, count: int) -> list[float]:
    """List all stores once; return the milliseconds that each page took. Raises AssertionError if a store is missing."""
    times: list[float] = []
    seen, cursor = 0, None
    with server.client() as client:
        while True:
            parameters = {"limit": PAGE, **({"cursor": cursor} if cursor else {})}
            started = time.perf_counter()
            page = client.get("/api/stores", params=parameters).raise_for_status().json()
            times.append((time.perf_counter() - started) * 1000)
            seen, cursor = seen + len(page["items"]), page["next_cursor"]
            if cursor is None:
                break
    assert seen == count, f"{seen} of {count} stores were listed"
    return times


def tenths(times: list[float]) -> tuple[float, float, float]:
    """Return the medians of the first, the middle and the last tenth."""
    size = max(1, len(times) // 10)
    middle = (len(times) - size) // 2
    return tuple(statistics.median(part) for part in (times[:size], times[middle : middle + size], times[-size:]))  # type: ignore[return-value]


def cold_start(environment: Mapping[str, str], token: str, *, profile: bool = False) -> tuple[float, str]:
    """Return the seconds from the start of a process to its first answer, and what the interpreter says of its imports."""
    command = [sys.executable, *(["-X", "importtime"] if profile else []), "-c", COLD]
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            said, errors = process.communicate(json.dumps(first_event(token)), timeout=60)
        except BaseException:
            process.kill()
            raise
        seconds = time.perf_counter() - started
    if said.strip() != "answered":
        raise SystemExit(f"The function does not answer: {errors[-2000:]}")
    return seconds, errors


def first_event(token: str) -> dict[str, Any]:
    """Return GET /api/stores as API Gateway hands it to a Lambda function (HTTP API, payload 2.0)."""
    http = {"method": "GET", "path": "/api/stores", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "bench"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/api/stores",
        "rawQueryString": "",
        "headers": {"authorization": f"Bearer {token}", "host": "api.example"},
        "requestContext": {
            "accountId": "111111111111",
            "apiId": "api",
            "domainName": "api.example",
            "http": http,
            "requestId": "first",
            "routeKey": "$default",
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": 1767225600000,
        },
        "isBase64Encoded": False,
    }


def slowest_imports(said: str, count: int = 8) -> list[tuple[str, float]]:
    """Return the packages whose modules took longest to import, with their milliseconds, of what -X importtime printed."""
    found: Counter[str] = Counter()
    for line in said.splitlines():
        parts = line.removeprefix("import time:").split("|")
        if line.startswith("import time:") and len(parts) == 3 and parts[0].strip().isdigit():
            found[parts[2].strip().partition(".")[0]] += int(parts[0])
    return [(name, microseconds / 1000) for name, microseconds in found.most_common(count)]


def resident_over(server: Server, work: Path, requests: int, known: str) -> list[float]:
    """Return the memory in MiB after each tenth of the requests: of ten, six look at a store, three list, one makes one."""
    found, size = [], requests // 10
    for first in range(0, requests, size):
        run(server, _mixed(first, first + size, known), work, statuses=(200, 202))
        found.append(server.resident_mib)
    return found


def _mixed(first: int, last: int, known: str) -> Iterator[Ask]:
    for number in range(first, last):
        if number % 10 == 0:
            yield Ask("/api/stores", {"name": "Tea", "engine": ENGINE, "id": f"m-{number}"})
        else:
            yield Ask(f"/api/stores?limit={PAGE}" if number % 10 < 4 else f"/api/stores/{known}")
