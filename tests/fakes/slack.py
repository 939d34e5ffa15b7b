"""A stand-in for Slack: one workspace that checks what the real one checks, and clients of slack_sdk that reach it.

It keeps messages as they were edited, what was shown to one person only, and how often an address for answers was used.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackObjectFormationError
from slack_sdk.models.blocks import Block, TaskCardBlock
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from functions.adapters.chat.slack import SlackSender
from functions.application.ports.system import Clock
from functions.domain.chat_signing import signature

TEAM, CHANNEL, PRIVATE, OLGA, OTTO = "T0001", "C0001", "C0002", "U0001", "U0002"
BOT_TOKEN, SIGNING_SECRET = "xoxb-0001-stand-in-0001", "8f742231b10e8888abcd99yyyzzz85a5"
API, HOOKS = "https://slack.com/api", "https://hooks.slack.com/"
BLOCKS_MAX, CHARACTERS_MAX = 50, 13_200
USES, USABLE = 5, timedelta(minutes=30)
NAMES = {OLGA: "olga", OTTO: "otto"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """What Slack answers a call with."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Posted:
    """A message of the bot's: each edition that it had, and when."""

    channel: str
    ts: str
    editions: list[Json] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)

    @property
    def now(self) -> Json:
        """As it is shown."""
        return self.editions[-1]


@dataclass
class Hook:
    """An address for answers."""

    user: str
    made: datetime
    ephemeral: bool
    uses: int = 0


class SlackWorkspace:
    """One workspace with an app in it. `reachable`: the channels that its bot may post into, besides people's own."""

    def __init__(self, clock: Clock, *, base: str = API, hooks: str = HOOKS) -> None:
        self.clock = clock
        self.base, self.hooks_at = base, hooks
        self.reachable = {CHANNEL, *NAMES}
        self.messages: list[Posted] = []
        self.shown: list[tuple[str, Json]] = []  # to whom alone, and what
        self.calls: list[str] = []
        self.refusing: list[Answered] = []  # what the next calls are answered with, whatever they say
        self.plan_known = True
        self._hooks: dict[str, Hook] = {}
        self._last = 0

    def call(self, method: str, arguments: Mapping[str, Any], token: str) -> Answered:
        """Answer a call of the Web API."""
        self.calls.append(method)
        if token != BOT_TOKEN:
            return _no("invalid_auth")
        if self.refusing:
            return self.refusing.pop(0)
        if method not in {"chat.postMessage", "chat.update"}:
            return _no("unknown_method")
        if not arguments.get("text"):
            return _no("no_text")
        wrong = wrong_with(arguments.get("blocks", []), plan_known=self.plan_known)
        if wrong:
            return _no(wrong)
        return self._posted(arguments) if method == "chat.postMessage" else self._updated(arguments)

    def answer(self, url: str, payload: Mapping[str, Any]) -> Answered:
        """Take an answer at one of the addresses that were given out: five times in 30 minutes."""
        hook = self._hooks.get(url)
        self.calls.append("response_url")
        if self.refusing:
            return self.refusing.pop(0)
        if hook is None or self.clock.now() - hook.made > USABLE:
            return Answered(404, {"ok": False, "error": "expired_url"})
        if hook.uses == USES:
            return Answered(404, {"ok": False, "error": "used_url"})
        wrong = wrong_with(payload.get("blocks", []), plan_known=self.plan_known)
        if wrong or not payload.get("text"):
            return Answered(400, {"ok": False, "error": wrong or "no_text"})
        if payload.get("replace_original") and not hook.ephemeral:
            return Answered(400, {"ok": False, "error": "cannot_replace"})
        hook.uses += 1
        self.shown.append((hook.user, dict(payload)))
        return Answered(200, {"ok": True})

    def slash(self, text: str, *, user: str = OLGA, channel: str = CHANNEL) -> dict[str, str]:
        """Return the fields of a slash command."""
        return {
            "token": "deprecated",
            "team_id": TEAM,
            "team_domain": "tea-house",
            "channel_id": channel,
            "channel_name": "shops",
            "user_id": user,
            "user_name": NAMES[user],
            "command": "/store",
            "text": text,
            "api_app_id": "A0001",
            "is_enterprise_install": "false",
            "response_url": self._hook(user, ephemeral=False),
            "trigger_id": f"{secrets.randbelow(10**9)}.1.{secrets.token_hex(8)}",
        }

    def pressed(self, shown: Mapping[str, Any], button: str, *, user: str = OLGA, ephemeral: bool = True) -> Json:
        """Return the payload of a button that is pressed in a message; `button` is what it says."""
        element = button_of(shown, button)
        container = {"type": "message", "message_ts": "1.2", "channel_id": CHANNEL, "is_ephemeral": ephemeral}
        return {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "tea-house"},
            "user": {"id": user, "username": NAMES[user], "name": NAMES[user], "team_id": TEAM},
            "api_app_id": "A0001",
            "token": "deprecated",
            "container": container,
            "trigger_id": secrets.token_hex(8),
            "channel": {"id": CHANNEL, "name": "shops"},
            "response_url": self._hook(user, ephemeral=ephemeral),
            "actions": [{"type": "button", "action_id": element["action_id"], "block_id": "b", "value": element["value"]}],
        }

    def sender(self) -> SlackSender:
        """Return the platform's own sender, whose clients reach this workspace without HTTP."""
        return SlackSender(token=BOT_TOKEN, api=self.base, answers_at=self.hooks_at, client=_client(self), hook=_hook(self))

    def _posted(self, arguments: Mapping[str, Any]) -> Answered:
        channel = str(arguments.get("channel"))
        if channel not in self.reachable:
            return _no("channel_not_found")
        self._last += 1
        posted = Posted(channel, f"{int(self.clock.now().timestamp())}.{self._last:06d}")
        self._edited(posted, arguments)
        self.messages.append(posted)
        return Answered(200, {"ok": True, "channel": channel, "ts": posted.ts})

    def _updated(self, arguments: Mapping[str, Any]) -> Answered:
        found = [one for one in self.messages if (one.channel, one.ts) == (arguments.get("channel"), arguments.get("ts"))]
        if not found:
            return _no("message_not_found")
        before = {block["block_id"] for block in found[0].now["blocks"] if "block_id" in block}
        if before & {block.get("block_id") for block in arguments["blocks"]}:
            return _no("invalid_blocks")  # an edit needs new ones
        self._edited(found[0], arguments)
        return Answered(200, {"ok": True, "channel": found[0].channel, "ts": found[0].ts})

    def _edited(self, posted: Posted, arguments: Mapping[str, Any]) -> None:
        posted.editions.append(dict(arguments))
        posted.at.append(self.clock.now())

    def _hook(self, user: str, *, ephemeral: bool) -> str:
        url = f"{self.hooks_at}commands/{TEAM}/{secrets.token_hex(8)}"
        self._hooks[url] = Hook(user, self.clock.now(), ephemeral)
        return url


