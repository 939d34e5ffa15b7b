"""A platform that works as an account of its own: what it may do is what it asks for, and what it may not do is refused."""

from __future__ import annotations

import json
import re
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.cluster import rights
from tests.cluster.installation import kube, kubectl, run, traces, until
from tests.cluster.platform import JSON, unique
from tests.cluster.playbooks import play, played
from tests.e2e import ENGINE

LEAST = ["-e", "cluster_rights=least", "-e", f"cluster_kubeconfig={rights.KUBECONFIG}"]


@pytest.fixture(scope="module")
def account() -> Iterator[Path]:
    """The account's kubeconfig."""
    with rights.account() as made:
        yield made


@pytest.fixture
def store_id(account: Path) -> Iterator[str]:
    """The id of a store whose namespace ends with the test, whatever becomes of it."""
    made = unique("least")
    yield made
    kubectl("delete", "namespace", f"store-{made}", "--ignore-not-found", "--wait=false")


def test_a_store_comes_and_goes_with_no_other_rights(store_id: str) -> None:
    began = rights.audit_lines()

    provisioned = play("provision.yml", store_id, ENGINE, *LEAST)
    verified = play("verify.yml", store_id, ENGINE, *LEAST)
    binding = kube("--namespace", f"store-{store_id}", "get", "rolebinding", "platform")
    said = played("delete.yml", store_id, ENGINE, *LEAST, "-vv").stdout

    assert (provisioned["failed"], verified["failed"]) == (0, 0)
    assert binding["roleRef"]["name"] == rights.IN_STORES
    removal = printed(said, "removal")
    assert removal["leftovers"] == []
    assert {"ConfigMap", "Deployment", "PersistentVolume", "Pod"} <= set(removal["scanned"])
    assert removal["unscanned"] == ["Secret"]
    assert traces(store_id) == []
    if began is not None:
        assert rights.refused(rights.asked_since(began, "least"), rights.WITHOUT) == []


def printed(said: str, name: str) -> JSON:
    """What a task's result has under a name, as Ansible prints it with -vv: as YAML, further in than the name."""
    found = re.search(rf"^( *){name}:\n((?:\1 .*\n)+)", said, re.MULTILINE)
    assert found is not None, said
    read: JSON = yaml.safe_load(textwrap.dedent(found[2]))
    return read


def as_account(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run kubectl as the account."""
    return run("kubectl", f"--kubeconfig={rights.KUBECONFIG}", *arguments, stdin=stdin, check=False)


def binding(namespace: str, *, role: str = rights.IN_STORES, to: str = "platform") -> str:
    """A RoleBinding of a ClusterRole."""
    api = "rbac.authorization.k8s.io"
    body: JSON = {"apiVersion": f"{api}/v1", "kind": "RoleBinding", "metadata": {"name": unique("b"), "namespace": namespace}}
    body["roleRef"] = {"apiGroup": api, "kind": "ClusterRole", "name": role}
    body["subjects"] = [{"kind": "ServiceAccount", "name": to, "namespace": "storeyard-system"}]
    return json.dumps(body)


def space(name: str, **labels: str) -> str:
    """A namespace as the platform makes one, but for these labels."""
    ours = {"app.kubernetes.io/managed-by": "storeyard", "pod-security.kubernetes.io/enforce": "restricted"}
    body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {**ours, **labels}}}
    return json.dumps(body)


@pytest.fixture(scope="module")
def namespace(account: Path) -> Iterator[str]:
    """A store's namespace that the account has made, with its rights in it."""
    until(
        lambda: as_account("create", "--dry-run=server", "-f", "-", stdin=space(unique("evil"))).returncode,
        "the policy is in force",
        seconds=30,
    )
    made = f"store-{unique('escape')}"
    for body in (space(made), binding(made)):
        done = as_account("create", "-f", "-", stdin=body)
        assert done.returncode == 0, done.stderr
    until(lambda: as_account("--namespace", made, "get", "secrets").returncode == 0, "the binding is known", seconds=10)
    yield made
    kubectl("delete", "namespace", made, "--wait=false")


@pytest.fixture(scope="module")
def volume() -> Iterator[str]:
    """Somebody else's volume."""
    name = unique("others")
    spec = {"capacity": {"storage": "1Mi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/nowhere"}}
    spec["claimRef"] = {"namespace": "default", "name": "data"}
    body = {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name}, "spec": spec}
    kubectl("create", "-f", "-", stdin=json.dumps(body))
    yield name
    kubectl("delete", "persistentvolume", name)


