"""The inventory as Ansible itself reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from functions.adapters.ansible.inventory import InventoryClusters, read_with_ansible
from functions.domain.errors import Unavailable
from functions.settings import PROJECT

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


PASSWORD, OTHER = "password", "other"
NEEDS = "ANSIBLE_VAULT_PASSWORD_FILE has to name the file with the password"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files of passwords; the first encrypts, and nothing says yet which is to open."""
    (tmp_path / PASSWORD).write_text("correct-horse\n")
    (tmp_path / OTHER).write_text("battery-staple\n")
    for name in ("ANSIBLE_VAULT_PASSWORD_FILE", "ANSIBLE_VAULT_IDENTITY_LIST"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def encrypted(vault: Path, *words: str) -> str:
    """What `ansible-vault` makes of its words, with the first password."""
    command = ["ansible-vault", *words, "--vault-password-file", str(vault / PASSWORD)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_VAULT_")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def with_vaulted_kubeconfig(vault: Path) -> Path:
    """An inventory whose clusters' kubeconfig is encrypted, and so is something that is none of the platform's business."""
    plain = "cluster_provider: kind\ncluster_domain: localhost\n"
    values = [
        encrypted(vault, "encrypt_string", f"/secret/{name}", "--name", f"cluster_{name}")
        for name in ("kubeconfig", "k3s_token")
    ]
    return write_inventory(vault / "inventory", plain + "\n".join(values))


def test_an_encrypted_value_is_opened_with_the_password_that_the_environment_names(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(vault / PASSWORD))

    clusters = InventoryClusters(with_vaulted_kubeconfig(vault)).all()

    assert {cluster.kubeconfig for cluster in clusters.values()} == {"/secret/kubeconfig"}


def test_what_the_platform_does_not_need_is_not_opened(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(vault / PASSWORD))

    found = read_with_ansible(with_vaulted_kubeconfig(vault))

    assert "k3s_token" not in str(found)


def test_a_whole_file_may_be_encrypted(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inventory = write_inventory(
        vault / "inventory", "cluster_provider: kind\ncluster_domain: localhost\ncluster_kubeconfig: /k\n"
    )
    encrypted(vault, "encrypt", str(inventory / "group_vars/clusters.yml"))
    with pytest.raises(Unavailable, match=NEEDS):
        InventoryClusters(inventory).all()

    monkeypatch.setenv("ANSIBLE_VAULT_IDENTITY_LIST", f"shops@{vault / PASSWORD}")

    assert {cluster.kubeconfig for cluster in InventoryClusters(inventory).all().values()} == {"/k"}


@pytest.mark.parametrize("named", ["", OTHER, "nowhere"], ids=["missing", "wrong", "no such file"])
def test_without_the_right_password_the_variable_and_what_is_needed_are_named(
    vault: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    inventory = with_vaulted_kubeconfig(vault)
    if named:
        monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(vault / named))

    with pytest.raises(Unavailable, match=NEEDS) as caught:
        InventoryClusters(inventory).all()

    assert ("nowhere was not found" if named == "nowhere" else "cluster_kubeconfig") in caught.value.message
    assert "horse" not in caught.value.message
    assert "\n" not in caught.value.message


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


def test_who_started_it_may_have_a_standard_input_that_does_not_block(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.yml"
    hosts.write_text("clusters: {hosts: {near: {cluster_domain: shops.example}}}\n")
    script = "import sys, pathlib; from functions.adapters.ansible.inventory import read_with_ansible as read; "
    script += "print(read(pathlib.Path(sys.argv[1]))['near']['cluster_domain'])"
    reads, writes = os.pipe()
    os.set_blocking(reads, False)
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, str(hosts)], cwd=PROJECT, stdin=reads, capture_output=True, text=True, check=False
        )
    finally:
        os.close(reads)
        os.close(writes)

    assert (done.stdout, done.returncode) == ("shops.example\n", 0), done.stderr
