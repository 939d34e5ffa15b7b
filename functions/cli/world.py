"""What a command finds around it, in one place so that a test can be one: environment, folder, streams, time, transport."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from functions.cli.config import Config

if TYPE_CHECKING:
    import httpx


SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def _tty(name: str) -> bool:
    """Asked late: a test runner puts other streams in their place."""
    return bool(getattr(sys, name).isatty())


def _browse(url: str) -> bool:
    import webbrowser  # noqa: PLC0415 - rarely wanted

    return webbrowser.open(url)


def has_screen(environ: Mapping[str, str]) -> bool:
    """True where a window can be shown: a browser in a terminal cannot run the dashboard."""
    return sys.platform == "darwin" or any(environ.get(name) for name in SCREENS)


@dataclass
class World:
    """The machine as it is, unless a test says otherwise. This is the command line's only reader of the environment."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    is_tty: Callable[[str], bool] = _tty
    browse: Callable[[str], bool] = _browse

    @cached_property
    def config(self) -> Config:
        """What is remembered between commands."""
        if folder := self.environ.get("STOREYARD_CONFIG"):
            return Config(Path(folder))
        from platformdirs import user_config_path  # noqa: PLC0415 - not needed by --help

        return Config(user_config_path("storeyard"))

    @property
    def interactive(self) -> bool:
        """True if there is a person to ask."""
        return self.is_tty("stdin") and self.is_tty("stderr")
