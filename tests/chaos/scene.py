"""What a fault finds: the platform, its processes, its cluster, and the operation that is under way."""

from __future__ import annotations

import json
import random
import subprocess
import time
from dataclasses import dataclass, field

from tests.chaos.client import Api
from tests.chaos.place import LEASE, Place
from tests.chaos.proxy import ApiServerProxy
from tests.chaos.state import State
from tests.chaos.supervisor import Supervisor
from tests.chaos.targets import RunProcesses, runs_of
from tests.cluster.installation import kubectl


@dataclass
class Scene:
    """One round's. `operation_id` is empty until the operation is accepted."""

    place: Place
    api: Api
    state: State
    supervisor: Supervisor
    proxy: ApiServerProxy
    drawn: random.Random
    store_id: str
    engine: str
    asked: list[str] = field(default_factory=list)
    operation_id: str = ""
    accepted_at: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def namespace(self) -> str:
        """The store's."""
        return f"store-{self.store_id}"

    def run(self) -> RunProcesses | None:
        """The operation's run, if one has begun."""
        return next((run for run in runs_of(self.place) if run.operation_id == self.operation_id), None)

    def ended(self) -> bool:
        """True once the operation has ended, as the state has it."""
        operation = self.state.operation(self.operation_id) if self.operation_id else None
        return operation is not None and operation.get("finished_at") is not None

    def begun(self) -> int:
        """How often somebody began to work on the operation. A run that dies before it takes it is no `attempt`."""
        return sum((event["step"], event["status"]) == ("start", "started") for event in self.state.events(self.operation_id))

    @property
    def lease(self) -> int:
        """Seconds after which a silent worker counts as lost."""
        return LEASE

    def kubectl(self, *words: str) -> str:
        """Run kubectl from outside, by a way that no fault bends; whatever comes of it."""
        return kubectl(*words, check=False)

    def apply(self, wanted: dict[str, object]) -> None:
        """Make an object in the cluster, as somebody else would."""
        kubectl("apply", "--filename=-", stdin=json.dumps(wanted))

    def pods(self) -> list[str]:
        """The pods in the store's namespace."""
        return self.kubectl("get", "pods", "--namespace", self.namespace, "--output=name").split()

    def helm(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Helm from outside, as a person would; whatever comes of it."""
        command = ["helm", f"--kubeconfig={self.place.kubeconfig}", "--namespace", self.namespace, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def while_it_lasts(self, seconds: float) -> None:
        """Wait so long, or until the operation has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.ended():
            time.sleep(0.1)
