"""Clusters of an inventory, with a reader in Ansible's place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.ansible.inventory import InventoryClusters
from functions.domain.errors import Unavailable

VALUES = {
    "cluster_provider": "kind",
    "cluster_kubeconfig": "/home/olga/kubeconfig",
    "cluster_context": None,
    "cluster_domain": "localhost",
    "cluster_ingress_port": "8081",
    "cluster_ingress_class": "traefik",
}


class FakeReader:
    """Returns the hosts it was given; counts how often it was asked."""

    def __init__(self, **hosts: Mapping[str, Any]) -> None:
        self.hosts = hosts
        self.reads = 0

    def __call__(self, inventory: Path) -> Mapping[str, Mapping[str, Any]]:
        self.reads += 1
        return self.hosts


def test_hosts_become_clusters_in_the_inventorys_order(tmp_path: Path) -> None:
    reader = FakeReader(zeta=VALUES, alpha={**VALUES, "cluster_scheme": "https", "cluster_ingress_address": "10.0.0.7"})

    clusters = InventoryClusters(tmp_path, reader=reader).all()

    assert list(clusters) == ["zeta", "alpha"]
    assert clusters["zeta"].url("demo") == "http://demo.localhost:8081"
    assert (clusters["zeta"].context, clusters["zeta"].ingress_address) == (None, "127.0.0.1")
    assert clusters["alpha"].url("demo") == "https://demo.localhost:8081"


def test_an_inventory_without_clusters_is_empty(tmp_path: Path) -> None:
    assert InventoryClusters(tmp_path, reader=FakeReader()).all() == {}


def test_the_inventory_is_read_once_until_a_file_changes(tmp_path: Path) -> None:
    reader = FakeReader(local=VALUES)
    inventory = InventoryClusters(tmp_path, reader=reader)
    assert inventory.all() is inventory.all()
    assert reader.reads == 1

    (tmp_path / "host_vars").mkdir()
    (tmp_path / "host_vars" / "local.yml").write_text("cluster_domain: example.org")
    inventory.all()

    assert reader.reads == 2


def test_a_file_can_be_an_inventory(tmp_path: Path) -> None:
    file = tmp_path / "hosts.yml"
    file.write_text("clusters: {}")

    assert list(InventoryClusters(file, reader=FakeReader(local=VALUES)).all()) == ["local"]


def test_an_inventory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="nowhere cannot be read: No such file or directory"):
        InventoryClusters(tmp_path / "nowhere", reader=FakeReader()).all()


BROKEN: dict[str, tuple[str, dict[str, Any], str]] = {
    "port": ("local", {**VALUES, "cluster_ingress_port": "http"}, "cluster_ingress_port: Input should be a valid integer"),
    "no domain": ("local", {"cluster_provider": "kind", "cluster_kubeconfig": "/k"}, "cluster_domain: Field required"),
    "name": ("my_cluster", VALUES, "cluster_name: String should match"),
}


@pytest.mark.parametrize(("host", "values", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_host_is_named_with_the_rule(tmp_path: Path, host: str, values: dict[str, Any], rule: str) -> None:
    with pytest.raises(Unavailable, match=f"cluster {host} .*{rule}"):
        InventoryClusters(tmp_path, reader=FakeReader(**{host: values})).all()
