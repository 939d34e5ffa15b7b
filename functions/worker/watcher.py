"""Watches a store's parts while its release is being installed. What goes wrong here never fails a run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from types import TracebackType

from functions.domain.errors import StoreyardError
from functions.observability import logger

PERIOD = 0.7


class Watcher:
    """A thread that asks for components and hands them on, from `begin` to `end`."""

    def __init__(
        self, ask: Callable[[], Mapping[str, bool]], tell: Callable[[Mapping[str, bool]], None], *, period: float = PERIOD
    ) -> None:
        self._ask = ask
        self._tell = tell
        self._period = period
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Watcher:
        """Make ready; nothing is asked before `begin`."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        """Stop and wait for the thread, which is at most one question."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def begin(self) -> None:
        """Start asking, unless that is so already."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="watcher", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Stop asking, for good if it had begun; does not wait."""
        if self._thread is not None:
            self._over.set()

    def _loop(self) -> None:
        while not self._over.wait(self._period):
            try:
                self._tell(self._ask())
            except StoreyardError as error:
                logger.debug("store not observed", error=error.message)
            except Exception:  # noqa: BLE001 - watching is a courtesy
                logger.exception("observer failed")
