"""Rules and dashboard of charts/storeyard: what they ask for is what /metrics has, by name and by label."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import yaml

from functions.application.ports.repository import Insert
from functions.domain.certificate import ShownCertificate
from functions.domain.kinds import all_kinds
from functions.settings import PROJECT
from tests.fakes.platform import START
from tests.functional.api.client import Api
from tests.functional.api.test_prometheus import parse, scrape

FILES = PROJECT / "charts/storeyard/files"
RULES = yaml.safe_load((FILES / "rules.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
DASHBOARD = json.loads((FILES / "dashboard.json").read_text(encoding="utf-8"))
# What others say, and who.
FOREIGN = {
    "kube_cronjob_status_last_successful_time": "kube-state-metrics",
    "traefik_tls_certs_not_after": "Traefik",
    "certmanager_certificate_expiration_timestamp_seconds": "cert-manager",
}
METRIC = re.compile(r"\b((?:storeyard|process|kube|traefik|certmanager)_[a-z0-9_]+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'([a-z_]+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"')
GROUPED = re.compile(r"\b(?:by|on)\s*\(([^)]*)\)")
OF_THE_SCRAPE = {"job", "instance"}


def expressions() -> Iterator[tuple[str, str]]:
    """Every expression, with what it stands in."""
    yield from ((rule["alert"], rule["expr"]) for rule in RULES)
    for panel in DASHBOARD["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel.get("targets", []))
    yield from ((note["name"], note["expr"]) for note in DASHBOARD["annotations"]["list"])
    yield "the dashboard's jobs", DASHBOARD["templating"]["list"][1]["query"]["query"]


@pytest.fixture(scope="module")
def offered() -> dict[str, set[str]]:
    """The samples of /metrics by name, with the labels that they have."""
    api = Api()
    api.create("demo")
    api.finish("demo")
    api.get("/api/stores")
    soon = START + timedelta(days=9)
    shown = ShownCertificate(host="demo.localhost", store_id="demo", not_after=soon, renew_by=soon, expires_at=soon)
    api.platform.repository.commit(Insert(shown))
    found: dict[str, set[str]] = {}
    for name, family in parse(scrape(api).text).items():
        for ending, labels in family.samples:
            found.setdefault(name + ending, set()).update(label for label, _ in labels)
    return found


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_what_is_asked_for_is_there(where: str, expression: str, offered: dict[str, set[str]]) -> None:
    asked = METRIC.findall(expression)

    assert asked, where
    for name, matchers in asked:
        if name in FOREIGN:
            continue
        assert name in offered, where
        labels = {label for label, _ in MATCHER.findall(matchers)}
        assert labels <= offered[name] | OF_THE_SCRAPE, where
    known = set().union(*(offered.get(name, set()) for name, _ in asked)) | OF_THE_SCRAPE
    grouped = {label.strip() for group in GROUPED.findall(expression) for label in group.split(",")}
    assert grouped <= known, where


def test_kinds_that_rules_name_are_kinds() -> None:
    named = {
        kind
        for _, text in expressions()
        for label, value in MATCHER.findall(text)
        if label == "kind"
        for kind in value.split("|")
    }

    assert named
    assert named <= set(all_kinds())


def test_every_metric_of_the_platform_is_looked_at(offered: dict[str, set[str]]) -> None:
    """One that nobody looks at is a cost, or a panel that was forgotten."""
    looked_at = {name for _, text in expressions() for name, _ in METRIC.findall(text)}

    endings = ("_sum", "_count")  # of histograms, whose buckets are shown
    assert {name for name in offered if not name.endswith(endings)} <= looked_at


def test_every_rule_says_how_bad_it_is_and_is_tested() -> None:
    tested = "".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "tests/charts").glob("rules*_test.yaml")))

    for rule in RULES:
        assert rule["labels"]["severity"] in {"critical", "warning"}, rule["alert"]
        assert set(rule["annotations"]) == {"summary", "description"}, rule["alert"]
        assert re.search(rf"alertname: {rule['alert']}\n\s+exp_alerts:\n\s+- exp_labels", tested), (
            f"{rule['alert']} never fires"
        )
        assert f"alertname: {rule['alert']}}}" in tested, f"{rule['alert']} is never still"


def test_panels_have_ids_of_their_own_and_do_not_overlap() -> None:
    panels = DASHBOARD["panels"]
    cells = [
        (place["x"] + x, place["y"] + y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["w"])
        for y in range(place["h"])
    ]

    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
