"""Stand-ins for chats' incoming webhooks, which refuse what the real ones refuse, and a mail sender that sends nothing.

What each checks is from its documentation: Slack's Block Kit limits, Mattermost's 16,383 characters, the 28 kB of a Teams
workflow's card, Discord's 2,000 characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from functions.application.ports.notices import Mail, Posted
from functions.application.ports.webhooks import Sent
from tests.fakes.webhooks import Request

PAGE = "https://yard.example.org"
SLACK = "https://hooks.slack.example.com/services/T0001/B0001/s3cr3tXXXX"
MATTERMOST = "https://chat.example.com/hooks/9zqk3f7xjtnbmw8a"
TEAMS = "https://flows.example.com/workflows/0123456789abcdef/triggers/manual/paths/invoke?sig=AbCd1234"
DISCORD = "https://discord.example.com/api/webhooks/123456789/tOkEn-of-it-9876"
URLS = {"slack": SLACK, "mattermost": MATTERMOST, "teams": TEAMS, "discord": DISCORD}


class FakeMail:
    """Keeps mails, and answers as a test says: taken, unless it says something else."""

    def __init__(self) -> None:
        self.got: list[Mail] = []
        self.answer: Callable[[Mail], Posted] = lambda _: Posted(taken=True)

    def send(self, mail: Mail) -> Posted:
        """Keep it, then answer."""
        self.got.append(mail)
        return self.answer(mail)

    def code(self) -> str:
        """The code in the last mail."""
        found = re.search(r"code is (\d{8})\b", self.got[-1].text)
        assert found
        return found[1]


@dataclass
class Chat:
    """One chat's webhook: what it took, and how it answers the next request. `limited`: it says 429 so often first."""

    kind: str
    taken: list[Any] = field(default_factory=list)
    limited: int = 0
    wait: timedelta = timedelta(seconds=30)

    def __call__(self, request: Request) -> Sent:
        """Answer a request, as a sender hands it over."""
        assert request.headers["content-type"] == "application/json"
        status, answer = self.answer(request.body)
        return Sent(status, answer=answer, retry_after=self.wait if status == 429 else None)

    def answer(self, body: bytes) -> tuple[int, str]:
        """Return status and body of the answer."""
        if self.limited:
            self.limited -= 1
            return 429, '{"message": "You are being rate limited."}'
        try:
            payload = json.loads(body)
        except ValueError:
            return 400, "invalid_payload"
        wrong = CHECKS[self.kind](payload, body)
        if wrong:
            return (413 if wrong == "too large" else 400), wrong
        self.taken.append(payload)
        return FINE[self.kind]

    @property
    def text(self) -> str:
        """All texts of the last message, one a line."""
        return "\n".join(texts(self.taken[-1]))


def texts(node: Any) -> list[str]:
    """Every text of a payload that people see."""
    if isinstance(node, dict):
        own = [value for name, value in node.items() if name in {"text", "content"} and isinstance(value, str)]
        return own + [text for value in node.values() for text in texts(value) if not isinstance(value, str)]
    return [text for each in node for text in texts(each)] if isinstance(node, list) else []


def _slack(payload: Any, _: bytes) -> str:
    blocks = payload.get("blocks", [])
    if not payload.get("text") and not blocks:
        return "no_text"
    if len(blocks) > 50:
        return "invalid_blocks"
    for block in blocks:
        text = block.get("text", {})
        most = {"header": 150, "section": 3000}.get(block.get("type"))
        kinds = {"plain_text"} if block.get("type") == "header" else {"plain_text", "mrkdwn"}
        if most is None or text.get("type") not in kinds or not 1 <= len(text.get("text", "")) <= most:
            return "invalid_blocks"
        if text["type"] == "plain_text" and "verbatim" in text:
            return "invalid_blocks"
    return ""


def _mattermost(payload: Any, _: bytes) -> str:
    text = payload.get("text")
    return "" if isinstance(text, str) and 0 < len(text) <= 16_383 else "Unable to parse incoming data"


def _teams(payload: Any, body: bytes) -> str:
    if len(body) > 28 * 1024:
        return "too large"
    attachments = payload.get("attachments")
    if payload.get("type") != "message" or not isinstance(attachments, list) or len(attachments) != 1:
        return "Property 'attachments' is wrong"
    card = attachments[0].get("content", {})
    if attachments[0].get("contentType") != "application/vnd.microsoft.card.adaptive" or card.get("type") != "AdaptiveCard":
        return "not a card"
    elements = {"TextBlock": "text", "RichTextBlock": "inlines"}
    fine = all(element.get(elements.get(element.get("type"), "?")) for element in card.get("body", []))
    return "" if fine and card.get("version") and card.get("body") else "a card that cannot be rendered"


def _discord(payload: Any, _: bytes) -> str:
    content = payload.get("content")
    if not isinstance(content, str) or not 0 < len(content.encode("utf-16-le")) // 2 <= 2000:
        return '{"content": ["Must be 2000 or fewer in length."]}'
    return "" if payload.get("allowed_mentions") == {"parse": []} else '{"allowed_mentions": ["It would mention somebody."]}'


CHECKS: dict[str, Callable[[Any, bytes], str]] = {
    "slack": _slack,
    "mattermost": _mattermost,
    "teams": _teams,
    "discord": _discord,
}
FINE = {"slack": (200, "ok"), "mattermost": (200, "ok"), "teams": (202, ""), "discord": (204, "")}
