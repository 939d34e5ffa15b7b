"""What a notice says, before any target's own format: one template for each event. Pure.

What people typed (a store's name, a message with something of theirs in it) is put on one line here; each format escapes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from functions.domain.certificate import RENEWAL
from functions.domain.notice import TEST, Notice
from functions.domain.notice_target import NoticeEvent
from functions.domain.reasons import reason_of
from functions.domain.shortening import shortened

TITLE_MAX: Final = 140
UNSEEN: Final = "\u200b"  # of no width: it takes an address or a mention apart
_ADDRESSES: Final = re.compile(r"(:(?=/)|\bwww(?=\.)|\bmailto(?=:))", re.IGNORECASE)
REASON_MAX: Final = 600
NAME_MAX: Final = 60


@dataclass(frozen=True)
class Message:
    """What one message says. `lines`: what a digest lists. `link`: the page of the platform, `runbook`: that of the reason;
    empty: the platform has no address.
    """

    title: str
    reason: str = ""
    advice: str = ""
    shop: str = ""
    link: str = ""
    runbook: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """The words for one event. `advice` says what to do next."""

    title: Callable[[Notice], str]
    advice: Callable[[Notice], str]


def _retry(notice: Notice) -> str:
    reason = reason_of(notice.reason)
    if reason is not None:
        return reason.next_step_of(notice.store_id)
    if notice.retryable:
        return "Ask for it again: that can help here."
    return "Read what was seen, on the page of the operation, before you ask for it again."


def _attention(notice: Notice) -> str:
    if notice.what == RENEWAL:
        return (
            "Look at who renews it: the log of the ingress, or the Certificate of cert-manager. Nothing in the shop changes it."
        )
    if notice.what == "delete":
        return "Something of the store is still there. The page of the operation names it; ask for the deletion again then."
    if notice.what in {"verify", "drill"}:
        return "The shop goes on as it is. Look at the page of the operation for what was seen."
    return "The shop may not sell right now. Look at the page of the operation, then retry, restore a backup or roll back."


def _backup(notice: Notice) -> str:
    if notice.scheduled:
        return "Earlier backups stay. The schedule tries again by itself; read what was seen if it fails again."
    return f"Earlier backups stay. {_retry(notice)}"


def _named(notice: Notice) -> str:
    name = one_line(notice.store_name, NAME_MAX) or notice.store_id
    return name if name == notice.store_id else f"{name} ({notice.store_id})"


TEMPLATES: Final[Mapping[str, Template]] = {
    NoticeEvent.STORE_READY: Template(
        lambda notice: f"{_named(notice)} is ready.",
        lambda _: "Open the shop, or look up how to sign in to its admin on the store's page.",
    ),
    NoticeEvent.OPERATION_FAILED: Template(lambda notice: f"{notice.what.capitalize()} of {_named(notice)} failed.", _retry),
    NoticeEvent.NEEDS_ATTENTION: Template(
        lambda notice: f"{_named(notice)} needs attention: {notice.what} failed.", _attention
    ),
    NoticeEvent.BACKUP_FAILED: Template(
        lambda notice: f"{'The scheduled backup' if notice.scheduled else 'A backup'} of {_named(notice)} failed.", _backup
    ),
    TEST: Template(lambda _: "This is a test of notices.", lambda _: "Nothing happened to any store; nothing is to be done."),
}


def title_of(notice: Notice) -> str:
    """Return what happened, in one sentence. An event of a newer version is named as it is."""
    template = TEMPLATES.get(notice.event)
    return one_line(template.title(notice) if template else f"{_named(notice)}: {notice.event}", TITLE_MAX)


def message_of(notice: Notice, page: str) -> Message:
    """Return what a message about one thing says. `page`: where the platform's page is, empty: nowhere."""
    template = TEMPLATES.get(notice.event)
    told = one_line(notice.message, REASON_MAX) if notice.event != NoticeEvent.STORE_READY else ""
    reason = f"{told} ({notice.reason})" if told and notice.reason else told
    if notice.repeats:
        times = "once more" if notice.repeats == 1 else f"{notice.repeats} more times"
        reason = f"{reason} It happened {times} within the hour.".strip()
    advice = template.advice(notice) if template else ""
    known = reason_of(notice.reason) if page else None
    runbook = f"{page}{known.runbook}" if known else ""
    return Message(title_of(notice), reason, advice, notice.store_url, _link(notice, page), runbook)


def digest_of(notices: Sequence[Notice], more: int, page: str) -> Message:
    """Return what a message about many things says. `more`: how many happened that are not among them."""
    lines = tuple(_line(notice) for notice in notices)
    lines = (*lines, f"… and {more} more") if more else lines
    return Message(f"{len(notices) + more} notices", lines=lines, link=f"{page}/operations" if page else "")


def one_line(text: str, most: int) -> str:
    """Return a text on one line: no control characters, none that turn the direction of what follows, none that are unseen.

    Addresses in it are taken apart: chats and mailboxes make links of them, also where a message has no markup.
    """
    kept = "".join(" " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text if not _unseen(each))
    line = " ".join(kept.split())
    return _ADDRESSES.sub(rf"\1{UNSEEN}", shortened(line, most))


def _unseen(character: str) -> bool:
    """True for format characters and halves of characters; but not for what joins emoji and letters."""
    return unicodedata.category(character) in {"Cf", "Cs"} and character not in {"\u200c", "\u200d"}


def _line(notice: Notice) -> str:
    return f"{title_of(notice)} ({notice.repeats + 1} times)" if notice.repeats else title_of(notice)


def _link(notice: Notice, page: str) -> str:
    if not page:
        return ""
    if notice.event == NoticeEvent.STORE_READY:
        return f"{page}/stores/{quote(notice.store_id, safe='')}"
    if notice.operation_id:
        return f"{page}/operations/{quote(notice.operation_id, safe='')}"
    return f"{page}/stores/{quote(notice.store_id, safe='')}" if notice.store_id else f"{page}/notices"
