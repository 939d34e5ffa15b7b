"""store_restore_say: what a restore found and did, noted at the gate for the next run and said for the store's status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.backups import target_of
from functions.adapters.kube.gate import CLOSED_BY, may_reopen, note, notes
from functions.adapters.system import UlidIds
from functions.application.carrying import NEWER
from functions.application.ports.backups import BackupTarget
from functions.application.usable import found, usable
from functions.domain.backup import Manifest, folder_of
from functions.domain.errors import InvalidRequest
from functions.domain.kinds.restore import RESULT, Data

# A note: the backup of the shop as it was before data was loaded.
LOADING = "loading"
# The backup that was loaded and proven, where only the opening is missing.
RESTORED = "restored"


class SayAction(StoreAction):
    """`restore` says where the shop's data is; the other results say what an earlier run left, and whether to open again."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "moment": {
            "type": "str",
            "required": True,
            "choices": ["begin", "closing", "loading", "restored", "failed", "reopened"],
        },
        "namespace": {"type": "str", "required": True},
        "store": {"type": "str", "required": True},
        "engine": {"type": "str", "required": True},
        "backup": {"type": "str", "required": True},
        "run": {"type": "str"},
        "newer_orders": {"type": "bool"},
        "carries": {"type": "bool"},
        "target": {"type": "str", "required": True},
        "endpoint": {"type": "str"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look or note. Raises BackupUnusable, TargetFailed."""
        moment, namespace = arguments["moment"], arguments["namespace"]
        with connect(arguments) as kube:
            seen = notes(kube, namespace)
            run = str(arguments["run"] or "") or UlidIds().operation_id()
            safety = seen.get(LOADING) or run
            if moment == "begin":
                return self._begin(arguments, run, seen)
            if moment == "loading" and LOADING not in seen and not self.dry_run:
                note(kube, namespace, LOADING, safety)
            if moment == "restored" and not self.dry_run:
                note(kube, namespace, RESTORED, arguments["backup"])
            reopen = moment == "failed" and LOADING not in seen and may_reopen(kube, namespace, run)
        data = {"loading": Data.LOADING, "restored": Data.RESTORED, "reopened": Data.BEFORE}.get(moment, Data.CLOSED)
        if moment == "failed" and LOADING in seen:
            data = Data.LOADING
        return {RESULT: self._said(arguments, safety, data), "reopen": reopen}

    def _begin(self, arguments: dict[str, Any], run: str, seen: Mapping[str, str]) -> Result:
        """Read the backup to its end, before anything is changed for it, and tell what there is to do."""
        loading, safety = LOADING in seen, seen.get(LOADING) or run
        target, store = target_of(arguments["target"], arguments["endpoint"]), arguments["store"]
        manifest = whole_backup(arguments, target, "restore")
        saved = found(target, store_id=store, backup_id=safety)
        # A run that was killed while it opened left a backup, and nothing at a gate: the data is restored and proven.
        restored = seen.get(RESTORED) == arguments["backup"] or (saved is not None and not seen)
        closed = seen.get(CLOSED_BY) == run
        data = Data.RESTORED if restored else Data.LOADING if loading else Data.CLOSED if closed else Data.BEFORE
        kept = {"backup": saved.model_dump(mode="json")} if saved is not None else {}
        return {
            RESULT: self._said(arguments, safety, data),
            "run": run,
            "safety": safety,
            "since": manifest.made_at.isoformat(),
            "loading": loading,
            "carries": is_carried(target, store, safety, loading=loading),
            "saved": saved is not None,
            "restored": restored,
            **kept,
        }

    def _said(self, arguments: dict[str, Any], safety: str, data: Data) -> Result:
        return {"store": arguments["store"], "backup": arguments["backup"], "safety": safety, "data": data.value}


def whole_backup(arguments: Mapping[str, Any], target: BackupTarget, kind: str) -> Manifest:
    """Read the backup that is asked for to its end, and return its manifest. Raises InvalidRequest, BackupUnusable."""
    if not arguments["backup"]:
        raise InvalidRequest("is required", field=f"{kind}_backup")
    if arguments["newer_orders"] and not arguments["carries"]:
        why = f"the image of {arguments['engine']} cannot carry orders over yet. Ask with false for the old state bare"
        raise InvalidRequest(f"cannot be true: {why}", field=f"{kind}_newer_orders")
    return usable(target, store_id=arguments["store"], backup_id=arguments["backup"], engine=arguments["engine"])


def is_carried(target: BackupTarget, store: str, safety: str, *, loading: bool) -> bool:
    """True where newer orders can be put back: they are still to be read out, or were before the data was loaded over."""
    folder = folder_of(store, safety)
    return not loading or f"{folder}/{NEWER}" in target.files(folder)
