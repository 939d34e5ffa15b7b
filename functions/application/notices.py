"""Notice targets as their owners manage them: made, confirmed, changed, tried out, removed; and what they were told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from functions.application.notice_codes import NoticeCodes, check_code
from functions.application.notice_outbox import enqueue
from functions.application.paging import MAX_PAGE, Page, page, page_of, read_cursor
from functions.application.ports.repository import Change, Insert, Replace, Repository
from functions.application.ports.system import Clock, Ids
from functions.application.ports.webhooks import WebhookSender
from functions.application.rewriting import rewritten
from functions.domain.activity import activity_id
from functions.domain.audience import audience_of
from functions.domain.errors import InvalidRequest, NotFound, VersionConflict
from functions.domain.mail import EMAIL
from functions.domain.notice import TEST, Notice, kept_until
from functions.domain.notice_entities import ALL_TARGETS, AUDIENCES_TARGETS, NOTICE_QUEUES, NOTICE_TARGETS, NOTICES
from functions.domain.notice_target import ALL_EVENTS, MOST_TARGETS, NoticeEvent, NoticeTarget, TargetKind
from functions.domain.told_errors import NoticeTargetOff, TooManyNoticeTargets
from functions.domain.user import Role, User

WRITE_ATTEMPTS: Final = 10


@dataclass(frozen=True)
class WantedTarget:
    """What somebody asks for. `platform`: it is told of every owner's stores."""

    kind: TargetKind
    address: str
    description: str = ""
    events: tuple[NoticeEvent, ...] = ALL_EVENTS
    enabled: bool = True
    platform: bool = False


