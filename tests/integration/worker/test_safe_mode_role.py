"""The real roles store_safe_mode and store_configure in a real run, around roles that only say what they do."""

from __future__ import annotations

import pytest

from functions.adapters.ansible.runner import AnsibleRunner
from functions.application.progress import Progress
from functions.domain.kinds.base import Ended
from functions.domain.kinds.safe_mode import KIND
from functions.domain.operation import EventStatus
from functions.domain.store import StoreStatus
from functions.settings import PROJECT
from functions.worker.follower import Follower
from tests.fakes.running import FakeObserver
from tests.integration.worker.conftest import Project, claimed

PLAYBOOK = """\
- hosts: "{{ store_cluster }}"
  gather_facts: false
  roles: [store_spec, store_safe_mode]
"""
SPEC = """\
- name: Check what is asked for
  ansible.builtin.set_fact:
    safe: "{{ store_spec_changes.on | default(store_safe_mode) }}"
  failed_when: store_spec_changes_kind | default('safe_mode') != 'safe_mode'
"""
RELEASE = """\
- name: Wait until the database and the shop are ready
  ansible.builtin.fail:
    msg: "the shop did not become ready"
  when: (safe | bool) in broken
"""
VERIFY = """\
- name: Place a test order and see it in the admin
  ansible.builtin.debug:
    msg: "sells, safe: {{ safe }}"
"""


@pytest.fixture
def yard(project: Project) -> Project:
    """A project with the roles, and others that stand for what these include."""
    (project.folder / "playbooks" / "safe_mode.yml").write_text(PLAYBOOK)
    for role in ("store_safe_mode", "store_configure"):
        (project.folder / "roles" / role).symlink_to(PROJECT / "roles" / role)
    for role, tasks in {"store_spec": SPEC, "store_secret": VERIFY, "store_release": RELEASE, "store_verify": VERIFY}.items():
        folder = project.folder / "roles" / role
        (folder / "tasks").mkdir(parents=True, exist_ok=True)
        (folder / "tasks" / "main.yml").write_text(tasks)
        (folder / "defaults").mkdir()
    return project


def followed(yard: Project, runner: AnsibleRunner, *, on: bool, safe: bool, broken: str) -> tuple[Follower, list[str]]:
    """Run it as the worker does, where a shop that is safe or not is `broken`; return it, and the steps that people read."""
    for role in ("store_spec", "store_secret", "store_release", "store_verify"):
        said = f"store_spec_changes: {{}}\nbroken: {broken}\n"
        (yard.folder / "roles" / role / "defaults" / "main.yml").write_text(said)
    asked = claimed(kind="safe_mode", parameters={"on": on})
    asked = asked.model_copy(update={"spec": asked.spec | {"safe_mode": safe}})
    told: list[str] = []

    def record(*, step: str, status: EventStatus, message: str) -> None:
        told.append(f"{step} {status.value}")

    run = runner.start(asked, seconds=60)
    follower = Follower(asked, KIND, Progress(record, kind=KIND, software="Demo 1"), FakeObserver())
    follower.follow(run)
    run.kill()
    return follower, told


def after(follower: Follower) -> tuple[StoreStatus | None, str]:
    """What the kind makes of the store that was ready, and what is said besides."""
    ended = Ended(follower.status == "successful", StoreStatus.READY, follower.result)
    return KIND.status_after(ended), KIND.way_out(ended)


@pytest.mark.parametrize(("on", "broken"), [(True, "[false]"), (False, "[]")])
def test_it_is_turned_on_and_off(yard: Project, runner: AnsibleRunner, on: bool, broken: str) -> None:
    follower, told = followed(yard, runner, on=on, safe=not on, broken=broken)

    assert (follower.status, follower.failure) == ("successful", None)
    assert follower.result["settings"] == {"in_force": "new", "changed": ["safe_mode"]}
    assert [step for step in told if "succeeded" in step] == ["secret succeeded", "release succeeded", "verify succeeded"]


def test_a_shop_that_is_still_broken_goes_back_to_safe_mode(yard: Project, runner: AnsibleRunner) -> None:
    follower, told = followed(yard, runner, on=False, safe=True, broken="[false]")

    said = "The shop does not sell with its owner's plugins: it stays in safe mode."
    assert follower.failure is not None
    assert (follower.failure.message, follower.failure.later) == ("the shop did not become ready", (said,))
    assert follower.result["settings"] == {"in_force": "old", "changed": ["safe_mode"]}
    assert after(follower) == (StoreStatus.READY, said)
    assert told[3:6] == ["release failed", "restore started", "restore succeeded"]


@pytest.mark.parametrize(("on", "safe", "broken"), [(True, False, "[true]"), (False, False, "[false]")])
def test_what_has_nothing_to_go_back_to_is_left_for_a_look(
    yard: Project, runner: AnsibleRunner, on: bool, safe: bool, broken: str
) -> None:
    follower, told = followed(yard, runner, on=on, safe=safe, broken=broken)

    assert follower.result["settings"] == {"in_force": "changing", "changed": ["safe_mode"]}
    assert after(follower) == (StoreStatus.FAILED, "")
    assert "restore started" not in told
