"""The public JSON of what a store can be made of: engines, plans."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from functions.api.schemas import View
from functions.application.outlook import Expected
from functions.domain.engine import Engine
from functions.domain.plan import Plan


class EngineView(View):
    """A shop software."""

    name: str
    title: str
    version: str = Field(description="empty where its engine.yml cannot be read")
    plans: list[str]
    currencies: list[str] | None = Field(description="the currencies it knows; null: all")
    countries: list[str] | None = Field(description="the countries it knows; null: all")
    settings: list[str] = Field(description="the fields of a store that can be changed later, or that only some engines know")
    expected_seconds: float | None = Field(
        description="half of the stores made on it were ready after so long, within a tenth; null: none was made yet"
    )
    expected_of: int = Field(description="how many stores this was seen of")
    available: bool = Field(description="false: no store can be made on it here; message says why")
    message: str = Field("", description="one sentence for a person, empty if it is available")

    @classmethod
    def of(cls, engine: Engine, *, available: bool, expected: Expected) -> EngineView:
        """Return the public form of an engine on offer."""
        return cls(
            name=engine.name,
            title=engine.title,
            version=engine.version,
            plans=list(engine.plans),
            currencies=None if engine.currencies is None else sorted(engine.currencies),
            countries=None if engine.countries is None else sorted(engine.countries),
            settings=list(engine.settings),
            expected_seconds=expected.seconds,
            expected_of=expected.of,
            available=available,
            message="" if available else "Its images are not built here.",
        )

    @classmethod
    def broken(cls, name: str, problem: str) -> EngineView:
        """Return the public form of an engine that cannot be used, because its engine.yml is broken."""
        return cls(
            name=name,
            title=name,
            version="",
            plans=[],
            currencies=None,
            countries=None,
            settings=[],
            expected_seconds=None,
            expected_of=0,
            available=False,
            message=problem,
        )


class EngineList(View):
    """The engines on offer, by name."""

    items: list[EngineView]


class PlanView(View):
    """A size of store. What it gives depends on the engine."""

    name: str
    quotas: dict[str, dict[str, str]] = Field(description="by engine, what all of a store's parts may use together")
    replicas: dict[str, int] = Field(description="by engine, in how many pods a shop runs; a copy to try things out has one")
    grows_to: dict[str, int] = Field(
        description="by engine, in how many pods it runs at most with its load; left out: it does not grow"
    )

    @classmethod
    def of(cls, name: str, by_engine: Mapping[str, Plan]) -> PlanView:
        """A plan as each engine that has it means it."""
        quotas = {engine: plan.quota for engine, plan in by_engine.items()}
        replicas = {engine: plan.replicas for engine, plan in by_engine.items()}
        grows_to = {engine: plan.most for engine, plan in by_engine.items() if plan.autoscale is not None}
        return cls(name=name, quotas=quotas, replicas=replicas, grows_to=grows_to)


class PlanList(View):
    """The plans on offer."""

    items: list[PlanView]
