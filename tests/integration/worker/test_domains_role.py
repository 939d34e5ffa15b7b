"""The real roles store_domains and store_configure in a real run, around roles that only say what they do."""

from __future__ import annotations

import json

import pytest

from functions.adapters.ansible.runner import AnsibleRunner
from functions.application.progress import Progress
from functions.domain.kinds.base import Ended
from functions.domain.kinds.domains import KIND
from functions.domain.operation import EventStatus
from functions.domain.store import StoreStatus
from functions.settings import PROJECT
from functions.worker.follower import Follower
from tests.fakes.running import FakeObserver
from tests.integration.worker.conftest import Project, claimed

PLAYBOOK = """\
- hosts: "{{ store_cluster }}"
  gather_facts: false
  roles: [store_spec, store_domains]
"""
SPEC = """\
- name: Check what is asked for
  ansible.builtin.set_fact:
    served: "{{ store_spec_changes.names | default(store_domains) }}"
  failed_when: store_spec_changes_kind | default('domains') != 'domains'
"""
SAY = """\
- name: Apply the secret
  ansible.builtin.debug:
    msg: "{{ served }}"
"""
RELEASE = """\
- name: Wait until the database and the shop are ready
  ansible.builtin.debug:
    msg: "{{ served }}"
"""
VERIFY = """\
- name: Place a test order and see it in the admin
  ansible.builtin.fail:
    msg: "the shop did not answer"
  when: served == broken
"""
OLD, NEW = ["old.example.com"], ["new.example.com", "old.example.com"]


@pytest.fixture
def yard(project: Project) -> Project:
    """A project with the roles, and others that stand for what these include."""
    (project.folder / "playbooks" / "domains.yml").write_text(PLAYBOOK)
    for role in ("store_domains", "store_configure"):
        (project.folder / "roles" / role).symlink_to(PROJECT / "roles" / role)
    for role, tasks in {"store_spec": SPEC, "store_secret": SAY, "store_release": RELEASE, "store_verify": VERIFY}.items():
        folder = project.folder / "roles" / role
        (folder / "tasks").mkdir(parents=True, exist_ok=True)
        (folder / "tasks" / "main.yml").write_text(tasks)
        (folder / "defaults").mkdir()
    return project


def followed(yard: Project, runner: AnsibleRunner, *, names: list[str], broken: list[str]) -> tuple[Follower, list[str]]:
    """Run it as the worker does, where a shop that answers at `broken` does not sell."""
    for role in ("store_spec", "store_secret", "store_release", "store_verify"):
        said = f"store_spec_changes: {{}}\nbroken: {json.dumps(broken)}\n"
        (yard.folder / "roles" / role / "defaults" / "main.yml").write_text(said)
    asked = claimed(kind="domains", parameters={"names": names})
    asked = asked.model_copy(update={"spec": asked.spec | {"domains": OLD}})
    told: list[str] = []

    def record(*, step: str, status: EventStatus, message: str) -> None:
        told.append(f"{step} {status.value}")

    run = runner.start(asked, seconds=60)
    follower = Follower(asked, KIND, Progress(record, kind=KIND, software="Demo 1"), FakeObserver())
    follower.follow(run)
    run.kill()
    return follower, told


@pytest.mark.parametrize("names", [NEW, []], ids=["others", "none"])
def test_the_shop_answers_at_what_is_named(yard: Project, runner: AnsibleRunner, names: list[str]) -> None:
    follower, _ = followed(yard, runner, names=names, broken=OLD)

    assert (follower.status, follower.failure) == ("successful", None)
    assert follower.result["settings"] == {"in_force": "new", "changed": ["domains"]}


def test_where_it_does_not_sell_there_the_old_ones_are_served_again(yard: Project, runner: AnsibleRunner) -> None:
    follower, told = followed(yard, runner, names=NEW, broken=NEW)

    assert follower.failure is not None
    assert follower.failure.message == "the shop did not answer"
    assert follower.result["settings"] == {"in_force": "old", "changed": ["domains"]}
    assert KIND.status_after(Ended(False, StoreStatus.READY, follower.result)) is StoreStatus.READY
    assert "restore succeeded" in told
