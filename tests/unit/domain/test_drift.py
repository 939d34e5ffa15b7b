"""Two JSON documents, told apart by JSON pointers."""

from __future__ import annotations

from typing import Any

import pytest

from functions.domain.drift import ChangedOutside, Difference, Drift, compared

OUTSIDE = ChangedOutside(2, 1, "deployed", "", None)


@pytest.mark.parametrize(
    ("installed", "live", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("/a", 1, 2)]),
        ({"a": None}, {}, []),
        ({"a": 1}, {}, [("/a", 1, None)]),
        ({}, {"a": {"b": 1}}, [("/a", None, {"b": 1})]),
        ({"x/y~z": 1}, {"x/y~z": 2}, [("/x~1y~0z", 1, 2)]),
        ([1, 2], [1, 3], [("/1", 2, 3)]),
        ([1], [1, 2], [("", [1], [1, 2])]),
        ([{"name": "a", "v": 1}], [{"name": "b"}, {"name": "a", "v": 2}], [("/1/v", 1, 2), ("/0", None, {"name": "b"})]),
        ([{"name": "a"}, {"name": "b"}], [{"name": "a"}], [("/1", {"name": "b"}, None)]),
        ([{"name": "a"}, {"name": "a"}], [{"name": "a"}], [("", [{"name": "a"}, {"name": "a"}], [{"name": "a"}])]),
        ([], [{"name": "a"}], [("", [], [{"name": "a"}])]),
        ("1", 1, [("", "1", 1)]),
    ],
)
def test_where_documents_differ(installed: Any, live: Any, told: list[Any]) -> None:
    assert list(compared(installed, live)) == told


@pytest.mark.parametrize(
    ("drift", "in_sync"),
    [
        (Drift(1), True),
        (Drift(1, differences=(Difference("A/a", "/x"),)), False),
        (Drift(1, missing=("A/a",)), False),
        (Drift(1, extra=("A/a",)), False),
        (Drift(2, outside=OUTSIDE), False),
    ],
)
def test_a_store_is_in_sync_where_nothing_at_all_is_different(drift: Drift, in_sync: bool) -> None:
    assert drift.in_sync is in_sync
