"""store_orders: read what is newer than a backup out of a shop, or put it back after a restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

from pydantic import AwareDatetime, BaseModel

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.backups import target_of
from functions.adapters.deadline import Deadline
from functions.adapters.kube.drain import WEB
from functions.adapters.kube.job_pod import JobPod, job_pod
from functions.adapters.kube.shop_pod import idle_shop
from functions.adapters.kube.streams import PodStreams
from functions.application.carrying import ShopScript, put_back, read_out
from functions.domain.backup import folder_of

# kubectl picks a pod of it that is ready.
SERVING = f"deploy/{WEB}"
# The component of the store that the pod is: no Service and no policy of the shop selects it.
ORDERS = "orders"
START_SECONDS = 90


class Since(BaseModel):
    """When the backup was made that is restored."""

    orders_since: AwareDatetime


class OrdersAction(StoreAction):
    """`lines`: how many were read out. `carried`: what became of those that were put back; `message` says it in a sentence."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "do": {"type": "str", "required": True, "choices": ["export", "import"]},
        "since": {"type": "str"},
        "store": {"type": "str", "required": True},
        "backup": {"type": "str", "required": True},
        "namespace": {"type": "str", "required": True},
        "script": {"type": "list", "elements": "str", "required": True},
        "target": {"type": "str", "required": True},
        "endpoint": {"type": "str"},
        "kubectl": {"type": "path", "required": True},
        "labels": {"type": "dict"},
        "port": {"type": "int"},
        "timeout": {"type": "int"},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Do one of both, with what lies beside the backup. Raises StoreyardError."""
        reads = arguments["do"] == "export"
        since = moment(arguments["since"]) if reads else None
        if self.dry_run:
            return {"skipped": True, "skip_reason": "what is newer than a backup would be read out or put back"}
        target = target_of(arguments["target"], arguments["endpoint"])
        folder = folder_of(arguments["store"], arguments["backup"])
        if since is not None:
            with self._at_rest(arguments) as pod:
                return {"changed": True, "lines": read_out(shop_script(arguments, pod), target, folder, since=since)}
        summary = put_back(shop_script(arguments, SERVING), target, folder)
        changed = any(counts.carried or counts.needs_person for counts in (summary.orders, summary.customers, summary.stock))
        return {"changed": changed, "carried": summary.model_dump(mode="json"), "message": summary.sentence}

    @contextmanager
    def _at_rest(self, arguments: dict[str, Any]) -> Iterator[str]:
        """A pod with the shop's scripts, beside a shop that has stopped: what was under way there is in the database."""
        namespace, seconds = arguments["namespace"], arguments["timeout"]
        with connect(arguments) as kube:
            spec = idle_shop(kube, namespace, seconds)
            pod = JobPod(ORDERS, "the shop's orders", namespace, arguments["labels"], arguments["port"], seconds, spec)
            with job_pod(kube, pod, Deadline(START_SECONDS)) as name:
                yield name


def moment(text: str | None) -> datetime:
    """Return what is meant. Raises ValidationError, which run() explains."""
    return Since.model_validate({"orders_since": text} if text else {}).orders_since


def shop_script(arguments: dict[str, Any], pod: str) -> ShopScript:
    """The shop's script, in one of its pods."""
    streams = PodStreams(arguments["kubeconfig"], arguments["context"], arguments["kubectl"])

    def run(words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
        command = [*arguments["script"], *words]
        return streams.run(arguments["namespace"], pod, WEB, command, stdin=stdin)

    return run
