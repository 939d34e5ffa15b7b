"""The inventory as Ansible itself reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters.ansible.inventory import InventoryClusters
from functions.domain.errors import Unavailable

HOSTS = "clusters:\n  hosts:\n    zeta:\n    local:\n      cluster_domain: localhost\n"
GROUP_VARS = """
cluster_provider: kind
cluster_kubeconfig: "{{ lookup('env', 'STOREYARD_TEST_HOME') }}/kubeconfig"
cluster_ingress_port: "{{ lookup('env', 'STOREYARD_TEST_PORT') | default('80', true) }}"
cluster_domain: "{{ inventory_hostname }}.example.org"
unrelated: "{{ nowhere.to.be.found }}"
"""


def write_inventory(folder: Path, group_vars: str = GROUP_VARS) -> Path:
    (folder / "group_vars").mkdir(parents=True, exist_ok=True)
    (folder / "hosts.yml").write_text(HOSTS)
    (folder / "group_vars" / "clusters.yml").write_text(group_vars)
    return folder


def test_templates_are_evaluated_by_ansible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOREYARD_TEST_HOME", "/somewhere")
    monkeypatch.setenv("STOREYARD_TEST_PORT", "8081")

    clusters = InventoryClusters(write_inventory(tmp_path)).all()

    assert [cluster.url("demo") for cluster in clusters.values()] == [
        "http://demo.zeta.example.org:8081",
        "http://demo.localhost:8081",
    ]
    assert clusters["local"].kubeconfig == "/somewhere/kubeconfig"


def test_an_inventory_without_the_group_has_no_clusters(tmp_path: Path) -> None:
    (tmp_path / "hosts.yml").write_text("servers:\n  hosts:\n    one:\n")

    assert InventoryClusters(tmp_path).all() == {}


def test_a_template_that_fails_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"cannot be read: .*nowhere") as caught:
        InventoryClusters(write_inventory(tmp_path, 'cluster_domain: "{{ nowhere }}"')).all()

    assert "\n" not in caught.value.message


def test_a_file_that_is_no_yaml_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be read") as caught:
        InventoryClusters(write_inventory(tmp_path, "{a: b: c")).all()

    assert "\n" not in caught.value.message
