"""A cluster as it really is: what its nodes give, what stores ask for, and a cordon that keeps new ones away."""

from __future__ import annotations

from tests.cluster.installation import kubectl
from tests.cluster.platform import JSON, Platform, unique
from tests.e2e import ENGINE


def cluster_of(platform: Platform, shop: JSON) -> JSON:
    """Return the cluster of a store, as an admin sees it."""
    items = platform.http.get("/api/clusters").json()["items"]
    (found,) = (each for each in items if each["name"] == shop["cluster"])
    return dict(found)


def test_an_admin_sees_what_the_cluster_gives_and_what_stores_ask_for(platform: Platform, shop: JSON) -> None:
    detail = cluster_of(platform, shop)["detail"]

    given = kubectl("get", "nodes", "--output=jsonpath={range .items[*]}{.status.allocatable.cpu}{'\\n'}{end}").split()
    assert detail["reachable"], detail["message"]
    assert detail["allocatable"]["cpu_millicores"] == sum(int(cpu) * 1000 for cpu in given)
    assert detail["allocatable"]["memory_bytes"] > detail["allocatable"]["cpu_millicores"]
    assert detail["asked"]["memory_bytes"] > 0
    assert detail["free"]["memory_bytes"] == detail["allocatable"]["memory_bytes"] - detail["asked"]["memory_bytes"]
    assert detail["stores"]["ready"] >= 1


def test_a_cordoned_cluster_takes_no_new_store(platform: Platform, shop: JSON) -> None:
    at = f"/api/clusters/{shop['cluster']}"
    assert platform.http.post(f"{at}/cordon", json={"why": "a test"}).is_success
    try:
        wanted = {"name": "Cordon", "id": unique("cordon"), "engine": ENGINE, "cluster": shop["cluster"]}
        refused = platform.http.post("/api/stores", json=wanted)
    finally:
        gone = platform.http.post(f"{at}/uncordon")

    assert (refused.status_code, refused.json()["reason"]) == (409, "ClusterCordoned")
    assert "a test" in refused.json()["detail"]
    assert gone.is_success
    assert cluster_of(platform, shop)["detail"]["cordon"] is None
