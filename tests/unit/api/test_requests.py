"""Strict reading of events: what passes unchanged, and what is refused, for any input."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.api.errors import InvalidFields, MalformedRequest
from functions.api.requests import header, strict_json, with_checked_query
from functions.domain.errors import StoreyardError

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(texts, values, max_size=4), st.booleans())
def test_any_json_object_is_read_as_it_is(value: dict[str, object], ascii_only: bool) -> None:
    assert strict_json(json.dumps(value, ensure_ascii=ascii_only)) == value


@given(st.text())
def test_any_text_is_an_object_or_an_error_for_callers(text: str) -> None:
    with contextlib.suppress(StoreyardError):
        assert isinstance(strict_json(text), dict)


@given(st.text())
def test_any_query_is_read_or_refused(query: str) -> None:
    with contextlib.suppress(StoreyardError):
        parameters = with_checked_query({"rawQueryString": query}, ["limit"])["queryStringParameters"]
        assert set(parameters) <= {"limit"}


@given(st.lists(st.sampled_from(["a", "b", "A", "c"]), min_size=1, max_size=5))
def test_a_key_that_comes_twice_is_refused(names: list[str]) -> None:
    text = "{" + ",".join(f'"{name}": 1' for name in names) + "}"

    if len(set(names)) == len(names):
        assert set(strict_json(text)) == set(names)
    else:
        with pytest.raises(MalformedRequest, match="twice"):
            strict_json(text)


def test_what_is_odd_in_a_query_is_named_in_order() -> None:
    with pytest.raises(InvalidFields) as caught:
        with_checked_query({"rawQueryString": "z=1&limit=1&limit=2&a="}, ["limit"])

    assert [field for field, _ in caught.value.fields] == ["z", "limit", "a"]


@pytest.mark.parametrize("headers", [{"x-a": "1"}, {"X-A": "1"}, {"other": "2", "X-a": "1"}])
def test_a_header_is_found_whatever_its_case(headers: dict[str, str]) -> None:
    assert header({"headers": headers}, "x-a") == "1"


@pytest.mark.parametrize("event", [{}, {"headers": None}, {"headers": {}}])
def test_a_header_that_is_not_there_is_none(event: dict[str, object]) -> None:
    assert header(event, "x-a") is None
