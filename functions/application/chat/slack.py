"""Messages as Slack takes them: Block Kit within its limits, texts of people escaped, with a text for screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from functions.application.chat.said import Action, Button, Said, Task, TaskStatus

TEXT_MAX: Final = 2900  # of the 3,000 that a section takes
SECTIONS_MAX: Final = 3  # all blocks of a message together take some 13,000 characters
BUTTON_MAX: Final = 75
VALUE_MAX: Final = 2000
TITLE_MAX: Final = 150
BUTTONS: Final = "storeyard"
MARKS: Final = {
    TaskStatus.PENDING: "○",
    TaskStatus.IN_PROGRESS: "▸",
    TaskStatus.COMPLETE: "✓",
    TaskStatus.ERROR: "✗",
}
Json = dict[str, Any]


class SlackForm:
    """Slack's form of a message."""

    def message(self, said: Said, *, plain: bool = False) -> Mapping[str, Any]:
        """Return the arguments of chat.postMessage and chat.update."""
        text = shortened(_mentioning(said, escaped(said.text)), TEXT_MAX)
        return {"text": text, "blocks": list(_blocks(said, text, plain=plain)), "unfurl_links": False, "unfurl_media": False}

    def answer(self, said: Said, *, replaces: bool = False) -> Mapping[str, Any]:
        """Return what a command is answered with, or what its response_url takes: nobody else sees it."""
        text = shortened(escaped(said.text), TEXT_MAX)
        blocks = list(_blocks(said, text, plain=False))
        return {"response_type": "ephemeral", "replace_original": replaces, "text": text, "blocks": blocks}


def escaped(text: str) -> str:
    """Return a text in which nothing is markup that mentions somebody or leads somewhere."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, limit: int) -> str:
    """Return a text of at most so many characters. One that is cut ends in no half of an escape."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    amp = cut.rfind("&", max(0, len(cut) - 5))
    return (cut[:amp] if amp >= 0 and ";" not in cut[amp:] else cut) + "…"


def _mentioning(said: Said, text: str) -> str:
    return f"<@{said.mention}> {text}" if said.mention else text


def _blocks(said: Said, text: str, *, plain: bool) -> Iterator[Json]:
    yield _section(text)
    if said.tasks:
        yield from _plain_tasks(said.tasks) if plain else [_plan(said)]
    for part in _parts(said.lines):
        yield _section(part)
    buttons = [_button(button, number) for number, button in enumerate(said.buttons) if len(button.value) <= VALUE_MAX]
    if buttons:
        yield {"type": "actions", "elements": buttons}
    links = [{"type": "mrkdwn", "text": f"<{escaped(url)}|{escaped(name)}>"} for name, url in said.links]
    if links:
        yield {"type": "context", "elements": links}


def _section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text or "…"}}


def _plan(said: Said) -> Json:
    """The steps, as a block that Slack edits in place. Each edit needs a block_id of its own."""
    tasks = [
        {"task_id": task.name, "title": shortened(task.title, TITLE_MAX), "status": task.status.value} for task in said.tasks
    ]
    title = shortened(said.title, TITLE_MAX)
    return {"type": "plan", "block_id": f"plan-{said.edition}", "title": title, "tasks": tasks}


def _plain_tasks(tasks: Iterable[Task]) -> Iterator[Json]:
    lines = "\n".join(f"{MARKS[task.status]} {escaped(task.title)}" for task in tasks)
    yield _section(shortened(lines, TEXT_MAX))


def _parts(lines: Iterable[str]) -> Iterator[str]:
    """Lines in as few sections as hold them; where they are more than a message holds, that is said."""
    parts, part = 0, ""
    for line in (shortened(escaped(one), TEXT_MAX // 2) for one in lines):
        if len(part) + len(line) + 1 > TEXT_MAX:
            yield part
            parts, part = parts + 1, ""
            if parts == SECTIONS_MAX:
                yield "There is more: look at the page."
                return
        part = f"{part}\n{line}" if part else line
    if part:
        yield part


def _button(button: Button, number: int) -> Json:
    made: Json = {
        "type": "button",
        "text": {"type": "plain_text", "text": shortened(button.text, BUTTON_MAX)},
        "action_id": f"{BUTTONS}:{button.action.value}:{number}",
        "value": button.value,
    }
    return made | ({"style": "danger"} if button.danger else {})


def action_of(action_id: str) -> Action | None:
    """Return what a button of ours does; None for another's."""
    parts = action_id.split(":")
    if len(parts) != 3 or parts[0] != BUTTONS or parts[1] not in set(Action):  # noqa: PLR2004 - ours, action and number
        return None
    return Action(parts[1])
