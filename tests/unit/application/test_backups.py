"""Races over backups and schedules: who loses one reads and writes again, and a rival that never rests is told of."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta

import pytest

from functions.application.backups import BackupService
from functions.application.ports.repository import Insert, Replace
from functions.application.schedules import Schedules
from functions.application.stores import StoreService
from functions.domain.entities import ALL_LEFTOVERS, BACKUPS, SCHEDULES, STORES
from functions.domain.errors import BackupInUse, BackupPinned, NotFound, VersionConflict
from functions.domain.retention import Retention
from functions.domain.schedule import Due, Schedule
from functions.domain.store import MadeOf, StoreStatus
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.backups import FakeTarget, backup
from tests.fakes.platform import START
from tests.fakes.samples import operation, spec, store


@pytest.fixture
def backups(repository: FakeRepository, clock: FakeClock) -> BackupService:
    repository.commit(Insert(backup()), Insert(store()))
    return BackupService(repository=repository, clock=clock, target=FakeTarget, retention=Retention())


@pytest.fixture
def schedules(service: StoreService, repository: FakeRepository, clock: FakeClock, backups: BackupService) -> Schedules:
    return Schedules(stores=service, repository=repository, clock=clock, every={"backup": 24, "drill": 168})


def rival(repository: FakeRepository, deed: Callable[[], object]) -> None:
    """Let somebody do this just before the next commit."""

    def first() -> None:
        repository.before_commit = None
        deed()

    repository.before_commit = first


def never_rests(repository: FakeRepository) -> None:
    def always() -> None:
        raise VersionConflict("somebody wrote first")

    repository.before_commit = always


def proven(repository: FakeRepository, **changes: object) -> None:
    found = repository.get(BACKUPS, id="OP000001")
    assert found is not None
    repository.commit(Replace(found.model_copy(update={"proven_at": START, **changes})))


def test_a_pin_is_set_over_what_somebody_else_wrote(backups: BackupService, repository: FakeRepository) -> None:
    rival(repository, lambda: proven(repository))

    assert backups.pin("OP000001", owner(), pinned=True).proven_at == START


def test_a_backup_that_is_pinned_in_the_last_moment_stays(backups: BackupService, repository: FakeRepository) -> None:
    rival(repository, lambda: proven(repository, pinned=True))

    with pytest.raises(BackupPinned):
        backups.delete("OP000001", owner())
    assert list(repository.find(ALL_LEFTOVERS)) == []


def test_a_backup_is_deleted_once(backups: BackupService, repository: FakeRepository) -> None:
    rival(repository, lambda: backups.delete("OP000001", owner()))

    with pytest.raises(NotFound):
        backups.delete("OP000001", owner())
    assert len(repository.find(ALL_LEFTOVERS)) == 1


def test_a_backup_stays_while_a_store_awaits_its_data(backups: BackupService, repository: FakeRepository) -> None:
    awaits = MadeOf(backup="OP000001", source="demo")
    copy = store("copy", spec=spec("copy"), status=StoreStatus.FAILED, awaits=awaits, owner="otto")
    repository.commit(Insert(copy))
    proven(repository, awaited_by=("copy",))

    with pytest.raises(BackupInUse) as refused:
        backups.delete("OP000001", owner())
    assert "copy" not in refused.value.message, "another's store, of which its owner learns nothing"
    assert list(repository.find(ALL_LEFTOVERS)) == []

    found = repository.get(STORES, id="copy")
    assert found is not None
    repository.commit(Replace(found.model_copy(update={"awaits": None})))
    backups.delete("OP000001", owner())
    assert [left.id for left in repository.find(ALL_LEFTOVERS)] == ["OP000001"]


def test_a_rival_that_never_rests_is_told_of(backups: BackupService, schedules: Schedules, repository: FakeRepository) -> None:
    never_rests(repository)

    for deed in (
        lambda: backups.delete("OP000001", owner()),
        lambda: backups.pin("OP000001", owner(), pinned=True),
        lambda: schedules.change("demo", owner(), {"backup": 6}),
    ):
        with pytest.raises(VersionConflict, match="try again in a moment"):
            deed()


def test_a_schedule_is_changed_beside_what_else_is_written_of_the_store(
    schedules: Schedules, repository: FakeRepository
) -> None:
    def renamed() -> None:
        found = repository.get(STORES, id="demo")
        assert found is not None
        repository.commit(Replace(found.model_copy(update={"message": "changed"})))

    rival(repository, renamed)
    schedules.change("demo", owner(), {"backup": 6})

    kept = repository.get(STORES, id="demo")
    assert kept is not None
    assert (kept.message, kept.backup_hours) == ("changed", 6)
    row = repository.get(SCHEDULES, store_id="demo")
    assert row is not None
    later = START + timedelta(hours=3)
    repository.commit(Replace(row.model_copy(update={"due_at": later})))
    schedules.change("demo", owner(), {"backup": None})  # over a row that is there: it is looked at anew
    again = repository.get(SCHEDULES, store_id="demo")
    assert again is not None
    assert (again.version, again.due_at, again.due) == (row.version + 2, START, row.due)


def test_a_change_of_drills_says_when_the_next_backup_is_due_as_it_was(
    schedules: Schedules, repository: FakeRepository
) -> None:
    soon = START + timedelta(minutes=15)  # the next try of one that failed
    repository.commit(Insert(Schedule(store_id="demo", due_at=soon, due={"backup": Due(at=soon, tries=1)})))

    changed = schedules.change("demo", owner(), {"drill": 24})

    assert (changed["drill"].every, changed["backup"].next_at) == (24, soon)
    assert schedules.of("demo", owner()) == changed


def test_a_backup_that_one_of_many_operations_works_with_stays(backups: BackupService, repository: FakeRepository) -> None:
    for number in range(150):
        repository.commit(Insert(operation(f"OP{number:06d}", store_id=f"shop-{number}")))
    repository.commit(Insert(operation("OP000900", kind="restore", parameters={"backup": "OP000001"})))

    with pytest.raises(BackupInUse):
        backups.delete("OP000001", owner())


@pytest.mark.parametrize(("limit", "sizes"), [(1, [1, 1]), (2, [2])])
def test_a_stores_backups_come_in_pages(
    backups: BackupService, repository: FakeRepository, limit: int, sizes: list[int]
) -> None:
    repository.commit(Insert(backup("OP000002")), Insert(backup("OP000003", owner="otto")))

    first = backups.of_store("demo", owner(), limit=limit, cursor=None)
    pages = [first, *([backups.of_store("demo", owner(), limit=limit, cursor=first.cursor)] if first.cursor else [])]

    assert [len(page.items) for page in pages] == sizes
    assert pages[-1].cursor is None
    assert [one.id for page in pages for one in page.items] == ["OP000002", "OP000001"]


class Held(FakeTarget):
    """Holds what it gives to read, so that it ends only when it is told to."""

    def read(self, path: str) -> Iterator[bytes]:
        self.given = super().read(path)
        return self.given


@pytest.mark.parametrize("content", [b"", b"x" * 1000])
def test_a_file_is_handed_over_whole_and_its_reading_ends_with_who_reads(
    repository: FakeRepository, clock: FakeClock, content: bytes
) -> None:
    target = Held()
    repository.commit(Insert(backup()))
    target.keep(backup())
    path = f"demo/OP000001/{backup().manifest.parts['database'].file}"
    target.kept[path] = content
    backups = BackupService(repository=repository, clock=clock, target=lambda: target, retention=Retention())

    whole, part = (backups.download("OP000001", "database", owner(), streams=True).chunks for _ in range(2))
    assert isinstance(whole, Generator)
    assert isinstance(part, Generator)
    next(part)
    part.close()

    assert target.given.gi_frame is None  # type: ignore[attr-defined]
    assert b"".join(whole) == content


def test_a_file_of_which_nobody_takes_anything_is_closed_too(repository: FakeRepository, clock: FakeClock) -> None:
    target = Held()
    repository.commit(Insert(backup()))
    target.keep(backup())
    backups = BackupService(repository=repository, clock=clock, target=lambda: target, retention=Retention())

    chunks = backups.download("OP000001", "files", owner(), streams=True).chunks
    assert isinstance(chunks, Generator)
    chunks.close()

    assert (target.given.gi_frame, target.open) == (None, 0)  # type: ignore[attr-defined]
