"""Every kind of operation, done by a platform with the least rights: what it asked for, beside what it was given."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from functions.domain.kinds import all_kinds
from tests.cluster import rights
from tests.cluster.installation import OUT, PROJECT, kube, kubectl, on_node, traces, until
from tests.cluster.own_platform import Own
from tests.cluster.platform import JSON, unique
from tests.cluster.playbooks import command
from tests.cluster.rights import WITHOUT
from tests.cluster.second import second_cluster
from tests.cluster.trade import ENGINES, sell_one
from tests.e2e import ENGINE

# The engine whose shops have plugins, and the kinds of operations on them.
PLUGINS = next(name for name, engine in ENGINES.items() if "extensions" in engine.settings)
KINDS_OF_CODE = ("install_extensions", "safe_mode", "update_extensions")
KIND_OF_TWO = "move"  # has a test of its own, which needs another cluster
# What the page is written to that shows the table: docs/rights.md.
PAGE = os.environ.get("RIGHTS_PAGE")
BEGIN, END = "<!-- written by tests/e2e/test_rights_of_kinds.py -->\n", "<!-- until here -->"


def plugin(folder: Path, version: str) -> None:
    """A plugin for shops, as an archive."""
    with zipfile.ZipFile(folder / f"tried.{version}.zip", "w") as archive:
        archive.writestr("tried/tried.php", f"<?php\n/*\nPlugin Name: Tried\nVersion: {version}\n*/\n")


@pytest.fixture
def account() -> Iterator[None]:
    """The account, on a cluster that writes down what it asks for."""
    if rights.audit_lines() is None:
        pytest.skip(rights.NO_AUDIT)
    with rights.account():
        yield


@pytest.fixture
def own(account: None, tmp_path: Path) -> Iterator[Own]:
    """The platform; its stores are gone at the end."""
    made = Own(tmp_path)
    yield made
    made.stop()


def looks(own: Own, store_id: str) -> None:
    """Everything that an owner can look at."""
    for what in ("health", "usage", "logs", "history", "drift", "credentials", "products", "upgrades", "backups", "mail"):
        assert own.platform.http.get(f"/api/stores/{store_id}/{what}").is_success, what
    own.note("looks")


def settings_change(own: Own, store_id: str) -> None:
    """Each kind that changes a setting."""
    there, client = f"/api/stores/{store_id}", own.platform.client
    own.done(client.patch(there, {"color": "#123456"})["operation"])
    own.do(store_id, "rotate")
    keys = {"publishable_key": "pk_test_tried", "secret_key": "sk_test_tried", "webhook_secret": "whsec_tried"}
    own.done(client.put(f"{there}/payments", keys)["operation"])
    own.done(client.delete(f"{there}/payments")["operation"])
    relay = {"host": "smtp.shop-test.example", "user": "shop", "from": "shop@shop-test.example", "password": "tried"}
    own.done(client.put(f"{there}/mail", relay)["operation"])
    own.done(client.delete(f"{there}/mail")["operation"])


def moves(own: Own, store_id: str) -> None:
    """Each kind that puts other data, another revision or other sizes in the place of what is there."""
    backup = own.do(store_id, "backup")["id"]
    own.do(store_id, "drill", backup=backup)
    clone = own.platform.client.post(f"/api/stores/{store_id}/operations", {"kind": "clone"})
    own.done(clone["operation"])
    own.done(own.platform.delete(clone["store"]["id"]))
    sell_one(own.platform, store_id)
    own.note("orders")
    own.do(store_id, "restore", backup=backup)
    before = own.platform.store(store_id)["deployed"]["revision"]
    with another_image(own, ENGINE):
        own.do(store_id, "upgrade")
        own.do(store_id, "rollback", revision=before)
    own.do(store_id, "plan", plan="medium")


def names_of_its_own(own: Own, store_id: str) -> None:
    """A domain, and none again, by the playbook: the platform asks the domain's DNS. It is not told of the revisions."""
    for names in (["tried.shop-test.example"], []):
        domains = [*command("domains.yml", store_id, ENGINE, "-e", json.dumps({"store_domains_names": names}))]
        subprocess.run(domains, cwd=PROJECT, env=own.environment, check=True, capture_output=True, timeout=300)
    own.note("domains")


@contextmanager
def another_image(own: Own, engine: str) -> Iterator[None]:
    """Have the platform offer the shop's image under another name, which is an upgrade to it."""
    file = own.home / "images.json"
    images = json.loads(file.read_text())
    name = ENGINES[engine].images[0]
    made = f"{images[name].rpartition(':')[0]}:{unique('again')}"
    on_node("ctr", "--namespace=k8s.io", "images", "tag", images[name], made)
    file.write_text(json.dumps({**images, name: made}))
    yield
    file.write_text(json.dumps(images))


