"""For how long a client asks again, and waits for something new."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

_BUSY = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


@dataclass(frozen=True)
class Patience:
    """For how long a request is repeated that got no answer, a "not now" (503), or a "too many" (429), in seconds."""

    no_answer: float = 3.0
    not_now: float = 15.0
    too_many: float = 60.0

    def with_status(self, status: int) -> float:
        """Return for how long a request is repeated that is answered with this status; negative: not at all."""
        return self.not_now if status in _BUSY else self.too_many if status == HTTPStatus.TOO_MANY_REQUESTS else -1.0


NONE = Patience(0.0, 0.0, 0.0)
# While an operation is followed its platform may be started anew.
LONG = Patience(90.0, 90.0, 600.0)
# How long an answer that there is nothing new may take: a Ctrl-C in the moment before a request blocks is looked at after it.
POLL_SECONDS = 5
