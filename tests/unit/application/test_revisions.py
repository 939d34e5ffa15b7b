"""Upgrade, rollback and change of plan as they are accepted, and what a store is after them."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.queries import promised_charts
from functions.application.stores import StoreService
from functions.application.upgrades import ChangedValue, Upgrades
from functions.domain.domain_claim import ClaimStatus, DomainClaim
from functions.domain.engine import Engine
from functions.domain.entities import BACKUPS, LEFTOVERS, STORES
from functions.domain.errors import InvalidRequest, NoBackupOfRevision, NotFound, NothingToUpgrade, OperationNotAllowed
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.plan import Plan
from functions.domain.store import Store, StoreStatus
from functions.domain.version import Deployed
from tests.fakes import FakeClock, FakeRepository, owner
from tests.fakes.backups import backup, manifest
from tests.fakes.platform import START, FakeCatalogue, FakeClusters, engine
from tests.fakes.samples import deployed, store

OLD = {"medusa": "images/medusa:0", "postgresql": "images/postgresql:1"}


def there(repository: FakeRepository, **said: Any) -> Store:
    """The store demo, on an image that is not the newest unless told otherwise."""
    made = store(status=StoreStatus.READY, deployed={**deployed(**{"images": OLD, **said}), "at": START})
    repository.commit(Insert(made))
    return made


def kept(repository: FakeRepository) -> Store:
    found = repository.get(STORES, id="demo")
    assert found is not None
    return found


def end(lifecycle: Lifecycle, operation_id: str, status: OperationStatus, **result: Any) -> None:
    assert lifecycle.claim(operation_id, "worker") is not None
    lifecycle.finish(operation_id, 1, Outcome(status, result=result))


def test_an_upgrade_is_promised_the_newest(service: StoreService, repository: FakeRepository) -> None:
    there(repository)

    operation = service.request("demo", "upgrade", owner()).operation

    assert operation.target is not None
    assert operation.target.images["medusa"] == "images/medusa:1"
    assert operation.parameters == {"rehearsal": True, "image": None}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"images": deployed()["images"]}, "demo is on the newest: Medusa 1.0.0, chart 0.1.0"),
        ({"images": deployed()["images"], "chart_digest": ""}, "demo is on the newest: Medusa 1.0.0, chart 0.1.0"),
        ({"engine_version": "1.0.1"}, "demo is on Medusa 1.0.1, chart 0.1.0, which is later than what this platform has"),
        ({"chart_version": "0.2.0"}, "demo is on Medusa 1.0.0, chart 0.2.0, which is later than what this platform has"),
    ],
)
def test_what_is_not_newer_is_no_upgrade(
    service: StoreService, repository: FakeRepository, said: dict[str, Any], words: str
) -> None:
    before = there(repository, **said)

    with pytest.raises(NothingToUpgrade, match=words):
        service.request("demo", "upgrade", owner())
    assert kept(repository) == before


@pytest.mark.parametrize("said", [{"chart_digest": "another"}, {"images": {**OLD, "medusa": "images/medusa:2"}}])
def test_another_chart_or_another_image_is_an_upgrade(
    service: StoreService, repository: FakeRepository, said: dict[str, Any]
) -> None:
    there(repository, **{"images": deployed()["images"], **said})

    assert service.request("demo", "upgrade", owner()).store.status is StoreStatus.UPGRADING


@pytest.mark.parametrize(("kind", "parameters"), [("upgrade", {}), ("rollback", {"revision": 1}), ("plan", {"plan": "medium"})])
def test_where_nothing_is_installed_nothing_can_change(
    service: StoreService, repository: FakeRepository, kind: str, parameters: dict[str, Any]
) -> None:
    repository.commit(Insert(store(status=StoreStatus.FAILED)))

    with pytest.raises(OperationNotAllowed, match="nothing is installed of demo yet: ask for provision first"):
        service.request("demo", kind, owner(), parameters)


def test_an_upgrade_that_failed_behind_the_gate_may_be_asked_for_again(
    service: StoreService, repository: FakeRepository
) -> None:
    newest = {**deployed(), "at": START}
    repository.commit(Insert(store(status=StoreStatus.FAILED, deployed=newest)))

    assert service.request("demo", "upgrade", owner()).store.status is StoreStatus.UPGRADING


def test_a_canceled_upgrade_says_how_it_goes_on(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    there(repository)
    operation = service.request("demo", "upgrade", owner()).operation
    assert lifecycle.claim(operation.id, "worker") is not None
    lifecycle.cancel(operation.id)

    lifecycle.finish(operation.id, 1, Outcome(OperationStatus.CANCELED, result={"upgrade": {"in_force": "closed"}}))

    now = kept(repository)
    assert (now.status, now.reason) == (StoreStatus.FAILED, "Canceled")
    assert now.message.endswith("The gate stays closed, and nothing else was changed yet: ask for the same again.")


def test_a_plan_is_the_stores_once_it_sells_on_it(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    there(repository)
    operation = service.request("demo", "plan", owner(), {"plan": "medium"}).operation
    assert (operation.spec["plan"], kept(repository).spec.plan) == ("medium", "small")

    end(lifecycle, operation.id, OperationStatus.SUCCEEDED)

    assert kept(repository).spec.plan == "medium"


def test_a_plan_that_failed_is_not_the_stores(service: StoreService, lifecycle: Lifecycle, repository: FakeRepository) -> None:
    there(repository)
    operation = service.request("demo", "plan", owner(), {"plan": "medium"}).operation

    end(lifecycle, operation.id, OperationStatus.FAILED, upgrade={"in_force": "old"})

    assert (kept(repository).spec.plan, kept(repository).status) == ("small", StoreStatus.READY)


def test_a_plan_that_the_engine_does_not_have_is_refused(service: StoreService, repository: FakeRepository) -> None:
    before = there(repository)

    with pytest.raises(InvalidRequest, match="must be one of"):
        service.request("demo", "plan", owner(), {"plan": "huge"})
    assert kept(repository) == before


def of_revision(number: int, backup_id: str, **fields: Any) -> Any:
    """A backup that was made at a revision."""
    spec = {**store().spec.model_dump(mode="json"), "name": f"Name of {number}", "plan": "small", "wall": "of tomorrow"}
    made = backup(backup_id, **fields)
    return made.model_copy(update={"manifest": manifest(backup_id, revision=number, spec=spec)})


def test_a_rollback_goes_to_the_newest_backup_of_the_revision_and_to_what_was_installed_then(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    there(repository, images=deployed()["images"], revision=5)
    was = Deployed.model_validate({**deployed(images=OLD, revision=2), "at": START})
    made = [of_revision(2, "B1", deployed=was), of_revision(2, "B2", deployed=was), of_revision(3, "B3")]
    repository.commit(*(Insert(each) for each in made))

    operation = service.request("demo", "rollback", owner(), {"revision": 2}).operation

    assert operation.parameters == {"revision": 2, "backup": "B2", "newer_orders": True}
    assert operation.target is not None
    assert operation.target.images == OLD
    assert (operation.spec["name"], kept(repository).spec.name) == ("Name of 2", store().spec.name)

    installed = {**deployed(images=OLD, revision=6), "chart_digest": ""}
    end(lifecycle, operation.id, OperationStatus.SUCCEEDED, deployed=installed)
    now = kept(repository)
    assert (now.status, now.spec.name) == (StoreStatus.READY, "Name of 2")
    assert now.deployed is not None
    assert (now.deployed.revision, now.deployed.chart_digest) == (6, "digest-of-medusa")


def test_a_rollback_to_before_a_field_that_engines_may_lack_takes_its_default(
    service: StoreService, repository: FakeRepository
) -> None:
    safe = store().spec.model_copy(update={"safe_mode": True, "name": "Safe", "locale": "de"})
    repository.commit(Insert(store(spec=safe, deployed={**deployed(images=OLD), "at": START})))
    made = of_revision(2, "B1")
    then = {
        name: value for name, value in made.manifest.spec.items() if name not in {"safe_mode", "file_mods", "color", "locale"}
    }
    repository.commit(Insert(made.model_copy(update={"manifest": made.manifest.model_copy(update={"spec": then})})))

    told = service.request("demo", "rollback", owner(), {"revision": 2}).operation.spec

    assert (told["safe_mode"], told["file_mods"], told["color"]) == (False, "open", safe.color)
    assert told["locale"] == "en", "the shop of then knew no other language"


def served_then(repository: FakeRepository, *names: str) -> None:
    """A backup of revision 2, at which the store answered at these domains."""
    made = of_revision(2, "B1")
    then = {**made.manifest.spec, "domains": list(names)}
    repository.commit(Insert(made.model_copy(update={"manifest": made.manifest.model_copy(update={"spec": then})})))


def held(now: Store, name: str, **said: Any) -> DomainClaim:
    claim = DomainClaim(store_id=now.id, of=now.created_at, name=name, token="t", created_at=START)
    return claim.model_copy(update={"status": ClaimStatus.VERIFIED, **said})


def test_a_rollback_brings_back_the_domains_that_the_store_still_holds(
    service: StoreService, repository: FakeRepository
) -> None:
    now = there(repository)
    served_then(repository, "a.example", "b.example")
    repository.commit(Insert(held(now, "a.example")), Insert(held(now, "b.example")), Insert(held(now, "c.example")))

    told = service.request("demo", "rollback", owner(), {"revision": 2}).operation.spec

    assert told["domains"] == ["a.example", "b.example"]


@pytest.mark.parametrize("lost", [None, {"status": ClaimStatus.PENDING, "leaving": True}, {"of": START.replace(year=2020)}])
def test_a_rollback_does_not_bring_back_a_domain_that_the_store_does_not_hold_any_more(
    service: StoreService, repository: FakeRepository, lost: dict[str, Any] | None
) -> None:
    now = there(repository)
    served_then(repository, "a.example", "b.example")
    repository.commit(Insert(held(now, "a.example")), *([Insert(held(now, "b.example", **lost))] if lost else []))

    with pytest.raises(
        OperationNotAllowed, match=r"demo answered at b\.example at revision 2, which it does not hold any more"
    ):
        service.request("demo", "rollback", owner(), {"revision": 2})
    assert kept(repository) == now


def test_a_rollback_takes_the_backup_that_is_named(service: StoreService, repository: FakeRepository) -> None:
    there(repository)
    repository.commit(Insert(of_revision(2, "B1")), Insert(of_revision(2, "B2")))

    operation = service.request("demo", "rollback", owner(), {"revision": 2, "backup": "B1"}).operation

    assert (operation.parameters["backup"], operation.target) == ("B1", None)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"revision": 4}, "no backup of demo was made at revision 4: `storeyard backup list demo` has those that are there"),
        ({"revision": 2, "backup": "B3"}, "the backup B3 of demo was made at revision 2"),
        ({"revision": 2, "backup": "B9"}, "the backup B9 of demo was made at revision 2"),
    ],
)
def test_without_a_backup_of_the_revision_there_is_no_way_back(
    service: StoreService, repository: FakeRepository, parameters: dict[str, Any], words: str
) -> None:
    before = there(repository)
    repository.commit(
        Insert(of_revision(2, "B1")),
        Insert(of_revision(3, "B3")),
        Insert(of_revision(4, "B4", deleted_at=START)),
        Insert(of_revision(4, "B5", owner="somebody-else")),
    )

    with pytest.raises(NoBackupOfRevision) as refused:
        service.request("demo", "rollback", owner(), parameters)

    assert words.removeprefix("the backup") in refused.value.message
    assert kept(repository) == before


def test_a_backup_that_says_what_this_version_refuses_is_no_way_back(service: StoreService, repository: FakeRepository) -> None:
    before, made = there(repository), of_revision(2, "B1")
    spec = {**made.manifest.spec, "plan": 5, "color": "no color"}
    manifest_of_then = made.manifest.model_copy(update={"spec": spec})
    repository.commit(Insert(made.model_copy(update={"manifest": manifest_of_then})))

    with pytest.raises(InvalidRequest, match="this version refuses: color, plan") as refused:
        service.request("demo", "rollback", owner(), {"revision": 2})

    assert refused.value.field == "revision"
    assert kept(repository) == before


def test_an_upgrade_that_went_back_says_what_is_installed_and_why_it_is_not_the_newest(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    there(repository)
    operation = service.request("demo", "upgrade", owner()).operation
    installed = {**deployed(images=OLD, revision=3), "chart_digest": ""}

    end(lifecycle, operation.id, OperationStatus.FAILED, upgrade={"in_force": "old"}, deployed=installed)

    now = kept(repository)
    assert (now.status, now.reason) == (StoreStatus.READY, "UpgradeFailed")
    assert now.deployed is not None
    assert (now.deployed.images, now.deployed.revision, now.deployed.chart_digest) == (OLD, 3, "digest-of-medusa")


def test_a_backup_says_what_was_installed_when_it_was_made_and_its_chart_is_kept(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository
) -> None:
    there(repository, chart_digest="the-old-one")
    operation = service.request("demo", "upgrade", owner()).operation
    said = manifest(operation.id).model_dump(mode="json")

    end(lifecycle, operation.id, OperationStatus.SUCCEEDED, backup=said, deployed=deployed(revision=2))

    made = repository.get(BACKUPS, id=operation.id)
    assert made is not None
    assert made.deployed is not None
    assert made.deployed.images == OLD
    assert promised_charts(repository) == {"the-old-one", "digest-of-medusa"}


@pytest.fixture
def upgrades(service: StoreService) -> Upgrades:
    """What is offered."""
    return Upgrades(stores=service, catalogue=FakeCatalogue(), clusters=FakeClusters())


def test_an_offer_says_what_it_would_change(upgrades: Upgrades, repository: FakeRepository) -> None:
    made = there(repository)

    offers = upgrades.of_store("demo", owner())

    (offer,) = offers.items
    assert offer.values == (ChangedValue("image.web", "images/medusa:0", "images/medusa:1"),)
    assert (offer.target.engine_version, offers.message) == ("1.0.0", "")
    assert offers.installed == made.deployed


class FakeHistory(FakeCatalogue):
    """Has the chart `older` too, whose plans say more of a shop."""

    def engine_of(self, name: str, chart_digest: str) -> Engine | None:
        """Return the engine of that chart."""
        values = {"web": {"resources": {}, "workers": 2}}
        plan = Plan(quota={"pods": "10"}, values=values)
        older = engine(name).model_copy(update={"plans": {"small": plan}})
        return older if chart_digest == "older" else super().engine_of(name, chart_digest)


@pytest.mark.parametrize(
    ("digest", "paths"),
    [("older", ["image.web", "web.workers"]), ("gone", ["image.web"])],
    ids=["is here", "is not here any more"],
)
def test_an_offer_looks_at_the_chart_that_is_installed(
    service: StoreService, repository: FakeRepository, digest: str, paths: list[str]
) -> None:
    there(repository, chart_digest=digest)

    (offer,) = Upgrades(stores=service, catalogue=FakeHistory(), clusters=FakeClusters()).of_store("demo", owner()).items

    assert [value.path for value in offer.values] == paths


@pytest.mark.parametrize("what", ["cluster", "plan", "image"])
def test_an_offer_says_less_where_something_of_the_store_is_not_here_any_more(
    service: StoreService, repository: FakeRepository, what: str
) -> None:
    there(repository, images={"medusa": "images/medusa:0"} if what == "image" else OLD)
    offered = engine().model_copy(update={"plans": {"large": engine().plans["large"]}}) if what == "plan" else engine()
    clusters = FakeClusters.none() if what == "cluster" else FakeClusters()

    offers = Upgrades(stores=service, catalogue=FakeCatalogue(offered), clusters=clusters).of_store("demo", owner())

    (offer,) = offers.items
    after = None if what == "image" else "images/medusa:1"
    assert ChangedValue("image.medusa", "images/medusa:0", after) in offer.values
    assert what == "image" or len(offer.values) == 1


def test_where_the_engine_cannot_be_used_nothing_is_offered_and_why(service: StoreService, repository: FakeRepository) -> None:
    made = there(repository)
    catalogue = FakeCatalogue()
    catalogue.broken["medusa"] = "its chart is damaged"

    offers = Upgrades(stores=service, catalogue=catalogue, clusters=FakeClusters()).of_store("demo", owner())

    assert (offers.items, offers.message) == ((), "engine is not available here: its chart is damaged.")
    assert offers.installed == made.deployed


def test_nothing_is_offered_with_the_reason(upgrades: Upgrades, repository: FakeRepository) -> None:
    there(repository, images=deployed()["images"])

    offers = upgrades.of_store("demo", owner())

    assert (offers.items, offers.message) == ((), "demo is on the newest: Medusa 1.0.0, chart 0.1.0.")
    assert offers.installed is not None


def test_a_stranger_is_offered_nothing(upgrades: Upgrades, repository: FakeRepository) -> None:
    there(repository)

    with pytest.raises(NotFound):
        upgrades.of_store("demo", owner("somebody"))


def test_the_copy_of_a_rehearsal_is_noted_to_go_however_the_upgrade_ended(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    there(repository)
    operation = service.request("demo", "upgrade", owner()).operation

    end(lifecycle, operation.id, OperationStatus.TIMED_OUT)

    noted = repository.get(LEFTOVERS, id=f"{operation.id}r")
    assert noted is not None
    assert (noted.store_id, noted.not_before > clock.now()) == ("demo", True)
    assert kept(repository).status is StoreStatus.READY
