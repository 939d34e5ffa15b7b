"""Sends one message to one target, in its form, and says what that means for what is sent next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from http import HTTPStatus
from typing import Final

from functions.application.notice_formats import payload_of
from functions.application.notice_mail import mail_of
from functions.application.notice_words import Message, digest_of, message_of
from functions.application.ports.notices import MailSender
from functions.application.ports.webhooks import Sent, WebhookSender
from functions.domain.notice import Notice
from functions.domain.notice_target import NoticeTarget, TargetKind

AGENT: Final = "Storeyard-Notices/1"
HEADERS: Final = {"content-type": "application/json", "user-agent": AGENT}
ANSWER_SHOWN: Final = 120
# What a chat answers to a message that it will not take later either.
NEVER: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY})
# Of these chats 404 means that the webhook was removed there. Elsewhere it may be a proxy on the way.
SAYS_GONE: Final = frozenset({TargetKind.SLACK, TargetKind.DISCORD})


class Outcome(Enum):
    """Taken; not now; never, this message; never, any message."""

    TAKEN = "taken"
    AGAIN = "again"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True)
class Told:
    """What became of a message. `said`: why it was not taken, in one sentence. `asked`: how long the target wants no other."""

    outcome: Outcome
    said: str = ""
    asked: timedelta | None = None


class Channels:
    """The ways to targets. `mail`: None where the platform has no relay. `page`: where its page is, empty: nowhere."""

    def __init__(self, *, sender: WebhookSender, mail: MailSender | None, page: str) -> None:
        self._sender = sender
        self._mail = mail
        self._page = page.rstrip("/")

    def send(self, target: NoticeTarget, notices: Sequence[Notice], more: int = 0) -> Told:
        """Send one message about all of these, and about so many `more` that are not named."""
        one = len(notices) == 1 and not more
        message = message_of(notices[0], self._page) if one else digest_of(notices, more, self._page)
        if target.kind is TargetKind.EMAIL:
            return self._by_mail(target, message, f"{target.id}.{notices[0].id}.{len(notices)}")
        return _told(target.kind, self._sender.send(target.address, HEADERS, payload_of(target.kind, message)))

    def _by_mail(self, target: NoticeTarget, message: Message, name: str) -> Told:
        if self._mail is None:
            return Told(Outcome.AGAIN, "The platform has no mail relay.")
        posted = self._mail.send(mail_of(message, to=target.address, name=name))
        if posted.taken:
            return Told(Outcome.TAKEN)
        return Told(Outcome.REFUSED if posted.never else Outcome.AGAIN, posted.said)


def _told(kind: TargetKind, sent: Sent) -> Told:
    status = sent.status
    if status is None:
        return Told(Outcome.AGAIN, sent.error)
    if status // 100 == 2:  # noqa: PLR2004
        return Told(Outcome.TAKEN)
    answer = " ".join(sent.answer.split())[:ANSWER_SHOWN]
    said = f"It answered HTTP {status}{f': {answer}' if answer else ''}."
    if status == HTTPStatus.GONE or (status == HTTPStatus.NOT_FOUND and kind in SAYS_GONE):
        return Told(Outcome.GONE, said)
    return Told(Outcome.REFUSED if status in NEVER else Outcome.AGAIN, said, sent.retry_after)
