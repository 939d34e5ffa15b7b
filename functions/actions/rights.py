"""cluster_rights_bind: gives the platform's account its rights in the namespaces of stores that are there already."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, INSTALLATION_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.kube.fence import applied
from functions.adapters.kube.fence_objects import binding
from functions.adapters.kube.namespace import labels_in
from functions.domain.placement import INSTALLATION_LABEL, MANAGED_BY, MANAGER, STORE_LABEL, labels_of


class BindAction(StoreAction):
    """Done with an administrator's kubeconfig: the account could do it itself, but not before it is asked to work on each.

    Changed means that some namespace had it not, or otherwise; `bound` names all of them.
    """

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **INSTALLATION_OPTIONS,
        "account": {"type": "str", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Bind it in each namespace of this installation's stores. Raises ApiError, Unavailable."""
        kept = labels_of("", installation="", owner="")
        chosen = f"{MANAGED_BY}={MANAGER},{STORE_LABEL},{INSTALLATION_LABEL}={self.installation(arguments)}"
        with connect(arguments) as kube:
            found = kube.items("/api/v1/namespaces", selector=chosen, metadata_only=True)
            spaces = {
                each["metadata"]["name"]: labels_in(each) for each in found if "deletionTimestamp" not in each["metadata"]
            }
            bodies = [
                binding(name, {key: labels[key] for key in kept if key in labels}, arguments["account"])
                for name, labels in spaces.items()
            ]
            changed = [applied(kube, body, dry_run=self.dry_run) for body in bodies]
        return {"changed": any(changed), "bound": list(spaces)}
