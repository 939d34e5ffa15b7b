"""Stores that are made of a backup: a copy of one that is there, or one that is restored as a new store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.application.acceptance import Once
from functions.application.copies import FromBackup, awaiting
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert, Remove, Replace
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.backup import Backup
from functions.domain.entities import BACKUPS, OPERATIONS, STORES
from functions.domain.errors import (
    InvalidParameters,
    InvalidRequest,
    NoBackup,
    NotFound,
    OperationNotAllowed,
    StoreExists,
    StoreLimitReached,
    Unreadable,
)
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import MadeOf, StoreStatus
from tests.fakes import FakeCatalogue, FakeClock, FakeClusters, FakeIds, FakeRepository, FakeWaker, admin, owner
from tests.fakes.platform import START, local_cluster
from tests.fakes.samples import backup, store

OLGA, OTTO = owner(), owner("otto")


@pytest.fixture
def demo(repository: FakeRepository) -> FakeRepository:
    """Olga's store `demo`, which is ready and has two backups."""
    repository.commit(Insert(store()), Insert(backup("B1")), Insert(backup("B2")))
    return repository


def ended(lifecycle: Lifecycle, operation_id: str, *, good: bool) -> None:
    """Let a worker end an operation."""
    claimed = lifecycle.claim(operation_id, "worker")
    assert claimed is not None
    status = OperationStatus.SUCCEEDED if good else OperationStatus.FAILED
    lifecycle.finish(operation_id, claimed.fence, Outcome(status, message="The disk is full."))


def test_a_clone_is_a_new_store_made_of_the_newest_backup(
    service: StoreService, demo: FakeRepository, waker: FakeWaker
) -> None:
    before = demo.get(STORES, id="demo")

    accepted = service.request("demo", "clone", OLGA)

    made, operation = accepted.store, accepted.operation
    assert (made.id, made.spec.name, made.owner, made.status) == ("demo-copy", "Demo (copy)", "olga", StoreStatus.PROVISIONING)
    assert (made.spec.is_copy, made.spec.admin_email, made.url) == (
        True,
        "admin@demo-copy.example",
        "http://demo-copy.localhost",
    )
    assert made.awaits == MadeOf(backup="B2", source="demo")
    assert (operation.kind, operation.store_id, operation.parameters) == (
        "clone",
        "demo-copy",
        {"backup": "B2", "source": "demo"},
    )
    assert operation.target is not None
    assert waker.woken == [operation.id]
    assert demo.get(STORES, id="demo") == before, "the store itself stays as it is, and is not locked"


def test_what_its_playbook_is_told(service: StoreService, demo: FakeRepository) -> None:
    variables = playbook_variables(service.request("demo", "clone", OLGA).operation)

    assert (variables["store_id"], variables["store_is_copy"]) == ("demo-copy", True)
    assert (variables["store_clone_backup"], variables["store_clone_source"]) == ("B2", "demo")


def test_of_a_backup_that_was_made_in_safe_mode_a_store_starts_in_it(service: StoreService, demo: FakeRepository) -> None:
    demo.commit(Insert(backup("B3", safe_mode=True, file_mods="locked")))

    copy = service.request("demo", "clone", OLGA).store.spec
    again = service.create(FromBackup("B3", {"id": "again"}), OLGA).store.spec
    before = service.create(FromBackup("B1", {"id": "before"}), OLGA).store.spec

    assert (copy.is_copy, copy.safe_mode, copy.file_mods) == (True, True, "locked")
    assert (again.is_copy, again.safe_mode) == (False, True)
    assert (before.safe_mode, before.file_mods) == (False, "open")


def test_a_store_of_a_backup_speaks_as_the_one_that_it_is_of(service: StoreService, demo: FakeRepository) -> None:
    demo.commit(Insert(backup("B3", locale="de-AT")))
    old = backup("B4")
    said = {name: value for name, value in old.manifest.spec.items() if name != "locale"}
    demo.commit(Insert(old.model_copy(update={"manifest": old.manifest.model_copy(update={"spec": said})})))

    assert service.request("demo", "clone", OLGA, {"backup": "B3"}).store.spec.locale == "de-AT"
    assert service.create(FromBackup("B3", {"id": "other", "locale": "nl"}), OLGA).store.spec.locale == "nl"
    before = service.create(FromBackup("B4", {"id": "before"}), OLGA).store.spec
    assert (before.country, before.locale) == ("DE", "en"), "a backup of before shops had languages is of an English one"


def test_a_clone_of_a_named_backup_with_an_id_and_a_name(service: StoreService, demo: FakeRepository) -> None:
    made = service.request("demo", "clone", OLGA, {"backup": "B1", "id": "trial", "name": "Trial"}).store

    assert (made.id, made.spec.name, made.awaits) == ("trial", "Trial", MadeOf(backup="B1", source="demo"))


