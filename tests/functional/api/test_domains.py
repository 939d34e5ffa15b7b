"""Domains over HTTP: who gets a name by what proof, what is served, and that no name is ever two stores'."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.application.ports.repository import Replace
from functions.application.variables import playbook_variables
from functions.domain.entities import DOMAINS, OPERATIONS, STORES
from functions.domain.errors import Unavailable
from functions.domain.operation import Operation
from functions.domain.store import Store
from tests.fakes import FakeClusters
from tests.fakes.platform import local_cluster
from tests.functional.api.client import OTTO, Api, FakePlatform, Reply

PATH = "/api/stores/demo/domains"
THEIRS = "/api/stores/other/domains"
NAME = "tea.example.com"
HERE = "127.0.0.1"  # where the cluster of tests is


@pytest.fixture
def demo(api: Api) -> Api:
    """Olga's store `demo` and Otto's store `other`, which sell."""
    api.create()
    api.create("other", token=OTTO)
    api.finish("demo")
    api.finish("other")
    return api


def claim(api: Api, name: str = NAME, path: str = PATH, **parts: Any) -> Reply:
    return api.post(path, {"name": name}, **parts)


def check(api: Api, name: str = NAME, path: str = PATH, query: str = "", **parts: Any) -> Reply:
    return api.call("POST", f"{path}/{name}/check{query}", **parts)


def store(api: Api, store_id: str = "demo") -> Store:
    found = api.platform.repository.get(STORES, id=store_id)
    assert found is not None
    return found


def asked(api: Api, reply: Reply) -> Operation:
    found = api.platform.repository.get(OPERATIONS, id=reply.json["operation"]["id"])
    assert found is not None
    return found


def served(api: Api, name: str = NAME) -> None:
    """Have Olga's store answer at a name, by its address."""
    claim(api, name)
    api.platform.dns.set(name, address=HERE)
    assert check(api, name).status == 202
    api.finish("demo")


def take(api: Api, name: str = NAME) -> Reply:
    """Have Otto's store prove a name by its token, and check it."""
    token = claim(api, name, THEIRS, token=OTTO).json["proof"]["value"]
    api.platform.dns.set(name, text=token, address=HERE)
    return check(api, name, THEIRS, token=OTTO)


def test_a_claim_says_which_records_to_set_and_does_nothing_else(demo: Api) -> None:
    reply = claim(demo)

    assert reply.status == 201
    assert reply.headers["location"] == f"{PATH}/{NAME}"
    assert (reply.json["status"], reply.json["served"], reply.json["primary"]) == ("pending", False, False)
    assert (reply.json["proof"]["type"], reply.json["proof"]["name"]) == ("TXT", f"_storeyard.{NAME}")
    assert reply.json["leads_here"] == [
        {"type": "CNAME", "name": NAME, "value": "demo.localhost"},
        {"type": "A", "name": NAME, "value": HERE},
    ]
    assert demo.platform.dns.asked == []
    assert store(demo).active_operation_id is None


def test_claimed_again_it_is_the_same_claim(demo: Api) -> None:
    first, again = claim(demo), claim(demo, "Tea.Example.COM")

    assert (again.status, again.json) == (200, first.json)


def test_letters_beyond_ascii_are_kept_as_the_dns_has_them(demo: Api) -> None:
    reply = claim(demo, "Straße.example.com")

    assert reply.json["name"] == "xn--strae-oqa.example.com"
    assert demo.get(f"{PATH}/straße.example.com").json["name"] == "xn--strae-oqa.example.com"


WRONG = {
    "shop": "at least one dot",
    "192.0.2.1": "not an address",
    "*.example.com": "without a wildcard",
    "shop.example.com.": "end with a dot",
    "https://shop.example.com": "without scheme",
    "shop.localhost": "that the internet knows",
    "yard.example.org": "the platform's own",
    "shop.internal": "that the internet knows",
    "-a.example.com": "labels of letters",
    "a_b.example.com": "labels of letters",
    f"{'a' * 64}.example.com": "63 characters",
    "xn--zzzzzzzzz.example.com": "may be registered",
    "": "must not be empty",
}


@pytest.mark.parametrize(("name", "said"), WRONG.items(), ids=WRONG)
def test_a_name_that_cannot_be_one_is_refused_with_the_rule(demo: Api, name: str, said: str) -> None:
    reply = claim(demo, name)

    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["name"])
    assert said in reply.text


@pytest.mark.parametrize("name", ["shops.example.org", "tea.shops.example.org", "a.tea.shops.example.org"])
def test_no_store_has_a_name_of_a_cluster(name: str) -> None:
    cluster = local_cluster().model_copy(update={"domain": "Shops.example.org"})
    api = Api(FakePlatform(clusters=FakeClusters(cluster)))
    api.create()

    assert "the platform's own" in claim(api, name).text
    assert claim(api, "othershops.example.org").status == 201


