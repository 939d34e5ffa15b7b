"""store_verify: order something in the shop as a buyer would, and look at it as its owner would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.forward import ADDRESS, forward, ready_pod
from functions.adapters.kube.secret import read_secret
from functions.adapters.shops import open_shop
from functions.adapters.shops.base import Shop
from functions.application.ports.shops import VerifyFailed
from functions.application.verification import verify
from functions.domain.errors import StoreyardError


class VerifyAction(StoreAction):
    """A check, so never changed: what it adds to the shop it takes away again."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "adapter": {"type": "str", "required": True},
        "namespace": {"type": "str", "required": True},
        "secret_name": {"type": "str", "required": True, "no_log": False},
        "url": {"type": "str", "required": True},
        "address": {"type": "str", "required": True},
        "port": {"type": "int", "required": True},
        "ca_file": {"type": "path"},
        "country": {"type": "str", "required": True},
        "currency": {"type": "str", "required": True},
        "timeout": {"type": "int", "required": True},
        "store": {"type": "str", "required": True},
        "behind_gate": {"type": "bool", "required": True},
        "kubectl": {"type": "path", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Verify the shop, with the credentials that are in its Secret and nowhere else."""
        if self.dry_run:
            return {"skipped": True, "skip_reason": "a test order would change the shop"}
        deadline = Deadline(arguments["timeout"])
        with connect(arguments) as kube:
            credentials = read_secret(kube, namespace=arguments["namespace"], name=arguments["secret_name"])
            if credentials is None:
                raise VerifyFailed(f"there is no store in the namespace {arguments['namespace']}: its Secret is missing")
            with self._place(kube, arguments, deadline) as place:
                fields = {name: arguments[name] for name in ("url", "country", "currency", "ca_file")}
                adapter = open_shop(arguments["adapter"], Shop(credentials=credentials, **fields, **place))
                found = verify(adapter, url=arguments["url"], currency=arguments["currency"], deadline=deadline)
        return {"verification": found}

    @contextmanager
    def _place(self, kube: Kube, arguments: dict[str, Any], deadline: Deadline) -> Iterator[dict[str, Any]]:
        """Where the shop answers: at the ingress, or behind the gate at its own pod."""
        if not arguments["behind_gate"]:
            yield {"address": arguments["address"], "port": arguments["port"]}
            return
        namespace = arguments["namespace"]
        pod = ready_pod(kube, namespace=namespace, store_id=arguments["store"], component="web", deadline=deadline)
        with forward(
            kubectl=Path(arguments["kubectl"]),
            kubeconfig=arguments["kubeconfig"],
            context=arguments["context"],
            namespace=namespace,
            pod=pod,
            port="http",
            deadline=deadline,
        ) as port:
            yield {"address": ADDRESS, "port": port, "behind_gate": True}

    def evidence(self, error: StoreyardError) -> Result:
        """Name the request that went wrong."""
        return {"step": error.step} if isinstance(error, VerifyFailed) and error.step else {}
