"""What schemathesis is told of this API, and a check of our own.

Some rules no schema can say: which store, engine and cursor there is. Values that a schema allows are put in the place of
made-up ones, so that requests get past the door; values that break the schema stay as they are.
"""

from __future__ import annotations

import os
import uuid
from typing import Any

import httpx
import schemathesis
from schemathesis.generation.meta import TestPhase

from tests.fuzz import fitting
from tests.fuzz.served import STORE

GONE: set[str] = set()
"""Ids of stores that were deleted. Their history stays, which schemathesis would take for a store that does."""
SECRET = os.environ.get("STOREYARD_FUZZ_SECRET", "")


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Ask for what there is, in every phase."""
    path = case.operation.path
    if "store_id" in (case.path_parameters or {}):
        case.path_parameters = {**case.path_parameters, "store_id": _store(case)}
    if (case.path_parameters or {}).get("user_id") in {"owner", "stranger"} and case.method != "GET":
        case.path_parameters = {**case.path_parameters, "user_id": "nobody"}  # nobody gets the rights of the other
    if case.query or (path == "/api/orders" and case.method == "GET"):
        case.query = fitting.query(path, (case.path_parameters or {}).get("store_id"), dict(case.query or {}))
    if fitting.is_text((case.headers or {}).get("Idempotency-Key")):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())  # one that is used again is refused with another request, rightly
    if isinstance(case.body, dict):
        case.body = fitting.body(path, case.body, (case.path_parameters or {}).get("store_id"))


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Take note of what there is. A deletion that was accepted is waited for: until it has ended, the store is there."""
    if case.operation.path == "/api/stores" and response.status_code == httpx.codes.ACCEPTED:
        GONE.discard(response.json()["store"]["id"])
    if case.method == "DELETE" and response.status_code == httpx.codes.ACCEPTED:
        GONE.add(str(case.path_parameters["store_id"]))
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
    if case.method == "DELETE":
        return "nobodys" if given == STORE else given
    if case.operation.path.endswith("/operations") and given in GONE:
        return STORE
    if case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL:
        return given
    return STORE if len(str(given)) % 2 else given
