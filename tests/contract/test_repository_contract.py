"""What every store of record promises; run on the fake, on SQLite and on moto's DynamoDB."""

from __future__ import annotations

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from functions.application.ports.repository import Change, Insert, Remove, Replace, Repository
from functions.application.queries import events_of, live_operations, operations_page, slots, stores_page, user_with_token
from functions.domain.entities import OPERATIONS, STORES, USERS
from functions.domain.errors import InvalidRequest, VersionConflict
from functions.domain.operation import OperationStatus, Slot
from functions.domain.store import Store
from functions.domain.user import hash_token
from tests.fakes import FakeClock, owner
from tests.fakes.samples import NASTY_TEXTS, event, operation, store


def test_nothing_is_found_in_an_empty_repository(repository: Repository) -> None:
    repository.ping()

    assert repository.get(STORES, id="demo") is None
    assert repository.get(OPERATIONS, id="OP000001") is None
    assert repository.get(USERS, id="olga") is None
    assert user_with_token(repository, hash_token("token-olga")) is None
    assert list(stores_page(repository).items) == []
    assert stores_page(repository).cursor is None
    assert list(operations_page(repository, "demo").items) == []
    assert list(live_operations(repository)) == []
    assert list(events_of(repository, "OP000001")) == []
    assert list(slots(repository)) == []


def test_every_kind_of_entity_reads_back_as_it_was_written(repository: Repository, clock: FakeClock) -> None:
    slot = Slot(number=0, operation_id="OP000001", fence=1, lease_until=clock.now(), version=1)
    written = store(verified_at=clock.now(), version=4), operation(version=2), event("OP000001", 1), slot, owner()

    repository.commit(*(Insert(entity) for entity in written))

    read = (
        repository.get(STORES, id="demo"),
        repository.get(OPERATIONS, id="OP000001"),
        events_of(repository, "OP000001")[0],
        slots(repository)[0],
        repository.get(USERS, id="olga"),
    )
    assert read == written


@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_text_reads_back_to_the_character(repository: Repository, text: str) -> None:
    first = operation(message=text, evidence=(text, text), result={text: [text]})

    repository.commit(Insert(store(name=text)), Insert(first), Insert(event("OP000001", 1, message=f"{text}\x00\r\n\t")))

    stored = repository.get(STORES, id="demo")
    assert stored is not None
    assert stored.spec.name == text
    assert repository.get(OPERATIONS, id="OP000001") == first
    assert events_of(repository, "OP000001")[0].message == f"{text}\x00\r\n\t"


def test_numbers_in_a_result_read_back_exactly(repository: Repository) -> None:
    result = {
        "seconds": 0.1,
        "tiny": 5e-324,
        "large": 1.7976931348623157e308,
        "int": 2**63,
        "none": None,
        "yes": True,
        "list": [1, 1.0],
    }

    repository.commit(Insert(operation(result=result)))

    stored = repository.get(OPERATIONS, id="OP000001")
    assert stored is not None
    assert json.dumps(stored.result) == json.dumps(result)


def test_times_read_back_to_the_microsecond(repository: Repository, clock: FakeClock) -> None:
    clock.advance(timedelta(microseconds=123_457))

    repository.commit(Insert(operation(created_at=clock.now())))

    stored = repository.get(OPERATIONS, id="OP000001")
    assert stored is not None
    assert stored.created_at == clock.now()
    assert stored.created_at.utcoffset() == timedelta(0)


def test_insert_of_a_taken_key_is_a_conflict_and_changes_nothing(repository: Repository) -> None:
    repository.commit(Insert(store(name="First")), Insert(operation()), Insert(event("OP000001", 1)))

    for change in (
        Insert(store(name="Second")),
        Insert(operation(message="second")),
        Insert(event("OP000001", 1, message="second")),
    ):
        with pytest.raises(VersionConflict):
            repository.commit(change)

    stored = repository.get(STORES, id="demo")
    assert stored is not None
    assert stored.spec.name == "First"
    assert repository.get(OPERATIONS, id="OP000001") == operation()
    assert [one.message for one in events_of(repository, "OP000001")] == ["Working"]


