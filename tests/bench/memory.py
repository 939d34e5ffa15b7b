"""What is in memory: on the whole machine, and of one store."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from tests.cluster.installation import kube, kubectl


def working_set_mib(store_id: str) -> float:
    """What the pods of a store hold in memory that cannot just be dropped, as the kubelets count it, in MiB."""
    total = 0
    for node in kube("get", "nodes")["items"]:
        summary = json.loads(kubectl("get", "--raw", f"/api/v1/nodes/{node['metadata']['name']}/proxy/stats/summary"))
        pods = [pod for pod in summary["pods"] if pod["podRef"]["namespace"] == f"store-{store_id}"]
        total += sum(pod["memory"]["workingSetBytes"] for pod in pods)
    return total / 1024**2


class Peak:
    """The most memory in use while it is open, looked at each half second."""

    def __init__(self) -> None:
        self.before = used_gib()
        self.most = self.before
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.most = max(self.most, used_gib())


def used_gib() -> float:
    """Memory that is not available to a new program, in GiB."""
    lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    values = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return (values["MemTotal"] - values["MemAvailable"]) / 1024**2
