"""The revisions of a store's release, as Helm keeps them: a Secret each, whose payload is JSON, packed twice."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions.adapters.kube.client import Kube, Object
from functions.application.ports.insight import Revision


def read_history(kube: Kube, namespace: str, release: str) -> list[Revision]:
    """Return the revisions, newest first."""
    found = kube.items(f"/api/v1/namespaces/{namespace}/secrets", selector=f"owner=helm,name={release}")
    return sorted((_revision(record) for record in found), key=lambda revision: revision.number, reverse=True)


@dataclass(frozen=True)
class Installed:
    """A revision of a release with what was installed by it. `values` are those that were given to the chart.

    `manifest` is what the chart made of them: YAML of all its objects.
    """

    revision: int
    status: str
    chart_version: str
    app_version: str
    values: Mapping[str, Any]
    manifest: str = ""
    description: str = ""
    deployed_at: datetime | None = None


def read_installed(kube: Kube, namespace: str, release: str, number: int) -> Installed | None:
    """Return a revision of the release; None where Helm has no record of it any more."""
    record = kube.get(f"/api/v1/namespaces/{namespace}/secrets/sh.helm.release.v1.{release}.v{number}")
    if record is None:
        return None
    said, payload = _revision(record), _payload(record)
    return Installed(
        revision=said.number,
        status=said.status,
        chart_version=said.chart_version,
        app_version=said.app_version,
        values=payload.get("config") or {},
        manifest=str(payload.get("manifest") or ""),
        description=said.description,
        deployed_at=said.deployed_at,
    )


def read_newest(kube: Kube, namespace: str, release: str) -> Installed | None:
    """Return the newest revision of the release that Helm has as deployed, else the newest; None where there is no release."""
    path, selector = f"/api/v1/namespaces/{namespace}/secrets", f"owner=helm,name={release}"
    labels = [record["metadata"]["labels"] for record in kube.items(path, selector=selector, metadata_only=True)]
    deployed = [each for each in labels if each["status"] == "deployed"]
    number = max((int(each["version"]) for each in deployed or labels), default=None)
    return None if number is None else read_installed(kube, namespace, release, number)


def _revision(record: Object) -> Revision:
    """What a record says. Its labels are enough for number and status, whatever its payload is."""
    labels, payload = record["metadata"]["labels"], _payload(record)
    info, chart = payload.get("info") or {}, (payload.get("chart") or {}).get("metadata") or {}
    return Revision(
        number=int(labels["version"]),
        status=labels["status"],
        chart_version=str(chart.get("version", "")),
        app_version=str(chart.get("appVersion", "")),
        description=str(info.get("description", "")),
        deployed_at=_moment(info.get("last_deployed"), labels.get("modifiedAt") or labels.get("createdAt")),
    )


def _payload(record: Object) -> dict[str, Any]:
    try:
        payload = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(record["data"]["release"]))))
    except (KeyError, TypeError, ValueError, OSError, EOFError, zlib.error):  # of a Helm that packs otherwise
        return {}
    return payload if isinstance(payload, dict) else {}


def _moment(said: object, label: str | None) -> datetime | None:
    """When it was deployed: as the payload says it or, in whole seconds, the label."""
    try:
        return datetime.fromisoformat(str(said)).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(int(label), UTC) if label and label.isdecimal() else None
