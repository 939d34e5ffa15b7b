"""The two ways to a store that are compared: the platform's HTTP API, and Helm by hand with the same order."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.engines import open_shop
from functions.adapters.engines.base import Shop
from functions.adapters.engines.verification import verify
from functions.adapters.kube.deadline import Deadline

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300
FENCE = "resourcequota,limitrange,networkpolicy,serviceaccount"


@dataclass(frozen=True)
class Provisioned:
    """Seconds from the request to each thing that a caller waits for."""

    accepted: float
    first_event: float
    ready: float


class Platform:
    """The running platform, as a client sees it."""

    def __init__(self) -> None:
        home = Path(os.environ["STOREYARD_HOME"])
        token = (home / "token").read_text(encoding="utf-8").strip()
        port = os.environ.get("STOREYARD_PORT", "8000")
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False
        )

    def post(self, store_id: str, engine: str) -> tuple[str, float]:
        """Ask for a store; return the operation's id and when it was asked for."""
        started = time.perf_counter()
        answer = self._http.post("/api/stores", json={"name": store_id, "id": store_id, "engine": engine})
        answer.raise_for_status()
        return answer.json()["operation"]["id"], started

    def events(self, operation_id: str) -> Iterator[dict[str, Any]]:
        """Yield the operation's events until it has ended."""
        after, ended = 0, False
        while not ended:
            answer = self._http.get(f"/api/operations/{operation_id}/events", params={"after": after, "wait": 20})
            page = answer.raise_for_status().json()
            yield from page["events"]
            after, ended = page["next_after"], page["ended"]

    def provision(self, store_id: str, engine: str) -> Provisioned:
        """Provision a store and wait until its order is verified."""
        operation_id, started = self.post(store_id, engine)
        accepted = time.perf_counter() - started
        first = 0.0
        for event in self.events(operation_id):
            if not first and event["step"] not in {"queue", "start"}:
                first = time.perf_counter() - started
        ready = time.perf_counter() - started
        self.expect(operation_id)
        return Provisioned(accepted, first, ready)

    def delete(self, store_id: str) -> float:
        """Delete a store; return the seconds until nothing of it was left."""
        started = time.perf_counter()
        operation_id = self._http.delete(f"/api/stores/{store_id}").raise_for_status().json()["operation"]["id"]
        for _ in self.events(operation_id):
            pass
        self.expect(operation_id)
        return time.perf_counter() - started

    def engines(self) -> dict[str, bool]:
        """The engines on offer, and whether a store can be made on each here."""
        items = self._http.get("/api/engines").raise_for_status().json()["items"]
        return {item["name"]: item["available"] for item in items}

    def clear(self, *prefixes: str) -> None:
        """Delete what an earlier run, cut short, left behind."""
        stores = self._http.get("/api/stores", params={"limit": 100}).raise_for_status().json()["items"]
        for store in stores:
            if store["id"].startswith(prefixes):
                self.delete(store["id"])

    def expect(self, operation_id: str) -> None:
        """Raise RuntimeError unless the operation succeeded."""
        operation = self._http.get(f"/api/operations/{operation_id}").raise_for_status().json()
        if operation["status"] != "succeeded":
            raise RuntimeError(f"operation {operation_id}: {operation['status']}: {operation['message']}")


class Helm:
    """The same shop by hand. Fence and Secret are copied from a store of the platform beforehand, outside the measured time."""

    def __init__(self, model: str, engine: str) -> None:
        self._model = model
        self._engine = FileCatalogue(ROOT / "charts").engines()[engine]
        self._values = run(["helm", "get", "values", model, "-n", f"store-{model}", "-o", "json"])
        self._objects = self._fence()

    @contextmanager
    def namespace(self, store_id: str) -> Iterator[None]:
        """A fenced namespace with a Secret, and without it again."""
        try:
            run(["kubectl", "apply", "-f", "-"], data=self._objects.replace(f"store-{self._model}", f"store-{store_id}"))
            yield
        finally:
            run(["helm", "uninstall", store_id, "-n", f"store-{store_id}"])
            run(["kubectl", "delete", "pods", "--all", "-n", f"store-{store_id}", "--grace-period=1", "--wait"])
            run(["kubectl", "delete", "namespace", f"store-{store_id}", "--wait"])

    def install(self, store_id: str) -> float:
        """`helm upgrade --install --wait`, then the platform's own test order; return the seconds both took."""
        values = json.loads(self._values)
        host = values["store"]["host"].replace(self._model, store_id, 1)
        url = values["store"]["url"].replace(self._model, store_id, 1)
        values["store"] |= {"id": store_id, "name": store_id, "host": host, "url": url}
        started = time.perf_counter()
        namespace = ["-n", f"store-{store_id}"]
        chart = str(ROOT / "charts" / self._engine.name)
        command = ["helm", "upgrade", "--install", store_id, chart, *namespace, "-f", "-", "--wait", "--timeout", f"{SECONDS}s"]
        run(command, data=json.dumps(values))
        self._order(url, values["store"], namespace)
        return time.perf_counter() - started

    def _order(self, url: str, store: dict[str, Any], namespace: list[str]) -> None:
        data = json.loads(run(["kubectl", "get", "secret", "store-secret", *namespace, "-o", "json"]))["data"]
        shop = Shop(
            credentials={key: _decoded(value) for key, value in data.items()},
            url=url,
            address="127.0.0.1",
            port=int(os.environ.get("STOREYARD_HTTP_PORT", "80")),
            country=store["country"],
            currency=store["currency"],
        )
        verify(open_shop(self._engine.adapter, shop), url=url, currency=store["currency"], deadline=Deadline(SECONDS))

    def _fence(self) -> str:
        space = f"store-{self._model}"
        kinds = json.loads(run(["kubectl", "get", FENCE, "-n", space, "-o", "json"]))["items"]
        secret = json.loads(run(["kubectl", "get", "secret", "store-secret", "-n", space, "-o", "json"]))
        found = [json.loads(run(["kubectl", "get", "namespace", space, "-o", "json"])), *kinds, secret]
        kept = [_clean(item) for item in found if "meta.helm.sh/release-name" not in item["metadata"].get("annotations", {})]
        return json.dumps({"apiVersion": "v1", "kind": "List", "items": [item for item in kept if item]})


def run(command: list[str], data: str | None = None) -> str:
    """Run a program; return what it printed. Raises CalledProcessError with its own words."""
    env = {**os.environ, "KUBECONFIG": str(Path(os.environ["STOREYARD_HOME"]) / "kubeconfig")}
    done = subprocess.run(command, input=data, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-800:]}")
    return done.stdout


def _clean(item: dict[str, Any]) -> dict[str, Any]:
    meta = item["metadata"]
    if item["kind"] == "ServiceAccount" and meta["name"] == "default":
        return {}
    item["metadata"] = {key: meta[key] for key in ("name", "namespace", "labels") if key in meta}
    item.pop("status", None)
    if item["kind"] == "Namespace":
        item.pop("spec", None)
    return item


def _decoded(value: str) -> str:
    return base64.b64decode(value).decode()
