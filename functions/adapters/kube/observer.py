"""Looks at stores in their clusters: who is ready while Helm waits, and what tells why a store does not come up."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

import httpx

from functions.adapters.kube.client import BUSY, ApiError, Kube, Object
from functions.adapters.kube.clients import ClusterClients, connect
from functions.adapters.kube.evidence import (
    COMPONENT,
    LINE_MAX,
    condition,
    failing_container,
    last_end,
    plain,
    pod_evidence,
    warnings_of,
)
from functions.adapters.kube.redactor import Redactor
from functions.application.ports.clusters import Clusters
from functions.domain.cluster import Cluster
from functions.domain.diagnosis import Evidence
from functions.domain.errors import Unavailable
from functions.domain.placement import SECRET_NAME, namespace_of

LOG_LINES = 5


class KubernetesObserver:
    """Looks with one client per cluster, so that a slow cluster keeps nobody from looking at another."""

    def __init__(self, clusters: Clusters, *, connect: Callable[[Cluster], Kube] = connect) -> None:
        self._clients = ClusterClients(clusters, connect=connect)

    def ping(self, cluster: str) -> None:
        """Return if the API server says that it is ready."""
        try:
            self._clients.of(cluster).text("/readyz")
        except ApiError as error:
            raise Unavailable(f"The cluster {cluster} is not ready.") from error

    def components(self, cluster: str, store_id: str) -> Mapping[str, bool]:
        """Return the components that have a pod, and whether one of its pods is ready."""
        found: dict[str, bool] = {}
        try:
            pods = self._clients.of(cluster).items(f"/api/v1/namespaces/{namespace_of(store_id)}/pods")
        except ApiError as error:
            raise Unavailable(error.message) from error
        for pod in pods:
            component = pod["metadata"].get("labels", {}).get(COMPONENT)
            if component and "deletionTimestamp" not in pod["metadata"]:
                found[component] = found.get(component, False) or condition(pod, "Ready").get("status") == "True"
        return found

    def evidence(self, cluster: str, store_id: str) -> Evidence:
        """Return pods, warnings and the last lines of what died. Unreachable is evidence too."""
        base = f"/api/v1/namespaces/{namespace_of(store_id)}"
        try:
            kube = self._clients.of(cluster)
            pods, events = (_readable(kube, f"{base}/{kind}") for kind in ("pods", "events"))
            secrets = _secrets(kube, base)
            redact = Redactor(secrets or ())
            logs = [() if secrets is None else _log(kube, base, pod, redact) for pod in pods]
        except Unavailable:
            return Evidence(reachable=False)
        seen = tuple(pod_evidence(pod, log, redact) for pod, log in zip(pods, logs, strict=True))
        return Evidence(pods=seen, warnings=warnings_of(events, redact))


def _readable(kube: Kube, path: str) -> list[Object]:
    """The objects of a listing; none where the kubeconfig may not see them, since what is left tells something too."""
    try:
        return kube.items(path)
    except ApiError as error:
        if error.status in BUSY or error.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Unavailable(error.message) from error
        return []


def _log(kube: Kube, base: str, pod: Object, redact: Redactor) -> tuple[str, ...]:
    """The end of the log of the container that keeps the pod from being ready."""
    failing = failing_container(pod)
    if failing is None or not (failing.get("state", {}).get("running") or last_end(failing)):
        return ()
    previous = "false" if failing.get("state", {}).get("terminated") or not failing.get("restartCount") else "true"
    query = {"container": failing["name"], "tailLines": str(LOG_LINES), "previous": previous, "limitBytes": "20000"}
    try:
        text = kube.text(f"{base}/pods/{pod['metadata']['name']}/log", **query)
    except (ApiError, Unavailable):  # the rest tells enough
        return ()
    return tuple(redact(plain(line))[:LINE_MAX] for line in text.splitlines()[-LOG_LINES:] if line.strip())


def _secrets(kube: Kube, base: str) -> list[str] | None:
    """The values of the store's Secret; None if they cannot be read, so that nothing is shown that might hold one."""
    try:
        found = kube.get(f"{base}/secrets/{SECRET_NAME}") or {}
    except ApiError:
        return None
    return [base64.b64decode(value).decode(errors="replace") for value in (found.get("data") or {}).values()]
