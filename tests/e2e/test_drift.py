"""What people change by hand of a real store is told and put right, and nothing else is; what no record names is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from functions.domain.orphan import OrphanKind
from tests.cluster.installation import HOME, helm, kube, kubectl, run, until
from tests.cluster.platform import JSON, Platform, unique
from tests.cluster.playbooks import played
from tests.e2e import ENGINE

KINDS = "deployment,statefulset,service,ingress,networkpolicy,persistentvolumeclaim,resourcequota,limitrange,secret,configmap"


@pytest.fixture(scope="module")
def store() -> Iterator[JSON]:
    """A store of its own; gone at the end."""
    made = Platform()
    store_id = unique("drift")
    made.finish(made.create(store_id, ENGINE, name="Tea & Cake"))
    yield made.store(store_id)
    made.finish(made.delete(store_id))
    made.http.close()


def drift(platform: Platform, store: JSON) -> JSON:
    """What was changed of the store, as the API tells it."""
    return platform.client.get(f"/api/stores/{store['id']}/drift")


def repaired(platform: Platform, store: JSON, *, status: str = "succeeded", **parameters: Any) -> JSON:
    """Repair the store, and return the operation as it ended."""
    body = {"kind": "repair", "parameters": parameters}
    return platform.finish(platform.client.post(f"/api/stores/{store['id']}/operations", body)["operation"], status=status)


def identities(store: JSON) -> dict[str, str]:
    """The uid of each object of the store, but of those that a test takes away."""
    items = kube("-n", f"store-{store['id']}", "get", KINDS)["items"]
    return {f"{item['kind']}/{item['metadata']['name']}": item["metadata"]["uid"] for item in items}


def plain(store: JSON, playbook: str, *more: str, check: bool = True) -> str:
    """Run a playbook for the store with the variables that it was made with; return what it printed."""
    known = ["-e", f"store_owner={store['owner']}", "-e", json.dumps({"store_name": store["name"]})]
    return played(playbook, store["id"], ENGINE, *known, *more, check=check).stdout


def test_a_store_as_it_was_made_is_in_sync_and_a_repair_of_it_changes_nothing(platform: Platform, store: JSON) -> None:
    found = drift(platform, store)
    assert found["in_sync"], found
    before = identities(store)

    operation = repaired(platform, store)

    assert operation["result"]["repair"]["state"] == "in_sync"
    assert "verification" not in operation["result"]
    assert identities(store) == before


def test_what_is_changed_by_hand_is_told_and_put_right_and_nothing_else(platform: Platform, store: JSON) -> None:
    space = ("-n", f"store-{store['id']}")
    container = kube(*space, "get", "deployment", "web")["spec"]["template"]["spec"]["containers"][0]["name"]
    before, revision = identities(store), helm(*space, "history", store["id"])[-1]["revision"]
    kubectl(*space, "set", "image", "deployment/web", f"{container}=nowhere.invalid/shop:1")
    kubectl(*space, "scale", "statefulset/db", "--replicas=0")
    kubectl(*space, "delete", "networkpolicy", "default-deny", "db")
    kubectl(*space, "patch", "resourcequota", "plan", "--patch", '{"spec": {"hard": {"pods": "100"}}}')
    kubectl(*space, "label", "service", "web", "team=x")
    kubectl("label", "namespace", space[1], "pod-security.kubernetes.io/enforce=privileged", "--overwrite")
    kubectl(
        *space, "patch", "secret", "store-secret", "--type=json", "--patch", '[{"op": "remove", "path": "/data/admin-email"}]'
    )
    kubectl(*space, "create", "configmap", "notes")

    found = drift(platform, store)

    told = {(each["object"], each["path"]): (each["installed"], each["live"]) for each in found["differences"]}
    image = next(ends for (name, path), ends in told.items() if name == "Deployment/web" and path.endswith("/image"))
    assert image[1] == "nowhere.invalid/shop:1"
    assert told["StatefulSet/db", "/spec/replicas"] == (1, 0)
    assert told["ResourceQuota/plan", "/spec/hard/pods"][1] == "100"
    assert told["Service/web", "/metadata/labels/team"] == (None, "x")
    label = "/metadata/labels/pod-security.kubernetes.io~1enforce"
    assert told[f"Namespace/{space[1]}", label] == ("restricted", "privileged")
    assert len(told) == 5, told
    assert sorted(found["missing"]) == ["NetworkPolicy/db", "NetworkPolicy/default-deny", "Secret/store-secret/admin-email"]
    assert (found["extra"], found["changed_from_outside"]) == (["ConfigMap/notes"], None)
    printed = plain(store, "drift.yml")
    assert "ResourceQuota/plan /spec/hard/pods" in printed
    assert "changed=0" in printed
    assert "is not as it was installed" in plain(store, "drift.yml", "-e", "drift_fail=true", check=False)

    operation = repaired(platform, store)

    done = operation["result"]["repair"]
    assert (done["state"], done["left"], done["lost_keys"]) == ("sells", ["ConfigMap/notes"], [])
    assert len(done["put_right"]) == 7
    assert operation["result"]["verification"]
    after = drift(platform, store)
    assert (after["differences"], after["missing"], after["extra"]) == ([], [], ["ConfigMap/notes"])
    assert helm(*space, "history", store["id"])[-1]["revision"] == revision
    kept = identities(store)
    gone = {"NetworkPolicy/db", "NetworkPolicy/default-deny"}
    assert {name: uid for name, uid in kept.items() if name not in gone | {"ConfigMap/notes"}} == {
        name: uid for name, uid in before.items() if name not in gone
    }
    assert set(before) <= set(kept)

    assert repaired(platform, store, remove_extra=True)["result"]["repair"]["removed"] == ["ConfigMap/notes"]
    assert drift(platform, store)["in_sync"]


@pytest.mark.long
def test_a_release_that_was_changed_from_outside_is_told_and_brought_back(platform: Platform, store: JSON) -> None:
    space = ("-n", f"store-{store['id']}")
    recorded = platform.store(store["id"])["deployed"]["revision"]
    config = f"--kubeconfig={HOME / 'kubeconfig'}"
    chart = next((HOME / "charts").glob(f"*/{ENGINE}"))
    color = "store.color=#123456"
    run("helm", "upgrade", store["id"], str(chart), *space, config, "--reuse-values", "--set-string", color)

    outside = drift(platform, store)["changed_from_outside"]
    assert (outside["revision"], outside["recorded_revision"]) == (recorded + 1, recorded)

    repaired(platform, store)

    assert drift(platform, store)["in_sync"]
    assert helm(*space, "get", "values", store["id"])["store"]["color"] != "#123456"
    assert platform.store(store["id"])["deployed"]["revision"] == recorded + 2


def test_a_lost_password_is_not_invented(platform: Platform, store: JSON) -> None:
    space = ("-n", f"store-{store['id']}")
    value = kube(*space, "get", "secret", "store-secret")["data"]["db-password"]
    remove = '[{"op": "remove", "path": "/data/db-password"}]'
    kubectl(*space, "patch", "secret", "store-secret", "--type=json", "--patch", remove)

    operation = repaired(platform, store, status="failed")

    assert (operation["reason"], operation["result"]["repair"]["lost_keys"]) == ("KeysLost", ["db-password"])
    assert platform.store(store["id"])["status"] == "ready"
    assert drift(platform, store)["missing"] == ["Secret/store-secret/db-password"]

    kubectl(*space, "patch", "secret", "store-secret", "--patch", json.dumps({"data": {"db-password": value}}))
    assert drift(platform, store)["in_sync"]


def namespace(name: str, labels: JSON) -> JSON:
    """A namespace, with what a killed run leaves in it."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


