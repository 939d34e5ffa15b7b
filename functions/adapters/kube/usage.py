"""What a store takes: from the summary that each of its nodes' kubelets gives through the API server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import httpx

from functions.adapters.kube.client import NOT_FOUND, ApiError, Kube, Object
from functions.application.ports.insight import UsageSeen, VolumeUsage
from functions.domain.quantity import whole

# A file system is a little smaller than what holds it. One that is larger than the volume is the disk's, and others use it too.
SHARED_FROM = 1.1


def read_usage(kube: Kube, namespace: str) -> UsageSeen:
    """Return what the pods that run take, what the volumes hold, and what the namespace is held to."""
    base = f"/api/v1/namespaces/{namespace}"
    running = [pod for pod in kube.items(f"{base}/pods") if pod.get("status", {}).get("phase") == "Running"]
    nodes = sorted({pod["spec"]["nodeName"] for pod in running})
    measured, messages = _measured(kube, namespace, nodes)
    names = [pod["metadata"]["name"] for pod in running]
    pods = [measured.get(name, {}) for name in names]
    cpu, memory = _sum(pods, "cpu", "usageNanoCores"), _sum(pods, "memory", "workingSetBytes")
    if not running:
        messages.append("No pod of the store runs right now.")
    elif (cpu is None or memory is None) and not messages:
        messages.append("The cluster has not measured all of the store's pods yet.")
    told = {
        found["pvcRef"]["name"]: found for pod in measured.values() for found in pod.get("volume") or () if "pvcRef" in found
    }
    volumes = [_volume(claim, told) for claim in kube.items(f"{base}/persistentvolumeclaims")]
    return UsageSeen(
        cpu_millicores=None if cpu is None else round(cpu / 1_000_000),
        memory_bytes=memory,
        volumes=sorted(volumes, key=lambda volume: volume.name),
        quota=_quota(kube, base),
        messages=messages,
    )


def _measured(kube: Kube, namespace: str, nodes: Iterable[str]) -> tuple[dict[str, Object], list[str]]:
    """The namespace's pods as the nodes' kubelets measured them, by name; and why some are missing."""
    found: dict[str, Object] = {}
    messages: list[str] = []
    for node in nodes:
        try:
            summary = kube.get(f"/api/v1/nodes/{node}/proxy/stats/summary") or {}
        except ApiError as error:
            if error.status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
                said = "The rights of the cluster's kubeconfig do not include what nodes measure (get on nodes/proxy)."
            else:
                said = "A node of the cluster does not say what it measures."
            messages += [said] if said not in messages else []
            continue
        for pod in summary.get("pods") or ():
            if pod["podRef"]["namespace"] == namespace:
                found[pod["podRef"]["name"]] = pod
    return found, messages


def _sum(pods: Iterable[Object], part: str, name: str) -> int | None:
    """The sum over pods; None where there is none, or where one was not measured: part of a sum says too little."""
    values = [(pod.get(part) or {}).get(name) for pod in pods]
    known = [int(value) for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _volume(claim: Object, told: Mapping[str, Mapping[str, Any]]) -> VolumeUsage:
    name = claim["metadata"]["name"]
    claimed = whole(
        (claim.get("status", {}).get("capacity") or {}).get("storage")
        or claim["spec"].get("resources", {}).get("requests", {}).get("storage")
    )
    found = told.get(name, {})
    used, capacity = found.get("usedBytes"), found.get("capacityBytes")
    if used is None or capacity is None:
        return VolumeUsage(name, claimed, used, capacity, "This storage does not say how full it is.")
    if claimed and capacity > claimed * SHARED_FROM:
        said = "This storage shares a file system: what is told of it is about all that it holds, so it is not shown."
        return VolumeUsage(name, claimed, None, None, said)
    return VolumeUsage(name, claimed, used, capacity)


def _quota(kube: Kube, base: str) -> dict[str, str]:
    """What the namespace is held to, over all its quotas; empty where they may not be seen: the plan says the same."""
    try:
        quotas = kube.items(f"{base}/resourcequotas")
    except ApiError as error:
        if error.status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, NOT_FOUND}:
            return {}
        raise
    return {name: amount for quota in quotas for name, amount in (quota.get("spec", {}).get("hard") or {}).items()}
