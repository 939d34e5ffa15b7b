"""store_release_unlock and store_release_wait: what is to be done before and after Helm's own task."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.readiness import NotReady, wait_ready
from functions.adapters.kube.release import revision, unlock
from functions.domain.errors import StoreyardError


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
    """Never changed: it only looks. `deployed` says what is installed, also where that does not become ready."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "store": {"type": "str", "required": True},
        "deployed": {"type": "dict", "required": True},
        "timeout": {"type": "int", "required": True},
        "hasty": {"type": "bool"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Wait until everything that was applied runs. Raises NotReady."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "there is nothing to wait for in check mode"}
        namespace, store_id = arguments["namespace"], arguments["store"]
        with connect(arguments) as kube:
            self._deployed = {**arguments["deployed"], "revision": revision(kube, namespace=namespace, release=store_id)}
            deadline, hasty = Deadline(arguments["timeout"]), bool(arguments["hasty"])
            wait_ready(kube, namespace=namespace, store_id=store_id, deadline=deadline, hasty=hasty)
        return self._said()

    def evidence(self, error: StoreyardError) -> Result:
        """Say what is installed all the same."""
        return self._said() if isinstance(error, NotReady) else {}

    def _said(self) -> Result:
        """Nothing of a copy that is only tried out."""
        return {"deployed": self._deployed} if "engine_version" in self._deployed else {}
