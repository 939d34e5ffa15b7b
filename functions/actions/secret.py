"""store_secret: make a store's Secret in the cluster, or bring it to its rules. No secret goes in, and no value comes out."""

from __future__ import annotations

from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.kube.secret import ensure_secret
from functions.domain.engine import SecretKey


class SecretAction(StoreAction):
    """Changed means that keys were added or copied anew; `added` names them."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "namespace": {"type": "str", "required": True},
        "name": {"type": "str", "required": True},
        "labels": {"type": "dict", "required": True},
        "key_rules": {"type": "dict", "required": True, "no_log": False},
        "sources": {"type": "dict", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Ensure the Secret."""
        rules = {key: SecretKey.model_validate(dict(rule)) for key, rule in arguments["key_rules"].items()}
        with connect(arguments) as kube:
            added = ensure_secret(
                kube,
                namespace=arguments["namespace"],
                name=arguments["name"],
                labels=arguments["labels"],
                rules=rules,
                sources=arguments["sources"],
                dry_run=self.dry_run,
            )
        return {"changed": bool(added), "added": added}
