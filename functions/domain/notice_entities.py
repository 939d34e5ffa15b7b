"""The entities of notices (functions/domain/entities.py: what a declaration says).

entity         pk                         sk
notice_target  NOTICE_TARGET#<id>         NOTICE_TARGET                      by NOTICE_TARGETS#<audience>, NOTICE_TARGETS
notice_queue   NOTICE_QUEUE#<target_id>   NOTICE_QUEUE                       by NOTICES_DUE
notice         NOTICE#<target_id>         <id>
notice_repeat  NOTICE_REPEAT#<target_id>  <owner>#<store>#<event>#<reason>
notice_budget  NOTICE_BUDGET#<subject>    NOTICE_BUDGET

A queue is listed by the time it is due, while something waits in it.
"""

from __future__ import annotations

from typing import Final

from functions.domain.entities import EntityType, Place
from functions.domain.notice import Notice, NoticeBudget, NoticeQueue, NoticeRepeat
from functions.domain.notice_target import NoticeTarget

NOTICE_TARGETS = EntityType(
    "notice_target",
    NoticeTarget,
    key=Place("NOTICE_TARGET#{id}", "NOTICE_TARGET"),
    by={"related": Place("NOTICE_TARGETS#{audience}", "{id}"), "listed": Place("NOTICE_TARGETS", "{id}")},
    expires="expires_at",
)
NOTICE_QUEUES = EntityType(
    "notice_queue",
    NoticeQueue,
    key=Place("NOTICE_QUEUE#{target_id}", "NOTICE_QUEUE"),
    by={"listed": Place("NOTICES_DUE", "{due_at:%Y-%m-%dT%H:%M:%S}#{target_id}", when=lambda queue: queue.waits)},
)
NOTICES = EntityType("notice", Notice, key=Place("NOTICE#{target_id}", "{id}"), expires="expires_at")
NOTICE_REPEATS = EntityType(
    "notice_repeat",
    NoticeRepeat,
    key=Place("NOTICE_REPEAT#{target_id}", "{owner}#{store_id}#{event}#{reason}"),
    expires="expires_at",
)
NOTICE_BUDGETS = EntityType(
    "notice_budget", NoticeBudget, key=Place("NOTICE_BUDGET#{subject}", "NOTICE_BUDGET"), expires="expires_at"
)

AUDIENCES_TARGETS: Final = NOTICE_TARGETS.related
ALL_TARGETS: Final = NOTICE_TARGETS.listed
DUE_NOTICES: Final = NOTICE_QUEUES.listed
