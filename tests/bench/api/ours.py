"""`python -m tests.bench.api.ours`: the API as functions/local.py serves it, with nothing behind it that would provision."""

from __future__ import annotations

import signal
import threading

from functions import bootstrap
from functions.local import Server
from functions.settings import settings


def main() -> None:
    """Serve until SIGTERM."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    platform = bootstrap.platform()
    server = Server(settings(), platform.notifier.pause)
    server.start()
    server.wait_until_listening()
    over.wait()
    server.stop()
    server.join(5)


if __name__ == "__main__":
    main()
