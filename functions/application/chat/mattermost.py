"""Messages as Mattermost takes them: Markdown in which no text of somebody's is markup, and buttons with a nonce each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from functions.application.chat.said import Button, Said
from functions.application.chat.slack import MARKS
from functions.domain.shortening import shortened

TEXT_MAX: Final = 15_000  # of the 16,383 characters that a post takes
BUTTON_MAX: Final = 75
ACTIONS_PATH: Final = "/chatops/mattermost/actions"
# What Markdown or Mattermost makes something of. A mention ends at the character that cannot be seen.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()#+!|~<>])")
_MENTION: Final = re.compile(r"@(?=[A-Za-z])")
Json = dict[str, Any]


class MattermostForm:
    """Mattermost's form of a message. `page_url`: where its server reaches this platform, which its buttons need."""

    def __init__(self, page_url: str) -> None:
        self._actions = f"{page_url}{ACTIONS_PATH}"

    def message(self, said: Said, *, plain: bool = False) -> Mapping[str, Any]:  # noqa: ARG002 - there is one form
        """Return the fields of a post."""
        buttons = self._attachments(said)
        return {"message": _text(said), "props": {"attachments": buttons} if buttons else {}}

    def answer(self, said: Said, *, replaces: bool = False) -> Mapping[str, Any]:  # noqa: ARG002 - by response_url nothing is
        """Return what a command is answered with, or what its response_url takes: nobody else sees it."""
        answer: Json = {"response_type": "ephemeral", "text": _text(said), "skip_slack_parsing": True}
        buttons = self._attachments(said)
        return answer | ({"attachments": buttons} if buttons else {})

    def pressed(self, said: Said, *, replaces: bool = False) -> Mapping[str, Any]:
        """Return what a button is answered with. `replaces`: in place of the message that it stood in.

        Such an answer has no buttons, so lines that may be sent next are said in words.
        """
        more = "".join(f"\n`/store {button.value}`" for button in said.buttons)
        if replaces:
            return {"update": {"message": _text(said) + more, "props": {}}}
        return {"ephemeral_text": _text(said) + more, "skip_slack_parsing": True}

    def _attachments(self, said: Said) -> list[Json]:
        actions = [self._action(button, number) for number, button in enumerate(said.buttons)]
        return [{"fallback": "", "actions": actions}] if actions else []

    def _action(self, button: Button, number: int) -> Json:
        context = {"action": button.action.value, "nonce": button.value}
        return {
            "id": f"{button.action.value}{number}",
            "type": "button",
            "name": button.text[:BUTTON_MAX],
            "style": "danger" if button.danger else "default",
            "integration": {"url": self._actions, "context": context},
        }


def escaped(text: str) -> str:
    """Return a text that is shown as it is."""
    return _MENTION.sub("@\u200b", _MARKUP.sub(r"\\\1", text))


def _text(said: Said) -> str:
    parts = [f"@{said.mention} {escaped(said.text)}" if said.mention else escaped(said.text)]
    parts += [f"{MARKS[task.status]} {escaped(task.title)}" for task in said.tasks]
    parts += [f"- {escaped(line)}" for line in said.lines]
    parts += [f"[{name}]({url})" for name, url in said.links]
    text = "\n".join(parts)
    return shortened(text, TEXT_MAX)