def test_a_store_that_changes_right_now_is_cloned_all_the_same(service: StoreService, demo: FakeRepository) -> None:
    verify = service.request("demo", "verify", OLGA).operation

    assert service.request("demo", "clone", OLGA).store.id == "demo-copy"
    kept = demo.get(STORES, id="demo")
    assert kept is not None
    assert kept.active_operation_id == verify.id


def test_a_long_name_gets_its_mark_within_the_limit(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store(name="x" * 100)), Insert(backup(name="x" * 100)))

    name = service.request("demo", "clone", OLGA).store.spec.name

    assert (len(name), name[-8:]) == (100, "x (copy)")


def test_a_store_without_backup_cannot_be_cloned(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()), Insert(backup("B1", whose="otto")))  # of an earlier store of this id

    with pytest.raises(NoBackup, match="demo has no backup yet"):
        service.request("demo", "clone", OLGA)


def test_the_newest_backup_is_found_behind_many_of_others(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()), Insert(backup("A")))
    for number in range(250):
        repository.commit(Insert(backup(f"B{number:03d}", whose="otto")))

    assert service.request("demo", "clone", OLGA).operation.parameters["backup"] == "A"


@pytest.mark.parametrize("name", ["another's store", "nobody's store", "another's backup", "nobody's backup", "deleted backup"])
def test_what_is_not_the_callers_is_as_if_it_were_not_there(service: StoreService, demo: FakeRepository, name: str) -> None:
    deleted = {"deleted_at": START}
    demo.commit(
        Insert(backup("B3", store_id="other", whose="otto")),
        Insert(backup("B4", store_id="other")),
        Insert(backup("B5").model_copy(update=deleted)),
    )
    backup_id = {"another's backup": "B3", "deleted backup": "B5"}.get(name, "B9")
    if name.endswith("store"):
        with pytest.raises(NotFound, match="there is no store"):
            service.request("demo" if name.startswith("another") else "none", "clone", OTTO)
        return
    for named in (backup_id, "B4"):
        with pytest.raises(InvalidParameters) as refused:
            service.request("demo", "clone", OLGA, {"backup": named})
        assert refused.value.errors[0]["msg"] == "Value error, must be the id of a backup of demo"
    with pytest.raises(NotFound, match=f"there is no backup {backup_id}"):
        service.create(FromBackup(backup_id), OLGA)


@pytest.mark.parametrize("status", [StoreStatus.PROVISIONING, StoreStatus.DELETING])
def test_a_store_that_is_coming_or_going_is_not_cloned(
    service: StoreService, repository: FakeRepository, status: StoreStatus
) -> None:
    repository.commit(Insert(store(status=status)), Insert(backup()))

    with pytest.raises(OperationNotAllowed, match=f"clone is not allowed while demo is {status.value}"):
        service.request("demo", "clone", OLGA)


@pytest.mark.parametrize(
    "parameters", [{"id": "A"}, {"backup": "no such id"}, {"name": ""}, {"source": "demo"}, {"id": "a--b"}]
)
def test_parameters_that_do_not_fit(service: StoreService, demo: FakeRepository, parameters: dict[str, Any]) -> None:
    with pytest.raises(InvalidParameters):
        service.request("demo", "clone", OLGA, parameters)


def test_an_id_that_is_taken(service: StoreService, demo: FakeRepository) -> None:
    with pytest.raises(StoreExists, match="id demo exists"):
        service.request("demo", "clone", OLGA, {"id": "demo"})
    service.request("demo", "clone", OLGA)
    assert service.request("demo", "clone", OLGA).store.id == "demo-copy-a001", "made from the name, it is made unique"


def test_a_copy_counts_as_one_of_its_owners_stores(repository: FakeRepository, clock: FakeClock) -> None:
    service = StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(),
        clock=clock,
        ids=FakeIds(),
        waker=FakeWaker(),
        stores_per_owner=2,
    )
    repository.commit(Insert(store()), Insert(backup()))

    service.request("demo", "clone", OLGA)

    with pytest.raises(StoreLimitReached, match="2 of 2"):
        service.request("demo", "clone", OLGA)
    with pytest.raises(StoreLimitReached, match="2 of 2"):
        service.create(FromBackup("B1"), OLGA)


def test_a_copy_that_an_admin_asks_for_is_the_owners(service: StoreService, demo: FakeRepository) -> None:
    demo.commit(Insert(OLGA))

    accepted = service.request("demo", "clone", admin())

    assert (accepted.store.owner, accepted.operation.requested_by) == ("olga", "ada")


