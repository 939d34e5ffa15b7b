"""What holds for every test."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Take a Ctrl-C, and let programs that tests start take one: a shell has what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
