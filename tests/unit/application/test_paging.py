"""Cursors between pages."""

from __future__ import annotations

from hypothesis import given
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


@given(listing=st.text(max_size=60), key=st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True))
def test_a_cursor_reads_back_and_is_safe_in_an_address(listing: str, key: str) -> None:
    cursor = write_cursor(listing, key)

    assert read_cursor(listing, cursor) == key
    assert cursor.replace("-", "").replace("_", "").isalnum()


def test_no_cursor_is_the_beginning() -> None:
    assert read_cursor("stores", None) is None


def test_the_charts_of_all_that_is_under_way_are_promised(repository: FakeRepository) -> None:
    for number in range(1, 152):
        target = Target(engine_version="1", chart_version="1", chart_digest=f"digest-{number}", images={})
        repository.commit(Insert(operation(f"OP{number:06d}", store_id=f"shop-{number}", target=target)))
    repository.commit(Insert(operation("OP000152", store_id="verified", target=None)))

    assert promised_charts(repository) == {f"digest-{number}" for number in range(1, 152)}
