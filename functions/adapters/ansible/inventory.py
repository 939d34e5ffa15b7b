"""The clusters that stores can be placed on: the hosts of the group `clusters` of an Ansible inventory."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from functions.domain.cluster import Cluster
from functions.domain.errors import Unavailable

READ_SECONDS: Final = 60
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
    command = [sys.executable, "-m", "functions.adapters.ansible.inventory_reader", str(inventory)]
    project = Path(__file__).resolve().parents[3]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, cwd=project, capture_output=True, text=True, timeout=READ_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"The inventory {inventory} cannot be read: {error}.") from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["Ansible said nothing"]
        raise Unavailable(f"The inventory {inventory} cannot be read: {said[-1].rstrip('.')}.")
    clusters: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return clusters


class InventoryClusters:
    """Reads the inventory on first use, and again when one of its files changed."""

    def __init__(self, inventory: Path, *, reader: Reader = read_inventory) -> None:
        self._inventory = inventory
        self._reader = reader
        self._lock = threading.Lock()
        self._stamp: object = None
        self._clusters: Mapping[str, Cluster] = {}

    def all(self) -> Mapping[str, Cluster]:
        """Return clusters by name in the inventory's order; the first is the default. Raises Unavailable."""
        with self._lock:
            stamp = self._stamp_of_files()
            if stamp != self._stamp:
                found = self._reader(self._inventory)
                self._clusters = {name: self._cluster(name, values) for name, values in found.items()}
                self._stamp = stamp
            return self._clusters

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
