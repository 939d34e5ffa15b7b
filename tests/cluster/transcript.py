"""What was said in a chat, in order: as a text for people to read, and as a page, of which a browser takes a picture."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MARKS = {"pending": "○", "in_progress": "▸", "complete": "✓", "error": "✗"}
STYLE = """
body { font: 15px/1.45 sans-serif; max-width: 640px; margin: 16px; color: #1d1c1d }
article { border-left: 4px solid #dddddd; margin: 0 0 14px; padding: 2px 12px; white-space: pre-wrap; overflow-wrap: anywhere }
article.person { border-color: #1264a3; font-family: monospace } article.all { border-color: #2eb67d }
header { color: #616061; font: 12px sans-serif } button { margin: 4px 6px 4px 0; padding: 4px 10px } .danger { color: #b00020 }
.complete { color: #1a7f4b } .error { color: #b00020 } .pending { color: #616061 }
"""
Json = Mapping[str, Any]


class Transcript:
    """Turns of one conversation."""

    def __init__(self) -> None:
        self._turns: list[tuple[str, str, Any]] = []

    def typed(self, text: str) -> None:
        """Somebody typed a command, or pressed a button."""
        self._turns.append(("person", "olga", text))

    def told(self, message: Json) -> None:
        """Something was shown to who asked alone."""
        if message:
            self._turns.append(("one", "storeyard, seen by olga alone", json.loads(json.dumps(message))))

    def posted(self, message: Json, editions: int) -> None:
        """A message for all, as it is now, after so many edits."""
        self._turns.append(("all", f"storeyard, seen by all, edition {editions}", json.loads(json.dumps(message))))

    def text(self) -> str:
        """Return it as lines."""
        lines = []
        for _, who, said in self._turns:
            words = [said] if isinstance(said, str) else [_plain(part) for part in _parts(said)]
            lines += [f"{who}:", *(f"    {line}" for word in words for line in word.splitlines()), ""]
        return "\n".join(lines)

    def page(self) -> str:
        """Return it as HTML."""
        turns = []
        for kind, who, said in self._turns:
            body = html.escape(said) if isinstance(said, str) else "\n".join(_parts(said))
            turns.append(f'<article class="{kind}"><header>{html.escape(who)}</header>{body}</article>')
        return f'<!doctype html><meta charset="utf-8"><title>Chat</title><style>{STYLE}</style>{"".join(turns)}'

    def keep(self, folder: Path, name: str, page: Page) -> None:
        """Write both, and a picture of the page."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(self.text(), "utf-8")
        page.set_viewport_size({"width": 700, "height": 900})
        page.set_content(self.page())
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def _parts(message: Json) -> Iterator[str]:
    """A message of either program as pieces of HTML."""
    if "blocks" in message:
        for block in message["blocks"]:
            yield from _block(block)
        return
    yield _mattermost(str(message.get("text") or message.get("message") or message.get("ephemeral_text", "")))
    attached = message.get("attachments") or message.get("props", {}).get("attachments", [])
    for action in (action for one in attached for action in one["actions"]):
        yield _button(action["name"], danger=action["style"] == "danger")


def _block(block: Json) -> Iterator[str]:
    """A block of Slack's. Raises KeyError for a kind that none of the messages has."""
    if block["type"] == "section":
        yield _mrkdwn(block["text"]["text"])
    elif block["type"] == "plan":
        yield f"<b>{html.escape(block['title'])}</b>"
        for task in block["tasks"]:
            yield f'<span class="{task["status"]}">{MARKS[task["status"]]} {html.escape(task["title"])}</span>'
    elif block["type"] == "actions":
        yield "".join(_button(one["text"]["text"], danger=one.get("style") == "danger") for one in block["elements"])
    elif block["type"] == "context":
        yield "".join(_mrkdwn(one["text"]) for one in block["elements"])
    else:
        raise KeyError(block["type"])


def _mrkdwn(text: str) -> str:
    """Slack's markup, which has escaped what is none."""
    linked = re.sub(r"<(https?://[^|>]+)\|([^>]+)>", r'<a href="\1">\2</a>', text)
    return re.sub(r"<@(\w+)>", r"<b>@\1</b>", linked)


def _mattermost(text: str) -> str:
    """Mattermost's Markdown: links, and escapes taken away."""
    linked = re.sub(r"(?<!\\)\[([^\]]+)\]\((https?://[^)]+)\)", r'<a href="\2">\1</a>', html.escape(text))
    return re.sub(r"\\([\\`*_{}\[\]()#+!|~&-])", r"\1", linked)


def _button(text: str, *, danger: bool) -> str:
    return f'<button class="{"danger" if danger else ""}">{html.escape(text)}</button>'


def _plain(part: str) -> str:
    """A piece of HTML without its marks; a button in brackets."""
    named = re.sub(r"<button[^>]*>(.*?)</button>", r"[\1] ", part)
    return html.unescape(re.sub(r"<[^>]+>", "", named))
