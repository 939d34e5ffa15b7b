"""store_namespace_apply: the namespace of a store, with its fences."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.fence import apply_fence
from functions.adapters.kube.fence_objects import Fence, definitions


class NamespaceAction(StoreAction):
    """Changed means that something was made or set anew; `new` that the namespace was not there."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "name": {"type": "str", "required": True},
        "labels": {"type": "dict", "required": True},
        "engine": {"type": "str", "required": True},
        "plan": {"type": "str", "required": True},
        "quota": {"type": "dict", "required": True},
        "request_id": {"type": "str", "default": ""},
        "account": {"type": "str", "default": ""},
        "adopt": {"type": "bool", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Apply all of it. Raises NamespaceTerminating, or NamespaceNotOurs unless it is to be adopted."""
        named = {field: arguments[field] for field in ("labels", "engine", "plan", "quota", "request_id", "account")}
        fence = definitions(Fence(namespace=arguments["name"], **named))
        deadline = Deadline(0 if self.dry_run else arguments["timeout"])
        with connect(arguments) as kube:
            changed, new = apply_fence(kube, fence, deadline, adopt=arguments["adopt"], dry_run=self.dry_run)
        return {"changed": changed, "new": new}
