"""Creating, listing, seeing and deleting stores."""

from __future__ import annotations

import json

import pytest

from functions.domain import locales
from functions.domain.kinds import all_kinds
from functions.domain.origin import SCHEDULE, Origin
from tests.fakes import FakeCatalogue, admin, engine
from tests.functional.api.client import ADA, OTTO, Api, FakePlatform, Reply

PROVISION_ONLY = {"provision": "demo is ready: only a store that failed is made again"}
SECRETS = {"version", "fence", "token_hash", "kubeconfig", "expires_at", "worker", "lease_until", "spec", "context"}


def test_a_created_store_is_answered_with_its_operation(api: Api) -> None:
    reply = api.post("/api/stores", {"name": "Tea & Cake", "engine": "medusa"})

    assert reply.status == 202
    assert reply.headers["location"] == "/api/operations/OP000001"
    store, operation = reply.json["store"], reply.json["operation"]
    assert (store["id"], store["status"], store["operation_id"]) == ("tea-cake", "provisioning", "OP000001")
    assert (store["plan"], store["country"], store["currency"]) == ("small", "DE", "EUR")
    assert store["color"] == "#1f5f54"
    assert store["sample_products"] is True
    assert (store["admin_email"], store["cluster"]) == ("admin@tea-cake.example", "local")
    assert (store["url"], store["admin_url"]) == ("http://tea-cake.localhost", "http://tea-cake.localhost/admin")
    assert (operation["id"], operation["kind"], operation["status"]) == ("OP000001", "provision", "queued")
    assert api.platform.waker.woken == ["OP000001"]
    assert api.get(reply.headers["location"]).json | {"queue": None} == operation


