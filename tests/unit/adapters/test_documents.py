"""What every store of record shares: keys, documents, cursors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.state.documents import expiry_of, key_of, read_cursor, write_cursor
from functions.adapters.state.dynamodb.items import event_sort, names_of
from functions.adapters.state.sqlite.repository import _columns
from functions.domain.errors import InvalidRequest
from tests.fakes.samples import event, operation


@given(st.text(max_size=300))
def test_any_text_as_a_cursor_is_read_or_refused(text: str) -> None:
    try:
        key = read_cursor("stores", text)
    except InvalidRequest:
        return
    assert key is not None
    assert read_cursor("stores", write_cursor("stores", key)) == key


@given(listing=st.text(max_size=60), key=st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True))
def test_a_cursor_reads_back_and_is_safe_in_an_address(listing: str, key: str) -> None:
    cursor = write_cursor(listing, key)

    assert read_cursor(listing, cursor) == key
    assert cursor.replace("-", "").replace("_", "").isalnum()


def test_no_cursor_is_the_beginning() -> None:
    assert read_cursor("stores", None) is None


@given(st.lists(st.integers(min_value=0, max_value=9_999_999_999), min_size=2, max_size=2))
def test_event_keys_sort_as_their_numbers_do(numbers: list[int]) -> None:
    first, second = numbers

    assert (event_sort(first) < event_sort(second)) is (first < second)
    assert (key_of(event("A", first)) < key_of(event("A", second))) is (first < second)


@pytest.mark.parametrize("microseconds", [0, 1, 999_999])
def test_nothing_expires_before_its_time(microseconds: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)

    expiry = expiry_of(operation(expires_at=at))

    assert expiry is not None
    assert 0 <= expiry - at.timestamp() < 1
    assert expiry_of(operation()) is None


@pytest.mark.parametrize("describe", [key_of, names_of, _columns])
def test_what_is_no_entity_has_no_key(describe: object) -> None:
    with pytest.raises(TypeError, match="not an entity: str"):
        describe("demo")  # type: ignore[operator]
