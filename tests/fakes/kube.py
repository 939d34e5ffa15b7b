"""An API server in memory: enough of Kubernetes for the roles' own tasks."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import httpx

from functions.adapters.kube.client import Kube
from functions.adapters.kube.kubeconfig import Access
from functions.adapters.kube.session import Session

Object = dict[str, Any]
# What discovery shows: group, version, kind, plural, namespaced.
KINDS = (
    ("", "v1", "Namespace", "namespaces", False),
    ("", "v1", "PersistentVolume", "persistentvolumes", False),
    ("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", True),
    ("", "v1", "Secret", "secrets", True),
    ("", "v1", "LimitRange", "limitranges", True),
    ("", "v1", "ConfigMap", "configmaps", True),
    ("", "v1", "ServiceAccount", "serviceaccounts", True),
    ("", "v1", "Pod", "pods", True),
    ("apps", "v1", "Deployment", "deployments", True),
    ("metrics.k8s.io", "v1", "PodMetrics", "metrics", True),
    ("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", False),
)
# What a scan does not come by here, but others list.
LISTED = {"statefulsets", "jobs", "networkpolicies", "events", "resourcequotas"} | {
    "nodes",
    "replicasets",
    "controllerrevisions",
    "cronjobs",
}


def kube(answer: Callable[[httpx.Request], httpx.Response]) -> Kube:
    """A client of an API server that answers so, whose pauses take no time."""
    access = Access(server="https://cluster.example")
    return Kube(Session(lambda: access, transport=httpx.MockTransport(answer)), sleep=lambda _: None)


class FakeCluster:
    """Objects by path. `on_request` may change things before a request is served, or answer in its place."""

    def __init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self.requests: list[tuple[str, str]] = []
        self.on_request: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
        self.stale_groups: tuple[str, ...] = ()
        self.kinds: tuple[tuple[str, str, str, str, bool], ...] = KINDS
        self._numbers = itertools.count(1)

    def kube(self) -> Kube:
        """A client of this cluster."""
        return kube(self._serve)

    def put(self, path: str, **parts: Any) -> Object:
        """Put an object at its path."""
        places = path.strip("/").split("/")
        metadata = {"name": places[-1], "uid": f"uid-{path}", **parts.pop("metadata", {})}
        if "namespaces" in places[:-2]:
            metadata["namespace"] = places[places.index("namespaces") + 1]
        made = {"metadata": {**metadata, "resourceVersion": str(next(self._numbers))}, **parts}
        self.objects[path] = made
        return made

    def written(self) -> list[tuple[str, str]]:
        """The requests that were not just looks."""
        return [(method, path) for method, path in self.requests if method != "GET"]

    def _serve(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.requests.append((request.method, path))
        answer = self.on_request(request)
        if answer is not None:
            return answer
        if request.method == "GET":
            return self._get(request, path)
        if request.method == "DELETE":
            return self._delete(request, path)
        body = json.loads(request.content)
        if request.method == "POST":
            path = f"{path}/{body['metadata']['name']}"
            if path in self.objects:
                return refuse(409, "already exists")
            return httpx.Response(201, json=self.put(path, **body))
        changes: dict[str, Callable[..., httpx.Response]] = {
            "application/apply-patch+yaml": self._apply,
            "application/json-patch+json": self._edit,
        }
        change = changes.get(request.headers["Content-Type"], self._merge)
        return change(request, path, body)

    def _apply(self, request: httpx.Request, path: str, body: Object) -> httpx.Response:
        """As one writer sees it: the object becomes what the body says, and stays as it is where it is that already."""
        parts = {key: value for key, value in body.items() if key != "metadata"}
        existing = self.objects.get(path, {"metadata": {}})
        labels = {**existing["metadata"].get("labels", {}), **body["metadata"].get("labels", {})}
        metadata = {**existing["metadata"], **body["metadata"], **({"labels": labels} if labels else {})}
        wanted = {**existing, **parts, "metadata": metadata}
        if wanted == existing or "dryRun" in request.url.params:
            return httpx.Response(200, json=wanted)
        return httpx.Response(200, json=self.put(path, metadata=metadata, **parts))

    def _get(self, request: httpx.Request, path: str) -> httpx.Response:
        if path in {"/api", "/apis"}:
            return httpx.Response(200, json={"items": self._discovery(path)})
        if path in self.objects:
            return httpx.Response(200, json=self.objects[path])
        if path.rsplit("/", 1)[-1] in {plural for _, _, _, plural, _ in self.kinds} | LISTED:
            if "watch" in request.url.params:
                return self._watch(request, path)
            wanted = [pair.split("=") for pair in request.url.params.get("labelSelector", "").split(",") if pair]
            found = [item for place, item in self.objects.items() if _in_listing(place, path) and _matches(item, wanted)]
            return httpx.Response(200, json={"items": found})
        return refuse(404, f"{path} not found")

    def _watch(self, request: httpx.Request, path: str) -> httpx.Response:
        """What is there now; then the watch ends, as a server may end one at any time."""
        _, name = request.url.params["fieldSelector"].split("=")
        found = [item for place, item in self.objects.items() if place == f"{path}/{name}"]
        return httpx.Response(200, text="".join(json.dumps({"type": "ADDED", "object": item}) + "\n" for item in found))

    def _delete(self, request: httpx.Request, path: str) -> httpx.Response:
        existing = self.objects.get(path)
        if existing is None:
            return refuse(404, "not found")
        if json.loads(request.content)["preconditions"]["uid"] != existing["metadata"]["uid"]:
            return refuse(409, "another uid")
        if existing["metadata"].get("finalizers"):
            existing["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
        else:
            del self.objects[path]
        return httpx.Response(200, json={})

    def _merge(self, _: httpx.Request, path: str, body: Object) -> httpx.Response:
        existing = self.objects.get(path)
        if existing is None:
            return refuse(404, "not found")
        wanted = body.get("metadata", {}).pop("resourceVersion", None)
        if wanted is not None and wanted != existing["metadata"]["resourceVersion"]:
            return refuse(409, "the object has been modified")
        _merge_into(existing, body)
        existing["metadata"]["resourceVersion"] = str(next(self._numbers))
        return httpx.Response(200, json=existing)

    def _edit(self, _: httpx.Request, path: str, operations: list[Object]) -> httpx.Response:
        """A JSON patch of tests and removals."""
        existing = self.objects.get(path)
        if existing is None:
            return refuse(404, "not found")
        changed = deepcopy(existing)
        for operation in operations:
            *parts, last = (part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:])
            place: Any = changed
            for part in parts:
                place = place[int(part)] if isinstance(place, list) else place[part]
            key: Any = int(last) if isinstance(place, list) else last
            if operation["op"] == "test" and place[key] != operation["value"]:
                return refuse(409, "the object has been modified")
            if operation["op"] == "remove":
                del place[key]
        self.objects[path] = changed
        changed["metadata"]["resourceVersion"] = str(next(self._numbers))
        return httpx.Response(200, json=changed)

    def _discovery(self, root: str) -> list[Object]:
        groups: dict[str, list[Object]] = {}
        for group, _version, kind, plural, namespaced in self.kinds:
            if bool(group) == (root == "/apis"):
                scope = "Namespaced" if namespaced else "Cluster"
                resource = {"resource": plural, "responseKind": {"kind": kind}, "scope": scope, "verbs": ["list", "get"]}
                groups.setdefault(group, []).append(resource)
        shown = [
            {"metadata": {"name": name} if name else {}, "versions": [{"version": "v1", "resources": resources}]}
            for name, resources in groups.items()
        ]
        stale = [
            {"metadata": {"name": name}, "versions": [{"version": "v1", "freshness": "Stale"}]} for name in self.stale_groups
        ]
        return shown + (stale if root == "/apis" else [])


def refuse(status: int, message: str) -> httpx.Response:
    """An error as the API server words it."""
    return httpx.Response(status, json={"kind": "Status", "message": message})


def _in_listing(place: str, listing: str) -> bool:
    folder, _, _name = place.rpartition("/")
    if folder == listing:
        return True
    base, _, plural = listing.rpartition("/")
    return folder.startswith(f"{base}/namespaces/") and folder.rpartition("/")[2] == plural


def _matches(item: Object, wanted: list[list[str]]) -> bool:
    labels = item["metadata"].get("labels") or {}
    return all(labels.get(key) == value[0] if value else key in labels for key, *value in wanted)


def _merge_into(target: Object, change: Object) -> None:
    for key, value in change.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge_into(target[key], value)
        elif value is None:
            target.pop(key, None)
        else:
            target[key] = value
