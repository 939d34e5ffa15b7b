"""How messages get to a chat program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class ChatSent:
    """What became of one call. `error` is the program's own word for why not, empty if all is well.

    `message` and `channel` say what was posted, and where: that may be another channel than the one named. `retry_after`: how
    long it asks to wait. `over`: trying again cannot help; `form`: since it does not take messages of this form.
    """

    error: str = ""
    message: str = ""
    channel: str = ""
    retry_after: timedelta | None = None
    over: bool = False
    form: bool = False


class ChatSender(Protocol):
    """One chat program. Each call ends by itself within seconds, and raises for nothing that the other side does."""

    def post(self, channel: str, user: str, payload: Payload) -> ChatSent:
        """Post a message into a channel; where the bot cannot, to this person alone."""

    def edit(self, channel: str, message: str, payload: Payload) -> ChatSent:
        """Put another text into a message of ours."""

    def answer(self, url: str, payload: Payload) -> ChatSent:
        """Answer something that somebody said or pressed, at the address that came with it."""
