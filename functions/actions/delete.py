"""store_delete_begin and store_delete_rest: the start of a store's removal, and its end when nothing is left."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel

from functions.actions.base import CLUSTER_OPTIONS, INSTALLATION_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.namespace import check_namespace
from functions.adapters.kube.removal import DeleteBlocked, begin, remove
from functions.adapters.kube.scan import scan
from functions.domain.errors import StoreyardError
from functions.domain.ownership import Claim
from functions.domain.store import StoreId


class Wanted(BaseModel):
    """The one field of a store's spec that a removal needs."""

    id: StoreId


class BeginAction(StoreAction):
    """Looks at every kind in every namespace; `found` names what belongs to the store, whose namespace begins to end.

    `foreign` says that its namespace is not ours and was left alone.
    """

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **INSTALLATION_OPTIONS,
        "store": {"type": "str", "required": True},
        "leave": {"type": "bool", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Scan and begin, after the id has been checked by the platform's rule. Raises NamespaceNotOurs."""
        claim = Claim(check_id(arguments["store"]), self.installation(arguments))
        with connect(arguments) as kube:
            foreign = check_namespace(kube, claim, leave=arguments["leave"])
            seen = scan(kube, claim)
            if seen.found and not self.dry_run:
                begin(kube, claim)
        return {"found": seen.labels, "unscanned": list(seen.unscanned), "foreign": foreign}


class RestAction(StoreAction):
    """Changed means that there was something to remove."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **INSTALLATION_OPTIONS,
        "store": {"type": "str", "required": True},
        "found": {"type": "list", "elements": "str", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Remove what is left. Raises DeleteBlocked."""
        claim, before = Claim(check_id(arguments["store"]), self.installation(arguments)), list(arguments["found"])
        if self.dry_run or not before:
            return {"changed": bool(before), "removal": {"removed": before, "leftovers": []}}
        with connect(arguments) as kube:
            done = remove(kube, claim, before=before, deadline=Deadline(arguments["timeout"]))
        removal = {"removed": done.removed, "leftovers": done.leftovers, "unscanned": done.unscanned}
        return {"changed": True, "removal": removal}

    def evidence(self, error: StoreyardError) -> Result:
        """Name what is still there."""
        return {"removal": {"removed": [], "leftovers": error.leftovers}} if isinstance(error, DeleteBlocked) else {}


def check_id(value: str) -> str:
    """Return the id as a plain string. Raises ValidationError, which run() explains."""
    return Wanted.model_validate({"id": str(value)} if value else {}).id
