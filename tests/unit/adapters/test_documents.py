"""What every store of record shares: keys, expiry, and records that this version cannot read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.state.documents import Reader, encode, key_of
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.errors import Unreadable
from tests.fakes.samples import event, operation, store


@given(st.lists(st.integers(min_value=0, max_value=9_999_999_999), min_size=2, max_size=2))
def test_event_keys_sort_as_their_numbers_do(numbers: list[int]) -> None:
    first, second = numbers

    assert (key_of(event("A", first)) < key_of(event("A", second))) is (first < second)


@pytest.mark.parametrize("microseconds", [0, 1, 999_999])
def test_nothing_expires_before_its_time(microseconds: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)

    expiry = OPERATIONS.expiry(operation(expires_at=at))

    assert expiry is not None
    assert 0 <= expiry - at.timestamp() < 1
    assert OPERATIONS.expiry(operation()) is None
    assert STORES.expiry(store()) is None


def test_what_is_no_entity_has_no_key() -> None:
    with pytest.raises(TypeError, match="not an entity: str"):
        key_of("demo")  # type: ignore[arg-type]


def test_a_record_that_cannot_be_read_is_named_without_its_content() -> None:
    reader = Reader()
    damaged = encode(store(message="a secret")).replace('"ready"', '"exploding"')

    with pytest.raises(Unreadable, match="store cannot be read by this version"):
        reader.one(STORES, ("STORE#demo", "STORE"), damaged)

    (why,) = reader.unreadable().values()
    assert list(reader.unreadable()) == ["STORE#demo STORE"]
    assert why.startswith("store: status: ")
    assert "secret" not in why


def test_a_record_that_can_be_read_again_is_not_named_any_more() -> None:
    reader, key = Reader(), ("STORE#demo", "STORE")
    assert reader.many(STORES, [(*key, "{")], 9) == []

    assert reader.many(STORES, [(*key, encode(store()))], 9) == [store()]

    assert reader.unreadable() == {}
