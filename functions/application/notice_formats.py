"""A message in the form of each chat's incoming webhook. Nothing that people typed is a mention, a link or a format there.

Limits are those that the chats refuse beyond: what is too long is cut, and a digest says how many it leaves out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from functions.application.chat.slack import escaped
from functions.application.notice_words import UNSEEN, Message
from functions.domain.notice_target import TargetKind
from functions.domain.shortening import shortened

SLACK_HEADER, SLACK_TEXT = 150, 3000
MATTERMOST_TEXT: Final = 4000  # it takes 16,383 in a post, which nobody reads
TEAMS_BYTES: Final = 28 * 1024
DISCORD_TEXT: Final = 2000
SUPPRESS_EMBEDS: Final = 4  # a flag of Discord's: no previews of links
OPEN: Final = "Open it on the page"
ABOUT: Final = "What this reason means"
_MARKS: Final = re.compile(r"([\\`*_\[\]()#~|>!])")
_MENTIONS: Final = re.compile(r"([@<])")

Payload = dict[str, Any]


def payload_of(kind: TargetKind, message: Message) -> bytes:
    """Return the body that a chat of this kind is posted, as JSON. Raises KeyError for a kind that is no chat."""
    return _json(FORMATS[kind](message))


def slack(message: Message) -> Payload:
    """Return blocks, and a text for the notification. What people typed is in texts without markup, or escaped."""
    text = "\n".join(_paragraphs(message))
    blocks: list[Payload] = [{"type": "header", "text": _plain(message.title, SLACK_HEADER)}]
    if text:
        blocks.append({"type": "section", "text": _plain(text, SLACK_TEXT)})
    links = "\n".join(f"<{_slack(url)}|{_slack(word)}>" for word, url in _links(message))
    if links:
        # `verbatim`: no address and no name in it is made a link.
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": links, "verbatim": True}})
    return {"text": _slack(message.title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def mattermost(message: Message) -> Payload:
    """Return a text in Markdown. Mattermost makes mentions of bare text, so those are taken apart."""
    return {"text": _markdown_of(message, MATTERMOST_TEXT, len)}


def discord(message: Message) -> Payload:
    """Return a text in Discord's Markdown that mentions nobody, whatever is in it."""
    content = _markdown_of(message, DISCORD_TEXT, lambda text: len(text.encode("utf-16-le")) // 2)
    return {"content": content, "allowed_mentions": {"parse": []}, "flags": SUPPRESS_EMBEDS}


def teams(message: Message) -> Payload:
    """Return an Adaptive Card. What people typed is in text runs, which have no Markdown; a card's buttons are not shown."""
    lines = list(message.lines)
    while True:
        card = _card(message, lines, left_out=len(message.lines) - len(lines))
        if len(_json(card)) <= TEAMS_BYTES or not lines:
            return card
        lines = lines[: len(lines) * 3 // 4]


def _card(message: Message, lines: Sequence[str], *, left_out: int) -> Payload:
    body = [_runs(message.title, bold=True)]
    body += [_runs(text) for text in (*_sentences(message), *(f"• {line}" for line in lines))]
    if left_out:
        body.append(_runs(f"… and {left_out} more"))
    body += [
        {"type": "TextBlock", "wrap": True, "text": f"[{word}]({url.replace(')', '%29')})"} for word, url in _links(message)
    ]
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    card = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [card]}


def _runs(text: str, *, bold: bool = False) -> Payload:
    run: Payload = {"type": "TextRun", "text": text}
    return {"type": "RichTextBlock", "inlines": [run | ({"weight": "Bolder"} if bold else {})]}


def _plain(text: str, most: int) -> Payload:
    return {"type": "plain_text", "text": shortened(text, most), "emoji": False}


def _slack(text: str) -> str:
    return escaped(text).replace("|", "¦")


def _markdown(text: str) -> str:
    return _MENTIONS.sub(rf"\1{UNSEEN}", _MARKS.sub(r"\\\1", text))


def _markdown_of(message: Message, most: int, size: Callable[[str], int]) -> str:
    """A message in Markdown; of its lines as many as fit. No line begins with what people typed: that could be a heading."""
    head = [f"**{_markdown(message.title)}**", *(_markdown(text) for text in _sentences(message))]
    tail = [f"[{word}]({url.replace(')', '%29')})" for word, url in _links(message)]
    lines = [f"• {_markdown(line)}" for line in message.lines]
    for shown in range(len(lines), -1, -1):
        left_out = [f"… and {len(lines) - shown} more"] if shown < len(lines) else []
        text = "\n".join([*head, *lines[:shown], *left_out, *tail])
        if size(text) <= most:
            return text
    return shortened(f"**{_markdown(message.title)}**", most // 2)


def _sentences(message: Message) -> list[str]:
    """What happened and what to do, each on a line that begins with words of ours."""
    return [
        *([f"What happened: {message.reason}"] if message.reason else []),
        *([f"What to do: {message.advice}"] if message.advice else []),
    ]


def _paragraphs(message: Message) -> list[str]:
    """That, and what a digest lists, as much as a text of Slack's takes."""
    found, left = _sentences(message), SLACK_TEXT - 100
    for number, line in enumerate(message.lines):
        left -= len(line) + 3
        if left < 0:
            return [*found, f"… and {len(message.lines) - number} more"]
        found.append(f"• {line}")
    return found


def _links(message: Message) -> list[tuple[str, str]]:
    """The words and addresses of a message's links, all of them the platform's own or those of its shops."""
    shop = [(urlsplit(message.shop).netloc, message.shop)] if message.shop else []
    page = [(OPEN, message.link)] if message.link else []
    return [*shop, *page, *([(ABOUT, message.runbook)] if message.runbook else [])]


def _json(payload: Payload) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


FORMATS: Final[dict[TargetKind, Callable[[Message], Payload]]] = {
    TargetKind.SLACK: slack,
    TargetKind.MATTERMOST: mattermost,
    TargetKind.TEAMS: teams,
    TargetKind.DISCORD: discord,
}
