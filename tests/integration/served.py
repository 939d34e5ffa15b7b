"""The API on fakes, served on loopback for programs that are started. A test plays the worker."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import uvicorn

from functions.api.asgi import App
from functions.api.context import LongPolls
from functions.api.handler import create_handler
from functions.api.pages import Pages
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.operation import EventStatus, Operation, OperationStatus, Outcome
from tests.functional.api.client import Api

SECONDS = 30.0


@dataclass
class Served:
    """A platform that answers on an address of this machine."""

    api: Api
    url: str

    @property
    def port(self) -> str:
        """The port of it."""
        return self.url.rpartition(":")[2]

    def claim(self, store_id: str) -> Operation:
        """Be the worker that takes the store's operation, once there is one."""
        claimed = self.api.platform.lifecycle.claim(self._live(store_id), "w1")
        assert claimed is not None
        return claimed

    def step(self, claimed: Operation, name: str, status: EventStatus, message: str) -> None:
        """Record what became of a step."""
        self.api.platform.lifecycle.record(claimed.id, claimed.fence, step=name, status=status, message=message)

    def end(self, claimed: Operation, *, good: bool = True) -> None:
        """End it."""
        outcome = (
            Outcome(OperationStatus.SUCCEEDED, "", "The store is ready: a test order went through.")
            if good
            else Outcome(OperationStatus.FAILED, "ImagePull", "The image cannot be pulled.")
        )
        self.api.platform.lifecycle.finish(claimed.id, claimed.fence, outcome)

    def operation(self, operation_id: str) -> Operation:
        """Return an operation as recorded."""
        found = self.api.platform.repository.get(OPERATIONS, id=operation_id)
        assert found is not None
        return found

    def _live(self, store_id: str) -> str:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            store = self.api.platform.repository.get(STORES, id=store_id)
            if store is not None and store.active_operation_id:
                return store.active_operation_id
            time.sleep(0.02)
        raise AssertionError(f"nobody asked for {store_id}")


@contextmanager
def serving(pages: Pages | None = None) -> Iterator[Served]:
    """Serve a fresh platform until the test is over."""
    api = Api()
    app = App(create_handler(lambda: api.platform, waits=LongPolls(), pages=pages))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=partial(server.run), daemon=True)
    thread.start()
    end = time.monotonic() + SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(api, f"http://127.0.0.1:{port}")
    finally:
        app.drain()
        server.should_exit = True
        thread.join(SECONDS)
