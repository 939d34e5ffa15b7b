"""The revisions of a store's release, as Helm keeps them: a Secret each, whose payload is JSON, packed twice."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from functions.adapters.kube.client import Kube, Object
from functions.application.ports.insight import Revision
from functions.domain.release import Content


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
    manifest: str = field(default="", compare=False, repr=False)
    description: str = ""
    deployed_at: datetime | None = None

    @property
    def content(self) -> Content:
        """What it installs, as far as two revisions can differ in it."""
        return Content(self.chart_version, self.values)


def read_installed(kube: Kube, namespace: str, release: str, number: int) -> Installed | None:
    """Return a revision of the release; None where Helm has no record of it any more."""
    record = kube.get(f"/api/v1/namespaces/{namespace}/secrets/sh.helm.release.v1.{release}.v{number}")
    if record is None:
        return None
    said, payload = _revision(record), unpacked(record)
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


def _revision(record: Object) -> Revision:
    """What a record says. Its labels are enough for number and status, whatever its payload is."""
    labels, payload = record["metadata"]["labels"], unpacked(record)
    info, chart = payload.get("info") or {}, (payload.get("chart") or {}).get("metadata") or {}
    return Revision(
        number=int(labels["version"]),
        status=labels["status"],
        chart_version=str(chart.get("version", "")),
        app_version=str(chart.get("appVersion", "")),
        description=str(info.get("description", "")),
        deployed_at=_moment(info.get("last_deployed"), labels.get("modifiedAt") or labels.get("createdAt")),
    )


def unpacked(record: Object) -> dict[str, Any]:
    """The payload of a record; empty where it cannot be read."""
    try:
        payload = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(record["data"]["release"]))))
    except (KeyError, TypeError, ValueError, OSError, EOFError, zlib.error):  # of a Helm that packs otherwise
        return {}
    return payload if isinstance(payload, dict) else {}


def packed(payload: Mapping[str, Any]) -> str:
    """A payload as Helm packs it."""
    return base64.b64encode(base64.b64encode(gzip.compress(json.dumps(payload).encode(), mtime=0))).decode()


def _moment(said: object, label: str | None) -> datetime | None:
    """When it was deployed: as the payload says it or, in whole seconds, the label."""
    try:
        return datetime.fromisoformat(str(said)).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(int(label), UTC) if label and label.isdecimal() else None
