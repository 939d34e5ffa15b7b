"""/api/chat: one line in words, as people type it where they talk."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.openapi.params import Body
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from functions.api.context import ApiRouter, call
from functions.api.schemas import OperationView, View
from functions.application.chat.replies import Reply
from functions.application.chat.text import LINE_MAX

router = ApiRouter()
SOURCE: Final = "chat"


class ChatLine(BaseModel):
    """What somebody typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: Annotated[str, Field(max_length=LINE_MAX, description="a command; `help` has them", examples=["show demo"])]
    confirmed: Annotated[
        StrictBool, Field(description="whether its sender has seen what goes, which `confirm` of the answer before says")
    ] = False


class ChatAnswer(View):
    """What is said to it."""

    text: str = Field(description="one or two sentences")
    lines: list[str] = Field(description="what belongs to it, a line each")
    next: list[str] = Field(description="lines that may be sent next")
    confirm: str = Field(description="what goes; to go on, the line is sent again, confirmed. Empty: nothing is asked")
    operation: OperationView | None = Field(description="what was accepted, to follow")
    reason: str = Field(description="why nothing was done, in one CamelCase word; empty: it was")

    @classmethod
    def of(cls, reply: Reply) -> ChatAnswer:
        """Return the public form."""
        operation = OperationView.of(reply.operation) if reply.operation is not None else None
        said = {"text": reply.text, "confirm": reply.confirm, "reason": reply.reason}
        return cls.model_validate({**said, "lines": list(reply.lines), "next": list(reply.next), "operation": operation})


@router.post("/chat", summary="Say something in words", operation_id="sayInWords", tags=["chat"])
def chat(request: Request, said: Annotated[ChatLine, Body()]) -> ChatAnswer:
    """Carry a line out, with the rights and limits of the caller. What cannot be done is answered in words too, with 200."""
    here = call(request)
    origin = replace(here.origin, source=SOURCE)
    return ChatAnswer.of(here.platform.chat.commands.answer(said.line, here.caller, confirmed=said.confirmed, origin=origin))
