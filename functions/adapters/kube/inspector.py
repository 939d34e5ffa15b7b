"""Looks into a store where it runs, for its owner. What each look reads is in a module of its own beside this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import httpx

from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import Kube
from functions.adapters.kube.clients import told
from functions.adapters.kube.drift import look
from functions.adapters.kube.health import read_health
from functions.adapters.kube.history import read_history
from functions.adapters.kube.logs import read_logs
from functions.adapters.kube.secret import read_secret
from functions.adapters.kube.usage import read_usage
from functions.application.ports.clusters import Clusters
from functions.application.ports.insight import (
    DRIFT_SECONDS,
    LOOK_SECONDS,
    HealthSeen,
    Log,
    LogQuery,
    Revision,
    UsageSeen,
)
from functions.domain.drift import Drift, Expected
from functions.domain.errors import InvalidRequest, Unavailable
from functions.domain.ownership import Claim
from functions.domain.placement import SECRET_NAME, namespace_of

T = TypeVar("T")


class KubernetesInspector:
    """Reads through the observer's clients. A namespace that another installation made is as good as none.

    Somebody may have a store's id whose namespace was there before, and was left as it is: nothing of it is theirs.
    """

    def __init__(
        self,
        clusters: Clusters,
        client: Callable[[str], Kube],
        *,
        installation: Callable[[], str],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._clusters = clusters
        self._client = client
        self._installation = installation
        self._transport = transport

    def credentials(self, cluster: str, store_id: str) -> Mapping[str, str] | None:
        """Return the values of the store's Secret by key; none where it has not been made."""
        return self._inside(
            cluster, store_id, lambda kube, namespace: read_secret(kube, namespace=namespace, name=SECRET_NAME) or {}
        )

    def logs(self, cluster: str, store_id: str, wanted: LogQuery) -> Log | None:
        """Return lines of the store's containers, without secrets."""
        return self._inside(cluster, store_id, lambda kube, namespace: read_logs(kube, namespace, wanted))

    def health(self, cluster: str, store_id: str, url: str) -> HealthSeen | None:
        """Return how the store's pods are, and what its address answers."""
        return self._inside(
            cluster,
            store_id,
            lambda kube, namespace: read_health(kube, namespace, self._clusters.all()[cluster], url, transport=self._transport),
        )

    def usage(self, cluster: str, store_id: str) -> UsageSeen | None:
        """Return what the store takes of processor, memory and disk."""
        return self._inside(cluster, store_id, read_usage)

    def history(self, cluster: str, store_id: str) -> Sequence[Revision] | None:
        """Return the revisions of the store's release, newest first."""
        return self._inside(cluster, store_id, lambda kube, namespace: read_history(kube, namespace, store_id))

    def drift(self, cluster: str, store_id: str, expected: Expected) -> Drift | None:
        """Return how the store's objects differ from what was installed."""
        claim = self._claim(store_id)

        def seen(kube: Kube, _: str) -> Drift:
            return look(kube, claim, replace(expected, account=self._clusters.all()[cluster].bound)).drift

        return self._inside(cluster, store_id, seen, seconds=DRIFT_SECONDS)

    def _inside(
        self, cluster: str, store_id: str, read: Callable[[Kube, str], T], *, seconds: float = LOOK_SECONDS
    ) -> T | None:
        kube, namespace = self._client(cluster).within(Deadline(seconds)), namespace_of(store_id)
        with told(cluster):
            there = kube.get(f"/api/v1/namespaces/{namespace}")
            if there is None or not self._claim(store_id).owns_namespace(there["metadata"].get("labels") or {}):
                return None
            return read(kube, namespace)

    def _claim(self, store_id: str) -> Claim:
        try:
            return Claim(store_id=store_id, installation=self._installation())
        except InvalidRequest as error:
            raise Unavailable(error.message) from error
