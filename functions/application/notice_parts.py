"""What notices consist of, over one store of record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from functions.application.notice_channels import Channels
from functions.application.notice_codes import NoticeCodes
from functions.application.notice_courier import NoticeCourier
from functions.application.notice_outbox import NoticeOutbox
from functions.application.notices import NoticeService
from functions.application.ports.notices import MailSender
from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.webhooks import WebhookSender

A_MINUTE: Final = 5


@dataclass(frozen=True)
class Notices:
    """Who manages targets, who queues notices, and who sends them."""

    service: NoticeService
    outbox: NoticeOutbox
    courier: NoticeCourier

    @classmethod
    def over(  # noqa: PLR0913 - the ports they need, by name
        cls,
        repository: Repository,
        *,
        clock: Clock,
        ids: Ids,
        sender: WebhookSender,
        mail: MailSender | None,
        holder: str,
        page: str = "",
        a_minute: int = A_MINUTE,
        changed: Callable[[], object] = lambda: None,
    ) -> Notices:
        """Return all of them over one store of record."""
        codes = NoticeCodes(repository=repository, clock=clock, mail=mail)
        channels = Channels(sender=sender, mail=mail, page=page)
        return cls(
            service=NoticeService(repository=repository, clock=clock, ids=ids, sender=sender, codes=codes, changed=changed),
            outbox=NoticeOutbox(repository=repository, clock=clock, changed=changed),
            courier=NoticeCourier(repository=repository, clock=clock, channels=channels, holder=holder, a_minute=a_minute),
        )
