"""Each cause that is not the pods', made for real on a cluster, is told by its own reason: the cluster's, the namespace's,
Helm's, the ingress', the backups' place. tests/contract/test_reasons.py says which reasons are not here, and why.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.backups import target_of
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import ApiError, Kube
from functions.adapters.kube.fence import NamespaceTerminating, apply_fence
from functions.adapters.kube.forward import NoWay, ready_pod
from functions.adapters.kube.readiness import wait_ready
from functions.adapters.kube.removal import DeleteBlocked, begin, end_namespace
from functions.adapters.shops.base import Shop, ShopHttp
from functions.application.ports.backups import TargetFailed
from functions.application.ports.shops import VerifyFailed
from functions.domain.diagnosis import Failure, diagnose
from functions.domain.kinds import steps
from functions.domain.ownership import Claim, NamespaceNotOurs
from functions.domain.placement import INSTALLATION_LABEL
from tests.cluster.installation import PROJECT, kubectl, until
from tests.cluster.platform import address_of
from tests.cluster.room import KUBECONFIG, OURS, RELEASE, Room, causes, cluster, judged, seen

NO_FINALIZERS = '{"metadata":{"finalizers":null}}'


def task(module: str, **arguments: Any) -> dict[str, Any]:
    """Run one task of a role as a playbook would, and return its result."""
    plugins = os.pathsep.join(str(folder) for folder in sorted((PROJECT / "roles").glob("*/action_plugins")))
    environment = {**os.environ, "ANSIBLE_ACTION_PLUGINS": plugins, "ANSIBLE_CALLBACK_RESULT_FORMAT": "json"}
    command = ["ansible", "localhost", "-i", "localhost,", "-c", "local", "-e", f"ansible_python_interpreter={sys.executable}"]
    command += ["-m", module, "-a", json.dumps(arguments)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    found: dict[str, Any] = json.loads(done.stdout.partition("=> ")[2])
    return found


def chart(folder: Path, template: str) -> Path:
    """A chart with this template."""
    place = folder / "chart"
    (place / "templates").mkdir(parents=True)
    (place / "Chart.yaml").write_text("apiVersion: v2\nname: why\nversion: 0.1.0\n")
    (place / "templates/it.yaml").write_text(template)
    return place


def helm_says(kubeconfig: Path, folder: Path, namespace: str = "default") -> str:
    """What the module that installs releases says of a chart that it cannot install."""
    place = {"kubeconfig": str(kubeconfig), "release_name": "why", "release_namespace": namespace, "chart_ref": str(folder)}
    return str(task("kubernetes.core.helm", **place, binary_path=shutil.which("helm"), wait=False)["msg"])


@causes("DeleteBlocked", "NamespaceTerminating")
@pytest.mark.long
def test_a_finalizer_that_nobody_removes(room: Room) -> None:
    held = room.object("v1", "ConfigMap", "held")
    held["metadata"]["finalizers"] = ["example.com/hold"]
    room.put(held)
    again = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": room.namespace, "labels": room.labels}}
    try:
        with cluster() as kube:
            begin(kube, claim := Claim(room.store_id, OURS))
            with pytest.raises(DeleteBlocked) as blocked:
                end_namespace(kube, claim, Deadline(15))
            with pytest.raises(NamespaceTerminating) as terminating:
                apply_fence(kube, [again], Deadline(1))
    finally:
        kubectl("patch", "configmap", "held", f"--namespace={room.namespace}", "--type=merge", f"--patch={NO_FINALIZERS}")

    assert "ConfigMap/held in the namespace" in blocked.value.message
    assert "example.com/hold" in blocked.value.message
    assert judged(blocked.value) == "DeleteBlocked"
    assert judged(terminating.value) == "NamespaceTerminating"


@causes("NamespaceNotOurs")
def test_a_namespace_of_another_installation(room: Room) -> None:
    wanted = {"name": room.namespace, "labels": {**room.labels, INSTALLATION_LABEL: "another"}}

    with cluster() as kube, pytest.raises(NamespaceNotOurs) as refused:
        apply_fence(kube, [{"apiVersion": "v1", "kind": "Namespace", "metadata": wanted}], Deadline(1))

    assert judged(refused.value) == "NamespaceNotOurs"


def access(folder: Path, **change: Any) -> Path:
    """A kubeconfig like that of the cluster, but for its server or its user."""
    config = yaml.safe_load(KUBECONFIG.read_text())
    config["clusters"][0]["cluster"].update(change.get("cluster", {}))
    config["users"][0]["user"] = change.get("user", config["users"][0]["user"])
    file = folder / "kubeconfig"
    file.touch(mode=0o600)
    file.write_text(yaml.safe_dump(config))
    return file


@causes("ClusterUnreachable")
def test_a_cluster_that_does_not_answer(tmp_path: Path) -> None:
    nobody = access(tmp_path, cluster={"server": "https://127.0.0.1:9"})

    evidence = seen(connect=lambda: Kube.connect(str(nobody)))
    said = helm_says(nobody, chart(tmp_path, "kind: ConfigMap"))

    assert diagnose(RELEASE, evidence).reason == "ClusterUnreachable"
    assert diagnose(Failure("store_release", said, step=steps.RELEASE), seen()).reason == "ClusterUnreachable"


@causes("ClusterUnauthorized")
def test_credentials_that_are_nobodys(tmp_path: Path) -> None:
    stranger = access(tmp_path, user={"token": "not-good"})

    with Kube.connect(str(stranger)) as kube, pytest.raises(ApiError) as refused:
        kube.items("/api/v1/namespaces")
    said = helm_says(stranger, chart(tmp_path, "kind: ConfigMap"))

    assert refused.value.reason == "ClusterUnauthorized"
    assert diagnose(Failure("store_release", said, step=steps.RELEASE), seen()).reason == "ClusterUnauthorized"


@causes("ClusterForbidden")
def test_rights_that_do_not_reach(room: Room, tmp_path: Path) -> None:
    token = until(
        lambda: kubectl("create", "token", "default", f"--namespace={room.namespace}", check=False).strip(), "a token"
    )
    weak = access(tmp_path, user={"token": token})

    with Kube.connect(str(weak)) as kube, pytest.raises(ApiError) as refused:
        kube.get(f"/api/v1/namespaces/{room.namespace}/secrets/store-secret")

    assert refused.value.reason == "ClusterForbidden"
    assert 'cannot get resource "secrets"' in refused.value.message


def shop_at(port: int) -> ShopHttp:
    """A shop at the cluster's ingress that is not there."""
    address, _ = address_of("http://e2e-nobody.localhost")
    told = {"country": "DE", "currency": "EUR", "credentials": dict[str, str]()}
    return ShopHttp(Shop(url="http://e2e-nobody.localhost", address=address, port=port, **told))  # type: ignore[arg-type]


