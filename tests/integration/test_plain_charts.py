"""Charts as a person installs them, without the platform: what it does beside a chart, the chart does by values then."""

from __future__ import annotations

import base64
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from functions.adapters.catalogue import read_engine
from functions.adapters.kube.fence_objects import Fence, definitions
from functions.adapters.kube.secret import ALPHABET
from functions.domain.engine import Engine
from functions.domain.placement import INSTALLATION_LABEL, SECRET_NAME, STORE_LABEL
from functions.domain.store import default_email
from tests.integration.test_charts import HELM, KUBERNETES, ROOT, helm

# A new engine may do without (docs/engines.md).
ENGINES = sorted(path.parent.name for path in ROOT.glob("charts/*/values-local.yaml"))
RELEASE = "my-store"
REGISTRY = "registry.example.org/storeyard"
# By the file of values: what a person has to say besides, and the plan that it is.
SAID = {"local": (), "prod": ("--set", "host=shop.example.org", "--set", f"image.registry={REGISTRY}")}
PLANS = {"local": "small", "prod": "medium"}
BESIDE = {"ConfigMap", "LimitRange", "Pod", "ResourceQuota", "Secret"}  # kinds that the platform's releases do not have
Object = dict[str, Any]

pytestmark = pytest.mark.skipif(HELM is None, reason="helm is not installed (make up, or roles/tools/files/tools.sh)")


def each_engine() -> pytest.MarkDecorator:
    """Run a test for every chart that a person may install."""
    return pytest.mark.parametrize("engine", ENGINES)


def each_file() -> pytest.MarkDecorator:
    """Run a test for every file of values."""
    return pytest.mark.parametrize("file", SAID)


def templated(engine: str, file: str, *more: str) -> subprocess.CompletedProcess[str]:
    values = f"charts/{engine}/values-{file}.yaml"
    return helm("template", RELEASE, f"charts/{engine}", "--namespace", RELEASE, "--values", values, *SAID[file], *more)


@cache
def plain(engine: str, file: str = "local", *more: str) -> tuple[Object, ...]:
    """The objects of a release, with those that `helm test` makes."""
    done = templated(engine, file, *more)
    assert done.returncode == 0, done.stderr
    return tuple(item for item in yaml.safe_load_all(done.stdout) if item)


def the(engine: str, kind: str, name: str, *more: str, file: str = "local") -> Object:
    """One object of a release."""
    (found,) = [item for item in plain(engine, file, *more) if (item["kind"], item["metadata"]["name"]) == (kind, name)]
    return found


def catalogued(engine: str) -> Engine:
    return read_engine(ROOT / f"charts/{engine}/engine.yml")


