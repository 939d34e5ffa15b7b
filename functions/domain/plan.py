"""A plan: a size of store, as quota and limits of its namespace and sizes in its chart's values."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Plan(BaseModel):
    """One size of one engine. `quota` is the namespace's ResourceQuota, `values` go to the chart as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quota: dict[str, str]
    values: dict[str, Any]
