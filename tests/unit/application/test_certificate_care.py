"""Certificates that shops show: looked at some at a time, noted, and told of once each when they are late or have ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.application.certificate_care import STORES_AT_ONCE, TURN_EVERY, WALK_EVERY, CertificateCare
from functions.application.ports.insight import Certificate
from functions.application.ports.repository import Insert, Replace
from functions.domain.certificate import CERTIFICATES, CERTIFICATES_BY_TIME, KEPT
from functions.domain.cluster import Cluster
from functions.domain.entities import STORES
from functions.domain.errors import Unavailable
from functions.domain.notice import Notice
from functions.domain.notice_entities import NOTICES
from functions.domain.notice_target import NoticeEvent, NoticeTarget, TargetKind
from functions.domain.store import Store, StoreStatus
from tests.fakes import FakeClock, FakeClusters, FakeRepository
from tests.fakes.platform import START
from tests.fakes.samples import store

LIFE = timedelta(days=90)
CLUSTER = Cluster(name="local", provider="kind", kubeconfig="/k", domain="shops.example", scheme="https")


class Shown:
    """What the ingress shows by host; a host that is not here shows nothing."""

    def __init__(self) -> None:
        self.ends: dict[str, datetime] = {}
        self.asked: list[str] = []
        self.raises: Exception | None = None

    def __call__(self, cluster: Cluster, url: str) -> Certificate | None:
        host = url.removeprefix("https://")
        self.asked.append(host)
        if self.raises is not None:
            raise self.raises
        ends = self.ends.get(host)
        return Certificate(issuer="CN=a", not_after=ends, not_before=ends - LIFE) if ends else None


@pytest.fixture
def shown() -> Shown:
    return Shown()


def target(**more: Any) -> NoticeTarget:
    made = {"id": "nt-1", "owner": "olga", "kind": TargetKind.EMAIL, "address": "olga@example.com", "created_at": START}
    return NoticeTarget.model_validate({**made, **more})


def https_store(store_id: str = "demo", **more: Any) -> Store:
    made = store(store_id, status=StoreStatus.READY)
    return made.model_copy(update={"spec": made.spec.model_copy(update={"cluster": "local", **more})})


Make = Callable[[], CertificateCare]


@pytest.fixture
def make(repository: FakeRepository, clock: FakeClock, shown: Shown) -> Make:
    return lambda: CertificateCare(
        repository=repository, clock=clock, clusters=FakeClusters(CLUSTER), look=shown, holder="here"
    )


def notices(repository: FakeRepository) -> list[Notice]:
    return list(repository.rows(NOTICES, target_id="nt-1"))


def test_what_is_well_is_noted_and_told_to_nobody(repository: FakeRepository, shown: Shown, make: Make) -> None:
    repository.commit(Insert(https_store(domains=("tea.example",))), Insert(target()))
    shown.ends = {"demo.shops.example": START + timedelta(days=60), "tea.example": START + timedelta(days=20)}

    make().go_on()

    found = list(repository.find(CERTIFICATES_BY_TIME))
    assert [(row.host, row.store_id, row.renew_by) for row in found] == [
        ("tea.example", "demo", START + timedelta(days=5)),
        ("demo.shops.example", "demo", START + timedelta(days=45)),
    ]
    assert notices(repository) == []


def test_one_that_is_late_and_then_ends_is_told_once_each(
    repository: FakeRepository, clock: FakeClock, shown: Shown, make: Make
) -> None:
    repository.commit(Insert(https_store()), Insert(target()))
    shown.ends = {"demo.shops.example": START + timedelta(days=14)}
    care = make()
    for _ in range(3):
        care.go_on()
        clock.advance(WALK_EVERY)

    (told,) = notices(repository)
    assert (told.event, told.store_id, told.operation_id) == (NoticeEvent.NEEDS_ATTENTION, "demo", "")
    assert told.message == ("The certificate of demo.shops.example ends on 2026-01-15 12:00 UTC and was not renewed in time.")
    clock.advance(timedelta(days=14))
    for _ in range(2):
        care.go_on()
        clock.advance(WALK_EVERY)
    ended = [each for each in notices(repository) if each.id != told.id]
    assert [each.message for each in ended] == [
        "The certificate of demo.shops.example ended on 2026-01-15 12:00 UTC: browsers refuse the shop there."
    ]

    shown.ends = {"demo.shops.example": clock.now() + LIFE}
    care.go_on()
    assert len(notices(repository)) == 2
    shown.ends = {"demo.shops.example": clock.now() + timedelta(days=3)}
    clock.advance(WALK_EVERY)
    care.go_on()
    assert len(notices(repository)) == 3, "the next certificate is told of again"


def test_several_names_of_a_store_are_one_notice(repository: FakeRepository, shown: Shown, make: Make) -> None:
    repository.commit(Insert(https_store(domains=("tea.example", "cake.example"))), Insert(target()))
    shown.ends = dict.fromkeys(("demo.shops.example", "tea.example"), START + timedelta(days=1))

    make().go_on()

    (told,) = notices(repository)
    assert "of demo.shops.example ends" in told.message
    assert "of tea.example ends" in told.message
    assert repository.get(CERTIFICATES, host="cake.example") is None, "what shows none is not known"


def test_who_dies_between_telling_and_noting_tells_once(
    repository: FakeRepository, shown: Shown, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(Insert(https_store()), Insert(target()))
    shown.ends = {"demo.shops.example": START + timedelta(days=1)}
    care, tell = make(), CertificateCare._tell

    def dies(*told: Any) -> None:
        tell(*told)
        raise Unavailable("It is killed here.")

    monkeypatch.setattr(CertificateCare, "_tell", dies)
    with pytest.raises(Unavailable):
        care.go_on()
    assert repository.get(CERTIFICATES, host="demo.shops.example") is None
    monkeypatch.undo()

    make().go_on()

    assert len(notices(repository)) == 1
    assert repository.get(CERTIFICATES, host="demo.shops.example") is not None


@pytest.mark.parametrize("more", [{"enabled": False}, {"events": (NoticeEvent.STORE_READY,)}, {"owner": "otto"}])
def test_who_does_not_want_to_or_may_not_know_is_not_told(
    more: dict[str, Any], repository: FakeRepository, shown: Shown, make: Make
) -> None:
    repository.commit(Insert(https_store()), Insert(target(**more)))
    shown.ends = {"demo.shops.example": START + timedelta(days=1)}

    make().go_on()

    assert notices(repository) == []


@pytest.mark.parametrize("left_out", ["http", "another cluster", "provisioning", "deleting"])
def test_a_store_without_a_certificate_is_not_asked(
    left_out: str, repository: FakeRepository, clock: FakeClock, shown: Shown
) -> None:
    found = https_store(**({"cluster": "gone"} if left_out == "another cluster" else {}))
    statuses = {status.value: status for status in StoreStatus}
    repository.commit(Insert(found.model_copy(update={"status": statuses.get(left_out, StoreStatus.READY)})))
    cluster = CLUSTER.model_copy(update={"scheme": "http" if left_out == "http" else "https"})

    CertificateCare(repository=repository, clock=clock, clusters=FakeClusters(cluster), look=shown, holder="here").go_on()

    assert shown.asked == []


def test_all_stores_have_their_turn_and_then_it_waits(
    repository: FakeRepository, clock: FakeClock, shown: Shown, make: Make
) -> None:
    names = [f"shop-{number:02}" for number in range(STORES_AT_ONCE + 2)]
    for name in names:
        repository.commit(Insert(https_store(name)))
    care = make()

    care.go_on()
    care.go_on()
    assert len(shown.asked) == STORES_AT_ONCE, "one turn has its time"
    for _ in range(5):
        clock.advance(TURN_EVERY)
        care.go_on()
    assert sorted(shown.asked) == [f"{name}.shops.example" for name in names]

    clock.advance(WALK_EVERY)
    care.go_on()
    assert len(shown.asked) == len(names) + STORES_AT_ONCE


def test_a_host_that_cannot_be_asked_changes_nothing(repository: FakeRepository, shown: Shown, make: Make) -> None:
    repository.commit(Insert(https_store()))
    shown.raises = Unavailable("It does not answer.")

    make().go_on()

    assert list(repository.find(CERTIFICATES_BY_TIME)) == []


def test_a_name_that_another_store_has_now_is_that_stores(
    repository: FakeRepository, clock: FakeClock, shown: Shown, make: Make
) -> None:
    repository.commit(Insert(https_store(domains=("tea.example",))), Insert(https_store("zoo")), Insert(target()))
    shown.ends = {"tea.example": START + timedelta(days=1)}
    care = make()
    care.go_on()
    for name, domains in (("demo", ()), ("zoo", ("tea.example",))):
        found = repository.get(STORES, id=name)
        assert found is not None
        spec = found.spec.model_copy(update={"domains": domains})
        repository.commit(Replace(found.model_copy(update={"spec": spec})))
    clock.advance(WALK_EVERY)

    care.go_on()

    row = repository.get(CERTIFICATES, host="tea.example")
    assert row is not None
    assert row.store_id == "zoo"
    assert {each.store_id for each in notices(repository)} == {"demo", "zoo"}


def test_what_is_not_seen_any_more_is_forgotten(repository: FakeRepository, clock: FakeClock, shown: Shown, make: Make) -> None:
    repository.commit(Insert(https_store()))
    shown.ends = {"demo.shops.example": START + LIFE}
    make().go_on()
    clock.advance(KEPT)

    assert list(repository.find(CERTIFICATES_BY_TIME)) == []
