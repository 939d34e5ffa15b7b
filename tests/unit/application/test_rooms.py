"""What a drill that was killed left beside its store: noted with its end, and removed until it is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.application.limits import Limits
from functions.application.operations import MAX_LOSSES, Lifecycle
from functions.application.ports.repository import Insert, Remove, Replace
from functions.application.rooms import AGAIN, AT_ONCE, AWAY, Rooms
from functions.application.stores import StoreService
from functions.domain.entities import DUE_ROOMS, ROOMS, STORES
from functions.domain.errors import Unavailable, Unreadable
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.room import Room
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.platform import START
from tests.fakes.samples import backup, store

OLGA = owner()
ENDS = [status for status in OperationStatus if status.final]


class FakeCleaner:
    """Namespaces by store, each with its uid. `down`: clusters that do not answer; `meanwhile`: what happens after a look."""

    def __init__(self) -> None:
        self.there: dict[str, str] = {}
        self.removed: list[str] = []
        self.down: set[str] = set()
        self.meanwhile: Callable[[], object] = lambda: None

    def seen(self, room: Room) -> str | None:
        """Return the uid."""
        if room.cluster in self.down:
            raise Unavailable("It does not answer.")
        found = self.there.get(room.store_id)
        self.meanwhile()
        return found

    def remove(self, room: Room, seen: str) -> None:
        """Note that it shall go, if it is the one."""
        if self.there.get(room.store_id) == seen:
            self.removed.append(seen)


@pytest.fixture
def cleaner() -> FakeCleaner:
    return FakeCleaner()


@pytest.fixture
def rooms(repository: FakeRepository, clock: FakeClock, cleaner: FakeCleaner) -> Rooms:
    repository.commit(Insert(store()), Insert(backup("B1")))
    return Rooms(repository=repository, clock=clock, cleaner=cleaner)


def room(store_id: str = "demo", **fields: Any) -> Room:
    return Room.model_validate({"store_id": store_id, "beside": "drill", "cluster": "local", "not_before": START, **fields})


def noted(repository: FakeRepository) -> list[Room]:
    return list(repository.find(DUE_ROOMS))


def claim(lifecycle: Lifecycle, operation: Operation) -> Operation:
    found = lifecycle.claim(operation.id, "worker")
    assert found is not None
    return found


@pytest.mark.usefixtures("rooms")
@pytest.mark.parametrize("status", ENDS)
@pytest.mark.parametrize("kind", ["drill", "backup"])
def test_a_drill_that_did_not_end_well_is_noted_with_its_end(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, kind: str, status: OperationStatus
) -> None:
    running = claim(lifecycle, service.request("demo", kind, OLGA).operation)

    lifecycle.finish(running.id, running.fence, Outcome(status))

    expected = [room()] if kind == "drill" and status is not OperationStatus.SUCCEEDED else []
    assert noted(repository) == expected


@pytest.mark.usefixtures("rooms")
def test_a_drill_whose_workers_are_lost_is_noted_too(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    asked = service.request("demo", "drill", OLGA).operation
    for _ in range(MAX_LOSSES):
        assert noted(repository) == []
        claim(lifecycle, asked)
        clock.advance(31)
        lifecycle.reap()

    assert noted(repository) == [room(not_before=clock.now())]


@pytest.mark.usefixtures("rooms")
@pytest.mark.parametrize("again", [False, True], ids=["never began", "waits again"])
def test_one_that_gives_way_out_of_the_queue_is_noted_if_it_had_begun(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, again: bool
) -> None:
    asked = service.request("demo", "drill", OLGA, origin=Origin(source=SCHEDULE)).operation
    if again:
        running = claim(lifecycle, asked)
        lifecycle.release(running.id, running.fence, "The worker is stopping")

    service.request("demo", "verify", OLGA)

    assert noted(repository) == ([room()] if again else [])


@pytest.mark.usefixtures("rooms")
@pytest.mark.parametrize("readable", [True, False])
def test_a_note_that_is_there_is_enough(
    service: StoreService,
    lifecycle: Lifecycle,
    repository: FakeRepository,
    readable: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repository.commit(Insert(room(not_before=START + AGAIN)))
    running = claim(lifecycle, service.request("demo", "drill", OLGA).operation)
    get = repository.get

    def unreadable(entity: Any, **key: object) -> Any:
        if entity is ROOMS and not readable:
            raise Unreadable("of a newer version")
        return get(entity, **key)

    monkeypatch.setattr(repository, "get", unreadable)
    lifecycle.finish(running.id, running.fence, Outcome(OperationStatus.CANCELED))

    assert noted(repository) == [room(not_before=START + AGAIN)]


def test_it_is_removed_and_looked_for_until_it_is_gone(
    rooms: Rooms, cleaner: FakeCleaner, repository: FakeRepository, clock: FakeClock
) -> None:
    repository.commit(Insert(room()))
    cleaner.there["demo"] = "uid-1"

    rooms.go_on()
    rooms.go_on()
    assert (cleaner.removed, [each.not_before for each in noted(repository)]) == (["uid-1"], [START + AGAIN])

    clock.advance(AGAIN)
    rooms.go_on()
    assert cleaner.removed == ["uid-1", "uid-1"], "it is not gone yet"
    cleaner.there.clear()
    clock.advance(AGAIN)
    rooms.go_on()
    assert noted(repository) == []


def test_a_drill_under_way_keeps_its_room(
    rooms: Rooms, service: StoreService, cleaner: FakeCleaner, repository: FakeRepository, clock: FakeClock
) -> None:
    repository.commit(Insert(room()))
    cleaner.there["demo"] = "uid-1"
    drill = service.request("demo", "drill", OLGA).operation

    rooms.go_on()

    assert (cleaner.removed, [each.not_before for each in noted(repository)]) == ([], [START + AGAIN])
    lifecycle = Lifecycle(repository=repository, clock=clock, limits=Limits())
    lifecycle.cancel(drill.id)
    clock.advance(AGAIN)
    rooms.go_on()
    assert cleaner.removed == ["uid-1"]


def test_a_drill_that_begins_in_between_loses_nothing(
    rooms: Rooms, service: StoreService, cleaner: FakeCleaner, repository: FakeRepository
) -> None:
    repository.commit(Insert(room()))
    cleaner.there["demo"] = "uid-1"

    def begins() -> None:
        cleaner.meanwhile = lambda: None
        service.request("demo", "drill", OLGA)
        cleaner.there["demo"] = "uid-2"

    cleaner.meanwhile = begins
    rooms.go_on()

    assert cleaner.removed == []


def test_another_operation_of_the_store_does_not_keep_it(
    rooms: Rooms, service: StoreService, cleaner: FakeCleaner, repository: FakeRepository
) -> None:
    repository.commit(Insert(room()))
    cleaner.there["demo"] = "uid-1"
    service.request("demo", "verify", OLGA)

    rooms.go_on()

    assert cleaner.removed == ["uid-1"]


def test_what_only_a_newer_version_knows_keeps_its_room(
    rooms: Rooms, service: StoreService, cleaner: FakeCleaner, repository: FakeRepository
) -> None:
    repository.commit(Insert(room()))
    cleaner.there["demo"] = "uid-1"
    operation = service.request("demo", "verify", OLGA).operation
    repository.commit(Replace(operation.model_copy(update={"kind": "of-a-newer-version"})))

    rooms.go_on()

    assert cleaner.removed == []


def test_the_room_of_a_store_that_is_gone_goes_too(rooms: Rooms, cleaner: FakeCleaner, repository: FakeRepository) -> None:
    gone = repository.get(STORES, id="demo")
    assert gone is not None
    repository.commit(Insert(room()), Remove(gone))
    cleaner.there["demo"] = "uid-1"

    rooms.go_on()

    assert cleaner.removed == ["uid-1"]


def test_a_cluster_that_is_away_stops_nothing_else_and_is_asked_again(
    rooms: Rooms, cleaner: FakeCleaner, repository: FakeRepository, clock: FakeClock
) -> None:
    repository.commit(Insert(room("a", cluster="paris")), Insert(room("b")))
    cleaner.there = {"a": "uid-a", "b": "uid-b"}
    cleaner.down = {"paris"}

    rooms.go_on()
    assert cleaner.removed == ["uid-b"]
    assert {each.store_id: each.not_before for each in noted(repository)} == {"a": START + AWAY, "b": START + AGAIN}

    cleaner.down.clear()
    clock.advance(AWAY)
    rooms.go_on()
    assert "uid-a" in cleaner.removed


def test_many_that_cannot_go_hide_no_other(
    rooms: Rooms, cleaner: FakeCleaner, repository: FakeRepository, clock: FakeClock
) -> None:
    repository.commit(*(Insert(room(f"a{number}", cluster="paris")) for number in range(AT_ONCE)))
    repository.commit(Insert(room("b")))
    cleaner.down, cleaner.there = {"paris"}, {"b": "uid-b"}

    rooms.go_on()
    assert cleaner.removed == [], "so many are looked at in a turn"
    rooms.go_on()

    assert cleaner.removed == ["uid-b"]


def test_two_that_look_at_once_do_no_harm(rooms: Rooms, cleaner: FakeCleaner, repository: FakeRepository) -> None:
    repository.commit(Insert(room()))

    def other() -> None:
        repository.before_commit = None
        rooms.go_on()

    repository.before_commit = other
    rooms.go_on()

    assert noted(repository) == []
