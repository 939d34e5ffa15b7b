"""The releases of Kubernetes that are pinned in several places, and the kubectl that talks to all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
PULLED = dict(
    re.findall(
        r"^(PULLED_IMAGE\w*)=kindest/node:(v\S+)@sha256:[0-9a-f]{64}$",
        (PROJECT / "roles/cluster_kind/files/cluster.sh").read_text(),
        re.MULTILINE,
    )
)
K3S: str = yaml.safe_load((PROJECT / "roles/cluster_k3s/defaults/main.yml").read_text())["cluster_k3s_version"]


def found(pattern: str, file: str) -> str:
    """Return the first group of a pattern in a file, which has it once."""
    (match,) = re.findall(pattern, (PROJECT / file).read_text(), re.MULTILINE)
    return str(match)


def minor(release: str) -> int:
    """Return the minor release of Kubernetes 1."""
    match = re.match(r"v?1\.(\d+)", release)
    assert match, release
    return int(match[1])


KUBECTL = minor(found(r"kubectl (1\.\d+)\.\d+", "roles/tools/files/tools.txt"))
BUILT = found(r"^KIND=\S+ KUBERNETES=(v\S+)", "images/kind-node/programs.sh")


@pytest.mark.parametrize("release", [K3S, BUILT, *PULLED.values()], ids=["k3s", "built", *PULLED])
def test_kubectl_is_within_a_minor_release_of_every_cluster(release: str) -> None:
    assert abs(minor(release) - KUBECTL) <= 1


def test_kubectl_is_the_one_of_the_layer_that_is_installed() -> None:
    assert int(found(r"lambda-layer-kubectl-v(\d+)==", "roles/tools/files/tools.txt")) == KUBECTL
    assert f"kubectl 1.{KUBECTL} (" in (PROJECT / "roles/tools/files/tools.sh").read_text()


def test_only_what_is_for_cgroup_v1_is_from_before_its_end() -> None:
    assert set(PULLED) == {"PULLED_IMAGE", "PULLED_IMAGE_CGROUP_V1"}
    assert minor(PULLED["PULLED_IMAGE_CGROUP_V1"]) == minor(BUILT) == 34, "the last whose kubelet takes cgroup v1 by default"
    assert minor(PULLED["PULLED_IMAGE"]) > 34
    assert minor(K3S) > 34


def test_the_example_installs_the_k3s_of_the_role() -> None:
    nodes = yaml.safe_load((PROJECT / "inventories/production/group_vars/cluster_nodes.yml").read_text())

    assert nodes["cluster_k3s_version"] == K3S
