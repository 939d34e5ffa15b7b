"""The playbooks as a person types them, where no cluster is: what can be said without one is said at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
PLAYBOOK = Path(sys.executable).parent / "ansible-playbook"
ENGINE = next(path.parent.name for path in sorted(PROJECT.glob("charts/*/engine.yml")))
NO_CLUSTER = {
    "current-context": "none",
    "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
    "clusters": [{"name": "none", "cluster": {"server": "https://127.0.0.1:9"}}],
    "users": [{"name": "none", "user": {"token": "none"}}],
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation whose cluster is down and whose images are built."""
    (tmp_path / "kubeconfig").write_text(yaml.safe_dump(NO_CLUSTER))
    images = {name.name: f"localhost/storeyard/{name.name}:0123456789ab" for name in (PROJECT / "images").iterdir()}
    (tmp_path / "images.json").write_text(json.dumps(images))
    return tmp_path


def play(home: Path, playbook: str, *options: str, **variables: Any) -> subprocess.CompletedProcess[str]:
    """Run a playbook on the local inventory."""
    environ = {**os.environ, "STOREYARD_HOME": str(home), "ANSIBLE_NOCOLOR": "1", "ANSIBLE_CALLBACK_RESULT_FORMAT": "json"}
    extra = json.dumps({"cluster_context": "none", **variables})
    command = [str(PLAYBOOK), "-i", "inventories/local", "-e", extra, playbook, *options]
    return subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, timeout=110, check=False)


def message(run: subprocess.CompletedProcess[str]) -> str:
    """What the failed task said."""
    found = re.search(r'"msg": ("(?:[^"\\]|\\.)*")', run.stdout)
    assert found, run.stdout + run.stderr
    return str(json.loads(found.group(1)))


def test_the_playbooks_are_well_formed(home: Path) -> None:
    run = play(home, "playbooks/provision.yml", "playbooks/verify.yml", "playbooks/delete.yml", "--syntax-check")

    assert run.returncode == 0, run.stderr


def test_a_bad_variable_fails_at_once_and_is_named(home: Path) -> None:
    run = play(home, "playbooks/provision.yml", store_id="demo", store_engine=ENGINE, store_plan="huge")

    assert run.returncode != 0
    assert message(run) == "store_plan must be one of: small, medium, large."
    assert "store_namespace" not in run.stdout


def test_a_variable_that_is_no_field_of_a_store_is_refused(home: Path) -> None:
    run = play(home, "playbooks/provision.yml", store_id="demo", store_engine=ENGINE, store_colour="#aa0000")

    assert run.returncode != 0
    assert message(run) == "store_colour is not a variable of a store: did you mean store_color?"


def test_a_variable_that_has_to_be_given_is_named(home: Path) -> None:
    run = play(home, "playbooks/provision.yml", store_id="demo")

    assert run.returncode != 0
    assert message(run).splitlines()[-1] == "missing required arguments: store_engine"


def test_a_variable_of_another_type_is_refused_by_the_roles_argument_spec(home: Path) -> None:
    run = play(home, "playbooks/provision.yml", store_id="demo", store_engine=ENGINE, store_sample_products="maybe")

    assert run.returncode != 0
    assert "'store_sample_products' is of type str and we were unable to convert to bool" in message(run)
    assert "store_namespace" not in run.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("provision", "missing required arguments: store_engine, store_id"),
        ("clone", "missing required arguments: store_engine, store_id"),
        ("drill", "missing required arguments: store_engine, store_id"),
        ("verify", "missing required arguments: store_engine, store_id"),
        ("delete", "store_id is required."),
    ],
)
def test_an_id_that_is_not_given_is_named(home: Path, name: str, said: str) -> None:
    assert message(play(home, f"playbooks/{name}.yml")).splitlines()[-1] == said


def test_a_cluster_that_does_not_exist_is_a_failure(home: Path) -> None:
    run = play(home, "playbooks/provision.yml", store_id="demo", store_engine=ENGINE, store_cluster="nowhere")

    assert run.returncode != 0
    assert "nowhere" in run.stderr


# A drill that chooses its place has something to remove at its end, which handlers hear of as a change.
@pytest.mark.parametrize(("name", "changed"), [("provision", 0), ("clone", 0), ("drill", 1), ("delete", 0)])
def test_a_cluster_that_is_down_is_one_sentence(home: Path, name: str, changed: int) -> None:
    run = play(home, f"playbooks/{name}.yml", "--check", store_id="demo", store_engine=ENGINE)

    assert run.returncode != 0
    assert message(run).startswith("The cluster cannot be reached: ")
    assert f"changed={changed} " in run.stdout


