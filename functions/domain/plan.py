"""A plan: a size of store, as quota and limits of its namespace and sizes in its chart's values."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from functions.domain.shipped import SHIPPED_MAX, WantedExtensions


class Plan(BaseModel):
    """One size of one engine. `quota` is the namespace's ResourceQuota, `values` go to the chart as they are.

    `replicas`: how many pods the shop runs in. `extensions`: what every shop of this plan is made with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    quota: dict[str, str]
    values: dict[str, Any]
    replicas: PositiveInt = 1
    extensions: WantedExtensions = Field(default=(), max_length=SHIPPED_MAX)
