"""store_upgrade_say and store_upgrade_back: what a run that gives a store another revision found and did, for the next run and
for the store's status. It is noted at the gate, which lasts as long as it is closed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.actions.restore import LOADING, is_carried, whole_backup
from functions.actions.revision import deployed_by
from functions.adapters.backups import target_of
from functions.adapters.kube.client import Kube
from functions.adapters.kube.gate import CLOSED_BY, may_reopen, note, notes
from functions.adapters.kube.history import Installed, read_installed
from functions.adapters.kube.release import revision, standing
from functions.adapters.kube.volumes import with_volumes
from functions.adapters.system import UlidIds
from functions.application.usable import found
from functions.domain.backup import REHEARSED, folder_of
from functions.domain.errors import InvalidRequest, StoreyardError
from functions.domain.kinds.revising import RESULT, InForce
from functions.domain.version import hash_of

# Notes: what the shop shall become, what it was (its revision and its quota), and that it has become it.
TOWARDS, BEFORE, PROVEN = "towards", "before", "proven"
IN_FORCE = {
    "begin": InForce.BEFORE,
    "rehearsing": InForce.BEFORE,
    "rehearsed": InForce.BEFORE,
    "reopened": InForce.BEFORE,
    "closing": InForce.CLOSED,
    "changing": InForce.CHANGING,
    "new": InForce.NEW,
    "old": InForce.OLD,
}


class NothingInstalled(StoreyardError):
    """There is no release that could become another one."""

    reason = "NothingInstalled"


class DataNotWhole(StoreyardError):
    """An operation before this one left the shop behind its gate with data that is not whole."""

    reason = "DataNotWhole"


class SayAction(StoreAction):
    """`upgrade` says which revision is in force; the other results say what an earlier run left, and what is to be done."""

    # Whether it takes data back too: a release that is the right one already says nothing of that.
    undoes: ClassVar[bool] = False
    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "moment": {"type": "str", "required": True, "choices": [*IN_FORCE, "failed"]},
        "namespace": {"type": "str", "required": True},
        "store": {"type": "str", "required": True},
        "engine": {"type": "str", "required": True},
        "placed": {"type": "dict", "required": True},
        "run": {"type": "str"},
        "towards": {"type": "str"},
        "began": {"type": "float"},
        "proven": {"type": "bool"},
        "target": {"type": "str", "required": True},
        "endpoint": {"type": "str"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Look or note. Raises NothingInstalled, DataNotWhole, BackupUnusable, TargetFailed."""
        moment, namespace = arguments["moment"], arguments["namespace"]
        run = str(arguments["run"] or "") or UlidIds().operation_id()
        with connect(arguments) as kube:
            seen = notes(kube, namespace)
            before = json.loads(seen[BEFORE]) if BEFORE in seen else _before(kube, namespace, arguments["store"])
            safety = seen.get(LOADING) or run
            said = {"store": arguments["store"], "safety": safety, "revision": before["revision"]}
            if moment == "begin":
                return {"run": run, **self._begin(kube, {**arguments, "run": run}, seen, said)}
            if not self.dry_run:
                self._note(kube, arguments, seen, {LOADING: safety, BEFORE: json.dumps(before)})
            if moment == "rehearsed":
                return {**_rehearsed(arguments, run), RESULT: {**said, "in_force": InForce.BEFORE.value}}
            # What sells already is not taken back: while it was opened, somebody may have bought there.
            proven = seen.get(PROVEN) == (arguments["towards"] or self.towards(arguments))
            back = moment == "failed" and LOADING in seen and not proven
            reopen = moment == "failed" and LOADING not in seen and may_reopen(kube, namespace, run)
        found = InForce.CHANGING if back else InForce.NEW if proven else InForce.CLOSED
        in_force = IN_FORCE.get(moment, found)
        return {RESULT: {**said, "in_force": in_force.value}, "reopen": reopen, "back": back, **before, "now": time.time()}

    def _note(self, kube: Kube, arguments: dict[str, Any], seen: Mapping[str, str], texts: Mapping[str, str]) -> None:
        namespace, moment = arguments["namespace"], arguments["moment"]
        if moment == "changing" and LOADING not in seen:
            note(kube, namespace, BEFORE, texts[BEFORE])
            note(kube, namespace, TOWARDS, self.towards(arguments))
            note(kube, namespace, LOADING, texts[LOADING])
        if moment == "new":
            note(kube, namespace, PROVEN, self.towards(arguments))

    def towards(self, arguments: Mapping[str, Any]) -> str:
        """What the shop shall become, in one word: a repeated run goes on, another one must not."""
        return hash_of(arguments["placed"]["deployed"])[:32]

    def _begin(self, kube: Kube, arguments: dict[str, Any], seen: Mapping[str, str], said: Mapping[str, Any]) -> Result:
        """Tell what there is to do, before anything is changed for it."""
        loading, towards = LOADING in seen, self.towards(arguments)
        if loading and seen.get(TOWARDS) != towards:
            store, safety = arguments["store"], seen[LOADING]
            raise DataNotWhole(
                f"the gate of {store} is closed over data that is not whole. What it had before is the backup {safety}: "
                f"`storeyard store restore {store} --backup {safety}` goes back to it"
            )
        target = target_of(arguments["target"], arguments["endpoint"])
        place = {"store_id": str(arguments["store"]), "backup_id": str(said["safety"])}
        saved = found(target, **place)
        opened = saved is not None and not seen  # by an earlier run of the same operation: the shop may have sold since
        now, proven = _installed(kube, arguments), seen.get(PROVEN) == towards
        same = not loading and now is not None and self.is_there(kube, arguments, now) and (opened or not self.undoes)
        if opened and not same:  # it went back, so what it saved is not the shop any more
            saved = None
            if not self.dry_run:
                target.delete(folder_of(**place))
        kept = {"backup": saved.model_dump(mode="json")} if saved is not None else {}
        if now is not None and (same or proven):  # the run that installed it was killed, and nothing is installed again
            kept["deployed"] = dict(deployed_by(now, list(arguments["placed"]["deployed"]["images"])))
        closed = seen.get(CLOSED_BY) == arguments["run"]
        in_force = InForce.CHANGING if loading else InForce.CLOSED if closed else InForce.BEFORE
        return {
            RESULT: {**said, "in_force": in_force.value},
            "towards": towards,
            "safety": said["safety"],
            "loading": loading,
            "saved": saved is not None,
            "proven": proven,
            "same": same,
            **self.looked(arguments, target, loading=loading, safety=str(said["safety"])),
            **kept,
        }

    def is_there(self, kube: Kube, arguments: Mapping[str, Any], now: Installed) -> bool:
        """True where the release is what it shall be."""
        placed = arguments["placed"]
        values = with_volumes(kube, arguments["namespace"], placed["values"])
        wanted = (placed["deployed"]["chart_version"], values)
        return now.status == "deployed" and (now.chart_version, now.values) == wanted

    def looked(self, arguments: Mapping[str, Any], target: Any, *, loading: bool, safety: str) -> Result:  # noqa: ARG002
        """What else is to be known at the beginning."""
        return {}


