"""Extensions that a store is made with: how they may be named, and what its plan's become beside its own."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from functions.domain.engine import Engine
from functions.domain.errors import InvalidRequest
from functions.domain.placement import check_known, check_ships
from functions.domain.plan import Plan
from functions.domain.shipped import WantedExtension, WantedExtensions, as_data, ships_with
from functions.domain.store import StoreRequest

READER: TypeAdapter[tuple[WantedExtension, ...]] = TypeAdapter(WantedExtensions)
ENGINE = Engine(
    name="an-engine",
    title="An Engine",
    version="1",
    adapter="a",
    admin_path="/admin",
    images=("a", "b"),
    secret_keys={},
    settings=("extensions", "file_mods"),
    plans={"small": Plan(quota={}, values={}), "large": Plan(quota={}, values={}, extensions=[{"slug": "seo"}])},
)


def named(*items: dict[str, Any]) -> tuple[WantedExtension, ...]:
    return READER.validate_python(items)


def test_a_slug_is_enough() -> None:
    assert as_data(named({"slug": "akismet"})) == [{"kind": "plugin", "slug": "akismet", "version": None, "active": True}]


@pytest.mark.parametrize(
    "item",
    [
        {"slug": "../x"},
        {"slug": ""},
        {"slug": "a/b"},
        {"slug": "a", "version": "../1"},
        {"slug": "a", "version": "1/2"},
        {"slug": "a", "version": ""},
        {"slug": "a", "kind": "module"},
        {"slug": "a", "url": "https://example.com/a.zip"},
        {"slug": "a", "active": "yes"},
        {},
    ],
)
def test_what_makes_no_sense_is_refused(item: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        named(item)


def test_each_is_named_once_and_one_theme_is_active() -> None:
    with pytest.raises(ValidationError, match="each extension once"):
        named({"slug": "a"}, {"slug": "a", "version": "2"})
    with pytest.raises(ValidationError, match="one active theme"):
        named({"slug": "a", "kind": "theme"}, {"slug": "b", "kind": "theme"})
    assert len(named({"slug": "a"}, {"slug": "a", "kind": "theme"}, {"slug": "b", "kind": "theme", "active": False})) == 3


@pytest.mark.parametrize(("version", "archive"), [(None, "akismet.zip"), ("5.3-rc1", "akismet.5.3-rc1.zip")])
def test_an_archive_has_the_version_in_its_name_where_one_is_wanted(version: str | None, archive: str) -> None:
    assert WantedExtension(slug="akismet", version=version).archive == archive


def test_its_own_stand_for_those_of_its_plan() -> None:
    plan = named({"slug": "seo", "version": "1"}, {"slug": "mail"}, {"slug": "plain", "kind": "theme"})
    own = named({"slug": "seo", "version": "2"}, {"slug": "fine", "kind": "theme"})

    assert [(one.slug, one.version, one.active) for one in ships_with(plan, own)] == [
        ("mail", None, True),
        ("plain", None, False),
        ("seo", "2", True),
        ("fine", None, True),
    ]
    assert ships_with(plan, ()) == plan


def test_a_locked_shop_is_not_made_with_any() -> None:
    asked = {"name": "Tea", "engine": "an-engine", "file_mods": "locked"}
    check_ships(ENGINE, StoreRequest(**asked))

    for refused in ({**asked, "extensions": [{"slug": "seo"}]}, {**asked, "plan": "large"}):
        with pytest.raises(InvalidRequest, match=r"must be open.*\(seo\)") as error:
            check_ships(ENGINE, StoreRequest.model_validate(refused))
        assert error.value.field == "file_mods"


def test_an_engine_without_them_refuses_them() -> None:
    asked = StoreRequest.model_validate({"name": "Tea", "engine": "an-engine", "extensions": [{"slug": "seo"}]})
    check_known(ENGINE, asked)

    with pytest.raises(InvalidRequest, match="cannot be given: An Engine runs no plugins") as error:
        check_known(ENGINE.model_copy(update={"settings": ()}), asked)
    assert error.value.field == "extensions"
