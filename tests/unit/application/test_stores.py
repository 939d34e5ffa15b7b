"""What callers may ask for, and what they are told when they may not."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.new_stores import Address
from functions.application.operations import Lifecycle
from functions.application.ports.repository import Change, Insert, Replace
from functions.application.queries import history_page, stores_page
from functions.application.stores import StoreService
from functions.application.variables import playbook_variables
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import (
    InvalidRequest,
    NotFound,
    OperationInProgress,
    StoreExists,
    Unavailable,
    VersionConflict,
)
from functions.domain.operation import Operation, OperationStatus, Outcome
from functions.domain.origin import Origin
from functions.domain.store import StoreRequest, StoreStatus
from tests.fakes import (
    FakeCatalogue,
    FakeClock,
    FakeClusters,
    FakeIds,
    FakeRepository,
    FakeWaker,
    admin,
    engine,
    local_cluster,
    owner,
)
from tests.fakes.platform import START
from tests.fakes.samples import deployed, operation, store


def request(**fields: Any) -> StoreRequest:
    return StoreRequest.model_validate({"name": "Demo Shop", "engine": "medusa", **fields})


def test_a_store_is_recorded_with_its_operation_and_a_worker_is_woken(
    service: StoreService, repository: FakeRepository, waker: FakeWaker, clock: FakeClock
) -> None:
    accepted = service.create(request(), owner())

    assert repository.get(STORES, id="demo-shop") == accepted.store
    assert repository.get(OPERATIONS, id=accepted.operation.id) == accepted.operation
    assert (accepted.store.status, accepted.store.owner) == (StoreStatus.PROVISIONING, "olga")
    assert accepted.store.url == "http://demo-shop.localhost"
    assert accepted.store.spec.admin_email == "admin@demo-shop.example"
    assert accepted.store.active_operation_id == accepted.operation.id
    assert accepted.operation.spec == accepted.store.spec.model_dump(mode="json")
    assert [(event.number, event.step, event.at) for event in service.events(accepted.operation.id, owner(), after=0)] == [
        (1, "queue", clock.now())
    ]
    assert waker.woken == [accepted.operation.id]


def test_what_is_asked_for_is_what_is_recorded(service: StoreService) -> None:
    place = {"id": "mine", "plan": "large", "country": "FR", "currency": "CHF", "cluster": "local"}
    asked = request(**place, color="#B5179e", sample_products=False, admin_email="me@shop.example")

    spec = service.create(asked, owner()).store.spec

    assert spec.model_dump() == {
        **asked.model_dump(exclude={"labels"}),
        "locale": "fr",
        "is_copy": False,
        "safe_mode": False,
        "mail": None,
        "payments": None,
        "domains": (),
    }


@pytest.mark.parametrize(
    ("asked", "locale"),
    [({}, "de"), ({"country": "BR"}, "pt-BR"), ({"country": "AQ"}, "en"), ({"country": "CH", "locale": "fr-CH"}, "fr-CH")],
)
def test_a_shop_speaks_the_language_of_its_country_unless_another_is_said(
    service: StoreService, asked: dict[str, str], locale: str
) -> None:
    assert service.create(request(**asked), owner()).store.spec.locale == locale


def test_an_address_of_a_free_name_costs_one_read(service: StoreService, repository: FakeRepository) -> None:
    reads: list[str] = []
    repository.before_get = lambda: reads.append("read")

    free = service.address(store_id=None, name="Demo Shop", cluster=None)

    assert (free, len(reads)) == (Address("demo-shop", "http://demo-shop.localhost"), 1)
    repository.commit(Insert(store("demo-shop")))
    other = service.address(store_id=None, name="Demo Shop", cluster=None)
    assert (other, len(reads)) == (Address("demo-shop-a001", "http://demo-shop-a001.localhost"), 3)


def test_the_first_cluster_is_the_default(repository: FakeRepository, clock: FakeClock) -> None:
    clusters = FakeClusters(local_cluster("zeta", port=8081), local_cluster("alpha"))
    service = StoreService(
        repository=repository, catalogue=FakeCatalogue(), clusters=clusters, clock=clock, ids=FakeIds(), waker=FakeWaker()
    )

    assert service.create(request(), owner()).store.url == "http://demo-shop.localhost:8081"
    assert service.create(request(cluster="alpha"), owner()).store.spec.cluster == "alpha"
    assert list(service.clusters()) == ["zeta", "alpha"]


REFUSED = {
    "engine": ({"engine": "prestashop"}, "engine", "medusa, woocommerce"),
    "plan": ({"plan": "huge"}, "plan", "small, medium, large"),
    "cluster": ({"cluster": "mars"}, "cluster", "local"),
}


@pytest.mark.parametrize(("fields", "field", "rule"), REFUSED.values(), ids=REFUSED.keys())
def test_unknown_names_are_refused_with_those_that_are_known(
    service: StoreService, repository: FakeRepository, fields: dict[str, str], field: str, rule: str
) -> None:
    with pytest.raises(InvalidRequest, match=rule) as caught:
        service.create(request(**fields), owner())

    assert caught.value.field == field
    assert list(stores_page(repository).items) == []


def test_a_currency_or_country_that_the_engine_lacks_is_refused(repository: FakeRepository, clock: FakeClock) -> None:
    catalogue = FakeCatalogue(engine("medusa", currencies=("EUR",), countries=("DE",)))
    service = StoreService(
        repository=repository, catalogue=catalogue, clusters=FakeClusters(), clock=clock, ids=FakeIds(), waker=FakeWaker()
    )

    with pytest.raises(InvalidRequest, match="currency that Medusa knows") as currency:
        service.create(request(currency="USD"), owner())
    with pytest.raises(InvalidRequest, match="country that Medusa knows") as country:
        service.create(request(country="US"), owner())

    assert (currency.value.field, country.value.field) == ("currency", "country")
    assert service.create(request(), owner()).store.spec.currency == "EUR"


def test_an_engine_whose_images_are_missing_is_refused_and_the_others_are_not(
    repository: FakeRepository, clock: FakeClock
) -> None:
    catalogue = FakeCatalogue()
    woocommerce, medusa = (catalogue.engines()[name] for name in ("woocommerce", "medusa"))
    catalogue.missing = (woocommerce.images[0],)
    service = StoreService(
        repository=repository, catalogue=catalogue, clusters=FakeClusters(), clock=clock, ids=FakeIds(), waker=FakeWaker()
    )

    with pytest.raises(InvalidRequest, match=f"is not available here: .* needs images .*: {woocommerce.images[0]} ") as caught:
        service.create(request(engine="woocommerce"), owner())

    assert caught.value.field == "engine"
    assert list(stores_page(repository).items) == []
    assert (service.is_available(woocommerce), service.is_available(medusa)) == (False, True)


def test_without_a_cluster_nothing_can_be_created(repository: FakeRepository, clock: FakeClock) -> None:
    service = StoreService(
        repository=repository,
        catalogue=FakeCatalogue(),
        clusters=FakeClusters.none(),
        clock=clock,
        ids=FakeIds(),
        waker=FakeWaker(),
    )

    for cluster in (None, "local"):
        with pytest.raises(InvalidRequest, match="no cluster is configured"):
            service.create(request(cluster=cluster), owner())


def test_an_id_that_is_taken_is_refused_whoever_has_it(service: StoreService, waker: FakeWaker) -> None:
    service.create(request(id="mine"), owner())

    with pytest.raises(StoreExists, match="mine") as caught:
        service.create(request(id="mine"), owner("otto"))

    assert caught.value.field == "id"
    assert len(waker.woken) == 1


def test_an_id_whose_store_is_being_deleted_says_so_to_its_owner_alone(
    service: StoreService, repository: FakeRepository
) -> None:
    service.create(request(id="mine"), owner())
    service.request("mine", "delete", owner())

    with pytest.raises(StoreExists) as owners:
        service.create(request(id="mine"), owner())
    with pytest.raises(StoreExists) as strangers:
        service.create(request(id="mine"), owner("otto"))

    assert owners.value.message == "the store mine is being deleted: its id is free once nothing of it is left"
    assert strangers.value.message == "a store with the id mine exists already"


def test_an_id_whose_store_cannot_be_deleted_says_what_blocks_that(service: StoreService, repository: FakeRepository) -> None:
    held = "ConfigMap/x is held by the finalizer y/z."
    repository.commit(Insert(store("mine", status=StoreStatus.FAILED, reason="DeleteBlocked", message=held)))

    with pytest.raises(StoreExists) as owners:
        service.create(request(id="mine"), owner())
    with pytest.raises(StoreExists, match="exists already"):
        service.create(request(id="mine"), owner("otto"))

    assert owners.value.message == (
        f"the store mine could not be deleted: {held} Delete it again once that is mended, to have its id"
    )


def test_an_id_made_from_a_name_is_made_unique(service: StoreService) -> None:
    ids = [service.create(request(), owner()).store.id for _ in range(3)]

    assert ids == ["demo-shop", "demo-shop-a001", "demo-shop-a002"]


def test_an_id_that_is_taken_at_the_last_moment_is_made_unique(service: StoreService, repository: FakeRepository) -> None:
    def rival() -> None:
        repository.before_commit = None
        repository.commit(Insert(store("demo-shop", owner="otto")))

    repository.before_commit = rival

    assert service.create(request(), owner()).store.id == "demo-shop-a001"


def test_a_name_whose_ids_are_all_taken_is_refused_at_last(service: StoreService, repository: FakeRepository) -> None:
    for store_id in ("demo-shop", *(f"demo-shop-a00{number}" for number in range(1, 6))):
        repository.commit(Insert(store(store_id)))

    with pytest.raises(StoreExists):
        service.create(request(), owner())


def test_a_shop_called_kube_gets_an_id_too(service: StoreService) -> None:
    ids = [service.create(request(name="Kube"), owner()).store.id for _ in range(2)]

    assert ids == ["shop-kube", "shop-kube-a001"]


def test_an_owner_sees_their_own_stores_an_admin_all(service: StoreService) -> None:
    service.create(request(id="mine"), owner())
    service.create(request(id="yours"), owner("otto"))

    assert [one.id for one in service.list_stores(owner(), limit=10, cursor=None).items] == ["mine"]
    assert [one.id for one in service.list_stores(admin(), limit=10, cursor=None).items] == ["mine", "yours"]
    assert service.get("yours", admin()).owner == "otto"
    with pytest.raises(NotFound):
        service.get("yours", owner())


def test_what_is_somebody_elses_cannot_be_told_from_what_is_not_there(
    service: StoreService, repository: FakeRepository
) -> None:
    theirs = service.create(request(id="yours"), owner("otto")).operation

    for store_id in ("yours", "nobodys"):
        with pytest.raises(NotFound, match=f"there is no store {store_id}"):
            service.request(store_id, "delete", owner())
        with pytest.raises(NotFound, match=f"there is no store {store_id}"):
            service.operations(store_id, owner(), limit=10, cursor=None)
    for operation_id in (theirs.id, "OP999999"):
        with pytest.raises(NotFound, match=f"there is no operation {operation_id}"):
            service.operation(operation_id, owner())
        with pytest.raises(NotFound, match=f"there is no operation {operation_id}"):
            service.events(operation_id, owner(), after=0)
    assert repository.get(OPERATIONS, id=theirs.id) == theirs


def test_a_second_operation_is_refused_while_one_is_live(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))
    live = service.request("demo", "verify", owner()).operation

    with pytest.raises(OperationInProgress, match=live.id):
        service.request("demo", "verify", owner())

    assert [one.id for one in service.operations("demo", owner(), limit=10, cursor=None).items] == [live.id]


def test_deleting_cancels_what_is_queued(service: StoreService, repository: FakeRepository, waker: FakeWaker) -> None:
    provision = service.create(request(id="mine"), owner()).operation

    deletion = service.request("mine", "delete", owner())

    canceled = service.operation(provision.id, owner())
    assert (canceled.status, canceled.reason) == (OperationStatus.CANCELED, "Canceled")
    assert [event.final for event in service.events(provision.id, owner(), after=0)] == [False, True]
    assert deletion.operation.after is None
    assert deletion.store.status is StoreStatus.DELETING
    assert waker.woken == [provision.id, deletion.operation.id]


def test_deleting_names_what_ran_before_it_was_queued_again(service: StoreService, lifecycle: Lifecycle) -> None:
    provision = service.create(request(id="mine"), owner()).operation
    assert lifecycle.claim(provision.id, "worker") is not None
    lifecycle.release(provision.id, 1, "The worker is stopping")

    deletion = service.request("mine", "delete", owner()).operation

    assert deletion.after == provision.id, "so that leftover processes of that run are ended first"
    assert service.operation(provision.id, owner()).status is OperationStatus.CANCELED
    assert lifecycle.claim(deletion.id, "worker") is not None


def test_deleting_waits_for_what_is_running_to_be_canceled(service: StoreService, lifecycle: Lifecycle) -> None:
    provision = service.create(request(id="mine"), owner()).operation
    assert lifecycle.claim(provision.id, "worker") is not None

    deletion = service.request("mine", "delete", owner()).operation

    assert lifecycle.renew(provision.id, 1).cancel_requested
    assert deletion.after == provision.id
    assert lifecycle.claim(deletion.id, "worker") is None
    lifecycle.finish(provision.id, 1, Outcome(OperationStatus.FAILED, "Whatever", "Killed", result={"half": True}))
    ended = service.operation(provision.id, owner())
    assert (ended.status, ended.result) == (OperationStatus.CANCELED, {"half": True})
    assert service.get("mine", owner()).status is StoreStatus.DELETING
    assert lifecycle.claim(deletion.id, "worker") is not None


def test_deleting_twice_is_one_deletion(service: StoreService, waker: FakeWaker) -> None:
    service.create(request(id="mine"), owner())
    first = service.request("mine", "delete", owner()).operation

    second = service.request("mine", "delete", owner()).operation

    assert second == first
    assert len(waker.woken) == 2


def test_a_store_whose_operation_ended_elsewhere_can_be_deleted(service: StoreService, repository: FakeRepository) -> None:
    for store_id, operation_id in (("mine", "OP000077"), ("yours", "OP000078")):
        repository.commit(Insert(store(store_id, status=StoreStatus.PROVISIONING, active_operation_id=operation_id)))
    repository.commit(Insert(operation("OP000077", store_id="mine", status=OperationStatus.FAILED)))

    for store_id in ("mine", "yours"):
        assert service.request(store_id, "delete", owner()).operation.after is None


def test_a_request_that_lost_a_race_decides_again(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))

    def rival() -> None:
        repository.before_commit = None
        service.request("demo", "verify", owner())

    repository.before_commit = rival

    with pytest.raises(OperationInProgress):
        service.request("demo", "verify", owner())


def test_a_request_that_was_stuck_while_the_id_changed_hands_leaves_the_new_store_alone(
    service: StoreService, lifecycle: Lifecycle, repository: FakeRepository, clock: FakeClock
) -> None:
    def done(asked: Operation) -> None:
        clock.advance(1)
        assert lifecycle.claim(asked.id, "worker") is not None
        lifecycle.finish(asked.id, 1, Outcome(OperationStatus.SUCCEEDED))

    def meanwhile() -> None:
        repository.before_commit = None
        done(service.request("mine", "delete", owner()).operation)
        done(service.create(request(id="mine"), owner("otto")).operation)

    done(service.create(request(id="mine"), owner()).operation)
    repository.before_commit = meanwhile

    with pytest.raises(NotFound):
        service.request("mine", "verify", owner())

    kept = repository.get(STORES, id="mine")
    assert kept is not None
    assert (kept.owner, kept.active_operation_id) == ("otto", None)


def test_a_request_that_loses_every_race_says_so(
    service: StoreService, repository: FakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(Insert(store()))

    def conflict(*changes: Change) -> None:
        raise VersionConflict("somebody wrote first")

    monkeypatch.setattr(repository, "commit", conflict)

    with pytest.raises(OperationInProgress, match="changing right now"):
        service.request("demo", "verify", owner())


def test_a_gone_stores_history_is_its_owners(service: StoreService, lifecycle: Lifecycle) -> None:
    service.create(request(id="mine"), owner())
    deletion = service.request("mine", "delete", owner()).operation
    assert lifecycle.claim(deletion.id, "worker") is not None
    lifecycle.finish(deletion.id, 1, Outcome(OperationStatus.SUCCEEDED))
    again = service.create(request(id="mine"), owner("otto")).operation

    assert len(service.operations("mine", owner(), limit=10, cursor=None).items) == 2
    assert [one.id for one in service.operations("mine", owner("otto"), limit=10, cursor=None).items] == [again.id]
    assert len(service.operations("mine", admin(), limit=10, cursor=None).items) == 3


def test_a_page_is_filled_from_ones_own_operations_and_says_nothing_of_those_of_others(
    service: StoreService, repository: FakeRepository
) -> None:
    repository.commit(Insert(store()))
    owners = ["otto", "olga", "otto", "olga", "otto", "olga", "otto"]
    for number, name in enumerate(owners):
        ended = operation(f"OP00000{number}", owner=name, requested_by="ada", status=OperationStatus.FAILED)
        repository.commit(Insert(ended))

    first = service.operations("demo", owner(), limit=2, cursor=None)
    rest = service.operations("demo", owner(), limit=2, cursor=first.cursor)

    assert [[one.id for one in page.items] for page in (first, rest)] == [["OP000005", "OP000003"], ["OP000001"]]
    assert rest.cursor is None
    theirs = service.operations("demo", owner("otto"), limit=4, cursor=None)
    assert ([one.id for one in theirs.items], theirs.cursor) == (["OP000006", "OP000004", "OP000002", "OP000000"], None)


@pytest.mark.parametrize("number", [1, 3, 4])
def test_a_long_history_of_others_is_read_on_to_ones_own(repository: FakeRepository, number: int) -> None:
    owners = ["olga"] + ["otto"] * number
    for place, name in enumerate(owners):
        repository.commit(Insert(operation(f"OP00000{place}", owner=name, status=OperationStatus.FAILED)))

    page = history_page(repository, "demo", owner="olga", limit=1, cursor=None, owns=True)

    assert ([one.id for one in page.items], page.cursor) == (["OP000000"], None)


def test_an_owner_of_an_empty_history_is_answered_with_none(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store()))

    assert list(service.operations("demo", owner(), limit=2, cursor=None).items) == []


def test_a_request_of_an_admin_is_recorded_as_the_admins_and_followed_by_the_owner(
    service: StoreService, repository: FakeRepository
) -> None:
    repository.commit(Insert(store()))

    asked = service.request("demo", "verify", admin()).operation

    assert (asked.requested_by, asked.owner) == ("ada", "olga")
    assert service.operation(asked.id, owner()) == asked
    assert [one.id for one in service.operations("demo", owner(), limit=2, cursor=None).items] == [asked.id]
    assert service.events(asked.id, owner(), after=0)
    with pytest.raises(NotFound):
        service.operation(asked.id, owner("otto"))


def test_nothing_is_woken_when_the_state_cannot_be_reached(
    service: StoreService, repository: FakeRepository, waker: FakeWaker
) -> None:
    repository.down = True

    with pytest.raises(Unavailable):
        service.create(request(), owner())

    assert waker.woken == []


def test_engines_are_shown_as_they_are_offered(service: StoreService) -> None:
    assert [each.summary()["name"] for each in service.engines().values()] == ["medusa", "woocommerce"]
    assert service.engines()["medusa"].summary()["plans"] == ["large", "medium", "small"]


def test_a_changed_store_keeps_its_message_while_it_is_checked(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store(reason="VerifyFailed", message="No order.")))
    kept = repository.get(STORES, id="demo")
    assert kept is not None
    repository.commit(Replace(kept))

    assert service.request("demo", "verify", owner()).store.reason == "VerifyFailed"
    assert service.request("demo", "delete", owner()).store.reason == ""


def test_what_is_not_ours_is_taken_over_or_left_when_that_is_asked_for(
    service: StoreService, repository: FakeRepository
) -> None:
    repository.commit(Insert(store(status=StoreStatus.FAILED)))

    again = service.request("demo", "provision", owner(), {"adopt": True}).operation
    gone = service.request("demo", "delete", owner(), {"leave": True}).operation

    assert playbook_variables(again)["store_provision_adopt"] is True
    assert playbook_variables(gone)["store_delete_leave"] is True


@pytest.mark.parametrize(("given", "told"), [("request-1", "request-1"), ("", None), ("{{ 7 * 7 }}", None), ("x" * 65, None)])
def test_a_playbook_is_told_the_request_that_asked_for_it_where_that_is_fit_to_be_told(
    service: StoreService, given: str, told: str | None
) -> None:
    asked = StoreRequest(name="Demo", id="demo", engine="medusa")

    made = service.create(asked, owner(), origin=Origin(request_id=given, address="192.0.2.1", trace="00-1-2-01")).operation

    assert playbook_variables(made).get("store_request_id") == told
    assert (made.request_id, made.address, made.trace) == (given, "192.0.2.1", "00-1-2-01")


def test_a_playbook_is_told_which_revision_is_on_record(service: StoreService, repository: FakeRepository) -> None:
    made = service.create(StoreRequest(name="Demo", id="demo", engine="medusa"), owner()).operation
    repository.commit(Insert(store("other", deployed={**deployed(), "revision": 7, "at": START})))

    verified = service.request("other", "verify", owner()).operation

    assert "store_release_recorded" not in playbook_variables(made)
    assert playbook_variables(verified)["store_release_recorded"] == 7


def test_nothing_is_taken_over_or_left_by_itself(service: StoreService, repository: FakeRepository) -> None:
    made = service.create(StoreRequest(name="Demo", id="demo", engine="medusa"), owner()).operation
    gone = service.request("demo", "delete", owner()).operation

    assert playbook_variables(made)["store_provision_adopt"] is False
    assert playbook_variables(gone)["store_delete_leave"] is False
