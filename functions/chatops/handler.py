"""/chatops: what Slack and Mattermost send, as a Lambda function and on the platform of one machine.

A request that is not proven is 401, whatever is wrong with it, and nothing of it is logged. One that is gets 200 and words,
also where it cannot be done: another status would only be shown as an error of the app.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, Protocol

from functions.application.chat.parts import Chat
from functions.application.ports.system import Clock
from functions.chatops.mattermost import Mattermost
from functions.chatops.requests import Event, Refused
from functions.chatops.slack import Slack, payload_of
from functions.domain.chat import Provider
from functions.domain.errors import StoreyardError
from functions.domain.origin import is_request_id
from functions.observability import logger
from functions.settings import Settings

PREFIX: Final = "/chatops/"
SLACK, INTERACTIONS = f"{PREFIX}slack", f"{PREFIX}slack/interactions"
MATTERMOST, ACTIONS = f"{PREFIX}mattermost", f"{PREFIX}mattermost/actions"
PATHS: Final = {
    SLACK: Provider.SLACK,
    INTERACTIONS: Provider.SLACK,
    MATTERMOST: Provider.MATTERMOST,
    ACTIONS: Provider.MATTERMOST,
}
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
UNAVAILABLE: Final = (
    "The platform cannot reach what it needs for this right now. Look whether it was done before you say it again."
)
Answer = dict[str, Any]
Handler = Callable[[Event, object], Answer]


class Platform(Protocol):
    """What chat needs of functions.bootstrap.Platform; tests bring their own."""

    @property
    def settings(self) -> Settings:
        """Which programs are configured."""

    @property
    def chat(self) -> Chat:
        """The use cases."""

    @property
    def clock(self) -> Clock:
        """Where times come from."""


def create_handler(platform: Callable[[], Platform]) -> Handler:
    """Return a handler on the platform that `platform` gives, which is asked for with the first request."""

    def handle(event: Event, context: object) -> Answer:  # noqa: ARG001 - as Lambda calls it
        started = time.monotonic()
        path, method = str(event.get("rawPath", "")), str(event["requestContext"]["http"]["method"]).upper()
        request_id = _request_id(event)
        status, body = _answered(platform, event, path, method, request_id)
        seconds = round((time.monotonic() - started) * 1000, 1)
        route = path if path in PATHS else "-"
        logger.info("chat request", request_id=request_id, route=route, status=status.value, duration_ms=seconds)
        return _finished(status, body, request_id)

    return handle


def _answered(
    platform: Callable[[], Platform], event: Event, path: str, method: str, request_id: str
) -> tuple[HTTPStatus, Mapping[str, Any] | None]:
    try:
        made = platform()
        if path not in PATHS or not _configured(made.chat, PATHS[path]):
            return HTTPStatus.NOT_FOUND, {"text": "There is nothing at this path."}
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, {"text": "Send a POST."}
        return HTTPStatus.OK, _routed(made, event, path, request_id)
    except Refused:
        return HTTPStatus.UNAUTHORIZED, {"text": "This request is not proven to be the chat program's."}
    except StoreyardError as error:
        logger.warning("chat request not done", request_id=request_id, error=error.message)
        return HTTPStatus.OK, _said(path)
    except Exception:  # noqa: BLE001 - the last net
        logger.exception("chat request failed", request_id=request_id)
        return HTTPStatus.INTERNAL_SERVER_ERROR, {"text": f"Something went wrong here. Its id is {request_id}."}


def _routed(made: Platform, event: Event, path: str, request_id: str) -> Mapping[str, Any] | None:
    if PATHS[path] is Provider.MATTERMOST:
        mattermost = Mattermost(made.chat, made.settings.mattermost_url or "")
        if path == ACTIONS:
            return mattermost.action(event, request_id)
        return mattermost.command(mattermost.proven(event), request_id)
    slack = Slack(made.chat, made.clock.now, answers_at=made.settings.slack_answers_at)
    found = slack.proven(event)
    if path == INTERACTIONS:
        slack.interaction(payload_of(found), request_id)
        return None
    return slack.command(found, request_id)


def _configured(chat: Chat, provider: Provider) -> bool:
    return bool(chat.secrets.slack if provider is Provider.SLACK else chat.secrets.mattermost)


def _said(path: str) -> Mapping[str, Any] | None:
    """What is said where the state cannot be reached; who pressed something in Slack cannot be told."""
    if path == INTERACTIONS:
        return None
    if path == ACTIONS:
        return {"ephemeral_text": UNAVAILABLE}
    return {"response_type": "ephemeral", "text": UNAVAILABLE}


def _request_id(event: Event) -> str:
    made = "".join(one for one in str(event["requestContext"].get("requestId", "")) if one.isalnum() or one in "_.-")[:64]
    return made if is_request_id(made) else "-"


def _finished(status: HTTPStatus, body: Mapping[str, Any] | None, request_id: str) -> Answer:
    kind = {} if body is None else {"Content-Type": "application/json; charset=utf-8"}
    return {
        "statusCode": status.value,
        "headers": {**HEADERS, **kind, "X-Request-Id": request_id},
        "body": "" if body is None else json.dumps(body, ensure_ascii=False),
        "isBase64Encoded": False,
        "cookies": [],
    }


def _bootstrapped() -> Platform:
    from functions.bootstrap import platform  # noqa: PLC0415 - adapters are not needed to test the door

    return platform()


handler = create_handler(_bootstrapped)
