"""store_namespace_free: a namespace that is on its way out takes nothing new, so wait for its end first."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.deadline import Deadline
from functions.domain.errors import Conflict

POLL = 0.5


class NamespaceTerminating(Conflict):
    """An earlier deletion of the store has not ended."""

    reason = "NamespaceTerminating"


class NamespaceFreeAction(StoreAction):
    """Returns at once unless an earlier deletion still goes on."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "name": {"type": "str", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Wait while the namespace is Terminating. Raises NamespaceTerminating at the deadline."""
        with connect(arguments) as kube:
            wait_while_terminating(kube, arguments["name"], Deadline(0 if self.dry_run else arguments["timeout"]))
        return {}


def wait_while_terminating(kube: Kube, name: str, deadline: Deadline) -> None:
    """Return once the namespace is there and stays, or is not there."""
    while _terminating(kube.get(f"/api/v1/namespaces/{name}")):
        if not deadline.pause(POLL):
            raise NamespaceTerminating(
                f"an earlier deletion of the namespace {name} has not ended; delete the store again to see why"
            )


def _terminating(namespace: Object | None) -> bool:
    return namespace is not None and "deletionTimestamp" in namespace["metadata"]
