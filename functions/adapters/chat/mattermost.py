"""Mattermost's REST API: posts are made and edited by a bot account. Answers go to the server that asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

import httpx

from functions.application.ports.chat import ChatSent, Payload

SECONDS: Final = 10.0
TOO_MANY: Final = 429


class MattermostSender:
    """The sender for the server at `url`."""

    def __init__(self, *, url: str, token: str, transport: httpx.BaseTransport | None = None) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._transport = transport
        self._me = ""

    def post(self, channel: str, user: str, payload: Payload) -> ChatSent:
        """Make a post in a channel; where the bot is not in it, in its direct channel with this person."""
        sent = self._posted(channel, payload)
        if not sent.over:
            return sent
        direct = self._direct(user)
        return self._posted(direct, payload) if direct else sent

    def edit(self, channel: str, message: str, payload: Payload) -> ChatSent:  # noqa: ARG002 - a post's id says where it is
        """Put another text into a post of the bot's."""
        sent, _ = self._call("PUT", f"/api/v4/posts/{quote(message, safe='')}/patch", payload)
        return sent

    def answer(self, url: str, payload: Payload) -> ChatSent:
        """Answer what somebody said."""
        if not url.startswith(f"{self._url}/"):
            return ChatSent("the address is not the server's", over=True)
        sent, _ = self._call("POST", url.removeprefix(self._url), payload, headers={})
        return sent

    def _posted(self, channel: str, payload: Payload) -> ChatSent:
        sent, found = self._call("POST", "/api/v4/posts", {**payload, "channel_id": channel})
        return sent if sent.error else ChatSent(message=str(found.get("id", "")), channel=channel)

    def _direct(self, user: str) -> str:
        """The channel in which nobody but the bot and this person is; empty where there can be none."""
        if not self._me:
            sent, me = self._call("GET", "/api/v4/users/me", None)
            if sent.error:
                return ""
            self._me = str(me.get("id", ""))
        sent, channel = self._call("POST", "/api/v4/channels/direct", [self._me, user])
        return "" if sent.error else str(channel.get("id", ""))

    def _call(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None = None
    ) -> tuple[ChatSent, Mapping[str, Any]]:
        shown = self._headers if headers is None else headers
        try:
            with httpx.Client(timeout=SECONDS, trust_env=False, transport=self._transport) as client:
                response = client.request(method, f"{self._url}{path}", json=body, headers=dict(shown))
        except httpx.HTTPError as error:
            return ChatSent(type(error).__name__), {}
        if response.is_success:
            return ChatSent(), _object(response)
        status = response.status_code
        wait = response.headers.get("x-ratelimit-reset", "") if status == TOO_MANY else ""
        later = timedelta(seconds=min(int(wait[:4]), 3600)) if wait.isdecimal() else None
        over = status // 100 == 4 and status != TOO_MANY  # noqa: PLR2004
        return ChatSent(f"HTTP {status}", retry_after=later, over=over), {}


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except ValueError:  # a response_url is answered with words
        return {}
    return found if isinstance(found, dict) else {}
