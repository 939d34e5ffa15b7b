"""What objects of the cluster show, in the words of the domain's diagnosis."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from functions.adapters.kube.client import Object
from functions.adapters.kube.redactor import Redactor
from functions.domain.evidence import PodEvidence, WarningEvent

COMPONENT = "app.kubernetes.io/component"
EVICTED = "Evicted"
LINE_MAX, WARNINGS_MAX = 300, 10


@dataclass(frozen=True)
class Logs:
    """The last lines of a container: of the one that died last, and of the one that runs in its place since."""

    died: tuple[str, ...] = ()
    since: tuple[str, ...] = ()


NO_LOGS = Logs()


def pod_evidence(pod: Object, logs: Logs, redact: Redactor) -> PodEvidence:
    """What a pod's status says, in the words of the diagnosis."""
    status = pod.get("status", {})
    failing = failing_container(pod) or {}
    waiting = failing.get("state", {}).get("waiting", {})
    ended = last_end(failing)
    scheduled = condition(pod, "PodScheduled")
    return PodEvidence(
        name=pod["metadata"]["name"],
        component=pod["metadata"].get("labels", {}).get(COMPONENT, ""),
        image=failing.get("image", ""),
        ready=condition(pod, "Ready").get("status") == "True",
        running="running" in failing.get("state", {}),
        started=bool(failing.get("started")),
        waiting=waiting.get("reason", ""),
        waiting_message=redact(waiting.get("message", "")),
        terminated=ended.get("reason", ""),
        exit_code=ended.get("exitCode"),
        init=failing in status.get("initContainerStatuses", []),
        restarts=failing.get("restartCount", 0),
        unschedulable=scheduled.get("message", "") if scheduled.get("status") == "False" else "",
        evicted=redact(status.get("message", "")) if status.get("reason") == EVICTED else "",
        log=logs.died,
        log_since=logs.since,
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


def is_job(pod: Object) -> bool:
    """True of a pod that does a job and ends."""
    return any(owner.get("kind") == "Job" for owner in pod["metadata"].get("ownerReferences") or ())


def condition(pod: Object, kind: str) -> Object:
    """The condition of this type, or an empty one."""
    conditions = pod.get("status", {}).get("conditions", [])
    return next((condition for condition in conditions if condition["type"] == kind), {})
