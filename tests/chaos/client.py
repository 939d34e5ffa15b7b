"""What a round asks of the platform, as a client that has patience while it is started again."""

from __future__ import annotations

import time
from typing import Any

import httpx

from functions.cli.client import Bearer, Client
from functions.cli.errors import CliError, Unreachable
from functions.cli.patience import NONE, Patience
from tests.chaos.place import Place
from tests.cluster.trade import ADDRESS, CUSTOMER

JSON = dict[str, Any]
PATIENT = Patience(120.0, 120.0, 120.0)


class Api:
    """Asks for operations, and looks at them."""

    def __init__(self, place: Place, token: str) -> None:
        self.client = Client(place.api, Bearer(token))
        self.client.patience = PATIENT

    def create(self, store_id: str, engine: str) -> JSON:
        """Ask for a store; return its operation."""
        body = {"id": store_id, "name": store_id, "engine": engine, "locale": "en"}
        found: JSON = self.client.post("/api/stores", body)["operation"]
        return found

    def delete(self, store_id: str) -> JSON:
        """Ask for a store's end; return its operation."""
        found: JSON = self.client.delete(f"/api/stores/{store_id}")["operation"]
        return found

    def do(self, store_id: str, kind: str, parameters: JSON) -> JSON:
        """Ask for an operation on a store; return it."""
        path, body = f"/api/stores/{store_id}/operations", {"kind": kind, "parameters": parameters}
        found: JSON = self.client.post(path, body)["operation"]
        return found

    def store(self, store_id: str) -> JSON | None:
        """A store, None if there is none."""
        answer = self.client.ask("GET", f"/api/stores/{store_id}")
        return answer.body if answer.status == httpx.codes.OK else None

    def operation(self, operation_id: str) -> JSON | None:
        """An operation as it is now; None where the platform does not answer now."""
        try:
            answer = self.client.ask("GET", f"/api/operations/{operation_id}", patience=NONE, seconds=5)
        except Unreachable:
            return None
        return answer.body if answer.status == httpx.codes.OK else None

    def events(self, operation_id: str, after: int = 0, wait: int = 0) -> list[JSON]:
        """Its events after one; none where the platform does not answer now."""
        path = f"/api/operations/{operation_id}/events"
        try:
            answer = self.client.ask("GET", path, query={"after": after, "wait": wait}, patience=NONE, seconds=wait + 5)
        except Unreachable:
            time.sleep(0.1)
            return []
        found: list[JSON] = answer.body.get("events", [])
        return found

    def backups(self, store_id: str) -> list[JSON]:
        """A store's backups that can be restored, newest first."""
        found: list[JSON] = self.client.get(f"/api/stores/{store_id}/backups")["items"]
        return found

    def stock(self, store_id: str) -> int | None:
        """How many there are of what is sold; None where the engine counts none."""
        found: int | None = self._first(store_id)["stock"]
        return found

    def _first(self, store_id: str) -> JSON:
        found: JSON = self.client.get(f"/api/stores/{store_id}/products")["items"][0]["variants"][0]
        return found

    def sell(self, store_id: str) -> str:
        """Order the first thing on offer; return the order's number."""
        variant = self._first(store_id)
        body = {"store": store_id, "items": [{"id": variant["id"], "quantity": 1}], "customer": CUSTOMER, "address": ADDRESS}
        number: str = self.client.post("/api/orders", body)["order"]["number"]
        return number

    def orders(self, store_id: str) -> list[str]:
        """The numbers of a store's orders, as its admin has them."""
        return [one["number"] for one in self.client.pages("/api/orders", limit=1000, store=store_id)["items"]]

    def finish(self, operation_id: str, seconds: float) -> JSON | None:
        """Wait for an operation's end and return it; None if it does not come in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.operation(operation_id)
            if found is not None and found["finished_at"]:
                return found
            time.sleep(0.1)
        return None

    def calm(self, operation: JSON, seconds: float = 300) -> None:
        """Wait for the good end of something that nothing is done to."""
        ended = self.finish(operation["id"], seconds)
        if ended is None or ended["status"] != "succeeded":
            raise CliError(f"{operation['kind']} of {operation['store_id']} went wrong by itself: {ended}")
