"""What a killed run leaves of a Helm release, and how it is put out of the way."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.release import unlock
from tests.fakes.kube import FakeCluster

FOLDER = "/api/v1/namespaces/store-demo/secrets"
Within = Callable[[float], Deadline]


def record(cluster: FakeCluster, version: int, status: str) -> str:
    """Put Helm's record of a revision; return its path."""
    payload = {"name": "demo", "version": version, "info": {"status": status, "description": ""}, "config": {"price": 1.5}}
    packed = base64.b64encode(base64.b64encode(gzip.compress(json.dumps(payload).encode()))).decode()
    labels = {"owner": "helm", "name": "demo", "status": status, "version": str(version)}
    path = f"{FOLDER}/sh.helm.release.v1.demo.v{version}"
    cluster.put(path, metadata={"labels": labels}, data={"release": packed})
    return path


def payload_of(cluster: FakeCluster, path: str) -> Any:
    """What Helm would read there."""
    return json.loads(gzip.decompress(base64.b64decode(base64.b64decode(cluster.objects[path]["data"]["release"]))))


def run(cluster: FakeCluster, grace: Deadline, *, dry_run: bool = False) -> str:
    """Unlock the release demo."""
    return unlock(cluster.kube(), namespace="store-demo", release="demo", grace=grace, dry_run=dry_run)


@pytest.mark.parametrize("status", ["deployed", "failed", "superseded", "uninstalled"])
def test_a_release_that_is_not_locked_is_left_alone(cluster: FakeCluster, within: Within, status: str) -> None:
    record(cluster, 1, status)

    assert run(cluster, within(10)) == ""
    assert cluster.written() == []
    assert len(cluster.requests) == 1


def test_what_stands_beside_a_release_is_not_its_record(cluster: FakeCluster, within: Within) -> None:
    record(cluster, 1, "deployed")
    cluster.put(f"{FOLDER}/store-secret", data={"admin-password": "a2VwdA=="})
    theirs = {"owner": "helm", "name": "other", "status": "pending-install", "version": "2"}
    cluster.put(f"{FOLDER}/sh.helm.release.v1.other.v2", metadata={"labels": theirs})

    assert run(cluster, within(0)) == ""
    assert cluster.written() == []


def test_no_release_is_no_lock(cluster: FakeCluster, within: Within) -> None:
    assert run(cluster, within(10)) == ""


@pytest.mark.parametrize("status", ["pending-install", "uninstalling"])
def test_the_only_revision_is_forgotten_so_that_the_next_install_is_revision_1(
    cluster: FakeCluster, within: Within, status: str
) -> None:
    path = record(cluster, 1, status)

    message = run(cluster, within(0))

    assert path not in cluster.objects
    assert message == f"Removed the record of revision 1, which a run that was killed left {status}."


@pytest.mark.parametrize("status", ["pending-upgrade", "pending-rollback", "uninstalling"])
def test_a_later_revision_becomes_a_failed_one(cluster: FakeCluster, within: Within, status: str) -> None:
    earlier = record(cluster, 9, "deployed")
    path = record(cluster, 10, status)

    message = run(cluster, within(0))

    assert "revision 10 as failed" in message
    assert cluster.objects[path]["metadata"]["labels"]["status"] == "failed"
    assert payload_of(cluster, path)["info"]["status"] == "failed"
    assert payload_of(cluster, path)["config"] == {"price": 1.5}
    assert payload_of(cluster, earlier)["info"]["status"] == "deployed"


def test_a_lock_that_goes_away_within_the_grace_is_another_runs(cluster: FakeCluster, within: Within) -> None:
    record(cluster, 1, "pending-install")
    looks = 0

    def finish(_: httpx.Request) -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            record(cluster, 1, "deployed")

    cluster.on_request = finish

    assert run(cluster, within(10)) == ""
    assert cluster.written() == []


def test_a_lock_that_outlives_the_grace_is_stale(cluster: FakeCluster, within: Within) -> None:
    record(cluster, 1, "pending-install")
    grace = within(10)

    assert run(cluster, grace) != ""
    assert grace.elapsed == 10


def test_check_mode_only_says_it(cluster: FakeCluster, within: Within) -> None:
    record(cluster, 1, "pending-install")

    assert run(cluster, within(0), dry_run=True) != ""
    assert cluster.written() == []

    record(cluster, 2, "pending-upgrade")
    assert run(cluster, within(0), dry_run=True) != ""
    assert cluster.written() == []
