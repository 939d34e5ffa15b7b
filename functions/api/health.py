"""/health: does the process answer, and can the platform take work? Needs no token, so it says little."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Request

from functions.api.context import ApiRouter, call
from functions.api.errors import NotReady
from functions.api.problems import CheckView, HealthView, ReadyView

router = ApiRouter()

VERSION = "0.1.0"
SENTENCE_MAX = 200


@router.get("/health", summary="Is the process alive", operation_id="getHealth", tags=["health"])
def get_health() -> HealthView:
    """Answer if the process is alive; looks at nothing else."""
    return HealthView(status="ok", version=VERSION)


@router.get("/health/ready", summary="Can the platform take work", operation_id="getReady", tags=["health"])
def get_ready(request: Request) -> ReadyView:
    """Ask the state, a worker and the clusters; 503 with the same checks if one of them is not well."""
    found = call(request).platform.health.check()
    checks = {
        name: CheckView(status="ok" if check.ok else "failed", message=check.message[:SENTENCE_MAX])
        for name, check in found.items()
    }
    failed = [(name, check.message) for name, check in checks.items() if check.status != "ok"]
    if failed:
        raise NotReady(failed, {name: check.model_dump() for name, check in checks.items()})
    return ReadyView(status="ready", checks=checks)
