"""store_backup: copy a store's data to where backups lie. store_load: put such a copy in the place of a store's data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.backups import target_of
from functions.adapters.backups.copying import BackupFailed, Wanted, load_backup, make_backup
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.data_pod import DataPod, data_pod
from functions.adapters.kube.drain import CRON, WEB, running
from functions.adapters.kube.history import read_history
from functions.adapters.kube.pod_data import PodData
from functions.adapters.kube.streams import PodStreams
from functions.adapters.system import UlidIds
from functions.application.usable import usable
from functions.domain.backup import folder_of
from functions.domain.errors import StoreyardError
from functions.domain.placement import STORE_LABEL

START_SECONDS = 90
DEPLOYED = "deployed"


class StoreRuns(StoreyardError):
    """Data cannot be put under a shop that runs."""

    reason = "StoreRuns"


DATA_OPTIONS: Options = {
    **CLUSTER_OPTIONS,
    "kubectl": {"type": "path", "required": True},
    "target": {"type": "str", "required": True},
    "endpoint": {"type": "str"},
    "namespace": {"type": "str", "required": True},
    "labels": {"type": "dict", "required": True},
    "engine": {"type": "str", "required": True},
    "image": {"type": "str", "required": True},
    "data": {"type": "dict", "required": True},
    "secret_name": {"type": "str", "required": True, "no_log": False},
    "backup": {"type": "str", "required": True},
    "timeout": {"type": "int", "required": True},
}


class BackupAction(StoreAction):
    """Changed means that there is a new backup; `backup` is its manifest."""

    options: ClassVar[Options] = {
        **DATA_OPTIONS,
        "backup": {"type": "str"},
        "store": {"type": "str", "required": True},
        "spec": {"type": "dict", "required": True},
        "cause": {"type": "str", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Make the backup. Raises what making one raises; then there is none."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "a backup would be made"}
        target = target_of(arguments["target"], arguments["endpoint"])
        with connect(arguments) as kube:
            wanted = Wanted(
                manifest=_described(kube, arguments),
                database_file=arguments["data"]["file"],
                counts=arguments["data"]["counts"],
            )
            with opened(kube, arguments) as data:
                manifest = make_backup(data, target, wanted)
        place = f"{arguments['target'].rstrip('/')}/{wanted.folder}"
        return {"changed": True, "backup": manifest.model_dump(mode="json"), "place": place}


class LoadAction(StoreAction):
    """Changed means that the store has the backup's data now; `loaded` is the backup's manifest."""

    options: ClassVar[Options] = {**DATA_OPTIONS, "source": {"type": "str", "required": True}}

    def act(self, arguments: dict[str, Any]) -> Result:
        """Check all of the backup, then load it. Raises BackupUnusable or StoreRuns before anything is changed."""
        target, folder = (
            target_of(arguments["target"], arguments["endpoint"]),
            folder_of(arguments["source"], arguments["backup"]),
        )
        manifest = usable(target, store_id=arguments["source"], backup_id=arguments["backup"], engine=arguments["engine"])
        if self.dry_run:
            return {"changed": True, "loaded": manifest.model_dump(mode="json")}
        with connect(arguments) as kube:
            _refuse_running(kube, arguments["namespace"], arguments["labels"][STORE_LABEL])
            with opened(kube, arguments) as data:
                load_backup(data, target, folder, manifest)
        return {"changed": True, "loaded": manifest.model_dump(mode="json")}


@contextmanager
def opened(kube: Kube, arguments: dict[str, Any]) -> Iterator[PodData]:
    """The data of a store, for as long as this lasts."""
    described, namespace = arguments["data"], arguments["namespace"]
    pod = DataPod(
        namespace=namespace,
        labels=arguments["labels"],
        image=arguments["image"],
        secret_name=arguments["secret_name"],
        user=described["user"],
        database=described["database"],
        port=described["port"],
        claim=described["claim"],
        seconds=arguments["timeout"],
    )
    streams = PodStreams(arguments["kubeconfig"], arguments["context"] or None, arguments["kubectl"])
    with data_pod(kube, pod, Deadline(START_SECONDS)) as name:
        yield PodData(streams, namespace, name)


def _described(kube: Kube, arguments: dict[str, Any]) -> dict[str, Any]:
    """What the manifest says besides the data: what is installed is what Helm says, not what would be installed now."""
    history = read_history(kube, arguments["namespace"], arguments["store"])
    installed = next((each for each in history if each.status == DEPLOYED), history[0] if history else None)
    if installed is None:
        raise BackupFailed(f"there is no shop to back up in {arguments['namespace']}: nothing is installed there")
    return {
        "id": arguments["backup"] or UlidIds().operation_id(),
        "store_id": arguments["store"],
        "engine": arguments["engine"],
        "cause": arguments["cause"],
        "made_at": datetime.now(UTC),
        "engine_version": installed.app_version,
        "chart_version": installed.chart_version,
        "revision": installed.number,
        "spec": arguments["spec"],
    }


def _refuse_running(kube: Kube, namespace: str, store_id: str) -> None:
    at_work = [name for component in (WEB, CRON) for name in running(kube, namespace, store_id, component)]
    if at_work:
        raise StoreRuns(f"data cannot be put under a shop that runs: {', '.join(at_work)}")
