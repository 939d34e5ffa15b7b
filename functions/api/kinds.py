"""/api/kinds: what can be asked of a store, and what is done then, as the kinds' descriptors say it."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from pydantic import Field

from functions.api.bodies import schema_of
from functions.api.context import ApiRouter, call
from functions.api.schemas import View
from functions.domain.kinds import all_kinds
from functions.domain.kinds.base import Kind
from functions.domain.store import StoreStatus

router = ApiRouter()

# The same for everybody until the platform is another version.
KEPT: Final = "private, max-age=300"


class StepView(View):
    """A step that an operation's events tell of. `{software}` stands for the engine's title and version."""

    name: str = Field(description="as the events have it in `step`")
    doing: str = Field(description="what is being done, in words")
    done: str = Field(description="what has been done, in words")


class KindView(View):
    """A kind of operation."""

    name: str
    summary: str = Field(description="what it does, in words")
    allowed_from: list[StoreStatus] = Field(description="the statuses of a store that may be asked for it")
    running: StoreStatus | None = Field(description="the store's status meanwhile; null: as before")
    interrupts: bool = Field(description="true: what is under way on the store is canceled for it")
    copies: bool = Field(description="true: it makes another store, whose operation it is")
    timeout_seconds: int = Field(description="it is ended as timed_out so long after its first start")
    steps: list[StepView] = Field(
        description="in the order in which a run comes to them; it leaves out those that there is no need for"
    )
    parameters: dict[str, Any] = Field(description="the JSON Schema of what may be said besides the kind")

    @classmethod
    def of(cls, kind: Kind, timeout: timedelta) -> KindView:
        """Return the public form of a kind; `timeout`: of those that have none of their own."""
        return cls(
            name=kind.name,
            summary=kind.summary,
            allowed_from=sorted(kind.allowed_from),
            running=kind.running,
            interrupts=kind.interrupts,
            copies=kind.copies,
            timeout_seconds=int((kind.timeout or timeout).total_seconds()),
            steps=[StepView(name=step.name, doing=step.doing, done=step.done) for step in kind.steps],
            parameters=schema_of(kind.parameters),
        )


class KindList(View):
    """The kinds of operations: those that make a store first, those that end one last."""

    items: list[KindView]


@router.get("/kinds", summary="List kinds of operations", operation_id="listKinds", tags=["catalogue"])
def list_kinds(request: Request) -> Response[KindList]:
    """Return every kind with its steps and parameters. It changes only with the platform's version, and may be kept a while."""
    timeout = call(request).platform.limits.timeout
    return Response(
        status_code=HTTPStatus.OK.value,
        content_type=content_types.APPLICATION_JSON,
        body=KindList(items=[KindView.of(kind, timeout) for kind in all_kinds().values()]),
        headers={"Cache-Control": KEPT},
    )