def by_hand(own: Own, store_id: str) -> None:
    """What somebody changed, added and left behind is put right and removed."""
    there = ("--namespace", f"store-{store_id}")
    kubectl(*there, "delete", "networkpolicy", "allow-dns")
    kubectl(*there, "create", "configmap", "by-hand")
    own.do(store_id, "repair", remove_extra=True)
    assert "by-hand" not in kubectl(*there, "get", "configmaps", "--output=name")
    labels = kube("get", "namespace", f"store-{store_id}")["metadata"]["labels"]
    left = unique("left")
    ours = {key: value for key, value in labels.items() if key.startswith(("storeyard/", "app.kubernetes.io"))}
    spec = {"capacity": {"storage": "1Mi"}, "accessModes": ["ReadWriteOnce"], "persistentVolumeReclaimPolicy": "Delete"}
    spec |= {"hostPath": {"path": "/nowhere"}, "claimRef": {"namespace": "store-gone", "name": "data"}}
    body = {"apiVersion": "v1", "kind": "PersistentVolume", "spec": spec}
    body["metadata"] = {"name": left, "labels": {**ours, "storeyard/store": "gone"}}
    kubectl("create", "-f", "-", stdin=json.dumps(body))
    listed = own.platform.client.get("/api/orphans")
    own.platform.client.delete("/api/orphans", digest=listed["digest"])
    own.note("orphans")
    assert left not in kubectl("get", "persistentvolumes", "--output=name")


def code(own: Own, store_id: str) -> None:
    """Each kind that changes the code of a shop whose owner may."""
    plugin(own.home / "extensions", "1.0")
    own.do(store_id, "install_extensions", extensions=[{"slug": "tried", "version": "1.0"}])
    plugin(own.home / "extensions", "2.0")
    own.do(store_id, "update_extensions")
    own.do(store_id, "safe_mode", on=True)
    own.do(store_id, "safe_mode", on=False)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_every_kind_of_operation_asks_for_what_is_given_and_nothing_else(own: Own) -> None:
    first, second = unique("least"), unique("least")
    own.done(own.platform.create(first, ENGINE))
    own.do(first, "verify")
    looks(own, first)
    settings_change(own, first)
    moves(own, first)
    by_hand(own, first)
    names_of_its_own(own, first)
    own.done(own.platform.delete(first))
    if own.platform.engines()[PLUGINS]:
        own.done(own.platform.create(second, PLUGINS))
        code(own, second)
        own.done(own.platform.delete(second))

    given, groups = rights.granted(), rights.served_groups()
    expected = {right for right in given if right.group in groups | {"*"}}
    OUT.mkdir(exist_ok=True)
    (OUT / "rights.md").write_text(rights.table(given, own.asked))
    if PAGE:
        page = Path(PAGE)
        before, _, rest = page.read_text().partition(BEGIN)
        page.write_text(f"{before}{BEGIN}{rights.table(given, own.asked)}{END}{rest.partition(END)[2]}")
    assert rights.refused(own.asked, WITHOUT) == []
    assert [str(right) for right in rights.unused(expected, own.asked)] == []
    done = {each.during for each in own.asked} | {KIND_OF_TWO}
    assert set(all_kinds()) - done == (set() if own.platform.engines()[PLUGINS] else {*KINDS_OF_CODE})
    for store_id in (first, second):
        assert traces(store_id) == []


def begun(own: Own, store_id: str, cluster: str) -> JSON | None:
    """A move, asked for; None for the seconds in which the cluster still removes what it had of the store."""
    body = {"kind": KIND_OF_TWO, "parameters": {"cluster": cluster}}
    reply = own.platform.client.ask("POST", f"/api/stores/{store_id}/operations", body=body)
    assert reply.status in {httpx.codes.ACCEPTED, httpx.codes.CONFLICT}, reply.body
    return reply.body["operation"] if reply.status == httpx.codes.ACCEPTED else None


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("account")
def test_a_move_away_and_back_asks_for_what_is_given(tmp_path: Path) -> None:
    (home := tmp_path / "home").mkdir(mode=0o700)
    with second_cluster(tmp_path, *ENGINES[ENGINE].images, "gate") as second:
        own = Own(home, STOREYARD_INVENTORY=str(second.inventory(tmp_path / "inventory")))
        try:
            store_id = unique("least")
            own.done(own.platform.create(store_id, ENGINE, cluster="local"))
            for cluster in ("second", "local"):
                move = until(partial(begun, own, store_id, cluster), f"{cluster} takes it", seconds=120, pause=2)
                own.done(move)
                assert own.platform.store(store_id)["cluster"] == cluster
        finally:
            own.stop()

    assert KIND_OF_TWO in {each.during for each in own.asked}
    assert rights.refused(own.asked, WITHOUT) == []
    assert traces(store_id) == []
