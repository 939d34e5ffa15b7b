"""Cursors between pages."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.application.paging import each, page, read_cursor, write_cursor
from functions.application.ports.repository import Insert
from functions.application.queries import promised_charts
from functions.domain.entities import ALL_STORES, OWNERS_STORES
from functions.domain.errors import InvalidRequest
from functions.domain.version import Target
from tests.fakes import FakeRepository
from tests.fakes.platform import START
from tests.fakes.repository import NotingRepository
from tests.fakes.samples import deployed, operation, store


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


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("backwards", [False, True])
def test_each_reads_all_there_is_and_no_page_more(number: int, backwards: bool) -> None:
    """As many as a page has may be all, or not: that one has to be asked for."""
    repository, ids = NotingRepository(), [f"shop-{one}" for one in range(number)]
    for name in ids:
        repository.commit(Insert(store(name)))
    repository.commit(Insert(store("elses", owner="otto")))

    found = [one.id for one in each(repository, OWNERS_STORES, backwards=backwards, at_once=2, owner="olga")]

    assert found == (ids[::-1] if backwards else ids)
    assert [limit for _, limit in repository.looks] == [2] * (number // 2 + 1)


def test_each_goes_on_after_a_place_and_reads_only_what_is_taken() -> None:
    repository = NotingRepository()
    for name in "abcdef":
        repository.commit(Insert(store(name)))

    rest = each(repository, ALL_STORES, after="b", at_once=3)

    assert next(rest).id == "c"
    assert len(repository.looks) == 1
    assert [one.id for one in rest] == ["d", "e", "f"]


@pytest.mark.parametrize(("limit", "size"), [(-1, 1), (0, 1), (1, 1), (2, 2), (3, 3)])
def test_a_page_has_at_least_one_and_says_where_it_goes_on(repository: FakeRepository, limit: int, size: int) -> None:
    for name in "abc":
        repository.commit(Insert(store(name)))

    first = page(repository, ALL_STORES, listing="stores", limit=limit, cursor=None)

    assert [one.id for one in first.items] == list("abc"[:size])
    assert read_cursor("stores", first.cursor) == (None if size == 3 else "abc"[size - 1])


@pytest.mark.parametrize("number", [1, 2, 3, 151])
def test_the_charts_of_all_that_is_installed_are_promised(repository: FakeRepository, number: int) -> None:
    for one in range(number):
        there = deployed(chart_digest=f"digest-{one}", at=START)
        repository.commit(Insert(store(f"shop-{one}", deployed=there)))

    assert promised_charts(repository) == {f"digest-{one}" for one in range(number)}


@pytest.mark.parametrize("number", [1, 2, 3, 151])
def test_the_charts_of_all_that_is_under_way_are_promised(repository: FakeRepository, number: int) -> None:
    digests = {f"digest-{one}" for one in range(number)}
    for one, digest in enumerate(digests):
        target = Target(engine_version="1", chart_version="1", chart_digest=digest, images={})
        repository.commit(Insert(operation(f"OP{one:06d}", store_id=f"shop-{one}", target=target)))
    repository.commit(Insert(operation("OP000152", store_id="verified", target=None)))

    assert promised_charts(repository) == digests
