"""Whatever call to the state fails, in whatever way, every target is told of every store, and nothing waits for ever."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest

from functions.application.notice_courier import CLAIM
from functions.application.notice_parts import Notices
from functions.application.ports.repository import Insert
from functions.application.ports.webhooks import Sent
from functions.domain.entities import UNDELIVERED
from functions.domain.errors import StoreyardError
from functions.domain.notice import NoticeStatus
from functions.domain.notice_entities import DUE_NOTICES, NOTICE_TARGETS, NOTICES
from tests.fakes import FakeIds
from tests.fakes.failing import FailingRepository, How
from tests.fakes.notices import DISCORD, SLACK, Chat, texts
from tests.fakes.samples import notice_target
from tests.fakes.webhooks import FakeSender, Request
from tests.fakes.world import World

TARGETS = {"nt-1": ("slack", SLACK), "nt-2": ("discord", DISCORD)}
SHOPS = ("alpha", "beta")


class Telling:
    """Two stores that became ready, two targets, the second of which is away the first time."""

    def __init__(self, faults: Mapping[int, How]) -> None:
        self.world = World()
        targets = [notice_target(id=name, kind=kind, address=url) for name, (kind, url) in TARGETS.items()]
        self.world.state.commit(*map(Insert, targets))
        for shop in SHOPS:
            self.world.ready(shop)
            self.world.clock.advance(1)
        self.sender, self.chats = FakeSender(), {url: Chat(kind) for kind, url in TARGETS.values()}
        self.sender.answers = {SLACK: self.chats[SLACK], DISCORD: self._away_once}
        self._asked = 0
        self.repository = FailingRepository(self.world.state, faults, self._others)
        self.victim, self.rival = self._over(self.repository, "victim"), self._over(self.world.state, "rival")

    def _over(self, repository: FailingRepository | object, holder: str) -> Notices:
        return Notices.over(
            repository,  # type: ignore[arg-type]
            clock=self.world.clock,
            ids=FakeIds(),
            sender=self.sender,
            mail=None,
            holder=holder,
        )

    def _away_once(self, request: Request) -> Sent:
        self._asked += 1
        return Sent(503) if self._asked == 1 else self.chats[DISCORD](request)

    def _others(self) -> None:
        """What others do while somebody is stuck for longer than a claim and a lease."""
        self.world.clock.advance(CLAIM)
        self.world.over(self.world.state, "rival", self.rival.outbox).dispatcher.dispatch()
        self._send(self.rival)

    def _send(self, parts: Notices) -> None:
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
        """Everything was told."""
        state = self.world.state
        assert list(state.find(UNDELIVERED)) == []
        assert list(state.find(DUE_NOTICES)) == []
        for name, (_, url) in TARGETS.items():
            told = [next(shop for shop in SHOPS if shop in texts(payload)[0]) for payload in self.chats[url].taken]
            assert set(told) == set(SHOPS)
            assert [notice.status for notice in state.rows(NOTICES, target_id=name)] == [NoticeStatus.SENT] * 2
            target = state.get(NOTICE_TARGETS, id=name)
            assert target is not None
            assert target.enabled


def calls() -> int:
    """How many calls a run makes of which none fails."""
    well = Telling({})
    well.run()
    return len(well.repository.calls)


def test_without_failures_everything_is_told() -> None:
    well = Telling({})
    well.run()
    well.rest()
    well.check()
    assert calls() > 50


@pytest.mark.parametrize("how", How)
def test_whatever_call_fails_everything_is_told(how: How) -> None:
    for number in range(1, calls() + 1):
        telling = Telling({number: how})
        telling.run()
        telling.rest()
        try:
            telling.check()
        except AssertionError as error:
            raise AssertionError(f"call {number}: {telling.repository.calls[number - 1]}") from error
