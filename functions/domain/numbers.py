"""Numbers in requests."""

from __future__ import annotations

from typing import Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


# Stands behind an int and its limits: a whole number is what JSON Schema calls one. 3.0 is; true and "3" are not.
WHOLE: Final = BeforeValidator(_whole)
