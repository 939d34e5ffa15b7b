"""The processes of a shop, when what they read of its Secret has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.drain import WEB
from functions.adapters.kube.readiness import wait_ready
from functions.domain.errors import StoreyardError
from functions.domain.rotation import KEYS, Which

FILES: Final = "/run/secrets/store"
POLL: Final = 2.0
# What kubectl calls a restart: functions/adapters/kube/drift_rules.py knows it as an act that is no drift.
RESTARTED: Final = "kubectl.kubernetes.io/restartedAt"
# A command in one of the shop's pods. Raises StreamFailed.
Run = Callable[[Sequence[str], str], str]


class NotFollowed(StoreyardError):
    """The shop's pod does not show the new password, though it had time to."""

    reason = "RotateFailed"


@dataclass(frozen=True)
class ShopPods:
    """A shop's pods. `starts_for`: the passwords that its processes read, or are told of, at their start only."""

    kube: Kube
    namespace: str
    store_id: str
    starts_for: Collection[Which]
    run: Run
    deadline: Deadline

    def follow(self, which: Collection[Which], values: Mapping[str, str]) -> None:
        """Replace the pods, as the Deployment's strategy has it, and wait until they are ready, where that is needed.

        Raises NotReady, NotFollowed, StreamFailed.
        """
        due = [each for each in which if each in self.starts_for]
        if not due:
            return
        noted = {"template": {"metadata": {"annotations": {RESTARTED: datetime.now(UTC).isoformat(timespec="milliseconds")}}}}
        self.kube.merge(f"/apis/apps/v1/namespaces/{self.namespace}/deployments/{WEB}", {"spec": noted})
        wait_ready(self.kube, namespace=self.namespace, store_id=self.store_id, deadline=self.deadline)
        for each in due:
            self._shows(KEYS[each], values[KEYS[each]])

    def _shows(self, key: str, value: str) -> None:
        """Return once the pod's file has the value: a node may start a pod on what it knew of the Secret a moment ago."""
        wanted = hashlib.sha256(value.encode()).hexdigest()
        while not self.run(["sha256sum", f"{FILES}/{key}"], "").startswith(wanted):
            if not self.deadline.pause(POLL):
                raise NotFollowed(f"the shop's pod did not show its new password within {self.deadline.seconds:.0f} seconds")
