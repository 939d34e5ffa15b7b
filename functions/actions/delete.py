"""store_delete_begin and store_delete_step: the start of a store's removal, and its steps until nothing is left.

Every step finds out in the cluster what is left for it to do, so a run goes on where the one before was ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import BaseModel

from functions.actions.base import CLUSTER_OPTIONS, INSTALLATION_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import LOOKS, Kube
from functions.adapters.kube.namespace import check_namespace
from functions.adapters.kube.removal import DeleteBlocked, begin, end_namespace, end_pods, end_rest, end_volumes
from functions.adapters.kube.scan import scan
from functions.domain.errors import StoreyardError
from functions.domain.ownership import Claim
from functions.domain.store import StoreId

STEPS: Mapping[str, Callable[[Kube, Claim, Deadline], None]] = {
    "pods": end_pods,
    "namespace": end_namespace,
    "volumes": end_volumes,
}
LAST = "leftovers"


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
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Scan and begin, after the id has been checked by the platform's rule. Raises NamespaceNotOurs."""
        claim = Claim(check_id(arguments["store"]), self.installation(arguments))
        with connect(arguments) as server:
            kube = server.within(Deadline(arguments["timeout"]), looks=LOOKS)
            foreign = check_namespace(kube, claim, leave=arguments["leave"])
            seen = scan(kube, claim)
            if seen.found and not self.dry_run:
                begin(kube, claim)
        return {"found": seen.labels, "unscanned": list(seen.unscanned), "foreign": foreign}


class StepAction(StoreAction):
    """Changed means that there was something to remove. `removal` says what went and what a scan still found afterwards.

    It names the kinds that the scan looked at in all namespaces, and those that it was not let.
    """

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **INSTALLATION_OPTIONS,
        "store": {"type": "str", "required": True},
        "step": {"type": "str", "required": True, "choices": [*STEPS, LAST]},
        "found": {"type": "list", "elements": "str", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Remove what is left for this step. Raises DeleteBlocked at the step's deadline."""
        claim, step = Claim(check_id(arguments["store"]), self.installation(arguments)), arguments["step"]
        self._before, self._step = list(arguments["found"]), step
        if self.dry_run or not self._before:
            return {"changed": bool(self._before), **self._said([])}
        deadline = Deadline(arguments["timeout"])
        with connect(arguments) as kube:
            if step in STEPS:
                STEPS[step](kube, claim, deadline)
                return {"changed": True}
            after = end_rest(kube, claim, deadline)
        looked = {"scanned": list(after.scanned), "unscanned": list(after.unscanned)}
        return {"changed": True, **self._said(after.labels, **looked)}

    def evidence(self, error: StoreyardError) -> Result:
        """Name what is still there, and the step that it hinders."""
        return self._said(error.leftovers, step=self._step) if isinstance(error, DeleteBlocked) else {}

    def _said(self, leftovers: Sequence[str], **more: Any) -> Result:
        return {"removal": {"removed": sorted({*self._before} - {*leftovers}), "leftovers": [*leftovers], **more}}


def check_id(value: str) -> str:
    """Return the id as a plain string. Raises ValidationError, which run() explains."""
    return Wanted.model_validate({"id": str(value)} if value else {}).id
