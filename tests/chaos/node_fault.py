"""The cluster's node is killed and comes back. It is the node of every store on that cluster: drawn only where it is named."""

from __future__ import annotations

import os
import subprocess

from tests.chaos.faults import Fault
from tests.chaos.rounds import Chance
from tests.cluster.installation import docker_environment, kubectl, until

NODE_SECONDS = 180


class KillNode(Fault):
    """The container of a kind cluster's node: API server, kubelet and all pods at once."""

    name = "node"
    chance = Chance(1.0, kills=True)
    recovers = False

    def strike(self) -> bool:
        """Kill the container; False where the cluster is of another kind."""
        if (os.environ.get("CLUSTER") or "kind") != "kind":
            return False
        self._docker("kill")
        self.hits += 1
        return True

    def heal(self) -> None:
        """Start it, and wait until the node takes pods."""
        self._docker("start")
        ready = "--output=jsonpath={.items[0].status.conditions[?(@.type=='Ready')].status}"
        until(lambda: kubectl("get", "nodes", ready, check=False) == "True", "the node is ready", seconds=NODE_SECONDS, pause=1)

    def _docker(self, verb: str) -> None:
        name = f"{os.environ.get('STOREYARD_CLUSTER_NAME') or 'storeyard'}-control-plane"
        subprocess.run(["docker", verb, name], env={**os.environ, **docker_environment()}, capture_output=True, check=True)
