"""Looks, all the while, whether two runs of one operation, or of one store, are at work at once."""

from __future__ import annotations

import contextlib
import sqlite3
import threading

from tests.chaos import targets
from tests.chaos.place import Place
from tests.chaos.state import State

PERIOD = 0.25


class Watch:
    """A thread. `doubled` is what it saw, a sentence each."""

    def __init__(self, place: Place, state: State) -> None:
        self._place, self._state = place, state
        self._operations: dict[str, str] = {}  # a run's token: its operation
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="watch", daemon=True)
        self._seen: set[str] = set()
        self.looks = 0
        self._thread.start()

    @property
    def doubled(self) -> list[str]:
        """What was seen so far."""
        return sorted(self._seen)

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self._thread.join(10)

    def _look_on(self) -> None:
        while not self._over.wait(PERIOD):
            with contextlib.suppress(OSError, sqlite3.Error):  # a disk that is full, a folder on its way out
                self._look()
            self.looks += 1

    def _look(self) -> None:
        """First who is to be at work, then who lives: a run that was replaced before the first look is dead at the second."""
        current = {mark.parent.name: mark.read_text(encoding="utf-8").strip() for mark in self._place.runs.glob("*/mark")}
        self._operations |= {token: operation for operation, token in current.items() if token}
        for token, pids in targets.tokens(self._place).items():
            operation = self._operations.get(token)
            if operation in current and current[operation] not in {token, ""}:
                self._seen.add(f"an earlier run of {operation} was alive beside its next one: {len(pids)} processes")
        running: dict[str, int] = {}
        for operation_row in self._state.live():
            if operation_row["status"] == "running":
                running[operation_row["store_id"]] = running.get(operation_row["store_id"], 0) + 1
        self._seen |= {f"two operations of {store} were running at once" for store, number in running.items() if number > 1}
