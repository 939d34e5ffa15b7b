"""What processes are called in the state, and the machine and data folder they work with."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from pathlib import Path

from functions.adapters.kept import kept_once

NAME = "host"


def host_name(home: Path, *, shared: bool) -> str:
    """Return the name of this machine with this data folder. Who comes back under a name, takes up what it had before.

    `shared`: many machines have one state, and two of them may be called the same, and have their data in equal places. Then
    something random that is kept in the folder is part of the name.
    """
    place = str(home) + (kept_once(home / NAME, lambda: secrets.token_hex(16)) if shared else "")
    return f"{socket.gethostname()}-{hashlib.sha256(place.encode()).hexdigest()[: 12 if shared else 6]}"


def process_name(host: str) -> str:
    """Return a name that no other process ever has."""
    return f"{host}/{os.getpid()}/{secrets.token_hex(4)}"
