"""A plan: a size of store, as quota and limits of its namespace and sizes in its chart's values."""

from __future__ import annotations

from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from functions.domain.quantity import whole
from functions.domain.shipped import SHIPPED_MAX, WantedExtensions

MOST_MBIT: Final = 100_000
BESIDE: Final = 3  # the database, the queue, and a job (a backup)
MILLI: Final = 1000
MOST_PODS: Final = 10  # all are on the node of the shop's volume


class Autoscale(BaseModel):
    """How far a shop grows with its load: where its pods use more than `cpu` per cent of what they request, on average."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max: int = Field(ge=2, le=MOST_PODS)
    cpu: int = Field(ge=10, le=1000)


class Bandwidth(BaseModel):
    """Mbit/s that each pod of the shop may receive and send for long, where the cluster's network plugin holds it to that."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ingress: int = Field(0, ge=0, le=MOST_MBIT, description="0: any")
    egress: int = Field(0, ge=0, le=MOST_MBIT, description="0: any")


class Plan(BaseModel):
    """One size of one engine. `quota` is the namespace's ResourceQuota, `values` go to the chart as they are.

    `replicas`: how many pods the shop runs in. `autoscale`: up to how many more, with its load; null: no more.
    `bandwidth`: null: any. `extensions`: what every shop of this plan is made with.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    quota: dict[str, str]
    values: dict[str, Any]
    replicas: PositiveInt = 1
    autoscale: Autoscale | None = None
    bandwidth: Bandwidth | None = None
    extensions: WantedExtensions = Field(default=(), max_length=SHIPPED_MAX)

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.autoscale is not None and self.autoscale.max <= self.replicas:
            raise ValueError(f"autoscale.max must be more than replicas, which is {self.replicas}")
        return self

    @property
    def most(self) -> int:
        """In how many pods the shop may run at once."""
        return self.autoscale.max if self.autoscale is not None else self.replicas


def too_small(plan: Plan) -> dict[str, str]:
    """Return what of a plan that grows leaves no room for all pods, by its name, with a sentence of what they need.

    That is `autoscale.max` pods of the shop, one more that starts before another ends, and the database. What the plan does not
    say is not judged.
    """
    if plan.autoscale is None:
        return {}
    pods = plan.autoscale.max + 1
    found = {}
    for key, given in plan.quota.items():
        part, _, name = key.partition(".")
        web, db = (whole(_size(plan, component, part, name), times=MILLI) for component in ("web", "db"))
        needed, room = (web or 0) * pods + (db or 0), whole(given, times=MILLI)
        if room is not None and needed > room:
            found[f"quota.{key}"] = f"{pods} pods of the shop and its database take more"
    if (room := whole(plan.quota.get("pods"))) is not None and room < pods + BESIDE:
        found["quota.pods"] = f"{pods} pods of the shop, its database, its queue and a job are {pods + BESIDE}"
    each, most = (plan.values.get(component, {}).get("connections") for component in ("web", "db"))
    if isinstance(each, int) and isinstance(most, int) and each * pods > most:
        found["values.db.connections"] = f"{pods} pods of the shop have {each} each"
    return found


def _size(plan: Plan, component: str, part: str, name: str) -> str | None:
    """What a component asks for, or is held to, as Kubernetes writes it."""
    size = plan.values.get(component, {}).get("resources", {}).get(part, {}).get(name)
    return None if size is None else str(size)
