"""What is put in the place of made-up values: what there is. Values that break the schema stay as they are."""

from __future__ import annotations

import re
from typing import Any

from functions.application.paging import write_cursor
from functions.domain.kinds import delete, provision, restore, verify
from functions.domain.store import ID_PATTERN
from functions.domain.user import PASSWORD_MAX, PASSWORD_MIN
from tests.fuzz.served import BACKUP, ENGINES, PASSWORD, STORE

# What stands in the place of a value of that form, by the field of a new store.
LISTED = {
    "engine": (ID_PATTERN, ENGINES[0]),
    "plan": (ID_PATTERN, "small"),
    "cluster": (ID_PATTERN, "local"),
    "country": ("[A-Z]{2}", "AT"),
    "currency": ("[A-Z]{3}", "EUR"),
}
BACKUP_ID = "[A-Za-z0-9_-]{1,64}"
# What is sold in the store that is there.
SOLD = {"sku": "MUG", "id": "voucher"}
# Fields that take any text which can be shown. No schema says that.
TEXTS = frozenset({"name", "first_name", "last_name", "line1", "line2", "city", "postal_code", "state"})


def query(path: str, store_id: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return a query with a cursor that the listing could have given, or with none where that says more than a key."""
    if path == "/api/orders" and "store" not in given:
        given = {**given, "store": STORE}  # of more stores than fifty at once nobody is told
    if not is_text(given.get("cursor")):
        return given
    plain = {"/api/users": "users", "/api/tokens": None, "/api/activity": f"activity/{given.get('store') or ''}"}
    listing = f"operations/{store_id}" if path.endswith("/operations") else plain.get(path)
    rest = {name: value for name, value in given.items() if name != "cursor"}
    return {**rest, "cursor": write_cursor(listing, "m")} if listing else rest


def body(path: str, given: dict[str, Any], store_id: Any = None) -> dict[str, Any]:
    """Return a body that asks for what there is, of the store in the path if there is one."""
    shown = _printable(given)
    if path == "/api/stores":
        return _new_store(shown)
    if path == "/api/auth/password":
        least = {"current_password": 0, "new_password": PASSWORD_MIN}
        known = {
            name
            for name, length in least.items()
            if isinstance(shown.get(name), str) and length <= len(shown[name]) <= PASSWORD_MAX
        }
        return {**shown, **dict.fromkeys(known, PASSWORD)}
    if path.endswith("/operations"):
        return _operation(shown, store_id)
    return _order(shown) if path == "/api/orders" else shown


def is_text(value: Any) -> bool:
    """True for a text that is not empty."""
    return isinstance(value, str) and bool(value)


def _new_store(given: dict[str, Any]) -> dict[str, Any]:
    """An engine, a plan and a place that there are; one name of two; nobody else's store."""
    known = {
        name: value for name, (form, value) in LISTED.items() if is_text(given.get(name)) and re.fullmatch(form, given[name])
    }
    twice = {"email"} if given.get("admin_email") is not None else set()
    others = {"owner"} if is_text(given.get("owner")) else set()
    return {name: value for name, value in {**given, **known}.items() if name not in twice | others}


def _operation(given: dict[str, Any], store_id: Any) -> dict[str, Any]:
    """A plan that there is, and a backup of the store, or none where it has none.

    A deletion is asked for by DELETE, the store that is there has not failed, and without a backup nothing is restored.
    """
    elsewhere = (delete.KIND.name, provision.KIND.name, *(() if store_id == STORE else (restore.KIND.name,)))
    if given.get("kind") in elsewhere:
        return {**given, "kind": verify.KIND.name, "parameters": {}}
    parameters = given.get("parameters")
    if not isinstance(parameters, dict):
        return given
    there = {"backup": (BACKUP_ID, BACKUP if store_id == STORE else None), "plan": ("[a-z0-9-]{1,40}", "small")}
    known = {
        name: value
        for name, (form, value) in there.items()
        if is_text(parameters.get(name)) and re.fullmatch(form, parameters[name])
    }
    return {**given, "parameters": {**parameters, **known}}


def _order(given: dict[str, Any]) -> dict[str, Any]:
    """Products of the store that is there."""
    items = given.get("items")
    wanted: dict[str, Any] = {"items": [_item(each) for each in items]} if isinstance(items, list) else {}
    address = given.get("address")
    if isinstance(address, dict) and is_text(address.get("country")) and re.fullmatch("[A-Z]{2}", address["country"]):
        wanted["address"] = {**address, "country": LISTED["country"][1]}
    return {**given, **({"store": STORE} if is_text(given.get("store")) else {}), **wanted}


def _item(given: Any) -> Any:
    """A piece of what is sold."""
    if not isinstance(given, dict):
        return given
    known = {name: value for name, value in SOLD.items() if is_text(given.get(name))}
    return {**given, **known}


def _printable(given: Any, name: str = "") -> Any:
    if isinstance(given, dict):
        return {key: _printable(value, key) for key, value in given.items()}
    if name in TEXTS and is_text(given):
        return "".join(letter if letter.isprintable() else "·" for letter in given).strip() or "·"
    return given
