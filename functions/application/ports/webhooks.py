"""How webhooks are sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True)
class Sent:
    """What became of one request. `status` is None where no answer came; then `error` says why, in one sentence.

    `answer` is the beginning of the answer's body, `retry_after` what it asked for.
    """

    status: int | None
    error: str = ""
    answer: str = ""
    seconds: float = 0.0
    retry_after: timedelta | None = None


class WebhookSender(Protocol):
    """Sends one request, and nowhere but to the public internet. It ends by itself within seconds."""

    def check(self, url: str) -> None:
        """Raise ValueError with the rule that a URL breaks, without asking anybody."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """POST the body. Never raises for what the other side does; follows nothing."""
