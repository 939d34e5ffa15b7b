"""Whether an address is free, in the words that a request for it would be refused with."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.functional.api.client import OTTO, Api


def check(api: Api, query: str, **parts: str) -> dict[str, object]:
    reply = api.get(f"/api/address?{query}", **parts)
    assert reply.status == 200
    found: dict[str, object] = reply.json
    return found


def test_a_free_id_is_free_until_it_is_taken(api: Api) -> None:
    free = {"id": "tea", "url": "http://tea.localhost", "available": True, "message": ""}
    assert check(api, "id=tea") == free
    assert check(api, "id=tea") == free

    api.create("tea")

    taken = check(api, "id=tea", token=OTTO)
    assert taken == {**free, "available": False, "message": "a store with the id tea exists already"}
    assert taken["message"] == api.create("tea", token=OTTO).json["errors"][0]["rule"]


def test_an_id_is_made_from_a_name_as_a_new_store_gets_it(api: Api) -> None:
    name = quote("Blumen & Söhne 🌸")
    assert check(api, f"name={name}")["id"] == "blumen-sohne"
    assert api.post("/api/stores", {"name": "Blumen & Söhne 🌸", "engine": "medusa"}).json["store"]["id"] == "blumen-sohne"

    second = check(api, f"name={name}")

    assert (str(second["id"]).startswith("blumen-sohne-"), second["available"], second["message"]) == (True, True, "")
    assert api.create(str(second["id"])).status == 202


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("Tea", "The id must be lower-case letters, digits and hyphens, starting with a letter, at most 40 characters."),
        ("a" * 41, "The id must be lower-case letters, digits and hyphens, starting with a letter, at most 40 characters."),
        ("admin", "The id is reserved: choose another id."),
        ("a--b", "The id must not end with a hyphen or hold two in a row."),
    ],
)
def test_an_id_that_no_store_may_have_says_which_rule_it_breaks(api: Api, wanted: str, message: str) -> None:
    assert check(api, f"id={wanted}") == {"id": wanted, "url": None, "available": False, "message": message}


def test_a_name_that_no_store_may_have_says_which_rule_it_breaks(api: Api) -> None:
    long = check(api, f"name={'x' * 101}")

    assert (long["id"], long["available"], long["message"]) == (None, False, "The name must be at most 100 characters.")
    assert check(api, "name=%20")["message"] == "The name must not be empty."


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "id: give either an id or a name"),
        ("id=tea&name=Tea", "name: give either an id or a name"),
        ("id=tea&cluster=none", "cluster: must be one of: local"),
        (f"name={'x' * 201}", "name: must be at most 200 characters"),
    ],
)
def test_a_wrong_question_is_refused(api: Api, query: str, detail: str) -> None:
    refused = api.get(f"/api/address?{query}")

    assert (refused.status, refused.json["detail"]) == (422, detail)
