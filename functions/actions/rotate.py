"""store_rotate: one step of a rotation of passwords. No password goes in, and none comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.database import open_server
from functions.adapters.kube.drain import WEB
from functions.adapters.kube.follow import ShopPods
from functions.adapters.kube.forward import ready_pod
from functions.adapters.kube.store_keys import StoreKeys
from functions.adapters.kube.streams import PodStreams
from functions.adapters.owners import open_account, starts_for
from functions.application.rotating import Rotation, known
from functions.domain.engine import SecretKey
from functions.domain.kinds.rotate import RESULT, State
from functions.domain.rotation import Which

DB, EMAIL = "db", "admin-email"
READY_SECONDS = 60


class RotateAction(StoreAction):
    """`rotation` says how far it came; `admin_was_changed`: the administrator's password was changed in the shop before."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "do": {"type": "str", "required": True, "choices": ["begin", "database", "follow", "admin", "end"]},
        "which": {"type": "list", "elements": "str", "required": True, "choices": [each.value for each in Which]},
        "store": {"type": "str", "required": True},
        "namespace": {"type": "str", "required": True},
        "secret_name": {"type": "str", "required": True, "no_log": False},
        "key_rules": {"type": "dict", "required": True, "no_log": False},
        "adapter": {"type": "str", "required": True},
        "server": {"type": "str", "required": True},
        "data": {"type": "dict", "required": True},
        "kubectl": {"type": "path", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Do the step. Raises StoreyardError."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "passwords would be changed"}
        do = arguments["do"]
        with connect(arguments) as kube:
            rotation = rotation_of(kube, arguments)
            if do == "begin":
                return {RESULT: {"state": State.CHANGING.value, "admin_was_changed": rotation.begin()}}
            steps = {
                "database": rotation.tell_database,
                "follow": rotation.follow,
                "admin": rotation.tell_shop,
                "end": rotation.end,
            }
            steps[do]()
        return {"changed": True}


class SayAction(StoreAction):
    """Never changed: it only says how the rotation ended. `was`: what the run said of it when it began."""

    options: ClassVar[Options] = {
        "state": {"type": "str", "required": True, "choices": [State.SELLS.value, State.DONE.value]},
        "which": {"type": "list", "elements": "str", "required": True},
        "was": {"type": "dict", "default": {}},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Return what is to be kept of the run."""
        done = arguments["state"] == State.DONE.value
        changed = bool(arguments["was"].get("admin_was_changed"))
        return {
            RESULT: {
                "state": arguments["state"],
                "rotated": list(arguments["which"]) if done else [],
                "admin_was_changed": changed,
            }
        }


def rotation_of(kube: Kube, arguments: dict[str, Any]) -> Rotation:
    """The rotation of one store, as a task's arguments say."""
    namespace, store_id, adapter = arguments["namespace"], arguments["store"], arguments["adapter"]
    rules = {key: SecretKey.model_validate(dict(rule)) for key, rule in arguments["key_rules"].items()}
    keys = StoreKeys(kube, namespace, arguments["secret_name"], rules)
    streams = PodStreams(arguments["kubeconfig"], arguments["context"] or None, arguments["kubectl"])

    def in_pod_of(component: str) -> Callable[[Sequence[str], str], str]:
        def run(command: Sequence[str], stdin: str) -> str:
            within = Deadline(READY_SECONDS)
            pod = ready_pod(kube, namespace=namespace, store_id=store_id, component=component, deadline=within)
            return streams.output(namespace, pod, component, command, stdin=[stdin.encode()])

        return run

    deadline = Deadline(arguments["timeout"])
    at_shop, at_database = in_pod_of(WEB), in_pod_of(DB)
    data = arguments["data"]
    return Rotation(
        which=[Which(each) for each in arguments["which"]],
        keys=keys,
        server=open_server(arguments["server"], at_database, user=data["user"], database=data["database"]),
        account=open_account(
            adapter, at_shop, email=keys.read().get(EMAIL, ""), passwords=lambda: known(keys.read(), Which.DATABASE)
        ),
        processes=ShopPods(kube, namespace, store_id, starts_for(adapter), at_shop, deadline),
    )
