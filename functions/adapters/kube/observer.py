"""Looks at stores in their clusters: who is ready while Helm waits, and what tells why a store does not come up."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterable, Mapping
from typing import Any

import httpx

from functions.adapters.kube.client import Kube, Object
from functions.adapters.kube.kubeconfig import read_access
from functions.application.ports.clusters import Clusters
from functions.domain.diagnosis import Evidence, PodEvidence, WarningEvent
from functions.domain.errors import StoreyardError, Unavailable
from functions.domain.placement import MANAGER, SECRET_NAME, namespace_of

CONNECT_SECONDS, READ_SECONDS = 2, 3
COMPONENT = "app.kubernetes.io/component"
LOG_LINES, LINE_MAX, WARNINGS_MAX, SECRET_MIN = 5, 300, 10, 6
REDACTED = "[redacted]"
# Credentials in addresses, and `password=…` or `token: …` as programs print them.
TELLING = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)|(?<=[=:\s])(?:Bearer\s+)\S+", re.IGNORECASE)
NAMED = re.compile(r"(\w*(?:password|passwd|secret|token|api_?key)\w*[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|\S+)", re.IGNORECASE)


class KubernetesObserver:
    """One HTTP client per cluster, made on first use and again after a failure: a cluster made anew has a new address."""

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters
        self._lock = threading.Lock()
        self._clients: dict[str, httpx.Client] = {}

    def ping(self, cluster: str) -> None:
        """Return if the API server says that it is ready."""
        if self._request(cluster, "/readyz").status_code != httpx.codes.OK:
            raise Unavailable(f"The cluster {cluster} is not ready.")

    def components(self, cluster: str, store_id: str) -> Mapping[str, bool]:
        """Return the components that have a pod, and whether one of its pods is ready."""
        found: dict[str, bool] = {}
        for pod in self._items(cluster, f"/api/v1/namespaces/{namespace_of(store_id)}/pods"):
            component = pod["metadata"].get("labels", {}).get(COMPONENT)
            if component and "deletionTimestamp" not in pod["metadata"]:
                found[component] = found.get(component, False) or _condition(pod, "Ready").get("status") == "True"
        return found

    def evidence(self, cluster: str, store_id: str) -> Evidence:
        """Return pods, warnings and the last lines of what died. Unreachable is evidence too."""
        base = f"/api/v1/namespaces/{namespace_of(store_id)}"
        try:
            pods = self._items(cluster, f"{base}/pods")
            events = self._items(cluster, f"{base}/events")
            redact = Redactor(self._secrets(cluster, base))
        except Unavailable:
            return Evidence(reachable=False)
        seen = tuple(pod_evidence(pod, self._log(cluster, base, pod, redact), redact) for pod in pods)
        return Evidence(pods=seen, warnings=warnings_of(events, redact))

    def _log(self, cluster: str, base: str, pod: Object, redact: Redactor) -> tuple[str, ...]:
        """The end of the log of the container that keeps the pod from being ready."""
        failing = failing_container(pod)
        if failing is None or not (failing.get("state", {}).get("running") or last_end(failing)):
            return ()
        previous = "false" if failing.get("state", {}).get("terminated") or not failing.get("restartCount") else "true"
        query = {"container": failing["name"], "tailLines": str(LOG_LINES), "previous": previous, "limitBytes": "20000"}
        try:
            answer = self._request(cluster, f"{base}/pods/{pod['metadata']['name']}/log", query)
        except Unavailable:
            return ()
        if answer.status_code != httpx.codes.OK:
            return ()
        return tuple(redact(plain(line))[:LINE_MAX] for line in answer.text.splitlines()[-LOG_LINES:] if line.strip())

    def _secrets(self, cluster: str, base: str) -> list[str]:
        answer = self._request(cluster, f"{base}/secrets/{SECRET_NAME}")
        data = answer.json().get("data") or {} if answer.status_code == httpx.codes.OK else {}
        return [base64.b64decode(value).decode(errors="replace") for value in data.values()]

    def _items(self, cluster: str, path: str) -> list[Object]:
        try:
            return Kube(self._client(cluster)).items(path)
        except Unavailable:
            self._forget(cluster)
            raise
        except StoreyardError as error:  # the API server's own refusal
            raise Unavailable(error.message) from error

    def _request(self, cluster: str, path: str, query: Mapping[str, str] | None = None) -> httpx.Response:
        try:
            return self._client(cluster).get(path, params=query)
        except httpx.TransportError as error:
            self._forget(cluster)
            raise Unavailable(f"The cluster {cluster} cannot be reached.") from error

    def _client(self, name: str) -> httpx.Client:
        with self._lock:
            if name not in self._clients:
                cluster = self._clusters.all().get(name)
                if cluster is None:
                    raise Unavailable(f"There is no cluster {name} in the inventory.")
                access = read_access(cluster.kubeconfig, cluster.context)
                headers = {"User-Agent": MANAGER} | ({"Authorization": f"Bearer {access.token}"} if access.token else {})
                timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
                self._clients[name] = httpx.Client(
                    base_url=access.server, verify=access.tls, headers=headers, timeout=timeout, trust_env=False
                )
            return self._clients[name]

    def _forget(self, name: str) -> None:
        with self._lock:
            self._clients.pop(name, None)


class Redactor:
    """Takes out of a text what is secret: the store's own secrets, and what looks like one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({secret for secret in secrets if len(secret) >= SECRET_MIN and "@" not in secret}, key=len)[::-1]

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return NAMED.sub(rf"\g<1>{REDACTED}", TELLING.sub(REDACTED, text))


