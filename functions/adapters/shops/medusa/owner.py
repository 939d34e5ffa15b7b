"""How the administrator of a Medusa shop gets another password."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from functions.domain.rotation import Which

COMMAND: Final = ("node", "-")
PROGRAM: Final = Path(__file__).with_name("owner.js")
STARTS_FOR: Final = frozenset({Which.DATABASE})  # it is read at the start of the process, and kept
