"""How the administrator of a WooCommerce shop gets another password, and when the shop reads that of its database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

COMMAND: Final = ("php",)
PROGRAM: Final = Path(__file__).with_name("owner.php")
RESTARTS: Final = False  # wp-config.php reads it for each request
