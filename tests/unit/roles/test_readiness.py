"""When what Helm applied counts as running."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.readiness import NotReady, look_at, wait_ready
from tests.fakes.kube import FakeCluster, refuse

Within = Callable[[float], Deadline]
READY = {"observedGeneration": 2, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
WEB = "/apis/apps/v1/namespaces/store-demo/deployments/web"
DB = "/apis/apps/v1/namespaces/store-demo/statefulsets/db"


def workload(cluster: FakeCluster, path: str, **status: Any) -> None:
    """Put a workload of the store."""
    metadata = {"generation": 2, "labels": {"storeyard/store": "demo"}}
    cluster.put(path, metadata=metadata, spec={"replicas": 1}, status={**READY, **status})


def wait(cluster: FakeCluster, deadline: Deadline, *, hasty: bool = False) -> None:
    """Wait for the store demo."""
    wait_ready(cluster.kube(), namespace="store-demo", store_id="demo", deadline=deadline, hasty=hasty)


@pytest.mark.parametrize(
    ("status", "ready"),
    [
        (READY, True),
        ({**READY, "observedGeneration": 1}, False),
        ({**READY, "updatedReplicas": 0}, False),
        ({**READY, "availableReplicas": 0}, False),
        ({**READY, "replicas": 2}, False),
        ({}, False),
    ],
    ids=["all of it", "an older generation", "an older revision", "not available", "an old pod still there", "nothing known"],
)
def test_ready_means_available_at_the_newest_revision(status: dict[str, Any], ready: bool) -> None:
    item = {"metadata": {"name": "web", "generation": 2}, "spec": {"replicas": 1}, "status": status}

    assert look_at(item).ready is ready


def test_it_returns_at_once_when_all_is_ready(cluster: FakeCluster, within: Within) -> None:
    workload(cluster, DB)
    workload(cluster, WEB)
    deadline = within(10)

    wait(cluster, deadline)

    assert deadline.elapsed == 0


def test_it_waits_for_what_is_not_ready(cluster: FakeCluster, within: Within) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    deadline = within(10)

    def start(_: httpx.Request) -> None:
        if deadline.elapsed > 5:
            workload(cluster, WEB)

    cluster.on_request = start
    wait(cluster, deadline)

    assert 5 < deadline.elapsed < 6


def test_a_change_is_noticed_at_once_and_without_asking_again_and_again(cluster: FakeCluster, within: Within) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    deadline = within(10)

    def stream(request: httpx.Request) -> httpx.Response | None:
        if "watch" not in request.url.params:
            return None
        before = json.dumps({"type": "ADDED", "object": cluster.objects[WEB]})
        workload(cluster, WEB)
        after = json.dumps({"type": "MODIFIED", "object": cluster.objects[WEB]})
        return httpx.Response(200, text=f"{before}\n{after}\n")

    cluster.on_request = stream
    wait(cluster, deadline)

    assert deadline.elapsed == 0
    assert len(cluster.requests) == 5  # two lists, the watch, two lists


NO_WATCH = [refuse(403, "no watching"), httpx.Response(200, text="{nonsense")]


@pytest.mark.parametrize("answer", NO_WATCH, ids=["refused", "broken"])
def test_without_a_watch_it_asks_now_and_then(cluster: FakeCluster, within: Within, answer: httpx.Response) -> None:
    workload(cluster, WEB, availableReplicas=0)
    deadline = within(10)

    def change(request: httpx.Request) -> httpx.Response | None:
        if deadline.elapsed > 5:
            workload(cluster, WEB)
        return answer if "watch" in request.url.params else None

    cluster.on_request = change
    wait(cluster, deadline)

    assert 5 < deadline.elapsed < 6


def test_the_deadline_names_what_is_not_ready(cluster: FakeCluster, within: Within) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)

    with pytest.raises(NotReady, match="the shop did not become ready within 30 seconds"):
        wait(cluster, within(30))


def test_a_namespace_without_workloads_is_not_ready(cluster: FakeCluster, within: Within) -> None:
    with pytest.raises(NotReady, match="the store did not become ready"):
        wait(cluster, within(1))


def pod(cluster: FakeCluster, reason: str, restarts: int = 0, *, job: bool = False) -> None:
    """Put a pod of the shop whose container waits, or has started without a reason to wait; or one of a job."""
    labels = {"storeyard/store": "demo", "app.kubernetes.io/component": "web"}
    state: dict[str, Any] = {"state": {"waiting": {"reason": reason}} if reason else {"running": {}}, "started": not reason}
    owners = [{"kind": "Job" if job else "ReplicaSet"}]
    if restarts:
        state["lastState"] = {"terminated": {"reason": "Error", "exitCode": 3}}
    container = {"name": "web", "image": "shop:1", "restartCount": restarts, **state}
    cluster.put(
        "/api/v1/namespaces/store-demo/pods/web-1",
        metadata={"labels": labels, "ownerReferences": owners},
        status={"containerStatuses": [container]},
    )


def refused(cluster: FakeCluster, message: str = "pods is forbidden: exceeded quota: plan") -> None:
    """The cluster lets no pod of the shop in."""
    condition = {"type": "ReplicaFailure", "status": "True", "message": message}
    workload(cluster, WEB, availableReplicas=0, conditions=[condition])


@pytest.mark.parametrize(
    ("happen", "said", "seconds"),
    [
        (refused, "The plan's quota does not let pods of the shop in: pods is forbidden: exceeded quota", 30),
        (
            lambda cluster: refused(cluster, "violates PodSecurity"),
            "The cluster does not let pods of the shop in: violates PodSecurity",
            30,
        ),
        (lambda cluster: pod(cluster, "ImagePullBackOff"), "The image of the shop cannot be pulled: shop:1", 60),
        (lambda cluster: pod(cluster, "CrashLoopBackOff", 4), "The shop stops with exit code 3 as soon as it starts", 30),
    ],
    ids=["quota", "refused", "image", "crash"],
)
def test_what_does_not_pass_by_itself_ends_the_wait_early(
    cluster: FakeCluster, within: Within, happen: Callable[[FakeCluster], None], said: str, seconds: float
) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    happen(cluster)
    deadline = within(300)

    with pytest.raises(NotReady, match=said):
        wait(cluster, deadline)

    assert deadline.elapsed < seconds


@pytest.mark.parametrize(
    ("state", "said", "seconds"),
    [
        (("ImagePullBackOff", 0), "cannot be pulled", 30),
        (("CrashLoopBackOff", 2), "stops with exit code 3", 30),
        (("", 0), "The shop runs but did not become ready", 90),
    ],
    ids=["image", "crash", "started, not ready"],
)
def test_a_hasty_wait_ends_earlier(
    cluster: FakeCluster, within: Within, state: tuple[str, int], said: str, seconds: float
) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    pod(cluster, *state)
    hasty, patient = within(300), within(300)

    with pytest.raises(NotReady, match=said):
        wait(cluster, hasty, hasty=True)
    with pytest.raises(NotReady):
        wait(cluster, patient)

    assert hasty.elapsed < seconds < patient.elapsed


@pytest.mark.parametrize("reason", ["", "ContainerCreating"], ids=["started, not ready yet", "slow"])
def test_a_hasty_wait_is_long_enough_for_a_start(cluster: FakeCluster, within: Within, reason: str) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    pod(cluster, reason)
    deadline = within(300)
    cluster.on_request = lambda _: workload(cluster, WEB) if deadline.elapsed > 50 else None

    wait(cluster, deadline, hasty=True)

    assert deadline.elapsed > 50


@pytest.mark.parametrize(("readable", "said"), [(True, "the address [redacted] is taken"), (False, "")])
def test_what_a_shop_said_before_it_died_is_told_without_its_secrets(
    cluster: FakeCluster, within: Within, *, readable: bool, said: str
) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    pod(cluster, "CrashLoopBackOff", 4)
    values = {"admin-password": base64.b64encode(b"correct-horse").decode()}
    cluster.put("/api/v1/namespaces/store-demo/secrets/store-secret", data=values)

    def answer(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/log"):
            assert request.url.params["container"] == "web"
            return httpx.Response(200, text="starting\nthe address correct-horse is taken\n")
        return refuse(403, "secrets is forbidden") if "/secrets/" in request.url.path and not readable else None

    cluster.on_request = answer
    with pytest.raises(NotReady) as caught:
        wait(cluster, within(300))

    assert caught.value.message == f"The shop stops with exit code 3 as soon as it starts{': ' * bool(said)}{said}"


@pytest.mark.parametrize(
    "happen",
    [
        refused,
        lambda cluster: pod(cluster, "ErrImagePull"),
        lambda cluster: pod(cluster, "CrashLoopBackOff", 3),
        lambda cluster: pod(cluster, "ContainerCreating"),
        lambda cluster: pod(cluster, "CrashLoopBackOff", 4, job=True),
    ],
    ids=["refused", "image", "crash", "slow", "a job that asks the shop"],
)
def test_what_passes_is_no_failure(cluster: FakeCluster, within: Within, happen: Callable[[FakeCluster], None]) -> None:
    workload(cluster, DB)
    workload(cluster, WEB, availableReplicas=0)
    happen(cluster)
    deadline = within(300)

    def recover(_: httpx.Request) -> None:
        if deadline.elapsed > 18:
            cluster.objects.pop("/api/v1/namespaces/store-demo/pods/web-1", None)
            workload(cluster, WEB, availableReplicas=int(deadline.elapsed > 40))

    cluster.on_request = recover
    wait(cluster, deadline)

    assert deadline.elapsed > 40
