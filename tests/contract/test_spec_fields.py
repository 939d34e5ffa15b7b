"""A field of a store's spec is declared in one place: everything that lists fields is generated or derived from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from functions.api.bodies import CreateStore
from functions.api.schemas import StoreView
from functions.domain.fields import Note, chart_names, note_of
from functions.domain.store import StoreFields, StoreRequest, StoreSpec
from scripts import generate_spec


class Scented(StoreFields):
    """A field that only this test knows."""

    main_scent: Annotated[
        Literal["pine", "rose"], Field(description="what the shop smells of"), Note(chart=True, listed="scents")
    ] = "pine"


class ScentedSpec(Scented, StoreSpec):
    """The spec of a store with it."""


class ScentedRequest(Scented, CreateStore):
    """A request for one."""


class ScentedView(Scented, StoreView):
    """What the API shows of one."""


@pytest.mark.parametrize("path", generate_spec.generated(), ids=lambda path: str(path.relative_to(generate_spec.PROJECT)))
def test_what_is_generated_is_what_is_committed(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generate_spec.generated()[path], "run `python -m scripts.generate_spec`"


def test_a_new_field_is_in_every_generated_file() -> None:
    before, after = generate_spec.generated(), generate_spec.generated(ScentedSpec)

    assert before.keys() == after.keys()
    for path, text in after.items():
        name = "store_main_scent" if path == generate_spec.ROLE else "mainScent"
        assert name in text
        assert name not in before[path]


def test_a_new_field_is_an_option_of_the_role() -> None:
    option = generate_spec.role_options(ScentedSpec)["store_main_scent"]

    assert option == {
        "description": "What the shop smells of.",
        "type": "str",
        "choices": ["pine", "rose"],
        "default": "pine",
    }


def test_a_new_field_is_a_value_of_the_chart() -> None:
    prop = generate_spec.chart_properties(ScentedSpec)["mainScent"]

    assert prop == {"type": "string", "enum": ["pine", "rose"], "description": "What the shop smells of."}
    assert '  # -- What the shop smells of.\n  mainScent: "pine"\n' in generate_spec.chart_values(ScentedSpec)
    assert chart_names(ScentedSpec)["main_scent"] == "mainScent"


def test_a_new_field_may_be_asked_for_and_is_shown() -> None:
    asked = ScentedRequest(name="Tea", engine="an-engine", main_scent="rose")
    sent = ScentedRequest.model_json_schema()["properties"]["main_scent"]
    shown = ScentedView.model_json_schema(mode="serialization")

    assert asked.model_dump()["main_scent"] == "rose"
    assert sent == {
        "default": "pine",
        "description": "what the shop smells of",
        "enum": ["pine", "rose"],
        "title": "Main Scent",
        "type": "string",
    }
    assert "main_scent" in shown["properties"]
    assert "main_scent" in shown["required"]


def test_a_request_leaves_out_only_what_the_platform_fills_in() -> None:
    asked, made = StoreRequest.model_fields, StoreSpec.model_fields
    may_be_left_out = (name for name in asked if not asked[name].is_required() and asked[name].default is None)
    differing = {name for name in may_be_left_out if made[name].is_required() or made[name].default is not None}
    unasked = {name for name, field in StoreSpec.model_fields.items() if not note_of(field).asked}
    chooses = {"labels"}  # of its cluster, which is what is recorded
    assert set(StoreRequest.model_fields) - chooses == set(StoreSpec.model_fields) - unasked
    assert unasked == {"is_copy", "safe_mode", "mail", "payments", "domains"}
    assert differing == {name for name, field in StoreSpec.model_fields.items() if note_of(field).filled_in}
