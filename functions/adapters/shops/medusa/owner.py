"""How the administrator of a Medusa shop gets another password, and when the shop reads that of its database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

COMMAND: Final = ("node", "-")
PROGRAM: Final = Path(__file__).with_name("owner.js")
RESTARTS: Final = True
