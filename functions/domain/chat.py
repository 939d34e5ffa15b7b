"""People of chat programs: where they write, whose accounts they are linked to, and what is kept of what they asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from pydantic import Field

from functions.domain.record import Record

CODE_TIME: Final = timedelta(minutes=10)
CONFIRM_TIME: Final = timedelta(minutes=5)
# A chat program takes answers to what somebody said for 30 minutes: nothing is tried after that.
ANSWER_TIME: Final = timedelta(minutes=28)
# How old a signed request may be, and how new by another clock; its nonce is kept for longer than both together.
WINDOW: Final = timedelta(minutes=5)
# How long a button may be pressed that only says a line.
SAY_TIME: Final = timedelta(days=1)
NONCE_TIME: Final = timedelta(minutes=11)
# Between two edits of one message.
EDIT_EVERY: Final = timedelta(seconds=2)
MESSAGE_TIME: Final = timedelta(days=30)
NAME_MAX: Final = 100


class Provider(StrEnum):
    """A chat program."""

    SLACK = "slack"
    MATTERMOST = "mattermost"


@dataclass(frozen=True)
class Place:
    """Who wrote, and where: ids of the chat program. `team` is its workspace."""

    provider: Provider
    team: str
    channel: str
    user: str

    @property
    def address(self) -> str:
        """The place as an operation and the activity log keep it, as the address that a request came from."""
        return f"{self.team}/{self.channel}/{self.user}"


def place_of(source: str, address: str) -> Place | None:
    """Return the place that an operation was asked for from; None where that was no chat."""
    parts = address.split("/")
    if source not in set(Provider) or len(parts) != 3 or not all(parts):  # noqa: PLR2004 - team, channel and user
        return None
    return Place(Provider(source), *parts)


@dataclass(frozen=True)
class Person:
    """Somebody of a chat program, with the names that are shown for them and for their workspace."""

    provider: Provider
    team: str
    user: str
    team_name: str = ""
    name: str = ""


class ChatLink(Record):
    """That somebody of a chat program acts as a user of the platform. There is one at most for each of them."""

    id: str
    provider: Provider
    team: str
    chat_user: str
    team_name: str
    name: str = Field(description="what the chat program calls them")
    user: str
    created_at: datetime
    expires_at: datetime | None = Field(default=None, description="when it ended; null while it is good")
    version: int = 0


class ChatCode(Record):
    """A code that links whoever asked for it in a chat, once: its row is over with its use. Kept as a hash."""

    id: str
    code_hash: str = Field(repr=False)
    provider: Provider
    team: str
    chat_user: str
    team_name: str
    name: str
    created_at: datetime
    expires_at: datetime
    version: int = 0


class ChatButton(Record):
    """A button that does something once: a line that waits for whoever is asked to say once more that it shall be done.

    The key is a hash of the nonce that the button carries. `chat_user`: who may press it, empty: whoever sees it. `confirmed`:
    that they have seen what goes. `store_since`: when the store was made, since another one may have its id a moment later.
    """

    nonce_hash: str = Field(repr=False)
    provider: Provider
    team: str
    chat_user: str = ""
    line: str
    confirmed: bool = False
    store_id: str = ""
    store_since: datetime | None = None
    expires_at: datetime
    version: int = 0


class ChatNonce(Record):
    """A request that was taken: it is not taken again."""

    nonce_hash: str
    expires_at: datetime
    version: int = 0


class ChatMessage(Record):
    """The one message that follows an operation, by the number of the last event that it shows.

    `told`: the last event there is; `message`: the message's id in `posted_in`, empty until it is posted; `alerted`: that the
    operation failed was said in a message of its own. `claim`: who is sending right now.
    """

    operation_id: str
    provider: Provider
    team: str
    channel: str
    chat_user: str
    told: int
    shown: int = 0
    final: bool = False
    message: str = ""
    posted_in: str = ""
    alerted: bool = False
    given_up: bool = False
    tries: int = 0
    due_at: datetime
    claim: str = ""
    expires_at: datetime
    version: int = 0

    @property
    def waiting(self) -> bool:
        """True while something is to be sent."""
        return not self.given_up and (self.shown < self.told or (self.final and not self.alerted))


class ChatAnswer(Record):
    """An answer that does not go with its request: to a click, or to a line that needs a look into a cluster.

    Either `line` is to be carried out and answered, or `body` is what is said. `url` takes it, for half an hour.
    """

    id: str
    provider: Provider
    team: str
    channel: str
    chat_user: str
    url: str = Field(repr=False)
    line: str = ""
    body: str = Field(default="", repr=False)
    tries: int = 0
    due_at: datetime
    claim: str = ""
    expires_at: datetime
    version: int = 0


E = TypeVar("E", ChatLink, ChatCode, ChatButton)


def over(row: E, now: datetime) -> E:
    """Return a row as one that nobody finds any more. Who answers requests on AWS may write rows, and remove none."""
    return row.model_copy(update={"expires_at": now - timedelta(seconds=1)})
