"""Stores come and go whole: two at once, through `kill -9` of the platform, and by plain Ansible."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cluster.installation import alive, helm, kill_platform, kube, make, platform_pid, run, traces, until
from tests.cluster.platform import Platform, Shop, unique
from tests.cluster.playbooks import play
from tests.e2e import ENGINE

# Every character that a template engine, a shell, YAML or HTML would take for its own.
HOSTILE = """{{ 7 * 7 }} {% raw %} $(id) `id` "quoted" 'quoted' <b>&amp; : # \\ %s ; | ünï"""


def releases(store_id: str) -> list[dict[str, Any]]:
    """Return every release in a store's namespace, whatever its status."""
    found: list[dict[str, Any]] = helm("--namespace", f"store-{store_id}", "list")
    return found


def values(store_id: str) -> dict[str, Any]:
    """Return what the store's chart was given."""
    found: dict[str, Any] = helm("--namespace", f"store-{store_id}", "get", "values", store_id)
    return found


def processes_of_runs() -> list[str]:
    """Return the processes of operations, but for the one that waits for the next."""
    found = run("ps", "-eo", "pid,args").stdout.splitlines()
    return [line for line in found if "ansible-playbook" in line or re.search(r"helm (upgrade|install|uninstall)", line)]


def test_two_stores_at_once_sell_and_leave_nothing_behind(platform: Platform) -> None:
    names = {unique("one"): HOSTILE, unique("two"): "Zwei & Söhne"}
    creations = [platform.create(store_id, ENGINE, name=name) for store_id, name in names.items()]

    provisioned = [platform.finish(operation) for operation in creations]
    stores = {store_id: platform.store(store_id) for store_id in names}
    overlap = provisioned[0]["finished_at"] > provisioned[1]["started_at"]
    given = {store_id: values(store_id)["store"]["name"] for store_id in names}
    removals = [platform.finish(operation) for operation in [platform.delete(store_id) for store_id in names]]

    assert overlap, "they were made at the same time"
    assert {store["status"] for store in stores.values()} == {"ready"}
    assert all(store["verified_at"] for store in stores.values())
    assert all(operation["result"] for operation in provisioned), "the verification is in the result"
    assert given == names, "a name is data, not a template"
    assert all(operation["result"] for operation in removals), "what was removed is in the result"
    assert all(platform.gone(store_id) for store_id in names)
    assert [traces(store_id) for store_id in names] == [[], []]


def test_stores_on_every_engine_are_made_at_the_same_time(platform: Platform) -> None:
    engines = platform.engines()
    missing = [name for name, available in engines.items() if not available]
    if missing:
        pytest.skip(f"NOT TESTED: stores on {', '.join(missing)}, whose images could not be built here; `make images` says why")
    names = {unique(f"e{number}"): engine for number, engine in enumerate(engines)}

    creations = [platform.create(store_id, engine, name=HOSTILE) for store_id, engine in names.items()]
    provisioned = [platform.finish(operation) for operation in creations]
    stores = {store_id: platform.store(store_id) for store_id in names}
    pages = {store_id: Shop(store["url"]).send("GET", "/").status_code for store_id, store in stores.items()}
    removals = [platform.finish(operation) for operation in [platform.delete(store_id) for store_id in names]]

    assert len(names) > 1
    assert {store_id: store["engine"] for store_id, store in stores.items()} == names
    assert {store["status"] for store in stores.values()} == {"ready"}
    assert set(pages.values()) == {200}, "each has a page for its buyers"
    assert all(operation["result"] for operation in [*provisioned, *removals])
    assert [traces(store_id) for store_id in names] == [[] for _ in names]


def test_kill_9_in_the_middle_of_a_provision_and_of_a_delete(platform: Platform) -> None:
    store_id = unique("crash")

    creation = platform.create(store_id, ENGINE)
    platform.reach(creation, "database")
    kill_platform()
    make("up")
    platform.finish(creation)
    store, made = platform.store(store_id), releases(store_id)

    removal = platform.delete(store_id)
    platform.reach(removal, "release")
    kill_platform()
    make("up")
    platform.finish(removal)

    assert store["status"] == "ready"
    assert [(release["name"], release["status"]) for release in made] == [(store_id, "deployed")]
    assert platform.operation(creation["id"])["attempt"] == 2
    assert platform.gone(store_id)
    assert traces(store_id) == []
    until(lambda: not processes_of_runs(), "no process of a run is left", seconds=10)


def test_a_stop_and_a_start_in_the_middle_lose_nothing(platform: Platform) -> None:
    store_id = unique("stop")
    creation = platform.create(store_id, ENGINE)
    platform.reach(creation, "release")

    pid = platform_pid()
    run("ansible-playbook", "playbooks/platform_down.yml")
    stopped = not alive(pid) and not processes_of_runs()
    make("up")
    platform.finish(creation)
    Shop(platform.store(store_id)["url"]).send("GET", "/health").raise_for_status()
    platform.finish(platform.delete(store_id))

    assert stopped, "a stop leaves no process behind"
    assert traces(store_id) == []


def test_a_delete_goes_before_a_provision_under_way(platform: Platform) -> None:
    store_id = unique("mind")
    creation = platform.create(store_id, ENGINE)
    platform.reach(creation, "release")

    removal = platform.delete(store_id)
    platform.finish(removal)

    assert platform.operation(creation["id"])["status"] == "canceled"
    assert platform.gone(store_id)
    assert traces(store_id) == []


def test_plain_ansible_makes_a_store_once_and_checks_without_changing() -> None:
    store_id = unique("plain")

    checked = play("provision.yml", store_id, ENGINE, "--check")
    after_check = traces(store_id)
    first = play("provision.yml", store_id, ENGINE)
    second = play("provision.yml", store_id, ENGINE)
    made = releases(store_id)
    play("delete.yml", store_id, ENGINE, "--check")
    still = kube("get", "namespace", f"store-{store_id}")["status"]["phase"]
    play("delete.yml", store_id, ENGINE)
    gone_twice = play("delete.yml", store_id, ENGINE)

    assert (checked["failed"], after_check) == (0, []), "--check changes nothing"
    assert first["changed"] > 0
    assert second["changed"] == 0
    assert [(release["name"], release["status"], release["revision"]) for release in made] == [(store_id, "deployed", "1")]
    assert still == "Active", "--check of a delete deletes nothing"
    assert gone_twice["changed"] == 0
    assert traces(store_id) == []
