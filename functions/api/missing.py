"""The public JSON of stores that a listing over many says nothing of."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from functions.api.schemas import View
from functions.application.asking import Missing


class MissingView(View):
    """A store of which nothing is in the answer."""

    store: str
    reason: str = Field(description="one CamelCase word", examples=["ShopUnavailable"])

    @classmethod
    def all(cls, missing: Sequence[Missing]) -> list[MissingView]:
        """Return the public form of those that are missing."""
        return [cls(store=one.store, reason=one.reason) for one in missing]
