"""The platform's own process, killed again and again while it sends notices: each arrives, in order, and no flood of them."""

from __future__ import annotations

import json
import re
import socket
import time
from pathlib import Path

from functions.adapters.system import SystemClock, UlidIds
from functions.application.notice_parts import Notices
from functions.application.notices import WantedTarget
from functions.application.ports.repository import Insert
from functions.domain.entities import UNDELIVERED
from functions.domain.notice import NoticeStatus
from functions.domain.notice_entities import DUE_NOTICES, NOTICES
from functions.domain.notice_target import TargetKind
from functions.domain.operation import EventStatus, OperationStatus
from functions.domain.outbox import entry_of
from functions.domain.webhook_address import Reach
from tests.fakes import owner
from tests.fakes.notices import Chat
from tests.fakes.receiver import Got, Receiver, receiving
from tests.fakes.samples import event, operation, store
from tests.fakes.webhooks import FakeSender
from tests.integration.test_webhook_kills import SENDS, STARTS, Counting, Home

SHOPS = 24


class NoticeYard(Home):
    """A platform's folder with stores that became ready one after the other, and a chat that is told so."""

    def __init__(self, home: Path, receiver: Receiver) -> None:
        super().__init__(home, receiver)
        self.state.commit(Insert(owner()))
        sender = FakeSender()
        sender.reach = Reach(trusted=frozenset({("127.0.0.1", receiver.port)}))
        parts = Notices.over(
            self.state, clock=SystemClock(), ids=UlidIds(), sender=sender, mail=None, holder="test", a_minute=60
        )
        self.target = parts.service.create(owner(), WantedTarget(TargetKind.DISCORD, receiver.url()))
        for number in range(SHOPS):
            self._ready(f"shop-{number:02}", number)

    def _ready(self, shop: str, number: int) -> None:
        ended = operation(f"OP-{number:02}", store_id=shop, status=OperationStatus.SUCCEEDED, event_count=1, owner="olga")
        happened = event(ended.id, 1).model_copy(update={"final": True, "status": EventStatus.SUCCEEDED})
        self.state.commit(Insert(store(shop, name=shop)), Insert(ended), Insert(entry_of(ended, happened)))

    @property
    def settings(self) -> dict[str, str]:
        """So many messages a minute that none is held back."""
        return {"NOTICES_A_MINUTE": "60"}

    def rests(self) -> bool:
        """True once everything was handed out and nothing waits."""
        return not self.state.find(UNDELIVERED) and not self.state.find(DUE_NOTICES)


class SlowChat(Counting):
    """A chat that takes its time to check what it is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat("discord")

    def __call__(self, connection: socket.socket, got: Got) -> None:
        """Answer as the chat does."""
        time.sleep(0.05)
        assert self.chat.answer(got.body)[0] == 204
        super().__call__(connection, got)


def test_a_platform_that_is_killed_three_times_loses_no_notice(tmp_path: Path) -> None:
    slow = SlowChat()
    with receiving(slow) as receiver:
        yard = NoticeYard(tmp_path, receiver)
        for _ in range(3):
            seen = slow.count
            with yard.platform():
                slow.wait(seen + 4, STARTS)
        with yard.platform():
            end = time.monotonic() + SENDS
            while not yard.rests() and time.monotonic() < end:
                time.sleep(0.2)

        told = [re.findall(r"shop\\?-\d\d", json.loads(got.body)["content"])[0].replace("\\", "") for got in receiver.got]
        wanted = [f"shop-{number:02}" for number in range(SHOPS)]
        assert sorted(set(told)) == wanted
        highest = 0
        for shop in told:  # what comes twice is what was being sent when the platform was killed
            number = wanted.index(shop)
            assert highest - 1 <= number <= highest
            highest = max(highest, number + 1)
        found = yard.state.rows(NOTICES, target_id=yard.target.id, limit=1000)
        assert [notice.status for notice in found] == [NoticeStatus.SENT] * SHOPS
