"""The tasks that copy a store's data and put it back, with the data's pod on a cluster in memory."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.actions import backup as actions
from functions.adapters.deadline import Deadline
from functions.adapters.kube.data_pod import NAME, DataPod, data_pod
from functions.adapters.kube.evidence import COMPONENT
from functions.adapters.kube.job_pod import JobPodFailed, clear
from functions.adapters.kube.streams import StreamFailed
from functions.domain.backup import MANIFEST
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import OURS, run

SPACE = "/api/v1/namespaces/store-demo"
JOBS = "/apis/batch/v1/namespaces/store-demo/jobs"
POLICIES = "/apis/networking.k8s.io/v1/namespaces/store-demo/networkpolicies"
POD = DataPod("store-demo", OURS, "localhost/db:1", "store-secret", "medusa", "medusa", 5432, "uploads", seconds=600)
READY = {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}
DUMPED = {"database": b"orders", "files": b"pictures"}


class Cluster(FakeCluster):
    """A cluster that makes a pod of the Job, which then is as `status` says; none where that is empty."""

    def __init__(self, status: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.status = READY if status is None else status
        self.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS})
        packed = gzip.compress(json.dumps({"chart": {"metadata": {"version": "0.1.0", "appVersion": "2.0"}}}).encode())
        self.put(
            f"{SPACE}/secrets/sh.helm.release.v1.demo.v3",
            metadata={"labels": {"owner": "helm", "name": "demo", "status": "deployed", "version": "3", "createdAt": "1"}},
            data={"release": base64.b64encode(base64.b64encode(packed)).decode()},
        )
        self.on_request = self._settle

    def _settle(self, request: httpx.Request) -> None:
        pod = f"{SPACE}/pods/data-x1"
        job = self.objects.get(f"{JOBS}/data")
        if request.method != "GET":
            return
        if job is None:
            self.objects.pop(pod, None)
        elif self.status and pod not in self.objects:
            self.put(pod, metadata=dict(job["spec"]["template"]["metadata"]), status=self.status)

    def of_the_pod(self) -> list[str]:
        """What there is for the data's pod."""
        return [path for path in self.objects if "/data" in path]


def soon(seconds: float = 5) -> Deadline:
    """A deadline whose pauses take no time."""
    now = [0.0]
    return Deadline(seconds, clock=lambda: now[0], sleep=lambda pause: now.__setitem__(0, now[0] + pause))


