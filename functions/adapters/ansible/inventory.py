"""The clusters that stores can be placed on: the hosts of the group `clusters` of an Ansible inventory."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from functions.domain.cluster import Cluster
from functions.domain.errors import Unavailable

READ_SECONDS: Final = 60
FAILED_SECONDS: Final = 10.0
PREFIX: Final = "cluster_"
Reader = Callable[[Path], Mapping[str, Mapping[str, Any]]]


def read_inventory(inventory: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the clusters' variables; a .json file holds them already, for where Ansible is not. Raises Unavailable."""
    if inventory.suffix != ".json":
        return read_with_ansible(inventory)
    try:
        clusters: dict[str, dict[str, Any]] = json.loads(inventory.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unavailable(f"The inventory {inventory} cannot be read: {error}.") from error
    return clusters


def read_with_ansible(inventory: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return what Ansible makes of the inventory, in a process of its own (about a second). Raises Unavailable."""
    names = [PREFIX + field for field in Cluster.model_fields]
    command = [sys.executable, "-m", "functions.adapters.ansible.inventory_reader", str(inventory), *names]
    project = Path(__file__).resolve().parents[3]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            cwd=project,
            stdin=subprocess.DEVNULL,  # Ansible refuses one that does not block, which whoever started us may have
            capture_output=True,
            text=True,
            timeout=READ_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"The inventory {inventory} cannot be read: {error}.") from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["Ansible said nothing"]
        raise Unavailable(f"The inventory {inventory} cannot be read: {said[-1].rstrip('.')}.")
    clusters: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return clusters


@dataclass(frozen=True)
class _Answer:
    """What the inventory said the last time: its clusters, or why there are none; `stamp` is of the files it was read from."""

    stamp: object
    clusters: Mapping[str, Cluster]
    problem: str = ""
    until: float = math.inf

    def holds(self, stamp: object, now: float) -> bool:
        """True if there is no need to read again."""
        return self.stamp == stamp and now < self.until

    def get(self) -> Mapping[str, Cluster]:
        """Return the clusters. Raises Unavailable."""
        if self.problem:
            raise Unavailable(self.problem)
        return self.clusters


class InventoryClusters:
    """Reads the inventory on first use, and again when one of its files changed.

    A failure is remembered for some seconds, so that a broken inventory does not start Ansible for each request. While one
    caller reads, the others get the last answer; only those of the first read wait for it.
    """

    def __init__(self, inventory: Path, *, reader: Reader = read_inventory, now: Callable[[], float] = time.monotonic) -> None:
        self._inventory = inventory
        self._reader = reader
        self._now = now
        self._reading = threading.Lock()
        self._last: _Answer | None = None

    def all(self) -> Mapping[str, Cluster]:
        """Return clusters by name in the inventory's order; the first is the default. Raises Unavailable."""
        stamp, last = self._stamp_of_files(), self._last
        if last is not None and (last.holds(stamp, self._now()) or not self._reading.acquire(blocking=False)):
            return last.get()
        if last is None:
            self._reading.acquire()
        try:
            if self._last is None or not self._last.holds(stamp, self._now()):
                self._last = self._read(stamp)
            return self._last.get()
        finally:
            self._reading.release()

    def _read(self, stamp: object) -> _Answer:
        try:
            found = self._reader(self._inventory)
            return _Answer(stamp, {name: self._cluster(name, values) for name, values in found.items()})
        except Unavailable as error:
            return _Answer(stamp, {}, error.message, self._now() + FAILED_SECONDS)

    def _cluster(self, name: str, values: Mapping[str, Any]) -> Cluster:
        fields = {field: values[PREFIX + field] for field in Cluster.model_fields if values.get(PREFIX + field) is not None}
        try:
            return Cluster.model_validate({**fields, "name": name})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = PREFIX + str(first["loc"][0])
            raise Unavailable(f"The cluster {name} of the inventory {self._inventory}: {field}: {first['msg']}.") from error

    def _stamp_of_files(self) -> object:
        """What changes when a file of the inventory is added, removed or written."""
        try:
            files = sorted(self._inventory.rglob("*")) if self._inventory.is_dir() else [self._inventory]
            return [(path, path.stat().st_mtime_ns, path.stat().st_size) for path in files]
        except OSError as error:
            raise Unavailable(f"The inventory {self._inventory} cannot be read: {error.strerror}.") from error
