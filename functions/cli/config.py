"""What is remembered between two commands: contexts, each with a platform's address and how to sign in there.

One file, readable by its owner only, written whole or not at all. Who changes it holds a lock from reading to writing.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from functions.cli.errors import CliError, Usage

LOCAL = "local"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
Context = dict[str, Any]


class Config:
    """The file `config.json` in a folder. A context is {url, token | session {access_token, refresh_token}}."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "config.json"

    def read(self) -> Context:
        """Return what the file says, an empty configuration if there is none. Raises CliError if it cannot be read."""
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            found = {}
        except (OSError, ValueError) as error:
            raise CliError(f"{self.file} cannot be read: {error}. Mend it or remove it.") from error
        if not isinstance(found, dict) or not isinstance(found.get("contexts", {}), dict):
            raise CliError(f"{self.file} is not a configuration of storeyard. Mend it or remove it.")
        return {"current": found.get("current", LOCAL), "contexts": found.get("contexts", {})}

    def context(self, name: str) -> Context:
        """Return a context as it is now, an empty one if there is none of that name."""
        found: Context = self.read()["contexts"].get(name, {})
        return found

    def change(self, how: Callable[[Context], None]) -> None:
        """Change the configuration: nobody else does between the reading and the writing."""
        with self.locked():
            found = self.read()
            how(found)
            self._write(found)

    def change_context(self, name: str, **fields: Any) -> None:
        """Set fields of a context; those that are None are taken away."""

        def set_them(found: Context) -> None:
            context = {**found["contexts"].get(name, {}), **fields}
            found["contexts"][name] = {key: value for key, value in context.items() if value is not None}

        self.change(set_them)

    @contextmanager
    def locked(self, name: str = "config") -> Iterator[None]:
        """Hold a lock of this folder, over all processes."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.file.with_name(f"{name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CliError(f"{self.file.parent} cannot be written: {error}.") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _write(self, found: Context) -> None:
        part = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(found, stream, indent=2)
                stream.write("\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self.file)
        except OSError as error:
            raise CliError(f"{self.file} cannot be written: {error}.") from error
        finally:
            part.unlink(missing_ok=True)


def checked_name(name: str) -> str:
    """Return a context's name. Raises Usage if it cannot be one."""
    if not NAME.fullmatch(name):
        raise Usage(f"{name!r} cannot be a context's name: lower-case letters, digits, dots and hyphens, 63 at most.")
    return name


def checked_url(url: str) -> str:
    """Return a platform's address without a slash at its end. Raises Usage if it cannot be one."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
        parts.port  # noqa: B018 - raises ValueError for one that is none
    except ValueError:
        good = False
    if not good:
        raise Usage(f"{url!r} is not a platform's address, like https://storeyard.example.com.")
    if parts.username or parts.password:
        raise Usage("A platform's address holds no user and no password: `storeyard login` signs in.")
    return url.rstrip("/")


def on_this_machine(url: str) -> bool:
    """True for an address of the loopback interface."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def address(bind: str | None, port: str | None) -> str:
    """Return where a platform of this machine answers that listens there; empty is the default."""
    host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind or "", bind)  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in str(host) else host}:{port or '8000'}"
