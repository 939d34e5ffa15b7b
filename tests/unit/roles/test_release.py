"""What Helm's records in a cluster show of a release, and how what stands in the way of the next action is put out of it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.release import Patience, Settled, Site, mark, parts_in, settle
from functions.domain.release import LOCKED, Action, Content, ReleaseRefused, ReleaseState, Wanted
from tests.fakes.kube import FakeCluster, refuse
from tests.fakes.store_cluster import packed

FOLDER = "/api/v1/namespaces/store-demo/secrets"
WEB = "/apis/apps/v1/namespaces/store-demo/deployments/web"
DB = "/apis/apps/v1/namespaces/store-demo/statefulsets/db"
CLAIM = "/api/v1/namespaces/store-demo/persistentvolumeclaims/uploads"
MANIFEST = """---
kind: Deployment
metadata: {name: web}
---
kind: StatefulSet
metadata: {name: db}
---
kind: Service
metadata: {name: web}
---
kind: PersistentVolumeClaim
metadata: {name: uploads}
---
"""
WAS, NEW = Content("1.0.0", {"price": 1.5}), Content("1.1.0", {"price": 2})
KEEP, CHANGE, BACK = Wanted(WAS), Wanted(NEW), Wanted(WAS, 1)
Within = Callable[[float], Deadline]


def record(cluster: FakeCluster, version: int, status: str, content: Content = WAS, *, ours: int | None = None) -> str:
    """Put Helm's record of a revision, with the platform's mark if it has one; return its path."""
    payload = {
        "name": "demo",
        "version": version,
        "info": {"status": status, "description": ""},
        "chart": {"metadata": {"version": content.chart}},
        "config": dict(content.values),
        "manifest": MANIFEST,
    }
    labels = {"owner": "helm", "name": "demo", "status": status, "version": str(version)}
    labels |= {} if ours is None else {"storeyard/revision": str(ours)}
    path = f"{FOLDER}/sh.helm.release.v1.demo.v{version}"
    cluster.put(path, metadata={"labels": labels}, data={"release": packed(payload)})
    return path


def payload_of(cluster: FakeCluster, path: str) -> Any:
    """What Helm would read there."""
    return json.loads(gzip.decompress(base64.b64decode(base64.b64decode(cluster.objects[path]["data"]["release"]))))


def patience(within: Within, own: float = 0, others: float = 0) -> Patience:
    """How long locks are waited for."""
    return Patience(within(own), within(others))


def run(
    cluster: FakeCluster,
    within: Within,
    wanted: Wanted = KEEP,
    *,
    own: float = 0,
    others: float = 0,
    recorded: int = 0,
    dry_run: bool = False,
) -> Settled:
    """Settle the release demo."""
    site = Site("store-demo", "demo", recorded)
    return settle(cluster.kube(), site, wanted, patience(within, own, others), dry_run=dry_run)


@pytest.fixture
def shop(cluster: FakeCluster) -> FakeCluster:
    """A cluster in which revision 2 of the release is what the platform has installed, and runs."""
    record(cluster, 1, "superseded", ours=1)
    record(cluster, 2, "deployed", ours=2)
    for path in (WEB, DB, CLAIM):
        cluster.put(path, metadata={"labels": {"app.kubernetes.io/managed-by": "Helm"}})
    cluster.put("/apis/apps/v1/namespaces/store-demo/deployments/gate", metadata={"deletionTimestamp": "x"})
    return cluster


def upgraded(cluster: FakeCluster, content: Content = NEW, status: str = "deployed") -> None:
    """What `helm upgrade` or `helm rollback` from outside leaves: labels are handed on, the revision before is superseded."""
    record(cluster, 2, "superseded", ours=2)
    record(cluster, 3, status, content, ours=2)


def only(cluster: FakeCluster, *numbers: int) -> None:
    """Leave only the records of these revisions."""
    for path in [path for path in cluster.objects if path.startswith(FOLDER)]:
        if int(path.rpartition(".v")[2]) not in numbers:
            del cluster.objects[path]


def nothing(_: FakeCluster) -> None:
    """As the platform left it."""


def alone(cluster: FakeCluster, status: str) -> None:
    """Leave one record, of a first install."""
    only(cluster)
    record(cluster, 1, status)


def ending(cluster: FakeCluster) -> None:
    """Have the database be on its way out."""
    cluster.objects[DB]["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"


def unreadable(cluster: FakeCluster) -> None:
    """Take the payload of the newest record away."""
    cluster.objects[f"{FOLDER}/sh.helm.release.v1.demo.v2"]["data"] = {}


Scenario = tuple[Callable[[FakeCluster], object], Wanted, str, str]
SCENARIOS: dict[str, Scenario] = {
    "in sync": (nothing, KEEP, "in_sync", "skip"),
    "behind": (nothing, CHANGE, "behind", "upgrade"),
    "locked pending-install": (lambda c: alone(c, "pending-install"), KEEP, "absent", "install"),
    "locked pending-install, not the first": (lambda c: record(c, 3, "pending-install", ours=3), KEEP, "failed", "upgrade"),
    "locked pending-upgrade": (lambda c: record(c, 3, "pending-upgrade", ours=3), CHANGE, "failed", "upgrade"),
    "locked pending-upgrade, as it goes back": (lambda c: record(c, 3, "pending-upgrade", ours=3), BACK, "failed", "roll_back"),
    "locked pending-rollback": (lambda c: record(c, 3, "pending-rollback", ours=3), KEEP, "failed", "upgrade"),
    "locked uninstalling": (lambda c: record(c, 2, "uninstalling", ours=2), KEEP, "failed", "upgrade"),
    "locked uninstalling, the only one": (lambda c: alone(c, "uninstalling"), KEEP, "absent", "install"),
    "locked by another Helm": (lambda c: record(c, 3, "pending-upgrade", ours=2), KEEP, "outside", "upgrade"),
    "upgraded outside": (upgraded, KEEP, "outside", "upgrade"),
    "upgraded outside, and failed": (lambda c: upgraded(c, status="failed"), KEEP, "outside", "upgrade"),
    "upgraded outside to what is wanted": (upgraded, CHANGE, "outside", "skip"),
    "rolled back outside": (lambda c: upgraded(c, Content("0.9.0", {})), KEEP, "outside", "upgrade"),
    "rolled back outside, as it goes back": (upgraded, BACK, "outside", "roll_back"),
    "deleted outside": (only, KEEP, "removed", "install"),
    "deleted outside, history kept": (lambda c: record(c, 2, "uninstalled", ours=2), KEEP, "removed", "install"),
    "the newest record deleted": (lambda c: only(c, 1), KEEP, "superseded", "upgrade"),
    "the oldest record deleted": (lambda c: only(c, 2), KEEP, "in_sync", "skip"),
    "failed before": (lambda c: record(c, 3, "failed", ours=3), KEEP, "failed", "upgrade"),
    "the test failed, nothing is taken back": (nothing, KEEP, "in_sync", "skip"),
    "the test failed, it goes back": (lambda c: record(c, 3, "deployed", NEW, ours=3), BACK, "behind", "roll_back"),
    "a workload deleted": (lambda c: c.objects.pop(WEB), KEEP, "drifted", "repair"),
    "a claim deleted": (lambda c: c.objects.pop(CLAIM), KEEP, "drifted", "repair"),
    "a workload that does not end": (
        lambda c: c.objects[DB]["metadata"].update(deletionTimestamp="x"),
        KEEP,
        "drifted",
        "repair",
    ),
    "no record marked": (lambda c: (record(c, 1, "superseded"), record(c, 2, "deployed")), KEEP, "in_sync", "skip"),
    "the next one announced": (lambda c: record(c, 2, "deployed", ours=3), KEEP, "in_sync", "skip"),
    "an unreadable payload": (unreadable, KEEP, "behind", "upgrade"),
}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=list(SCENARIOS))
def test_what_happened_to_a_release_is_seen_in_its_records(shop: FakeCluster, within: Within, scenario: Scenario) -> None:
    happened, wanted, state, action = scenario
    happened(shop)

    settled = run(shop, within, wanted, recorded=0 if state == "absent" else 2)

    assert (settled.choice.state.value, settled.choice.action.value) == (state, action)
    statuses = [str((item["metadata"].get("labels") or {}).get("status")) for item in shop.objects.values()]
    assert not LOCKED & set(statuses)


def test_the_scenarios_meet_all_that_the_records_can_show() -> None:
    met = {state for _, _, state, _ in SCENARIOS.values()}

    assert met == set(ReleaseState) - {ReleaseState.HELD, ReleaseState.STALE}  # which are not left once it is settled


@pytest.mark.parametrize("status", ["deployed", "failed", "superseded", "uninstalled"])
def test_a_release_that_is_not_locked_is_left_alone(shop: FakeCluster, within: Within, status: str) -> None:
    record(shop, 2, status, ours=2)

    settled = run(shop, within, own=10, others=10)

    assert (settled.unlocked, shop.written()) == (False, [])
    assert len(shop.requests) == (5 if status == "deployed" else 4)


def test_what_stands_beside_a_release_is_not_its_record(shop: FakeCluster, within: Within) -> None:
    shop.put(f"{FOLDER}/store-secret", data={"admin-password": "a2VwdA=="})
    theirs = {"owner": "helm", "name": "other", "status": "pending-install", "version": "2"}
    shop.put(f"{FOLDER}/sh.helm.release.v1.other.v2", metadata={"labels": theirs})

    assert run(shop, within).choice.action is Action.SKIP
    assert shop.written() == []


@pytest.mark.parametrize("status", ["pending-install", "uninstalling"])
def test_the_only_revision_is_forgotten_so_that_the_next_install_is_revision_1(
    cluster: FakeCluster, within: Within, status: str
) -> None:
    path = record(cluster, 1, status)

    settled = run(cluster, within)

    assert path not in cluster.objects
    assert settled.message == f"Removed the record of revision 1, which a run that was killed left {status}."
    assert (settled.unlocked, settled.choice.action) == (True, Action.INSTALL)


@pytest.mark.parametrize("status", ["pending-upgrade", "pending-rollback", "uninstalling"])
def test_a_later_revision_becomes_a_failed_one(cluster: FakeCluster, within: Within, status: str) -> None:
    earlier = record(cluster, 9, "deployed")
    path = record(cluster, 10, status)

    settled = run(cluster, within)

    assert settled.message == f"Marked as failed revision 10, which a run that was killed left {status}."
    assert cluster.objects[path]["metadata"]["labels"]["status"] == "failed"
    assert payload_of(cluster, path)["info"]["status"] == "failed"
    assert payload_of(cluster, path)["config"] == {"price": 1.5}
    assert payload_of(cluster, earlier)["info"]["status"] == "deployed"


def test_a_lock_that_goes_away_within_its_time_is_another_runs(shop: FakeCluster, within: Within) -> None:
    record(shop, 3, "pending-upgrade", ours=3)
    looks = 0

    def finish(_: httpx.Request) -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            record(shop, 3, "deployed", ours=3)

    shop.on_request = finish

    assert run(shop, within, own=10).choice.action is Action.SKIP
    assert shop.written() == []


def test_a_lock_that_outlives_its_time_is_stale(shop: FakeCluster, within: Within) -> None:
    record(shop, 3, "pending-upgrade", ours=3)
    waits = patience(within, own=10, others=40)

    settled = settle(shop.kube(), Site("store-demo", "demo"), KEEP, waits)

    assert (settled.unlocked, waits.own.elapsed, waits.others.elapsed) == (True, 10, 0)


def test_a_lock_of_another_helm_is_given_time_though_we_hold_the_lease(shop: FakeCluster, within: Within) -> None:
    record(shop, 3, "pending-upgrade", ours=2)
    waits = patience(within, own=0, others=30)

    settled = settle(shop.kube(), Site("store-demo", "demo"), KEEP, waits)

    assert (settled.unlocked, waits.own.elapsed, waits.others.elapsed) == (True, 0, 30)
    assert settled.told[0] == "Marked as failed revision 3, which a Helm outside the platform left pending-upgrade."


def test_what_is_on_its_way_out_is_waited_for_before_anything_takes_its_place(shop: FakeCluster, within: Within) -> None:
    only(shop)
    shop.objects[CLAIM]["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    waits = patience(within, own=0, others=30)

    def end(_: httpx.Request) -> None:
        if waits.others.elapsed > 5:
            shop.objects.pop(CLAIM, None)

    shop.on_request = end
    settled = settle(shop.kube(), Site("store-demo", "demo", 2), KEEP, waits)

    assert (settled.choice.state, settled.choice.action) == (ReleaseState.REMOVED, Action.INSTALL)
    assert 5 < waits.others.elapsed < 7


def test_what_does_not_go_is_waited_for_no_longer_than_a_lock(shop: FakeCluster, within: Within) -> None:
    shop.objects[WEB]["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    waits = patience(within, own=0, others=30)

    assert settle(shop.kube(), Site("store-demo", "demo"), KEEP, waits).choice.action is Action.REPAIR
    assert waits.others.elapsed == 30


def test_a_release_that_somebody_locks_again_and_again_is_refused(shop: FakeCluster, within: Within) -> None:
    record(shop, 3, "pending-upgrade", ours=3)

    def lock(request: httpx.Request) -> None:
        if request.method == "GET" and request.url.path == FOLDER:
            record(shop, 3, "pending-upgrade", ours=3)

    shop.on_request = lock

    with pytest.raises(ReleaseRefused, match="is pending-upgrade again after this run has tried unlock"):
        run(shop, within)
    assert len(shop.written()) == 1


def test_check_mode_only_says_it(cluster: FakeCluster, within: Within) -> None:
    record(cluster, 1, "pending-install")

    assert run(cluster, within, dry_run=True).choice.action is Action.UNLOCK
    assert cluster.written() == []

    record(cluster, 2, "pending-upgrade")
    assert run(cluster, within, dry_run=True).message != ""
    assert cluster.written() == []


def test_a_revision_is_announced_and_then_marked(shop: FakeCluster, within: Within) -> None:
    kube, site = shop.kube(), Site("store-demo", "demo")

    assert mark(kube, site, ahead=1) == 2
    assert run(shop, within).choice.state is ReleaseState.IN_SYNC
    record(shop, 2, "superseded", ours=3)
    path = record(shop, 3, "deployed", ours=1)  # what Helm makes of a rollback has the labels of the revision gone back to
    assert run(shop, within).choice.state is ReleaseState.IN_SYNC
    assert mark(kube, site) == 3

    assert shop.objects[path]["metadata"]["labels"]["storeyard/revision"] == "3"
    written = len(shop.written())
    assert mark(kube, site) == 3
    assert len(shop.written()) == written, "what is marked is not written again"
    only(shop)
    assert mark(kube, site) == 0


def test_a_record_that_is_deleted_while_it_is_looked_at_leaves_all_to_be_installed(shop: FakeCluster, within: Within) -> None:
    path = f"{FOLDER}/sh.helm.release.v1.demo.v2"
    shop.on_request = lambda request: refuse(404, "not found") if request.url.path == path else None

    assert run(shop, within).choice.action is Action.UPGRADE


def test_what_a_manifest_says_in_no_yaml_names_no_part() -> None:
    assert parts_in("{") == []
    assert parts_in("- a\n---\nkind: Deployment\nmetadata: {name: web}\n") == ["Deployment/web"]
