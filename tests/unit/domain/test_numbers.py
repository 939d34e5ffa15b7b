"""Whole numbers in requests are what JSON Schema calls an integer."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from functions.domain.numbers import WHOLE

READER: TypeAdapter[int | None] = TypeAdapter(Annotated[int, Field(le=100), WHOLE] | None)


@pytest.mark.parametrize(("sent", "read"), [(3, 3), (3.0, 3), (-1, -1), (None, None)])
def test_what_is_whole_is_read(sent: object, read: int | None) -> None:
    found = READER.validate_python(sent)

    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize("sent", [True, False, "3", 3.5, float("inf"), [3], {}])
def test_what_only_looks_like_it_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError) as refused:
        READER.validate_python(sent)

    assert {error["type"] for error in refused.value.errors()} >= {"int_type"}
