"""`make up` and `make status` on what is up already."""

from __future__ import annotations

import time

import httpx

from tests.cluster.installation import HOME, kube, make, platform_pid, status
from tests.cluster.platform import Platform

SECONDS = 60


def test_make_up_again_changes_nothing_and_takes_seconds() -> None:
    pid = platform_pid()
    before = {(item["metadata"]["name"], item["metadata"]["generation"]) for item in kube("get", "deployments", "-A")["items"]}

    began = time.monotonic()
    printed = make("up").stdout
    took = time.monotonic() - began

    assert platform_pid() == pid
    assert before == {
        (item["metadata"]["name"], item["metadata"]["generation"]) for item in kube("get", "deployments", "-A")["items"]
    }
    assert "make down" in printed, "it says what to type next"
    assert took <= SECONDS


def test_status_is_one_json_object_that_works() -> None:
    found = status()

    assert set(found) == {"api", "token", "kubeconfig", "cluster", "stores"}
    assert found["cluster"]["ready"] is True
    assert found["kubeconfig"] == str(HOME / "kubeconfig")
    answer = httpx.get(f"{found['api']}/api/stores", headers={"Authorization": f"Bearer {found['token']}"}, trust_env=False)
    assert answer.status_code == httpx.codes.OK


def test_the_platform_is_ready(platform: Platform) -> None:
    answer = platform.http.get("/health/ready")

    assert answer.status_code == httpx.codes.OK
    assert {name: check["status"] for name, check in answer.json()["checks"].items()} == dict.fromkeys(
        ("state", "records", "worker", "cluster"), "ok"
    )
