"""Speaks ASGI to an application by hand: what a client sends, message by message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from functions.api.asgi import App

Json = dict[str, Any]


def scope(method: str = "GET", path: str = "/health", headers: Sequence[tuple[str, str]] = (("host", "localhost"),)) -> Json:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 5),
    }


def run(app: App, request: Mapping[str, Any], receive: Callable[[], Awaitable[Json]]) -> list[Json]:
    """Run one scope; return what was sent."""
    sent: list[Json] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(app(dict(request), receive, send))
    return sent


def messages(*items: Json) -> Callable[[], Awaitable[Json]]:
    """A client that sends these, then nothing for ever."""
    waiting = list(items)

    async def receive() -> Json:
        if waiting:
            return waiting.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    return receive


def chunk(body: bytes, *, more: bool = False) -> Json:
    return {"type": "http.request", "body": body, "more_body": more}