def test_a_store_whose_engine_is_offered_no_more_is_still_shown(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.create("tea")
    monkeypatch.setattr(api.platform.service, "engines", dict)

    assert api.get("/api/stores/tea").json["admin_url"] == "http://tea.localhost/"


def test_every_field_of_a_request_is_kept(api: Api) -> None:
    wanted = {
        "name": "Blumen",
        "engine": "woocommerce",
        "id": "flowers",
        "plan": "large",
        "country": "AT",
        "currency": "USD",
        "color": "#B5179e",
        "sample_products": False,
        "admin_email": "olga@example.com",
        "cluster": "local",
    }

    api.post("/api/stores", wanted)

    store = api.get("/api/stores/flowers").json
    assert {name: store[name] for name in wanted} == wanted


def test_links_lead_somewhere(api: Api) -> None:
    store = api.create("demo").json["store"]

    assert {api.get(link).status for link in store["links"].values()} == {200}
    operation = api.get(store["links"]["operation"]).json
    assert {api.get(link).status for link in operation["links"].values()} == {200}


def test_nothing_of_the_records_inner_life_is_public(api: Api) -> None:
    api.create("demo")
    paths = ["/api/stores", "/api/stores/demo", "/api/stores/demo/operations", "/api/operations/OP000001", "/api/clusters"]

    for text in [api.get(path).text for path in paths]:
        assert not [name for name in SECRETS if f'"{name}"' in text]


def test_allowed_operations_follow_status_and_the_operation_under_way(api: Api) -> None:
    api.create("demo")
    assert api.get("/api/stores/demo").json["allowed_operations"] == ["delete"]

    api.finish("demo")
    assert api.get("/api/stores/demo").json["allowed_operations"] == [
        "backup",
        "clone",
        "configure",
        "domains",
        "drill",
        "install_extensions",
        "mail",
        "move",
        "payments",
        "plan",
        "repair",
        "restore",
        "rollback",
        "rotate",
        "safe_mode",
        "update_extensions",
        "upgrade",
        "verify",
        "delete",
    ]

    api.post("/api/stores/demo/operations", {"kind": "verify"})
    assert api.get("/api/stores/demo").json["allowed_operations"] == ["clone", "delete"]


def test_what_is_not_allowed_says_why_in_the_words_of_the_refusal(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    assert api.get("/api/stores/demo").json["refused_operations"] == PROVISION_ONLY
    api.post("/api/stores/demo/operations", {"kind": "verify"})

    store = api.get("/api/stores/demo").json

    assert {*store["allowed_operations"], *store["refused_operations"]} == set(all_kinds())
    assert store["refused_operations"]["upgrade"] == "demo has a verify operation under way: OP000002"
    assert api.post("/api/stores/demo/operations", {"kind": "upgrade"}).json["detail"] == store["refused_operations"]["upgrade"]
    assert "refused_operations" not in api.get("/api/stores").json["items"][0]


def test_a_backup_of_the_schedule_takes_nothing_from_what_is_allowed(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    before = api.get("/api/stores/demo").json["allowed_operations"]
    api.platform.service.request("demo", "backup", admin(), origin=Origin(source=SCHEDULE))

    assert api.get("/api/stores/demo").json["allowed_operations"] == before
    assert api.post("/api/stores/demo/operations", {"kind": "verify"}).status == 202


def test_a_failed_store_says_why_and_may_be_provisioned_again(api: Api) -> None:
    api.create("demo")
    api.finish("demo", good=False)

    store = api.get("/api/stores/demo").json
    assert (store["status"], store["reason"], store["message"]) == ("failed", "Broken", "It broke.")
    assert api.post("/api/stores/demo/operations", {"kind": "provision"}).status == 202


def test_a_taken_id_is_a_conflict(api: Api) -> None:
    api.create("demo")

    reply = api.create("demo", token=OTTO)

    assert reply.status == 409
    assert reply.json["reason"] == "StoreExists"
    assert reply.json["errors"][0]["field"] == "id"


def test_a_second_operation_is_a_conflict(api: Api) -> None:
    api.create("demo")

    reply = api.post("/api/stores/demo/operations", {"kind": "verify"})

    assert (reply.status, reply.json["reason"]) == (409, "OperationInProgress")
    assert "OP000001" in reply.json["detail"]


def test_an_operation_that_the_status_does_not_allow_is_a_conflict(api: Api) -> None:
    api.create("demo")
    api.finish("demo", good=False)

    reply = api.post("/api/stores/demo/operations", {"kind": "verify"})

    assert (reply.status, reply.json["reason"]) == (409, "OperationNotAllowed")


@pytest.mark.parametrize("ended", [False, True])
def test_only_what_failed_is_made_again(api: Api, ended: bool) -> None:
    api.create("demo")
    if ended:
        api.finish("demo")

    reply = api.post("/api/stores/demo/operations", {"kind": "provision"})

    assert (reply.status, reply.json["reason"]) == (400, "NothingToRetry")
    status = "ready" if ended else "provisioning"
    assert reply.json["detail"] == f"demo is {status}: only a store that failed is made again"


def test_an_unknown_kind_is_refused_with_the_known_ones(api: Api) -> None:
    api.create("demo")

    reply = api.post("/api/stores/demo/operations", {"kind": "explode"})

    assert reply.json["errors"][0]["field"] == "kind"
    assert "provision, backup, clone, configure" in reply.json["errors"][0]["rule"]


def test_deleting_twice_is_one_operation(api: Api) -> None:
    api.create("demo")

    first, second = api.call("DELETE", "/api/stores/demo"), api.call("DELETE", "/api/stores/demo")

    assert first.status == second.status == 202
    assert first.json["operation"]["kind"] == "delete"
    assert first.headers["location"] == second.headers["location"]
    assert first.json["store"]["status"] == "deleting"


def test_a_deleted_store_leaves_its_history(api: Api) -> None:
    api.create("demo")
    api.call("DELETE", "/api/stores/demo")
    api.finish("demo")

    assert api.get("/api/stores/demo").status == 404
    kinds = [operation["kind"] for operation in api.get("/api/stores/demo/operations").json["items"]]
    assert kinds == ["delete", "provision"]
    assert api.call("DELETE", "/api/stores/demo").status == 404


def test_pages_follow_their_cursor_to_the_end(api: Api) -> None:
    names = [f"shop-{number:02d}" for number in range(7)]
    for name in names:
        api.create(name)

    seen, cursor = [], ""
    while True:
        page = api.get(f"/api/stores?limit=3{cursor}").json
        seen += [store["id"] for store in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert seen == names


def test_operations_are_paged_newest_first(api: Api) -> None:
    api.create("demo")
    api.finish("demo")
    for _ in range(3):
        api.post("/api/stores/demo/operations", {"kind": "verify"})
        api.finish("demo")

    first = api.get("/api/stores/demo/operations?limit=3").json
    rest = api.get(f"/api/stores/demo/operations?limit=3&cursor={first['next_cursor']}").json

    assert [one["id"] for one in first["items"] + rest["items"]] == ["OP000004", "OP000003", "OP000002", "OP000001"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/stores/demo", None),
        ("DELETE", "/api/stores/demo", None),
        ("GET", "/api/stores/demo/operations", None),
        ("POST", "/api/stores/demo/operations", '{"kind": "verify"}'),
        ("GET", "/api/operations/OP000001", None),
        ("GET", "/api/operations/OP000001/events", None),
    ],
)
def test_what_is_another_owners_does_not_exist(api: Api, method: str, path: str, body: str | None) -> None:
    api.create("demo")

    foreign = api.call(method, path, body=body, token=OTTO)
    missing = api.call(method, path.replace("demo", "none").replace("OP000001", "OP999999"), body=body, token=OTTO)

    assert foreign.status == missing.status == 404
    assert foreign.text.replace("demo", "none").replace("OP000001", "OP999999") == missing.text
    assert api.call(method, path, body=body, token=ADA).status != 404


def test_an_owner_lists_their_own_and_an_admin_all(api: Api) -> None:
    api.create("olgas")
    api.create("ottos", token=OTTO)

    assert [store["id"] for store in api.get("/api/stores").json["items"]] == ["olgas"]
    assert [store["id"] for store in api.get("/api/stores", token=OTTO).json["items"]] == ["ottos"]
    assert [store["owner"] for store in api.get("/api/stores", token=ADA).json["items"]] == ["olga", "otto"]


@pytest.fixture
def ready(api: Api) -> Api:
    """An API with Olga's store `demo`, which sells."""
    api.create("demo")
    api.finish("demo")
    return api


def change(api: Api, **changes: object) -> Reply:
    return api.call("PATCH", "/api/stores/demo", body=json.dumps(changes))


def test_a_change_is_accepted_and_the_store_is_as_it_was_until_it_is_done(ready: Api) -> None:
    reply = change(ready, name="  Tea & {{ 1 }} ", color="#112233")

    assert (reply.status, reply.headers["location"]) == (202, "/api/operations/OP000002")
    assert (reply.json["operation"]["kind"], reply.json["operation"]["id"]) == ("configure", "OP000002")
    assert reply.json["operation"]["parameters"] == {
        "name": "Tea & {{ 1 }}",
        "color": "#112233",
        "admin_email": None,
        "file_mods": None,
        "locale": None,
    }
    store = reply.json["store"]
    assert (store["status"], store["name"], store["allowed_operations"]) == ("upgrading", "Demo", ["delete"])
    ready.finish("demo")
    after = ready.get("/api/stores/demo").json
    assert (after["status"], after["name"], after["color"]) == ("ready", "Tea & {{ 1 }}", "#112233")


def test_a_change_is_an_operation_that_can_be_asked_for_as_any_other(ready: Api) -> None:
    asked = ready.post("/api/stores/demo/operations", {"kind": "configure", "parameters": {"admin_email": "boss@demo.example"}})

    assert asked.status == 202
    ready.finish("demo")
    assert ready.get("/api/stores/demo").json["admin_email"] == "boss@demo.example"


def test_what_is_so_already_is_answered_with_the_store_and_no_operation(ready: Api) -> None:
    reply = change(ready, name="Demo")

    assert (reply.status, reply.json["operation"]) == (200, None)
    assert {**reply.json["store"], "refused_operations": PROVISION_ONLY} == ready.get("/api/stores/demo").json
    assert "location" not in reply.headers


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({}, "body", "must have at least one of: name, color, admin_email, file_mods, locale"),
        ({"name": None}, "body", "must have at least one of: name, color, admin_email, file_mods, locale"),
        ({"plan": "large"}, "plan", "is not known here"),
        ({"name": ""}, "name", "must not be empty"),
        ({"name": "two\nlines"}, "name", "must not hold control characters, line breaks or unassigned characters"),
        ({"color": "red"}, "color", "must be a colour as # and six hexadecimal digits, like #1f5f54"),
        ({"locale": "de_DE"}, "locale", locales.RULE),
        ({"admin_email": "boss"}, "admin_email", "must be an e-mail address, like owner@example.com"),
    ],
)
def test_a_change_that_breaks_a_rule_changes_nothing(ready: Api, changes: dict[str, object], field: str, rule: str) -> None:
    before = ready.get("/api/stores/demo").text

    reply = change(ready, **changes)

    assert reply.status == 422
    assert {"field": field, "rule": rule} in reply.json["errors"]
    assert ready.get("/api/stores/demo").text == before


def test_a_change_while_another_is_under_way_is_a_conflict(ready: Api) -> None:
    change(ready, name="Tea")

    for name in ("Cake", "Demo"):
        assert (change(ready, name=name).status, change(ready, name=name).json["reason"]) == (409, "OperationInProgress")


def test_whether_code_may_be_installed_is_said_at_first_and_changed_later(ready: Api) -> None:
    made = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "id": "tea", "file_mods": "locked"})
    change(ready, file_mods="locked")
    ready.finish("demo")

    assert (made.status, made.json["store"]["file_mods"]) == (202, "locked")
    assert ready.get("/api/stores/demo").json["file_mods"] == "locked"
    assert change(ready, file_mods="sometimes").status == 422


