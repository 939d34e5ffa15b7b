"""Writes what is generated of docs/runbooks: `python -m scripts.runbooks`. A test fails while the files differ from it.

That is all of the index, and the head of each page: everything before its first heading of the second level.
"""

from __future__ import annotations

from pathlib import Path

from functions.domain.kinds import all_kinds
from functions.domain.reasons import UNEXPLAINED, all_reasons, reason_of
from functions.domain.reasons.base import Reason

PAGES = Path(__file__).resolve().parents[1] / "docs/runbooks"
STORE = "<id>"
INDEX_HEAD = """# Runbooks

What a failed operation's `reason` means, whether asking again can help, and what to do. The API names the page as `runbook`
beside `next_step`, the page, chats, notices and the command line lead here, and the platform serves it at `/docs/runbooks`.

Heads and this list are written by `python -m scripts.runbooks` from `functions/domain/reasons`, the only list of reasons.
"""


def reasons() -> list[Reason]:
    """Return every reason, those that stand for a kind without a cause last."""
    kinds = (reason_of(kind.failure_reason) for kind in all_kinds().values())
    return [*all_reasons().values(), *(reason for reason in kinds if reason is not None and reason.page == UNEXPLAINED)]


def head_of(reason: Reason) -> str:
    """Return the beginning of a reason's page."""
    name = "Unexplained" if reason.page else reason.name
    title = "it failed, and no reason is known" if reason.page else reason.title[0].lower() + reason.title[1:]
    step = reason.next_step_of(STORE)
    return f"# {name}: {title}\n\n{reason.meaning}\n\n- **Retry?** {reason.retry}\n- **Next step:** {step}\n\n"


def pages() -> dict[str, str]:
    """Return every page by its file's name, with its head as it is to be. A page that is not there has a head only."""
    found: dict[str, str] = {}
    for reason in reasons():
        file = PAGES / f"{reason.stem}.md"
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        body = text[text.index("## ") :] if "## " in text else ""
        found[file.name] = head_of(reason) + body
    return {**found, "README.md": index()}


def index() -> str:
    """Return the list of all pages."""
    rows = [
        f"| [{reason.name}]({reason.stem}.md) | {reason.title} | {'yes' if reason.retryable else 'no'} |"
        for reason in reasons()
    ]
    return "\n".join([INDEX_HEAD, "| reason | in short | can a retry help |", "|---|---|---|", *rows, ""])


def main() -> None:
    """Write what is not as it is to be."""
    for name, text in pages().items():
        file = PAGES / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
