"""Several platforms on one PostgreSQL, as processes: one is killed, and the database too; nothing that was accepted is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from functions import local
from functions.application.ports.repository import Insert
from functions.bootstrap import Platform, build, worker_name
from functions.domain.chat import ChatAnswer, Provider
from functions.domain.chat_entities import CHAT_ANSWERS
from functions.domain.entities import OPERATIONS
from functions.domain.operation import OperationStatus
from functions.settings import read
from tests.integration.postgresql_yard import (
    DURABLE,
    SECONDS,
    WANTED,
    Yard,
    accept,
    asking,
    assert_nothing_lost,
    await_that,
    end,
    ended,
)
from tests.postgresql_server import serving


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Yard]:
    with serving(*DURABLE) as server, ExitStack() as ends:
        made = Yard(tmp_path, server, server.database())
        ends.callback(end, made.workers)
        yield made


def test_a_killed_worker_and_a_killed_database_lose_nothing_that_was_accepted(yard: Yard) -> None:
    platform = yard.platform()
    workers = [yard.start(f"machine-{number}") for number in range(3)]
    yard.all_work()
    accepted: list[str] = []
    asks = asking(platform, accepted)
    await_that(lambda: len(accepted) >= WANTED // 3)
    yard.kill(workers[0])
    yard.server.stop(signal.SIGQUIT)  # as `pg_ctl restart -m immediate` does: no checkpoint, all connections cut
    yard.server.start()
    asks.join(SECONDS)
    assert len(accepted) == WANTED
    assert_nothing_lost(yard, platform, accepted)


def test_who_accepts_wakes_a_worker_in_another_process_at_once(yard: Yard) -> None:
    platform = yard.platform()
    yard.start("machine-1", poll=600, run=0.05, REAPER_SECONDS="600")
    yard.all_work()
    first_claim(platform, "shop")  # after this one its threads have looked for work, and wait

    seconds = [first_claim(platform, f"shop-{number}") for number in range(5)]

    assert max(seconds) < 1, seconds


def first_claim(platform: Platform, name: str) -> float:
    """Return how long it takes from the request until a worker has the operation; wait until it has ended."""
    operation, begun = accept(platform, name), time.monotonic()
    await_that(lambda: claimed(platform, operation.id))
    took = time.monotonic() - begun
    await_that(lambda: ended(platform, [operation.id]))
    return took


def claimed(platform: Platform, operation_id: str) -> bool:
    found = platform.repository.get(OPERATIONS, id=operation_id)
    return found is not None and found.started_at is not None


def test_who_starts_takes_up_its_own_work_and_nobody_elses(yard: Yard) -> None:
    """Two machines are called the same here. What the one that starts was doing waits again; the other one's goes on."""
    platform = yard.platform()
    here, there = (build(read(yard.environment(name))) for name in ("machine-1", "machine-2"))
    mine, other = accept(platform, "mine"), accept(platform, "other")
    for machine, operation in ((here, mine), (there, other)):
        assert machine.lifecycle.claim(operation.id, worker_name(machine.settings)) is not None
    now = platform.clock.now()
    where = {"provider": Provider.SLACK, "team": "T", "channel": "C", "chat_user": "U", "url": "https://127.0.0.1:1/"}
    times = {"due_at": now + timedelta(seconds=20), "expires_at": now + timedelta(minutes=20)}
    answer = ChatAnswer.model_validate({"id": "A1", **where, **times, "claim": "of the other one"})
    platform.repository.commit(Insert(answer))

    recovered = local._recover(here)

    assert recovered == 1
    found = [platform.repository.get(OPERATIONS, id=each.id) for each in (mine, other)]
    assert [each.status for each in found if each is not None] == [OperationStatus.QUEUED, OperationStatus.RUNNING]
    assert platform.repository.get(CHAT_ANSWERS, id="A1") == answer
    kept = {folder.name for digest in here.settings.kept_charts.iterdir() for folder in digest.iterdir()}
    assert kept == set(platform.catalogue.engines())
