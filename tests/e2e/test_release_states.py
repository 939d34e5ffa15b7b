"""A release as killed runs, somebody's own Helm and lost records leave it: the next run ends well and says what it found.

The states are made with the real Helm on a real store; the next run is the playbook that made it, test order included.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.cluster.installation import HOME, PROJECT, helm, kube, kubectl, run, traces
from tests.cluster.platform import Platform, unique
from tests.cluster.playbooks import play, played
from tests.e2e import ENGINE

CHART = PROJECT / "charts" / ENGINE
# What somebody changes by hand, and nothing else does.
THEIRS = "--set=store.color=#ff0000"


@pytest.fixture(scope="module")
def store_id() -> Iterator[str]:
    """A store that plain Ansible made; gone at the end."""
    made = unique("state")
    play("provision.yml", made, ENGINE)
    yield made
    play("delete.yml", made, ENGINE)
    assert traces(made) == []


@pytest.fixture(scope="module")
def heard() -> list[str]:
    """All that the runs have said so far of the store's release."""
    return []


def history(store_id: str) -> list[dict[str, Any]]:
    """Helm's own history of the store's release, oldest first."""
    found: list[dict[str, Any]] = helm("--namespace", f"store-{store_id}", "history", store_id)
    return found


def newest(store_id: str) -> int:
    """The newest revision."""
    return int(history(store_id)[-1]["revision"])


def theirs(store_id: str, command: str, *arguments: str) -> None:
    """Run Helm as somebody outside the platform would."""
    where = (f"--kubeconfig={HOME / 'kubeconfig'}", "--namespace", f"store-{store_id}")
    run("helm", command, store_id, *arguments, *where)


def name_of(store_id: str, revision: int) -> str:
    """The Secret that is Helm's record of a revision."""
    return f"secret/sh.helm.release.v1.{store_id}.v{revision}"


def lock(status: str) -> Callable[[str], object]:
    """Write into the newest record what a Helm that is killed leaves in it."""

    def write(store_id: str) -> None:
        name, namespace = name_of(store_id, newest(store_id)), f"store-{store_id}"
        packed = kube("--namespace", namespace, "get", name)["data"]["release"]
        payload = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(packed))))
        payload["info"]["status"] = status
        inner = base64.b64encode(gzip.compress(json.dumps(payload).encode()))
        change = {"metadata": {"labels": {"status": status}}, "data": {"release": base64.b64encode(inner).decode()}}
        kubectl("--namespace", namespace, "patch", name, "--type=merge", "--patch-file=/dev/stdin", stdin=json.dumps(change))

    return write


def upgrade(store_id: str) -> None:
    """Change a value."""
    theirs(store_id, "upgrade", str(CHART), "--reuse-values", THEIRS)


def go_back(store_id: str) -> None:
    """Go back to a revision of other values than those of now."""
    upgrade(store_id)
    changed = newest(store_id)
    play("provision.yml", store_id, ENGINE)
    theirs(store_id, "rollback", str(changed))


def forget(count: int) -> Callable[[str], object]:
    """Make two revisions, the newer one the platform's, and delete the newest of the records, or those but the newest."""

    def delete(store_id: str) -> None:
        upgrade(store_id)
        play("provision.yml", store_id, ENGINE)
        numbers = [int(one["revision"]) for one in history(store_id)]
        gone = numbers[-count:] if count > 0 else numbers[1:-1]
        kubectl("--namespace", f"store-{store_id}", "delete", *(name_of(store_id, number) for number in gone))

    return delete


def delete_records(store_id: str) -> None:
    """Delete all records; the shop goes on running."""
    kubectl("--namespace", f"store-{store_id}", "delete", "secret", f"--selector=owner=helm,name={store_id}")


def delete_web(store_id: str) -> None:
    """Delete the shop's Deployment."""
    kubectl("--namespace", f"store-{store_id}", "delete", "deployment", "web")


def unnamed(store_id: str, said: str) -> list[str]:
    """Revisions that are not what a sound history has, and that nobody was told of (after Cozystack's remediation guard)."""
    odd = [one for one in history(store_id) if one["status"] not in {"deployed", "superseded"}]
    return [f"{one['revision']} {one['status']}" for one in odd if f"revision {one['revision']}" not in said.lower()]