def test_a_clone_asked_for_twice_with_one_key_is_made_once(service: StoreService, demo: FakeRepository) -> None:
    once = Once.of("olga", key="k", asked="clone")

    first = service.request("demo", "clone", OLGA, once=once)
    deleted = demo.get(BACKUPS, id="B2")
    assert deleted is not None
    demo.commit(Remove(deleted))

    assert service.request("demo", "clone", OLGA, once=once) == first


def test_a_store_is_restored_as_a_new_one_that_sells(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(backup(plan="medium", country="FR", currency="CHF", color="#112233", sample_products=False)))

    made = service.create(FromBackup("B1"), OLGA).store

    assert (made.id, made.spec.name, made.spec.is_copy) == ("demo", "Demo", False)
    assert (made.spec.engine, made.spec.plan, made.spec.country, made.spec.currency) == ("medusa", "medium", "FR", "CHF")
    assert (made.spec.color, made.spec.sample_products, made.spec.admin_email) == ("#112233", False, "admin@demo.example")


def test_what_is_given_goes_before_what_the_backup_says(service: StoreService, demo: FakeRepository) -> None:
    given = {"id": "tea", "name": "Tea", "plan": "large", "admin_email": "me@tea.example", "currency": "EUR"}

    made = service.create(FromBackup("B1", given), OLGA).store

    assert (made.id, made.spec.name, made.spec.plan, made.spec.admin_email) == ("tea", "Tea", "large", "me@tea.example")


def test_an_address_of_the_owners_own_is_kept(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(backup(admin_email="olga@shop.example")))

    assert service.create(FromBackup("B1", {"id": "tea"}), OLGA).store.spec.admin_email == "olga@shop.example"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("engine", "woocommerce", "must be medusa, as in the backup"),
        ("currency", "USD", "must be EUR, as in the backup"),
        ("country", "FR", "must be DE, as in the backup"),
        ("sample_products", False, "must be true, as in the backup"),
    ],
)
def test_what_the_data_settles_cannot_be_another(
    service: StoreService, demo: FakeRepository, field: str, value: object, said: str
) -> None:
    with pytest.raises(InvalidRequest, match=said) as refused:
        service.create(FromBackup("B1", {"id": "tea", field: value}), OLGA)

    assert refused.value.field == field
    assert demo.get(STORES, id="tea") is None


def test_a_backup_of_a_later_version_is_refused(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(backup("B1", version="1.0.10")), Insert(backup("B2", version="0.9.12")))

    with pytest.raises(InvalidRequest, match=r"later Medusa: it was made with 1\.0\.10, and here is 1\.0\.0") as refused:
        service.create(FromBackup("B1"), OLGA)
    assert refused.value.field == "backup"
    assert service.create(FromBackup("B2"), OLGA).store.id == "demo"


@pytest.mark.parametrize("copied", [False, True])
def test_a_backup_whose_spec_makes_no_store_is_refused(service: StoreService, demo: FakeRepository, copied: bool) -> None:
    broken = kept(demo)
    spec = {"manifest": broken.manifest.model_copy(update={"spec": {"color": 1}})}
    demo.commit(Replace(broken.model_copy(update=spec)))

    with pytest.raises(InvalidRequest, match="asked for with: color, engine, name") as refused:
        service.request("demo", "clone", OLGA) if copied else service.create(FromBackup("B2"), OLGA)

    assert refused.value.field == "backup"


@pytest.mark.parametrize(("clusters", "placed"), [(("first", "local"), "local"), (("first",), "first")])
def test_its_cluster_is_the_backups_where_that_is_there(
    repository: FakeRepository, clock: FakeClock, clusters: tuple[str, ...], placed: str
) -> None:
    repository.commit(Insert(backup()))
    service = StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters(*(local_cluster(name) for name in clusters)),
        clock=clock,
        ids=FakeIds(),
        waker=FakeWaker(),
    )

    assert service.create(FromBackup("B1"), OLGA).store.spec.cluster == placed


