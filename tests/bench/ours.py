"""The platform's way to a store, timed as a client of its HTTP API sees it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.cluster.platform import Platform


@dataclass(frozen=True)
class Provisioned:
    """Seconds from the request to each thing that a caller waits for."""

    accepted: float
    first_event: float
    ready: float


class Timed(Platform):
    """The running platform; every method waits for the end, and raises AssertionError unless it is a success."""

    def provision(self, store_id: str, engine: str) -> Provisioned:
        """Provision a store and wait until its order is verified."""
        started = time.perf_counter()
        operation = self.create(store_id, engine)
        accepted = time.perf_counter() - started
        first = 0.0
        for event in self.follow(operation["id"]):
            if not first and event["step"] not in {"queue", "start"}:
                first = time.perf_counter() - started
        ready = time.perf_counter() - started
        self.finish(operation)
        return Provisioned(accepted, first, ready)

    def remove(self, store_id: str) -> float:
        """Delete a store; return the seconds until nothing of it was left."""
        started = time.perf_counter()
        operation = self.delete(store_id)
        for _ in self.follow(operation["id"]):
            pass
        gone = time.perf_counter() - started
        self.finish(operation)
        return gone

    def follow(self, operation_id: str) -> Iterator[dict[str, Any]]:
        """Yield the operation's events, each as soon as it is there, until it has ended."""
        after, ended = 0, False
        while not ended:
            answer = self.http.get(f"/api/operations/{operation_id}/events", params={"after": after, "wait": 20})
            page = answer.raise_for_status().json()
            yield from page["events"]
            after, ended = page["next_after"], page["ended"]

    def clear(self, *prefixes: str) -> None:
        """Delete what an earlier run, cut short, left behind."""
        for store in self.http.get("/api/stores", params={"limit": 100}).raise_for_status().json()["items"]:
            if store["id"].startswith(prefixes):
                self.remove(store["id"])
