"""The platform's HTTP API, from a client's side."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from functions.cli.client import Bearer, Client
from functions.cli.errors import CliError, Unreachable
from functions.cli.patience import NONE
from tests.cluster.installation import API, HOME, until

JSON = dict[str, Any]


class Platform:
    """Asks for things and waits for them; remembers the operations it saw, so that a failing test can show their events."""

    def __init__(self, *, api: str = API, home: Path = HOME) -> None:
        token = (home / "token").read_text().strip()
        self.client = Client(api, Bearer(token))
        self.client.patience = NONE  # what is not answered at once is what a test wants to see
        self.http = self.client.http  # for requests that no client would send
        self.http.headers["Authorization"] = f"Bearer {token}"
        self.operations: list[str] = []

    def create(self, store_id: str, engine: str, *, name: str | None = None, **more: Any) -> JSON:
        """Ask for a store; return its operation. It speaks English unless another language is said, as these tests read it."""
        body = {"id": store_id, "name": name or store_id, "engine": engine, "locale": "en", **more}
        return self._noted(self.client.post("/api/stores", body)["operation"])

    def delete(self, store_id: str) -> JSON:
        """Ask for a store's end; return its operation."""
        return self._noted(self.client.delete(f"/api/stores/{store_id}")["operation"])

    def engines(self) -> dict[str, bool]:
        """Return the engines on offer, and whether a store can be made on each here."""
        return {item["name"]: item["available"] for item in self.client.get("/api/engines")["items"]}

    def store(self, store_id: str) -> JSON:
        """Return a store."""
        return self.client.get(f"/api/stores/{store_id}")

    def gone(self, store_id: str) -> bool:
        """True if there is no such store."""
        return self.client.ask("GET", f"/api/stores/{store_id}").status == httpx.codes.NOT_FOUND

    def operation(self, operation_id: str) -> JSON:
        """Return an operation."""
        return self.client.get(f"/api/operations/{operation_id}")

    def events(self, operation_id: str, *, after: int = 0, wait: int = 0) -> list[JSON]:
        """Return the events so far, or those after one, once there are some or `wait` seconds have passed."""
        path = f"/api/operations/{operation_id}/events"
        found: list[JSON] = self.client.get(path, after=after, wait=wait)["events"]
        return found

    def finish(self, operation: JSON, *, status: str = "succeeded", seconds: float = 240) -> JSON:
        """Wait for the end of an operation, make sure that it is the one expected, and return the operation."""
        ended: JSON = until(
            lambda: self._ended(operation["id"]), f"{operation['kind']} of {operation['store_id']} ends", seconds=seconds
        )
        assert ended["status"] == status, f"{ended['status']}: {ended['message']}"
        numbers = [event["number"] for event in self.events(ended["id"])]
        assert numbers == list(range(1, len(numbers) + 1)), "events are numbered without gaps"
        return ended

    def reach(self, operation: JSON, step: str, *, seconds: float = 60) -> None:
        """Wait until an operation that has not ended has got to a step."""
        seen: list[JSON] = []

        def reached() -> bool:
            seen.extend(self.events(operation["id"], after=len(seen), wait=5))
            return step in {event["step"] for event in seen}

        until(reached, f"step {step}", seconds=seconds, pause=0)
        assert self.operation(operation["id"])["status"] == "running"

    def until_answers(self) -> None:
        """Wait until the platform takes work."""
        until(self._ready, "the platform is ready", seconds=30)

    def story(self) -> str:
        """Return what happened to the operations seen, for a person who reads why a test failed."""
        lines: list[str] = []
        for operation_id in self.operations:
            try:
                operation = self.operation(operation_id)
                lines.append(f"{operation['kind']} of {operation['store_id']}: {operation['status']} {operation['message']}")
                lines += [
                    f"  {event['at']} {event['number']:3} {event['step']}: {event['message']}"
                    for event in self.events(operation_id)
                ]
                lines += [f"  seen: {line}" for line in operation["evidence"]]
            except (CliError, AssertionError) as error:
                lines.append(f"{operation_id}: {error}")
        return "\n".join(lines)

    def _noted(self, operation: JSON) -> JSON:
        self.operations.append(operation["id"])
        return operation

    def _ended(self, operation_id: str) -> JSON | None:
        try:
            operation = self.operation(operation_id)
        except Unreachable:  # it is being started again
            return None
        return operation if operation["finished_at"] else None

    def _ready(self) -> bool:
        try:
            return self.client.ask("GET", "/health/ready").status == httpx.codes.OK
        except Unreachable:
            return False


class Shop:
    """A shop's public address: connects to the cluster's ingress and asks for the host, as a browser does after its DNS."""

    def __init__(self, url: str, **headers: str) -> None:
        address, port = address_of(url)
        self.address = f"http://{address}:{port}"
        self.headers = {"Host": urlsplit(url).netloc, **headers}

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Return an answer, whatever it says."""
        return httpx.request(method, self.address + path, headers=self.headers, timeout=30, trust_env=False, **request)

    def call(self, method: str, path: str, **request: Any) -> JSON:
        """Return the JSON of an answer that says yes."""
        answer = self.send(method, path, **request)
        assert answer.is_success, f"{method} {path} -> {answer.status_code}\n{answer.text[:2000]}"
        found: JSON = answer.json()
        return found


GIVEN: set[int] = set()


def address_of(url: str) -> tuple[str, int]:
    """Return the address and port where the cluster's ingress answers for a shop."""
    return "127.0.0.1", urlsplit(url).port or 80


def unique(word: str) -> str:
    """Return a store id that no earlier run has used, nor this one in the same second."""
    number = max(int(time.time()), max(GIVEN, default=0) + 1)
    GIVEN.add(number)
    return f"e2e-{word}-{number % 1_000_000}"
