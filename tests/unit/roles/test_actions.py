"""The roles' own tasks as Ansible calls them: arguments in, a result or a sentence out."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.template import Templar

from functions.actions import delete, namespace, release, secret, verify
from functions.actions.base import StoreAction
from functions.actions.configure import SettingsAction
from functions.actions.delete import BeginAction, StepAction
from functions.actions.namespace import NamespaceAction
from functions.actions.release import ObserveAction, WaitAction
from functions.actions.secret import SecretAction
from functions.actions.spec import SpecAction
from functions.actions.verify import VerifyAction
from functions.adapters.charts import chart_digest
from functions.adapters.kube.client import Kube
from functions.application.ports.shops import VerifyFailed
from functions.domain.payments import NO_PAYMENTS, SecretUse, mark_of
from functions.domain.placement import REQUEST_ANNOTATION
from tests.fakes.kube import FakeCluster
from tests.fakes.store_cluster import packed

PROJECT = Path(__file__).resolve().parents[3]
ENGINE = """
name: medusa
title: Medusa
version: "1.0"
adapter: medusa
admin_path: /app
images: [medusa, postgresql]
secret_keys: {admin-email: {from: admin_email}, admin-password: {length: 20}}
plans: {small: {quota: {pods: "8"}, values: {web: {storage: 1Gi}}}}
timeouts: {helm: 120}
currencies: [EUR]
countries: [DE]
settings: [name, admin_email]
"""
SPEC = {
    "id": "demo",
    "name": "Demo",
    "engine": "medusa",
    "plan": "small",
    "country": "DE",
    "currency": "EUR",
    "color": "#1f5f54",
    "sample_products": True,
    "admin_email": "owner@demo.example",
    "cluster": "local",
}
PLACE = {"provider": "kind", "kubeconfig": "/k", "domain": "localhost", "ingress_port": "8080", "storage_class": "fast"}
ACCESS = {"kubeconfig": "/k", "context": ""}
HERE = {"installation": "here", "home": "/nowhere"}
OURS = {"app.kubernetes.io/managed-by": "storeyard", "storeyard/store": "demo", "storeyard/installation": "here"}


def run(
    action: type[StoreAction], arguments: dict[str, Any], *, check: bool = False, variables: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Run a task as Ansible's executor does."""
    task = Task()
    task.action, task.args, task.check_mode, task.async_val = "test", arguments, check, 0
    loader = DataLoader()
    connection = SimpleNamespace(_shell=SimpleNamespace(tmpdir="/nowhere"))
    made = action(task, connection, PlayContext(), loader, Templar(loader), None)
    result: dict[str, Any] = made.run(task_vars=variables or {})
    return result


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    """A folder with one engine, and what was built for it."""
    (tmp_path / "medusa").mkdir()
    (tmp_path / "medusa/engine.yml").write_text(ENGINE)
    (tmp_path / "medusa/Chart.yaml").write_text("version: 3.2.1\n")
    (tmp_path / "images.json").write_text('{"medusa": "shop:1", "postgresql": "db:1"}')
    return tmp_path


@pytest.fixture
def kubernetes(monkeypatch: pytest.MonkeyPatch) -> FakeCluster:
    """The cluster that the tasks find behind any kubeconfig."""
    cluster = FakeCluster()

    def connect(_: dict[str, Any]) -> Kube:
        return cluster.kube()

    for module in (delete, namespace, release, secret, verify):
        monkeypatch.setattr(module, "connect", connect)
    return cluster


def spec(charts: Path, **changes: Any) -> dict[str, Any]:
    """Check a spec, with its fields changed; None takes one away."""
    fields = {name: value for name, value in {**SPEC, **changes}.items() if value is not None}
    return checked(charts, {f"store_{name}": value for name, value in fields.items()})


