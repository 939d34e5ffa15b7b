"""What charts, engine.yml files, images and Python must agree on."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from functions.adapters.catalogue import read_engine
from functions.adapters.kube.data_pod import RESOURCES
from functions.domain.cluster import Cluster
from functions.domain.placement import chart_values
from functions.domain.store import StoreSpec
from tests.cluster.installation import PROJECT
from tests.conformance.stores import annotated_pods

TEMPLATES = [
    path
    for engine in sorted((PROJECT / "charts").glob("*/engine.yml"))
    for path in sorted(engine.parent.glob("templates/*.yaml"))
]

ROOT = Path(__file__).resolve().parents[2]
ENGINES = sorted(path.parent.name for path in ROOT.glob("charts/*/engine.yml"))
PLANS = ("small", "medium", "large")
UNITS = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def load(path: str) -> Any:
    text = (ROOT / path).read_text(encoding="utf-8")
    return json.loads(text) if path.endswith(".json") else yaml.safe_load(text)


def values_of(engine: str, plan: str, **spec_fields: Any) -> dict[str, Any]:
    """The values as a provisioned store gets them."""
    spec = StoreSpec.model_validate(
        {
            "id": "demo",
            "name": "Demo {{ x }}",
            "engine": engine,
            "plan": plan,
            "cluster": "local",
            "admin_email": "admin@demo.example",
            **spec_fields,
        }
    )
    cluster = Cluster.model_validate({"name": "local", "provider": "kind", "kubeconfig": "/k", "domain": "localhost"})
    read = read_engine(ROOT / f"charts/{engine}/engine.yml")
    return chart_values(spec, cluster, read, {name: f"localhost/storeyard/{name}:0123456789ab" for name in read.images})


def merged(defaults: Any, values: Any) -> Any:
    """A chart's values as Helm puts them over its defaults."""
    if not (isinstance(defaults, dict) and isinstance(values, dict)):
        return values
    return {**defaults, **{name: merged(defaults.get(name), value) for name, value in values.items()}}


def quantity(text: str | float) -> float:
    """A Kubernetes quantity as a number."""
    text = str(text)
    if text[-2:] in UNITS:
        return float(text[:-2]) * UNITS[text[-2:]]
    return float(text[:-1]) / 1000 if text.endswith("m") else float(text)


