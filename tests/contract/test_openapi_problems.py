"""Each route, driven into each 4xx that there is: the description lists what can happen, all of it and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.api.answers import STATUS
from functions.api.asgi import App
from functions.application.ports.repository import Replace
from functions.domain.entities import STORES
from functions.domain.errors import VersionConflict
from functions.domain.store import StoreStatus
from tests.fakes import FakeCatalogue
from tests.fakes.shops import REQUEST, order
from tests.functional.api.client import OLGA, Api
from tests.functional.api.wire import chunk, messages, run, scope

DESCRIBED: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs/openapi.json").read_text())
OPERATIONS = [(method.upper(), path) for path, methods in DESCRIBED["paths"].items() for method in methods]
BODIES = {
    "createStore": {"name": "Demo", "engine": next(iter(FakeCatalogue().engines()))},
    "createOperation": {"kind": "verify"},
    "createOrder": REQUEST,
}


class Side:
    """One operation of the API over the ASGI door, with a store `demo` that is ready and its operation OP000001."""

    def __init__(self, method: str, path: str) -> None:
        self.api = Api()
        self.api.create("demo")
        self.api.finish("demo")
        self._method = method
        self.api.platform.shops.of("demo").made.append(order("100"))
        self._path = path.replace("{store_id}", "demo").replace("{operation_id}", "OP000001").replace("{order_id}", "100")
        self._takes_store = any(
            one["name"] == "store" for one in DESCRIBED["paths"][path][method.lower()].get("parameters", ())
        )
        body = BODIES.get(DESCRIBED["paths"][path][method.lower()]["operationId"])
        self._body = b"" if body is None else json.dumps(body).encode()

    def ask(
        self,
        *,
        query: str = "",
        host: str = "localhost",
        kind: str = "application/json",
        token: str | None = OLGA,
        body: bytes | None = None,
        path: Callable[[str], str] = lambda path: path,
        ends: bool = True,
    ) -> int:
        """Send the operation's request, well but for what is given; return the status."""
        headers = [("host", host), ("content-type", kind)] + ([("authorization", f"Bearer {token}")] if token else [])
        request = {**scope(self._method, path(self._path), headers), "query_string": query.encode()}
        sent = messages(chunk(self._body if body is None else body, more=not ends))
        status: int = run(App(self.api.handler, body_seconds=5 if ends else 0.01), request, sent)[0]["status"]
        return status

    def missing(self) -> int:
        """Send the request for what is not there, wherever it names it."""
        query = "store=none" if self._takes_store else ""
        body = self._body.replace(b'"demo"', b'"none"')
        return self.ask(path=lambda path: path.replace("demo", "none").replace("OP000001", "OP999999"), query=query, body=body)

    def conflicting(self) -> int:
        """Send the request while others always write first, for a store that is not ready."""
        repository = self.api.platform.repository
        store = repository.get(STORES, id="demo")
        assert store is not None
        repository.commit(Replace(store.model_copy(update={"status": StoreStatus.FAILED})))

        def rival() -> None:
            raise VersionConflict("somebody wrote first")

        repository.before_commit = rival
        return self.ask(query="store=demo" if self._takes_store else "")


TROUBLE: dict[int, Callable[[Side], int]] = {
    400: lambda side: side.ask(query="limit=%ff"),
    401: lambda side: side.ask(token=None),
    404: lambda side: side.missing(),
    408: lambda side: side.ask(ends=False),
    409: lambda side: side.conflicting(),
    413: lambda side: side.ask(body=b"x" * 70_000),
    415: lambda side: side.ask(kind="text/plain"),
    421: lambda side: side.ask(host="evil.example"),
    422: lambda side: side.ask(query="surprise=1"),
}


def test_there_is_a_way_into_each_4xx_that_an_operation_can_give() -> None:
    not_an_operations = {405}  # a method without an operation

    assert set(TROUBLE) == {status.value for status in STATUS.values() if status < 500} - not_an_operations


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_an_operation_gives_the_4xx_that_are_described_and_no_others(method: str, path: str) -> None:
    described = {int(code) for code in DESCRIBED["paths"][path][method.lower()]["responses"] if code.startswith("4")}

    met = {drive(Side(method, path)) for drive in TROUBLE.values()}

    assert {status for status in met if 400 <= status < 500} == described
    assert {status for status in met if status >= 500} == set()


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
def test_the_request_itself_is_well(method: str, path: str) -> None:
    assert str(Side(method, path).ask()) in {
        code for code in DESCRIBED["paths"][path][method.lower()]["responses"] if code < "3"
    }
