"""Runs on an inventory that Ansible Vault has encrypted in parts."""

from __future__ import annotations

import subprocess
from dataclasses import replace

from functions.adapters.ansible.runner import AnsibleRunner
from tests.integration.worker.conftest import HOSTS, Project, claimed, heard

TASKS = """\
- name: Say how long the value is
  ansible.builtin.assert:
    that: cluster_k3s_token | length == 13
    success_msg: it is the value
"""


def encrypt(project: Project) -> None:
    """Have the inventory name a token, which is encrypted."""
    (project.folder / "vault").write_text("correct-horse\n")
    command = ["ansible-vault", "encrypt_string", "hunter2-token", "--vault-password-file", str(project.folder / "vault")]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (project.folder / "hosts.yml").write_text(f"{HOSTS}      cluster_k3s_token: {made}")


def ended(project: Project, passed: dict[str, str]) -> tuple[str, str]:
    """How a run ends that has this in its environment, and all that it said."""
    encrypt(project)
    project.tasks(TASKS)
    runner = AnsibleRunner(replace(project.paths, passed={**project.paths.passed, **passed}))
    try:
        run = runner.start(claimed(), seconds=60)
        messages = heard(run)
        said = "".join(file.read_text(errors="replace") for file in project.runs.rglob("*") if file.is_file())
        run.kill()
    finally:
        runner.close()
        runner.sweep_all()
    assert "hunter2" not in said + str(messages)
    return str((messages[-1].result or {}).get("status")), str(messages)


def test_a_run_opens_what_is_encrypted_with_the_password_that_is_passed_on(project: Project) -> None:
    assert ended(project, {"ANSIBLE_VAULT_PASSWORD_FILE": str(project.folder / "vault")})[0] == "successful"


def test_a_run_without_the_password_says_that_it_needs_one(project: Project) -> None:
    status, message = ended(project, {})

    assert status == "failed"
    assert "no vault secrets found" in message


def test_a_run_with_a_wrong_password_says_that_it_does_not_open_it(project: Project) -> None:
    (project.folder / "wrong").write_text("battery-staple")

    status, message = ended(project, {"ANSIBLE_VAULT_PASSWORD_FILE": str(project.folder / "wrong")})

    assert status == "failed"
    assert "could decrypt" in message
