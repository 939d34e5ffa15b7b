"""A shop without the platform, as docs/helm.md walks: installed, sold from, changed, taken back and removed by Helm alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.kube.fence_objects import Fence, definitions
from functions.domain.placement import SECRET_NAME
from tests.cluster.installation import CACHE, HOME, PROJECT, kube, kubectl, run, traces, until
from tests.cluster.platform import Platform, unique
from tests.cluster.trade import not_tested
from tests.e2e import in_turn

ENGINES = {
    name: engine
    for name, engine in FileCatalogue(PROJECT / "charts").engines().items()
    if (PROJECT / f"charts/{name}/values-local.yaml").exists()
}
PAGE = (PROJECT / "docs/helm.md").read_text(encoding="utf-8")
EVERYTHING = (
    "all,persistentvolumeclaims,secrets,configmaps,ingresses,networkpolicies,resourcequotas,limitranges,poddisruptionbudgets,"
    "horizontalpodautoscalers"
)


@dataclass(frozen=True)
class Shop:
    """A release in a namespace of its own, both of one name."""

    name: str
    engine: str

    def helm(self, *arguments: str, timeout: float = 300) -> str:
        done = run("helm", f"--kubeconfig={HOME / 'kubeconfig'}", "--namespace", self.name, *arguments, timeout=timeout)
        return done.stdout

    def types(self, heading: str) -> str:
        """Follow a section of the page word by word, with this engine's chart and this name; return what was printed."""
        block = PAGE.partition(f"### {heading}\n")[2].partition("```sh\n")[2].partition("```")[0]
        words = re.sub(r"charts/[a-z-]+", f"charts/{self.engine}", block.replace("my-store", self.name))
        assert words.count("\n") > 3
        tools = f"PATH={CACHE / 'bin'}:$PATH KUBECONFIG={HOME / 'kubeconfig'}"
        return run("bash", "-euo", "pipefail", "-c", f"export {tools}\n{words}", timeout=500).stdout

    def apply(self, how: str, file: str, *more: str) -> str:
        """Install or upgrade with a file of values; return what Helm says."""
        chart = f"charts/{self.engine}"
        return self.helm(how, self.name, chart, "--values", f"{chart}/values-{file}.yaml", "--wait", "--timeout=4m", *more)

    def install(self, file: str, *more: str) -> str:
        return self.apply("install", file, "--create-namespace", *more)

    def sells(self) -> str:
        """Have Helm place its order; return what the pod said."""
        said = self.helm("test", self.name, "--logs")
        assert "the test order is removed" in said
        return said

    def secret(self) -> str:
        """What all the passwords and keys are, as a digest."""
        return hashlib.sha256(json.dumps(secret_in(self.name), sort_keys=True).encode()).hexdigest()

    def variable(self, name: str) -> str:
        """What the shop is told."""
        web = kube("--namespace", self.name, "get", "deployment", "web")["spec"]["template"]["spec"]["containers"][0]
        return next(str(each["value"]) for each in web["env"] if each["name"] == name)

    def left(self) -> set[str]:
        """What is in the namespace, but for what Kubernetes puts into each."""
        found = kubectl("--namespace", self.name, "get", EVERYTHING, "--output=name").split()
        return {each for each in found if each != "configmap/kube-root-ca.crt"}

    def traces(self) -> list[str]:
        """What in the cluster still names it, its volumes among it."""
        volumes = kube("get", "persistentvolumes")["items"]
        mine = [each for each in volumes if each["spec"].get("claimRef", {}).get("namespace") == self.name]
        return [*traces(self.name), *(each["metadata"]["name"] for each in mine)]


@pytest.fixture(params=in_turn(ENGINES))
def shop(request: pytest.FixtureRequest, platform: Platform) -> Iterator[Shop]:
    """No shop yet; its namespace is gone at the end."""
    if not platform.engines().get(request.param):
        not_tested(request.param)
    made = Shop(f"helm-{unique('shop')}", request.param)
    yield made
    kubectl("delete", "namespace", made.name, "--ignore-not-found", "--wait=false")


def test_helm_alone_makes_a_shop_that_sells(shop: Shop) -> None:
    said = shop.types("On this machine")

    assert f"http://{shop.name}.localhost{ENGINES[shop.engine].admin_path}" in said
    assert "on offer: " in said
    assert "the test order is removed" in said
    assert said.endswith(secret_in(shop.name)["admin-password"])


@pytest.mark.long
def test_upgrade_rollback_and_uninstall_are_helms_own_and_nothing_is_left(shop: Shop) -> None:
    shop.install("local", "--set", "store.sampleProducts=false")
    secret = shop.secret()
    kubectl("label", "namespace", shop.name, "pod-security.kubernetes.io/enforce=restricted")
    assert "a product is lent to the shop" in shop.sells()

    shop.apply("upgrade", "local", "--set", "store.name=Tea & Cake")
    assert (shop.variable("STORE_NAME"), shop.secret()) == ("Tea & Cake", secret)
    shop.helm("rollback", shop.name, "1", "--wait")
    assert (shop.variable("STORE_NAME"), shop.secret()) == ("My store", secret)
    shop.sells()

    shop.helm("uninstall", shop.name, "--wait")
    until(lambda: shop.left() == set(), f"nothing of {shop.name} is left", seconds=60)


@pytest.mark.long
def test_what_the_page_says_of_a_shops_life_is_so(shop: Shop) -> None:
    shop.install("local")

    shop.types("Upgrade, rollback, uninstall")

    until(lambda: shop.traces() == [], f"no trace of {shop.name}", seconds=60)


@pytest.mark.long
def test_a_servers_shop_is_taken_up_again_after_an_uninstallation(shop: Shop) -> None:
    said = ("--set", "host=shop.example.org", "--set", "image.registry=localhost/storeyard", "--set", "image.tag=local")
    shop.install("prod", *said)
    secret, first = shop.secret(), shop.sells()

    shop.helm("uninstall", shop.name, "--wait")
    until(lambda: not any("pod/" in each for each in shop.left()), "the shop's pods are gone", seconds=90)
    assert {f"secret/{SECRET_NAME}", "persistentvolumeclaim/uploads", "persistentvolumeclaim/data-db-0"} <= shop.left()

    shop.install("prod", *said)
    assert shop.secret() == secret
    assert numbers(shop.sells()) > numbers(first), "its database is the one that was there"


@pytest.mark.long
def test_the_fence_that_the_cluster_has_is_the_platforms(shop: Shop) -> None:
    shop.install("local")
    quota = ENGINES[shop.engine].plans["small"].quota

    for item in definitions(Fence(namespace=shop.name, labels={}, engine=shop.engine, plan="small", quota=quota)):
        if item["kind"] in {"NetworkPolicy", "ResourceQuota"}:
            there = kube("--namespace", shop.name, "get", item["kind"].lower(), item["metadata"]["name"])["spec"]
            assert there == {**there, **item["spec"]}


def secret_in(namespace: str) -> dict[str, str]:
    """What is in a shop's Secret."""
    data = kube("--namespace", namespace, "get", "secret", SECRET_NAME)["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


def numbers(said: str) -> int:
    """The number of the order that was placed."""
    line = next(line for line in said.splitlines() if "was placed" in line)
    return int("".join(character for character in line if character.isdigit()))