def ways_out(namespace: str, volume: str) -> dict[str, tuple[list[str], str | None]]:
    """What somebody would try who has got hold of the account's token."""
    enforce, make = "pod-security.kubernetes.io/enforce", ["create", "-f", "-"]
    node = kube("get", "nodes")["items"][0]["metadata"]["name"]
    (server,) = (each for each in kubectl("-n", "kube-system", "get", "pods", "-o", "name").split() if "kube-apiserver" in each)
    privileged = {"containers": [{"name": "it", "image": "it", "securityContext": {"privileged": True}}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "it", "namespace": namespace}, "spec": privileged}
    return {
        "rights in another namespace": (make, binding("kube-system")),
        "a namespace that is no store's": (make, space(unique("evil"))),
        "a namespace that lets every pod in": (make, space(f"store-{unique('evil')}", **{enforce: "privileged"})),
        "a namespace that old rules hold": (make, space(f"store-{unique('evil')}", **{f"{enforce}-version": "v1.0"})),
        "a store's namespace opened to every pod": (
            ["label", "--overwrite", "namespace", namespace, f"{enforce}=privileged"],
            None,
        ),
        "a namespace of the cluster": (["label", "namespace", "kube-system", "storeyard/store=mine"], None),
        "its end": (["delete", "namespace", "kube-system", "--wait=false"], None),
        "Secrets of others": (["--namespace", "kube-system", "get", "secrets"], None),
        "all Secrets": (["get", "secrets", "--all-namespaces"], None),
        "all rights": (["create", "clusterrolebinding", "evil", "--clusterrole=cluster-admin", "--user=evil"], None),
        "all rights in a store": (make, binding(namespace, role="cluster-admin")),
        "rights in a store for somebody else": (make, binding(namespace, to="default")),
        "more rights": (["patch", "clusterrole", rights.IN_STORES, "--type=merge", '--patch={"rules": []}'], None),
        "no policy": (["delete", "validatingadmissionpolicybinding", "storeyard-platform"], None),
        "a privileged pod": (make, json.dumps(pod)),
        "a shell in the API server": (["--namespace", "kube-system", "exec", server, "--", "true"], None),
        "a node": (["get", "--raw", f"/api/v1/nodes/{node}/proxy/pods"], None),
        "another account's token": (["--namespace", "kube-system", "create", "token", "default"], None),
        "another's name": (["get", "nodes", "--as=kubernetes-admin", "--as-group=system:masters"], None),
        "others' data": (["delete", "persistentvolume", volume, "--wait=false"], None),
    }


def test_there_is_no_way_out_of_the_stores(namespace: str, volume: str) -> None:
    came_through = {}
    for way, (arguments, stdin) in ways_out(namespace, volume).items():
        done = as_account(*arguments, stdin=stdin)
        if not done.returncode or not {"forbidden", "denied"} & set(done.stderr.lower().replace(":", " ").split()):
            came_through[way] = done.stdout + done.stderr

    assert came_through == {}


def test_pods_of_a_store_are_held_to_the_strictest_standard_whoever_asks_for_them(namespace: str) -> None:
    container = {"name": "it", "image": "it", "securityContext": {"privileged": True}}
    pod = {"metadata": {"labels": {"app": "it"}}, "spec": {"restartPolicy": "Never", "containers": [container]}}
    job = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "it", "namespace": namespace},
        "spec": {"template": pod},
    }

    made = as_account("create", "-f", "-", stdin=json.dumps(job))

    assert made.returncode == 0, made.stderr
    until(lambda: "violates PodSecurity" in kubectl("--namespace", namespace, "get", "events"), "it is refused")
    assert kubectl("--namespace", namespace, "get", "pods", "--output=name") == ""
