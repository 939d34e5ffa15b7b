"""What a look makes of pods, of a shop's answer and of what nodes measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from functions.adapters.kube import health
from functions.adapters.kube.health import ask_shop
from functions.application.ports.insight import HealthSeen, IngressAnswer, PodHealth, UsageSeen, VolumeUsage
from functions.domain.errors import Unavailable
from tests.fakes import kube
from tests.fakes.platform import local_cluster
from tests.fakes.store_cluster import BASE, StoreCluster

Answer = Callable[[httpx.Request], httpx.Response]
SUMMARY = "/api/v1/nodes/{}/proxy/stats/summary"
MIB, GIB = 1 << 20, 1 << 30


def seen_health(cluster: StoreCluster, answer: Answer = lambda _: httpx.Response(200)) -> HealthSeen:
    found = cluster.inspector(httpx.MockTransport(answer)).health("local", "demo", "http://demo.localhost:8080")
    assert found is not None
    return found


def test_pods_say_how_they_are() -> None:
    cluster = StoreCluster()
    crashed = {
        "name": "main",
        "ready": False,
        "restartCount": 3,
        "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"reason": "Error", "exitCode": 1}},
    }
    again = {"name": "main", "ready": True, "restartCount": 1, "state": {"running": {}}}
    cluster.pod("web-1", "web", ready=False, containers=[crashed])
    cluster.pod("web-2", "web", containers=[{**again, "lastState": {"terminated": {"reason": "OOMKilled"}}}])
    cluster.pod("cron-1", "cron", phase="Succeeded", ready=False, metadata={"ownerReferences": [{"kind": "Job"}]})
    cluster.pod("old-1", "web", metadata={"deletionTimestamp": "2026-01-01T12:00:00Z"})
    unplaced = {"conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}], "startTime": None}
    cluster.pod("db-0", "db", phase="Pending", containers=[], status=unplaced)

    pods = seen_health(cluster).pods

    started = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert pods == [
        PodHealth("cron-1", "cron", ready=False, phase="Succeeded", restarts=0, started_at=started, job=True),
        PodHealth("db-0", "db", ready=False, phase="Pending", restarts=0, reason="Unschedulable"),
        PodHealth("web-1", "web", ready=False, phase="Running", restarts=3, reason="CrashLoopBackOff", started_at=started),
        PodHealth("web-2", "web", ready=True, phase="Running", restarts=1, reason="OOMKilled", started_at=started),
    ]


@pytest.mark.parametrize(
    ("status", "reason", "told"),
    [("False", "FailedGetResourceMetric", True), ("False", "ScalingDisabled", False), ("True", "ValidMetricFound", False)],
)
def test_a_shop_that_cannot_grow_with_its_load_says_so(status: str, reason: str, told: bool) -> None:
    cluster = StoreCluster()
    scaler = "/apis/autoscaling/v2/namespaces/store-demo/horizontalpodautoscalers/web"
    cluster.put(scaler, status={"conditions": [{"type": "ScalingActive", "status": status, "reason": reason}]})

    assert ("does not tell what its pods use" in seen_health(cluster).scaling) is told


def test_the_shop_is_asked_at_the_ingress_by_its_name() -> None:
    asked: list[tuple[str, str]] = []
    ticks = iter([1.0, 1.0425])

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), request.headers["Host"]))
        return httpx.Response(302, headers={"location": "/shop"})

    found = ask_shop(
        local_cluster(port=8080),
        "http://demo.localhost:8080",
        transport=httpx.MockTransport(answer),
        clock=lambda: next(ticks),
    )

    assert asked == [("http://127.0.0.1:8080/", "demo.localhost:8080")]
    assert found == IngressAnswer(302, 42)


TROUBLE: dict[str, tuple[type[httpx.TransportError], str, str]] = {
    "refused": (httpx.ConnectError, "[Errno 111] refused", "The shop's address does not answer."),
    "slow": (httpx.ReadTimeout, "", "The shop's address gave no answer within "),
    "untrusted": (
        httpx.ConnectError,
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed",
        "The shop's certificate is not one to be trusted.",
    ),
}


@pytest.mark.parametrize(("kind", "said", "message"), TROUBLE.values(), ids=TROUBLE)
def test_a_shop_that_does_not_answer_is_told_and_the_pods_are_seen_all_the_same(
    kind: type[httpx.TransportError], said: str, message: str
) -> None:
    cluster = StoreCluster()
    cluster.pod("web-1", "web")

    def fail(request: httpx.Request) -> httpx.Response:
        raise kind(said, request=request)

    found = seen_health(cluster, fail)

    assert (found.ingress.status, found.ingress.milliseconds) == (None, None)
    assert found.ingress.message.startswith(message)
    assert len(found.pods) == 1


def test_on_http_no_certificate_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(health, "certificate_of", lambda _, url: looked.append(url))
    seen_health(StoreCluster())
    inspector = StoreCluster().inspector(httpx.MockTransport(lambda _: httpx.Response(200)))

    inspector.health("local", "demo", "https://demo.localhost")

    assert looked == ["https://demo.localhost"]


def usage(cluster: StoreCluster) -> UsageSeen:
    found = cluster.inspector().usage("local", "demo")
    assert found is not None
    return found


def measured(name: str, *, cpu: int | None, memory: int | None, namespace: str = "store-demo", **more: Any) -> dict[str, Any]:
    return {
        "podRef": {"name": name, "namespace": namespace},
        "cpu": {} if cpu is None else {"usageNanoCores": cpu},
        "memory": {} if memory is None else {"workingSetBytes": memory},
        **more,
    }


def volume(used: int | None, capacity: int | None) -> dict[str, Any]:
    said = {"usedBytes": used, "capacityBytes": capacity}
    return {"name": "data", "pvcRef": {"name": "data-db-0"}, **{key: value for key, value in said.items() if value is not None}}


@pytest.fixture
def cluster() -> StoreCluster:
    """A store whose pods run on two nodes, with a volume and a quota."""
    made = StoreCluster()
    made.pod("web-1", "web", node="node-1")
    made.pod("db-0", "db", node="node-2")
    made.pod("cron-1", "cron", phase="Succeeded", node="node-3")
    made.put(SUMMARY.format("node-1"), pods=[measured("web-1", cpu=12_400_000, memory=200 * MIB)])
    summary = [
        measured("db-0", cpu=3_400_000, memory=100 * MIB, volume=[volume(5 * MIB, GIB), {"name": "run"}]),
        measured("db-0", cpu=9_000_000_000, memory=GIB, namespace="store-other"),
    ]
    made.put(SUMMARY.format("node-2"), pods=summary)
    requests = {"resources": {"requests": {"storage": "1Gi"}}}
    made.put(f"{BASE}/persistentvolumeclaims/data-db-0", spec=requests, status={"capacity": {"storage": "1Gi"}})
    made.put(f"{BASE}/resourcequotas/store", spec={"hard": {"limits.cpu": "8", "limits.memory": "3Gi"}})
    return made


def test_usage_is_summed_over_pods_and_nodes(cluster: StoreCluster) -> None:
    assert usage(cluster) == UsageSeen(
        cpu_millicores=16,
        memory_bytes=300 * MIB,
        volumes=[VolumeUsage("data-db-0", GIB, 5 * MIB, GIB)],
        quota={"limits.cpu": "8", "limits.memory": "3Gi"},
        messages=[],
    )


def test_a_node_is_asked_once_and_one_without_a_pod_that_runs_not_at_all(cluster: StoreCluster) -> None:
    cluster.pod("web-2", "web", node="node-1")
    usage(cluster)

    summaries = [path for _, path in cluster.requests if path.endswith("/summary")]
    assert summaries == [SUMMARY.format("node-1"), SUMMARY.format("node-2")]


def test_a_pod_that_is_not_measured_yet_makes_the_sum_unknown(cluster: StoreCluster) -> None:
    cluster.put(SUMMARY.format("node-1"), pods=[measured("web-1", cpu=None, memory=MIB)])

    found = usage(cluster)

    assert (found.cpu_millicores, found.memory_bytes) == (None, 101 * MIB)
    assert found.messages == ["The cluster has not measured all of the store's pods yet."]


NODES = {
    403: "The rights of the cluster's kubeconfig do not include what nodes measure (get on nodes/proxy).",
    503: "A node of the cluster does not say what it measures.",
}


@pytest.mark.parametrize("status", NODES)
def test_nodes_that_do_not_say_leave_the_rest(cluster: StoreCluster, status: int) -> None:
    for node in ("node-1", "node-2"):
        cluster.refuse(SUMMARY.format(node), status)

    found = usage(cluster)

    assert (found.cpu_millicores, found.memory_bytes, found.messages) == (None, None, [NODES[status]])
    assert found.volumes == [VolumeUsage("data-db-0", GIB, None, None, "This storage does not say how full it is.")]
    assert found.quota


def test_a_store_of_which_nothing_runs_takes_nothing_that_could_be_known() -> None:
    cluster = StoreCluster()
    cluster.pod("web-1", "web", phase="Pending")

    found = usage(cluster)

    assert (found.cpu_millicores, found.memory_bytes) == (None, None)
    assert found.messages == ["No pod of the store runs right now."]


def test_a_file_system_that_others_use_too_is_not_told_as_the_stores(cluster: StoreCluster) -> None:
    shared = measured("db-0", cpu=1, memory=1, volume=[volume(50 * GIB, 100 * GIB)])
    cluster.put(SUMMARY.format("node-2"), pods=[shared])

    [found] = usage(cluster).volumes

    assert (found.claimed_bytes, found.used_bytes, found.capacity_bytes) == (GIB, None, None)
    assert "shares a file system" in found.message


@pytest.mark.parametrize("status", [403, 404])
def test_a_quota_that_may_not_be_seen_is_none(cluster: StoreCluster, status: int) -> None:
    cluster.refuse(f"{BASE}/resourcequotas", status)

    assert usage(cluster).quota == {}


def test_a_volume_that_is_not_bound_yet_says_what_is_asked_for(cluster: StoreCluster) -> None:
    cluster.put(f"{BASE}/persistentvolumeclaims/new", spec={"resources": {"requests": {"storage": "2Gi"}}}, status={})

    assert VolumeUsage("new", 2 * GIB, None, None, "This storage does not say how full it is.") in usage(cluster).volumes


def test_a_server_that_breaks_off_is_no_refusal(cluster: StoreCluster) -> None:
    cluster.texts[f"{BASE}/resourcequotas"] = lambda _: kube.refuse(500, "no")

    with pytest.raises(Unavailable):
        usage(cluster)