def test_the_pod_reaches_the_database_and_nothing_else_and_goes_at_the_end() -> None:
    cluster = Cluster()

    with data_pod(cluster.kube(), POD, soon()) as name:
        assert name == "data-x1"
        out, into = cluster.objects[f"{POLICIES}/data"]["spec"], cluster.objects[f"{POLICIES}/data-db"]["spec"]
        pod = cluster.objects[f"{JOBS}/data"]["spec"]["template"]
    assert cluster.of_the_pod() == []

    database = {"podSelector": {"matchLabels": {"app.kubernetes.io/component": "db", "storeyard/store": "demo"}}}
    ports = [{"protocol": "TCP", "port": 5432}]
    assert (out["policyTypes"], out["egress"], "ingress" in out) == (
        ["Ingress", "Egress"],
        [{"to": [database], "ports": ports}],
        False,
    )
    assert (into["podSelector"], into["policyTypes"]) == (database["podSelector"], ["Ingress"])
    assert into["ingress"][0]["from"] == [
        {"podSelector": {"matchLabels": {**database["podSelector"]["matchLabels"], "app.kubernetes.io/component": "data"}}}
    ]
    assert pod["metadata"]["labels"] == {**OURS, "app.kubernetes.io/component": "data"}
    assert pod["spec"]["automountServiceAccountToken"] is False
    (container,) = pod["spec"]["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert not [each for each in container["env"] if "PASSWORD" in each["name"] and not each["value"].startswith("/run/")]


def test_what_a_killed_run_left_goes_first() -> None:
    cluster = Cluster()
    cluster.put(
        f"{JOBS}/data",
        metadata={"labels": {**OURS, COMPONENT: NAME}},
        spec={"template": {"metadata": {}}, "of": "the killed run"},
    )

    with data_pod(cluster.kube(), POD, soon()):
        assert "of" not in cluster.objects[f"{JOBS}/data"]["spec"]


def test_a_pod_that_does_not_end_is_waited_for_only_so_long() -> None:
    cluster = Cluster()
    cluster.put(f"{SPACE}/pods/data-old", metadata={"labels": {**OURS, COMPONENT: NAME}, "finalizers": ["someone/holds"]})

    with pytest.raises(JobPodFailed, match="does not end"):
        clear(cluster.kube(), "store-demo", NAME, soon())


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ({}, "Kubernetes made no pod .exceeded quota"),
        ({"phase": "Failed"}, "ended at once"),
        (
            {
                "phase": "Pending",
                "containerStatuses": [{"state": {"waiting": {"reason": "ErrImagePull", "message": "no such"}}}],
            },
            "does not start: ErrImagePull no such",
        ),
        (
            {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "message": "0/1 nodes"}]},
            "does not start: 0/1 nodes",
        ),
    ],
)
def test_a_pod_that_does_not_start_says_why_and_leaves_nothing(status: dict[str, Any], said: str) -> None:
    cluster = Cluster(status)
    refusal = {"reason": "FailedCreate", "message": "exceeded quota: plan", "involvedObject": {"name": "data"}}
    cluster.put(f"{SPACE}/events/e1", **refusal)

    with pytest.raises(JobPodFailed, match=said), data_pod(cluster.kube(), POD, soon()):
        pass

    cluster.objects.pop(f"{SPACE}/events/e1")
    cluster.kube().items(f"{SPACE}/pods")
    assert cluster.of_the_pod() == []


class Streams:
    """The pod's program. `broken`: what fails."""

    broken = ""
    loaded: dict[str, bytes]

    def __init__(self, *_: object) -> None:
        self.asked: list[str] = []

    def run(
        self, namespace: str, pod: str, container: str, command: Sequence[str], *, stdin: Iterable[bytes] | None = None
    ) -> Iterator[bytes]:
        """Answer as storeyard-data does."""
        assert (namespace, pod, container, command[0]) == ("store-demo", "data-x1", "data", "storeyard-data")
        words = " ".join(command[1:])
        if words == type(self).broken:
            raise StreamFailed(f"`{words}` failed", status=1, said="")
        given = b"".join(stdin or ())
        if command[1] == "load":
            type(self).loaded[command[2]] = given
        data = DUMPED.get(command[-1], b"")
        yield {
            "dump": data,
            "sum": f"{len(data)} {sha256(data).hexdigest()}\n".encode(),
            "query": b"orders\t2\nhighest_order\t7\n",
            "versions": b"pg_dump (PostgreSQL) 17\nzstd v1.5\n",
            "load": b"",
        }[command[1]]


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> type[Streams]:
    made = type("TheseStreams", (Streams,), {"loaded": {}})
    monkeypatch.setattr(actions, "PodStreams", made)
    return made


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    made = Cluster()
    monkeypatch.setattr(actions, "connect", lambda _: made.kube())
    return made


def arguments(tmp_path: Path, **others: Any) -> dict[str, Any]:
    data = {
        "user": "medusa",
        "database": "medusa",
        "port": 5432,
        "claim": "uploads",
        "file": "database.dump",
        "counts": "SELECT",
    }
    return {
        "kubeconfig": "/nowhere/kubeconfig",
        "kubectl": "/nowhere/kubectl",
        "target": str(tmp_path / "backups"),
        "namespace": "store-demo",
        "labels": OURS,
        "engine": "medusa",
        "image": "localhost/db:1",
        "data": data,
        "secret_name": "store-secret",
        "timeout": 60,
        **others,
    }


