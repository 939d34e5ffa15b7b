"""Cursors between pages."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.application.paging import read_cursor, write_cursor
from functions.application.ports.repository import Insert
from functions.application.queries import promised_charts
from functions.domain.errors import InvalidRequest
from functions.domain.version import Target
from tests.fakes import FakeRepository
from tests.fakes.samples import operation


@given(st.text(max_size=300))
def test_any_text_as_a_cursor_is_read_or_refused(text: str) -> None:
    try:
        key = read_cursor("stores", text)
    except InvalidRequest:
        return
    assert key is not None
    assert read_cursor("stores", write_cursor("stores", key)) == key


@example(listing="~~~?", key="a")  # the characters whose base64 an address must not hold
@given(listing=st.text(max_size=60), key=st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True))
def test_a_cursor_reads_back_and_is_safe_in_an_address(listing: str, key: str) -> None:
    cursor = write_cursor(listing, key)

    assert read_cursor(listing, cursor) == key
    assert cursor.replace("-", "").replace("_", "").isalnum()


def test_no_cursor_is_the_beginning() -> None:
    assert read_cursor("stores", None) is None


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


NOT_OURS = {
    "of another listing": write_cursor("operations/demo", "a"),
    "with characters between": f"{write_cursor('stores', 'a')}****",
    "with more in it": encoded(["stores", "a", "b"]),
    "with less in it": encoded(["stores"]),
    "no list": encoded("stores"),
    "a number as key": encoded(["stores", 1]),
    "a key that none has": encoded(["stores", "a b"]),
    "an empty key": encoded(["stores", ""]),
}


@pytest.mark.parametrize("cursor", NOT_OURS.values(), ids=NOT_OURS)
def test_a_cursor_that_is_not_of_this_listing_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidRequest, match="must be a cursor that an earlier page of this listing gave") as caught:
        read_cursor("stores", cursor)

    assert caught.value.field == "cursor"


def test_the_charts_of_all_that_is_under_way_are_promised(repository: FakeRepository) -> None:
    for number in range(1, 152):
        target = Target(engine_version="1", chart_version="1", chart_digest=f"digest-{number}", images={})
        repository.commit(Insert(operation(f"OP{number:06d}", store_id=f"shop-{number}", target=target)))
    repository.commit(Insert(operation("OP000152", store_id="verified", target=None)))

    assert promised_charts(repository) == {f"digest-{number}" for number in range(1, 152)}