def test_an_id_to_delete_is_checked_before_the_cluster_is_asked(home: Path) -> None:
    run = play(home, "playbooks/delete.yml", store_id="kube-system")

    assert message(run) == "store_id cannot be 'kube-system': is reserved: choose another id."


def test_what_a_user_typed_is_never_a_template(home: Path, tmp_path: Path) -> None:
    name = "{{ lookup('pipe', 'echo pwned') }} {% raw %} $(id) \"'"
    playbook = tmp_path / "spec.yml"
    seen = {"name": "See", "ansible.builtin.debug": {"msg": "{{ store_spec_result.placed['values'].store.name }}"}}
    roles = [{"role": str(PROJECT / "roles/store_spec")}]
    playbook.write_text(yaml.safe_dump([{"hosts": "clusters[0]", "gather_facts": False, "roles": roles, "tasks": [seen]}]))

    run = play(home, str(playbook), store_id="demo", store_engine=ENGINE, store_name={"__ansible_unsafe": name})

    assert run.returncode == 0, run.stdout
    assert message(run) == name


def test_a_shop_that_is_held_back_differs_in_that_alone_and_holds_no_template(home: Path, tmp_path: Path) -> None:
    name, playbook = "{{ lookup('pipe', 'echo pwned') }}", tmp_path / "hold.yml"
    seen = {"name": "See", "ansible.builtin.debug": {"msg": "{{ store_spec_result.placed | to_json }}"}}
    roles = [{"role": str(PROJECT / f"roles/{role}")} for role in ("store_spec", "store_hold")]
    playbook.write_text(yaml.safe_dump([{"hosts": "clusters[0]", "gather_facts": False, "roles": roles, "tasks": [seen]}]))

    run = play(home, str(playbook), store_id="demo", store_engine=ENGINE, store_name={"__ansible_unsafe": name})
    placed = json.loads(message(run))
    held, awake = placed["values"], placed["awake"]

    assert [each["web"].pop("replicas") for each in (held, awake)] == [0, 1]
    assert held == awake
    assert awake["store"]["name"] == name


def test_every_role_takes_what_the_check_of_the_spec_hands_on(home: Path, tmp_path: Path) -> None:
    tasks: list[dict[str, Any]] = []
    for folder in sorted(PROJECT.glob("roles/store_*")):
        options = yaml.safe_load((folder / "meta/argument_specs.yml").read_text())["argument_specs"]["main"]["options"]
        tasks += [
            {"name": "Read", "ansible.builtin.include_vars": str(folder / "defaults/main.yml")},
            {"name": folder.name, "ansible.builtin.validate_argument_spec": {"argument_spec": options}},
        ]
    playbook = tmp_path / "specs.yml"
    roles = [{"role": str(PROJECT / "roles/store_spec")}]
    playbook.write_text(yaml.safe_dump([{"hosts": "clusters[0]", "gather_facts": False, "roles": roles, "tasks": tasks}]))

    asked = {"store_orders_do": "export", "store_orders_backup": "B1"}
    spec_role = str(PROJECT / "roles/store_spec")

    run = play(home, str(playbook), store_id="demo", store_engine=ENGINE, role_path=spec_role, **asked)

    assert run.returncode == 0, run.stdout
    assert f"ok={len(tasks) + 2}" in run.stdout, run.stdout


@pytest.mark.parametrize(("told", "cause"), [({}, "asked"), ({"store_scheduled": True}, "scheduled")])
def test_a_backup_says_whether_the_schedule_asked_for_it(home: Path, tmp_path: Path, told: dict[str, bool], cause: str) -> None:
    playbook = tmp_path / "cause.yml"
    read = {"name": "Read", "ansible.builtin.include_vars": str(PROJECT / "roles/store_backup/defaults/main.yml")}
    seen = {"name": "See", "ansible.builtin.debug": {"msg": "{{ store_backup_cause }}"}}
    playbook.write_text(yaml.safe_dump([{"hosts": "clusters[0]", "gather_facts": False, "tasks": [read, seen]}]))

    assert message(play(home, str(playbook), **told)) == cause


def test_a_domain_that_cannot_be_one_is_named_before_anything_is_touched(home: Path) -> None:
    wrong = ["shop.example.com", "*.example.com"]

    run = play(home, "playbooks/domains.yml", store_id="demo", store_engine=ENGINE, store_domains_names=wrong)

    assert run.returncode != 0
    assert message(run) == "store_domains_names_1 cannot be '*.example.com': must be one name, without a wildcard."