def test_a_shop_speaks_its_countrys_language_or_another_and_is_given_another_later(ready: Api) -> None:
    french = ready.post("/api/stores", {"name": "Thé", "engine": "medusa", "id": "the", "country": "FR"})
    other = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "id": "tea", "country": "FR", "locale": "nl-BE"})
    wrong = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "locale": "german"})
    change(ready, locale="it")
    ready.finish("demo")

    assert [reply.json["store"]["locale"] for reply in (french, other)] == ["fr", "nl-BE"]
    assert (wrong.status, wrong.json["errors"]) == (422, [{"field": "locale", "rule": locales.RULE}])
    assert ready.get("/api/stores/demo").json["locale"] == "it"


def test_safe_mode_is_an_operation_and_no_field_that_can_be_asked_for(ready: Api) -> None:
    for refused in (
        change(ready, safe_mode=True),
        ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "safe_mode": True}),
        ready.post("/api/stores/demo/operations", {"kind": "safe_mode", "parameters": {"on": "yes"}}),
    ):
        assert refused.status == 422
    asked = ready.post("/api/stores/demo/operations", {"kind": "safe_mode"})

    assert (asked.status, asked.json["operation"]["parameters"], asked.json["store"]["safe_mode"]) == (202, {"on": True}, False)
    ready.finish("demo")
    after = ready.get("/api/stores/demo").json
    assert (after["status"], after["safe_mode"]) == ("ready", True)


