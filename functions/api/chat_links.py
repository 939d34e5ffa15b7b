"""/api/chat/links and /api/chat/codes: which people of chat programs act as the caller, and who asks to."""

from __future__ import annotations

import re
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Request, Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Body, Path
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from functions.api.context import ApiRouter, call
from functions.api.schemas import View
from functions.api.sessions import nothing
from functions.api.stores import Cursor, Limit
from functions.domain.chat import ChatCode, ChatLink, Provider
from functions.domain.errors import NotFound

router = ApiRouter()
LinkIdInPath = Annotated[str, Path(description="the link's id")]
_id: Final = re.compile(r"[0-9a-f]{16}")
WORKSPACE: Final = "what the chat program calls the workspace, or the server"
NAME: Final = "what it calls the person"


class WantedChatCode(BaseModel):
    """A code as the link in a chat has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Annotated[SecretStr, Field(max_length=200, description="works once, within ten minutes")]


class ChatCodeView(View):
    """Who asks to act as the caller."""

    provider: Provider
    workspace: str = Field(description=WORKSPACE)
    name: str = Field(description=NAME)
    expires_at: datetime

    @classmethod
    def of(cls, code: ChatCode) -> ChatCodeView:
        """Return the public form."""
        return cls(provider=code.provider, workspace=code.team_name or code.team, name=_name(code), expires_at=code.expires_at)


class ChatLinkView(View):
    """Somebody of a chat program who acts as the caller."""

    id: str
    provider: Provider
    workspace: str = Field(description=WORKSPACE)
    name: str = Field(description=NAME)
    created_at: datetime

    @classmethod
    def of(cls, link: ChatLink) -> ChatLinkView:
        """Return the public form."""
        workspace = link.team_name or link.team
        return cls(id=link.id, provider=link.provider, workspace=workspace, name=_name(link), created_at=link.created_at)


class ChatLinkList(View):
    """One page of linked people."""

    items: list[ChatLinkView]
    next_cursor: str | None = Field(description="null on the last page")


@router.post("/chat/codes", summary="Look who asks to be linked", operation_id="lookAtChatCode", tags=["chat"])
def look_at_code(request: Request, wanted: Annotated[WantedChatCode, Body()]) -> ChatCodeView:
    """Say who in which chat got this code. Whoever is linked by it may do all that the caller may."""
    return ChatCodeView.of(call(request).platform.chat.accounts.look(wanted.code.get_secret_value()))


@router.post("/chat/codes/refuse", summary="Refuse to be linked", operation_id="refuseChatCode", tags=["chat"], status_code=204)
def refuse_code(request: Request, wanted: Annotated[WantedChatCode, Body()]) -> Response[None]:
    """End a code, so that it links nobody."""
    here = call(request)
    refused = here.platform.chat.accounts.refuse(wanted.code.get_secret_value())
    here.noted.detail |= {"provider": refused.provider.value, "name": _name(refused)}
    return nothing()


@router.get("/chat/links", summary="List linked chat accounts", operation_id="listChatLinks", tags=["chat"])
def list_links(request: Request, limit: Limit = 50, cursor: Cursor = None) -> ChatLinkList:
    """Return one page of the people of chat programs who act as the caller."""
    here = call(request)
    page = here.platform.chat.accounts.of(here.caller, limit=limit, cursor=cursor)
    return ChatLinkList(items=[ChatLinkView.of(link) for link in page.items], next_cursor=page.cursor)


@router.post("/chat/links", summary="Link a chat account", operation_id="linkChat", tags=["chat"], status_code=201)
def link_chat(request: Request, wanted: Annotated[WantedChatCode, Body()]) -> Response[ChatLinkView]:
    """Let whoever asked for the code in a chat act as the caller, with all their rights. Not for personal tokens."""
    here = call(request)
    link = here.platform.chat.accounts.link(wanted.code.get_secret_value(), here.known)
    here.noted.detail |= {"link": link.id, "provider": link.provider.value, "name": _name(link)}
    return Response(
        status_code=HTTPStatus.CREATED.value, content_type=content_types.APPLICATION_JSON, body=ChatLinkView.of(link)
    )


@router.delete(
    "/chat/links/<link_id>", summary="Unlink a chat account", operation_id="unlinkChat", tags=["chat"], status_code=204
)
def unlink_chat(request: Request, link_id: LinkIdInPath) -> Response[None]:
    """Let somebody of a chat program act as the caller no more, at once."""
    here = call(request)
    if not _id.fullmatch(link_id):
        raise NotFound("there is no linked chat account with this id")
    here.noted.detail["link"] = link_id
    here.platform.chat.accounts.unlink(link_id, here.caller)
    return nothing()


def _name(of: ChatCode | ChatLink) -> str:
    return of.name or of.chat_user
