"""A store that goes to another cluster: what is recorded of it, and what is removed where it is not."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.installed import taken_along
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Replace
from functions.application.rooms import AGAIN, AWAY, Rooms
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.engine import Engine
from functions.domain.entities import DUE_ROOMS, STORES
from functions.domain.errors import InvalidRequest, OperationNotAllowed
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.room import ELSEWHERE, Room
from functions.domain.store import Store, StoreStatus
from functions.domain.version import Target
from tests.fakes import FakeCatalogue, FakeClock, FakeRepository, owner
from tests.fakes.platform import START
from tests.fakes.samples import deployed, spec, store
from tests.unit.application.test_rooms import FakeCleaner

OLGA = owner()
THERE = "http://demo.paris.example"
TARGET = {"engine_version": "1.0.0", "chart_version": "0.1.0", "chart_digest": "digest-of-medusa"}
OWN = f"own/images/medusa@sha256:{'7' * 64}"


@pytest.fixture
def cleaner() -> FakeCleaner:
    return FakeCleaner()


@pytest.fixture
def rooms(repository: FakeRepository, clock: FakeClock, cleaner: FakeCleaner) -> Rooms:
    repository.commit(Insert(store(deployed={**deployed(), "at": START})))
    return Rooms(repository=repository, clock=clock, cleaner=cleaner)


def move(service: StoreService, cluster: str = "there") -> Operation:
    return service.request("demo", "move", OLGA, {"cluster": cluster}).operation


def ended(lifecycle: Lifecycle, asked: Operation, status: OperationStatus, **said: Any) -> None:
    """Run the operation once, to this end, with what its run said."""
    running = lifecycle.claim(asked.id, "worker")
    assert running is not None
    lifecycle.finish(running.id, running.fence, Outcome(status, result={"move": said} if said else None))


def noted(repository: FakeRepository) -> list[tuple[str, bool]]:
    rooms = repository.find(DUE_ROOMS)
    assert all(room.beside == ELSEWHERE for room in rooms)
    return [(room.cluster, room.held) for room in rooms]


def demo(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


@pytest.mark.usefixtures("rooms")
def test_its_run_is_told_both_clusters_and_what_is_installed(service: StoreService, repository: FakeRepository) -> None:
    asked = move(service)

    told = playbook_variables(asked)
    assert (told["store_cluster"], told["store_move_cluster"], told["store_move_source"]) == ("there", "there", "local")
    assert asked.target is not None
    assert asked.target.images == deployed()["images"]
    assert (demo(repository).spec.cluster, demo(repository).status) == ("local", StoreStatus.UPGRADING)
    assert noted(repository) == [("there", True)]


@pytest.mark.usefixtures("rooms")
@pytest.mark.parametrize(
    ("cluster", "said"), [("local", "must be another cluster: demo is on local"), ("nowhere", "must be one of: local, there")]
)
def test_a_cluster_that_it_cannot_go_to_is_refused(
    service: StoreService, repository: FakeRepository, cluster: str, said: str
) -> None:
    with pytest.raises(InvalidRequest, match=said) as refused:
        move(service, cluster)

    assert refused.value.field == "cluster"
    assert noted(repository) == []


@pytest.mark.usefixtures("rooms")
def test_a_store_that_has_moved_is_where_its_run_said(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    ended(lifecycle, move(service), OperationStatus.SUCCEEDED, where="there", url=THERE)

    kept = demo(repository)
    assert (kept.spec.cluster, kept.url, kept.status) == ("there", THERE, StoreStatus.READY)
    assert noted(repository) == [("local", False)], "whatever is left where it was goes"


@pytest.mark.usefixtures("rooms")
@pytest.mark.parametrize(
    ("where", "status", "room"),
    [
        ("before", StoreStatus.READY, ("there", False)),
        ("closed", StoreStatus.FAILED, ("there", True)),
        ("there", StoreStatus.FAILED, ("there", True)),
        (None, StoreStatus.READY, ("there", False)),
    ],
)
def test_one_that_has_not_is_where_it_was_or_goes_on_there(  # noqa: PLR0917 - fixtures, and a row of the table
    service: StoreService,
    lifecycle: Lifecycle,
    repository: FakeRepository,
    where: str | None,
    status: StoreStatus,
    room: tuple[str, bool],
) -> None:
    said = {} if where is None else {"where": where, "store": "demo", "cluster": "there"}
    ended(lifecycle, move(service), OperationStatus.FAILED, **said)

    kept = demo(repository)
    assert (kept.spec.cluster, kept.status) == ("local", status)
    assert noted(repository) == [room]
    assert ("storeyard store move demo --cluster there" in kept.message) is (status is StoreStatus.FAILED)


@pytest.mark.usefixtures("rooms")
def test_what_a_move_left_is_settled_before_the_next_one_goes_elsewhere(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    ended(lifecycle, move(service), OperationStatus.FAILED, where="there")

    again = move(service)
    assert again.parameters["source"] == "local"

    ended(lifecycle, again, OperationStatus.SUCCEEDED, where="there", url=THERE)
    with pytest.raises(OperationNotAllowed, match="left on local is being removed"):
        move(service, "local")


@pytest.mark.parametrize("held", [True, False])
def test_what_is_left_where_the_store_is_not_is_removed_and_what_may_be_the_store_is_not(
    rooms: Rooms, repository: FakeRepository, cleaner: FakeCleaner, clock: FakeClock, held: bool
) -> None:
    repository.commit(Insert(room(held=held)))
    cleaner.there["demo"] = "uid"

    rooms.go_on()

    assert cleaner.removed == ([] if held else ["uid"])
    (left,) = repository.find(DUE_ROOMS)
    assert left.not_before == clock.now() + (AWAY if held else AGAIN)


def test_once_the_store_is_gone_all_of_it_goes(rooms: Rooms, repository: FakeRepository, cleaner: FakeCleaner) -> None:
    repository.commit(Insert(room("gone", held=True)))
    cleaner.there["gone"] = "uid"

    rooms.go_on()

    assert cleaner.removed == ["uid"]


def test_the_cluster_that_the_store_is_on_is_never_looked_at_for_leftovers(
    rooms: Rooms, repository: FakeRepository, cleaner: FakeCleaner
) -> None:
    repository.commit(Insert(room(cluster="local")))
    cleaner.there["demo"] = "uid"

    rooms.go_on()

    assert cleaner.removed == []
    assert noted(repository) == []


def test_nothing_is_removed_while_a_move_is_under_way(
    rooms: Rooms, service: StoreService, repository: FakeRepository, cleaner: FakeCleaner
) -> None:
    move(service)
    (made,) = repository.find(DUE_ROOMS)
    repository.commit(Replace(made.model_copy(update={"held": False})))
    cleaner.there["demo"] = "uid"

    rooms.go_on()

    assert cleaner.removed == []


def room(store_id: str = "demo", **fields: Any) -> Room:
    return Room.model_validate({"store_id": store_id, "beside": ELSEWHERE, "cluster": "there", "not_before": START, **fields})


class _Registries(FakeCatalogue):
    """Each cluster has the images of a registry of its own."""

    def target(self, engine: Engine, cluster: str | None = None) -> Target:
        """What is newest, by the name that it has on the cluster."""
        found = super().target(engine)
        return found.model_copy(update={"images": {name: f"{cluster}/{ref}" for name, ref in found.images.items()}})


IMAGES = {"medusa": "local/images/medusa:1", "postgresql": "local/images/postgresql:1"}


@pytest.mark.parametrize(("runs", "goes"), [("local/images/medusa:1", "there/images/medusa:1"), (OWN, OWN)])
def test_its_images_are_those_of_the_same_build_on_the_other_cluster(runs: str, goes: str) -> None:
    own = store(spec=spec(image=OWN))
    target = Target(**TARGET, images={**IMAGES, "medusa": runs})

    found = taken_along(_Registries(), own, target, "there")

    assert found.images == {"medusa": goes, "postgresql": "there/images/postgresql:1"}


def test_an_older_version_is_not_looked_for_in_another_registry() -> None:
    target = Target(**TARGET, images={**IMAGES, "medusa": "local/images/medusa:0"})

    with pytest.raises(OperationNotAllowed, match="upgrade it first"):
        taken_along(_Registries(), store(), target, "there")