def broken_rules(content: Any, schema: str) -> list[str]:
    """Where a file breaks its schema, one line each: what a person reads who wrote the file."""
    found = jsonschema.Draft202012Validator(load(schema)).iter_errors(content)
    return [f"{error.json_path}: {error.message}" for error in sorted(found, key=lambda error: error.json_path)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", ["engine", "browser"])
def test_what_an_engine_says_of_itself_follows_the_schema(engine: str, file: str) -> None:
    assert broken_rules(load(f"charts/{engine}/{file}.yml"), f"charts/{file}.schema.json") == []


def parts_of(schema: Any, name: str) -> list[tuple[str, dict[str, Any]]]:
    """Every property that a schema defines at any depth, with its place."""
    if isinstance(schema, list):
        return [part for item in schema for part in parts_of(item, name)]
    if not isinstance(schema, dict):
        return []
    own = [(f"{name}.{key}", part) for key, part in schema.get("properties", {}).items()]
    return own + [part for key, value in schema.items() for part in parts_of(value, f"{name}.{key}")]


@pytest.mark.parametrize("schema", ["charts/engine.schema.json", "charts/browser.schema.json"])
def test_a_schema_is_valid_and_describes_every_property(schema: str) -> None:
    content = load(schema)
    known = parts_of(content, "$")

    jsonschema.Draft202012Validator.check_schema(content)
    assert len(known) > 15
    assert [name for name, part in known if not part.get("description")] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": None}, "$.title: None is not of type 'string'"),
        ({"version": 2.21}, "$.version: 2.21 is not of type 'string'"),
        ({"admin_path": "http://elsewhere"}, "$.admin_path: 'http://elsewhere' does not match '^/[A-Za-z0-9._/-]*$'"),
        ({"colour": "red"}, "$: Additional properties are not allowed ('colour' was unexpected)"),
        ({"images": ["one"]}, "$.images: ['one'] is too short"),
        ({"plans": {}}, "$.plans: 'small' is a required property"),
        ({"secret_keys": {"admin-email": {"from": "admin_email"}}}, "$.secret_keys: 'admin-password' is a required property"),
        ({"timeouts": {"helm": 5}}, "$.timeouts.helm: 5 is less than the minimum of 30"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
@pytest.mark.parametrize("engine", ENGINES[:1])
def test_a_wrong_engine_yml_is_told_with_place_and_rule(engine: str, change: dict[str, Any], said: str) -> None:
    assert said in broken_rules({**load(f"charts/{engine}/engine.yml"), **change}, "charts/engine.schema.json")


@pytest.mark.parametrize("engine", ENGINES[:1])
def test_a_missing_key_is_told(engine: str) -> None:
    content = load(f"charts/{engine}/engine.yml")

    for key in load("charts/engine.schema.json")["required"]:
        without = {name: value for name, value in content.items() if name != key}
        assert broken_rules(without, "charts/engine.schema.json") == [f"$: '{key}' is a required property"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_chart_is_packed_without_what_only_others_read(engine: str) -> None:
    ignored = set((ROOT / f"charts/{engine}/.helmignore").read_text().split())

    people = {path.name for path in (ROOT / f"charts/{engine}").glob("values-*.yaml")} | {"README.md"}
    assert {"browser.yml", "ci/", "tests/"} <= ignored
    assert not (ROOT / f"charts/{engine}/README.md").exists() or people <= ignored, "no release of the platform holds them"
    alone = (ROOT / f"charts/{engine}/values-local.yaml").exists()
    assert ("engine.yml" in ignored) != alone, "what makes a shop without the platform is read from there"


@pytest.mark.parametrize("engine", ENGINES)
def test_engine_names_what_exists(engine: str) -> None:
    read = read_engine(ROOT / f"charts/{engine}/engine.yml")

    assert importlib.util.find_spec(f"functions.adapters.shops.{read.adapter}")
    assert all((ROOT / "images" / name / "Containerfile").is_file() for name in read.images)
    assert load(f"charts/{engine}/Chart.yaml")["appVersion"] == read.version
    assert f"images: [{', '.join(read.images)}]" in (ROOT / f"charts/{engine}/engine.yml").read_text(), (
        "images.sh reads this line"
    )


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("engine", ENGINES)
def test_chart_takes_the_values_of_a_store(engine: str, plan: str) -> None:
    defaults = load(f"charts/{engine}/values.yaml")

    jsonschema.validate(merged(defaults, values_of(engine, plan)), load(f"charts/{engine}/values.schema.json"))


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("engine", ENGINES)
def test_pods_and_volumes_of_a_plan_fit_its_quota(engine: str, plan: str) -> None:
    quota = load(f"charts/{engine}/engine.yml")["plans"][plan]["quota"]
    values = values_of(engine, plan)
    defaults = load(f"charts/{engine}/values.yaml")
    parts, shops = [values["web"], values["db"], {"resources": RESOURCES}], 1
    if values.get("queue", {}).get("enabled"):  # its pods are replaced one by one: each may still end while all new ones start
        shops = 2 * values["web"]["replicas"]
        parts += [values["web"]] * (shops - 1) + [defaults["queue"]]
        assert shops * values["web"]["connections"] + 10 <= values["db"]["connections"]

    for side in ("requests", "limits"):
        for resource in ("cpu", "memory"):
            used = sum(quantity(part["resources"][side][resource]) for part in parts)
            assert used <= quantity(quota[f"{side}.{resource}"]), f"{side}.{resource}"
    claimed = [part["storage"] for part in (values["web"], values["db"], defaults.get("queue", {"storage": "0Gi"}))]
    assert sum(map(quantity, claimed)) <= quantity(quota["requests.storage"])
    assert len(claimed) <= int(quota["persistentvolumeclaims"])
    assert len(parts) + 1 <= int(quota["pods"]), "and the gate"


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_copy_of_a_store_has_one_pod_whatever_its_plan(engine: str, plan: str) -> None:
    values = values_of(engine, plan, is_copy=True)

    assert values["web"].get("replicas", 1) == 1
    assert not values.get("queue", {}).get("enabled", False)


def test_several_pods_are_what_some_plan_has() -> None:
    assert any(values_of(engine, plan)["web"].get("replicas", 1) > 1 for engine in ENGINES for plan in PLANS)


@pytest.mark.parametrize("engine", ENGINES)
def test_schema_knows_every_default_and_no_other_key(engine: str) -> None:
    schema = load(f"charts/{engine}/values.schema.json")
    open_objects = [name for name, part in walk(schema) if part.get("type") == "object" and "additionalProperties" not in part]

    assert set(load(f"charts/{engine}/values.yaml")) <= set(schema["properties"])
    assert open_objects in ([], ["global", "store-common"]), "only Helm's own keys are open"


@pytest.mark.parametrize("engine", ENGINES)
def test_chart_asks_for_the_secret_keys_that_are_made(engine: str) -> None:
    made = set(load(f"charts/{engine}/engine.yml")["secret_keys"])
    templates = "".join(path.read_text() for path in ROOT.glob(f"charts/{engine}/templates/*.yaml"))

    assert all(f'"{key}"' in templates for key in made)


@pytest.mark.parametrize("engine", ENGINES)
def test_library_is_linked_so_that_nothing_is_fetched(engine: str) -> None:
    link = ROOT / f"charts/{engine}/charts/store-common"

    assert link.is_symlink()
    assert link.resolve() == ROOT / "charts/store-common"


def walk(schema: dict[str, Any], name: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its name."""
    return [(name, schema), *(item for key, part in schema.get("properties", {}).items() for item in walk(part, key))]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_the_next_revision_of_a_chart_annotates_pods_once(template: Path) -> None:
    """A second key of the same name would hide the first: pods have their own annotations before anything else."""
    pods = annotated_pods(template.read_text(encoding="utf-8")).split("\n  template:\n")[1:]

    for pod in pods:
        assert pod.partition("\n    spec:")[0].count("      annotations:\n") == 1
