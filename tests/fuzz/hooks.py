"""What schemathesis is told of this API, and a check of our own.

Some rules no schema can say: which store, engine and cursor there is. Values that a schema allows are put in the place of
made-up ones, so that requests get past the door; values that break the schema stay as they are.
"""

from __future__ import annotations

import os
import re
import uuid
from typing import Any

import httpx
import schemathesis
from schemathesis.generation.meta import TestPhase

from functions.application.paging import write_cursor
from functions.domain.store import ID_PATTERN
from tests.fuzz.served import ENGINES, STORE

SECRET = os.environ.get("STOREYARD_FUZZ_SECRET", "")
# What stands in the place of a value of that form, by the field of a new store.
LISTED = {
    "engine": (ID_PATTERN, ENGINES[0]),
    "plan": (ID_PATTERN, "small"),
    "cluster": (ID_PATTERN, "local"),
    "country": ("[A-Z]{2}", "AT"),
    "currency": ("[A-Z]{3}", "EUR"),
}


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Ask for what there is, in every phase."""
    path, query = case.operation.path, case.query or {}
    if (
        "store_id" in (case.path_parameters or {})
        and case.method != "DELETE"
        and len(str(case.path_parameters["store_id"])) % 2
    ):
        case.path_parameters = {**case.path_parameters, "store_id": STORE}
    if _is_text(query.get("cursor")):
        store_id = (case.path_parameters or {}).get("store_id")
        listing = f"operations/{store_id}" if path.endswith("/operations") else path.removeprefix("/api/")
        case.query = {**query, "cursor": write_cursor(listing, "m")}
    if _is_text((case.headers or {}).get("Idempotency-Key")):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())  # one that is used again is refused with another request, rightly
    if path == "/api/stores" and isinstance(case.body, dict):
        case.body = {**case.body, **_listed(case.body)}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Wait until a deletion that was accepted has ended: until then the store is there, and that is what it says."""
    if case.method == "DELETE" and response.status_code == httpx.codes.ACCEPTED:
        sent = response.request
        events = httpx.URL(str(sent.url)).join(f"{response.headers['location'][0]}/events")
        after, ended = 0, False
        while not ended:
            page = httpx.get(events, params={"after": after}, headers={"Authorization": sent.headers["Authorization"]}).json()
            after, ended = page["next_after"], page["ended"]


@schemathesis.check
def nothing_of_others(context: Any, response: Any, case: Any) -> None:
    """The owner's word is in no answer to a stranger."""
    if SECRET and SECRET in response.text:
        raise AssertionError("the answer shows what belongs to somebody else")


def _store(case: Any) -> Any:
    """Name the store that is there in every second request: generated ids name none. It stays there: others are deleted.

    Where one request follows from another, ids are those of the answers before.
    """
    given = case.path_parameters["store_id"]
    if case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL:
        return given
    if case.method == "DELETE" or (isinstance(case.body, dict) and case.body.get("kind") == "delete"):
        return "nobodys" if given == STORE else given
    return STORE if len(str(given)) % 2 else given


def _listed(body: dict[str, Any]) -> dict[str, Any]:
    chosen = {}
    for field, (form, value) in LISTED.items():
        if isinstance(body.get(field), str) and re.fullmatch(form, body[field]):
            chosen[field] = value
    if isinstance(body.get("name"), str) and body["name"]:
        chosen["name"] = "".join(letter if letter.isprintable() else "·" for letter in body["name"]).strip() or "·"
    return chosen


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
