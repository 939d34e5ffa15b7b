"""The repository that the model stands on guards its commits as the fake does, which runs through the contract suite."""

from __future__ import annotations

import pytest

from functions.application.ports.repository import Change, Insert, Remove, Replace
from functions.domain.entities import OPERATIONS
from functions.domain.errors import VersionConflict
from tests.fakes.platform import FakeClock
from tests.fakes.repository import FakeRepository
from tests.fakes.samples import operation
from tests.model.tape import InterningRepository

STALE, GOOD = operation("OP000001", version=7), operation("OP000001")
OTHER = operation("OP000002")
COMMITS: dict[str, tuple[Change, ...]] = {
    "inserts what is there": (Insert(GOOD),),
    "inserts what is not there": (Insert(OTHER),),
    "replaces its version": (Replace(GOOD),),
    "replaces another version": (Replace(STALE),),
    "replaces what is not there": (Replace(OTHER),),
    "removes its version": (Remove(GOOD),),
    "removes another version": (Remove(STALE),),
    "is refused as a whole": (Insert(OTHER), Replace(STALE)),
}


def outcome(repository: FakeRepository, changes: tuple[Change, ...]) -> tuple[bool, object]:
    """Whether the commit was refused, and what is there afterwards."""
    repository.commit(Insert(GOOD))
    try:
        repository.commit(*changes)
    except VersionConflict:
        refused = True
    else:
        refused = False
    return refused, [repository.get(OPERATIONS, id=name) for name in ("OP000001", "OP000002")]


@pytest.mark.parametrize("changes", COMMITS.values(), ids=list(COMMITS))
def test_a_commit_that(changes: tuple[Change, ...]) -> None:
    clock = FakeClock()

    assert outcome(InterningRepository(clock), changes) == outcome(FakeRepository(clock), changes)


def test_rows_of_an_earlier_state_stay_as_they_were() -> None:
    repository = InterningRepository(FakeClock())
    repository.commit(Insert(GOOD))
    earlier = repository._rows
    repository.commit(Remove(GOOD))

    assert len(earlier) == 1
    assert not repository._rows
