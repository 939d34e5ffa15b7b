"""How a store is: its pods, and what its address answers through the cluster's ingress."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from functions.adapters.kube.client import NOT_FOUND, ApiError, Kube, Object
from functions.adapters.kube.evidence import COMPONENT, condition, failing_container, is_job, last_end
from functions.adapters.trust import trusting
from functions.application.ports.insight import Certificate, HealthSeen, IngressAnswer, PodHealth
from functions.domain.cluster import Cluster

# A shop that is slow is told to be slow: the look itself ends later.
SHOP_TIMEOUT = httpx.Timeout(1.5, connect=1)
HANDSHAKE_SECONDS = 0.5


def read_health(
    kube: Kube, namespace: str, cluster: Cluster, url: str, *, transport: httpx.BaseTransport | None = None
) -> HealthSeen:
    """Return how the pods are, what the shop's address answers, and the certificate that it shows."""
    pods = kube.items(f"/api/v1/namespaces/{namespace}/pods")
    seen = sorted((pod_health(pod) for pod in pods if "deletionTimestamp" not in pod["metadata"]), key=lambda pod: pod.name)
    certificate = certificate_of(cluster, url) if urlsplit(url).scheme == "https" else None
    return HealthSeen(seen, ask_shop(cluster, url, transport=transport), certificate, not_scaling(kube, namespace))


def not_scaling(kube: Kube, namespace: str) -> str:
    """Why a shop that is to grow with its load does not, in one sentence; empty: it does, or is not to."""
    try:
        scalers = kube.items(f"/apis/autoscaling/v2/namespaces/{namespace}/horizontalpodautoscalers")
    except ApiError as error:
        if error.status != NOT_FOUND:  # a cluster without such things
            raise
        return ""
    for scaler in scalers:
        active = condition(scaler, "ScalingActive")
        if active.get("status") == "False" and active.get("reason", "").startswith("FailedGet"):
            return "It does not grow with its load: the cluster does not tell what its pods use (is metrics-server there?)."
    return ""


def pod_health(pod: Object) -> PodHealth:
    """How one pod is."""
    status = pod.get("status", {})
    containers = [*status.get("initContainerStatuses", ()), *status.get("containerStatuses", ())]
    started = status.get("startTime")
    return PodHealth(
        name=pod["metadata"]["name"],
        component=(pod["metadata"].get("labels") or {}).get(COMPONENT, ""),
        ready=condition(pod, "Ready").get("status") == "True",
        phase=status.get("phase", "Unknown"),
        restarts=sum(container.get("restartCount", 0) for container in containers),
        reason=_reason(pod, containers),
        started_at=datetime.fromisoformat(started).astimezone(UTC) if started else None,
        job=is_job(pod),
    )


def _reason(pod: Object, containers: list[Object]) -> str:
    """Why it waits; or how a container of it ended that was started again, as far as the cluster remembers."""
    waiting = (failing_container(pod) or {}).get("state", {}).get("waiting", {}).get("reason", "")
    if waiting:
        return str(waiting)
    if condition(pod, "PodScheduled").get("status") == "False":
        return str(condition(pod, "PodScheduled").get("reason", "Unschedulable"))
    ends = [last_end(container) for container in containers if container.get("restartCount")]
    return next((str(end["reason"]) for end in ends if end.get("reason")), "")


def ask_shop(
    cluster: Cluster,
    url: str,
    *,
    transport: httpx.BaseTransport | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> IngressAnswer:
    """GET the shop's first page through the ingress' address, which needs no DNS, up to the head of the answer."""
    place = urlsplit(url)
    address = f"{place.scheme}://{cluster.ingress_address}:{cluster.ingress_port}"
    secure = place.scheme == "https"
    extensions = {"sni_hostname": place.hostname} if secure else {}
    headers = {"Host": place.netloc, "User-Agent": "storeyard-check"}
    verify = trusting(cluster.tls_ca_file) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    started = clock()
    try:
        with (
            httpx.Client(headers=headers, timeout=SHOP_TIMEOUT, trust_env=False, verify=verify, transport=transport) as http,
            http.stream("GET", f"{address}/", extensions=extensions) as answer,
        ):
            return IngressAnswer(answer.status_code, round((clock() - started) * 1000))
    except httpx.TimeoutException:
        return IngressAnswer(message=f"The shop's address gave no answer within {clock() - started:.1f} seconds.")
    except httpx.TransportError as error:
        verified = "certificate" not in str(error).lower()
        return IngressAnswer(
            message="The shop's address does not answer." if verified else "The shop's certificate is not one to be trusted."
        )


def certificate_of(cluster: Cluster, url: str) -> Certificate | None:
    """The certificate that the ingress shows for the shop, trusted or not; None if there is no handshake."""
    from cryptography import x509  # noqa: PLC0415 - takes a while, and shops on http never need it

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is only looked at: the request to the shop checks it
    place = cluster.ingress_address, cluster.ingress_port
    try:
        with (
            socket.create_connection(place, HANDSHAKE_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=urlsplit(url).hostname) as secured,
        ):
            shown = secured.getpeercert(binary_form=True)
        found = x509.load_der_x509_certificate(shown or b"")
    except (OSError, ValueError):  # ssl's errors are an OSError
        return None
    return Certificate(
        issuer=found.issuer.rfc4514_string(), not_after=found.not_valid_after_utc, not_before=found.not_valid_before_utc
    )