@causes("VerifyFailed")
def test_an_ingress_that_knows_no_such_shop() -> None:
    _, port = address_of("http://e2e-nobody.localhost")

    with pytest.raises(VerifyFailed) as failed:
        shop_at(port).wait("/", Deadline(0.5))

    assert failed.value.reason == "VerifyFailed"
    assert "the answer 404" in failed.value.message


@causes("IngressUnreachable")
def test_an_ingress_that_does_not_answer() -> None:
    with pytest.raises(VerifyFailed) as failed:
        shop_at(9).wait("/", Deadline(0.5))

    assert failed.value.reason == "IngressUnreachable"
    assert judged(failed.value) == "IngressUnreachable"


@causes("PodUnreachable")
def test_a_shop_without_a_pod(room: Room) -> None:
    with cluster() as kube, pytest.raises(NoWay) as failed:
        ready_pod(kube, namespace=room.namespace, store_id=room.store_id, component="web", deadline=Deadline(0))

    assert judged(failed.value) == "PodUnreachable"


@causes("BackupTargetFailed")
def test_a_place_for_backups_that_refuses() -> None:
    with pytest.raises(TargetFailed) as failed:
        target_of("/proc/storeyard-backups", "").write("demo/1/manifest.json", [b"{}"])

    assert judged(failed.value) == "BackupTargetFailed"


@causes("HelmFailed")
def test_a_chart_that_cannot_be_rendered(tmp_path: Path) -> None:
    broken = chart(tmp_path, '{{ required "a host is needed" .Values.host }}')

    told = diagnose(Failure("store_release", helm_says(KUBECONFIG, broken), step=steps.RELEASE), seen())

    assert told.reason == "HelmFailed"
    assert told.message.startswith("Helm failed: ")
    assert "a host is needed" in told.message


@causes("ReleaseLocked")
@pytest.mark.long
def test_a_release_that_somebody_else_works_on(room: Room, tmp_path: Path) -> None:
    never = room.object(
        "v1", "Pod", "never", spec={"containers": [{"name": "main", "image": "localhost/storeyard/not-there:1"}]}
    )
    folder = chart(tmp_path, yaml.safe_dump(never))
    options = [f"--kubeconfig={KUBECONFIG}", f"--namespace={room.namespace}"]
    with subprocess.Popen(["helm", "install", "why", str(folder), "--wait", *options]) as helm:  # as a killed run leaves it
        until(lambda: kubectl("get", "pods", "--output=name", f"--namespace={room.namespace}"), "Helm has made the pod")
        helm.send_signal(signal.SIGKILL)

    told = diagnose(Failure("store_release", helm_says(KUBECONFIG, folder, room.namespace), step=steps.RELEASE), seen())

    assert told.reason == "ReleaseLocked"


@causes("DoesNotFit")
@pytest.mark.long
def test_data_that_a_smaller_plan_has_no_room_for(room: Room) -> None:
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "64Mi"}}}
    room.put(room.object("v1", "PersistentVolumeClaim", "files", spec=claim))
    mounts = [{"name": "files", "mountPath": "/files"}]
    volumes = [{"name": "files", "persistentVolumeClaim": {"claimName": "files"}}]
    fill = "head -c 5000000 /dev/urandom > /files/picture && touch /tmp/full && sleep 600"
    probe = {"exec": {"command": ["test", "-e", "/tmp/full"]}, "periodSeconds": 1}
    security = {"securityContext": {"runAsUser": 0}}
    room.shop(fill, container={"volumeMounts": mounts, "readinessProbe": probe, **security}, volumes=volumes)
    with cluster() as kube:
        wait_ready(kube, namespace=room.namespace, store_id=room.store_id, deadline=Deadline(90))
    asked = {"kubeconfig": str(KUBECONFIG), "namespace": room.namespace, "store": room.store_id, "plan": "small"}
    values = {"web": {"storage": "4Mi"}, "db": {"storage": "4Mi"}}

    said = task("store_upgrade_fits", **asked, values=values, kubectl=shutil.which("kubectl"))
    told = diagnose(Failure("store_upgrade", said["msg"], said["reason"]), seen(room.store_id))

    assert (told.reason, told.retryable) == ("DoesNotFit", False)
    assert told.message == "The shop's files take 5 MiB, and the plan small has room for 4 MiB."
