"""Other settings for a store on every engine: the shop has them; where they break it, it sells as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import expect

from functions.adapters.catalogue import FileCatalogue
from tests.cluster import browser
from tests.cluster.installation import PROJECT, kubectl, secret
from tests.cluster.platform import JSON, Platform
from tests.cluster.trade import not_tested, stores_on_all
from tests.cluster.walk import Walk, read_pages, until_sent
from tests.e2e import in_turn

ENGINES = FileCatalogue(PROJECT / "charts").engines()
WANTED = {"name": "Tea & <Cake> {{ 7 * 7 }}", "color": "#7a3e9d", "admin_email": "boss@shop-test.example"}
BROKEN = "No pod may be called so"


@pytest.fixture(scope="module")
def stores() -> Iterator[dict[str, JSON]]:
    """A store on every engine that is available here, all made at the same time; gone at the end."""
    with stores_on_all("c", name="Tea") as made:
        yield made


@pytest.fixture(params=in_turn(ENGINES))
def store(request: pytest.FixtureRequest, stores: dict[str, JSON]) -> JSON:
    """The store of each engine in turn."""
    if request.param not in stores:
        not_tested(request.param)
    return stores[request.param]


def changed(platform: Platform, store: JSON, *, status: str, **changes: str) -> JSON:
    """Ask for other settings, and return the operation as it ended."""
    answer = platform.http.patch(f"/api/stores/{store['id']}", json=changes)
    assert answer.status_code == httpx.codes.ACCEPTED, answer.text
    assert answer.json()["store"]["status"] == "upgrading"
    return platform.finish(answer.json()["operation"], status=status, seconds=600)


def assert_owner_signs_in(store: JSON, email: str, *, refused: bool = False) -> None:
    """Sign in at the shop's admin as its page wants it, by this address and the password that there is, or see it refused."""
    words = {"admin_email": email, "admin_password": secret(store["id"])["admin-password"]}
    pages = read_pages(PROJECT / f"charts/{store['engine']}/browser.yml")
    with browser.page() as page:
        walk = Walk(page, store["url"], words, secret={"admin_password"})
        walk.go("login", until_sent(pages["login"]) if refused else pages["login"])
        if refused:
            walk.go("refused", pages["refused"])


def assert_shop_is_called(store: JSON, name: str) -> None:
    """See the name where a buyer sees it."""
    with browser.page() as page:
        page.goto(store["url"], timeout=60_000)
        expect(page.get_by_text(name, exact=True).first).to_be_visible(timeout=30_000)


@contextmanager
def no_pod_called(store_id: str, name: str) -> Iterator[None]:
    """Let the cluster refuse the store's pods that are told this name."""
    called = f"no-{store_id}"
    rule = f"!object.spec.containers.exists(c, has(c.env) && c.env.exists(e, e.name == 'STORE_NAME' && e.value == '{name}'))"
    pods = {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}
    where = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": f"store-{store_id}"}}}
    policy = {
        "kind": "ValidatingAdmissionPolicy",
        "spec": {"matchConstraints": {"resourceRules": [pods]}, "validations": [{"expression": rule, "message": "not so"}]},
    }
    binding = {
        "kind": "ValidatingAdmissionPolicyBinding",
        "spec": {"policyName": called, "validationActions": ["Deny"], "matchResources": where},
    }
    made = [{"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": called}, **one} for one in (policy, binding)]
    kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": made}))
    try:
        yield
    finally:
        kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", called)


def test_a_shop_has_its_new_settings_and_what_was_installed(platform: Platform, store: JSON) -> None:
    before = platform.store(store["id"])

    operation = changed(platform, store, status="succeeded", **WANTED)

    after = platform.store(store["id"])
    assert {name: after[name] for name in WANTED} == WANTED
    assert (after["status"], after["reason"]) == ("ready", "")
    assert operation["result"]["settings"] == {"in_force": "new", "changed": ["name", "color", "admin_email"]}
    assert after["deployed"]["images"] == before["deployed"]["images"]
    assert after["deployed"]["revision"] == before["deployed"]["revision"] + 1
    assert_shop_is_called(store, WANTED["name"])
    assert_owner_signs_in(store, WANTED["admin_email"])
    assert_owner_signs_in(store, before["admin_email"], refused=True)


@pytest.mark.long  # the way back of an upgrade, in the short form, is the same
def test_where_they_break_the_shop_it_sells_on_the_old_ones(platform: Platform, store: JSON) -> None:
    before = platform.store(store["id"])

    with no_pod_called(store["id"], BROKEN):
        operation = changed(platform, store, status="failed", name=BROKEN, admin_email="other@shop-test.example")

    after = platform.store(store["id"])
    assert (after["status"], after["name"], after["admin_email"]) == ("ready", before["name"], before["admin_email"])
    assert after["reason"] == operation["reason"]
    assert "does not let pods of the shop in" in after["message"], after["message"]
    assert operation["result"]["settings"]["in_force"] == "old"
    assert_shop_is_called(store, before["name"])
    assert_owner_signs_in(store, before["admin_email"])


def test_what_is_so_already_takes_no_operation(platform: Platform, store: JSON) -> None:
    answer = platform.http.patch(f"/api/stores/{store['id']}", json={"name": platform.store(store["id"])["name"]})

    assert (answer.status_code, answer.json()["operation"]) == (httpx.codes.OK, None)
