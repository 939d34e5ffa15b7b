"""What the observer makes of a cluster's answers."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from functions.adapters.kube.client import Kube
from functions.adapters.kube.evidence import NO_LOGS, plain, pod_evidence, warnings_of
from functions.adapters.kube.kubeconfig import Access
from functions.adapters.kube.observer import KubernetesObserver
from functions.adapters.kube.redactor import Redactor
from functions.adapters.kube.session import Session
from functions.domain.cluster import Cluster
from functions.domain.errors import Unavailable
from functions.domain.evidence import Evidence, PodEvidence, WarningEvent
from tests.fakes import kube
from tests.fakes.platform import FakeClusters, local_cluster

Answer = Callable[[httpx.Request], httpx.Response]
PLAIN = Redactor([])
SECRET = "correct-horse-battery"


def pod(component: str, *, ready: bool, container: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    conditions = [{"type": "Ready", "status": str(ready)}, *fields.pop("conditions", [])]
    statuses = [{"name": component, "ready": ready, "restartCount": 0, "state": {"running": {}}, **(container or {})}]
    return {
        "metadata": {"name": f"{component}-0", "labels": {"app.kubernetes.io/component": component}, **fields},
        "status": {"conditions": conditions, "containerStatuses": statuses},
    }


def observer(answer: Answer) -> KubernetesObserver:
    return KubernetesObserver(FakeClusters(), connect=lambda _: kube.kube(answer))


def refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


CRASHED = pod(
    "web",
    ready=False,
    container={
        "restartCount": 2,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}},
        "lastState": {"terminated": {"reason": "Error", "exitCode": 1}},
    },
)


def answers(request: httpx.Request) -> httpx.Response:
    path = request.url.path
    if path.endswith("/log"):
        assert dict(request.url.params)["previous"] == "true"
        return httpx.Response(
            200, text=f"one\ntwo\n\nconnecting with {SECRET}\npassword=hunter2 x\npostgres://u:pw@db/x\nlast " + "x" * 999
        )
    if path.endswith("/secrets/store-secret"):
        return httpx.Response(200, json={"data": {"db-password": base64.b64encode(SECRET.encode()).decode()}})
    if path.endswith("/events"):
        return httpx.Response(200, json={"items": [warning("Unhealthy", f"said {SECRET}", "2026-01-01T00:00:00Z")]})
    return httpx.Response(200, json={"items": [pod("db", ready=True), CRASHED]})


def warning(reason: str, message: str, at: str) -> dict[str, Any]:
    involved = {"kind": "Pod", "name": "web-0"}
    return {
        "metadata": {},
        "type": "Warning",
        "reason": reason,
        "message": message,
        "lastTimestamp": at,
        "involvedObject": involved,
    }


def test_components_are_ready_when_one_of_their_pods_is() -> None:
    pods = [
        pod("db", ready=True),
        pod("web", ready=False),
        pod("web", ready=True, deletionTimestamp="2026-01-01T00:00:00Z"),
    ]

    seen = observer(lambda _: httpx.Response(200, json={"items": pods})).components("local", "demo")

    assert seen == {"db": True, "web": False}


def test_evidence_tells_who_fails_and_holds_no_secret() -> None:
    found = observer(answers).evidence("local", "demo")

    [database, web] = found.pods
    assert database == PodEvidence(name="db-0", component="db", ready=True)
    assert (web.waiting, web.terminated, web.exit_code, web.restarts) == ("CrashLoopBackOff", "Error", 1, 2)
    assert found.warnings == (WarningEvent("Unhealthy", "pod web-0", "said [redacted]"),)
    text = "\n".join(web.log)
    assert "connecting with [redacted]" in text
    assert "postgres://[redacted]@db/x" in text
    assert not any(word in text for word in (SECRET, "hunter2", "u:pw"))
    assert max(len(line) for line in web.log) == 300


def test_a_job_that_failed_is_no_evidence() -> None:
    job = {**CRASHED, "metadata": {**CRASHED["metadata"], "ownerReferences": [{"kind": "Job"}]}}

    found = observer(lambda request: httpx.Response(200, json={"items": [job] if request.url.path.endswith("/pods") else []}))

    assert found.evidence("local", "demo") == Evidence()


def test_a_cluster_that_does_not_answer_is_evidence() -> None:
    assert observer(refuse).evidence("local", "demo") == Evidence(reachable=False)


@pytest.mark.parametrize("answer", [refuse, lambda _: httpx.Response(500, json={"message": "no"})], ids=["refused", "broken"])
def test_a_cluster_that_is_not_ready_says_so(answer: Answer) -> None:
    with pytest.raises(Unavailable):
        observer(answer).ping("local")


def test_a_ready_cluster_is_ready() -> None:
    observer(lambda _: httpx.Response(200, text="ok")).ping("local")


def test_a_client_is_kept_until_the_inventory_names_another_way_to_the_cluster() -> None:
    made: list[str] = []

    def connect(cluster: Cluster) -> Kube:
        made.append(cluster.kubeconfig)
        return kube.kube(lambda _: httpx.Response(200, text="ok"))

    clusters = FakeClusters()
    seen = KubernetesObserver(clusters, connect=connect)
    seen.ping("local")
    seen.ping("local")
    clusters._clusters["local"] = local_cluster().model_copy(update={"kubeconfig": "/elsewhere"})
    seen.ping("local")

    assert made == ["/nowhere/kubeconfig", "/elsewhere"]


def test_a_cluster_whose_credentials_take_long_keeps_nobody_from_another() -> None:
    asked, release = threading.Event(), threading.Event()

    def wait() -> Access:
        asked.set()
        assert release.wait(30)
        return Access(server="https://slow")

    def connect(cluster: Cluster) -> Kube:
        ready = httpx.MockTransport(lambda _: httpx.Response(200, text="ok"))
        return Kube(Session(wait if cluster.name == "slow" else lambda: Access(server="https://fast"), transport=ready))

    places = [local_cluster(name).model_copy(update={"kubeconfig": name}) for name in ("slow", "fast")]
    seen = KubernetesObserver(FakeClusters(*places), connect=connect)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(seen.ping, "slow")
        assert asked.wait(30)
        try:
            threads.submit(seen.ping, "fast").result(10)
            assert not slow.done()
        finally:
            release.set()
        slow.result(30)


@pytest.mark.parametrize(("status", "reachable"), [(403, True), (503, False)], ids=["not allowed", "busy"])
def test_what_may_not_be_seen_is_no_cluster_that_is_down(status: int, reachable: bool) -> None:
    def refuse_events(request: httpx.Request) -> httpx.Response:
        return kube.refuse(status, "no") if request.url.path.endswith("/events") else answers(request)

    found = observer(refuse_events).evidence("local", "demo")

    assert found.reachable is reachable
    assert bool(found.pods) is reachable


@pytest.mark.parametrize("name", ["store-mail", "store-payments"])
def test_what_a_relay_or_a_payment_provider_is_told_is_no_evidence_either(name: str) -> None:
    said = {"data": {"one-1": base64.b64encode(b"connecting").decode()}}

    def kept_elsewhere(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=said) if request.url.path.endswith(f"/secrets/{name}") else answers(request)

    words = str([pod.log for pod in observer(kept_elsewhere).evidence("local", "demo").pods])

    assert "[redacted] with [redacted]" in words


def test_without_the_stores_secret_no_log_is_shown() -> None:
    def hide(request: httpx.Request) -> httpx.Response:
        return kube.refuse(403, "no") if request.url.path.endswith("/secrets/store-secret") else answers(request)

    assert [pod.log for pod in observer(hide).evidence("local", "demo").pods] == [(), ()]


@pytest.mark.parametrize(
    ("state", "kept", "expected"),
    [
        ({"running": {}}, {"true": "first", "false": "second"}, (("first",), ("second",))),
        ({"waiting": {"reason": "CrashLoopBackOff"}}, {"true": "first", "false": "first"}, (("first",), ())),
        ({"waiting": {"reason": "CrashLoopBackOff"}}, {"false": "second"}, (("second",), ())),
        ({"terminated": {"exitCode": 1}}, {"true": "first", "false": "second"}, (("second",), ())),
        ({"running": {}}, {"false": "second"}, ((), ("second",))),
    ],
    ids=["runs again", "waits", "waits, and the one before is gone", "dead right now", "runs, and the one before is gone"],
)
def test_who_was_started_again_is_asked_for_both_lives(
    state: dict[str, Any], kept: dict[str, str], expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    container = {"restartCount": 2, "state": state, "lastState": {"terminated": {"reason": "Error", "exitCode": 1}}}
    restarted = pod("web", ready=False, container=container)

    def logs(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/log"):
            text = kept.get(request.url.params["previous"])
            return (
                kube.refuse(400, "previous terminated container not found") if text is None else httpx.Response(200, text=text)
            )
        return httpx.Response(200, json={"items": [restarted]}) if request.url.path.endswith("/pods") else answers(request)

    [web] = observer(logs).evidence("local", "demo").pods

    assert (web.log, web.log_since) == expected


def test_a_pod_that_a_node_removed_says_what_the_node_said() -> None:
    removed = {"metadata": {"name": "web-0"}, "status": {"phase": "Failed", "reason": "Evicted", "message": "low on memory"}}

    assert pod_evidence(removed, NO_LOGS, PLAIN).evicted == "low on memory"
    assert pod_evidence({**removed, "status": {"message": "well"}}, NO_LOGS, PLAIN).evicted == ""


def test_a_cluster_that_nobody_knows_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="mars"):
        KubernetesObserver(FakeClusters()).ping("mars")


def test_a_preparing_container_that_fails_is_told_before_the_others() -> None:
    raw = pod("web", ready=False, container={"state": {"waiting": {"reason": "PodInitializing"}}})
    raw["status"]["initContainerStatuses"] = [
        {"name": "wait", "ready": True, "state": {"terminated": {"exitCode": 0}}},
        {"name": "migrate", "ready": False, "state": {"terminated": {"reason": "Error", "exitCode": 2}}},
    ]

    found = pod_evidence(raw, NO_LOGS, PLAIN)

    assert (found.init, found.terminated, found.exit_code) == (True, "Error", 2)


def test_a_pod_without_a_node_says_why() -> None:
    raw = pod("db", ready=False, conditions=[{"type": "PodScheduled", "status": "False", "message": "no room"}])
    raw["status"].pop("containerStatuses")

    assert pod_evidence(raw, NO_LOGS, PLAIN).unschedulable == "no room"


def test_warnings_come_latest_first_and_once() -> None:
    events = [warning("A", "old", "1"), warning("B", "new", "2"), warning("B", "new", "3"), {"type": "Normal", "metadata": {}}]

    assert [event.message for event in warnings_of(events, PLAIN)] == ["new", "old"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DB_PASSWORD=abc next", "DB_PASSWORD=[redacted] next"),
        ('{"jwtSecret": "abc", "n": 1}', '{"jwtSecret": [redacted], "n": 1}'),
        ("apiKey: abc", "apiKey: [redacted]"),
        ("Authorization: Bearer abc.def", "Authorization: [redacted]"),
        ("connected to db:5432", "connected to db:5432"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str, expected: str) -> None:
    assert PLAIN(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"level": "error", "message": "No module\\n at x.js:1"}', "No module"),
        ('{"level": "error"}', '{"level": "error"}'),
        ("{broken", "{broken"),
        ("plain", "plain"),
    ],
)
def test_a_line_of_a_log_is_its_message(line: str, expected: str) -> None:
    assert plain(line) == expected
