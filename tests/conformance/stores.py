"""A store under test: made and removed by the plain playbooks, met through its adapter and its pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from playwright.sync_api import Page

from functions.adapters.shops import open_desk, open_shop
from functions.adapters.shops.base import Shop
from functions.application.ports.shops import EngineAdapter, OrderDesk
from functions.domain.engine import Engine
from functions.domain.order import Order
from tests.cluster.installation import HOME, PROJECT, helm, kubectl, run, secret
from tests.cluster.next_images import next_version
from tests.cluster.platform import address_of, unique
from tests.cluster.playbooks import play
from tests.cluster.pods import serving
from tests.cluster.walk import Walk

COUNTRY, CURRENCY = "DE", "EUR"
BUYER = {
    "email": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Example",
    "address": "Unter den Linden 1",
    "postcode": "10117",
    "city": "Berlin",
    "country": COUNTRY,
    "phone": "+493000000",
}
# By the word that browser.yml uses: the key of the Secret.
OWNER = {"admin_email": "admin-email", "admin_password": "admin-password"}
ANNOTATION = "storeyard/conformance"
UPGRADE_SECONDS = 300


@dataclass
class LiveStore:
    """A store, what the playbook said of it, and the orders that were placed there.

    `variables` are those of the playbooks that are not as usual, by their names.
    """

    id: str
    engine: Engine
    variables: dict[str, str] = field(default_factory=dict)
    recap: dict[str, int] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def namespace(self) -> str:
        """Where it is."""
        return f"store-{self.id}"

    @cached_property
    def url(self) -> str:
        """Its public address, as its chart was told."""
        found: str = helm("--namespace", self.namespace, "get", "values", self.id)["store"]["url"]
        return found

    @cached_property
    def credentials(self) -> dict[str, str]:
        """What its Secret holds."""
        return secret(self.id)

    def adapter(self, credentials: Mapping[str, str] | None = None) -> EngineAdapter:
        """Return the engine's adapter on it, with its own credentials or others."""
        address, port = address_of(self.url)
        given = self.credentials if credentials is None else credentials
        return open_shop(self.engine.adapter, Shop(self.url, address, port, COUNTRY, CURRENCY, given))

    def desk(self) -> OrderDesk:
        """Return the engine's desk on it."""
        address, port = address_of(self.url)
        return open_desk(self.engine.adapter, Shop(self.url, address, port, COUNTRY, CURRENCY, self.credentials))

    def walk(self, page: Page, **words: str) -> Walk:
        """Return a person at its pages, who knows the buyer's data and the owner's password."""
        owner = {word: self.credentials[key] for word, key in OWNER.items()}
        return Walk(page, self.url, {**BUYER, **owner, **words}, secret={"admin_password"}, album=self.engine.name)

    def made_up(self) -> dict[str, str]:
        """Return what of its Secret was made for it alone: all but what is copied from the request."""
        return {key: self.credentials[key] for key, rule in self.engine.secret_keys.items() if rule.source is None}


def provision(store: LiveStore) -> dict[str, int]:
    """Make a store, or make sure that it is as it should be."""
    return _play("provision.yml", store)


def verify(store: LiveStore) -> dict[str, int]:
    """Have a store prove that it sells."""
    return _play("verify.yml", store)


def remove(store: LiveStore) -> dict[str, int]:
    """Remove a store."""
    return _play("delete.yml", store)


def _play(playbook: str, store: LiveStore) -> dict[str, int]:
    more = [word for name, value in store.variables.items() for word in ("-e", f"{name}={value}")]
    return play(playbook, store.id, store.engine.name, *more)


@contextmanager
def living(word: str, engine: Engine, **variables: str) -> Iterator[LiveStore]:
    """A store with this word in its id; whatever of it is left at the end is removed."""
    # Engines are tried at once, each in a process of its own.
    made = LiveStore(unique(f"{word}-{engine.name[:3]}"), engine, variables)
    try:
        made.recap = provision(made)
        yield made
    finally:
        if kubectl("get", "namespace", made.namespace, "--ignore-not-found"):
            remove(made)


def next_revision(engine: Engine, folder: Path) -> Path:
    """Return a copy of the engine's chart, one version on, whose pods carry an annotation more."""
    shutil.copytree(PROJECT / "charts" / engine.name, folder / engine.name, ignore=shutil.ignore_patterns("ci", "tests"))
    chart = folder / engine.name / "Chart.yaml"
    # The copy holds the library itself, where the chart has a link to it.
    version = yaml.safe_load(chart.read_text())["version"]
    chart.write_text(chart.read_text().replace(f"\nversion: {version}\n", f"\nversion: {next_version(version)}\n"))
    for file in (folder / engine.name / "templates").glob("*.yaml"):
        file.write_text(annotated_pods(file.read_text()))
    return chart.parent


def annotated_pods(template: str) -> str:
    """A template whose pods carry the annotation; the one that is there already, if any, is kept."""

    def add(found: re.Match[str]) -> str:
        head, indent, there = found[1], found[2], found[3]
        return f"{head}{there or f'{indent}annotations:' + chr(10)}{indent}  {ANNOTATION}: next\n"

    return re.sub(r"(^ {2}template:\n {4}metadata:\n)(?=( +))( +annotations:\n)?", add, template, flags=re.MULTILINE)


def upgrade(store: LiveStore, chart: Path) -> None:
    """Upgrade a store's release to another chart, as it is otherwise."""
    _helm(store, "upgrade", store.id, str(chart), "--reuse-values")


def roll_back(store: LiveStore, revision: int) -> None:
    """Take a store's release back to an earlier revision."""
    _helm(store, "rollback", store.id, str(revision))


def _helm(store: LiveStore, *command: str) -> None:
    where = [f"--kubeconfig={HOME / 'kubeconfig'}", "--namespace", store.namespace]
    run("helm", *where, *command, "--wait", f"--timeout={UPGRADE_SECONDS}s", timeout=UPGRADE_SECONDS + 30)


def annotated(store: LiveStore) -> set[bool]:
    """Return whether the pods of the store's shop and database carry the annotation."""
    return {ANNOTATION in pod["metadata"].get("annotations", {}) for pod in serving(store.id)}
