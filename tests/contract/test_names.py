"""Names that have to be the same in places that do not know of each other."""

from __future__ import annotations

import ast
import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from functions.adapters.catalogue import FileCatalogue
from functions.application.ports.shops import EngineAdapter, OrderDesk
from functions.domain.cluster import Cluster
from functions.domain.engine import Engine
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Kind
from functions.domain.placement import chart_values
from functions.domain.store import StoreSpec
from functions.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
CHARTS = PROJECT / "charts"
ENGINES = FileCatalogue(CHARTS).engines()
KINDS = list(all_kinds().values())
# They work out what is asked for, or hand over to another role; there is nothing to wait for.
SILENT = {
    "store_spec",
    "store_hold",
    "store_plan",
    "store_rollback",
    "store_safe_mode",
    "store_mail",
    "store_payments",
    "store_domains",
    "store_update_extensions",
    "store_install_extensions",
}
# What a role includes for others that share it, and not on this kind's way.
NOT_THERE = {
    "upgrade": {"store_orders"},
    "plan": {"store_orders", "store_drill", "store_wake"},
    "update_extensions": {"store_orders", "store_drill", "store_wake", "store_namespace", "store_secret", "store_release"},
    "install_extensions": {"store_orders", "store_drill", "store_wake", "store_namespace", "store_secret", "store_release"},
    "rollback": {"store_drill", "store_wake", "store_secret", "store_release"},
}
STORE_ROLES = sorted(path.name for path in (PROJECT / "roles").glob("store_*"))
CLUSTER = Cluster(
    name="local", provider="kind", kubeconfig="/nowhere", domain="shops.example", scheme="https", ingress_port=443
)


def read(path: Path) -> Any:
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text())


def tasks_of(role: str) -> list[Any]:
    """The tasks of a role in their order, those of blocks and of files that it includes too."""

    def flat(tasks: list[Any]) -> list[Any]:
        inner = ([task, *flat([*task.get("block", ()), *task.get("rescue", ()), *task.get("always", ())])] for task in tasks)
        return [each for group in inner for each in group]

    folder = PROJECT / f"roles/{role}/tasks"
    files = [folder / "main.yml", *(path for path in sorted(folder.glob("*.yml")) if path.stem != "main")]
    return flat([task for file in files for task in read(file)])


def with_included(role: str) -> list[str]:
    """A role, and those that its tasks include, and so on."""
    included = (task.get("ansible.builtin.include_role") for task in tasks_of(role))
    return [role, *(name for found in included if found for name in with_included(found["name"]))]


def each_engine() -> pytest.MarkDecorator:
    """Run a test for every engine."""
    return pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))


def spec_of(engine: Engine, plan: str) -> StoreSpec:
    """A store with a name that is a template to anything that would evaluate it."""
    fields = {"id": "demo", "name": "{{ 7 * 7 }} {% raw %} $(id) \"'", "admin_email": "admin@demo.example"}
    return StoreSpec(engine=engine.name, plan=plan, cluster="local", **fields)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_kind_of_operation_has_a_playbook_of_roles_and_nothing_else(kind: Kind) -> None:
    plays = read(PROJECT / f"playbooks/{kind.name}.yml")

    assert len(plays) == 1 or kind.moves, "a play is about one cluster"
    for play in plays:
        more = {"vars", "any_errors_fatal"} if kind.moves else set()
        assert set(play) <= {"name", "hosts", "gather_facts", "force_handlers", "module_defaults", "roles", *more}
        assert play["gather_facts"] is False
        for role in play["roles"]:
            assert set(role) == {"role"}
            assert (PROJECT / "roles" / role["role"] / "tasks/main.yml").is_file()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_role_of_a_playbook_is_a_step_people_see_and_every_step_is_one(kind: Kind) -> None:
    plays = read(PROJECT / f"playbooks/{kind.name}.yml")
    roles = {name for play in plays for role in play["roles"] for name in with_included(role["role"])}

    assert roles - SILENT - NOT_THERE.get(kind.name, frozenset()) == {step.role for step in kind.steps}
    for step in kind.steps:
        tasks = [task["name"] for task in tasks_of(step.role)]
        assert not step.task or step.task in tasks


