"""Whatever call to the state fails, in whatever way, every event arrives, numbered without gaps and in order per store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest

from functions.application.ports.repository import Insert
from functions.application.ports.webhooks import Sent
from functions.application.webhook_courier import CLAIM
from functions.application.webhook_parts import Webhooks
from functions.domain.entities import UNDELIVERED
from functions.domain.errors import StoreyardError
from functions.domain.webhook import DeliveryStatus
from functions.domain.webhook_entities import DUE_QUEUES, STORE_NUMBERS, WEBHOOKS_DELIVERIES
from tests.fakes import FakeIds
from tests.fakes.failing import FailingRepository, How
from tests.fakes.samples import webhook
from tests.fakes.webhooks import FakeSender, Request
from tests.fakes.world import World

URLS = {"wh-1": "https://hooks.example.com/1", "wh-2": "https://hooks.example.com/2"}
SHOPS = ("alpha", "beta")


class Sending:
    """Two stores, two endpoints, the second of which refuses each event once."""

    def __init__(self, faults: Mapping[int, How]) -> None:
        self.world = World()
        self.world.state.commit(*(Insert(webhook(id=name, url=url, events=("*",))) for name, url in URLS.items()))
        for shop in SHOPS:
            self.world.ready(shop)
        self.sender = FakeSender()
        self._refused: set[str] = set()
        self.sender.answers[URLS["wh-2"]] = self._refuse_once
        self.repository = FailingRepository(self.world.state, faults, self._others)
        self.victim, self.rival = self._over(self.repository, "victim"), self._over(self.world.state, "rival")

    def _over(self, repository: FailingRepository | object, holder: str) -> Webhooks:
        return Webhooks.over(repository, clock=self.world.clock, ids=FakeIds(), sender=self.sender, holder=holder)  # type: ignore[arg-type]

    def _refuse_once(self, request: Request) -> Sent:
        if request.id in self._refused:
            return Sent(204)
        self._refused.add(request.id)
        return Sent(503)

    def _others(self) -> None:
        """What others do while somebody is stuck for longer than a claim and a lease."""
        self.world.clock.advance(CLAIM)
        self.world.over(self.world.state, "rival", self.rival.outbox).dispatcher.dispatch()
        self._send(self.rival)

    def _send(self, parts: Webhooks) -> None:
        for queue in list(parts.courier.due()):
            parts.courier.work(queue)

    def run(self) -> None:
        """Hand out and send, through what fails."""
        with suppress(StoreyardError):
            self.world.over(self.repository, "victim", self.victim.outbox).dispatcher.dispatch()
        with suppress(StoreyardError):
            self._send(self.victim)

    def rest(self) -> None:
        """Once nothing fails any more, go on until nothing waits."""
        for _ in range(20):
            self.world.clock.advance(360)
            self.world.over(self.world.state, "rival", self.rival.outbox).dispatcher.dispatch()
            self._send(self.rival)

    def check(self) -> None:
        """Everything arrived."""
        state = self.world.state
        assert list(state.find(UNDELIVERED)) == []
        assert list(state.find(DUE_QUEUES)) == []
        for shop in SHOPS:
            count = state.get(STORE_NUMBERS, owner="olga", store_id=shop)
            assert count is not None
            assert count.last == 3
            for url in URLS.values():
                got = [request for request in self.sender.to(url) if request.event["data"]["store_id"] == shop]
                assert list(dict.fromkeys(request.event["sequence"] for request in got)) == [1, 2, 3]
                assert list(dict.fromkeys(request.event["previous"] for request in got)) == [None, 1, 2]
                assert len({request.body for request in got}) == len({request.id for request in got}) == 3
        for name in URLS:
            found = state.find(WEBHOOKS_DELIVERIES, webhook_id=name)
            assert [delivery.status for delivery in found] == [DeliveryStatus.DELIVERED] * 6


def calls() -> int:
    """How many calls a run makes of which none fails."""
    well = Sending({})
    well.run()
    return len(well.repository.calls)


def test_without_failures_everything_arrives() -> None:
    well = Sending({})
    well.run()
    well.rest()
    well.check()
    assert calls() > 80


@pytest.mark.parametrize("how", How)
def test_whatever_call_fails_everything_arrives(how: How) -> None:
    for number in range(1, calls() + 1):
        sending = Sending({number: how})
        sending.run()
        sending.rest()
        try:
            sending.check()
        except AssertionError as error:
            raise AssertionError(f"call {number}: {sending.repository.calls[number - 1]}") from error