def test_a_store_has_its_data_once_that_has_succeeded(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    operation = service.request("demo", "clone", OLGA).operation

    ended(lifecycle, operation.id, good=True)

    made = demo.get(STORES, id="demo-copy")
    assert made is not None
    assert (made.status, made.awaits) == (StoreStatus.READY, None)
    demo.commit(Replace(made.model_copy(update={"status": StoreStatus.FAILED})))
    assert service.request("demo-copy", "provision", OLGA).operation.kind == "provision", "its data is there"


def test_a_retry_of_a_clone_that_failed_loads_the_data_again(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository, clock: FakeClock
) -> None:
    first = service.request("demo", "clone", OLGA).operation
    ended(lifecycle, first.id, good=False)
    failed = demo.get(STORES, id="demo-copy")
    assert failed is not None
    assert (failed.status, failed.reason, failed.message) == (StoreStatus.FAILED, "CloneFailed", "The disk is full.")

    again = service.request("demo-copy", "provision", OLGA).operation

    assert (again.kind, again.parameters, again.again, first.again) == ("clone", first.parameters, True, False)
    clock.advance(timedelta(seconds=1))
    ended(lifecycle, again.id, good=True)
    made = demo.get(STORES, id="demo-copy")
    assert made is not None
    assert (made.status, made.awaits, made.verified_at) == (StoreStatus.READY, None, clock.now())


def test_nothing_else_brings_a_store_up_before_its_data_is_there(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    ended(lifecycle, service.request("demo", "clone", OLGA).operation.id, good=False)

    with pytest.raises(OperationNotAllowed, match="configure is not allowed before demo-copy has its data"):
        service.request("demo-copy", "configure", OLGA, {"name": "Tea"})
    assert service.request("demo-copy", "delete", OLGA).operation.kind == "delete"


def test_a_copy_that_failed_before_its_data_came_is_not_cloned_itself(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    ended(lifecycle, service.request("demo", "clone", OLGA).operation.id, good=False)

    with pytest.raises(OperationNotAllowed, match="clone is not allowed before demo-copy has its data: retry it, or delete it"):
        service.request("demo-copy", "clone", OLGA)


def test_a_clone_is_written_with_its_store_or_not_at_all(service: StoreService, demo: FakeRepository) -> None:
    accepted = service.request("demo", "clone", OLGA)

    assert demo.get(OPERATIONS, id=accepted.operation.id) is not None
    assert demo.get(STORES, id="demo-copy") == replace(accepted).store


def kept(repository: FakeRepository, backup_id: str = "B2") -> Backup:
    """A backup as it is now."""
    found = repository.get(BACKUPS, id=backup_id)
    assert found is not None
    return found


def test_a_backup_is_kept_for_every_store_that_still_awaits_its_data(
    service: StoreService, lifecycle: Lifecycle, demo: FakeRepository
) -> None:
    first = service.request("demo", "clone", OLGA, {"id": "first"}).operation
    second = service.request("demo", "clone", OLGA, {"id": "second"}).operation
    ended(lifecycle, first.id, good=False)
    assert awaiting(demo, kept(demo)) == ["first", "second"]

    ended(lifecycle, second.id, good=True)
    assert awaiting(demo, kept(demo)) == ["first"]
    ended(lifecycle, service.request("first", "delete", OLGA).operation.id, good=True)
    assert awaiting(demo, kept(demo)) == []

    service.request("demo", "clone", OLGA, {"id": "third"})
    assert kept(demo).awaited_by == ("third",), "what has its data is forgotten"


def test_a_store_that_took_the_id_and_is_made_of_something_else_awaits_nothing_of_it(
    service: StoreService, demo: FakeRepository
) -> None:
    service.request("demo", "clone", OLGA, {"id": "trial", "backup": "B1"})
    demo.commit(Replace(kept(demo).model_copy(update={"awaited_by": ("trial", "none", "demo")})))

    assert (awaiting(demo, kept(demo, "B1")), awaiting(demo, kept(demo))) == (["trial"], [])


def test_a_store_that_only_a_newer_version_can_read_may_await_it(
    service: StoreService, demo: FakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.request("demo", "clone", OLGA, {"id": "trial"})
    found, get = kept(demo), demo.get

    def unreadable(entity: Any, **key: object) -> Any:
        if key == {"id": "trial"}:
            raise Unreadable("of a newer version")
        return get(entity, **key)

    monkeypatch.setattr(demo, "get", unreadable)

    assert awaiting(demo, found) == ["trial"]


@pytest.mark.parametrize("how", ["deleted", "gone"])
def test_a_backup_that_goes_in_the_last_moment_makes_no_store(service: StoreService, demo: FakeRepository, how: str) -> None:
    def rival() -> None:
        demo.before_commit = None
        deleted = Replace(kept(demo).model_copy(update={"deleted_at": START}))
        demo.commit(deleted if how == "deleted" else Remove(kept(demo)))

    demo.before_commit = rival

    with pytest.raises(NotFound, match="there is no backup B2"):
        service.request("demo", "clone", OLGA, {"id": "trial"})
    assert demo.get(STORES, id="trial") is None


def test_a_backup_that_is_pinned_in_the_last_moment_makes_its_store_all_the_same(
    service: StoreService, demo: FakeRepository
) -> None:
    def rival() -> None:
        demo.before_commit = None
        demo.commit(Replace(kept(demo).model_copy(update={"pinned": True})))

    for user in (OLGA, admin()):  # whose stores are counted, and whose are not
        demo.before_commit = rival
        made = service.create(FromBackup("B2", {"id": f"of-{user.id}"}), user).store
        assert made.awaits == MadeOf(backup="B2", source="demo")
    assert (kept(demo).pinned, kept(demo).awaited_by) == (True, ("of-olga", "of-ada"))
