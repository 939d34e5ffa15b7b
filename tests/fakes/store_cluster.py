"""A cluster with a store in it, for tests of what a look makes of its answers."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import httpx

from functions.adapters.kube.client import Kube
from functions.adapters.kube.inspector import KubernetesInspector
from tests.fakes import kube
from tests.fakes.kube import KINDS, FakeCluster
from tests.fakes.platform import FakeClusters

BASE = "/api/v1/namespaces/store-demo"
SECRET = "correct-horse-battery"
OURS = {"storeyard/store": "demo", "storeyard/installation": "here"}
MORE = ("resourcequotas", "horizontalpodautoscalers")


class StoreCluster(FakeCluster):
    """A cluster with the namespace of the store `demo`, its Secret, and what nodes and containers say."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, Callable[[httpx.Request], httpx.Response]] = {}
        self.on_request = self._text
        self.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS})
        self.put(f"{BASE}/secrets/store-secret", data={"db-password": base64.b64encode(SECRET.encode()).decode()})

    def refuse(self, path: str, status: int = 403) -> None:
        """Answer a path so."""
        self.texts[path] = lambda _: kube.refuse(status, 'pods is forbidden: User "storeyard" cannot')

    def say(self, path: str, text: str) -> None:
        """Answer a path with a text."""
        self.texts[path] = lambda _: httpx.Response(200, text=text)

    def pod(self, name: str, component: str, *, phase: str = "Running", **fields: Any) -> None:
        """Put a pod, which runs and is ready unless told otherwise."""
        container = {"name": "main", "ready": True, "restartCount": 0, "state": {"running": {}}}
        status = {
            "phase": phase,
            "startTime": "2026-01-01T12:00:00Z",
            "conditions": [{"type": "Ready", "status": str(fields.pop("ready", True))}],
            "containerStatuses": fields.pop("containers", [container]),
            **fields.pop("status", {}),
        }
        metadata = {"labels": {"app.kubernetes.io/component": component}, **fields.pop("metadata", {})}
        self.put(f"{BASE}/pods/{name}", metadata=metadata, spec={"nodeName": fields.pop("node", "node-1")}, status=status)

    def inspector(self, transport: httpx.BaseTransport | None = None) -> KubernetesInspector:
        """What looks at it."""
        return KubernetesInspector(FakeClusters(), lambda _: self.kube(), installation=lambda: "here", transport=transport)

    def _text(self, request: httpx.Request) -> httpx.Response | None:
        answer = self.texts.get(request.url.path)
        if answer is not None:
            return answer(request)
        plural = request.url.path.rsplit("/", 1)[-1]
        if plural in MORE and plural not in {kind[3] for kind in KINDS}:
            found = [item for place, item in self.objects.items() if place.startswith(f"{request.url.path}/")]
            return httpx.Response(200, json={"items": found})
        return None


def broken(answer: Callable[[httpx.Request], httpx.Response]) -> KubernetesInspector:
    """What looks at an API server that answers so."""
    client: Callable[[str], Kube] = lambda _: kube.kube(answer)  # noqa: E731
    return KubernetesInspector(FakeClusters(), client, installation=lambda: "here")


def packed(payload: object) -> str:
    """A payload as Helm packs it into a Secret."""
    inner = base64.b64encode(gzip.compress(json.dumps(payload).encode(), mtime=0))
    return base64.b64encode(inner).decode()