def test_replace_raises_the_stored_version_by_one(repository: Repository) -> None:
    repository.commit(Insert(store()))

    repository.commit(Replace(store(message="changed")))

    assert repository.get(STORES, id="demo") == store(message="changed", version=1)


def test_a_stale_replace_is_a_conflict(repository: Repository) -> None:
    repository.commit(Insert(store()))
    repository.commit(Replace(store(message="first")))

    with pytest.raises(VersionConflict):
        repository.commit(Replace(store(message="second")))

    assert repository.get(STORES, id="demo") == store(message="first", version=1)


@pytest.mark.parametrize("change", [Replace(store()), Remove(store())], ids=["replace", "remove"])
def test_changing_what_is_not_there_is_a_conflict(repository: Repository, change: Change) -> None:
    with pytest.raises(VersionConflict):
        repository.commit(change)

    assert repository.get(STORES, id="demo") is None


def test_remove_takes_the_version_it_was_read_with(repository: Repository) -> None:
    repository.commit(Insert(store()))
    repository.commit(Replace(store()))

    with pytest.raises(VersionConflict):
        repository.commit(Remove(store()))
    repository.commit(Remove(store(version=1)))

    assert repository.get(STORES, id="demo") is None
    assert list(stores_page(repository).items) == []
    assert list(stores_page(repository, owner="olga").items) == []


def test_a_removed_key_is_free_again(repository: Repository) -> None:
    repository.commit(Insert(store(owner="olga")))
    repository.commit(Remove(store(owner="olga")))

    repository.commit(Insert(store(owner="otto")))

    assert [one.owner for one in stores_page(repository).items] == ["otto"]
    assert list(stores_page(repository, owner="olga").items) == []


BAD_GUARDS: dict[str, Change] = {
    "insert": Insert(store("taken")),
    "replace": Replace(store("taken", version=7)),
    "remove": Remove(store("taken", version=7)),
}


@pytest.mark.parametrize("position", [0, 1, 5])
@pytest.mark.parametrize("bad", BAD_GUARDS.values(), ids=BAD_GUARDS.keys())
def test_one_failing_guard_undoes_the_whole_commit(repository: Repository, bad: Change, position: int) -> None:
    repository.commit(Insert(store("taken")), Insert(store("old")), Insert(store("gone")), Insert(operation()))
    changes: list[Change] = [
        Insert(store("new")),
        Replace(store("old", message="changed")),
        Remove(store("gone")),
        Replace(operation(status=OperationStatus.RUNNING)),
        Insert(event("OP000001", 1)),
    ]
    changes.insert(position, bad)

    with pytest.raises(VersionConflict):
        repository.commit(*changes)

    assert repository.get(STORES, id="new") is None
    assert repository.get(STORES, id="old") == store("old")
    assert repository.get(STORES, id="gone") == store("gone")
    assert repository.get(OPERATIONS, id="OP000001") == operation()
    assert list(events_of(repository, "OP000001")) == []


def test_a_commit_takes_25_changes_and_no_more(repository: Repository) -> None:
    stores = [store(f"shop-{number:02d}") for number in range(26)]

    with pytest.raises(ValueError, match="at most 25"):
        repository.commit(*(Insert(one) for one in stores))
    assert list(stores_page(repository).items) == []
    repository.commit(*(Insert(one) for one in stores[:25]))

    assert list(stores_page(repository).items) == stores[:25]


def test_a_commit_of_nothing_is_nothing(repository: Repository) -> None:
    repository.commit()

    assert list(stores_page(repository).items) == []


def test_a_commit_may_not_change_one_entity_twice(repository: Repository) -> None:
    with pytest.raises(ValueError, match="twice"):
        repository.commit(Insert(store()), Replace(store()))

    assert repository.get(STORES, id="demo") is None