class NoticeService:
    """The use cases. Each raises NotFound for a target that the user may not see. `changed`: something may be sent now."""

    def __init__(  # noqa: PLR0913 - the ports it needs, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        ids: Ids,
        sender: WebhookSender,
        codes: NoticeCodes,
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._sender = sender
        self._codes = codes
        self._changed = changed

    def create(self, user: User, wanted: WantedTarget) -> NoticeTarget:
        """Return a new target; an address that is not the user's own is sent a code first.

        Raises InvalidRequest(field="address" or "kind"), TooManyNoticeTargets, TooManyRequests, MailNotSent. Whether the user
        may have one of the platform's is for the caller to know.
        """
        address = self._checked(wanted)
        audience = audience_of(user.id, platform=wanted.platform)
        if len(self._repository.find(AUDIENCES_TARGETS, audience=audience, limit=MOST_TARGETS)) >= MOST_TARGETS:
            whose = "The platform has" if wanted.platform else "You have"
            raise TooManyNoticeTargets(f"{whose} {MOST_TARGETS} targets of notices, and there may be no more: remove one first")
        now = self._clock.now()
        made = NoticeTarget(
            id=f"nt-{self._ids.operation_id().lower()}",
            owner=user.id,
            platform=wanted.platform,
            kind=wanted.kind,
            address=address,
            description=wanted.description,
            events=wanted.events,
            confirmed=wanted.kind is not TargetKind.EMAIL or address == (user.email or "").lower(),
            created_at=now,
        )
        made = made.switched(wanted.enabled, now)
        made = made if made.confirmed else self._codes.sent(made)
        self._repository.commit(Insert(made))
        return made

    def of(self, user: User, *, limit: int, cursor: str | None) -> Page[NoticeTarget]:
        """Return a page of the targets that a user may see. Raises InvalidRequest(field="cursor")."""
        named: dict[str, Any] = {"listing": "notice-targets", "limit": limit, "cursor": cursor}
        if user.role is Role.ADMIN:
            return page(self._repository, ALL_TARGETS, **named)
        return page(self._repository, AUDIENCES_TARGETS, **named, audience=audience_of(user.id))

    def get(self, target_id: str, user: User) -> NoticeTarget:
        """Return one."""
        found = self._repository.get(NOTICE_TARGETS, id=target_id)
        if found is None or not found.seen_by(user):
            raise NotFound("there is no target of notices with this id")
        return found

    def change(self, target_id: str, user: User, change: Mapping[str, Any]) -> NoticeTarget:
        """Return it changed; what is left out stays."""
        given = {name: value for name, value in change.items() if name != "enabled"}

        def changed(target: NoticeTarget) -> NoticeTarget:
            return target.model_copy(update=given).switched(change.get("enabled", target.enabled), self._clock.now())

        return self._write(target_id, user, changed)

    def send_code(self, target_id: str, user: User) -> NoticeTarget:
        """Send another code to an address that is not confirmed. Raises TooManyRequests, MailNotSent."""
        target = self.get(target_id, user)
        if target.confirmed:
            return target
        fresh = self._codes.sent(target)
        update = {name: getattr(fresh, name) for name in ("code_hash", "code_until", "code_tries")}
        return self._write(target_id, user, lambda found: found.model_copy(update=update))

    def confirm(self, target_id: str, user: User, code: str) -> NoticeTarget:
        """Return it confirmed. Raises InvalidRequest(field="code") for a code that is wrong or over."""
        tried = self._write(target_id, user, lambda target: self._codes.tried(target, code))
        check_code(tried)
        return tried

    def remove(self, target_id: str, user: User) -> None:
        """Remove it. What waits for it, and what is known of what it was told, goes soon after."""
        for _ in range(WRITE_ATTEMPTS):
            target = self.get(target_id, user)
            queue = self._repository.get(NOTICE_QUEUES, target_id=target_id)
            changes: list[Change] = [Replace(target.removed(self._clock.now()))]
            if queue is not None:
                changes.append(Replace(queue.ending(self._clock.now())))
            try:
                self._repository.commit(*changes)
            except VersionConflict:
                continue
            self._changed()
            return
        raise _busy()

    def test(self, target_id: str, user: User) -> Notice:
        """Queue a notice that says that it is a test, whatever the filter is. Raises NoticeTargetOff."""
        target, now = self.get(target_id, user), self._clock.now()
        if not target.active:
            why = "disabled: enable it first" if target.confirmed else "not confirmed: enter the code that was sent to it first"
            raise NoticeTargetOff(f"The target is {why}.")
        name = activity_id(now, self._ids.operation_id())
        made = Notice(id=name, target_id=target.id, event=TEST, at=now, queued_at=now, expires_at=kept_until(now))
        queued = enqueue(self._repository, made, self._clock)
        if queued is None:
            raise _busy()
        self._changed()
        return queued

    def told(self, target_id: str, user: User, *, limit: int, cursor: str | None) -> Page[Notice]:
        """Return a page of what it was told, or waits, newest first. Raises InvalidRequest(field="cursor")."""
        target = self.get(target_id, user)
        listing, size = f"notices/{target.id}", max(1, min(limit, MAX_PAGE))
        after = read_cursor(listing, cursor) or ""
        found = self._repository.rows(NOTICES, after=after, backwards=True, limit=size + 1, target_id=target.id)
        return page_of(found, listing=listing, size=size, key=lambda notice: notice.id)

    def _checked(self, wanted: WantedTarget) -> str:
        """The address as it is kept. Raises InvalidRequest with the rule that it breaks."""
        if wanted.kind is TargetKind.EMAIL:
            if not self._codes.available:
                raise InvalidRequest("cannot be email here: the platform has no mail relay", field="kind")
            try:
                return EMAIL.validate_python(wanted.address).lower()
            except ValueError as error:
                raise InvalidRequest("must be an e-mail address like ada@example.com", field="address") from error
        try:
            self._sender.check(wanted.address)
        except ValueError as error:
            raise InvalidRequest(str(error), field="address") from error
        return wanted.address

    def _write(self, target_id: str, user: User, change: Callable[[NoticeTarget], NoticeTarget]) -> NoticeTarget:
        return rewritten(self._repository, lambda: self.get(target_id, user), change, what="target")


def _busy() -> VersionConflict:
    return VersionConflict("the target is changing right now; try again in a moment")
