"""What shops say of their extensions, made harmless, and the order of versions."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from functions.domain.extension import EXTENSIONS_MAX, NAME_MAX, VERSION_MAX, Extension, is_below, read_extensions

ASCENDING = (
    "2.0",
    "2.1-custom",
    "2.1-dev",
    "2.1-alpha",
    "2.1a2",
    "2.1-alpha3",
    "2.1-beta",
    "2.1b2",
    "2.1-beta10",
    "2.1RC",
    "2.1-rc2",
    "2.1",
    "2.1.0",
    "2.1.1",
    "2.1p1",
    "2.1-pl2",
    "2.2-beta",
    "2.2",
    "2.10",
    "10.0",
    "20260101",
)
UNREADABLE = ("", "trunk", "dev-main", "-1", "v", "vv1", ".5", "²", " 2.1", "latest-2.1")


def said(**fields: Any) -> dict[str, Any]:
    """A plugin as a shop tells of it."""
    known = {"kind": "plugin", "slug": "akismet", "name": "Akismet", "version": "5.3", "active": True, "update": "5.4"}
    return {**known, "origin": "image", **fields}


@pytest.mark.parametrize(("older", "newer"), list(itertools.combinations(ASCENDING, 2)))
def test_versions_compare_as_php_has_it(older: str, newer: str) -> None:
    assert is_below(older, newer)
    assert not is_below(newer, older)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.1", "2.1"),
        ("v2.1", "2.1"),
        ("V2.1", "v2.1"),
        ("2.1-BETA", "2.1beta"),
        ("2.1_rc.1", "2.1-RC1"),
        ("2.1+1", "2.1.1"),
        ("2..1.", "2.1"),
        ("02.001", "2.1"),
        ("2.1 alpha", "2.1a"),
    ],
)
def test_what_differs_in_writing_only_is_not_below(one: str, other: str) -> None:
    assert not is_below(one, other)
    assert not is_below(other, one)


@pytest.mark.parametrize("version", UNREADABLE)
def test_what_cannot_be_read_is_below_nothing_and_above_nothing(version: str) -> None:
    assert not is_below(version, "999")
    assert not is_below("0.1", version)


def test_a_version_without_an_end_is_compared_by_its_beginning() -> None:
    assert is_below("1" * 10_000, "2" * 10_000)
    assert is_below(f"2.1{'.0' * 10_000}", "2.2")


def test_what_a_shop_tells_is_taken_over() -> None:
    (one,) = read_extensions([said()])

    assert one == Extension.model_validate(said())
    assert one.model_dump(mode="json") == said()


def test_extensions_are_ordered_by_kind_and_slug() -> None:
    slugs = [("theme", "a"), ("plugin", "b"), ("module", "z"), ("plugin", "A"), ("plugin", "a")]

    found = read_extensions(said(kind=kind, slug=slug) for kind, slug in slugs)

    ordered = [("module", "z"), ("plugin", "A"), ("plugin", "a"), ("plugin", "b"), ("theme", "a")]
    assert [(one.kind.value, one.slug) for one in found] == ordered


@pytest.mark.parametrize(
    "item",
    [
        None,
        3,
        "akismet",
        [],
        {},
        said(kind="virus"),
        said(kind=None),
        said(kind=[]),
        said(slug=""),
        said(slug=3),
        said(slug=" "),
    ],
    ids=repr,
)
def test_what_makes_no_sense_is_left_out(item: object) -> None:
    assert [one.slug for one in read_extensions([item, said(slug="good")])] == ["good"]


@pytest.mark.parametrize(
    ("given", "field", "read"),
    [
        ({"name": None}, "name", "akismet"),
        ({"name": " \u200b"}, "name", "akismet"),
        ({"name": "Good\x1b[31m\x00 \u202eevil\r\n name\u2028\ud800"}, "name", "Good[31m evil name"),
        ({"name": "a\tb\u00a0 c"}, "name", "a b c"),
        ({"name": "é" * 10_000}, "name", "é" * NAME_MAX),
        ({"slug": "s" * 10_000}, "slug", "s" * NAME_MAX),
        ({"version": "1" * 10_000}, "version", "1" * VERSION_MAX),
        ({"version": 5.3}, "version", ""),
        ({"version": None}, "version", ""),
        ({"update": ""}, "update", None),
        ({"update": False}, "update", None),
        ({"update": "1" * 10_000}, "update", "1" * VERSION_MAX),
        ({"active": "yes"}, "active", False),
        ({"active": 1}, "active", False),
        ({"origin": "owner"}, "origin", "owner"),
        ({"origin": "IMAGE"}, "origin", "owner"),
        ({"origin": None}, "origin", "owner"),
        ({"origin": []}, "origin", "owner"),
    ],
)
def test_what_is_odd_is_shortened_cleaned_or_left_empty(given: dict[str, Any], field: str, read: object) -> None:
    (one,) = read_extensions([said(**given)])

    assert getattr(one, field) == read


def test_what_is_beyond_what_was_said_of_it_is_not_kept() -> None:
    (one,) = read_extensions([said(evil="x")])

    assert "evil" not in one.model_dump()


def test_a_shop_has_five_hundred_at_most_and_what_makes_no_sense_takes_no_ones_place() -> None:
    many = itertools.chain([None] * 10, (said(slug=f"p{number}") for number in itertools.count()))

    found = read_extensions(many)

    assert len(found) == EXTENSIONS_MAX
    assert {one.slug for one in found} == {f"p{number}" for number in range(EXTENSIONS_MAX)}
