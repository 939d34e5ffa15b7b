"""Slack's Web API: messages are posted and edited by the app's bot, and answers go where Slack said they shall.

Nothing is tried again here: what waits is in the state, and a thread that sleeps would keep others from being sent.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from functions.application.ports.chat import ChatSent, Payload

SECONDS: Final = 10
TOO_MANY: Final = 429
# What the bot cannot reach a channel for. The person who asked can always be written to.
UNREACHABLE: Final = frozenset({"channel_not_found", "not_in_channel", "is_archived", "restricted_action"})
FORM: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
# What goes by by itself; all else that Slack says no to, it says no to again.
PASSING: Final = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "fatal_error",
        "internal_error",
        "service_unavailable",
        "request_timeout",
        "message_limit_exceeded",
    }
)
# slack_sdk writes what it sends and gets into its log where that shows everything.
_log = logging.getLogger("functions.slack_sdk")
_log.setLevel(logging.WARNING)


class SlackSender:
    """The sender. `answers_at`: what the address of an answer has to begin with, whatever the state says."""

    def __init__(
        self,
        *,
        token: str,
        api: str,
        answers_at: str,
        client: type[WebClient] = WebClient,
        hook: type[WebhookClient] = WebhookClient,
    ) -> None:
        self._client = client(token=token, base_url=f"{api}/", timeout=SECONDS, retry_handlers=[], logger=_log)
        self._answers_at = answers_at
        self._hook = hook

    def post(self, channel: str, user: str, payload: Payload) -> ChatSent:
        """Post a message into a channel; where the bot cannot, into the app's own conversation with this person."""
        sent = self._call("chat.postMessage", {**payload, "channel": channel})
        if sent.error in UNREACHABLE and channel != user:
            return self._call("chat.postMessage", {**payload, "channel": user})
        return sent

    def edit(self, channel: str, message: str, payload: Payload) -> ChatSent:
        """Put another text into a message of the bot's."""
        edited = {name: value for name, value in payload.items() if not name.startswith("unfurl_")}
        return self._call("chat.update", {**edited, "channel": channel, "ts": message})

    def answer(self, url: str, payload: Payload) -> ChatSent:
        """Answer what somebody said or pressed."""
        if not url.startswith(self._answers_at):
            return ChatSent("the address is not Slack's", over=True)
        client = self._hook(url, timeout=SECONDS, retry_handlers=[], logger=_log)
        try:
            response = client.send_dict(dict(payload))
        except (OSError, HTTPException, SlackClientError) as error:
            return ChatSent(type(error).__name__)
        if response.status_code == TOO_MANY:
            return ChatSent("ratelimited", retry_after=_retry_after(response.headers))
        if response.status_code // 100 == 2:  # noqa: PLR2004
            return ChatSent()
        return ChatSent(_word(response.body), over=response.status_code // 100 == 4)  # noqa: PLR2004

    def _call(self, method: str, arguments: Mapping[str, Any]) -> ChatSent:
        try:
            response = self._client.api_call(method, json=dict(arguments))
        except SlackApiError as error:
            return _refused(error)
        except (OSError, HTTPException, SlackClientError) as error:
            return ChatSent(type(error).__name__)
        return ChatSent(message=str(response.get("ts", "")), channel=str(response.get("channel", "")))


def _refused(error: SlackApiError) -> ChatSent:
    response = error.response
    word = _word(response.get("error") or "")
    status = int(getattr(response, "status_code", 0))
    if status == TOO_MANY or word in PASSING or status // 100 == 5:  # noqa: PLR2004
        return ChatSent(word or "ratelimited", retry_after=_retry_after(response.headers))
    return ChatSent(word, over=True, form=word in FORM)


def _retry_after(headers: Mapping[str, Any]) -> timedelta | None:
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    text = str(found[0] if isinstance(found, list) and found else found)
    return timedelta(seconds=min(int(text[:6]), 3600)) if text.isdecimal() else None


def _word(text: object) -> str:
    """Slack's word for what is wrong, fit for a log."""
    if isinstance(text, str) and text.startswith("{"):
        try:
            text = json.loads(text).get("error", "")
        except ValueError:
            text = ""
    found = "".join(one for one in str(text)[:60] if one.isalnum() or one in "_-")
    return found or "refused"
