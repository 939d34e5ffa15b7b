"""New passwords of a store, on every engine: the owner signs in with the new one, the old ones are refused, and a run that was
killed in the middle is finished by the next.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from functions.adapters.kube.database import open_server
from functions.adapters.kube.streams import PodStreams
from functions.adapters.owners import open_account
from tests.cluster.installation import CACHE, HOME, PROJECT, kube, kubectl, until
from tests.cluster.platform import JSON, Platform, unique
from tests.cluster.playbooks import command
from tests.cluster.trade import ENGINES, is_available, not_tested, sell_one
from tests.e2e import ENGINE

KEYS = ("db-password", "admin-password")
OTHERS = [pytest.param(name, marks=pytest.mark.long) for name in sorted(ENGINES) if name != ENGINE]


@pytest.fixture
def store(request: pytest.FixtureRequest, platform: Platform) -> Iterator[JSON]:
    """A store on an engine, gone at the end."""
    if not is_available(request.param):
        not_tested(request.param)
    store_id = unique("rotate")
    platform.finish(platform.create(store_id, request.param))
    yield platform.store(store_id)
    platform.finish(platform.delete(store_id))


def values(store: JSON) -> dict[str, str]:
    """All that the store's Secret has."""
    data = kube("get", "secret", "store-secret", "--namespace", f"store-{store['id']}")["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


def rotated(platform: Platform, store: JSON, **parameters: Any) -> JSON:
    """Have its passwords changed; return the operation."""
    body = {"kind": "rotate", "parameters": parameters}
    return platform.finish(platform.client.post(f"/api/stores/{store['id']}/operations", body)["operation"])


def in_pod(store: JSON, pod: str, container: str) -> Any:
    """Commands in a pod of the store's."""
    streams = PodStreams(str(HOME / "kubeconfig"), None, CACHE / "bin/kubectl")
    return lambda words, stdin: streams.output(f"store-{store['id']}", pod, container, words, stdin=[stdin.encode()])


def assert_only_new_ones_are_taken(store: JSON, old: dict[str, str]) -> None:
    """By database and shop, which are asked here beside the run that says so itself."""
    now, engine = values(store), ENGINES[store["engine"]]
    assert set(now) == set(old)
    assert engine.data is not None
    database = open_server(engine.images[1], in_pod(store, "db-0", "db"), user=engine.data.user, database=engine.data.database)
    owner = open_account(
        engine.adapter, in_pod(store, "deploy/web", "web"), email=now["admin-email"], passwords=lambda: [now["db-password"]]
    )
    assert [database.takes(each["db-password"]) for each in (old, now)] == [False, True]
    assert owner.takes(old["admin-password"], now["admin-password"]) == [False, True]


def said_of(platform: Platform, operation: JSON) -> str:
    """Everything that is kept of an operation."""
    return json.dumps([platform.operation(operation["id"]), platform.events(operation["id"])])


@pytest.mark.parametrize("store", [ENGINE, *OTHERS], indirect=True)
def test_new_passwords_are_in_force_and_told_to_nobody(platform: Platform, store: JSON) -> None:
    old = values(store)

    operation = rotated(platform, store)

    assert_only_new_ones_are_taken(store, old)
    assert operation["result"]["rotation"] == {
        "state": "done",
        "rotated": ["database", "admin"],
        "admin_was_changed": False,
    }
    said = said_of(platform, operation)
    assert not [key for key in KEYS if old[key] in said or values(store)[key] in said]


@pytest.mark.long
@pytest.mark.parametrize("store", sorted(ENGINES), indirect=True)
def test_a_rotation_that_is_killed_is_finished_by_the_next_one(platform: Platform, store: JSON) -> None:
    old = values(store)
    run = subprocess.Popen(
        command("rotate.yml", store["id"], store["engine"]), cwd=PROJECT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    # In the middle: the Secret has the new passwords, and the shop's pods are being replaced.
    until(lambda: "db-password.previous" in values(store), "the new passwords are in force", seconds=240, pause=0.1)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert {"db-password.previous", "admin-password.previous"} <= set(values(store))

    rotated(platform, store)

    assert_only_new_ones_are_taken(store, old)
    sell_one(platform, store["id"])


@pytest.mark.long
@pytest.mark.parametrize("store", [ENGINE], indirect=True)
def test_what_the_owner_chose_is_replaced_and_a_key_that_is_kept_outside_is_refused(platform: Platform, store: JSON) -> None:
    old = values(store)
    chosen = open_account(
        ENGINES[store["engine"]].adapter,
        in_pod(store, "deploy/web", "web"),
        email=old["admin-email"],
        passwords=lambda: [old["db-password"]],
    )
    chosen.set("what the owner chose")

    operation = rotated(platform, store, which=["admin"])

    assert operation["result"]["rotation"]["admin_was_changed"]
    assert chosen.takes("what the owner chose", values(store)["admin-password"]) == [False, True]
    assert values(store)["db-password"] == old["db-password"]

    body = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "store-secret"},
        "stringData": {"admin-password": "given"},
    }
    applied = ("apply", "--server-side", "--force-conflicts", "--field-manager=vault-of-the-owner", "--filename=-")
    kubectl("--namespace", f"store-{store['id']}", *applied, stdin=json.dumps({**body, "data": None}))
    asked = {"kind": "rotate", "parameters": {"which": ["admin"]}}
    refused = platform.client.post(f"/api/stores/{store['id']}/operations", asked)["operation"]
    refused = platform.finish(refused, status="failed")

    assert refused["reason"] == "KeptOutside"
    assert "vault-of-the-owner" in refused["message"]
    assert platform.store(store["id"])["status"] == "ready"
