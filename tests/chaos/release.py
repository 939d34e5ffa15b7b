"""A release as a killed Helm leaves it: a newest revision that is pending, and nobody who works at it."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

from tests.cluster.installation import kube, kubectl

PENDING = "pending-upgrade"


def lock_newest(namespace: str, release: str) -> bool:
    """Add a pending revision after the newest one; False if there is no release."""
    found = kube("--namespace", namespace, "get", "secrets", f"--selector=owner=helm,name={release}")["items"]
    if not found:
        return False
    newest = max(found, key=lambda record: int(record["metadata"]["labels"]["version"]))
    kubectl("apply", "--filename=-", stdin=json.dumps(pending_after(newest)))
    return True


def pending_after(record: dict[str, Any]) -> dict[str, Any]:
    """The record of the revision after this one, begun and not finished."""
    number = int(record["metadata"]["labels"]["version"]) + 1
    name = record["metadata"]["labels"]["name"]
    said = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(record["data"]["release"]))))
    said["version"] = number
    said["info"] |= {"status": PENDING, "description": "Preparing upgrade"}
    packed = base64.b64encode(base64.b64encode(gzip.compress(json.dumps(said).encode()))).decode()
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": record["type"],
        "metadata": {
            "name": f"sh.helm.release.v1.{name}.v{number}",
            "namespace": record["metadata"]["namespace"],
            "labels": {**record["metadata"]["labels"], "version": str(number), "status": PENDING},
        },
        "data": {"release": packed},
    }
