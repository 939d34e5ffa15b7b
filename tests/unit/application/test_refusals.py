"""What a store says would be refused is refused, in that sentence; and what it offers is not."""

from __future__ import annotations

from typing import Any

import pytest

from functions.application.operations import Lifecycle
from functions.application.ports.repository import Insert
from functions.application.stores import StoreService
from functions.domain.errors import Conflict, InvalidRequest
from functions.domain.kinds import all_kinds
from functions.domain.origin import SCHEDULE, Origin
from functions.domain.store import MadeOf, StoreStatus
from tests.fakes import FakeRepository, admin, owner
from tests.fakes.platform import START
from tests.fakes.samples import deployed, store

WANTED: dict[str, dict[str, Any]] = {
    "configure": {"name": "Tea"},
    "domains": {"names": []},
    "install_extensions": {"extensions": [{"slug": "booking"}]},
    "move": {"cluster": "there"},
    "plan": {"plan": "medium"},
    "restore": {"backup": "B1"},
    "rollback": {"revision": 1},
}
# What only the parameters, or what is there besides the store, can be refused for.
FURTHER = {"NoBackup", "NoBackupOfRevision", "NothingToUpgrade", "InvalidRequest"}
MOMENTS: dict[str, dict[str, Any]] = {
    "ready": {"status": StoreStatus.READY, "deployed": deployed(at=START)},
    "ready, it is not known on what": {"status": StoreStatus.READY},
    "failed": {"status": StoreStatus.FAILED, "deployed": deployed(at=START)},
    "failed before anything was installed": {"status": StoreStatus.FAILED},
    "failed, awaiting its data": {"status": StoreStatus.FAILED, "awaits": MadeOf(backup="B1", source="other")},
}


def asked(service: StoreService, kind: str) -> str:
    """What asking for it is answered with; nothing if it is accepted, or refused for what only the request says."""
    try:
        service.request("demo", kind, owner(), WANTED.get(kind))
    except (Conflict, InvalidRequest) as error:
        return "" if error.reason in FURTHER else error.message
    return ""


@pytest.mark.parametrize("kind", all_kinds())
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_at_rest(service: StoreService, repository: FakeRepository, moment: dict[str, Any], kind: str) -> None:
    there = store(**moment)
    repository.commit(Insert(there))

    refused = service.refused(there)

    assert refused.get(kind, "") == asked(service, kind)


@pytest.mark.parametrize("kind", all_kinds())
@pytest.mark.parametrize("live", ["verify", "configure", "delete"])
def test_while_something_is_under_way(
    service: StoreService, repository: FakeRepository, lifecycle: Lifecycle, live: str, kind: str
) -> None:
    repository.commit(Insert(store(deployed=deployed(at=START))))
    under_way = service.request("demo", live, owner(), WANTED.get(live)).operation
    assert lifecycle.claim(under_way.id, "w1") is not None

    refused = service.refused(service.get("demo", owner()))

    assert refused.get(kind, "") == asked(service, kind)


def test_what_the_schedule_asked_for_is_in_nobodys_way(service: StoreService, repository: FakeRepository) -> None:
    repository.commit(Insert(store(deployed=deployed(at=START))))
    service.request("demo", "backup", admin(), origin=Origin(source=SCHEDULE))

    refused = service.refused(service.get("demo", owner()))

    assert set(refused) == {"provision"}
    assert refused["provision"] == "demo is ready: only a store that failed is made again"
