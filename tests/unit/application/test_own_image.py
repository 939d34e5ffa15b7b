"""A store on the image that its owner names: what each kind of operation is to install, and when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from functions.application.copies import FromBackup
from functions.application.operations import Lifecycle
from functions.application.planning import Accepted
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.application.upgrades import Upgrades
from functions.application.variables import playbook_variables
from functions.domain.entities import BACKUPS, STORES
from functions.domain.errors import InvalidRequest, NothingToUpgrade
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.store import Store, StoreRequest, StoreStatus
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, engine, owner
from tests.fakes.backups import backup, manifest
from tests.fakes.platform import START
from tests.fakes.samples import deployed, spec, store

A, B = (f"reg.example/acme/shop@sha256:{letter * 64}" for letter in "ab")
PLATFORMS = {"medusa": "images/medusa:1", "postgresql": "images/postgresql:1"}
REQUEST = {"name": "Tea", "engine": "medusa", "id": "tea"}


@pytest.fixture
def catalogue() -> FakeCatalogue:
    """It lets owners name images below reg.example/acme."""
    made = FakeCatalogue(engine("medusa", settings=("name", "image")), engine("woocommerce", settings=("name",)))
    made.own = ("reg.example/acme",)
    return made


@pytest.fixture
def service(repository: FakeRepository, clock: FakeClock, catalogue: FakeCatalogue) -> StoreService:
    """The use cases over it."""
    return StoreService(
        repository=repository, catalogue=catalogue, clusters=FakeClusters(), clock=clock, ids=FakeIds(), waker=FakeWaker()
    )


def there(repository: FakeRepository, image: str | None, status: StoreStatus = StoreStatus.READY, **said: Any) -> None:
    """The store demo, on this image."""
    images = {**PLATFORMS, **({"medusa": image} if image else {})}
    what = {**deployed(**{"images": images, **said}), "at": START}
    repository.commit(Insert(store(status=status, spec=spec(image=image), deployed=what, verified_at=START)))


def kept(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


def images_of(operation: Operation) -> dict[str, str]:
    assert operation.target is not None
    return operation.target.images


def test_a_new_store_is_promised_the_image_that_is_named(service: StoreService) -> None:
    named = service.create(StoreRequest(**REQUEST, image=A), owner())
    usual = service.create(StoreRequest(**{**REQUEST, "id": "cake"}), owner())

    assert (named.store.spec.image, images_of(named.operation)) == (A, {**PLATFORMS, "medusa": A})
    assert playbook_variables(named.operation)["store_image"] == A
    assert (usual.store.spec.image, images_of(usual.operation)) == (None, PLATFORMS)


def test_an_image_that_is_not_allowed_is_refused_before_anything_is_recorded(
    service: StoreService, repository: FakeRepository, catalogue: FakeCatalogue
) -> None:
    there(repository, None)
    before = kept(repository)
    other = A.replace("acme", "acme-evil")

    asked: tuple[Callable[[], Accepted], ...] = (
        lambda: service.create(StoreRequest(**REQUEST, image=other), owner()),
        lambda: service.request("demo", "upgrade", owner(), {"image": other}),
    )
    for ask in asked:
        with pytest.raises(InvalidRequest, match=r"must lie below one of: reg\.example/acme") as refused:
            ask()
        assert refused.value.field == "image"
    catalogue.own = ()
    with pytest.raises(InvalidRequest, match="runs its own images only"):
        service.create(StoreRequest(**REQUEST, image=A), owner())
    assert (kept(repository), repository.get(STORES, id="tea")) == (before, None)


def test_an_engine_that_runs_the_platforms_image_only_says_so(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(
        Insert(store(spec=spec(engine="woocommerce"), status=StoreStatus.READY, deployed={**deployed(), "at": START}))
    )
    asked: tuple[Callable[[], Accepted], ...] = (
        lambda: service.create(StoreRequest(**{**REQUEST, "engine": "woocommerce"}, image=A), owner()),
        lambda: service.request("demo", "upgrade", owner(), {"image": A}),
    )
    for ask in asked:
        with pytest.raises(InvalidRequest, match="Woocommerce runs the platform's image always") as refused:
            ask()
        assert refused.value.field == "image"


def test_an_upgrade_names_another_image_and_a_success_makes_it_the_stores(
    service: StoreService, repository: FakeRepository, lifecycle: Lifecycle
) -> None:
    there(repository, A)

    operation = service.request("demo", "upgrade", owner(), {"image": B}).operation

    assert images_of(operation) == {**PLATFORMS, "medusa": B}
    told = playbook_variables(operation)
    assert (told["store_image"], told["store_upgrade_image"]) == (B, B)
    assert kept(repository).spec.image == A
    assert lifecycle.claim(operation.id, "worker") is not None
    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.SUCCEEDED))
    assert kept(repository).spec.image == B


def test_a_failed_upgrade_leaves_the_image_that_was_named_before(
    service: StoreService, repository: FakeRepository, lifecycle: Lifecycle
) -> None:
    there(repository, A)
    operation = service.request("demo", "upgrade", owner(), {"image": B}).operation
    assert lifecycle.claim(operation.id, "worker") is not None

    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.FAILED, result={"upgrade": {"in_force": "old"}}))

    assert (kept(repository).spec.image, kept(repository).status) == (A, StoreStatus.READY)


def test_a_newer_platform_moves_all_but_the_image_that_is_named(
    service: StoreService, repository: FakeRepository, catalogue: FakeCatalogue
) -> None:
    there(repository, A, chart_version="0.0.9", chart_digest="digest-of-before")

    offers = Upgrades(stores=service, catalogue=catalogue, clusters=FakeClusters()).of_store("demo", owner())
    operation = service.request("demo", "upgrade", owner()).operation

    assert offers.items[0].target.images == images_of(operation) == {**PLATFORMS, "medusa": A}
    assert not any(change.path == "image.web" for change in offers.items[0].values)


@pytest.mark.parametrize(("now", "named"), [(A, None), (A, A), (None, None), (None, "platform")])
def test_the_same_image_on_the_same_platform_is_nothing_to_upgrade(
    service: StoreService, repository: FakeRepository, now: str | None, named: str | None
) -> None:
    there(repository, now)

    with pytest.raises(NothingToUpgrade, match="is on the newest"):
        service.request("demo", "upgrade", owner(), {} if named is None else {"image": named})


def test_a_store_may_be_given_the_platforms_image_again(service: StoreService, repository: FakeRepository) -> None:
    there(repository, A)

    operation = service.request("demo", "upgrade", owner(), {"image": "platform"}).operation

    assert (images_of(operation), playbook_variables(operation)["store_image"]) == (PLATFORMS, None)


@pytest.mark.parametrize(
    ("kind", "parameters"), [("configure", {"name": "Tea"}), ("plan", {"plan": "medium"}), ("provision", {})]
)
def test_what_changes_no_version_installs_the_image_that_is_named(
    service: StoreService, repository: FakeRepository, kind: str, parameters: dict[str, Any]
) -> None:
    there(repository, A, StoreStatus.FAILED)

    operation = service.request("demo", kind, owner(), parameters).operation

    assert images_of(operation) == {**PLATFORMS, "medusa": A}
    assert playbook_variables(operation)["store_image"] == A


def test_a_store_that_never_sold_is_made_again_with_its_image(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store(status=StoreStatus.FAILED, spec=spec(image=A))))

    assert images_of(service.request("demo", "provision", owner()).operation) == {**PLATFORMS, "medusa": A}


def test_an_image_that_is_allowed_no_more_goes_on(
    service: StoreService, repository: FakeRepository, catalogue: FakeCatalogue
) -> None:
    there(repository, A, chart_version="0.0.9", chart_digest="digest-of-before")
    catalogue.own = ()

    assert images_of(service.request("demo", "upgrade", owner()).operation)["medusa"] == A


def test_a_rollback_goes_back_to_the_image_of_then(service: StoreService, repository: FakeRepository) -> None:
    there(repository, B)
    then = deployed(images={**PLATFORMS, "medusa": A}, revision=1)
    made = backup(deployed={**then, "at": START}).model_copy(
        update={"manifest": manifest(revision=1, spec=spec(image=A).model_dump(mode="json"))}
    )
    repository.commit(Insert(made))
    assert repository.get(BACKUPS, id=made.id) is not None

    operation = service.request("demo", "rollback", owner(), {"revision": 1}).operation

    assert (playbook_variables(operation)["store_image"], images_of(operation)["medusa"]) == (A, A)


@pytest.mark.parametrize("status", [OperationStatus.SUCCEEDED, OperationStatus.FAILED])
@pytest.mark.parametrize("asked", [("upgrade", "image", B), ("plan", "plan", "medium")])
def test_the_backup_of_a_change_says_what_the_store_was_before_it(
    service: StoreService,
    repository: FakeRepository,
    lifecycle: Lifecycle,
    asked: tuple[str, str, str],
    status: OperationStatus,
) -> None:
    kind, field, value = asked
    there(repository, A)
    was = getattr(kept(repository).spec, field)
    operation = service.request("demo", kind, owner(), {field: value}).operation
    assert lifecycle.claim(operation.id, "worker") is not None
    said = manifest(operation.id, spec=operation.spec)  # the run knows the store as it shall be

    result = {"upgrade": {"in_force": "old"}, "backup": said.model_dump(mode="json")}
    lifecycle.finish(operation.id, 1, Outcome(status, result=result))

    made = repository.get(BACKUPS, id=operation.id)
    assert made is not None
    assert (operation.spec[field], made.manifest.spec[field]) == (value, was)
    assert service.request("demo", "rollback", owner(), {"revision": 1}).operation.spec[field] == was


def test_a_copy_runs_the_image_of_its_backup_and_one_that_is_allowed_no_more_is_no_new_stores(
    service: StoreService, repository: FakeRepository, catalogue: FakeCatalogue
) -> None:
    there(repository, A)
    made = backup().model_copy(update={"manifest": manifest(spec=spec(image=A).model_dump(mode="json"))})
    repository.commit(Insert(made))

    copy = service.request("demo", "clone", owner())
    assert (copy.store.spec.image, images_of(copy.operation)["medusa"]) == (A, A)
    catalogue.own = ()
    with pytest.raises(InvalidRequest, match="runs its own images only"):
        service.create(FromBackup(made.id, {"id": "again"}), owner())
