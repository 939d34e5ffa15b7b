"""How the administrator of a WooCommerce shop gets another password."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from functions.domain.rotation import Which

COMMAND: Final = ("php",)
PROGRAM: Final = Path(__file__).with_name("owner.php")
# Each request reads the Secret's files. But PHP remembers for two minutes where a link leads, and when a file of the Secret
# changes below a pod that runs, all of them get another place: without a restart the shop would find none of them meanwhile.
STARTS_FOR: Final = frozenset(Which)
