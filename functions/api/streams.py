"""Sends a body in chunks, with back-pressure: one is read while nobody waits for the one before, and none is kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import Executor
from contextlib import suppress
from typing import Any

from functions.domain.errors import StoreyardError
from functions.observability import logger

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def send_chunks(chunks: Iterator[bytes], send: Send, *, gone: threading.Event, pool: Executor, request_id: str) -> None:
    """Send them until there are none, or the client is gone. What breaks off is not ended, so that the client notices."""
    loop = asyncio.get_running_loop()
    try:
        while not gone.is_set():
            chunk = await loop.run_in_executor(pool, next, chunks, None)
            await send({"type": "http.response.body", "body": chunk or b"", "more_body": chunk is not None})
            if chunk is None:
                return
        logger.info("a download was broken off", request_id=request_id)
    except StoreyardError as error:
        logger.warning("a download broke off", request_id=request_id, cause=error.message)
    finally:
        with suppress(ValueError):  # it is being read just now, by a thread that nobody waits for any more
            getattr(chunks, "close", lambda: None)()
