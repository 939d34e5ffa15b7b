"""store_gate and store_drain: a shop that answers nobody for a while, and one in which nothing goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from functions.actions.base import CLUSTER_OPTIONS, Options, Result, StoreAction, connect
from functions.adapters.catalogue import read_images
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.drain import drain, wake
from functions.adapters.kube.gate import Answer, close, reopen
from functions.adapters.kube.gate_objects import NAME, Gate
from functions.adapters.kube.namespace import check_namespace, own_namespace
from functions.adapters.shops.base import Shop, ShopHttp
from functions.application.ports.shops import NoAnswer
from functions.domain.errors import InvalidRequest, NotFound
from functions.domain.ownership import Claim
from functions.domain.placement import INSTALLATION_LABEL, STORE_LABEL

HEADER = "X-Storeyard-Gate"


class GateAction(StoreAction):
    """Changed means that the gate was not so before. `gate` says since when it is closed, or how long it was."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "state": {"type": "str", "choices": ["closed", "open"], "required": True},
        "by": {"type": "str", "default": ""},
        "namespace": {"type": "str", "required": True},
        "labels": {"type": "dict", "required": True},
        "values": {"type": "dict", "required": True},
        "url": {"type": "str", "required": True},
        "address": {"type": "str", "required": True},
        "port": {"type": "int", "required": True},
        "ca_file": {"type": "path"},
        "images": {"type": "path", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Close or open it. Raises GateFailed, NotReady, NamespaceNotOurs, NotFound; InvalidRequest for a missing image."""
        closing = arguments["state"] == "closed"
        gate = Gate(
            namespace=arguments["namespace"],
            labels=dict(arguments["labels"]),
            store=arguments["values"]["store"],
            ingress=arguments["values"]["ingress"],
            image=image_in(Path(arguments["images"]).expanduser()) if closing else "",
            by=arguments["by"],
        )
        look, deadline = looker(arguments), Deadline(arguments["timeout"])
        with connect(arguments) as kube:
            check_there(kube, gate.labels)
            if closing:
                changed, since = close(kube, gate, look, deadline, dry_run=self.dry_run)
                return {"changed": changed, "gate": {"closed_at": since, "opened_at": None, "seconds": None}}
            changed, since = reopen(kube, gate, look, deadline, dry_run=self.dry_run)
        return {"changed": changed, **(opened(since) if since and not self.dry_run else {})}


class DrainAction(StoreAction):
    """Changed means that something was running that now is not, or the other way round."""

    options: ClassVar[Options] = {
        **CLUSTER_OPTIONS,
        "state": {"type": "str", "choices": ["drained", "awake"], "required": True},
        "namespace": {"type": "str", "required": True},
        "labels": {"type": "dict", "required": True},
        "timeout": {"type": "int", "required": True},
    }

    def act(self, arguments: dict[str, Any]) -> Result:
        """Stop the shop or start it. Raises DrainFailed, NotReady, NamespaceNotOurs, NotFound."""
        labels, do = arguments["labels"], drain if arguments["state"] == "drained" else wake
        with connect(arguments) as kube:
            check_there(kube, labels)
            changed = do(
                kube,
                namespace=arguments["namespace"],
                store_id=labels[STORE_LABEL],
                deadline=Deadline(arguments["timeout"]),
                dry_run=self.dry_run,
            )
        return {"changed": changed}


def check_there(kube: Kube, labels: Mapping[str, str]) -> None:
    """Raise NotFound where the store has no namespace, NamespaceNotOurs where that is not ours."""
    claim = Claim(labels[STORE_LABEL], labels[INSTALLATION_LABEL])
    check_namespace(kube, claim)
    if own_namespace(kube, claim) is None:
        raise NotFound(f"there is no store {claim.store_id} on this cluster")


def image_in(file: Path) -> str:
    """The gate's image. Raises InvalidRequest where it has not been built."""
    image = read_images(file).get(NAME)
    if image is None:
        raise InvalidRequest("the image of the gate is not there yet, so the shop cannot be closed: `make images` builds it")
    return image


def looker(arguments: dict[str, Any]) -> Callable[[], Answer]:
    """What asks the shop's address, each time on a connection of its own."""
    shop = Shop(
        country="", currency="", credentials={}, **{name: arguments[name] for name in ("url", "address", "port", "ca_file")}
    )

    def look() -> Answer:
        try:
            answer = ShopHttp(shop).send("GET", "/")
        except NoAnswer as error:
            return Answer(0, said=f"no answer ({error.message})")
        return Answer(answer.status_code, gate=HEADER in answer.headers)

    return look


def opened(since: str) -> Result:
    """When it was closed and opened, and the seconds between."""
    now = datetime.now(UTC)
    seconds = round((now - datetime.fromisoformat(since)).total_seconds(), 2)
    return {"gate": {"closed_at": since, "opened_at": now.isoformat(), "seconds": seconds}}
