"""The processes of a shop, when what they read of its Secret has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.drain import WEB
from functions.adapters.kube.readiness import wait_ready
from functions.domain.errors import StoreyardError

FILE: Final = "/run/secrets/store/db-password"
POLL: Final = 2.0
# What kubectl calls a restart: functions/adapters/kube/drift_rules.py knows it as an act that is no drift.
RESTARTED: Final = "kubectl.kubernetes.io/restartedAt"
# A command in one of the shop's pods. Raises StreamFailed.
Run = Callable[[Sequence[str], str], str]


class NotFollowed(StoreyardError):
    """The shop's processes do not use the new password, though they had time to."""

    reason = "RotateFailed"


@dataclass(frozen=True)
class Restarted:
    """Processes that read a password when they start: new ones take their place, as the Deployment's strategy has it."""

    kube: Kube
    namespace: str
    store_id: str
    deadline: Deadline

    def follow(self, password: str) -> None:  # noqa: ARG002 - what starts now reads it
        """Replace the shop's pods and wait until they are ready. Raises NotReady."""
        noted = {"template": {"metadata": {"annotations": {RESTARTED: datetime.now(UTC).isoformat(timespec="milliseconds")}}}}
        self.kube.merge(f"/apis/apps/v1/namespaces/{self.namespace}/deployments/{WEB}", {"spec": noted})
        wait_ready(self.kube, namespace=self.namespace, store_id=self.store_id, deadline=self.deadline)


@dataclass(frozen=True)
class Rereading:
    """Processes that read a password whenever they sign in: it is enough that their pod shows it, which takes a minute or two."""

    run: Run
    deadline: Deadline

    def follow(self, password: str) -> None:
        """Return once the shop's pod shows the new password. Raises NotFollowed, StreamFailed."""
        wanted = hashlib.sha256(password.encode()).hexdigest()
        while not self.run(["sha256sum", FILE], "").startswith(wanted):
            if not self.deadline.pause(POLL):
                raise NotFollowed(f"the shop's pod did not show its new password within {self.deadline.seconds:.0f} seconds")