def test_what_an_engine_does_not_know_is_refused_with_the_field_before_anything_is_recorded() -> None:
    catalogue = FakeCatalogue(engine("medusa", settings=("name", "mail", "payments", "domains"), extensions=False))
    ready = Api(FakePlatform(catalogue=catalogue))
    ready.create("demo")
    ready.finish("demo")
    before = ready.get("/api/stores/demo").json
    why = "Medusa's code comes with its image always. Leave it out"
    cases = {
        f"cannot be locked: {why}": ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "file_mods": "locked"}),
        f"cannot be changed: {why}": change(ready, file_mods="open"),
    }

    for rule, reply in cases.items():
        assert (reply.status, reply.json["errors"]) == (422, [{"field": "file_mods", "rule": rule}])
    more = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "extensions": [{"slug": "akismet"}]})
    said = "cannot be given: Medusa runs no plugins and no theme of its owner's. Leave it out"
    assert (more.status, more.json["errors"]) == (422, [{"field": "extensions", "rule": said}])
    made = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "file_mods": "open", "id": "tea"})
    assert made.status == 202
    refused = ready.post("/api/stores/demo/operations", {"kind": "safe_mode"})
    said = "safe mode is not allowed: Medusa runs no plugins and no theme of its owner's"
    assert (refused.status, refused.json["detail"]) == (409, said)
    update = ready.post("/api/stores/demo/operations", {"kind": "update_extensions"})
    none = "update extensions is not allowed: the extensions of Medusa come with its image, and an upgrade brings newer ones"
    assert (update.status, update.json["detail"]) == (409, none)
    assert before["refused_operations"] == {
        **PROVISION_ONLY,
        "safe_mode": said,
        "update_extensions": none,
        "install_extensions": none.replace("update", "install", 1),
    }
    assert "safe_mode" not in before["allowed_operations"]
    listed = {each["id"]: each for each in ready.get("/api/stores").json["items"]}
    assert "safe_mode" not in listed["demo"]["allowed_operations"]
    assert ready.get("/api/stores/demo").json == before


def test_an_image_of_the_owners_is_said_at_first_and_changed_by_an_upgrade() -> None:
    catalogue = FakeCatalogue(engine("medusa", settings=("name", "image")))
    catalogue.own = ("reg.example/acme",)
    ready = Api(FakePlatform(catalogue=catalogue))
    first, second = (f"reg.example/acme/shop@sha256:{letter * 64}" for letter in "ab")

    made = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "id": "tea", "image": first})
    ready.finish("tea")
    asked = ready.post("/api/stores/tea/operations", {"kind": "upgrade", "parameters": {"image": second}})

    assert (made.status, made.json["store"]["image"]) == (202, first)
    assert (asked.status, asked.json["operation"]["parameters"]["image"]) == (202, second)
    ready.finish("tea")
    assert ready.get("/api/stores/tea").json["image"] == second
    assert change(ready, image=second).status == 422, "it is no setting: it may migrate the database"


def test_an_image_that_cannot_be_named_is_told_by_field_and_rule() -> None:
    catalogue = FakeCatalogue(engine("medusa", settings=("name", "image")))
    catalogue.own = ("reg.example/acme",)
    ready = Api(FakePlatform(catalogue=catalogue))
    tag, other = "reg.example/acme/shop:1", f"reg.example/acme-evil/shop@sha256:{'a' * 64}"

    for image, rule in (
        (tag, "must be a repository with a digest"),
        (other, "must lie below one of: reg.example/acme (setting OWN_IMAGES)"),
    ):
        reply = ready.post("/api/stores", {"name": "Tea", "engine": "medusa", "image": image})
        (error,) = reply.json["errors"]
        assert (reply.status, error["field"]) == (422, "image")
        assert error["rule"].startswith(rule)
