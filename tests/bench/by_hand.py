"""Helm's way to a store, with the same chart, values and order: what the platform is compared with."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.deadline import Deadline
from functions.adapters.shops import open_shop
from functions.adapters.shops.base import Shop
from functions.application.verification import verify
from tests.cluster.installation import HOME, PROJECT, kube, kubectl, run, secret
from tests.cluster.installation import helm as look
from tests.cluster.platform import address_of

SECONDS = 300
FENCE = "resourcequota,limitrange,networkpolicy,serviceaccount"


class Helm:
    """The same shop by hand. Fence and Secret are copied from a store of the platform beforehand, outside the measured time."""

    def __init__(self, model: str, engine: str) -> None:
        self._model = model
        self._engine = FileCatalogue(PROJECT / "charts").engines()[engine]
        self._values = json.dumps(look("get", "values", model, "--namespace", f"store-{model}"))
        self._objects = self._fence()

    @contextmanager
    def namespace(self, store_id: str) -> Iterator[None]:
        """A fenced namespace with a Secret, and without it again."""
        place = f"--namespace=store-{store_id}"
        try:
            kubectl("apply", "--filename=-", stdin=self._objects.replace(f"store-{self._model}", f"store-{store_id}"))
            yield
        finally:
            _helm("uninstall", store_id, place)
            kubectl("delete", "pods", "--all", place, "--grace-period=1", "--wait")
            kubectl("delete", "namespace", f"store-{store_id}", "--wait")

    def install(self, store_id: str) -> float:
        """`helm upgrade --install --wait`, then the platform's own test order; return the seconds both took."""
        values = json.loads(self._values)
        store = values["store"]
        changed = {key: store[key].replace(self._model, store_id, 1) for key in ("host", "url")}
        values["store"] |= {"id": store_id, "name": store_id, **changed}
        chart, place = str(PROJECT / "charts" / self._engine.name), f"--namespace=store-{store_id}"
        started = time.perf_counter()
        _helm(
            "upgrade",
            "--install",
            store_id,
            chart,
            place,
            "--values=-",
            "--wait",
            f"--timeout={SECONDS}s",
            stdin=json.dumps(values),
        )
        self._order(store_id, values["store"])
        return time.perf_counter() - started

    def _order(self, store_id: str, store: dict[str, Any]) -> None:
        address, port = address_of(store["url"])
        shop = Shop(store["url"], address, port, store["country"], store["currency"], secret(store_id))
        adapter = open_shop(self._engine.adapter, shop)
        verify(adapter, url=shop.url, currency=shop.currency, deadline=Deadline(SECONDS))

    def _fence(self) -> str:
        place = f"--namespace=store-{self._model}"
        found = [
            kube("get", "namespace", f"store-{self._model}"),
            *kube("get", FENCE, place)["items"],
            kube("get", "secret", "store-secret", place),
        ]
        kept = [_clean(item) for item in found if "meta.helm.sh/release-name" not in item["metadata"].get("annotations", {})]
        return json.dumps({"apiVersion": "v1", "kind": "List", "items": [item for item in kept if item]})


def _helm(*command: str, stdin: str | None = None) -> None:
    run("helm", f"--kubeconfig={HOME / 'kubeconfig'}", *command, stdin=stdin, timeout=SECONDS + 30)


def _clean(item: dict[str, Any]) -> dict[str, Any]:
    meta = item["metadata"]
    if item["kind"] == "ServiceAccount" and meta["name"] == "default":
        return {}
    item["metadata"] = {key: meta[key] for key in ("name", "namespace", "labels") if key in meta}
    item.pop("status", None)
    if item["kind"] == "Namespace":
        item.pop("spec", None)
    return item
