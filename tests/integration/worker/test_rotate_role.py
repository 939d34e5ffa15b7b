"""The real role store_rotate in a real run, around a task that only says which step it is, or fails there."""

from __future__ import annotations

import pytest

from functions.adapters.ansible.runner import AnsibleRunner
from functions.application.progress import Progress
from functions.domain.kinds.base import Ended
from functions.domain.kinds.rotate import KIND
from functions.domain.operation import EventStatus
from functions.domain.store import StoreStatus
from functions.settings import PROJECT
from functions.worker.follower import Follower
from tests.fakes.running import FakeObserver
from tests.integration.worker.conftest import Project, claimed

PLAYBOOK = """\
- hosts: "{{ store_cluster }}"
  gather_facts: false
  roles: [store_rotate]
"""
# Stands for what needs a cluster: the role itself, its order and its ways out are the real ones.
STEP = """\
from ansible.plugins.action import ActionBase

class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        do = self._task.args["do"]
        if do == task_vars["fails"]:
            return {"failed": True, "reason": "RotateFailed", "msg": f"it failed at {do}."}
        if do == "begin":
            return {"changed": True, "rotation": {"state": "changing", "admin_was_changed": True}}
        return {"changed": True}
"""
VERIFY = """\
- name: Place a test order and see it in the admin
  ansible.builtin.fail:
    msg: the shop does not sell
  when: not sells
"""
PLACED = "id namespace secret_name secret_keys adapter database data".split()


@pytest.fixture
def yard(project: Project) -> Project:
    """A project with the role, whose tasks that need a cluster are stood for."""
    (project.folder / "playbooks" / "rotate.yml").write_text(PLAYBOOK)
    role = project.folder / "roles" / "store_rotate"
    (role / "action_plugins").mkdir(parents=True)
    for part in ("tasks", "defaults", "meta"):
        (role / part).symlink_to(PROJECT / "roles/store_rotate" / part)
    (role / "action_plugins/store_rotate.py").write_text(STEP)
    # Not by a link: it finds the project by where it is.
    real = PROJECT / "roles/store_rotate/action_plugins/store_rotate_say.py"
    (role / "action_plugins/store_rotate_say.py").write_text(
        real.read_text().replace("Path(__file__).resolve().parents[3]", f"Path({str(PROJECT)!r})")
    )
    (project.folder / "roles/store_verify/tasks/main.yml").write_text(VERIFY)
    (project.folder / "roles/store_verify/defaults").mkdir()
    return project


def followed(yard: Project, runner: AnsibleRunner, *, fails: str = "", sells: bool = True) -> tuple[Follower, list[str]]:
    """Run it as the worker does; return it, and the steps that ended well or not."""
    placed = "".join(f"    {name}: {'{}' if name in {'secret_keys', 'data'} else name}\n" for name in PLACED)
    said = f"fails: '{fails}'\nsells: {str(sells).lower()}\nstoreyard_cache: /c\ncluster_kubeconfig: /k\n"
    (yard.folder / "group_vars").mkdir()
    (yard.folder / "group_vars/clusters.yml").write_text(f"{said}store_spec_result:\n  placed:\n{placed}")
    asked = claimed(kind="rotate", parameters={"which": ["admin"]})
    told: list[str] = []

    def record(*, step: str, status: EventStatus, message: str) -> None:
        if status is not EventStatus.STARTED:
            told.append(f"{step} {status.value}")

    run = runner.start(asked, seconds=60)
    follower = Follower(asked, KIND, Progress(record, kind=KIND, software="Demo 1"), FakeObserver())
    follower.follow(run)
    run.kill()
    return follower, told


def test_every_step_is_told_and_the_administrator_comes_before_the_database(yard: Project, runner: AnsibleRunner) -> None:
    follower, told = followed(yard, runner)

    assert (follower.status, follower.failure) == ("successful", None)
    assert [each.removesuffix(" succeeded") for each in told] == ["begin", "admin", "database", "follow", "verify", "end"]
    assert follower.result["rotation"] == {"state": "done", "rotated": ["admin"], "admin_was_changed": True}


@pytest.mark.parametrize(
    ("fails", "sells", "found"),
    [
        ("begin", True, (None, StoreStatus.READY)),
        ("database", True, ("sells", StoreStatus.READY)),
        ("end", True, ("sells", StoreStatus.READY)),
        ("follow", False, ("changing", StoreStatus.FAILED)),
    ],
)
def test_a_failure_is_told_with_its_cause_and_the_store_is_what_it_is_found_to_be(
    yard: Project, runner: AnsibleRunner, fails: str, sells: bool, found: tuple[str | None, StoreStatus]
) -> None:
    follower, told = followed(yard, runner, fails=fails, sells=sells)

    assert f"{fails} failed" in told
    assert follower.failure is not None
    assert (follower.failure.reason, follower.failure.message) == ("RotateFailed", f"it failed at {fails}.")
    ended = Ended(False, StoreStatus.READY, follower.result)
    state = ended.said("rotation").get("state")
    assert (state, KIND.status_after(ended)) == found
    said = KIND.way_out(ended)
    assert bool(said) == (state is not None)