class BackAction(SayAction):
    """The same for a revision that is gone back to, with the data of a backup of it."""

    undoes: ClassVar[bool] = True
    options: ClassVar[Options] = {
        **SayAction.options,
        "revision": {"type": "int", "required": True},
        "backup": {"type": "str", "required": True},
        "newer_orders": {"type": "bool"},
        "carries": {"type": "bool"},
    }

    def towards(self, arguments: Mapping[str, Any]) -> str:
        """The revision and the backup."""
        return f"revision-{arguments['revision']}-{arguments['backup']}"

    def is_there(self, kube: Kube, arguments: Mapping[str, Any], now: Installed) -> bool:
        """True where what is installed is what the revision installed. Raises NothingInstalled where nobody knows that."""
        number = int(arguments["revision"])
        then = read_installed(kube, arguments["namespace"], arguments["store"], number)
        if then is None:
            raise NothingInstalled(f"the cluster has no record of revision {number} of {arguments['store']} any more")
        return (now.chart_version, now.values) == (then.chart_version, then.values)

    def looked(self, arguments: Mapping[str, Any], target: Any, *, loading: bool, safety: str) -> Result:
        """Read the backup to its end."""
        manifest = whole_backup(arguments, target, "rollback")
        if manifest.revision != arguments["revision"]:
            said = f"is a backup of revision {manifest.revision}, and not of {arguments['revision']}"
            raise InvalidRequest(said, field="rollback_backup")
        carries = is_carried(target, arguments["store"], safety, loading=loading)
        return {"since": manifest.made_at.isoformat(), "carries": carries}


def _rehearsed(arguments: Mapping[str, Any], run: str) -> Result:
    """Remove the rehearsal's copy of the data, which is no backup; say how long it took, if a test order went through."""
    target_of(arguments["target"], arguments["endpoint"]).delete(folder_of(arguments["store"], f"{run}{REHEARSED}"))
    if not arguments["proven"]:
        return {"backup": None}
    return {"backup": None, "rehearsal": {"seconds": round(time.time() - float(arguments["began"]), 1)}}


def _before(kube: Kube, namespace: str, store: str) -> dict[str, Any]:
    """What a way back goes to: the revision, and the quota. Raises NothingInstalled where there is none."""
    number = standing(kube, namespace=namespace, release=store)
    if not number:
        raise NothingInstalled(
            f"nothing is installed of {store}: provision it first, or repair it if somebody removed its release"
        )
    return {"revision": number, "quota": _quota(kube, namespace)}


def _installed(kube: Kube, arguments: Mapping[str, Any]) -> Installed | None:
    namespace, store = arguments["namespace"], arguments["store"]
    return read_installed(kube, namespace, store, revision(kube, namespace=namespace, release=store))


def _quota(kube: Kube, namespace: str) -> dict[str, str]:
    found = kube.items(f"/api/v1/namespaces/{namespace}/resourcequotas")
    return dict(found[0]["spec"]["hard"]) if found else {}
