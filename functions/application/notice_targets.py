"""Notice targets in the store of record: changed under their version, and switched off where nothing arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from functions.application.ports.repository import Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.audience import DisabledReason
from functions.domain.errors import VersionConflict
from functions.domain.notice_entities import NOTICE_TARGETS
from functions.domain.notice_target import FAILING, PROBLEM_MAX, NoticeTarget
from functions.observability import logger

WRITE_ATTEMPTS: Final = 10


class TargetHealth:
    """Keeps, on the target itself, since when it only fails, and why."""

    def __init__(self, *, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock

    def taken(self, target: NoticeTarget) -> None:
        """The target took a message."""
        if target.failing_since is not None:
            self._change(target, lambda fresh: fresh.model_copy(update={"failing_since": None, "problem": ""}))

    def failed(self, target: NoticeTarget, said: str, *, gone: bool) -> NoticeTarget:
        """The target took nothing; return it as it is now. `gone`: it says that it never will again."""
        now = self._clock.now()

        def failing(fresh: NoticeTarget) -> NoticeTarget:
            since = fresh.failing_since or now
            noted = fresh.model_copy(update={"failing_since": since, "problem": said[:PROBLEM_MAX]})
            if gone:
                return noted.disabled(DisabledReason.GONE, now)
            return noted.disabled(DisabledReason.FAILING, now) if now - since >= FAILING else noted

        return self._change(target, failing)

    def _change(self, target: NoticeTarget, change: Callable[[NoticeTarget], NoticeTarget]) -> NoticeTarget:
        for _ in range(WRITE_ATTEMPTS):
            fresh = self._repository.get(NOTICE_TARGETS, id=target.id)
            if fresh is None or not fresh.enabled:
                return fresh or target
            changed = change(fresh)
            try:
                self._repository.commit(Replace(changed))
            except VersionConflict:
                continue
            if not changed.enabled:
                logger.warning("notice target switched off", target=target.id, reason=changed.disabled_reason)
            return changed
        return target
