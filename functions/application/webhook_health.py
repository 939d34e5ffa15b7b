"""Whether a webhook's endpoint is there at all: one that is gone, or only ever fails, is disabled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from functions.application.ports.repository import Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.audience import DisabledReason
from functions.domain.errors import VersionConflict
from functions.domain.webhook import FAILING, Webhook
from functions.domain.webhook_entities import WEBHOOKS
from functions.observability import logger

WRITE_ATTEMPTS: Final = 10


class WebhookHealth:
    """Keeps, on the webhook itself, since when its endpoint only fails."""

    def __init__(self, *, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def delivered(self, webhook: Webhook) -> None:
        """The endpoint took something."""
        if webhook.failing_since is not None:
            self._change(webhook, lambda fresh: fresh.model_copy(update={"failing_since": None}))

    def failed(self, webhook: Webhook, *, gone: bool) -> None:
        """The endpoint took nothing. `gone`: it says that it never will again."""
        now = self._clock.now()
        if gone:
            self._change(webhook, lambda fresh: fresh.disabled(DisabledReason.GONE, now))
        elif webhook.failing_since is None:
            self._change(webhook, lambda fresh: fresh.model_copy(update={"failing_since": now}))
        elif now - webhook.failing_since >= FAILING:
            self._change(webhook, lambda fresh: fresh.disabled(DisabledReason.FAILING, now))

    def _change(self, webhook: Webhook, change: Callable[[Webhook], Webhook]) -> None:
        """Write it, unless its owner changed where it leads meanwhile: then what was found says nothing of it any more."""
        for _ in range(WRITE_ATTEMPTS):
            fresh = self._repository.get(WEBHOOKS, id=webhook.id)
            if fresh is None or not fresh.enabled or fresh.url != webhook.url:
                return
            changed = change(fresh)
            try:
                self._repository.commit(Replace(changed))
            except VersionConflict:
                continue
            if not changed.enabled:
                logger.warning("webhook disabled", webhook=webhook.id, reason=changed.disabled_reason)
            return
