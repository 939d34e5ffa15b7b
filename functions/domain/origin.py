"""Where a request came from: what an operation keeps of it, so that who asked for it can be found again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class Origin:
    """One request. `trace` is the W3C traceparent of what it set off; `source` is the door that it came through."""

    request_id: str = ""
    source: str = ""
    address: str = ""
    trace: str = ""


NOWHERE: Final = Origin()
SCHEDULE: Final = "schedule"  # the door of operations that nobody but the schedule asked for


def is_request_id(text: str) -> bool:
    """True for a text that may be logged, recorded and written to a cluster as the id of a request."""
    return REQUEST_ID.fullmatch(text) is not None
