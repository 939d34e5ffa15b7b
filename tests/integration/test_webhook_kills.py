"""The platform's own process, killed again and again while it sends webhooks: every event arrives, in order, verifiable."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standardwebhooks import Webhook as Verifier

from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.adapters.system import SystemClock, UlidIds
from functions.application.ports.repository import Insert
from functions.application.webhook_parts import Webhooks
from functions.application.webhooks import WantedWebhook
from functions.domain.entities import UNDELIVERED
from functions.domain.operation import EventStatus, Operation, OperationStatus
from functions.domain.outbox import entry_of
from functions.domain.user import User
from functions.domain.webhook import DeliveryStatus, Webhook
from functions.domain.webhook_address import Reach
from functions.domain.webhook_entities import DUE_QUEUES, WEBHOOKS_DELIVERIES
from functions.settings import PROJECT
from tests.fakes import owner
from tests.fakes.receiver import OK, Got, Receiver, receiving
from tests.fakes.samples import event, operation
from tests.fakes.webhooks import FakeSender

SHOPS = tuple(f"shop-{number}" for number in range(4))
STARTS, SENDS = 60.0, 120.0


class Home:
    """A platform's folder, and who is told what happens there."""

    def __init__(self, home: Path, receiver: Receiver) -> None:
        self.home, self.receiver = home, receiver
        self.state = SqliteRepository(home / "state.db")
        (home / "clusters.json").write_text("{}")

    @property
    def settings(self) -> dict[str, str]:
        """What else the platform is told."""
        return {}

    @contextmanager
    def platform(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the platform; it is killed at the latest when the test is over."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = {
            "HOME": str(self.home),
            "STOREYARD_HOME": str(self.home),
            "STOREYARD_INVENTORY": str(self.home / "clusters.json"),
            "STOREYARD_PORT": str(port),
            "STOREYARD_SLOTS": "1",
            "WEBHOOK_HOSTS": f"127.0.0.1:{self.receiver.port}",
            **self.settings,
        }
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "ANSIBLE_COLLECTIONS_PATH") if name in os.environ}
        with (self.home / "platform.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "functions.local"],
                cwd=PROJECT,
                env={**kept, **settings},
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Yard(Home):
    """Stores, and the webhook that is told of their events."""

    def __init__(self, home: Path, receiver: Receiver, per_shop: int) -> None:
        super().__init__(home, receiver)
        self.per_shop = per_shop
        self.webhook = self._subscribed()
        for shop in SHOPS:
            self._happened(shop)

    def _subscribed(self) -> Webhook:
        sender = FakeSender()
        sender.reach = Reach(trusted=frozenset({("127.0.0.1", self.receiver.port)}))
        parts = Webhooks.over(self.state, clock=SystemClock(), ids=UlidIds(), sender=sender, holder="test")
        user: User = owner()
        self.state.commit(Insert(user))
        return parts.service.create(user, WantedWebhook(self.receiver.url(), events=("*",)))

    def _happened(self, shop: str) -> None:
        """An operation that has ended, whose events nobody was told of yet."""
        ended: Operation = operation(f"OP-{shop}", store_id=shop, status=OperationStatus.SUCCEEDED, event_count=self.per_shop)
        self.state.commit(Insert(ended))
        for number in range(1, self.per_shop + 1):
            last = number == self.per_shop
            happened = event(ended.id, number).model_copy(update={"final": last, "status": EventStatus.SUCCEEDED})
            self.state.commit(Insert(entry_of(ended, happened)))

    def rests(self) -> bool:
        """True once everything was handed out and nothing waits."""
        return not self.state.find(UNDELIVERED) and not self.state.find(DUE_QUEUES)


class Counting:
    """A receiver that takes its time, and says how much it was told so far."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.count = 0

    def __call__(self, connection: socket.socket, _: Got) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()
        connection.sendall(OK)

    def wait(self, until: int, seconds: float) -> None:
        """Wait until it was told so often."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.count >= until, seconds), f"{self.count} of {until}"


def killed(home: Path, times: int) -> None:
    """Kill the platform so often while it sends, then let it finish, and look at what arrived."""
    counting = Counting()
    with receiving(counting) as receiver:
        yard = Yard(home, receiver, per_shop=3 * times + 10)
        for _ in range(times):
            seen = counting.count
            with yard.platform():
                counting.wait(seen + 5, STARTS)
        with yard.platform():
            end = time.monotonic() + SENDS
            while not yard.rests() and time.monotonic() < end:
                time.sleep(0.2)
        everything_arrived(yard, receiver)


def everything_arrived(yard: Yard, receiver: Receiver) -> None:
    """Every event, in order per store, each of its requests verifiable by the published library."""
    verifier, told = Verifier(yard.webhook.secret), {shop: list[int]() for shop in SHOPS}
    for got in receiver.got:
        body = verifier.verify(got.body, got.headers)
        assert body == json.loads(got.body)
        told[body["data"]["store_id"]].append(body["sequence"])
    for sequences in told.values():
        assert list(dict.fromkeys(sequences)) == list(range(1, yard.per_shop + 1))
        highest = 0
        for sequence in sequences:  # what comes twice is what was being sent when the platform was killed
            assert highest <= sequence <= highest + 1
            highest = sequence
    found = yard.state.find(WEBHOOKS_DELIVERIES, webhook_id=yard.webhook.id, limit=10_000)
    assert len(found) == len(SHOPS) * yard.per_shop
    assert {delivery.status for delivery in found} == {DeliveryStatus.DELIVERED}


def test_a_platform_that_is_killed_five_times_loses_nothing(tmp_path: Path) -> None:
    killed(tmp_path, 5)
