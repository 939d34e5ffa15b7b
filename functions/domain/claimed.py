"""Queues that are sent from by a claim: one process at a time, and whoever looks after it runs out where that one died."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import Field

from functions.domain.record import Record


class ClaimedQueue(Record):
    """What every such queue has. `claim` names who is sending right now, until `claimed_until`."""

    due_at: datetime
    ended: bool = Field(default=False, description="who it is for is gone, and what is left of it goes too")
    claim: str = ""
    claimed_until: datetime | None = None
    version: int = 0

    @property
    def waits(self) -> bool:
        """True if something is to be done."""
        return self.ended

    def claimed(self, now: datetime) -> bool:
        """True while somebody is at it."""
        return self.claimed_until is not None and now < self.claimed_until

    def taken(self, until: datetime, claim: str = "") -> Self:
        """Return it claimed until then, by who has it unless somebody else takes it."""
        return self.model_copy(update={"claim": claim or self.claim, "claimed_until": until, "due_at": until})

    def freed(self, due: datetime) -> Self:
        """Return it as nobody's, to be looked at then."""
        return self.model_copy(update={"claim": "", "claimed_until": None, "due_at": due})

    def ending(self, now: datetime) -> Self:
        """Return it as to be removed, with all that is in it, by who sends."""
        return self.freed(now).model_copy(update={"ended": True})
