"""The stage for the page: it says where it is, answers as the platform does, and ends when it is told to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from functions.domain.store import StoreStatus
from functions.settings import PROJECT

SECONDS = 120.0
AT = "2026-03-02T09:00:00+00:00"


@contextmanager
def staged(*options: str) -> Iterator[tuple[dict[str, Any], Callable[..., httpx.Response]]]:
    """Set a stage; yield what it says, and a way to ask it as somebody."""
    command = [sys.executable, "-m", "tests.stage", "--hold", "--at", AT, *options]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        said: dict[str, Any] = json.loads(process.stdout.readline())
        with httpx.Client(base_url=said["url"], timeout=30) as client:

            def ask(path: str, *, by: str = "admin", method: str = "GET", **parts: Any) -> httpx.Response:
                headers = {"authorization": f"Bearer {said['tokens'][by]}", **parts.pop("headers", {})}
                return client.request(method, path, headers=headers, **parts)

            yield said, ask
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_a_stage_has_a_store_in_every_status_and_goes_on_playing() -> None:
    with staged("--pace", "0.05", "--fail", "getLogs=503") as (said, ask):
        _stays_as_it_was_set(said, ask)
        _fails_where_it_is_told_to(ask)
        _plays_what_is_asked_for(said, ask)


def _stays_as_it_was_set(said: dict[str, Any], ask: Callable[..., httpx.Response]) -> None:
    stores = ask("/api/stores?limit=100").json()["items"]
    assert {store["status"] for store in stores} == {status.value for status in StoreStatus}
    under_way = {one["id"]: one for one in ask("/api/operations").json()["items"]}
    assert [name for name, one in under_way.items() if one["queue"]] == said["queued"]
    assert under_way[said["queued"][0]]["queue"] == {"position": 1, "waits_for": "a free slot: 2 of 2 are taken"}
    assert ask("/api/me", by="owner").json()["limits"] == {"stores": {"used": 3, "limit": 3}}
    assert ask("/api/stores/broken-records").json()["reason"] == "CrashLoop"
    login = {"email": said["owner"], "password": said["password"]}
    assert ask("/api/auth/login", method="POST", json=login).status_code == 200


def _fails_where_it_is_told_to(ask: Callable[..., httpx.Response]) -> None:
    assert ask("/api/stores/tea-cake/logs").status_code == 503
    assert ask("/api/stores/tea-cake/health").json()["ok"] is True
    assert ask("/api/stores/tea-cake/health", headers={"x-stage-fail": "500"}).json()["reason"] == "InternalError"
    assert ask("/api/stores/isle/health").status_code == 503


def _plays_what_is_asked_for(said: dict[str, Any], ask: Callable[..., httpx.Response]) -> None:
    for running in said["running"]:
        assert ask(f"/api/operations/{running}/cancel", method="POST").status_code == 202
    asked = ask("/api/stores/tea-cake/operations", method="POST", json={"kind": "verify"}).json()["operation"]
    after, messages, until = 0, list[str](), time.monotonic() + SECONDS
    while time.monotonic() < until:
        page = ask(f"/api/operations/{asked['id']}/events?after={after}&wait=5").json()
        messages += [event["message"] for event in page["events"]]
        after = page["next_after"]
        if page["ended"]:
            break
    assert messages[-1] == "A test order went through."


def test_what_is_on_the_stage_is_the_same_each_time() -> None:
    paths = ("/api/stores?limit=100", "/api/activity?limit=100", "/api/backups", "/api/stores/tea-cake/history", "/api/orders")
    found = []
    for _ in range(2):
        with staged("--pace", "0.05", "--stores", "30") as (_, ask):
            under_way = [(one["id"], one["kind"], one["queue"]) for one in ask("/api/operations").json()["items"]]
            found.append([under_way, *(ask(path).json() for path in paths)])

    assert found[0] == found[1]
    assert len(found[0][1]["items"]) == 30


def test_a_wrong_option_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-m", "tests.stage", "--fail", "getLogs"]

    assert subprocess.run(command, cwd=PROJECT, check=False).returncode == 2

    assert "getLogs: say <operation id>=<status>" in capfd.readouterr().err
