"""Rules in plain words: none of pydantic's own reaches a caller."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from functions.api.wording import PATTERNS, SENTENCES, rules, shown
from functions.domain.operation import OperationStatus
from functions.domain.ordering import OrderRequest, WantedAddress, WantedCustomer, WantedItem
from functions.domain.store import StoreSpec


def test_every_pattern_has_its_words() -> None:
    models: tuple[type[BaseModel], ...] = (StoreSpec, OrderRequest, WantedItem, WantedCustomer, WantedAddress)
    with_pattern = [name for model in models for name, field in model.model_fields.items() if "pattern='" in repr(field)]

    aliases, parameters = (
        {"backup", "email", "owner"},
        {"below", "idempotency-key", "component", "pod", "since", "publishable_key"},
    )
    assert {*with_pattern, *aliases, *parameters} == set(PATTERNS)


@pytest.mark.parametrize("sentence", [*SENTENCES.values(), *PATTERNS.values()])
def test_a_rule_reads_on_after_the_field(sentence: str) -> None:
    assert sentence.startswith(("is ", "must "))
    assert not sentence.endswith(".")


def test_an_enum_lists_its_values() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(OperationStatus).validate_python("explode")

    assert rules(caught.value.errors()) == [("body", "must be one of: queued, running, succeeded, failed, timed_out, canceled")]


def test_what_has_no_words_yet_is_still_no_jargon() -> None:
    error = PydanticCustomError("strange_new_type", "Input should be strange")

    assert rules([{"type": error.type, "loc": ("body", "a", 0), "msg": error.message(), "input": 1}]) == [
        ("a.0", "is not valid")
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [("colour", "colour"), ("a\nb", "a?b"), ("größe", "gr??e"), ("x" * 61, "x" * 60 + "…"), ("\x1b[31m", "?[31m"), ("", "")],
)
def test_a_name_is_shown_short_and_printable(name: str, safe: str) -> None:
    assert shown(name) == safe
