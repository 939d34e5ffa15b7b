"""store_release_unlock and store_release_wait: what is to be done before and after Helm's own task."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.readiness import wait_ready
from functions.adapters.kube.release import unlock


class UnlockAction(StoreAction):
    """Changed means that a lock was removed; `message` says which."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "release": {"type": "str", "required": True},
        "grace": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Unlock the release, if a killed run left it locked."""
        grace = Deadline(0 if self.dry_run else arguments["grace"])
        with connect(arguments) as kube:
            message = unlock(
                kube, namespace=arguments["namespace"], release=arguments["release"], grace=grace, dry_run=self.dry_run
            )
        return {"changed": bool(message), "message": message}


class WaitAction(StoreAction):
    """Never changed: it only looks."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "store": {"type": "str", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Wait until everything that was applied runs. Raises NotReady."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "there is nothing to wait for in check mode"}
        with connect(arguments) as kube:
            wait_ready(
                kube, namespace=arguments["namespace"], store_id=arguments["store"], deadline=Deadline(arguments["timeout"])
            )
        return {}
