"""A stand-in for a Mattermost server: it checks what the real one checks, and is reached by the platform's own sender."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from functions.adapters.chat.mattermost import MattermostSender
from functions.application.ports.system import Clock

URL = "https://chat.example.org"
COMMAND_TOKEN, BOT_TOKEN = "xr3j5x3p4pfk7kk6ck7b4e6ghh", "bot-token-0001-stand-in-0001"
CHANNEL, PRIVATE, DIRECT = "channel0001", "channel0002", "direct0001"
OLGA, OTTO, BOT = "user0001", "user0002", "bot0001"
NAMES = {OLGA: "olga", OTTO: "otto"}
POST_MAX, USES, USABLE = 16_383, 5, timedelta(minutes=30)
Json = dict[str, Any]


@dataclass
class Post:
    """A post of the bot's, with each text that it had."""

    id: str
    channel: str
    editions: list[Json] = field(default_factory=list)

    @property
    def now(self) -> Json:
        """As it is shown."""
        return self.editions[-1]


class MattermostServer:
    """One server with a slash command and a bot account. What a button carries only the server sees: `context` keeps it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.url = URL
        self.reachable = {CHANNEL, DIRECT}
        self.posts: list[Post] = []
        self.shown: list[tuple[str, Json]] = []
        self._hooks: dict[str, tuple[str, datetime, int]] = {}

    def slash(self, text: str, *, user: str = OLGA, channel: str = CHANNEL, token: str = COMMAND_TOKEN) -> dict[str, str]:
        """Return the fields of a slash command."""
        path = f"/hooks/commands/{secrets.token_hex(8)}"
        self._hooks[path] = (user, self.clock.now(), 0)
        return {
            "channel_id": channel,
            "channel_name": "shops",
            "command": "/store",
            "response_url": f"{self.url}{path}",
            "team_domain": "tea-house",
            "team_id": "team0001",
            "text": text,
            "token": token,
            "trigger_id": secrets.token_urlsafe(24),
            "user_id": user,
            "user_name": NAMES[user],
        }

    def pressed(self, shown: Mapping[str, Any], button: str, *, user: str = OLGA) -> Json:
        """Return what the server sends when a button is pressed."""
        attachments = shown.get("attachments") or shown.get("props", {}).get("attachments", [])
        actions = [action for attachment in attachments for action in attachment["actions"]]
        named = [action for action in actions if action["name"] == button]
        assert named, [action["name"] for action in actions]
        assert named[0]["integration"]["url"].endswith("/chatops/mattermost/actions")
        context = named[0]["integration"]["context"]
        return {
            "user_id": user,
            "user_name": NAMES[user],
            "channel_id": CHANNEL,
            "team_id": "team0001",
            "post_id": "post0001",
            "trigger_id": secrets.token_urlsafe(24),
            "type": "button",
            "context": context,
        }

    def sender(self) -> MattermostSender:
        """Return the platform's own sender, which reaches this server without HTTP."""
        return MattermostSender(url=URL, token=BOT_TOKEN, transport=httpx.MockTransport(self.answered))

    def answered(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the platform's."""
        path, body = request.url.path, json.loads(request.content or b"null")
        if path in self._hooks:
            return self._hooked(path, body)
        if request.headers.get("authorization") != f"Bearer {BOT_TOKEN}":
            return httpx.Response(401, json={"id": "api.context.session_expired.app_error"})
        if path == "/api/v4/users/me":
            return httpx.Response(200, json={"id": BOT})
        if path == "/api/v4/channels/direct":
            return httpx.Response(201, json={"id": DIRECT}) if body[0] == BOT else httpx.Response(400, json={})
        if path == "/api/v4/posts":
            return self._posted(body)
        return self._patched(path.split("/")[4], body)

    def _posted(self, body: Json) -> httpx.Response:
        if body["channel_id"] not in self.reachable:
            return httpx.Response(403, json={"id": "api.context.permissions.app_error"})
        if not body["message"] or len(body["message"]) > POST_MAX:
            return httpx.Response(400, json={})
        post = Post(secrets.token_hex(8), body["channel_id"], [body])
        self.posts.append(post)
        return httpx.Response(201, json={"id": post.id})

    def _patched(self, post_id: str, body: Json) -> httpx.Response:
        found = [post for post in self.posts if post.id == post_id]
        if not found:
            return httpx.Response(404, json={})
        found[0].editions.append(body)
        return httpx.Response(200, json={"id": post_id})

    def _hooked(self, path: str, body: Json) -> httpx.Response:
        user, made, uses = self._hooks[path]
        if uses == USES or self.clock.now() - made > USABLE:
            return httpx.Response(404, json={})
        self._hooks[path] = (user, made, uses + 1)
        self.shown.append((user, body))
        return httpx.Response(200, text="ok")
