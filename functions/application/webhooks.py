"""Outgoing webhooks, as their owners manage them: made, changed, tried out, given another secret, removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.application.paging import Page, page
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.webhooks import WebhookSender
from functions.application.rewriting import rewritten
from functions.application.webhook_events import data_of_test
from functions.application.webhook_outbox import enqueue, queued
from functions.domain.audience import audience_of
from functions.domain.errors import InvalidRequest, NotFound, VersionConflict
from functions.domain.told_errors import TooManyWebhooks, WebhookDisabled
from functions.domain.user import Role, User
from functions.domain.webhook import MOST_WEBHOOKS, TEST, USUAL, Delivery, Webhook
from functions.domain.webhook_entities import ALL_WEBHOOKS, AUDIENCES_WEBHOOKS, WEBHOOK_QUEUES, WEBHOOKS
from functions.domain.webhook_signing import SECRET_BYTES, written

WRITE_ATTEMPTS: Final = 10
ENDED_AT_ONCE: Final = 20


@dataclass(frozen=True)
class WantedWebhook:
    """What somebody asks for. `platform`: it is told of every owner's stores."""

    url: str
    description: str = ""
    events: tuple[str, ...] = USUAL
    enabled: bool = True
    platform: bool = False


class WebhookService:
    """The use cases. Each raises NotFound for a webhook that the user may not see. `changed`: something may be sent now."""

    def __init__(
        self,
        *,
        repository: Repository,
        clock: Clock,
        ids: Ids,
        sender: WebhookSender,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._sender = sender
        self._changed = changed

    def create(self, user: User, wanted: WantedWebhook) -> Webhook:
        """Return a new webhook with its secret. Raises InvalidRequest(field="url"), TooManyWebhooks.

        Whether the user may have one of the platform's is for the caller to know.
        """
        self._check(wanted.url)
        audience = audience_of(user.id, platform=wanted.platform)
        if len(self._repository.find(AUDIENCES_WEBHOOKS, audience=audience, limit=MOST_WEBHOOKS)) >= MOST_WEBHOOKS:
            whose = "The platform has" if wanted.platform else "You have"
            raise TooManyWebhooks(f"{whose} {MOST_WEBHOOKS} webhooks, and there may be no more: remove one first")
        now = self._clock.now()
        made = Webhook(
            id=f"wh-{self._ids.operation_id().lower()}",
            owner=user.id,
            platform=wanted.platform,
            url=wanted.url,
            description=wanted.description,
            events=wanted.events,
            secret=new_secret(),
            created_at=now,
        )
        made = made.switched(wanted.enabled, now)
        self._repository.commit(Insert(made))
        return made

    def of(self, user: User, *, limit: int, cursor: str | None) -> Page[Webhook]:
        """Return a page of the webhooks that a user may see. Raises InvalidRequest(field="cursor")."""
        if user.role is Role.ADMIN:
            return page(self._repository, ALL_WEBHOOKS, listing="webhooks", limit=limit, cursor=cursor)
        mine = audience_of(user.id)
        return page(self._repository, AUDIENCES_WEBHOOKS, listing="webhooks", limit=limit, cursor=cursor, audience=mine)

    def get(self, webhook_id: str, user: User) -> Webhook:
        """Return one."""
        found = self._repository.get(WEBHOOKS, id=webhook_id)
        if found is None or not found.seen_by(user):
            raise NotFound("there is no webhook with this id")
        return found

    def change(self, webhook_id: str, user: User, change: Mapping[str, Any]) -> Webhook:
        """Return it changed; what is left out stays. Raises InvalidRequest(field="url")."""
        if "url" in change:
            self._check(change["url"])
        given = {name: value for name, value in change.items() if name != "enabled"}

        def changed(webhook: Webhook) -> Webhook:
            return webhook.model_copy(update=given).switched(change.get("enabled", webhook.enabled), self._clock.now())

        return self._write(webhook_id, user, changed)

    def rotate(self, webhook_id: str, user: User) -> Webhook:
        """Return it with a new secret; the one before signs too for a day."""
        return self._write(webhook_id, user, lambda webhook: webhook.rotated(new_secret(), self._clock.now()))

    def remove(self, webhook_id: str, user: User) -> None:
        """Remove it. What waits for it, and what is known of what was sent, goes soon after."""
        self.get(webhook_id, user)
        for _ in range(WRITE_ATTEMPTS):
            try:
                self._end_queues(webhook_id)
                self._repository.commit(Replace(self.get(webhook_id, user).removed(self._clock.now())))
            except VersionConflict:
                continue
            self._changed()
            return
        raise _busy()

    def test(self, webhook_id: str, user: User) -> Delivery:
        """Queue an event that says that it is a test, whatever the filters are. Raises WebhookDisabled."""
        webhook, now = self.get(webhook_id, user), self._clock.now()
        check_enabled(webhook)
        made = queued(webhook, "", webhook.owner, now)
        made |= {"event_id": f"evt_test_{secrets.token_hex(8)}", "event_type": TEST, "event_at": now}
        delivery = enqueue(self._repository, made, data_of_test(webhook.id))
        if delivery is None:
            raise _busy()
        self._changed()
        return delivery

    def _check(self, url: str) -> None:
        try:
            self._sender.check(url)
        except ValueError as error:
            raise InvalidRequest(str(error), field="url") from error

    def _end_queues(self, webhook_id: str) -> None:
        """Say of each queue that its endpoint is gone: who sends removes it, with all that is in it."""
        queues = [queue for queue in self._repository.rows(WEBHOOK_QUEUES, webhook_id=webhook_id) if not queue.ended]
        while queues:
            now = self._clock.now()
            self._repository.commit(*(Replace(queue.ending(now)) for queue in queues[:ENDED_AT_ONCE]))
            queues = queues[ENDED_AT_ONCE:]

    def _write(self, webhook_id: str, user: User, change: Callable[[Webhook], Webhook]) -> Webhook:
        return rewritten(self._repository, lambda: self.get(webhook_id, user), change, what="webhook")


def check_enabled(webhook: Webhook) -> None:
    """Raise WebhookDisabled for one that is sent nothing."""
    if not webhook.enabled:
        raise WebhookDisabled("The webhook is disabled, so nothing is sent to it: enable it first.")


def new_secret() -> str:
    """Return a secret that nobody else has."""
    return written(secrets.token_bytes(SECRET_BYTES))


def _busy() -> VersionConflict:
    return VersionConflict("the webhook is changing right now; try again in a moment")
