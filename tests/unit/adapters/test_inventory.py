"""Clusters of an inventory, with a reader in Ansible's place."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.ansible.inventory import FAILED_SECONDS, InventoryClusters, read_inventory
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
        self.broken = ""
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, inventory: Path) -> Mapping[str, Mapping[str, Any]]:
        self.reads += 1
        self.meanwhile()
        if self.broken:
            raise Unavailable(self.broken)
        return self.hosts


def change(inventory: Path, text: str = "x") -> None:
    """Write a file of the inventory."""
    (inventory / "hosts.yml").write_text(text)


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


def test_an_inventory_that_cannot_be_read_is_not_read_for_each_request(tmp_path: Path) -> None:
    reader, times = FakeReader(local=VALUES), [0.0]
    reader.broken = "The inventory cannot be read: line 3."
    inventory = InventoryClusters(tmp_path, reader=reader, now=lambda: times[0])

    for _ in range(5):
        with pytest.raises(Unavailable, match=r"The inventory cannot be read: line 3\."):
            inventory.all()
        times[0] += FAILED_SECONDS / 6

    assert reader.reads == 1


def test_an_inventory_that_could_not_be_read_is_read_again_after_a_while(tmp_path: Path) -> None:
    reader, times = FakeReader(local=VALUES), [0.0]
    reader.broken = "A program is missing."
    inventory = InventoryClusters(tmp_path, reader=reader, now=lambda: times[0])
    with pytest.raises(Unavailable):
        inventory.all()

    reader.broken = ""
    times[0] += FAILED_SECONDS

    assert list(inventory.all()) == ["local"]


def test_an_inventory_that_was_mended_is_read_at_once(tmp_path: Path) -> None:
    reader = FakeReader(local=VALUES)
    reader.broken = "Line 3."
    inventory = InventoryClusters(tmp_path, reader=reader, now=lambda: 0.0)
    with pytest.raises(Unavailable):
        inventory.all()

    reader.broken = ""
    change(tmp_path)

    assert list(inventory.all()) == ["local"]
    assert reader.reads == 2


def test_a_host_that_is_broken_is_not_read_for_each_request_either(tmp_path: Path) -> None:
    reader = FakeReader(local={})
    inventory = InventoryClusters(tmp_path, reader=reader, now=lambda: 0.0)

    for _ in range(3):
        with pytest.raises(Unavailable, match="cluster_provider: Field required"):
            inventory.all()

    assert reader.reads == 1


def test_while_one_reads_the_others_get_the_last_answer(tmp_path: Path) -> None:
    reader = FakeReader(local=VALUES)
    inventory = InventoryClusters(tmp_path, reader=reader)
    known = inventory.all()
    answers: list[object] = []

    def meanwhile() -> None:
        other = threading.Thread(target=lambda: answers.append(inventory.all()), daemon=True)
        other.start()
        other.join(10)

    reader.meanwhile = meanwhile
    reader.hosts = {"another": VALUES}
    change(tmp_path)

    assert list(inventory.all()) == ["another"]
    assert answers == [known]
    assert reader.reads == 2


def test_the_first_callers_wait_for_one_read(tmp_path: Path) -> None:
    reader = FakeReader(local=VALUES)
    inventory = InventoryClusters(tmp_path, reader=reader)
    asked = threading.Event()
    answers: list[object] = []

    def ask() -> None:
        asked.set()
        answers.append(inventory.all())

    def meanwhile() -> None:
        other.start()
        asked.wait(10)

    other = threading.Thread(target=ask)
    reader.meanwhile = meanwhile
    mine = inventory.all()
    other.join(10)

    assert answers == [mine]
    assert reader.reads == 1


def test_a_reader_that_breaks_in_an_unknown_way_keeps_nobody_out(tmp_path: Path) -> None:
    reader = FakeReader(local=VALUES)

    def crash() -> None:
        raise MemoryError

    reader.meanwhile = crash
    inventory = InventoryClusters(tmp_path, reader=reader)
    with pytest.raises(MemoryError):
        inventory.all()
    reader.meanwhile = lambda: None

    assert list(inventory.all()) == ["local"]


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


def test_an_inventory_in_json_needs_no_ansible(tmp_path: Path) -> None:
    file = tmp_path / "clusters.json"
    file.write_text(json.dumps({"paris": VALUES}))
    assert read_inventory(file) == {"paris": VALUES}

    file.write_text("{")
    with pytest.raises(Unavailable, match=r"The inventory .*clusters\.json cannot be read"):
        read_inventory(file)
    file.unlink()
    with pytest.raises(Unavailable, match="No such file"):
        read_inventory(file)
