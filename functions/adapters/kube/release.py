"""Helm's record of a release, as far as a killed run can leave it in the way of the next one."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube, Object

STALE = frozenset({"pending-install", "pending-upgrade", "pending-rollback", "uninstalling"})
POLL = 0.5


def unlock(kube: Kube, *, namespace: str, release: str, grace: Deadline, dry_run: bool = False) -> str:
    """Free a release that a killed run left locked; return what was done in one sentence, or "".

    A lock that is younger than the grace may belong to a live run, so it is given that time to go away by itself.
    The record of a first install is removed: the next install is revision 1 again and adopts the objects that are there.
    A later revision is marked failed, so that the next upgrade replaces whatever it had changed.
    """
    stale = _stale(kube, namespace, release)
    while stale is not None and grace.pause(POLL):
        stale = _stale(kube, namespace, release)
    if stale is None:
        return ""
    latest, alone = stale
    metadata = latest["metadata"]
    status, version = metadata["labels"]["status"], metadata["labels"]["version"]
    path = f"/api/v1/namespaces/{namespace}/secrets/{metadata['name']}"
    if alone:
        if not dry_run:
            kube.delete(path, uid=metadata["uid"])
        return f"Removed the record of revision {version}, which a run that was killed left {status}."
    record = kube.get(path)
    if record is not None and not dry_run:
        kube.merge(path, failed(record, status))
    return f"Marked revision {version} as failed, which a run that was killed left {status}."


def revision(kube: Kube, *, namespace: str, release: str) -> int:
    """Return the release's latest revision, 0 where there is none."""
    return max((int(record["metadata"]["labels"]["version"]) for record in _records(kube, namespace, release)), default=0)


def failed(record: Object, status: str) -> Object:
    """The change to a release's Secret that makes its revision a failed one. Helm reads the status inside the payload."""
    payload: Any = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(record["data"]["release"]))))
    payload["info"]["status"] = "failed"
    payload["info"]["description"] = f"The run was killed while the release was {status}"
    packed = base64.b64encode(base64.b64encode(gzip.compress(json.dumps(payload).encode(), mtime=0))).decode()
    metadata = {"resourceVersion": record["metadata"]["resourceVersion"], "labels": {"status": "failed"}}
    return {"metadata": metadata, "data": {"release": packed}}


def _stale(kube: Kube, namespace: str, release: str) -> tuple[Mapping[str, Any], bool] | None:
    """The latest revision if it is locked, and whether it is the only one."""
    records = _records(kube, namespace, release)
    if not records:
        return None
    latest = max(records, key=lambda record: int(record["metadata"]["labels"]["version"]))
    if latest["metadata"]["labels"]["status"] not in STALE:
        return None
    return latest, len(records) == 1


def _records(kube: Kube, namespace: str, release: str) -> list[Object]:
    """Helm's records of the release, a Secret for each revision; their metadata says which."""
    path = f"/api/v1/namespaces/{namespace}/secrets"
    return kube.items(path, selector=f"owner=helm,name={release}", metadata_only=True)
