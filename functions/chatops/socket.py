"""What comes by Slack's socket: the same commands and buttons as over HTTP, vouched for by the connection itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from functions.chatops.handler import UNAVAILABLE, Platform
from functions.chatops.requests import Refused
from functions.chatops.slack import Slack
from functions.domain.errors import StoreyardError
from functions.observability import logger

Listen = Callable[[str, Mapping[str, Any], str], Mapping[str, Any] | None]
COMMAND, BUTTON = "slash_commands", "interactive"


def listener(platform: Platform) -> Listen:
    """Return what takes an envelope: its type, its payload and its id; and returns the answer that goes with its receipt.

    An envelope may come twice, where a connection ended before the receipt got through.
    """
    slack = Slack(platform.chat, platform.clock.now, answers_at=platform.settings.slack_answers_at)

    def listen(kind: str, payload: Mapping[str, Any], envelope: str) -> Mapping[str, Any] | None:
        request_id = envelope[:64]
        try:
            if kind not in {COMMAND, BUTTON} or not platform.chat.replays.first("slack-socket", envelope):
                return None
            if kind == COMMAND:
                return slack.command(payload, request_id)
            slack.interaction(payload, request_id)
        except Refused:
            logger.warning("Slack's socket brought something that it should not", request_id=request_id)
        except StoreyardError as error:
            logger.warning("chat request not done", request_id=request_id, error=error.message)
            return {"response_type": "ephemeral", "text": UNAVAILABLE} if kind == COMMAND else None
        return None

    return listen


def say_what_is_configured(platform: Platform) -> None:
    """Write into the log which chat programs are served, and how."""
    chosen, secrets = platform.settings, platform.chat.secrets
    doors = {"HTTP": bool(secrets.slack), "Socket Mode": chosen.slack_app_token is not None}
    slack = " and ".join(name for name, there in doors.items() if there)
    for name, by in (("Slack", slack), ("Mattermost", "HTTP" if secrets.mattermost else "")):
        if by:
            logger.info(f"chat in {name} is served", by=by)
        else:
            logger.info(
                f"chat in {name} is not configured: docs/chatops.md says how", path=f"/chatops/{name.lower()}", status=404
            )