def _no(word: str) -> Answered:
    return Answered(200, {"ok": False, "error": word})


def wrong_with(blocks: Sequence[Mapping[str, Any]], *, plan_known: bool = True) -> str:
    """Return Slack's word for what is wrong with blocks, by the limits that slack_sdk's models have; empty: nothing."""
    if len(blocks) > BLOCKS_MAX:
        return "invalid_blocks"
    if len(json.dumps(blocks, ensure_ascii=False)) > CHARACTERS_MAX:
        return "msg_blocks_too_long"
    try:
        right = all(_fits(block, plan_known=plan_known) for block in blocks)
    except (SlackObjectFormationError, TypeError, KeyError):
        right = False
    return "" if right else "invalid_blocks"


def _fits(block: Mapping[str, Any], *, plan_known: bool) -> bool:
    """True for a block that slack_sdk's model knows, and whose limits it keeps. Raises SlackObjectFormationError."""
    made = Block.parse(dict(block))
    if made is None or made.type != block["type"] or (made.type == "plan" and not plan_known):
        return False
    made.validate_json()
    for element in getattr(made, "elements", None) or []:
        element.validate_json()
    for task in block.get("tasks", []):
        TaskCardBlock(**task).validate_json()
    return True


def button_of(shown: Mapping[str, Any], text: str) -> Json:
    """Return a button of a message, by what it says. Raises AssertionError where there is none."""
    found = [element for block in shown["blocks"] if block["type"] == "actions" for element in block["elements"]]
    named = [element for element in found if element["text"]["text"] == text]
    assert named, [element["text"]["text"] for element in found]
    return dict(named[0])


def signed(body: str | bytes, at: datetime, *, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """Return the headers of a body that Slack sends at this time."""
    raw = body if isinstance(body, bytes) else body.encode()
    timestamp = str(int(at.timestamp()))
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature(secret, timestamp=timestamp, body=raw),
    }


def form_of(fields: Mapping[str, str]) -> str:
    """Return fields as a form."""
    return urlencode(fields)


def _client(workspace: SlackWorkspace) -> type[WebClient]:
    class Client(WebClient):
        def api_call(self, api_method: str, *, json: Any = None, **_: Any) -> SlackResponse:
            assert self.base_url == f"{workspace.base}/"
            answered = workspace.call(api_method, json, self.token or "")
            response = SlackResponse(
                client=self,
                http_verb="POST",
                api_url=api_method,
                req_args={},
                data=answered.body,
                headers=dict(answered.headers),
                status_code=answered.status,
            )
            if not answered.body.get("ok"):
                raise SlackApiError("the request was refused", response)  # type: ignore[no-untyped-call]
            return response

    return Client


def _hook(workspace: SlackWorkspace) -> type[WebhookClient]:
    class Client(WebhookClient):
        def send_dict(self, body: dict[str, Any], headers: Any = None) -> WebhookResponse:
            answered = workspace.answer(self.url, body)
            text = json.dumps(answered.body)
            return WebhookResponse(url=self.url, status_code=answered.status, body=text, headers=dict(answered.headers))

    return Client
