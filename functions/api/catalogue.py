"""/api/engines, /api/plans: what a new store can be made of."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Request

from functions.api.context import ApiRouter, call
from functions.api.offers import EngineList, EngineView, PlanList, PlanView
from functions.application.outlook import expected
from functions.domain.kinds import provision
from functions.domain.plan import Plan

router = ApiRouter()


@router.get("/engines", summary="List engines", operation_id="listEngines", tags=["catalogue"])
def list_engines(request: Request) -> EngineList:
    """Return the shop software there is, and whether a store can be made on it here."""
    platform = call(request).platform
    service = platform.service
    views = [
        EngineView.of(
            engine,
            available=service.is_available(engine),
            expected=expected(platform.repository, provision.KIND.name, engine.name),
        )
        for engine in service.engines().values()
    ]
    views += [EngineView.broken(name, problem) for name, problem in service.broken_engines().items()]
    return EngineList(items=sorted(views, key=lambda view: view.name))


@router.get("/plans", summary="List plans", operation_id="listPlans", tags=["catalogue"])
def list_plans(request: Request) -> PlanList:
    """Return the sizes of stores, and what each gives on which engine."""
    sizes: dict[str, dict[str, Plan]] = {}
    for name, engine in sorted(call(request).platform.service.engines().items()):
        for plan, size in engine.plans.items():
            sizes.setdefault(plan, {})[name] = size
    return PlanList(items=[PlanView.of(plan, by_engine) for plan, by_engine in sizes.items()])
