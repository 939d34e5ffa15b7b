"""Sends what waits for chat programs: messages that follow operations, and answers that did not go with their requests.

A row is taken by a claim in the state, and what was sent is written into it. Who dies in between leaves a claim that runs out:
a message that was just posted is then posted once more, an edit is the same edit again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import chain, takewhile
from typing import Any, Final

from functions.application.chat.buttons import ChatButtons
from functions.application.chat.conversation import Conversation
from functions.application.chat.following import FAILED, failure, followed
from functions.application.chat.said import Form, Said
from functions.application.paging import each
from functions.application.ports.chat import ChatSender, ChatSent
from functions.application.ports.repository import Remove, Replace, Repository
from functions.application.ports.system import Clock
from functions.application.queries import events_of
from functions.domain.chat import EDIT_EVERY, ChatAnswer, ChatMessage, Provider
from functions.domain.chat_entities import CHAT_ANSWERS, CHAT_LINKS, CHAT_MESSAGES, DUE_CHAT_ANSWERS, DUE_CHAT_MESSAGES
from functions.domain.entities import OPERATIONS
from functions.domain.errors import VersionConflict
from functions.domain.operation import Operation
from functions.observability import logger

CLAIM: Final = timedelta(seconds=60)  # longer than a call can take, and than a look into a cluster
LONGEST_WAIT: Final = timedelta(minutes=5)
TRIES_MAX: Final = 40  # some three hours
WRITE_ATTEMPTS: Final = 20
LOOKED_AT: Final = 200
UNKNOWN: Final = ChatSent("this chat program is not configured any more", over=True)
Waiting = ChatMessage | ChatAnswer
Senders = Callable[[Provider], ChatSender | None]


class ChatCourier:
    """Any number may work at once."""

    def __init__(  # noqa: PLR0913 - what it is made of, by name
        self,
        *,
        repository: Repository,
        clock: Clock,
        senders: Senders,
        forms: Mapping[Provider, Form],
        conversation: Conversation,
        buttons: ChatButtons,
        page_url: str,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._senders = senders
        self._forms = forms
        self._conversation = conversation
        self._buttons = buttons
        self._page = page_url

    def due(self, *, within: timedelta = timedelta(0)) -> Iterator[Waiting]:
        """Yield what is to be sent now, or within so long: answers first, since somebody waits for them. Raises Unavailable."""
        until = self._clock.now() + within
        answers = each(self._repository, DUE_CHAT_ANSWERS, at_once=LOOKED_AT)
        messages = each(self._repository, DUE_CHAT_MESSAGES, at_once=LOOKED_AT)
        return chain(
            takewhile(lambda answer: answer.due_at <= until, answers),
            takewhile(lambda message: message.due_at <= until, messages),
        )

    def recover(self) -> int:
        """Free what an earlier process was sending; only for who knows that none is left. Raises Unavailable."""
        freed = 0
        for row in list(self.due(within=CLAIM)):
            if row.claim:
                freed += self._committed(row.model_copy(update={"claim": "", "due_at": self._clock.now()}))
        return freed

    def work(self, row: Waiting) -> int:
        """Send one thing, if nobody else does; return how many were sent."""
        claimed = self._claim(row)
        if claimed is None:
            return 0
        return self._answer(claimed) if isinstance(claimed, ChatAnswer) else self._message(claimed)

    def _claim(self, row: Waiting) -> Waiting | None:
        fresh, now = self._fresh(row), self._clock.now()
        if fresh is None or fresh.due_at > now or (isinstance(fresh, ChatMessage) and not fresh.waiting):
            return None
        claimed = fresh.model_copy(update={"claim": secrets.token_hex(8), "due_at": now + CLAIM})
        return claimed.model_copy(update={"version": claimed.version + 1}) if self._committed(claimed) else None

    def _answer(self, row: ChatAnswer) -> int:
        sender, form = self._senders(row.provider), self._forms[row.provider]
        payload: Mapping[str, Any] = form.answer(self._conversation.look(row)) if row.line else json.loads(row.body)
        sent = sender.answer(row.url, payload) if sender else UNKNOWN
        if sent.error and not sent.over and row.tries < TRIES_MAX:
            self._record(row, self._later(row, sent))
            return 0
        if sent.error:
            logger.warning("chat not answered", provider=row.provider.value, error=sent.error)
        try:
            self._repository.commit(Remove(row))
        except VersionConflict:  # the claim ran out, and somebody else sends it
            return 0
        return int(not sent.error)

    def _message(self, row: ChatMessage) -> int:
        operation = self._repository.get(OPERATIONS, id=row.operation_id)
        if operation is None:
            self._record(row, {"given_up": True})
            return 0
        if row.final and row.shown >= row.told:
            return self._alert(row, operation)
        said = followed(operation, self._events(operation), page_url=self._page)
        sent = self._sent(row, said, operation)
        shown: dict[str, Any] = {"shown": operation.event_count, "final": row.final or operation.status.final, "tries": 0}
        if not sent.error:
            if sent.message:
                shown |= {"message": sent.message, "posted_in": sent.channel}
            self._record(row, shown | {"due_at": self._clock.now() + EDIT_EVERY})
            return 1
        return self._failed(row, sent, shown, operation)

    def _sent(self, row: ChatMessage, said: Said, operation: Operation) -> ChatSent:
        """Edit the message, or post it where there is none yet; plain, where the program does not take it otherwise."""
        sent = self._edited(row, said, plain=False)
        if sent.form:
            logger.info("chat message sent plain", provider=row.provider.value, operation_id=operation.id, error=sent.error)
            return self._edited(row, said, plain=True)
        return sent

    def _edited(self, row: ChatMessage, said: Said, *, plain: bool) -> ChatSent:
        sender, payload = self._senders(row.provider), self._forms[row.provider].message(said, plain=plain)
        if sender is None:
            return UNKNOWN
        if row.message:
            return sender.edit(row.posted_in, row.message, payload)
        return sender.post(row.channel, row.chat_user, payload)

    def _alert(self, row: ChatMessage, operation: Operation) -> int:
        """Tell who asked that it failed, in a message of its own: an edit is seen by nobody who does not look."""
        if operation.status not in FAILED:
            self._record(row, {"alerted": True})
            return 0
        said = failure(operation, mention=self._mention(row), page_url=self._page)
        sender = self._senders(row.provider)
        if sender is None:
            return self._failed(row, UNKNOWN, {}, operation)
        payload = self._forms[row.provider].message(self._buttons.sealed(row.provider, row.team, said))
        sent = sender.post(row.posted_in or row.channel, row.chat_user, payload)
        if sent.error:
            return self._failed(row, sent, {}, operation)
        self._record(row, {"alerted": True})
        return 1

    def _failed(self, row: ChatMessage, sent: ChatSent, shown: dict[str, Any], operation: Operation) -> int:
        logger.warning("chat message not sent", provider=row.provider.value, operation_id=row.operation_id, error=sent.error)
        if not sent.over and row.tries < TRIES_MAX:
            self._record(row, self._later(row, sent))
        elif row.message and shown and operation.status.final:
            self._record(row, {"message": "", "posted_in": "", "tries": 0, "due_at": self._clock.now()})  # the end is said anew
        elif row.message and shown:
            self._record(row, shown | {"due_at": self._clock.now() + EDIT_EVERY})  # who removed it does not want to see it
        else:
            self._record(row, {"given_up": True})
        return 0

    def _later(self, row: Waiting, sent: ChatSent) -> Mapping[str, Any]:
        wait = sent.retry_after or min(LONGEST_WAIT, timedelta(seconds=2 ** min(row.tries, 16)))
        return {"tries": row.tries + 1, "due_at": self._clock.now() + wait}

    def _record(self, row: Waiting, update: Mapping[str, Any]) -> None:
        """Write what came of a claimed row over what was noted of it meanwhile. Who lost the claim writes nothing."""
        for _ in range(WRITE_ATTEMPTS):
            fresh = self._fresh(row)
            if fresh is None or fresh.claim != row.claim:
                return
            changes = {"due_at": self._clock.now(), **update, "claim": ""}
            if self._committed(fresh.model_copy(update=changes)):
                return

    def _mention(self, row: ChatMessage) -> str:
        """What the program calls who asked: Slack by an id, Mattermost by a name."""
        if row.provider is Provider.SLACK:
            return row.chat_user
        link = self._repository.get(CHAT_LINKS, provider=row.provider, team=row.team, chat_user=row.chat_user)
        return link.name if link else ""

    def _events(self, operation: Operation) -> list[Any]:
        return list(events_of(self._repository, operation.id, limit=operation.event_count + 1))

    def _fresh(self, row: Waiting) -> Waiting | None:
        if isinstance(row, ChatAnswer):
            return self._repository.get(CHAT_ANSWERS, id=row.id)
        return self._repository.get(CHAT_MESSAGES, operation_id=row.operation_id)

    def _committed(self, row: Waiting) -> bool:
        try:
            self._repository.commit(Replace(row))
        except VersionConflict:
            return False
        return True


def key_of(row: Waiting) -> tuple[str, str]:
    """Return what tells things that are sent apart."""
    return ("answer", row.id) if isinstance(row, ChatAnswer) else ("message", row.operation_id)
