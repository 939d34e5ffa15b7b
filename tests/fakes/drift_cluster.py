"""A cluster with a store as it was installed, and what people do to it by hand."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import httpx
import yaml

from functions.adapters.deadline import Deadline
from functions.adapters.kube.drift import Looked, look
from functions.adapters.kube.fence import apply_fence
from functions.adapters.kube.fence_objects import Fence, definitions
from functions.domain.drift import Expected
from functions.domain.ownership import Claim
from functions.domain.placement import labels_of
from tests.fakes.kube import KINDS, Object
from tests.fakes.store_cluster import BASE, StoreCluster, packed

MORE = (
    ("", "v1", "ResourceQuota", "resourcequotas", True),
    ("", "v1", "Service", "services", True),
    ("apps", "v1", "StatefulSet", "statefulsets", True),
    ("apps", "v1", "ReplicaSet", "replicasets", True),
    ("batch", "v1", "CronJob", "cronjobs", True),
    ("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", True),
    ("networking.k8s.io", "v1", "Ingress", "ingresses", True),
)
APPS = "/apis/apps/v1/namespaces/store-demo"
NETWORK = "/apis/networking.k8s.io/v1/namespaces/store-demo"
WEB = f"{APPS}/deployments/web"
CRON = "/apis/batch/v1/namespaces/store-demo/cronjobs/cron"
POLICY = f"{NETWORK}/networkpolicies/web"
QUOTA = f"{BASE}/resourcequotas/plan"
CLAIM = f"{BASE}/persistentvolumeclaims/uploads"
SECRET = f"{BASE}/secrets/store-secret"
MANIFEST = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app.kubernetes.io/component: web, app.kubernetes.io/managed-by: Helm, storeyard/store: demo}
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: shop:1
          env:
            - {name: STORE_NAME, value: Demo}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 1
  volumeClaimTemplates:
    - metadata: {name: data}
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: cron
spec: {schedule: "* * * * *"}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec: {policyTypes: [Ingress, Egress]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
spec:
  resources: {requests: {storage: 1Gi}}
"""
FOLDERS = {
    "Deployment": f"{APPS}/deployments",
    "StatefulSet": f"{APPS}/statefulsets",
    "CronJob": CRON.rpartition("/")[0],
    "NetworkPolicy": f"{NETWORK}/networkpolicies",
    "PersistentVolumeClaim": f"{BASE}/persistentvolumeclaims",
    "Secret": f"{BASE}/secrets",
}
EXPECTED = Expected(
    store_id="demo",
    owner="olga",
    engine="medusa",
    plan="small",
    quota={"pods": "10", "limits.memory": "1Gi"},
    keys=("db-password",),
    revision=1,
)
LABELS = labels_of("demo", installation="here", owner="olga")


class DriftCluster(StoreCluster):
    """The store `demo`, fenced in, with its release at revision 1. An apply leaves what it does not name, as a server does."""

    def __init__(self, manifest: str = MANIFEST) -> None:
        super().__init__()
        self.kinds = (*KINDS, *MORE)
        fence = Fence("store-demo", LABELS, EXPECTED.engine, EXPECTED.plan, EXPECTED.quota or {})
        apply_fence(self.kube(), definitions(fence), Deadline(0), adopt=True)
        self.release(1, manifest)
        for body in yaml.safe_load_all(manifest):
            self.install(body)
        self.put(f"{BASE}/configmaps/kube-root-ca.crt")
        self.put(f"{BASE}/persistentvolumeclaims/data-db-0")
        self.requests.clear()

    def release(self, number: int, manifest: str, status: str = "deployed") -> None:
        """Put Helm's record of a revision."""
        labels = {"owner": "helm", "name": "demo", "version": str(number), "status": status, "modifiedAt": "1767268800"}
        payload = {"manifest": manifest, "info": {"description": f"Revision {number}"}}
        path = f"{BASE}/secrets/sh.helm.release.v1.demo.v{number}"
        self.put(path, metadata={"labels": labels}, data={"release": packed(payload)})

    def install(self, body: Object) -> None:
        """Put an object as Helm applies it."""
        made = deepcopy(body)
        metadata = made.pop("metadata")
        metadata["labels"] = {**metadata.get("labels", {}), "app.kubernetes.io/managed-by": "Helm"}
        metadata["annotations"] = {"meta.helm.sh/release-name": "demo", "meta.helm.sh/release-namespace": "store-demo"}
        self.put(f"{FOLDERS[body['kind']]}/{metadata['name']}", metadata=metadata, **made)

    def look(self, expected: Expected = EXPECTED) -> Looked:
        """Look at the store."""
        return look(self.kube(), Claim("demo", "here"), expected)

    def written_by(self, path: str, manager: str, fields: Object, **more: str) -> None:
        """Say who wrote fields of an object, as a server does."""
        entries = self.objects[path]["metadata"].setdefault("managedFields", [])
        entries.append({"manager": manager, "operation": "Update", "fieldsV1": fields, **more})

    def _apply(self, request: httpx.Request, path: str, body: Object) -> httpx.Response:
        existing = self.objects.get(path)
        if existing is None:
            return super()._apply(request, path, body)
        wanted = merged(existing, body)
        if "dryRun" not in request.url.params:
            self.objects[path] = wanted
        return httpx.Response(200, json=wanted)


def merged(there: Any, body: Any) -> Any:
    """What is there with what the body says of it."""
    if not isinstance(there, dict) or not isinstance(body, dict):
        return deepcopy(body)
    return {**deepcopy(there), **{key: merged(there.get(key), value) for key, value in body.items()}}