def test_what_is_too_large_is_refused_in_one_sentence(repository: Repository) -> None:
    with pytest.raises(InvalidRequest, match="OP000001 is too large"):
        repository.commit(Insert(store()), Insert(operation(result={"output": "ü" * 200_000})))

    assert repository.get(STORES, id="demo") is None


def test_what_is_just_small_enough_is_kept(repository: Repository) -> None:
    large = operation(result={"output": "ü" * 189_000})

    repository.commit(Insert(large))

    assert repository.get(OPERATIONS, id="OP000001") == large


@pytest.mark.parametrize("whose", [None, "olga"])
def test_stores_are_listed_by_id_over_pages(repository: Repository, whose: str | None) -> None:
    ids = [f"shop-{number}" for number in (3, 11, 7, 1, 5, 9, 20)]
    for store_id in ids:
        repository.commit(Insert(store(store_id)))
    repository.commit(Insert(store("mine", owner="otto")))

    seen: list[str] = []
    pages = 0
    cursor: str | None = None
    while pages == 0 or cursor is not None:
        page = stores_page(repository, owner=whose, limit=2, cursor=cursor)
        assert len(page.items) <= 2
        seen += [one.id for one in page.items]
        cursor, pages = page.cursor, pages + 1

    assert seen == sorted(ids if whose else [*ids, "mine"])
    assert pages == 4


def test_a_full_last_page_has_no_cursor(repository: Repository) -> None:
    repository.commit(Insert(store("one")), Insert(store("two")))

    assert stores_page(repository, limit=2).cursor is None
    assert stores_page(repository, limit=1).cursor is not None


def test_paging_goes_on_after_a_store_that_is_gone_meanwhile(repository: Repository) -> None:
    repository.commit(*(Insert(store(store_id)) for store_id in ("a", "b", "c", "d")))
    first = stores_page(repository, limit=2)
    repository.commit(Remove(store("b")), Insert(store("aa")), Insert(store("bb")))

    rest = stores_page(repository, limit=10, cursor=first.cursor)

    assert [one.id for one in rest.items] == ["bb", "c", "d"]


def test_operations_are_listed_newest_first_over_pages(repository: Repository) -> None:
    for number in range(1, 8):
        repository.commit(Insert(operation(f"OP{number:06d}")))
    repository.commit(Insert(operation("OP000099", store_id="other")))

    seen: list[str] = []
    page = operations_page(repository, "demo", limit=3)
    seen += [one.id for one in page.items]
    while page.cursor:
        page = operations_page(repository, "demo", limit=3, cursor=page.cursor)
        seen += [one.id for one in page.items]

    assert seen == [f"OP{number:06d}" for number in range(7, 0, -1)]