def test_the_token_proves_it_and_what_leads_here_is_served(demo: Api) -> None:
    token = claim(demo).json["proof"]["value"]
    demo.platform.dns.set(NAME, text=token, alias="demo.localhost", address=HERE)

    reply = check(demo)
    demo.finish("demo")

    assert reply.status == 202
    assert reply.json["dns"] == {"texts": [token], "aliases": ["demo.localhost"], "addresses": [HERE]}
    assert playbook_variables(asked(demo, reply))["store_domains_names"] == [NAME]
    shown = demo.get(f"{PATH}/{NAME}").json
    assert (shown["status"], shown["served"], shown["primary"]) == ("verified", True, True)


def test_the_shops_address_follows_the_primary_domain(demo: Api) -> None:
    before = demo.get("/api/stores/demo").json
    served(demo)
    during = store(demo)

    after = demo.get("/api/stores/demo").json

    assert (before["url"], after["url"]) == ("http://demo.localhost", f"http://{NAME}")
    assert after["admin_url"].startswith(f"http://{NAME}/")
    assert after["domains"] == [NAME]
    assert during.url == "http://demo.localhost"
    listed = demo.get("/api/stores").json["items"]
    assert [each["url"] for each in listed if each["id"] == "demo"] == [f"http://{NAME}"]


def test_until_the_operation_has_ended_well_the_address_is_the_old_one(demo: Api) -> None:
    claim(demo)
    demo.platform.dns.set(NAME, address=HERE)
    check(demo)
    under_way = demo.get("/api/stores/demo").json["url"]

    demo.finish("demo", good=False)

    shown = demo.get(f"{PATH}/{NAME}").json
    assert (under_way, demo.get("/api/stores/demo").json["url"]) == ("http://demo.localhost", "http://demo.localhost")
    assert (shown["status"], shown["served"]) == ("verified", False)


def test_nothing_in_the_dns_proves_nothing_and_what_to_set_is_said(demo: Api) -> None:
    token = claim(demo).json["proof"]["value"]

    reply = check(demo)

    assert (reply.status, reply.json["operation"]) == (200, None)
    assert token in reply.json["message"]
    assert demo.get(f"{PATH}/{NAME}").json["status"] == "pending"


@pytest.mark.parametrize("address", ["192.0.2.7", "::1"])
def test_an_address_that_is_not_the_clusters_proves_nothing(demo: Api, address: str) -> None:
    claim(demo)
    demo.platform.dns.set(NAME, address=address)

    assert check(demo).json["domain"]["status"] == "pending"


def test_with_the_token_alone_a_domain_is_held_and_not_served_until_it_leads_here(demo: Api) -> None:
    token = claim(demo).json["proof"]["value"]
    demo.platform.dns.set(NAME, text=token, address="192.0.2.7")

    first = check(demo)
    assert (first.status, first.json["domain"]["status"], first.json["operation"]) == (200, "verified", None)
    assert "does not lead here yet" in first.json["message"]
    demo.platform.dns.set(NAME, address=HERE)
    assert check(demo).status == 202


def test_a_domain_that_does_not_lead_here_is_served_where_that_is_wanted(demo: Api) -> None:
    token = claim(demo).json["proof"]["value"]
    demo.platform.dns.set(NAME, text=token)

    assert check(demo, query="?anyway=true").status == 202


def test_where_an_address_proves_nothing_only_the_token_does() -> None:
    api = Api(FakePlatform())
    api.platform.domains._token_only = True
    api.create()
    api.finish("demo")
    claim(api)
    api.platform.dns.set(NAME, address=HERE)

    assert check(api).json["domain"]["status"] == "pending"


def test_another_domain_joins_and_may_become_the_primary_one(demo: Api) -> None:
    served(demo)
    served(demo, "www.example.com")
    joined = demo.get("/api/stores/demo").json["domains"]

    reply = demo.call("PUT", f"{PATH}/www.example.com/primary")
    demo.finish("demo")

    assert joined == [NAME, "www.example.com"]
    assert reply.status == 202
    assert demo.get("/api/stores/demo").json["url"] == "http://www.example.com"
    assert demo.call("PUT", f"{PATH}/www.example.com/primary").status == 200


def test_a_domain_that_is_not_proven_is_never_the_primary_one(demo: Api) -> None:
    claim(demo)

    assert demo.call("PUT", f"{PATH}/{NAME}/primary").status == 409