MAKING: dict[str, Any] = {"store": "demo", "spec": {"id": "demo", "name": "Tea"}, "cause": "asked", "backup": "OP1"}


def test_a_backup_is_made_and_put_back(tmp_path: Path, cluster: Cluster, streams: type[Streams]) -> None:
    made = run(actions.BackupAction, arguments(tmp_path, **MAKING))
    loaded = run(actions.LoadAction, arguments(tmp_path, backup="OP1", source="demo"))

    assert (made["changed"], made["place"]) == (True, f"{tmp_path}/backups/demo/OP1")
    said = made["backup"]
    assert (said["engine_version"], said["chart_version"], said["revision"]) == ("2.0", "0.1.0", 3)
    assert (said["counts"], said["highest_order"], said["spec"]) == ({"orders": 2}, "7", {"id": "demo", "name": "Tea"})
    assert sorted(file.name for file in (tmp_path / "backups/demo/OP1").iterdir()) == [
        "database.dump",
        "files.tar.zst",
        MANIFEST,
    ]
    assert loaded["loaded"] == said
    assert streams.loaded == DUMPED
    assert cluster.of_the_pod() == []


def test_a_plain_run_makes_an_id_and_check_mode_makes_nothing(tmp_path: Path, cluster: Cluster, streams: type[Streams]) -> None:
    tried = run(actions.BackupAction, arguments(tmp_path, **{**MAKING, "backup": ""}), check=True)
    assert tried["skipped"]
    assert not (tmp_path / "backups").exists()
    assert cluster.written() == []

    made = run(actions.BackupAction, arguments(tmp_path, **{**MAKING, "backup": ""}))
    assert len(made["backup"]["id"]) == 26


def test_a_dump_that_breaks_leaves_no_backup_and_no_pod(tmp_path: Path, cluster: Cluster, streams: type[Streams]) -> None:
    streams.broken = "dump files"

    failed = run(actions.BackupAction, arguments(tmp_path, **MAKING))

    assert (failed["failed"], failed["msg"]) == (True, "`dump files` failed.")
    assert not (tmp_path / "backups/demo/OP1").exists()
    assert cluster.of_the_pod() == []


def test_there_is_nothing_to_back_up_where_nothing_is_installed(
    tmp_path: Path, cluster: Cluster, streams: type[Streams]
) -> None:
    cluster.objects = {path: item for path, item in cluster.objects.items() if "/secrets/" not in path}

    failed = run(actions.BackupAction, arguments(tmp_path, **MAKING))

    assert (failed["failed"], failed["reason"]) == (True, "BackupFailed")
    assert "nothing is installed" in failed["msg"]


def test_data_is_not_put_under_a_shop_that_runs(tmp_path: Path, cluster: Cluster, streams: type[Streams]) -> None:
    run(actions.BackupAction, arguments(tmp_path, **MAKING))
    labels = {**OURS, "app.kubernetes.io/component": "web"}
    cluster.put(f"{SPACE}/pods/web-1", metadata={"labels": labels}, status={"phase": "Running"})

    refused = run(actions.LoadAction, arguments(tmp_path, backup="OP1", source="demo"))

    assert (refused["failed"], refused["reason"]) == (True, "StoreRuns")
    assert streams.loaded == {}


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"backup": "OP9"}, "there is no backup OP9"),
        ({"source": "none"}, "there is no backup"),
        ({"engine": "teapot"}, "is of a shop on medusa"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_before_anything_is_changed(
    tmp_path: Path, cluster: Cluster, streams: type[Streams], others: dict[str, str], said: str
) -> None:
    run(actions.BackupAction, arguments(tmp_path, **MAKING))
    before = len(cluster.written())

    refused = run(actions.LoadAction, arguments(tmp_path, **{"backup": "OP1", "source": "demo", **others}))

    assert (refused["failed"], refused["reason"]) == (True, "BackupUnusable")
    assert said in refused["msg"][:1].lower() + refused["msg"][1:]
    assert len(cluster.written()) == before
    assert streams.loaded == {}