def secret(engine: str, *more: str) -> dict[str, str]:
    data = the(engine, "Secret", SECRET_NAME, *more)["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


@each_file()
@each_engine()
def test_lint_is_clean_and_every_object_is_valid(engine: str, file: str) -> None:
    linted = helm("lint", "--strict", f"charts/{engine}", "--values", f"charts/{engine}/values-{file}.yaml", *SAID[file])

    assert linted.returncode == 0, linted.stdout + linted.stderr
    for item in plain(engine, file):
        kubernetes_validate.validate(item, KUBERNETES, strict=True)


@each_file()
@each_engine()
def test_the_fence_is_the_platforms(engine: str, file: str) -> None:
    plan = PLANS[file]
    quota = catalogued(engine).plans[plan].quota
    ours = definitions(Fence(namespace=RELEASE, labels={}, engine=engine, plan=plan, quota=quota))
    # What is there before a release is: the namespace, which NOTES.txt says how to label, and its default ServiceAccount.
    assert {item["kind"] for item in ours} - {"ResourceQuota", "LimitRange", "NetworkPolicy"} == {"Namespace", "ServiceAccount"}

    for item in ours:
        if item["kind"] not in {"Namespace", "ServiceAccount"}:
            made = the(engine, item["kind"], item["metadata"]["name"], file=file)
            assert (made["apiVersion"], made["spec"]) == (item["apiVersion"], item["spec"])


@each_engine()
def test_what_differs_of_a_plans_quota_is_said(engine: str) -> None:
    more = ("--set-string", "fence.quota.pods=12", "--set-string", r"fence.quota.limits\.memory=9Gi")
    hard = the(engine, "ResourceQuota", "plan", *more)["spec"]["hard"]

    assert hard == {**catalogued(engine).plans["small"].quota, "pods": "12", "limits.memory": "9Gi"}
    assert the(engine, "LimitRange", "plan", *more)["spec"]["limits"][0]["max"] == {"memory": "9Gi"}


@each_engine()
def test_the_secret_is_made_by_the_rules_of_the_engine(engine: str) -> None:
    rules, made = catalogued(engine).secret_keys, secret(engine)

    assert set(made) == set(rules)
    for key, rule in rules.items():
        if rule.source:
            assert made[key] == default_email(RELEASE)
        else:
            alphabet, length = ("0-9a-f", rule.hex) if rule.hex else (re.escape(ALPHABET), rule.length)
            assert re.fullmatch(f"{re.escape(rule.prefix)}[{alphabet}]{{{length}}}", made[key]), key
    assert len({*made.values(), *secret(engine, "--set", "store.color=#000000").values()}) == 2 * len(made) - 1, (
        "but the e-mail"
    )


@each_engine()
def test_a_secret_that_is_there_is_used_and_none_is_made(engine: str) -> None:
    more = ("--set", "secret.create=false", "--set", "secret.existing=from-vault")
    items = plain(engine, "local", *more)
    text = yaml.safe_dump_all(items)

    assert not [item for item in items if item["kind"] == "Secret"]
    assert (SECRET_NAME in text, "from-vault" in text) == (False, True)


@each_engine()
def test_what_a_person_leaves_out_is_made_of_the_releases_name(engine: str) -> None:
    environment = environment_of(the(engine, "Deployment", "web", "--set", "store.name="))
    (rule,) = the(engine, "Ingress", "web")["spec"]["rules"]

    assert rule["host"] == "my-store.localhost"
    assert (environment["STORE_URL"], environment["STORE_NAME"]) == ("http://my-store.localhost", RELEASE)


@each_engine()
def test_the_owner_the_address_and_the_content_are_values(engine: str) -> None:
    fields = {"name": "Tea & Cake", "adminEmail": "boss@tea.example", "country": "AT", "sampleProducts": "false"}
    more = [word for name, value in fields.items() for word in ("--set", f"store.{name}={value}")]
    environment = environment_of(the(engine, "Deployment", "web", *more, file="prod"))

    assert environment["STORE_URL"] == "https://shop.example.org"
    assert environment["STORE_NAME"] == "Tea & Cake"
    assert (environment["STORE_COUNTRY"], environment["STORE_SAMPLE_PRODUCTS"]) == ("AT", "false")
    assert secret(engine, *more)["admin-email"] == "boss@tea.example"


@each_engine()
def test_a_server_has_the_given_certificate_and_the_clusters_storage_class(engine: str) -> None:
    (tls,) = the(engine, "Ingress", "web", "--set", "ingress.tlsSecretName=wildcard", file="prod")["spec"]["tls"]
    named = the(engine, "PersistentVolumeClaim", "uploads", "--set", "storageClass=fast", file="prod")["spec"]

    assert tls == {"hosts": ["shop.example.org"], "secretName": "wildcard"}
    assert "storageClassName" not in the(engine, "PersistentVolumeClaim", "uploads", file="prod")["spec"]
    assert named["storageClassName"] == "fast"


@each_engine()
def test_a_servers_sizes_are_those_of_the_plan_medium(engine: str) -> None:
    plan = catalogued(engine).plans["medium"]
    values = yaml.safe_load((ROOT / f"charts/{engine}/values-prod.yaml").read_text())
    several = {"replicas": plan.replicas} if plan.replicas > 1 else {}

    assert values["web"] == {**plan.values["web"], **several}
    assert values["db"] == plan.values["db"]
    assert ("queue" in values) == (plan.replicas > 1)


@each_engine()
def test_images_are_those_of_the_registry_or_as_they_are_named(engine: str) -> None:
    version = yaml.safe_load((ROOT / f"charts/{engine}/Chart.yaml").read_text())["version"]
    known = {f"{REGISTRY}/{name}:{version}" for name in catalogued(engine).images}

    assert images_of(plain(engine, "prod")) <= known
    assert images_of(plain(engine)) <= {f"localhost/storeyard/{name}:local" for name in catalogued(engine).images}
    assert "example.org/own:1" in images_of(plain(engine, "prod", "--set", "image.web=example.org/own:1"))


@each_engine()
def test_the_test_is_a_pod_inside_the_fence_with_its_keys_as_files(engine: str) -> None:
    pod = the(engine, "Pod", "test")
    (container,) = pod["spec"]["containers"]
    web = the(engine, "NetworkPolicy", "web")["spec"]["ingress"][0]["from"]
    (way,) = the(engine, "NetworkPolicy", "test")["spec"]["egress"]

    assert pod["metadata"]["annotations"]["helm.sh/hook"] == "test"
    assert way["to"] == [{"podSelector": {"matchLabels": selector("web")}}]
    assert {"podSelector": {"matchLabels": selector("test")}} in web
    assert selector("test").items() <= pod["metadata"]["labels"].items()
    assert {variable["name"] for variable in container["env"]} == {
        "STORE_ADDRESS",
        "STORE_COUNTRY",
        "STORE_CURRENCY",
        "STORE_SECRETS",
        "STORE_URL",
    }
    assert all("valueFrom" not in variable for variable in container["env"])
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert {"requests", "limits"} <= set(container["resources"])
    (file,) = the(engine, "ConfigMap", "test")["data"].values()
    assert file.strip() == (next((ROOT / f"charts/{engine}/files").iterdir())).read_text().strip()


@pytest.mark.parametrize("after", ["keep", "delete", ""])
@each_engine()
def test_an_uninstallation_keeps_or_takes_all_of_the_data(engine: str, after: str) -> None:
    more = ("--set", f"onUninstall={after}")
    holds = [the(engine, "PersistentVolumeClaim", "uploads", *more), the(engine, "Secret", SECRET_NAME, *more)]
    database = the(engine, "StatefulSet", "db", *more)["spec"]
    deletes = {"whenDeleted": "Delete", "whenScaled": "Retain"}

    kept = [item["metadata"].get("annotations", {}).get("helm.sh/resource-policy") == "keep" for item in holds]
    assert kept == [after == "keep"] * 2
    assert database.get("persistentVolumeClaimRetentionPolicy") == (deletes if after == "delete" else None)


@each_engine()
def test_no_platform_takes_a_shop_of_a_person_for_its_own(engine: str) -> None:
    labels = [item["metadata"]["labels"] for item in plain(engine)]
    labels += [claim["metadata"]["labels"] for claim in the(engine, "StatefulSet", "db")["spec"]["volumeClaimTemplates"]]

    assert all((each[STORE_LABEL], each[INSTALLATION_LABEL]) == (RELEASE, "helm") for each in labels)


@each_engine()
def test_nothing_of_this_is_in_a_release_of_the_platform(engine: str) -> None:
    case = ("demo", f"charts/{engine}", "--values", f"charts/{engine}/ci/small-values.yaml")
    unused = "host=other.example.org,domain=example.org,fence.plan=large,image.registry=example.org,image.tag=other"

    theirs, same = helm("template", *case), helm("template", *case, "--set", unused)

    assert theirs.returncode == 0, theirs.stderr
    assert same.stdout == theirs.stdout
    items = [item for item in yaml.safe_load_all(theirs.stdout) if item]
    assert not {item["kind"] for item in items} & BESIDE
    assert "default-deny" not in theirs.stdout
    assert INSTALLATION_LABEL not in theirs.stdout
    assert "helm.sh/" not in theirs.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["domain="], "host is empty: say at which host name the shop is to be"),
        (["secret.create=false"], "secret.create is false and secret.existing is empty"),
        (["secret.existing=other"], "secret.create is true and secret.existing is other"),
        (["image.registry="], "is empty: playbooks/images.yml builds the images"),
        (["host=Shop.example.org"], "'/host'"),
        (["secret.create=perhaps"], "'/secret/create'"),
        (["fence.plan=huge"], "'/fence/plan'"),
        (["onUninstall=perhaps"], "'/onUninstall'"),
        (["ingress.tlsSecretName="], "'/ingress/tlsSecretName'"),
        (["image.tag=a b"], "'/image/tag'"),
        (["store.adminEmail=nobody"], "'/store/adminEmail'"),
        (["store.url=http://other.example.org"], "store.url is http://other.example.org, which is not on store.host"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
@each_engine()
def test_what_cannot_be_is_refused_with_field_and_rule(engine: str, change: list[str], said: str) -> None:
    done = templated(engine, "local", *(word for each in change for word in ("--set", each)))

    assert done.returncode != 0
    assert said in done.stderr


@each_engine()
def test_the_notes_say_the_address_and_how_to_get_the_password(engine: str) -> None:
    values = f"charts/{engine}/values-local.yaml"
    done = helm("install", RELEASE, f"charts/{engine}", "--namespace", RELEASE, "--values", values, "--dry-run=client")
    notes = done.stdout.partition("NOTES:")[2]

    assert f"http://my-store.localhost{catalogued(engine).admin_path}" in notes
    assert default_email(RELEASE) in notes
    assert "kubectl -n my-store get secret store-secret -o jsonpath='{.data.admin-password}' | base64 -d" in notes
    assert "helm test my-store -n my-store" in notes
    assert "kubectl label namespace my-store pod-security.kubernetes.io/enforce=restricted" in notes


@each_engine()
def test_a_packed_chart_has_what_it_reads(engine: str, tmp_path: Path) -> None:
    packed = helm("package", f"charts/{engine}", "--destination", str(tmp_path))
    (archive,) = tmp_path.glob("*.tgz")

    assert packed.returncode == 0, packed.stderr
    done = helm("template", RELEASE, str(archive), "--values", f"charts/{engine}/values-local.yaml")
    assert done.returncode == 0, done.stderr
    assert "name: default-deny" in done.stdout


def selector(component: str) -> dict[str, str]:
    return {"app.kubernetes.io/component": component, STORE_LABEL: RELEASE}


def environment_of(deployment: Object) -> dict[str, str]:
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    return {variable["name"]: variable["value"] for variable in container["env"]}


def images_of(items: tuple[Object, ...]) -> set[str]:
    return set(re.findall(r"^\s*(?:- )?image: (\S+)$", yaml.safe_dump_all(items), re.MULTILINE))


def test_there_is_a_chart_that_a_person_may_install() -> None:
    assert ENGINES
