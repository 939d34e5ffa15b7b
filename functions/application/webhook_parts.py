"""What webhooks consist of, over one store of record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from functions.application.ports.repository import Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.webhooks import WebhookSender
from functions.application.webhook_courier import Courier
from functions.application.webhook_log import WebhookLog
from functions.application.webhook_outbox import WebhookOutbox
from functions.application.webhooks import WebhookService


@dataclass(frozen=True)
class Webhooks:
    """Who manages them, who looks at what was sent, who queues events, and who sends them."""

    service: WebhookService
    log: WebhookLog
    outbox: WebhookOutbox
    courier: Courier

    @classmethod
    def over(  # noqa: PLR0913 - the ports they need, by name
        cls,
        repository: Repository,
        *,
        clock: Clock,
        ids: Ids,
        sender: WebhookSender,
        holder: str,
        changed: Callable[[], object] = lambda: None,
    ) -> Webhooks:
        """Return all of them over one store of record."""
        service = WebhookService(repository=repository, clock=clock, ids=ids, sender=sender, changed=changed)
        return cls(
            service=service,
            log=WebhookLog(webhooks=service, repository=repository, clock=clock, changed=changed),
            outbox=WebhookOutbox(repository=repository, clock=clock, changed=changed),
            courier=Courier(repository=repository, clock=clock, sender=sender, holder=holder),
        )
