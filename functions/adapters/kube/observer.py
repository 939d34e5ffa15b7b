"""Looks at stores in their clusters: who is ready while Helm waits, and what tells why a store does not come up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx

from functions.adapters.kube.client import BUSY, ApiError, Kube, Object
from functions.adapters.kube.clients import ClusterClients, connect
from functions.adapters.kube.evidence import COMPONENT, NO_LOGS, condition, is_job, pod_evidence, warnings_of
from functions.adapters.kube.last_words import last_words, secrets_of
from functions.adapters.kube.redactor import Redactor
from functions.application.ports.clusters import Clusters
from functions.domain.cluster import Cluster
from functions.domain.errors import Unavailable
from functions.domain.evidence import Evidence
from functions.domain.placement import namespace_of


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
        """Return pods, warnings and the last lines of what died. Unreachable is evidence too.

        Nobody waits for jobs: one that asks the shop fails while that is not up, which is no cause, and stays there to be seen.
        """
        base = f"/api/v1/namespaces/{namespace_of(store_id)}"
        try:
            kube = self._clients.of(cluster)
            listed, events = (_readable(kube, f"{base}/{kind}") for kind in ("pods", "events"))
            pods = [pod for pod in listed if not is_job(pod)]
            secrets = secrets_of(kube, base)
            redact = Redactor(secrets or ())
            logs = [NO_LOGS if secrets is None else last_words(kube, base, pod, redact) for pod in pods]
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
