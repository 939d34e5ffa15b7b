"""Stores to try things on, one for each engine, and orders in them by the platform's API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from functions.adapters.catalogue import FileCatalogue
from tests.cluster.installation import PROJECT
from tests.cluster.platform import JSON, Platform, unique

ENGINES = FileCatalogue(PROJECT / "charts").engines()
CUSTOMER = {"first_name": "Ada", "last_name": "Example", "phone": "+49 30 123456", "email": "ada@shop-test.example"}
ADDRESS = {"line1": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE"}


@contextmanager
def stores_on_all(mark: str, **fields: str) -> Iterator[dict[str, JSON]]:
    """A store on every engine that is available here, all made at the same time; gone at the end."""
    made = Platform()
    names = {engine: unique(f"{mark}{number}") for number, (engine, here) in enumerate(made.engines().items()) if here}
    operations = [made.create(store_id, engine, **fields) for engine, store_id in names.items()]
    try:
        for operation in operations:
            made.finish(operation)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{made.story()}") from error
    yield {engine: made.store(store_id) for engine, store_id in names.items()}
    for operation in [made.delete(store_id) for store_id in names.values()]:
        made.finish(operation)
    made.http.close()


def not_tested(engine: str) -> None:
    """Skip a test for want of an engine's images, and say so."""
    pytest.skip(f"NOT TESTED: a store on {engine}, whose images could not be built here; `make images` says why")


def is_available(engine: str) -> bool:
    """True if stores can be made on an engine here."""
    probe = Platform()
    here = probe.engines().get(engine)
    probe.http.close()
    return bool(here)


def sell_one(platform: Platform, store_id: str) -> JSON:
    """Order the first thing that a store offers."""
    variant = platform.client.get(f"/api/stores/{store_id}/products")["items"][0]["variants"][0]
    body = {"store": store_id, "items": [{"id": variant["id"], "quantity": 1}], "customer": CUSTOMER, "address": ADDRESS}
    answer = platform.http.post("/api/orders", json=body)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    placed: JSON = answer.json()["order"]
    return placed


def numbers(platform: Platform, store_id: str) -> list[str]:
    """The orders of a store, as its admin has them."""
    return [one["number"] for one in platform.client.get("/api/orders", store=store_id)["items"]]


class Trading:
    """A store that sells."""

    def __init__(self, engine: str, mark: str, **fields: Any) -> None:
        self.platform = Platform()
        self.engine = ENGINES[engine]
        self.id = unique(mark)
        data = ENGINES[engine].data
        self.carries = data is not None and data.orders
        self.platform.finish(self.platform.create(self.id, engine, **fields))

    def sell(self) -> str:
        """Order the first thing on offer, and return the order's number."""
        number: str = sell_one(self.platform, self.id)["number"]
        return number

    def sold(self) -> set[str]:
        """The numbers of all orders, as the shop's admin has them."""
        return set(numbers(self.platform, self.id))

    def ask(self, kind: str, **parameters: object) -> JSON:
        """Ask for an operation."""
        body = {"kind": kind, "parameters": parameters}
        found: JSON = self.platform.client.post(f"/api/stores/{self.id}/operations", body)["operation"]
        return found

    def do(self, kind: str, *, status: str = "succeeded", **parameters: object) -> JSON:
        """Ask for an operation and wait for its end, a good one unless told otherwise."""
        return self.platform.finish(self.ask(kind, **parameters), status=status, seconds=600)

    def store(self) -> JSON:
        """The store as the platform has it."""
        return self.platform.store(self.id)

    def close(self) -> None:
        """Remove it."""
        self.platform.finish(self.platform.delete(self.id))
        self.platform.http.close()

    def backups(self) -> list[JSON]:
        """Its backups, newest first."""
        found: list[JSON] = self.platform.client.get(f"/api/stores/{self.id}/backups")["items"]
        return found


@contextmanager
def trading(engine: str, mark: str, **fields: Any) -> Iterator[Trading]:
    """A store that sells, gone at the end. Skips where the engine's images could not be built here."""
    if not is_available(engine):
        not_tested(engine)
    made = Trading(engine, mark, **fields)
    yield made
    made.close()