@each_engine()
def test_every_engine_has_a_chart_an_adapter_and_images(engine: Engine) -> None:
    assert read(CHARTS / engine.name / "Chart.yaml")["name"] == engine.name
    assert len(engine.images) == (3 if engine.scales else 2)
    for image in engine.images:
        assert (PROJECT / "images" / image).is_dir()
    module = import_module(f"functions.adapters.shops.{engine.adapter}")
    for made, port in ((module.Adapter, EngineAdapter), (module.Desk, OrderDesk)):
        for name, method in inspect.getmembers(port, inspect.isfunction):
            if not name.startswith("_"):
                assert inspect.signature(getattr(made, name)) == inspect.signature(method), name


def test_every_adapter_belongs_to_an_engine() -> None:
    modules = {path.stem for path in (PROJECT / "functions/adapters/shops").iterdir() if not path.stem.startswith("__")}

    assert modules - {"base"} == {engine.adapter for engine in ENGINES.values()}


@each_engine()
def test_a_rule_of_the_secret_copies_only_what_there_is(engine: Engine) -> None:
    assert {rule.source for rule in engine.secret_keys.values()} <= {None, "admin_email"}


@each_engine()
def test_the_values_of_every_plan_are_what_the_chart_takes(engine: Engine) -> None:
    schema = json.loads((CHARTS / engine.name / "values.schema.json").read_text())
    defaults = read(CHARTS / engine.name / "values.yaml")
    images = {name: f"localhost/storeyard/{name}:0123456789ab" for name in engine.images}

    for plan in engine.plans:
        values = chart_values(spec_of(engine, plan), CLUSTER, engine, images)
        jsonschema.validate(merged(defaults, values), schema)
        assert set(values) <= set(defaults)
        assert set(values["store"]) == set(schema["properties"]["store"]["properties"])
        assert values["store"]["url"] == "https://demo.shops.example"
        assert values["ingress"]["tls"] is True


def merged(defaults: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Values over a chart's defaults, as Helm merges them."""
    result = dict(defaults)
    for key, value in values.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


# What says where stores are placed and how many operations run there: a run has nothing to do with it.
OF_THE_PLATFORM = {"labels", "overcommit", "slots"}


def test_the_clusters_fields_are_what_the_role_hands_over() -> None:
    (task,) = read(PROJECT / "roles/store_spec/tasks/main.yml")

    assert set(task["store_spec"]["cluster"]) == set(Cluster.model_fields) - OF_THE_PLATFORM


@pytest.mark.parametrize("role", STORE_ROLES)
def test_every_variable_of_a_role_has_a_default_or_is_required(role: str) -> None:
    options = read(PROJECT / f"roles/{role}/meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    options = {name: option for name, option in options.items() if name.startswith(f"{role}_")}  # others: the spec's fields
    defaults = read(PROJECT / f"roles/{role}/defaults/main.yml") or {}

    assert set(options) == set(defaults) | {name for name, option in options.items() if option.get("required")}
    assert all(option["description"] for option in options.values())


@pytest.mark.parametrize("role", STORE_ROLES)
def test_the_tasks_that_are_ours_have_a_class(role: str) -> None:
    plugins = {path.stem for path in (PROJECT / f"roles/{role}/action_plugins").glob("*.py")}
    used = {key for task in tasks_of(role) for key in task if key.startswith("store_")}

    assert used == plugins


def test_make_up_passes_every_setting_on_to_the_platform() -> None:
    tree = ast.parse((PROJECT / "roles/platform/files/platform.py").read_text(encoding="utf-8"))
    (assigned,) = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SETTINGS"
    )
    prefixes = tuple(
        node.value for node in ast.walk(assigned) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )

    left_out = [field.alias for field in Settings.model_fields.values() if not (field.alias or "CLUSTER").startswith(prefixes)]
    assert left_out == []