STATES: dict[str, tuple[Callable[[str], object], str]] = {
    "pending-upgrade": (lock("pending-upgrade"), "Marked as failed revision"),
    "upgraded outside": (upgrade, "was made from outside the platform; it is replaced by what is wanted"),
    "the newest record deleted": (forget(1), "Records newer than revision"),
    "a workload deleted": (delete_web, "is put back: Deployment/web"),
    "deleted outside": (lambda store_id: theirs(store_id, "uninstall"), "was removed from outside the platform"),
}
LONG: dict[str, tuple[Callable[[str], object], str]] = {
    "pending-install": (lock("pending-install"), "which a run that was killed left pending-install"),
    "pending-rollback": (lock("pending-rollback"), "which a run that was killed left pending-rollback"),
    "uninstalling": (lock("uninstalling"), "which a run that was killed left uninstalling"),
    "rolled back outside": (go_back, "was made from outside the platform; it is replaced by what is wanted"),
    "records in between deleted": (forget(0), ""),
    "all records deleted": (delete_records, "was removed from outside the platform"),
    "deleted outside, history kept": (
        lambda store_id: theirs(store_id, "uninstall", "--keep-history"),
        "was removed from outside the platform",
    ),
}


def next_run(store_id: str, heard: list[str], *, before: int) -> str:
    """Run the playbook again, told what the platform has on record of the store; return what it printed as one line."""
    printed = played("provision.yml", store_id, ENGINE, "-e", f"store_release_recorded={before}")
    heard.append(" ".join((printed.stdout + printed.stderr).split()))
    return heard[-1]


def assert_sound(store_id: str, heard: list[str]) -> None:
    """The shop's release is deployed, with the values that are wanted, and nothing odd is in its history but what was told."""
    assert history(store_id)[-1]["status"] == "deployed"
    values = helm("--namespace", f"store-{store_id}", "get", "values", store_id)
    assert values["store"]["color"] != THEIRS.rpartition("=")[2]
    assert unnamed(store_id, " ".join(heard)) == []


def test_what_is_as_it_shall_be_is_proven_and_not_installed_again(store_id: str) -> None:
    before = newest(store_id)

    printed = played("provision.yml", store_id, ENGINE).stdout

    assert newest(store_id) == before
    assert re.search(r"TASK \[store_release : Install or upgrade the release\] \*+\s+skipping", printed), printed
    assert re.search(r"TASK \[store_verify : [^\]]+\] \*+\s+ok", printed), printed


@pytest.mark.parametrize("state", STATES)
def test_the_next_run_ends_well_and_says_what_it_found(store_id: str, heard: list[str], state: str) -> None:
    happens, told = STATES[state]
    before = newest(store_id)

    happens(store_id)
    said = next_run(store_id, heard, before=before)

    assert told in said
    assert_sound(store_id, heard)


@pytest.mark.long
@pytest.mark.parametrize("state", LONG)
def test_so_it_does_in_the_other_states(store_id: str, heard: list[str], state: str) -> None:
    happens, told = LONG[state]
    before = newest(store_id)

    happens(store_id)
    said = next_run(store_id, heard, before=before)

    assert told in said
    assert_sound(store_id, heard)
    assert next_run(store_id, heard, before=newest(store_id)).count("[WARNING]") <= said.count("[WARNING]")


@pytest.mark.long
def test_an_operation_tells_it_in_an_event_and_in_its_result(platform: Platform) -> None:
    store_id = unique("told")
    platform.finish(platform.create(store_id, ENGINE))
    upgrade(store_id)
    revision = newest(store_id)

    answer = platform.http.patch(f"/api/stores/{store_id}", json={"color": "#123456"})
    assert answer.status_code == httpx.codes.ACCEPTED, answer.text
    ended = platform.finish(answer.json()["operation"], seconds=600)

    told = f"Revision {revision} (deployed) was made from outside the platform; it is replaced by what is wanted."
    assert ended["result"]["release"] == {"state": "outside", "revision": revision, "action": "upgrade", "message": told}
    assert told in [event["message"] for event in platform.events(ended["id"]) if event["status"] == "info"]
    platform.finish(platform.delete(store_id))
    assert traces(store_id) == []