def test_no_operation_serves_a_name_that_the_store_does_not_hold(demo: Api) -> None:
    served(demo)
    claim(demo, path=THEIRS, token=OTTO)
    body = {"kind": "domains", "parameters": {"names": [NAME]}}

    reply = demo.post("/api/stores/other/operations", body, token=OTTO)

    assert (reply.status, [error["field"] for error in reply.json["errors"]]) == (422, ["parameters.names"])
    assert store(demo, "other").active_operation_id is None


def test_a_domain_goes_by_an_operation_and_is_free_when_that_has_ended_well(demo: Api) -> None:
    served(demo)

    reply = demo.call("DELETE", f"{PATH}/{NAME}")
    there = demo.get(f"{PATH}/{NAME}").status
    demo.finish("demo")

    assert (reply.status, there, demo.get(f"{PATH}/{NAME}").status) == (202, 200, 404)
    assert demo.get("/api/stores/demo").json["url"] == "http://demo.localhost"
    holding = demo.platform.repository.get(DOMAINS, name=NAME)
    assert holding is not None
    assert (holding.store_id, holding.owner) == ("", "olga")


def test_a_domain_whose_removal_failed_stays_and_goes_by_the_next_one(demo: Api) -> None:
    served(demo)
    demo.call("DELETE", f"{PATH}/{NAME}")
    demo.finish("demo", good=False)
    shown = demo.get(f"{PATH}/{NAME}").json

    assert (shown["status"], shown["served"]) == ("verified", True)
    assert demo.call("DELETE", f"{PATH}/{NAME}").status == 202
    demo.finish("demo")
    assert demo.get(f"{PATH}/{NAME}").status == 404


def test_a_claim_that_was_never_proven_goes_at_once(demo: Api) -> None:
    claim(demo)

    reply = demo.call("DELETE", f"{PATH}/{NAME}")

    assert (reply.status, reply.json["operation"]) == (200, None)
    assert demo.get(f"{PATH}/{NAME}").status == 404


def test_an_address_takes_no_domain_from_the_store_that_has_it(demo: Api) -> None:
    served(demo)
    claim(demo, path=THEIRS, token=OTTO)

    reply = check(demo, path=THEIRS, token=OTTO)

    assert (reply.status, reply.json["operation"], reply.json["domain"]["status"]) == (200, None, "pending")
    assert "is in use" in reply.json["message"]
    assert "demo" not in reply.text
    assert store(demo).active_operation_id is None


def test_of_two_stores_that_prove_a_free_name_at_once_one_gets_it(demo: Api) -> None:
    claim(demo)
    claim(demo, path=THEIRS, token=OTTO)
    demo.platform.dns.set(NAME, address=HERE)
    repository = demo.platform.repository

    def rival() -> None:
        repository.before_commit = lambda: None
        assert check(demo, path=THEIRS, token=OTTO).status == 202

    repository.before_commit = rival
    reply = check(demo)

    holding = repository.get(DOMAINS, name=NAME)
    assert holding is not None
    assert holding.store_id == "other"
    assert (reply.status, reply.json["domain"]["status"]) == (200, "pending")
    assert "is in use" in reply.json["message"]


def test_the_token_takes_a_domain_over_and_never_do_two_stores_serve_it(demo: Api) -> None:
    served(demo)

    first = take(demo)
    assert (first.status, first.json["operation"], first.json["domain"]["status"]) == (200, None, "pending")
    assert store(demo).active_operation_id is not None
    again = check(demo, path=THEIRS, token=OTTO)
    assert (again.json["operation"], store(demo, "other").active_operation_id) == (None, None)
    demo.finish("demo")
    assert store(demo).spec.domains == ()

    last = check(demo, path=THEIRS, token=OTTO)
    demo.finish("other")
    assert last.status == 202
    assert store(demo, "other").spec.domains == (NAME,)
    assert demo.get(f"{PATH}/{NAME}").status == 404


def test_a_store_that_loses_a_domain_cannot_keep_it_by_its_address_or_by_an_operation(demo: Api) -> None:
    served(demo)
    take(demo)
    demo.finish("demo", good=False)  # it serves it still

    assert check(demo).json["domain"]["status"] == "pending"
    body = {"kind": "domains", "parameters": {"names": [NAME]}}
    assert demo.post("/api/stores/demo/operations", body).status == 422
    assert check(demo, path=THEIRS, token=OTTO).json["domain"]["status"] == "pending"
    demo.finish("demo")
    assert check(demo, path=THEIRS, token=OTTO).status == 202


def test_who_takes_a_domain_learns_nothing_of_the_store_that_had_it_nor_that_one_of_them(demo: Api) -> None:
    served(demo)

    reply = take(demo)
    operation = demo.get("/api/stores/demo/operations").json["items"][0]

    assert "demo" not in reply.text
    assert "olga" not in reply.text
    assert (operation["kind"], operation["requested_by"], operation["request_id"]) == ("domains", "system", "")
    assert "otto" not in json.dumps(operation)


