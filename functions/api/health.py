"""/health: does the process answer, and can the platform take work? Needs no token, so it says little."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Request

from functions.api.context import ApiRouter, Check, call
from functions.api.errors import NotReady
from functions.api.problems import CheckView, HealthView, ReadyView
from functions.observability import logger

router = ApiRouter()

VERSION = "0.1.0"
# What a stranger is told; the cause, which may hold paths and addresses, goes to the log.
FAILED = {
    "state": "The state cannot be reached.",
    "cluster": "No cluster can be reached.",
}


@router.get("/health", summary="Is the process alive", operation_id="getHealth", tags=["health"])
def get_health() -> HealthView:
    """Answer if the process is alive; looks at nothing else."""
    return HealthView(status="ok", version=VERSION)


@router.get("/health/ready", summary="Can the platform take work", operation_id="getReady", tags=["health"])
def get_ready(request: Request) -> ReadyView:
    """Ask the state, a worker and the clusters; 503 with the same checks if one of them is not well."""
    found = call(request).platform.health.check()
    failed = [
        (name, check.public or FAILED.get(name, "This part is not well.")) for name, check in found.items() if not check.ok
    ]
    for name, check in found.items():
        if check.message:
            logger.warning("degraded" if check.ok else "not ready", check=name, cause=check.message)
    sentences = dict(failed)
    checks = {
        name: CheckView(status=_status(check), message=sentences.get(name, check.public)) for name, check in found.items()
    }
    if failed:
        raise NotReady(failed, {name: check.model_dump() for name, check in checks.items()})
    return ReadyView(status="ready", checks=checks)


def _status(check: Check) -> str:
    if not check.ok:
        return "failed"
    return "degraded" if check.public else "ok"
