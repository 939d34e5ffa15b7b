"""Entry points: one operation as a container task, the reaper as a function, one platform per folder."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from functions import bootstrap, local, tokens
from functions.adapters.state.dynamodb.repository import DynamoRepository
from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.domain.entities import USERS
from functions.domain.errors import Unavailable
from functions.domain.operation import OperationStatus
from functions.reaper import handler as reaper
from functions.settings import BadSetting, read
from functions.worker import assembly, handler
from tests.fakes.platform import FakeWaker
from tests.functional.worker.conftest import World


@pytest.fixture
def platform(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bootstrap.Platform:
    inventory = tmp_path / "clusters.json"
    inventory.write_text("{}")
    chosen = read({"HOME": str(tmp_path), "STOREYARD_INVENTORY": str(inventory), "OPERATION_ID": "OP000001"})
    made = dataclasses.replace(
        bootstrap.build(chosen),
        repository=world.repository,
        lifecycle=world.lifecycle,
        clock=world.clock,
        waker=FakeWaker(),
        liveness=world.liveness,
    )
    monkeypatch.setattr(bootstrap, "platform", lambda: made)
    monkeypatch.setattr(assembly, "executor", lambda _: world.executor())
    return made


@pytest.mark.usefixtures("platform")
def test_a_task_runs_its_operation_and_again_is_harmless(world: World) -> None:
    world.queue()

    assert handler.main() == 0
    assert world.now().status is OperationStatus.SUCCEEDED
    before = world.now()
    assert handler.main() == 0
    assert world.now() == before


def test_a_task_that_ends_hands_its_slot_on_and_to_one_only(world: World, platform: bootstrap.Platform) -> None:
    for number in (1, 2, 3):
        world.queue(f"OP00000{number}", store_id=f"demo-{number}")

    assert handler.main() == 0

    assert isinstance(platform.waker, FakeWaker)
    assert platform.waker.woken == ["OP000002"]
    assert handler.main() == 0
    assert platform.waker.woken == ["OP000002"], "who ran nothing has no slot to hand on"


def test_a_task_that_cannot_start_its_run_fails_and_wakes_nobody(world: World, platform: bootstrap.Platform) -> None:
    world.queue()
    world.runner.broken = "The run cannot be started: No space left on device."

    assert handler.main() == 1

    assert isinstance(platform.waker, FakeWaker)
    assert platform.waker.woken == []
    assert world.now().status is OperationStatus.QUEUED


@pytest.mark.parametrize("away", [False, True])
def test_a_task_looks_at_what_killed_runs_left_and_a_failure_there_undoes_nothing(
    world: World, platform: bootstrap.Platform, monkeypatch: pytest.MonkeyPatch, away: bool
) -> None:
    world.queue()
    looked: list[OperationStatus] = []

    def look() -> None:
        looked.append(world.now().status)
        if away:
            raise Unavailable("The state cannot be reached.")

    monkeypatch.setattr(platform.rooms, "go_on", look)

    assert handler.main() == 0
    assert looked == [OperationStatus.SUCCEEDED]


def test_a_task_without_an_operation_says_so(
    platform: bootstrap.Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = platform.settings.model_copy(update={"operation_id": None})
    monkeypatch.setattr(bootstrap, "platform", lambda: dataclasses.replace(platform, settings=chosen))

    assert handler.main() == 2


@pytest.mark.usefixtures("platform")
def test_a_task_that_cannot_reach_the_state_fails(world: World) -> None:
    world.repository.down = True

    assert handler.main() == 1


def test_a_bad_setting_ends_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bootstrap.Platform:
        raise BadSetting("The setting X cannot be 'y'.")

    monkeypatch.setattr(bootstrap, "platform", refuse)

    assert handler.main() == 2


def test_the_reaper_answers_how_many_workers_it_woke(world: World, platform: bootstrap.Platform) -> None:
    world.queue()

    assert reaper.handler({}, None) == {"woken": 1}
    assert isinstance(platform.waker, FakeWaker)
    assert platform.waker.woken == ["OP000001"]


def test_backups_are_cared_for_last_and_a_failure_there_undoes_nothing(
    world: World, platform: bootstrap.Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.queue()
    cared: list[str] = []

    def fail() -> None:
        cared.append("failed")
        raise Unavailable("The state cannot be reached.")

    monkeypatch.setattr(platform.care, "go_on", fail)

    assert reaper.handler({}, None) == {"woken": 1}
    assert cared == ["failed"]


def test_one_platform_per_folder(tmp_path: Path) -> None:
    lock = local.take_lock(tmp_path)

    with pytest.raises(local.CannotStart, match="running already"):
        local.take_lock(tmp_path)

    lock.close()
    local.take_lock(tmp_path).close()


def test_readiness_asks_state_worker_and_cluster(platform: bootstrap.Platform) -> None:
    checks = bootstrap.build(platform.settings).health.check()

    assert set(checks) == {"state", "records", "worker", "cluster"}
    assert checks["state"].ok
    assert not checks["worker"].ok


def test_workers_of_other_folders_are_other_hosts(tmp_path: Path) -> None:
    here, there = (read({"HOME": str(tmp_path), "STOREYARD_HOME": str(tmp_path / name)}) for name in ("a", "b"))

    assert bootstrap.host_name(here) != bootstrap.host_name(there)
    assert str(tmp_path) not in bootstrap.host_name(here)


@pytest.mark.usefixtures("platform")
def test_the_first_token_comes_from_the_command_line(world: World, tmp_path: Path) -> None:
    assert tokens.main(["ensure", "--name", "owner", "--file", str(tmp_path / "token")]) == 0
    assert world.repository.get(USERS, id="owner") is not None

    world.repository.down = True
    assert tokens.main(["ensure", "--file", str(tmp_path / "token")]) == 1


def test_the_lifecycles_times_are_settings(tmp_path: Path) -> None:
    environ = {"LEASE_SECONDS": "3", "OPERATION_TIMEOUT": "60", "QUEUE_TIMEOUT": "120", "STOREYARD_SLOTS": "5"}

    limits = bootstrap.build(read({"HOME": str(tmp_path), **environ})).lifecycle.limits

    assert (limits.lease, limits.timeout, limits.queue) == tuple(timedelta(seconds=each) for each in (3, 60, 120))
    assert limits.slots == 5


def test_calls_to_the_state_take_a_third_of_the_lease(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "LEASE_SECONDS": "3"}
    file = bootstrap.build(read(environ)).repository
    table = bootstrap.build(
        read({**environ, "STATE_BACKEND": "dynamodb", "DYNAMODB_ENDPOINT": "http://127.0.0.1:1"})
    ).repository

    assert isinstance(file, SqliteRepository)
    assert file._file._busy_seconds == 1
    assert isinstance(table, DynamoRepository)
    assert table._caller._seconds == 1
    config = table._client.meta.config
    assert config.connect_timeout + config.read_timeout == 0.5  # type: ignore[attr-defined]