def pod_evidence(pod: Object, log: tuple[str, ...], redact: Redactor) -> PodEvidence:
    """What a pod's status says, in the words of the diagnosis."""
    status = pod.get("status", {})
    failing = failing_container(pod) or {}
    waiting = failing.get("state", {}).get("waiting", {})
    ended = last_end(failing)
    scheduled = _condition(pod, "PodScheduled")
    return PodEvidence(
        name=pod["metadata"]["name"],
        component=pod["metadata"].get("labels", {}).get(COMPONENT, ""),
        ready=_condition(pod, "Ready").get("status") == "True",
        running="running" in failing.get("state", {}),
        waiting=waiting.get("reason", ""),
        waiting_message=redact(waiting.get("message", "")),
        terminated=ended.get("reason", ""),
        exit_code=ended.get("exitCode"),
        init=failing in status.get("initContainerStatuses", []),
        restarts=failing.get("restartCount", 0),
        unschedulable=scheduled.get("message", "") if scheduled.get("status") == "False" else "",
        log=log,
    )


def failing_container(pod: Object) -> Object | None:
    """The status of the first container that keeps the pod from being ready; preparing ones come first."""
    status = pod.get("status", {})
    for container in status.get("initContainerStatuses", []):
        ended = container.get("state", {}).get("terminated")
        if not (container.get("ready") or (ended and ended.get("exitCode") == 0)):
            return dict(container)
    return next((dict(container) for container in status.get("containerStatuses", []) if not container.get("ready")), None)


def plain(line: str) -> str:
    """What a line of a log says: the first line of its message, where programs log in JSON."""
    if not line.startswith("{"):
        return line
    try:
        message = str(json.loads(line)["message"])
    except (ValueError, KeyError, TypeError):
        return line
    return message.partition("\n")[0]


def last_end(container: Object) -> dict[str, Any]:
    """How the container ended last: now, or before it was started again."""
    ended = container.get("state", {}).get("terminated") or container.get("lastState", {}).get("terminated")
    return dict(ended or {})


def warnings_of(events: Iterable[Object], redact: Redactor) -> tuple[WarningEvent, ...]:
    """The latest warnings, each once."""
    latest = sorted(
        (event for event in events if event.get("type") == "Warning"),
        key=lambda event: (
            event.get("lastTimestamp") or event.get("eventTime") or event["metadata"].get("creationTimestamp") or ""
        ),
        reverse=True,
    )
    found = (
        WarningEvent(
            reason=event.get("reason", ""),
            subject=f"{event['involvedObject'].get('kind', '').lower()} {event['involvedObject'].get('name', '')}",
            message=redact(event.get("message", ""))[:LINE_MAX],
        )
        for event in latest
    )
    return tuple(dict.fromkeys(found))[:WARNINGS_MAX]


def _condition(pod: Object, kind: str) -> Object:
    conditions = pod.get("status", {}).get("conditions", [])
    return next((condition for condition in conditions if condition["type"] == kind), {})