def checked(charts: Path, variables: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Check the variables of a run."""
    arguments = {"cluster": {**PLACE, "name": "local"}, "charts": str(charts), "images": str(charts / "images.json")}
    arguments |= {**HERE, "owner": "olga", **more}
    return run(SpecAction, arguments, variables={"role_path": str(PROJECT / "roles/store_spec"), **variables})


def test_a_spec_becomes_all_that_the_roles_need(charts: Path) -> None:
    placed = spec(charts)["placed"]

    assert placed["namespace"] == "store-demo"
    assert placed["url"] == "http://demo.localhost:8080"
    assert placed["labels"] == {**OURS, "app.kubernetes.io/part-of": "storeyard", "storeyard/owner": "olga"}
    assert placed["quota"] == {"pods": "8"}
    assert placed["secret_keys"]["admin-password"]["length"] == 20
    assert placed["secret_keys"]["admin-email"]["from"] == "admin_email"
    assert placed["timeout"] == 120
    assert placed["values"]["store"]["host"] == "demo.localhost"
    assert placed["values"]["store"]["sampleProducts"] is True
    assert placed["values"]["image"] == {"web": "shop:1", "db": "db:1"}
    assert placed["values"]["storageClass"] == "fast"
    assert placed["values"]["ingress"] == {
        "className": "traefik",
        "namespace": "traefik",
        "podLabels": {"app.kubernetes.io/name": "traefik"},
        "tls": False,
        "certificates": {"from": "secret", "issuer": ""},
    }
    assert placed["values"]["web"] == {"storage": "1Gi"}
    values_hash = placed["deployed"].pop("values_hash")
    assert placed["deployed"].pop("chart_digest") == chart_digest(charts / "medusa")
    assert placed["deployed"] == {
        "engine_version": "1.0",
        "chart_version": "3.2.1",
        "images": {"medusa": "shop:1", "postgresql": "db:1"},
    }
    assert (
        values_hash
        == spec(charts)["placed"]["deployed"]["values_hash"]
        != spec(charts, name="X")["placed"]["deployed"]["values_hash"]
    )


def test_an_image_that_the_owner_names_is_the_shops_and_what_is_said_to_be_installed(charts: Path) -> None:
    image = f"reg.example/acme/shop@sha256:{'a' * 64}"
    knows(charts, "image")

    placed = spec(charts, image=image)["placed"]

    assert placed["values"]["image"] == {"web": image, "db": "db:1"}
    assert placed["deployed"]["images"] == {"medusa": image, "postgresql": "db:1"}
    assert "image" not in placed["values"]["store"]
    knows(charts)
    assert "image cannot be" in spec(charts, image=image)["msg"]
    assert "must be a repository with a digest" in spec(charts, image="reg.example/acme/shop:1")["msg"]


def changed(charts: Path, **changes: Any) -> dict[str, Any]:
    """Check a spec of which these fields shall change."""
    return checked(charts, {f"store_{name}": value for name, value in SPEC.items()}, changes=changes)


def test_a_change_takes_the_place_of_what_the_variables_say(charts: Path) -> None:
    placed = changed(charts, name="{{ 1 + 1 }}", admin_email="boss@demo.example", color=None)["placed"]

    assert placed["values"]["store"]["name"] == "{{ 1 + 1 }}"
    assert placed["values"]["store"]["color"] == SPEC["color"]
    assert placed["secret_sources"] == {"admin_email": "boss@demo.example"}
    assert placed["id"] == "demo"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": None, "color": "", "admin_email": None}, "store_configure must have at least one of: name, color"),
        ({"admin_email": "boss"}, "store_configure_admin_email cannot be 'boss': string should match pattern"),
        (
            {"file_mods": "locked"},
            "store_configure_file_mods cannot be changed: Medusa's code comes with its image always.",
        ),
        ({"file_mods": "shut"}, "store_configure_file_mods cannot be 'shut': input should be 'open' or 'locked'."),
        ({"plan": "large"}, "store_configure_plan cannot be 'large': extra inputs are not permitted."),
        ({"color": "#112233"}, "store_configure_color cannot be changed: the image of this version of Medusa does not"),
    ],
    ids=["nothing", "bad", "never", "no such", "another field", "not taken over"],
)
def test_a_change_that_cannot_be_is_named(charts: Path, changes: dict[str, Any], said: str) -> None:
    result = changed(charts, **changes)

    assert result["failed"]
    assert result["msg"].startswith(said)


def knows(charts: Path, *settings: str) -> None:
    """Have the engine take over these settings."""
    (charts / "medusa/engine.yml").write_text(ENGINE.replace("[name, admin_email]", f"[{', '.join(settings)}]"))


def test_what_an_engine_does_not_know_is_refused_of_a_new_store(charts: Path) -> None:
    said = "Medusa's code comes with its image always. Leave it out."

    assert spec(charts, file_mods="locked")["msg"] == f"store_file_mods cannot be locked: {said}"
    assert spec(charts, safe_mode="yes")["msg"].startswith("store_safe_mode cannot be true: Medusa runs no plugins")
    placed = spec(charts, file_mods="open", safe_mode="no")["placed"]
    assert (placed["values"]["store"]["fileMods"], placed["values"]["store"]["safeMode"]) == ("open", False)
    knows(charts, "file_mods")
    assert spec(charts, file_mods="locked")["placed"]["values"]["store"]["fileMods"] == "locked"


@pytest.mark.parametrize("on", [True, False])
def test_safe_mode_takes_the_place_of_what_the_variables_say(charts: Path, on: bool) -> None:
    knows(charts, "safe_mode")
    variables = {f"store_{name}": value for name, value in SPEC.items()} | {"store_safe_mode": not on, "store_safe_mode_on": on}

    placed = checked(charts, variables, changes={"on": on}, changes_kind="safe_mode")["placed"]

    assert (placed["values"]["store"]["safeMode"], placed["spec"]["safe_mode"]) == (on, on)
    assert checked(charts, variables)["placed"]["spec"]["safe_mode"] is not on


def test_safe_mode_of_an_engine_that_does_not_know_it_or_not_yet(charts: Path) -> None:
    variables = {f"store_{name}": value for name, value in SPEC.items()}

    never = checked(charts, variables, changes={"on": True}, changes_kind="safe_mode")["msg"]
    (charts / "medusa/values.schema.json").write_text(json.dumps({"properties": {"store": {"properties": {"id": {}}}}}))
    not_yet = checked(charts, variables, changes={"on": True}, changes_kind="safe_mode")["msg"]

    assert never == "store_safe_mode cannot be changed: Medusa runs no plugins and no theme of its owner's. Leave it out."
    assert not_yet.endswith("the image of this version of Medusa does not take it over. Upgrade the store first.")


def test_a_plain_run_speaks_the_language_of_the_country_unless_another_is_said(charts: Path) -> None:
    file = charts / "medusa/engine.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("countries: [DE]", "countries: [DE, BR]"), encoding="utf-8")

    spoken = [spec(charts, **said)["placed"]["values"]["store"]["locale"] for said in ({}, {"country": "BR"}, {"locale": "pl"})]

    assert spoken == ["de", "pt-BR", "pl"]
    assert spec(charts, locale="de_DE")["msg"].startswith("store_locale cannot be 'de_DE': must be a language tag (BCP 47)")


def test_a_kept_chart_that_a_field_came_after_does_without_it(charts: Path) -> None:
    (charts / "medusa/values.schema.json").write_text(json.dumps({"properties": {"store": {"properties": {"id": {}}}}}))

    placed = spec(charts, file_mods="locked", safe_mode=True)["placed"]

    assert (placed["values"]["store"], placed["spec"]["file_mods"]) == ({"id": "demo"}, "locked")


def test_a_kept_chart_is_not_told_of_fields_that_came_after_it(charts: Path) -> None:
    store: dict[str, Any] = {"id": {}, "name": {}, "host": {}}
    (charts / "medusa/values.schema.json").write_text(json.dumps({"properties": {"store": {"properties": store}}}))

    assert set(spec(charts)["placed"]["values"]["store"]) == set(store)


def test_a_run_says_which_settings_are_in_force() -> None:
    changes = {"name": "Tea", "color": None, "admin_email": None}

    result = run(SettingsAction, {"in_force": "old", "changes": changes})

    assert (result["changed"], result["settings"]) == (False, {"in_force": "old", "changed": ["name"]})
    off = run(SettingsAction, {"in_force": "new", "kind": "safe_mode", "changes": {"on": False}})
    assert off["settings"] == {"in_force": "new", "changed": ["safe_mode"]}
    with pytest.raises(AnsibleError, match="in_force"):
        run(SettingsAction, {"in_force": "none", "changes": changes})


RELAY = {"host": "smtp.example.com", "port": 465, "security": "tls", "from": "shop@example.com"}


def test_a_relay_is_a_value_of_the_chart_and_a_kept_chart_is_told_of_none(charts: Path) -> None:
    said = spec(charts, mail=RELAY)["placed"]
    (charts / "medusa/values.schema.json").write_text(
        json.dumps({"properties": {"store": {"properties": dict.fromkeys(("id", "name", "host", "url"))}}})
    )

    assert (said["values"]["store"]["mail"]["host"], said["platform_mail"]) == ("smtp.example.com", False)
    assert "mail" not in spec(charts, mail=RELAY)["placed"]["values"]["store"]


def test_the_clusters_relay_is_the_stores_and_its_password_no_value(charts: Path, tmp_path: Path) -> None:
    (tmp_path / "word").write_text("hunter2")
    mail = {"mail_host": "relay.internal", "mail_from": "a@example.com", "mail_user": "u", "mail_password_file": "~/word"}
    place = {**PLACE, "name": "local", **mail, "mail_network": "10.0.0.0/28", "mail_ca_file": ""}
    arguments = {**HERE, "owner": "olga", "charts": str(charts), "images": str(charts / "images.json"), "cluster": place}
    variables = {"role_path": str(PROJECT / "roles/store_spec"), **{f"store_{name}": value for name, value in SPEC.items()}}

    placed = run(SpecAction, arguments, variables=variables)["placed"]

    told = placed["values"]["store"]["mail"]
    assert (told["host"], told["key"], told["network"], told["ca"]) == ("relay.internal", "platform", "10.0.0.0/28", False)
    assert placed["platform_mail"]
    assert "hunter2" not in str(placed)


def test_an_engine_that_knows_no_relay_says_to_upgrade_or_that_it_never_will(charts: Path) -> None:
    variables = {f"store_{name}": value for name, value in SPEC.items()}
    changed = {"changes": RELAY, "changes_kind": "mail"}
    never = checked(charts, variables, **changed)["msg"]
    (charts / "medusa/values.schema.json").write_text(json.dumps({"properties": {"store": {"properties": {}}}}))

    assert never == "store_mail cannot be changed: Medusa sends no mail through a relay. Leave it out."
    assert checked(charts, variables, **changed)["msg"].endswith("does not take it over. Upgrade the store first.")
    with_mail = (charts / "medusa/engine.yml").read_text().replace("[name, admin_email]", "[name, admin_email, mail]")
    (charts / "medusa/engine.yml").write_text(with_mail)
    assert checked(charts, variables, **changed)["placed"]["spec"]["mail"]["host"] == "smtp.example.com"
    back = checked(charts, {**variables, "store_mail": RELAY}, changes={"host": None}, changes_kind="mail")
    assert back["placed"]["spec"]["mail"] is None


PK = "pk_test_51Demo"
ACCOUNT = {
    "provider": "stripe",
    "publishable_key": PK,
    "secret": f"{mark_of(SecretUse.SECRET_KEY, PK)}-00000001",
    "webhook": f"{mark_of(SecretUse.WEBHOOK_SECRET, PK)}-00000002",
}


def test_payments_are_values_of_the_chart_by_the_names_of_their_secrets(charts: Path) -> None:
    variables = {"role_path": str(PROJECT / "roles/store_spec"), **{f"store_{name}": value for name, value in SPEC.items()}}
    place = {**PLACE, "name": "local", "payments_api": "https://10.0.0.9:8443", "payments_network": "10.0.0.8/29"}
    arguments = {**HERE, "owner": "olga", "charts": str(charts), "images": str(charts / "images.json"), "cluster": place}
    none = run(SpecAction, arguments, variables=variables)["placed"]
    said = run(SpecAction, arguments, variables={**variables, "store_payments": ACCOUNT})["placed"]
    copy = run(SpecAction, arguments, variables={**variables, "store_payments": ACCOUNT, "store_is_copy": "true"})["placed"]

    told = said["values"]["store"]["payments"]
    assert (told["provider"], told["publishableKey"], told["secret"]) == ("stripe", PK, ACCOUNT["secret"])
    assert (told["apiHost"], told["apiPort"], told["network"], told["ca"]) == ("10.0.0.9", 8443, "10.0.0.8/29", False)
    assert (none["takes_payments"], said["takes_payments"], copy["takes_payments"]) == (False, True, False)
    assert none["values"]["store"]["payments"] == copy["values"]["store"]["payments"] == NO_PAYMENTS


def test_a_run_that_changes_how_buyers_pay_takes_an_account_or_none(charts: Path) -> None:
    variables = {f"store_{name}": value for name, value in SPEC.items()}
    engine = charts / "medusa/engine.yml"
    never = checked(charts, variables, changes=ACCOUNT, changes_kind="payments")["msg"]
    engine.write_text(engine.read_text().replace("[name, admin_email]", "[name, admin_email, payments]"))
    nothing = dict.fromkeys(ACCOUNT)

    taken = checked(charts, variables, changes=ACCOUNT, changes_kind="payments")["placed"]
    stopped = checked(charts, {**variables, "store_payments": ACCOUNT}, changes=nothing, changes_kind="payments")["placed"]
    other = checked(charts, variables, changes={**ACCOUNT, "publishable_key": "pk_live_1"}, changes_kind="payments")["msg"]

    assert never == "store_payments cannot be changed: Medusa takes no payments by card. Leave it out."
    assert (taken["spec"]["payments"]["publishable_key"], taken["takes_payments"]) == (PK, True)
    assert (stopped["spec"]["payments"], stopped["takes_payments"]) == (None, False)
    assert other.endswith("must have secrets that were given beside this publishable_key.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "Demo"}, "store_id cannot be 'Demo': string should match pattern"),
        ({"id": "kube-system"}, "store_id cannot be 'kube-system': is reserved"),
        ({"id": ""}, "store_id is required."),
        ({"engine": "nope"}, "store_engine must be one of: medusa."),
        ({"engine": "../medusa"}, "store_engine cannot be '../medusa'"),
        ({"plan": "huge"}, "store_plan must be one of: small."),
        ({"currency": "USD"}, "store_currency must be a currency that Medusa knows."),
        ({"country": "FR"}, "store_country must be a country that Medusa knows."),
        ({"country": "XX"}, "store_country cannot be 'XX': must be a two-letter ISO 3166-1"),
        ({"color": "blue"}, "store_color cannot be 'blue': must be a colour as # and six hexadecimal digits"),
        ({"sample_products": "maybe"}, "store_sample_products cannot be 'maybe': input should be a valid boolean."),
        ({"sample_products": 2}, "store_sample_products cannot be 2: input should be a valid boolean."),
        ({"sample_products": [False]}, "store_sample_products cannot be [False]: input should be a valid boolean."),
        ({"name": "two\nlines"}, "store_name cannot be 'two\\nlines': must not hold control characters"),
        ({"admin_email": "nobody"}, "store_admin_email cannot be 'nobody'"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_bad_variable_is_named_with_its_rule(charts: Path, changes: dict[str, Any], said: str) -> None:
    result = spec(charts, **changes)

    assert result["failed"]
    assert result["reason"] == "InvalidRequest"
    assert result["msg"].startswith(said)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (False, False),
        ("false", False),
        ("No", False),
        ("0", False),
        (0, False),
        (True, True),
        ("true", True),
        ("yes", True),
        ("", True),
    ],
)
def test_sample_products_may_be_said_as_ansible_has_it_from_a_command_line(charts: Path, given: Any, meant: bool) -> None:
    assert spec(charts, sample_products=given)["placed"]["values"]["store"]["sampleProducts"] is meant


def test_what_a_plain_run_leaves_out_is_filled_in(charts: Path) -> None:
    placed = checked(charts, {"store_id": "tea", "store_engine": "medusa"})["placed"]

    assert placed["values"]["store"]["name"] == "tea"
    assert placed["secret_sources"] == {"admin_email": "admin@tea.example"}
    assert (placed["plan"], placed["country"], placed["currency"]) == ("small", "DE", "EUR")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("store_colour", "store_colour is not a variable of a store: did you mean store_color?"),
        ("store_sample_product", "store_sample_product is not a variable of a store: did you mean store_sample_products?"),
        ("store_adpot", "store_adpot is not a variable of a store: did you mean store_adopt?"),
    ],
)
def test_a_variable_that_is_no_field_is_refused_and_the_nearest_named(charts: Path, name: str, said: str) -> None:
    result = checked(charts, {"store_id": "tea", "store_engine": "medusa", name: "x"})

    assert (result["failed"], result["reason"], result["msg"]) == (True, "InvalidRequest", said)


def test_other_variables_of_a_run_are_let_through(charts: Path) -> None:
    others = (
        "store_owner",
        "store_adopt",
        "store_request_id",
        "store_scheduled",
        "store_release_grace",
        "store_verify_result",
        "store_provision_anything",
    )
    variables = {"store_id": "tea", "store_engine": "medusa", "storeyard_cache": "/c", **dict.fromkeys(others, "x")}

    assert checked(charts, variables)["placed"]["id"] == "tea"


def test_images_that_were_never_built_are_named(charts: Path) -> None:
    (charts / "images.json").unlink()

    assert "needs images that are not there yet: medusa, postgresql" in spec(charts)["msg"]


def test_an_argument_that_is_missing_is_named() -> None:
    with pytest.raises(AnsibleError, match="missing required arguments: charts, cluster, home, images, owner"):
        run(SpecAction, {})


SECRET = {
    **ACCESS,
    "namespace": "store-demo",
    "name": "store-secret",
    "labels": {},
    "key_rules": {"admin-password": {"from": None, "length": 20, "hex": None, "prefix": ""}},
    "sources": {},
}


def test_a_secret_is_reported_by_its_keys_only(kubernetes: FakeCluster) -> None:
    result = run(SecretAction, SECRET)

    assert result["changed"]
    assert result["added"] == ["admin-password"]
    value = kubernetes.objects["/api/v1/namespaces/store-demo/secrets/store-secret"]["data"]["admin-password"]
    assert value not in str(result)
    assert not run(SecretAction, SECRET)["changed"]


def test_a_secret_in_check_mode_is_not_made(kubernetes: FakeCluster) -> None:
    assert run(SecretAction, SECRET, check=True)["changed"]
    assert kubernetes.objects == {}


def test_the_platforms_relay_is_copied_from_its_files_and_told_to_nobody(kubernetes: FakeCluster, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hunter2-relay\n")
    (tmp_path / "ca").write_text("-----BEGIN CERTIFICATE-----\n")
    files = {"mail_password_file": str(tmp_path / "password"), "mail_ca_file": str(tmp_path / "ca")}

    result = run(SecretAction, {**SECRET, **files})

    kept = kubernetes.objects["/api/v1/namespaces/store-demo/secrets/store-mail"]["data"]
    assert base64.b64decode(kept["platform"]) == b"hunter2-relay"
    assert base64.b64decode(kept["ca.pem"]) == b"-----BEGIN CERTIFICATE-----"
    assert result["added"] == ["admin-password", "ca.pem", "platform"]
    assert "hunter2" not in str(result)
    assert not run(SecretAction, {**SECRET, **files})["changed"]


def test_the_ca_of_the_way_to_the_payment_provider_goes_beside_the_accounts_secrets(
    kubernetes: FakeCluster, tmp_path: Path
) -> None:
    (tmp_path / "ca").write_text("-----BEGIN CERTIFICATE-----\n")

    result = run(SecretAction, {**SECRET, "payments_ca_file": str(tmp_path / "ca")})

    kept = kubernetes.objects["/api/v1/namespaces/store-demo/secrets/store-payments"]["data"]
    assert {name: base64.b64decode(value) for name, value in kept.items()} == {"ca.pem": b"-----BEGIN CERTIFICATE-----"}
    assert result["added"] == ["admin-password", "ca.pem"]


def test_a_store_without_the_platforms_relay_has_no_secret_for_it(kubernetes: FakeCluster) -> None:
    run(SecretAction, {**SECRET, "mail_password_file": "", "mail_ca_file": ""})

    assert [*kubernetes.objects] == ["/api/v1/namespaces/store-demo/secrets/store-secret"]


def test_a_file_of_the_relay_that_is_not_there_is_told_by_its_variable(kubernetes: FakeCluster) -> None:
    result = run(SecretAction, {**SECRET, "mail_password_file": "/nowhere/password"})

    assert result["msg"] == "The file that cluster_mail_password_file names cannot be read: No such file or directory."
    assert kubernetes.objects == {}


SPACE = "/api/v1/namespaces/store-demo"
FENCE = {
    **ACCESS,
    "timeout": 0,
    "adopt": False,
    "name": "store-demo",
    "labels": OURS,
    "engine": "medusa",
    "plan": "small",
    "quota": {"pods": "10", "limits.memory": "1Gi"},
}
FENCED = {
    **OURS,
    "storeyard/engine": "medusa",
    "storeyard/plan": "small",
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/warn": "restricted",
}
INSIDE = ("resourcequotas/plan", "limitranges/plan", "networkpolicies/default-deny", "networkpolicies/allow-dns")
POLICY = "/apis/networking.k8s.io/v1/namespaces/store-demo/networkpolicies/default-deny"


def test_a_fence_is_made_once(kubernetes: FakeCluster) -> None:
    made = run(NamespaceAction, FENCE)
    again = run(NamespaceAction, FENCE)

    checked_again = run(NamespaceAction, FENCE, check=True)

    results = [(result["changed"], result["new"]) for result in (made, again, checked_again)]
    assert results == [(True, True), (False, False), (False, False)]
    assert kubernetes.objects[SPACE]["metadata"]["labels"] == FENCED
    made_inside = [path.partition("/namespaces/store-demo/")[2] for path in kubernetes.objects]
    assert made_inside == ["", *INSIDE, "serviceaccounts/default"]


def test_a_fence_says_which_request_applied_it_last_and_that_alone_is_no_change(kubernetes: FakeCluster) -> None:
    run(NamespaceAction, FENCE)
    for request_id in ("request-1", "request-2"):
        assert not run(NamespaceAction, {**FENCE, "request_id": request_id})["changed"]
        assert kubernetes.objects[SPACE]["metadata"]["annotations"] == {REQUEST_ANNOTATION: request_id}


@pytest.mark.parametrize("request_id", ["", "request-1"])
def test_the_namespace_is_annotated_with_the_request_if_there_was_one(kubernetes: FakeCluster, request_id: str) -> None:
    run(NamespaceAction, {**FENCE, "request_id": request_id})

    noted = kubernetes.objects[SPACE]["metadata"].get("annotations")
    assert noted == ({REQUEST_ANNOTATION: request_id} if request_id else None)


def test_a_fence_that_somebody_changed_is_put_right(kubernetes: FakeCluster) -> None:
    run(NamespaceAction, FENCE)
    kubernetes.objects[POLICY]["spec"]["policyTypes"] = ["Ingress"]

    assert run(NamespaceAction, FENCE, check=True)["changed"]
    assert kubernetes.objects[POLICY]["spec"]["policyTypes"] == ["Ingress"]
    assert run(NamespaceAction, FENCE)["changed"]
    assert kubernetes.objects[POLICY]["spec"]["policyTypes"] == ["Ingress", "Egress"]


def test_a_fence_in_check_mode_is_not_made(kubernetes: FakeCluster) -> None:
    asked = run(NamespaceAction, FENCE, check=True)
    assert (asked["changed"], asked["new"]) == (True, True)
    assert kubernetes.objects == {}

    kubernetes.put(SPACE, metadata={"labels": OURS})
    assert run(NamespaceAction, FENCE, check=True)["changed"]
    assert list(kubernetes.objects) == [SPACE]


def test_a_namespace_on_its_way_out_is_told_with_what_holds_it(kubernetes: FakeCluster) -> None:
    ending = {"deletionTimestamp": "2026-01-01T00:00:00Z"}
    kubernetes.put("/api/v1/namespaces/store-demo", metadata={**ending, "labels": OURS})
    result = run(NamespaceAction, FENCE)

    assert result["failed"]
    assert result["reason"] == "NamespaceTerminating"
    assert result["msg"] == "An earlier deletion of the namespace store-demo has not ended."

    kubernetes.put("/api/v1/namespaces/store-demo/configmaps/stuck", metadata={**ending, "finalizers": ["example.com/hold"]})
    assert run(NamespaceAction, FENCE)["msg"] == (
        "An earlier deletion of the namespace store-demo has not ended: "
        "ConfigMap/stuck in the namespace store-demo is held by the finalizer example.com/hold."
    )


@pytest.mark.parametrize("check", [False, True])
def test_a_store_is_not_replaced_by_one_of_another_engine(check: bool, kubernetes: FakeCluster) -> None:
    labels = {**OURS, "storeyard/engine": "other"}
    asked = {**FENCE, "engine": "other"}
    kubernetes.put(SPACE, metadata={"labels": {**OURS, "storeyard/engine": "medusa"}})

    refused, written = run(NamespaceAction, asked, check=check), kubernetes.written()
    kubernetes.put(SPACE, metadata={"labels": labels})
    taken_over = run(NamespaceAction, asked, check=check)

    assert (refused["failed"], refused["reason"]) == (True, "InvalidRequest")
    assert refused["msg"].startswith("store_engine cannot be other: the store of this id is on medusa.")
    assert written == []
    assert not taken_over.get("failed")


NOT_OURS = [
    ({}, "it has no label of an installation"),
    (
        {**OURS, "storeyard/installation": "elsewhere"},
        "it has the labels storeyard/installation=elsewhere, storeyard/store=demo",
    ),
]


@pytest.mark.parametrize(("labels", "said"), NOT_OURS, ids=["made by hand", "of another installation"])
@pytest.mark.parametrize("check", [False, True])
def test_a_namespace_that_is_not_ours_is_taken_over_on_request_only(
    check: bool, labels: dict[str, str], said: str, kubernetes: FakeCluster
) -> None:
    kubernetes.put(SPACE, metadata={"labels": labels})

    refused, written = run(NamespaceAction, FENCE, check=check), kubernetes.written()
    adopted = run(NamespaceAction, {**FENCE, "adopt": "true"})

    assert (refused["failed"], refused["reason"], written) == (True, "NamespaceNotOurs", [])
    assert refused["msg"] == (
        f"The namespace store-demo was not made by this installation for the store demo: {said}. "
        "It was left as it is; provisioning with store_adopt=true takes it over."
    )
    assert (adopted["changed"], adopted["new"]) == (True, False)
    assert kubernetes.objects[SPACE]["metadata"]["labels"] == FENCED


def test_a_namespace_of_another_store_is_not_even_taken_over_on_request(kubernetes: FakeCluster) -> None:
    kubernetes.put(SPACE, metadata={"labels": {**OURS, "storeyard/store": "other"}})

    assert run(NamespaceAction, {**FENCE, "adopt": True})["reason"] == "NamespaceNotOurs"


def test_a_namespace_of_the_release_before_is_ours_and_labelled(kubernetes: FakeCluster) -> None:
    labels = {name: value for name, value in OURS.items() if name != "storeyard/installation"}
    kubernetes.put(SPACE, metadata={"labels": labels})

    assert run(NamespaceAction, FENCE)["changed"]
    assert kubernetes.objects[SPACE]["metadata"]["labels"] == FENCED


def test_of_two_installations_that_make_a_namespace_at_once_one_has_it(kubernetes: FakeCluster) -> None:
    theirs = {**OURS, "storeyard/installation": "elsewhere"}

    def be_quicker(request: httpx.Request) -> None:
        if request.method == "POST":
            kubernetes.put(SPACE, metadata={"labels": theirs})

    kubernetes.on_request = be_quicker

    assert run(NamespaceAction, FENCE)["reason"] == "NamespaceNotOurs"
    assert kubernetes.objects[SPACE]["metadata"]["labels"] == theirs


OBSERVE = {
    **ACCESS,
    "namespace": "store-demo",
    "store": "demo",
    "grace": 0,
    "others": 0,
    "values": {"web": {"replicas": 1}},
}
RECORD = "/api/v1/namespaces/store-demo/secrets/sh.helm.release.v1.demo.v"


def put_record(cluster: FakeCluster, version: int, status: str, **labels: str) -> None:
    """Put Helm's record of a revision that installed what OBSERVE wants."""
    payload = {"info": {"status": status}, "chart": {"metadata": {"version": "3.2.1"}}, "config": OBSERVE["values"]}
    helms = {"owner": "helm", "name": "demo", "status": status, "version": str(version)}
    cluster.put(f"{RECORD}{version}", metadata={"labels": {**helms, **labels}}, data={"release": packed(payload)})


def observed(charts: Path, *, check: bool = False, **more: Any) -> dict[str, Any]:
    """Look at the release, whose chart is at 3.2.1."""
    return run(ObserveAction, {**OBSERVE, "chart": str(charts / "medusa"), **more}, check=check)


def test_a_lock_that_is_removed_is_a_change(kubernetes: FakeCluster, charts: Path) -> None:
    assert observed(charts) == {"changed": False, "action": "install", "revision": 0}

    put_record(kubernetes, 1, "pending-install")
    checked = observed(charts, check=True)
    assert (checked["changed"], checked["action"], len(kubernetes.objects)) == (True, "install", 1)

    unlocked = observed(charts)

    said = "Removed the record of revision 1, which a run that was killed left pending-install."
    assert (unlocked["changed"], unlocked["action"], kubernetes.objects) == (True, "install", {})
    assert unlocked["warnings"] == [said]
    assert unlocked["release"] == {"state": "absent", "revision": 0, "action": "install", "message": said}


def test_what_is_as_it_shall_be_is_left_to_be_waited_for(kubernetes: FakeCluster, charts: Path) -> None:
    put_record(kubernetes, 1, "deployed")

    assert observed(charts) == {"changed": False, "action": "skip", "revision": 1}
    assert kubernetes.written() == []


def test_the_next_revision_is_announced_unless_it_is_only_looked_at(kubernetes: FakeCluster, charts: Path) -> None:
    put_record(kubernetes, 1, "deployed")
    other: dict[str, Any] = {"values": {"web": {"replicas": 2}}}

    assert observed(charts, check=True, **other)["action"] == "upgrade"
    assert kubernetes.written() == []
    assert observed(charts, **other)["action"] == "upgrade"
    assert kubernetes.objects[f"{RECORD}1"]["metadata"]["labels"]["storeyard/revision"] == "2"


def test_a_lock_of_a_later_revision_is_an_upgrade_to_come(kubernetes: FakeCluster, charts: Path) -> None:
    put_record(kubernetes, 1, "deployed")
    put_record(kubernetes, 2, "pending-upgrade")

    assert observed(charts, check=True)["action"] == "upgrade"
    assert kubernetes.written() == []


def test_a_release_that_is_gone_though_it_is_on_record_is_told_of_the_store_alone(
    kubernetes: FakeCluster, charts: Path
) -> None:
    found = observed(charts, recorded=3)
    beside = observed(charts, recorded=3, namespace="store-demo--drill")

    assert (found["action"], found["release"]["state"]) == ("install", "removed")
    assert beside == {"changed": False, "action": "install", "revision": 0}
    assert kubernetes.written() == []


def test_workloads_that_do_not_start_are_told_with_what_is_installed_all_the_same(kubernetes: FakeCluster) -> None:
    arguments = {**ACCESS, "namespace": "store-demo", "store": "demo", "deployed": {"engine_version": "1"}, "timeout": 0}
    for version in ("9", "10"):
        labels = {"owner": "helm", "name": "demo", "status": "deployed", "version": version}
        kubernetes.put(f"/api/v1/namespaces/store-demo/secrets/sh.helm.release.v1.demo.v{version}", metadata={"labels": labels})

    result = run(WaitAction, arguments)

    assert kubernetes.requests
    assert result["reason"] == "NotReady"
    assert result["deployed"] == {"engine_version": "1", "revision": 10}
    assert run(WaitAction, arguments, check=True)["skipped"]


VERIFY = {
    **ACCESS,
    "adapter": "medusa",
    "namespace": "store-demo",
    "secret_name": "store-secret",
    "url": "http://demo.localhost",
    "address": "192.0.2.7",
    "port": 80,
    "country": "DE",
    "currency": "EUR",
    "timeout": 1,
    "store": "demo",
    "behind_gate": False,
    "kubectl": "/nowhere/kubectl",
}


def test_a_store_that_is_not_there_cannot_be_verified(kubernetes: FakeCluster) -> None:
    result = run(VerifyAction, VERIFY)

    assert kubernetes.requests
    assert result["reason"] == "VerifyFailed"
    assert result["msg"] == "There is no store in the namespace store-demo: its Secret is missing."


def test_a_failed_verification_names_the_step(kubernetes: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise VerifyFailed("the shop answered GET /health with 500", step="GET /health")

    kubernetes.put("/api/v1/namespaces/store-demo/secrets/store-secret", data={})
    monkeypatch.setattr(verify, "verify", fail)

    result = run(VerifyAction, VERIFY)

    assert (result["failed"], result["step"], result["changed"]) == (True, "GET /health", False)


def test_a_verification_is_never_a_change(kubernetes: FakeCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    kubernetes.put("/api/v1/namespaces/store-demo/secrets/store-secret", data={})
    monkeypatch.setattr(verify, "verify", lambda *_, **__: {"order": "#1"})

    result = run(VerifyAction, VERIFY)

    assert (result["changed"], result["verification"]) == (False, {"order": "#1"})


def test_check_mode_places_no_order(kubernetes: FakeCluster) -> None:
    assert run(VerifyAction, VERIFY, check=True)["skipped"]
    assert kubernetes.requests == []


BEGIN = {**ACCESS, **HERE, "store": "demo", "leave": False, "timeout": 60}
REST = {**ACCESS, **HERE, "store": "demo", "step": "leftovers", "timeout": 1}


def test_a_store_that_is_not_there_is_deleted_without_a_change(kubernetes: FakeCluster) -> None:
    found = run(BeginAction, BEGIN)["found"]
    kubernetes.requests.clear()

    result = run(StepAction, {**REST, "found": found})

    assert (result["changed"], result["removal"]) == (False, {"removed": [], "leftovers": []})
    assert kubernetes.requests == []


def test_a_deletion_says_what_went(kubernetes: FakeCluster) -> None:
    kubernetes.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS})
    found = run(BeginAction, BEGIN, check=True)["found"]

    assert run(StepAction, {**REST, "found": found}, check=True)["changed"]
    assert kubernetes.written() == []
    assert run(BeginAction, BEGIN)["found"] == found
    assert kubernetes.written() == [("DELETE", "/api/v1/namespaces/store-demo")]
    for step in ("pods", "namespace", "volumes"):
        assert run(StepAction, {**REST, "step": step, "found": found}) == {"changed": True}
    result = run(StepAction, {**REST, "found": found})

    said = result["removal"]
    assert {"ConfigMap", "Namespace", "PersistentVolume", "Secret"} <= set(said.pop("scanned"))
    assert said == {"removed": ["Namespace/store-demo"], "leftovers": [], "unscanned": []}
    assert result["changed"]


def test_a_blocked_deletion_says_what_is_left_and_which_step_it_hinders(kubernetes: FakeCluster) -> None:
    kubernetes.put("/api/v1/namespaces/store-demo", metadata={"labels": OURS, "finalizers": ["example.com/hold"]})
    found = ["ConfigMap/by-hand", "Namespace/store-demo"]

    result = run(StepAction, {**REST, "step": "namespace", "timeout": 0, "found": found})

    held = "Namespace/store-demo is held by the finalizer example.com/hold."
    assert result["reason"] == "DeleteBlocked"
    assert result["msg"] == f"The namespace store-demo has not ended after 0 seconds: {held}"
    assert result["removal"] == {"removed": ["ConfigMap/by-hand"], "leftovers": ["Namespace/store-demo"], "step": "namespace"}


def test_a_look_that_takes_too_long_is_a_cluster_that_does_not_answer(kubernetes: FakeCluster) -> None:
    result = run(BeginAction, {**BEGIN, "timeout": 0})

    assert (result["failed"], result["reason"]) == (True, "Unavailable")
    assert kubernetes.requests == []


def test_a_namespace_of_somebody_else_is_not_deleted(kubernetes: FakeCluster) -> None:
    kubernetes.put("/api/v1/namespaces/store-demo", metadata={"labels": {**OURS, "storeyard/installation": "elsewhere"}})

    refused = run(BeginAction, BEGIN)
    left = run(BeginAction, {**BEGIN, "leave": True})

    assert (refused["failed"], refused["reason"]) == (True, "NamespaceNotOurs")
    assert (left["found"], left["foreign"]) == ([], True)
    assert kubernetes.written() == []


@pytest.mark.parametrize("store_id", ["x;y", "Bad", "kube-system", "a--b"])
def test_an_id_that_breaks_the_rule_is_not_looked_for(kubernetes: FakeCluster, store_id: str) -> None:
    result = run(BeginAction, {**BEGIN, "store": store_id})

    assert result["reason"] == "InvalidRequest"
    assert result["msg"].startswith(f"store_id cannot be '{store_id}': ")
    assert kubernetes.requests == []
