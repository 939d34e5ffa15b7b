"""A cordon: that a cluster takes no new stores, by whom, since when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from functions.domain.record import Record
from functions.domain.store import check_text

WHY_MAX = 200
Why = Annotated[str, StringConstraints(min_length=1, max_length=WHY_MAX, strip_whitespace=True), AfterValidator(check_text)]


class Cordon(Record):
    """The cordon of the cluster with this name. All else goes on there; what is not in the state is not cordoned."""

    cluster: str
    by: str
    why: str
    at: datetime
    version: int = 0

    def said(self) -> str:
        """Why it takes no new stores, for people."""
        since = f"{self.at:%Y-%m-%d at %H:%M} UTC"
        return f"the cluster {self.cluster} takes no new stores: {self.by} cordoned it on {since} ({self.why})"
