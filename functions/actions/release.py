"""store_release_observe and store_release_wait: what is to be done before and after Helm's own task."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect, own_types
from functions.adapters.charts import chart_version
from functions.adapters.deadline import Deadline
from functions.adapters.kube.drain import start_autoscaled
from functions.adapters.kube.readiness import NotReady, wait_ready
from functions.adapters.kube.release import Patience, Settled, Site, mark, settle
from functions.domain.errors import StoreyardError
from functions.domain.placement import namespace_of
from functions.domain.release import Action, Content, Wanted

SITE_OPTIONS: Options = {
    "namespace": {"type": "str", "required": True},
    "store": {"type": "str", "required": True},
    "recorded": {"type": "int", "default": 0},
    "grace": {"type": "int", "required": True},
    "others": {"type": "int", "required": True},
}
# What is followed by a new revision, which is said to be the platform's before Helm makes it.
REVISES = frozenset({Action.INSTALL, Action.UPGRADE})


class ObserveAction(StoreAction):
    """Changed means that a lock was removed. `action` is what comes next, `revision` the newest there is.

    `release` says what of its state people should know; it is not there where nothing is unusual.
    """

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        **SITE_OPTIONS,
        "chart": {"type": "path", "required": True},
        "values": {"type": "dict", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look, unlock where that comes first, and choose. Raises ReleaseRefused."""
        site = site_of(arguments)
        wanted = Wanted(Content(chart_version(Path(arguments["chart"])), own_types(arguments["values"])))
        with connect(arguments) as kube:
            patience = patience_of(arguments, dry_run=self.dry_run)
            settled = settle(kube, site, wanted, patience, dry_run=self.dry_run)
            if settled.choice.action in REVISES and not self.dry_run:
                mark(kube, site, ahead=1)
        action, observed = settled.choice.action, settled.observed
        locked = action is Action.UNLOCK  # in check mode, which does not take it off
        if locked:
            action = Action.INSTALL if len(observed.records) == 1 else Action.UPGRADE
        changed = locked or settled.unlocked
        return {"changed": changed, "action": action.value, "revision": observed.revision, **told(settled)}


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
            self._deployed = {**arguments["deployed"], "revision": mark(kube, Site(namespace, store_id))}
            deadline, hasty = Deadline(arguments["timeout"]), bool(arguments["hasty"])
            start_autoscaled(kube, namespace=namespace, store_id=store_id)
            wait_ready(kube, namespace=namespace, store_id=store_id, deadline=deadline, hasty=hasty)
        return self._said()

    def evidence(self, error: StoreyardError) -> Result:
        """Say what is installed all the same."""
        return self._said() if isinstance(error, NotReady) else {}

    def _said(self) -> Result:
        """Nothing of a copy that is only tried out."""
        return {"deployed": self._deployed} if "engine_version" in self._deployed else {}


def site_of(arguments: Mapping[str, Any]) -> Site:
    """Where the release is, as a task's arguments say. The store's record is about its own namespace, not one beside it."""
    namespace, store = str(arguments["namespace"]), str(arguments["store"])
    return Site(namespace, store, int(arguments["recorded"] or 0) if namespace == namespace_of(store) else 0)


def patience_of(arguments: Mapping[str, Any], *, dry_run: bool = False) -> Patience:
    """How long locks may go away by themselves; looking alone waits for nothing."""
    own, others = (Deadline(0 if dry_run else arguments[name]) for name in ("grace", "others"))
    return Patience(own, others)


def told(settled: Settled) -> Result:
    """What people should know of a release that was found, for the operation's result, its events and who runs the playbook."""
    if not settled.told:
        return {}
    found, message = settled.observed, settled.message
    said = {"state": settled.choice.state.value, "revision": found.revision, "action": settled.choice.action.value}
    return {"release": {**said, "message": message}, "warnings": [message]}