def test_while_the_other_store_is_busy_nothing_is_taken(demo: Api) -> None:
    served(demo)
    demo.post("/api/stores/demo/operations", {"kind": "verify"})

    reply = take(demo)

    assert (reply.status, reply.json["domain"]["status"]) == (200, "pending")
    demo.finish("demo")
    assert demo.get(f"{PATH}/{NAME}").json["status"] == "verified"


def test_a_record_from_the_last_owners_time_proves_nothing_for_the_next(demo: Api) -> None:
    served(demo)
    demo.call("DELETE", f"{PATH}/{NAME}")
    demo.finish("demo")
    claim(demo, path=THEIRS, token=OTTO)
    stranger = check(demo, path=THEIRS, token=OTTO).json["domain"]["status"]
    claim(demo)

    assert stranger == "pending"
    assert check(demo).status == 202  # it was Olga's


def test_a_store_that_is_gone_holds_nothing_and_its_id_brings_nothing_back(demo: Api) -> None:
    served(demo)
    demo.call("DELETE", "/api/stores/demo")
    demo.finish("demo")
    demo.platform.clock.advance(60)
    demo.create(token=OTTO)
    demo.finish("demo")
    listed = demo.get(PATH, token=OTTO).json["items"]
    claim(demo, path=PATH, token=OTTO)

    assert listed == []
    assert check(demo, token=OTTO).json["domain"]["status"] == "pending"  # it leads here from Olga's time
    token = demo.get(f"{PATH}/{NAME}", token=OTTO).json["proof"]["value"]
    demo.platform.dns.set(NAME, text=token, address=HERE)
    assert check(demo, token=OTTO).status == 202


def test_an_owner_whose_store_is_gone_has_the_domain_for_the_next_one(demo: Api) -> None:
    served(demo)
    demo.call("DELETE", "/api/stores/demo")
    demo.finish("demo")
    demo.platform.clock.advance(60)
    demo.create("new")
    demo.finish("new")
    claim(demo, path="/api/stores/new/domains")

    assert check(demo, path="/api/stores/new/domains").status == 202


def test_while_something_is_under_way_nothing_is_looked_up(demo: Api) -> None:
    claim(demo)
    demo.post("/api/stores/demo/operations", {"kind": "verify"})

    assert check(demo).json["reason"] == "OperationInProgress"
    assert demo.platform.dns.asked == []


def test_a_dns_that_does_not_answer_is_told(demo: Api) -> None:
    claim(demo)
    demo.platform.dns.error = Unavailable("no", told="No DNS resolver answers.")

    reply = check(demo)

    assert (reply.status, reply.json["detail"]) == (503, "No DNS resolver answers.")


def test_a_copy_has_no_domains(demo: Api) -> None:
    found = store(demo)
    copy = found.model_copy(update={"spec": found.spec.model_copy(update={"is_copy": True})})
    demo.platform.repository.commit(Replace(copy))

    assert claim(demo).status == 409


def test_a_store_has_ten_domains_at_most(demo: Api) -> None:
    for number in range(10):
        assert claim(demo, f"t{number}.{'x' * 60}.{'y' * 60}.example.com").status == 201

    assert claim(demo, "more.example.com").status == 409
    page = demo.get(f"{PATH}?limit=7").json
    rest = demo.get(f"{PATH}?limit=7&cursor={page['next_cursor']}").json
    assert [len(page["items"]), len(rest["items"]), rest["next_cursor"]] == [7, 3, None]


def test_claims_and_removals_are_lines_of_the_activity(demo: Api) -> None:
    claim(demo)
    demo.platform.clock.advance(1)
    demo.call("DELETE", f"{PATH}/{NAME}")

    lines = demo.get("/api/activity").json["items"]

    assert [(line["action"], line["detail"]) for line in lines[:2]] == [
        ("domain.remove", {"domain": NAME}),
        ("domain.claim", {"domain": NAME}),
    ]


def test_the_health_of_a_shop_says_which_of_its_domains_lead_elsewhere(demo: Api) -> None:
    served(demo)
    served(demo, "www.tea.example.com")

    def said() -> str:
        found = demo.get("/api/stores/demo/health").json
        assert found["ok"] is True
        return str(found["message"])

    assert "DNS" not in said()
    demo.platform.dns.set(NAME, address="203.0.113.99")
    assert f"In the DNS {NAME} does not lead to this cluster" in said()
    demo.platform.dns.set("www.tea.example.com")
    assert f"In the DNS {NAME}, www.tea.example.com do not lead to this cluster" in said()
    demo.platform.dns.error = Unavailable("No DNS resolver answers.")
    assert "DNS" not in said()
