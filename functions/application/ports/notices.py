"""How notices are sent by mail. Those to chats go where webhooks go (ports/webhooks.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Mail:
    """A mail to one address. `name`: what its Message-ID is made of."""

    to: str
    subject: str
    text: str
    html: str
    name: str


@dataclass(frozen=True)
class Posted:
    """What became of a mail. `said` is one sentence where it was not taken; `never`: nor will it be later."""

    taken: bool
    said: str = ""
    never: bool = False


class MailSender(Protocol):
    """Hands a mail to the platform's relay. It ends by itself within seconds."""

    def send(self, mail: Mail) -> Posted:
        """Send it. Never raises for what the relay does."""
