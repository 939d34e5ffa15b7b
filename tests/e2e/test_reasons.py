"""Each cause why pods do not run, made for real on a cluster, is told by its own reason, as docs/runbooks says.

The lowest layer that can tell is asked: what looks at a namespace and judges it. No shop is made for it.
tests/contract/test_reasons.py says which reasons are not here, and why.
"""

from __future__ import annotations

import base64

import pytest

from functions.adapters.deadline import Deadline
from functions.adapters.kube.readiness import NotReady, wait_ready
from tests.cluster.installation import kubectl
from tests.cluster.room import Room, causes, cluster, image

PASSWORD = "correct-horse-battery"


@causes("ImagePull")
def test_an_image_that_is_not_there(room: Room) -> None:
    room.shop("sleep 600", container={"image": "localhost/storeyard/not-there:1"})

    told = room.diagnosed("ImagePull")

    assert told.message.startswith("The image of the shop cannot be pulled: ")
    assert told.retryable is False


@causes("QuotaExceeded")
def test_a_quota_that_is_too_small(room: Room) -> None:
    room.put(room.object("v1", "ResourceQuota", "store", spec={"hard": {"pods": "0"}}))
    room.shop("sleep 600")

    assert "exceeded quota: store" in room.diagnosed("QuotaExceeded").message


@causes("Unschedulable")
def test_a_request_that_no_node_has_room_for(room: Room) -> None:
    room.shop("sleep 600", container={"resources": {"requests": {"cpu": "1000"}}})

    assert "Insufficient cpu" in room.diagnosed("Unschedulable").message


@causes("VolumePending")
def test_a_storage_class_that_is_not_there(room: Room) -> None:
    wanted = {"storageClassName": "not-there", "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Mi"}}}
    room.put(room.object("v1", "PersistentVolumeClaim", "files", spec=wanted))
    mounts = [{"name": "files", "mountPath": "/files"}]
    volumes = [{"name": "files", "persistentVolumeClaim": {"claimName": "files"}}]
    room.shop("sleep 600", container={"volumeMounts": mounts}, volumes=volumes)

    room.diagnosed("VolumePending")


@causes("CrashLoop")
def test_a_container_that_ends_at_once_with_its_last_words_but_for_secrets(room: Room) -> None:
    secret = base64.b64encode(PASSWORD.encode()).decode()
    room.put(room.object("v1", "Secret", "store-secret", data={"db-password": secret}))
    room.shop(f"echo 'cannot connect with {PASSWORD}' >&2; exit 3")

    told = room.diagnosed("CrashLoop", with_line="cannot connect")

    assert told.message == "The shop stops with exit code 3 as soon as it starts: cannot connect with [redacted]."
    assert PASSWORD not in str(told)


@causes("CrashLoop")
@pytest.mark.long
def test_what_the_container_before_a_restart_said_last_is_told_beside_what_the_new_one_says(room: Room) -> None:
    twice = "if test -e /kept/seen; then echo second; sleep 600; fi; touch /kept/seen; echo first; exit 3"
    kept = [{"name": "kept", "mountPath": "/kept"}]
    probe = {"exec": {"command": ["false"]}}
    room.shop(twice, container={"volumeMounts": kept, "readinessProbe": probe}, volumes=[{"name": "kept", "emptyDir": {}}])

    # Until then it may be looked at between its two lives.
    told = room.diagnosed("CrashLoop", with_line=" before its restart: first\n")

    assert [line.rpartition(": ")[2] for line in told.evidence if line.startswith("log of ")] == ["first", "second"]


@causes("MigrationFailed")
def test_a_preparation_that_fails(room: Room) -> None:
    before = {"name": "migrate", "image": image(), "command": ["sh", "-c", "echo 'no such table'; exit 1"]}
    room.shop("sleep 600", initContainers=[before])

    told = room.diagnosed("MigrationFailed", with_line="no such table")

    assert told.message == "The preparation of the shop failed with exit code 1: no such table."


@causes("ProbeFailed")
def test_a_shop_that_runs_and_does_not_answer(room: Room) -> None:
    room.shop("sleep 600", container={"readinessProbe": {"exec": {"command": ["false"]}, "periodSeconds": 1}})

    assert "Readiness probe failed" in room.diagnosed("ProbeFailed", with_line="Unhealthy").message


@causes("OutOfMemory")
def test_a_container_that_takes_more_memory_than_it_may(room: Room) -> None:
    room.shop("exec tail /dev/zero", container={"resources": {"limits": {"memory": "24Mi"}}})

    assert room.diagnosed("OutOfMemory").retryable is False


@causes("PodsRefused")
@pytest.mark.long
def test_a_rule_of_the_cluster_that_does_not_let_pods_in(room: Room) -> None:
    kubectl("label", "namespace", room.namespace, "pod-security.kubernetes.io/enforce=restricted")
    room.shop("sleep 600", hostNetwork=True)

    with cluster() as kube, pytest.raises(NotReady) as failed:
        wait_ready(kube, namespace=room.namespace, store_id=room.store_id, deadline=Deadline(90))

    assert failed.value.reason == "PodsRefused"
    assert "violates PodSecurity" in failed.value.message
