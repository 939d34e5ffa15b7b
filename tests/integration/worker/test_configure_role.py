"""The real role store_configure in a real run, around roles that only say what they do: the way there and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from functions.adapters.ansible.runner import AnsibleRunner
from functions.application.ports.runs import RunMessage
from functions.application.progress import Progress
from functions.domain.kinds.base import Ended
from functions.domain.kinds.configure import KIND
from functions.domain.operation import EventStatus
from functions.domain.store import StoreStatus
from functions.settings import PROJECT
from functions.worker.follower import Follower
from tests.fakes.running import FakeObserver
from tests.integration.worker.conftest import Project, claimed

PLAYBOOK = """\
- hosts: "{{ store_cluster }}"
  gather_facts: false
  roles: [store_spec, store_configure]
"""
SPEC = """\
- name: Check what is asked for
  ansible.builtin.set_fact:
    shop: "{{ store_spec_changes.name | default(store_name, true) }}"
  failed_when: (store_spec_changes.name | default('', true)) == 'Refused'
"""
RELEASE = """\
- name: Wait until the database and the shop are ready
  ansible.builtin.fail:
    msg: "the shop {{ shop }} did not become ready"
  when: shop in broken
"""
VERIFY = """\
- name: Place a test order and see it in the admin
  ansible.builtin.debug:
    msg: "{{ shop }} sells"
"""


@pytest.fixture
def yard(project: Project) -> Project:
    """A project with the role, and others that stand for what it includes. Shops of these names do not start."""
    (project.folder / "playbooks" / "configure.yml").write_text(PLAYBOOK)
    (project.folder / "roles" / "store_configure").symlink_to(PROJECT / "roles" / "store_configure")
    for role, tasks in {"store_spec": SPEC, "store_secret": VERIFY, "store_release": RELEASE, "store_verify": VERIFY}.items():
        folder = project.folder / "roles" / role
        (folder / "tasks").mkdir(parents=True, exist_ok=True)
        (folder / "tasks" / "main.yml").write_text(tasks)
        (folder / "defaults").mkdir()
        (folder / "defaults" / "main.yml").write_text("store_spec_changes: {}\nbroken: [Broken, Both]\n")
    return project


def followed(
    runner: AnsibleRunner, *, name: str, now: str = "Demo", said: list[str] | None = None
) -> tuple[Follower, list[tuple[str, EventStatus, str]]]:
    """Run it as the worker does; return what it keeps of the run, and what people read."""
    asked = claimed(kind="configure", parameters={"name": name, "color": None, "admin_email": None})
    asked = asked.model_copy(update={"spec": asked.spec | {"name": now}})
    told: list[tuple[str, EventStatus, str]] = []

    def record(*, step: str, status: EventStatus, message: str) -> None:
        told.append((step, status, message.split(" (", maxsplit=1)[0].split(": failed after", maxsplit=1)[0]))

    run = runner.start(asked, seconds=60)

    def hear(message: RunMessage) -> None:
        if said is not None and message.kind == "ok":
            said.append(str(message.result.get("msg", "")))

    follower = Follower(asked, KIND, Progress(record, kind=KIND, software="Demo 1"), FakeObserver(), heard=hear)
    follower.follow(run)
    run.kill()
    return follower, told


def after(follower: Follower) -> StoreStatus | None:
    """What the kind makes of the store that was ready."""
    result: dict[str, Any] = follower.result
    return KIND.status_after(Ended(follower.status == "successful", StoreStatus.READY, result))


def test_the_new_settings_are_in_force(yard: Project, runner: AnsibleRunner) -> None:
    said: list[str] = []

    follower, told = followed(runner, name="{{ 1 + 1 }}", said=said)

    assert "{{ 1 + 1 }} sells" in said
    assert (follower.status, follower.failure) == ("successful", None)
    assert follower.result["settings"] == {"in_force": "new", "changed": ["name"]}
    assert [step for step, status, _ in told if status is EventStatus.SUCCEEDED] == ["secret", "release", "verify"]


def test_a_shop_that_does_not_start_gets_its_old_settings_back_and_the_first_failure_is_the_cause(
    yard: Project, runner: AnsibleRunner
) -> None:
    follower, told = followed(runner, name="Broken")

    assert follower.status == "failed"
    assert follower.failure is not None
    assert (follower.failure.role, follower.failure.message) == ("store_release", "the shop Broken did not become ready")
    assert follower.failure.later == ("The settings were not changed; the shop sells on the old ones.",)
    assert follower.result["settings"] == {"in_force": "old", "changed": ["name"]}
    assert after(follower) is StoreStatus.READY
    assert [(step, status.value) for step, status, _ in told][2:] == [
        *[("release", "started"), ("release", "failed"), ("restore", "started"), ("restore", "succeeded")],
        *[("secret", "started"), ("secret", "succeeded"), ("release", "started"), ("release", "succeeded")],
        *[("verify", "started"), ("verify", "succeeded"), ("settings", "started"), ("settings", "failed")],
    ]


def test_where_the_way_back_fails_too_the_store_has_failed(yard: Project, runner: AnsibleRunner) -> None:
    follower, _ = followed(runner, name="Broken", now="Both")

    assert follower.failure is not None
    assert follower.failure.message == "the shop Broken did not become ready"
    assert follower.failure.later == ("the shop Both did not become ready",)
    assert follower.result["settings"] == {"in_force": "changing", "changed": ["name"]}
    assert after(follower) is StoreStatus.FAILED


def test_what_is_refused_before_anything_is_touched_leaves_the_store_as_it_is(yard: Project, runner: AnsibleRunner) -> None:
    follower, told = followed(runner, name="Refused")

    assert (follower.status, follower.result) == ("failed", {})
    assert told == []
    assert after(follower) is StoreStatus.READY