def cursor_of(*content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


BAD_CURSORS = {
    "empty": "",
    "words": "next page please",
    "not ascii": "öäü",
    "not base64": "%%%%",
    "not JSON": base64.urlsafe_b64encode(b"shop-1").decode(),
    "not text": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    "a number": base64.urlsafe_b64encode(b"7").decode(),
    "no key": cursor_of("stores"),
    "two keys": cursor_of("stores", "a", "b"),
    "key not text": cursor_of("stores", 7),
    "key with a line break": cursor_of("stores", "a\n"),
    "key with a quote": cursor_of("stores", "a' OR '1'='1"),
    "key too long": cursor_of("stores", "a" * 65),
    "deep": base64.urlsafe_b64encode(b"[" * 200_000).decode(),
    "NUL": "\x00",
}


@pytest.mark.parametrize("cursor", BAD_CURSORS.values(), ids=BAD_CURSORS.keys())
def test_a_cursor_that_is_not_ours_is_refused(repository: Repository, cursor: str) -> None:
    repository.commit(Insert(store()))

    with pytest.raises(InvalidRequest) as stores:
        stores_page(repository, cursor=cursor)
    with pytest.raises(InvalidRequest) as operations:
        operations_page(repository, "demo", cursor=cursor)

    assert (stores.value.field, operations.value.field) == ("cursor", "cursor")


def test_a_cursor_of_another_listing_is_refused(repository: Repository) -> None:
    repository.commit(*(Insert(store(store_id)) for store_id in ("a", "b")))
    repository.commit(Insert(operation("OP000001")), Insert(operation("OP000002")))
    of_stores = stores_page(repository, limit=1).cursor
    of_operations = operations_page(repository, "demo", limit=1).cursor
    assert of_stores is not None
    assert of_operations is not None

    with pytest.raises(InvalidRequest):
        stores_page(repository, cursor=of_operations)
    with pytest.raises(InvalidRequest):
        operations_page(repository, "demo", cursor=of_stores)
    with pytest.raises(InvalidRequest):
        operations_page(repository, "other", cursor=of_operations)


@pytest.mark.parametrize("limit", [-1, 0, 1, 10**9])
def test_any_limit_gives_a_page(repository: Repository, limit: int) -> None:
    repository.commit(Insert(store()), Insert(operation()), Insert(event("OP000001", 1)))

    assert len(stores_page(repository, limit=limit).items) == 1
    assert len(operations_page(repository, "demo", limit=limit).items) == 1
    assert len(events_of(repository, "OP000001", limit=limit)) == 1


def test_live_operations_are_those_queued_and_running_oldest_first(repository: Repository) -> None:
    for number, status in enumerate(OperationStatus, start=1):
        repository.commit(Insert(operation(f"OP00000{number}", store_id=f"shop-{number}", status=status)))

    assert [(one.id, one.status.value) for one in live_operations(repository)] == [
        ("OP000001", "queued"),
        ("OP000002", "running"),
    ]
    assert [one.id for one in live_operations(repository, limit=1)] == ["OP000001"]


def test_an_ended_operation_is_not_live_any_more(repository: Repository) -> None:
    repository.commit(Insert(operation()))
    repository.commit(Replace(operation(status=OperationStatus.FAILED)))

    assert list(live_operations(repository)) == []
    assert [one.status for one in operations_page(repository, "demo").items] == [OperationStatus.FAILED]


def test_events_are_listed_in_order_after_a_number(repository: Repository) -> None:
    repository.commit(Insert(operation()), Insert(operation("OP0000010")), Insert(event("OP0000010", 1)))
    for number in (2, 10, 1, 9, 100, 11):
        repository.commit(Insert(event("OP000001", number)))

    def numbers(**options: Any) -> list[int]:
        return [one.number for one in events_of(repository, "OP000001", **options)]

    assert numbers() == [1, 2, 9, 10, 11, 100]
    assert numbers(after=9) == [10, 11, 100]
    assert numbers(after=9, limit=2) == [10, 11]
    assert numbers(after=100) == []
    assert numbers(after=-5) == [1, 2, 9, 10, 11, 100]
    assert numbers(after=10**30) == []


def test_slots_are_listed_by_number(repository: Repository) -> None:
    for number in (10, 2, 0):
        repository.commit(Insert(Slot(number=number, version=1)))

    assert [slot.number for slot in slots(repository)] == [0, 2, 10]


def test_a_user_is_found_by_the_token_they_have_now(repository: Repository) -> None:
    repository.commit(Insert(owner()), Insert(owner("otto")))
    assert user_with_token(repository, hash_token("token-olga")) == owner()

    repository.commit(Replace(owner(token="new")))

    assert user_with_token(repository, hash_token("token-olga")) is None
    assert user_with_token(repository, hash_token("new")) == owner(token="new").model_copy(update={"version": 1})
    assert user_with_token(repository, "") is None
    assert user_with_token(repository, "' OR 1=1 --") is None


def test_an_operation_and_its_events_are_gone_from_the_second_they_expire(repository: Repository, clock: FakeClock) -> None:
    soon, later = clock.now() + timedelta(seconds=10), clock.now() + timedelta(seconds=20)
    done = OperationStatus.SUCCEEDED
    repository.commit(
        Insert(operation("OP000001", status=done, expires_at=soon)),
        Insert(operation("OP000002", status=done, expires_at=later)),
        Insert(operation("OP000003", status=done)),
        Insert(event("OP000003", 1, expires_at=soon)),
        Insert(event("OP000003", 2, expires_at=later)),
    )

    clock.advance(9)
    assert [one.id for one in operations_page(repository, "demo").items] == ["OP000003", "OP000002", "OP000001"]
    clock.advance(1)

    assert repository.get(OPERATIONS, id="OP000001") is None
    assert repository.get(OPERATIONS, id="OP000002") is not None
    assert [one.id for one in operations_page(repository, "demo", limit=2).items] == ["OP000003", "OP000002"]
    assert operations_page(repository, "demo", limit=2).cursor is None
    assert [one.number for one in events_of(repository, "OP000003")] == [2]


def test_what_has_expired_can_be_written_anew_and_not_before(repository: Repository, clock: FakeClock) -> None:
    soon = clock.now() + timedelta(seconds=60)
    repository.commit(Insert(event("OP000001", 1, expires_at=soon, message="first")))
    anew = Insert(event("OP000001", 1, expires_at=soon + timedelta(days=1), message="second"))

    clock.advance(59)
    with pytest.raises(VersionConflict):
        repository.commit(anew)
    clock.advance(1)
    repository.commit(anew)

    assert [one.message for one in events_of(repository, "OP000001")] == ["second"]
    with pytest.raises(VersionConflict):
        repository.commit(anew)


def test_a_page_is_full_although_expired_rows_lie_between(repository: Repository, clock: FakeClock) -> None:
    gone = clock.now() + timedelta(seconds=5)
    for number in range(1, 13):
        expires_at = None if number in {1, 12} else gone
        repository.commit(Insert(operation(f"OP{number:06d}", status=OperationStatus.FAILED, expires_at=expires_at)))

    clock.advance(5)

    assert [one.id for one in operations_page(repository, "demo", limit=2).items] == ["OP000012", "OP000001"]


def test_sweeping_changes_nothing_that_could_be_read(repository: Repository, clock: FakeClock) -> None:
    for number in range(1, 6):
        expires_at = clock.now() + timedelta(seconds=number)
        repository.commit(
            Insert(operation(f"OP{number:06d}", status=OperationStatus.FAILED, expires_at=expires_at)),
            Insert(event(f"OP{number:06d}", 1, expires_at=expires_at)),
        )
    repository.commit(Insert(store()), Insert(operation("OP000009")), Insert(event("OP000009", 1)))
    clock.advance(3)

    swept = [repository.sweep(clock.now(), limit=4) for _ in range(3)]

    assert swept in ([4, 2, 0], [0, 0, 0])  # DynamoDB sweeps by itself
    assert [one.id for one in operations_page(repository, "demo").items] == ["OP000009", "OP000005", "OP000004"]
    assert [len(events_of(repository, f"OP{number:06d}")) for number in (3, 4, 5, 9)] == [0, 1, 1, 1]
    assert repository.get(STORES, id="demo") is not None


def test_of_many_writers_exactly_one_wins_each_version(repository: Repository) -> None:
    repository.commit(Insert(store()))
    wins: list[int] = []
    start = threading.Barrier(8)

    def write(writer: int) -> None:
        start.wait()
        for _ in range(5):
            found = repository.get(STORES, id="demo")
            assert found is not None
            try:
                repository.commit(
                    Replace(found.model_copy(update={"message": f"writer {writer}"})),
                    Insert(store(f"proof-{found.version}")),
                )
            except VersionConflict:
                continue
            wins.append(found.version)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    final = repository.get(STORES, id="demo")
    assert final is not None
    assert sorted(wins) == list(range(final.version))
    assert proofs(repository) == final.version


def proofs(repository: Repository) -> int:
    return len([one for one in all_stores(repository) if one.id.startswith("proof-")])


def all_stores(repository: Repository) -> list[Store]:
    page = stores_page(repository, limit=1000)
    assert page.cursor is None
    return list(page.items)
