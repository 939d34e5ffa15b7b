"""Engines, kinds, fields and errors: what each says of itself, to the last word that programs read."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel

from functions.domain import kinds
from functions.domain.errors import InvalidParameters
from functions.domain.fields import Note, chart_names, note_of
from functions.domain.kinds.base import Ended, becomes
from functions.domain.store import StoreStatus
from tests.fakes import engine


def test_an_engine_is_summed_up_for_a_list() -> None:
    assert engine().summary() == {
        "name": "medusa",
        "title": "Medusa",
        "version": "1.0.0",
        "plans": ["large", "medium", "small"],
    }


def test_parameters_that_break_a_rule_are_a_field_with_places_below_it() -> None:
    error = InvalidParameters([{"loc": ("leave",), "msg": "must be true or false"}])

    assert error.field == "parameters"
    assert error.errors == ({"loc": ("parameters", "leave"), "msg": "must be true or false"},)


def test_a_field_without_a_note_says_nothing_of_itself() -> None:
    class Plain(BaseModel):
        size: int = 1

    assert note_of(Plain.model_fields["size"]) == Note()
    assert chart_names(Plain) == {}


@pytest.mark.parametrize(("good", "status"), [(True, None), (False, StoreStatus.FAILED)])
def test_a_kind_whose_end_alone_decides(good: bool, status: StoreStatus | None) -> None:
    assert becomes(None, StoreStatus.FAILED)(Ended(good, StoreStatus.READY)) is status


def test_kinds_come_from_the_one_that_makes_a_store_to_the_one_that_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})

    found = kinds.all_kinds()

    assert list(found) == [
        "provision",
        "backup",
        "clone",
        "configure",
        "domains",
        "drill",
        "install_extensions",
        "mail",
        "move",
        "payments",
        "plan",
        "repair",
        "restore",
        "rollback",
        "rotate",
        "safe_mode",
        "update_extensions",
        "upgrade",
        "verify",
        "delete",
    ]
    assert [kind.name for kind in found.values()] == list(found)


def test_a_field_of_the_chart_has_the_name_that_it_says_or_its_own_as_charts_write_it() -> None:
    class Spec(BaseModel):
        admin_email: Annotated[str, Note(chart=True)]
        sample: Annotated[str, Note(chart=True, chart_name="demoData")]
        listed: Annotated[str, Note(listed="Listed")]

    assert chart_names(Spec) == {"admin_email": "adminEmail", "sample": "demoData"}
