"""One-time codes that show that a mailbox wants notices, and how many of them somebody may have sent."""

from __future__ import annotations

import hashlib
import math
import secrets
from datetime import datetime, timedelta
from typing import Final

from functions.application.notice_mail import code_mail
from functions.application.ports.notices import MailSender
from functions.application.ports.repository import Insert, Replace, Repository
from functions.application.ports.system import Clock
from functions.domain.errors import InvalidRequest, MailNotSent, TooManyRequests, VersionConflict
from functions.domain.notice import NoticeBudget
from functions.domain.notice_entities import NOTICE_BUDGETS
from functions.domain.notice_target import CODE_TIME, CODE_TRIES, CODES_AN_HOUR, NoticeTarget
from functions.domain.user import hash_token

WRITE_ATTEMPTS: Final = 10
HOUR: Final = timedelta(hours=1)
DIGITS: Final = 8
WRONG: Final = "is not the code that was sent last, or its time is over"


class NoticeCodes:
    """Sends codes by mail, and takes them. `mail`: None where the platform has no relay."""

    def __init__(self, *, repository: Repository, clock: Clock, mail: MailSender | None) -> None:
        self._repository = repository
        self._clock = clock
        self._mail = mail

    @property
    def available(self) -> bool:
        """True where the platform can send mail."""
        return self._mail is not None

    def sent(self, target: NoticeTarget) -> NoticeTarget:
        """Send a code, and return the target with what it is checked with. Raises TooManyRequests, MailNotSent."""
        if self._mail is None:
            raise MailNotSent("the platform has no mail relay, so it can send no code")
        for subject in (f"user:{target.owner}", f"address:{hashlib.sha256(target.address.encode()).hexdigest()}"):
            self._spend(subject)
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        minutes = int(CODE_TIME.total_seconds()) // 60
        name = f"{target.id}.code.{secrets.token_hex(8)}"
        posted = self._mail.send(code_mail(code, to=target.address, name=name, minutes=minutes))
        if not posted.taken:
            raise MailNotSent(f"the code was not sent: {posted.said}")
        until = self._clock.now() + CODE_TIME
        return target.model_copy(update={"code_hash": _hash(target, code), "code_until": until, "code_tries": 0})

    def tried(self, target: NoticeTarget, code: str) -> NoticeTarget:
        """Return the target with one try used up, confirmed if the code is right. What is not counted is not looked at."""
        now = self._clock.now()
        over = target.code_until is None or now >= target.code_until or target.code_tries >= CODE_TRIES
        if target.confirmed or over:
            return target
        right = secrets.compare_digest(_hash(target, code.strip()), target.code_hash)
        update: dict[str, object] = {"code_tries": target.code_tries + 1}
        return target.model_copy(update=update | ({"confirmed": True, "code_hash": "", "code_until": None} if right else {}))

    def _spend(self, subject: str) -> None:
        for _ in range(WRITE_ATTEMPTS):
            now = self._clock.now()
            found = self._repository.get(NOTICE_BUDGETS, subject=subject)
            recent = [each for each in found.sent_at if now - each < HOUR] if found else []
            if len(recent) >= CODES_AN_HOUR:
                raise _too_many(recent[0] + HOUR, now)
            spent = {"sent_at": (*recent, now), "expires_at": now + HOUR}
            try:
                self._repository.commit(
                    Replace(found.model_copy(update=spent)) if found else Insert(NoticeBudget(subject=subject, **spent))
                )
            except VersionConflict:
                continue
            return
        raise VersionConflict("codes are being sent right now; try again in a moment")


def check_code(target: NoticeTarget) -> None:
    """Raise InvalidRequest(field="code") for a target that its code has not confirmed."""
    if not target.confirmed:
        raise InvalidRequest(WRONG, field="code")


def _too_many(until: datetime, now: datetime) -> TooManyRequests:
    seconds = max(1, math.ceil((until - now).total_seconds()))
    return TooManyRequests(f"Too many codes were sent: {CODES_AN_HOUR} an hour at most.", retry_after=seconds)


def _hash(target: NoticeTarget, code: str) -> str:
    return hash_token(f"{target.id}:{code}")
