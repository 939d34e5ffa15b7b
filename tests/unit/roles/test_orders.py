"""store_orders as Ansible calls it: what it runs where, and what it says."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import httpx
import pytest

from functions.actions import orders
from functions.actions.orders import OrdersAction
from functions.adapters.kube.streams import StreamFailed
from functions.application.carrying import NEWER
from tests.fakes.backups import FakeTarget
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import OURS, run

LINE = b'{"type": "order", "id": 12}\n'
REPORT = b'{"order": "12", "id": "12", "became": "12", "outcome": "carried", "reason": ""}\n'
EXPORT = {
    "kubeconfig": "/k",
    "context": "",
    "do": "export",
    "since": "2026-05-01T12:00:00Z",
    "store": "demo",
    "backup": "01J",
    "namespace": "store-demo",
    "script": ["storeyard-orders"],
    "target": "/backups",
    "endpoint": "",
    "kubectl": "/bin/kubectl",
    "labels": OURS,
    "port": 5432,
    "timeout": 600,
}
IMPORT = {**EXPORT, "do": "import", "since": ""}
WEB = "/apis/apps/v1/namespaces/store-demo/deployments/web"
JOB = "/apis/batch/v1/namespaces/store-demo/jobs/orders"
POD = "/api/v1/namespaces/store-demo/pods/orders-x1"
SHOP = {
    "name": "web",
    "image": "localhost/shop:1",
    "env": [{"name": "STORE_ID", "value": "demo"}],
    "volumeMounts": [{"name": "secrets", "mountPath": "/run/secrets/store"}],
    "ports": [{"containerPort": 9000}],
    "readinessProbe": {"httpGet": {"path": "/ready"}},
}


class Cluster:
    """The pods behind any kubeconfig, and the place behind any target."""

    def __init__(self) -> None:
        self.target = FakeTarget()
        self.ran: list[tuple[str, str, str, list[str]]] = []
        self.fails = False
        self.kube = FakeCluster()
        self.kube.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS})
        spec = {"containers": [SHOP], "volumes": [{"name": "secrets"}], "automountServiceAccountToken": False}
        spec["affinity"] = {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"labelSelector": {}}]}}
        self.kube.put(WEB, metadata={"labels": OURS}, spec={"replicas": 0, "template": {"spec": spec}})
        self.kube.on_request = self._settle
        self.idle: dict[str, Any] = {}

    def _settle(self, request: httpx.Request) -> None:
        """Make the pod of the Job, as Kubernetes does."""
        job = self.kube.objects.get(JOB)
        if request.method != "GET":
            return
        if job is None:
            self.kube.objects.pop(POD, None)
        elif POD not in self.kube.objects:
            self.idle = job["spec"]["template"]
            ready = {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}
            self.kube.put(POD, metadata=dict(self.idle["metadata"]), status=ready)

    def streams(self, kubeconfig: str, context: str | None, kubectl: str) -> Cluster:
        assert (kubeconfig, context or "", kubectl) == ("/k", "", "/bin/kubectl")
        return self

    def run(
        self, namespace: str, pod: str, container: str, command: Sequence[str], *, stdin: Iterable[bytes] | None = None
    ) -> Iterator[bytes]:
        self.ran.append((namespace, pod, container, list(command)))
        if self.fails:
            raise StreamFailed("it failed", status=1, said="")
        if stdin is None:
            yield LINE
        else:
            assert b"".join(stdin) == LINE
            yield REPORT

    def place(self, place: str, endpoint: str = "") -> FakeTarget:
        assert (place, endpoint) == ("/backups", "")
        return self.target


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    made = Cluster()
    monkeypatch.setattr(orders, "PodStreams", made.streams)
    monkeypatch.setattr(orders, "target_of", made.place)
    monkeypatch.setattr(orders, "connect", lambda _: made.kube.kube())
    return made


def test_an_export_lies_beside_the_backup(cluster: Cluster) -> None:
    result = run(OrdersAction, EXPORT)

    assert (result["changed"], result["lines"]) == (True, 1)
    command = ["storeyard-orders", "export", "--since", "2026-05-01T11:55:00Z"]
    assert cluster.ran == [("store-demo", "orders-x1", "web", command)]
    assert gzip.decompress(cluster.target.kept[f"demo/01J/{NEWER}"]) == LINE


def test_an_import_says_what_became_of_it(cluster: Cluster) -> None:
    run(OrdersAction, EXPORT)
    result = run(OrdersAction, IMPORT)

    assert result["changed"]
    assert result["carried"]["orders"] == {"carried": 1, "present": 0, "needs_person": 0}
    assert result["message"] == "1 order carried over."
    assert cluster.ran[-1] == ("store-demo", "deploy/web", "web", ["storeyard-orders", "import"])


def test_orders_are_read_in_a_pod_of_the_shops_image_that_serves_nobody_and_goes(cluster: Cluster) -> None:
    run(OrdersAction, EXPORT)

    assert cluster.idle["metadata"]["labels"] == {**OURS, "app.kubernetes.io/component": "orders"}
    (container,) = cluster.idle["spec"]["containers"]
    kept = {key: container[key] for key in ("name", "image", "env", "volumeMounts")}
    assert kept == {key: SHOP[key] for key in kept}
    assert container["command"] == ["sleep", "600"]
    assert not {"ports", "readinessProbe"} & set(container)
    assert "affinity" not in cluster.idle["spec"], "it would wait to be where the shop's pods are, and there is none"
    assert (cluster.idle["spec"]["restartPolicy"], cluster.idle["spec"]["volumes"]) == ("Never", [{"name": "secrets"}])
    assert cluster.kube.objects[WEB]["spec"]["replicas"] == 0
    assert [path for path in cluster.kube.objects if "/orders" in path and path != POD] == []


def test_where_there_is_no_shop_there_are_no_orders_to_read(cluster: Cluster) -> None:
    cluster.kube.objects.pop(WEB)

    result = run(OrdersAction, EXPORT)

    assert (result["failed"], result["reason"]) == (True, "DataPodFailed")


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("", "store_orders_since is required."),
        ("yesterday", "store_orders_since cannot be 'yesterday'"),
        ("2026-05-01T12:00:00", "store_orders_since cannot be '2026-05-01T12:00:00'"),
    ],
)
def test_an_export_needs_a_moment(cluster: Cluster, since: str, said: str) -> None:
    result = run(OrdersAction, {**EXPORT, "since": since})

    assert result["failed"]
    assert result["msg"].startswith(said)
    assert not cluster.ran


def test_a_script_that_fails_fails_the_task_and_leaves_no_file(cluster: Cluster) -> None:
    cluster.fails = True
    result: dict[str, Any] = run(OrdersAction, EXPORT)

    assert (result["failed"], result["reason"]) == (True, "StreamFailed")
    assert not cluster.target.kept


@pytest.mark.parametrize("arguments", [EXPORT, IMPORT])
def test_check_mode_runs_nothing(cluster: Cluster, arguments: dict[str, Any]) -> None:
    result = run(OrdersAction, arguments, check=True)

    assert result["skipped"]
    assert not result["changed"]
    assert not cluster.ran