@pytest.fixture
def lost() -> Iterator[str]:
    """The id of a store that nobody has recorded, whose namespace, volume and release are there; and another installation's."""
    store_id = unique("lost")
    ours = {"app.kubernetes.io/managed-by": "storeyard", "storeyard/store": store_id, "storeyard/owner": "nobody"}
    ours["storeyard/installation"] = (HOME / "installation").read_text().strip()
    theirs = {**ours, "storeyard/installation": "another", "storeyard/store": f"{store_id}-x"}
    record = {"owner": "helm", "name": store_id, "status": "deployed", "version": "1"}
    helms = {"apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1"}
    helms["metadata"] = {"name": f"sh.helm.release.v1.{store_id}.v1", "namespace": f"store-{store_id}", "labels": record}  # type: ignore[assignment]
    place = {"capacity": {"storage": "1Mi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/var/empty"}}
    volumes = [
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name, "labels": labels}, "spec": place}
        for name, labels in ((store_id, ours), (f"{store_id}-x", theirs))
    ]
    spaces = [namespace(f"store-{store_id}", ours), namespace(f"store-{store_id}-x", theirs)]
    everything = {"apiVersion": "v1", "kind": "List", "items": [*spaces, helms, *volumes]}
    kubectl("apply", "-f", "-", stdin=json.dumps(everything))
    yield store_id
    for name in (store_id, f"{store_id}-x"):
        with suppress(AssertionError):
            kubectl("delete", "namespace", f"store-{name}", "--ignore-not-found", "--wait=false")
            kubectl("delete", "persistentvolume", name, "--ignore-not-found", "--wait=false")


def test_what_no_record_names_is_found_and_goes_only_as_it_was_shown(platform: Platform, lost: str) -> None:
    stores = {f"store-{each['id']}" for each in platform.client.get("/api/stores")["items"]}
    listed = platform.client.get("/api/orphans")
    found = {(each["kind"], each["name"]) for each in listed["items"]}
    kinds = OrphanKind
    mine = {(kinds.NAMESPACE, f"store-{lost}"), (kinds.VOLUME, lost), (kinds.RELEASE, lost)}
    assert mine <= found
    assert not any(name.endswith(f"{lost}-x") or name in stores for _, name in found)
    printed = run("ansible-playbook", "-i", "inventories/local", "playbooks/sweep.yml").stdout
    assert f"Namespace/store-{lost}" in printed
    assert listed["digest"] in printed
    assert "changed=0" in printed

    answer = platform.http.delete("/api/orphans", params={"digest": "0" * 16})
    assert answer.status_code == httpx.codes.CONFLICT
    assert f"store-{lost}" in kubectl("get", "namespaces", "--output=name")

    gone = platform.client.delete("/api/orphans", digest=listed["digest"])

    assert mine <= {(each["kind"], each["name"]) for each in gone["removed"]}
    until(lambda: f"store-{lost}\n" not in kubectl("get", "namespaces", "--output=name"), "the namespace is gone", seconds=60)
    volumes = kubectl("get", "persistentvolumes", "--output=name")
    assert f"/{lost}\n" not in volumes
    assert f"/{lost}-x\n" in volumes
    spaces = set(kubectl("get", "namespaces", "--output=name").split())
    assert {f"namespace/{name}" for name in (f"store-{lost}-x", *stores)} <= spaces
